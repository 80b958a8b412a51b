// What a resource keeps beside its state, unseen by users: small texts by key. The client stores it
// as opaque bytes and gives it back with the next request for the same object.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PRIVATE_STATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PRIVATE_STATE_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf {

// Not thread-safe.
class PrivateState {
 public:
  // Beyond this, state files and plans would carry the weight for ever.
  static constexpr size_t kBytesMax = 1 << 20;

  // The bytes as ToBytes wrote them; none are an empty state. kInvalidArgument for anything else.
  static absl::StatusOr<PrivateState> FromBytes(absl::string_view bytes);
  // Deterministic JSON. Empty when there is nothing to keep.
  std::string ToBytes() const;

  // The text kept under the key, or null pointer; lives until the next change.
  const std::string* Find(absl::string_view key) const;
  void Set(absl::string_view key, std::string text);
  void Remove(absl::string_view key);

  bool operator==(const PrivateState&) const = default;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PRIVATE_STATE_H_
