#include "provider/framework/plugin/socket_path.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tf::plugin {
namespace {

constexpr size_t kPathMax = sizeof(sockaddr_un::sun_path) - 1;

constexpr absl::string_view kOneClientPrefix = "plugin-";
constexpr absl::string_view kAttachingPrefix = "attach-";
constexpr size_t kDigits = 16;

// A start should take a few milliseconds, however full the directory is.
constexpr int kFilesMax = 20'000;
constexpr int kProbesMax = 100;

// As long as clients wait for the handshake. Whoever has bound but does not listen yet is younger.
constexpr absl::Duration kStartMax = absl::Minutes(1);

absl::StatusOr<std::string> NewName(SocketUse use) {
  uint64_t number = 0;
  if (getrandom(&number, sizeof(number), 0) != static_cast<ssize_t>(sizeof(number))) {
    return absl::InternalError(
        absl::StrCat("no randomness for a socket name: ", std::strerror(errno)));
  }
  return absl::StrCat(use == SocketUse::kOneClient ? kOneClientPrefix : kAttachingPrefix,
                      absl::Hex(number, absl::kZeroPad16));
}

bool IsOneClientName(absl::string_view name) {
  return absl::ConsumePrefix(&name, kOneClientPrefix) && name.size() == kDigits &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); });
}

// Whether the system says so for certain.
bool NobodyListens(const std::string& path) {
  sockaddr_un address{};
  if (path.size() > kPathMax) return false;
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const bool refused =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 &&
      errno == ECONNREFUSED;
  close(probe);
  return refused;
}

bool IsOurOldSocket(int directory_fd, const char* name, absl::Time now) {
  struct stat status {};
  return fstatat(directory_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISSOCK(status.st_mode) && status.st_uid == geteuid() &&
         absl::TimeFromTimespec(status.st_mtim) + kStartMax < now;
}

std::optional<gid_t> GroupId(const std::string& group) {
  if (const struct group* entry = getgrnam(group.c_str()); entry != nullptr) return entry->gr_gid;
  gid_t id = 0;
  if (absl::SimpleAtoi(group, &id)) return id;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::string> NewSocketPath(absl::string_view asked_directory,
                                          absl::string_view temporary_directory, SocketUse use) {
  const absl::StatusOr<std::string> name = NewName(use);
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

std::string GrpcAddress(absl::string_view path) {
  std::string address = "unix:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || absl::StrContains("/-._~", c)) {
      address.push_back(c);
    } else {
      absl::StrAppend(&address, "%", absl::Hex(byte, absl::kZeroPad2));
    }
  }
  return address;
}

int RemoveAbandonedSockets(const std::string& directory, absl::Time now) {
  const std::unique_ptr<DIR, int (*)(DIR*)> files(opendir(directory.c_str()), closedir);
  if (files == nullptr) return 0;
  const int directory_fd = dirfd(files.get());
  int removed = 0;
  int probes = 0;
  for (int i = 0; i < kFilesMax && probes < kProbesMax; ++i) {
    const dirent* file = readdir(files.get());
    if (file == nullptr) break;
    if (!IsOneClientName(file->d_name) || !IsOurOldSocket(directory_fd, file->d_name, now)) {
      continue;
    }
    ++probes;
    if (NobodyListens(absl::StrCat(directory, "/", file->d_name)) &&
        unlinkat(directory_fd, file->d_name, 0) == 0) {
      ++removed;
    }
  }
  return removed;
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
