// What a resource keeps beside its state, unseen by users: small texts by key. The client stores it
// as opaque bytes and gives it back with the next request for the same object. Where a provider was
// written in Go before, the first request brings what that one kept.
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
  // Beyond this, state files and plans would carry the weight for ever: more is neither read nor
  // stored.
  static constexpr size_t kBytesMax = 1 << 20;

  // The bytes as ToBytes wrote them; none are an empty state. So is what terraform-plugin-sdk kept,
  // a JSON object in which not all is text: providers had no access to it. What
  // terraform-plugin-framework kept (internal/privatestate/data.go), JSON documents in Base64, is
  // read as the text of these documents, without the keys that begin with a dot, which are that
  // framework's own. kInvalidArgument for what is no JSON object, or above kBytesMax.
  static absl::StatusOr<PrivateState> FromBytes(absl::string_view bytes);
  // Deterministic JSON, of any size. Empty when there is nothing to keep.
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
