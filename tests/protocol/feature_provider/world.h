// What the feature provider manages: files in a directory, and a log of what was asked of it.
#ifndef SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_WORLD_H_
#define SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_WORLD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "provider/framework/operation.h"

namespace feature {

// Safe for several threads: each file is written whole, each line of the log at once.
class World : public tf::ProviderData {
 public:
  explicit World(std::string directory) : directory_(std::move(directory)) {}

  // A line in spy.log, which the tests read.
  void Log(absl::string_view line) const;

  // What the machine's file holds; nothing where there is none.
  std::optional<std::string> Find(absl::string_view id) const;
  void Put(absl::string_view id, absl::string_view content) const;
  void Remove(absl::string_view id) const;
  // Sorted.
  std::vector<std::string> Ids() const;

 private:
  std::string Path(absl::string_view id) const;

  const std::string directory_;
};

// What Configure made. Every request that works on the world comes after it.
const World& WorldOf(const tf::Operation& operation);

}  // namespace feature

#endif  // SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_WORLD_H_
