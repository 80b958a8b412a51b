#include "provider/framework/plugin/socket_path.h"

#include <grp.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tf::plugin {
namespace {

constexpr size_t kPathMax = sizeof(sockaddr_un::sun_path) - 1;

absl::StatusOr<std::string> NewName() {
  uint64_t number = 0;
  if (getrandom(&number, sizeof(number), 0) != static_cast<ssize_t>(sizeof(number))) {
    return absl::InternalError(
        absl::StrCat("no randomness for a socket name: ", std::strerror(errno)));
  }
  return absl::StrCat("plugin-", absl::Hex(number, absl::kZeroPad16));
}

std::optional<gid_t> GroupId(const std::string& group) {
  if (const struct group* entry = getgrnam(group.c_str()); entry != nullptr) return entry->gr_gid;
  gid_t id = 0;
  if (absl::SimpleAtoi(group, &id)) return id;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::string> NewSocketPath(absl::string_view asked_directory,
                                          absl::string_view temporary_directory) {
  const absl::StatusOr<std::string> name = NewName();
  if (!name.ok()) return name.status();
  const auto in = [&](absl::string_view directory) { return absl::StrCat(directory, "/", *name); };
  if (!asked_directory.empty()) {
    const std::string path = in(asked_directory);
    if (path.size() <= kPathMax) return path;
    return absl::InvalidArgumentError(
        absl::StrCat("PLUGIN_UNIX_SOCKET_DIR \"", asked_directory,
                     "\" is too long for a socket: with a name in it ", path.size(),
                     " bytes, at most ", kPathMax, "; use a directory with a shorter path"));
  }
  const std::string path = in(temporary_directory);
  return temporary_directory.empty() || path.size() > kPathMax ? in("/tmp") : path;
}

absl::Status ShareWithGroup(const std::string& path, const std::string& group) {
  const std::optional<gid_t> id = GroupId(group);
  if (!id.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "PLUGIN_UNIX_SOCKET_GROUP \"", group, "\": no group has this name, and it is no number"));
  }
  constexpr uid_t kUnchanged = static_cast<uid_t>(-1);
  if (chown(path.c_str(), kUnchanged, *id) != 0 ||
      chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot give socket \"", path, "\" to group \"", group, "\": ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace tf::plugin
