#include "tests/protocol/feature_provider/world.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace feature {

constexpr absl::string_view kSuffix = ".machine";

void World::Log(absl::string_view line) const {
  const std::string text = absl::StrCat(line, "\n");
  const int file = open(absl::StrCat(directory_, "/spy.log").c_str(),
                        O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  SIXGATE_CHECK(file >= 0, directory_.c_str());
  const bool ok = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(file);
  SIXGATE_CHECK(ok, directory_.c_str());
}

std::optional<std::string> World::Find(absl::string_view id) const {
  std::ifstream file(Path(id));
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void World::Put(absl::string_view id, absl::string_view content) const {
  std::ofstream(Path(id)) << std::string(content);
}

void World::Remove(absl::string_view id) const {
  std::error_code ignored;
  std::filesystem::remove(Path(id), ignored);
}

std::vector<std::string> World::Ids() const {
  std::vector<std::string> ids;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, ignored)) {
    if (entry.path().extension() == std::string(kSuffix)) ids.push_back(entry.path().stem());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string World::Path(absl::string_view id) const {
  return absl::StrCat(directory_, "/", id, kSuffix);
}

const World& WorldOf(const tf::Operation& operation) {
  return static_cast<const World&>(*operation.provider_data);
}

}  // namespace feature
