// Files under a directory of this machine, laid out as on the machine that they are for. A small
// manifest, ".sixgate.json", remembers what was written, so that files which are no longer wanted
// go, and nothing else is ever removed.
//
//   const Target target = {.directory = "out/web1", .owner_id = id, .owner = "host \"web1\""};
//   RETURN_IF_ERROR(Deliver(files, target, {{.path = "/etc/sysctl.d/60-sixgate.conf", …}}));
#ifndef SIXGATE_ENGINE_DELIVER_DIRECTORY_H_
#define SIXGATE_ENGINE_DELIVER_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/base/file_system.h"

namespace engine::deliver {

inline constexpr absl::string_view kManifestName = ".sixgate.json";

struct File {
  // Absolute, as on the target machine: "/etc/docker/daemon.json".
  std::string path;
  std::string content;
  uint32_t mode = 0644;

  bool operator==(const File&) const = default;
};

struct Target {
  // Relative to the working directory, or absolute.
  std::string directory;
  // Whose files they are: two objects cannot share a directory.
  std::string owner_id;
  // For messages: `host "web1"`.
  std::string owner;
  // PrepareTarget made the directory, so Withdraw may remove it.
  bool made = false;
};

// Whether a directory is there, or nothing: then it can be made. Changes nothing.
// kFailedPrecondition: something else is there, or on the way. kInvalidArgument: no path.
absl::Status CheckTarget(base::FileSystem& files, const Target& target);

// CheckTarget, and whether this process may write there, or make what is missing.
absl::Status CheckDeliverable(base::FileSystem& files, const Target& target);

// Makes the directory if it is missing, with its parents, so that it can be locked (lock.h), and
// notes that in `target`. The errors are CheckTarget's and the file system's, and
// kFailedPrecondition when it holds the files of another object.
absl::Status PrepareTarget(base::FileSystem& files, Target& target);

// Makes the directory hold exactly `wanted` of the files that Deliver ever wrote there: each one is
// replaced as a whole and only when it differs; what is no longer wanted is removed, with the
// directories that this leaves empty. Files of others stay. Hold the lock of the directory. After
// an error some files may be new and others old, and a later Deliver or Withdraw still knows all of
// them.
//
// kFailedPrecondition: PrepareTarget's reasons; a file of others is in the place of a wanted one;
//   or something that is no directory is in the way: no symbolic link is followed.
// kInvalidArgument: a path that is not absolute and plain, or is there twice.
// kDataLoss: the manifest is not what sixgate writes.
// Else the errors of the file system.
absl::Status Deliver(base::FileSystem& files, Target target, absl::Span<const File> wanted);

// Removes what Deliver wrote, the manifest, and the directory if it was made for this and nothing
// else is in it. OK when nothing of `target`'s is there. Hold the lock of the directory, if there
// is one. Errors as Deliver; what is still there is known to the next call.
absl::Status Withdraw(base::FileSystem& files, const Target& target);

// The paths of `wanted` whose file is missing or has another content or mode, and the manifest's
// when that is missing; sorted.
absl::StatusOr<std::vector<std::string>> Drift(base::FileSystem& files, const Target& target,
                                               absl::Span<const File> wanted);

}  // namespace engine::deliver

#endif  // SIXGATE_ENGINE_DELIVER_DIRECTORY_H_
