// The disk, as an interface so that tests can watch it and make it fail.
//
//   ASSIGN_OR_RETURN(const std::string text, files.ReadFile(path, kConfigBytesMax));
//   ASSIGN_OR_RETURN(const bool changed, WriteFileIfChanged(files, path, text, 0644));
//
// Errors name the path and the system's reason. Their codes: nothing there, or no such parent
// directory: kNotFound. The wrong kind of object (a directory where a file is wanted, a symbolic
// link, a directory that is not empty): kFailedPrecondition. Not allowed: kPermissionDenied. Disk
// full: kResourceExhausted. Anything else that the system reports: as absl::ErrnoToStatusCode says.
//
// No call follows a symbolic link in the last component of its path; those before it are followed.
#ifndef SIXGATE_ENGINE_BASE_FILE_SYSTEM_H_
#define SIXGATE_ENGINE_BASE_FILE_SYSTEM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::base {

enum class FileType { kNone, kFile, kDirectory, kSymbolicLink, kOther };

struct FileInfo {
  FileType type = FileType::kNone;
  // Permission bits, 0 when there is nothing.
  uint32_t mode = 0;

  bool operator==(const FileInfo&) const = default;
};

struct DirectoryEntry {
  std::string name;
  FileType type = FileType::kNone;

  bool operator==(const DirectoryEntry&) const = default;
};

// Safe for several threads.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // What is at `path`; kNone when nothing is, or when its parent is missing or no directory.
  virtual absl::StatusOr<FileInfo> Info(absl::string_view path) = 0;

  // The content of a regular file. kInvalidArgument when it is larger than `bytes_max`.
  virtual absl::StatusOr<std::string> ReadFile(absl::string_view path, size_t bytes_max) = 0;

  // Makes or replaces a regular file; it has exactly the permission bits of `mode`, whatever the
  // umask. Atomic and durable: readers see the old file or the new one whole, and once this
  // returns OK the new one survives a power cut. After an error the old file is still there.
  virtual absl::Status WriteFile(absl::string_view path, absl::string_view content,
                                 uint32_t mode) = 0;

  // Removes a regular file or a symbolic link (never what it points to), durably.
  virtual absl::Status RemoveFile(absl::string_view path) = 0;

  // Whether this process may make and remove entries of a directory; the error says why not.
  virtual absl::Status CheckWritable(absl::string_view directory) = 0;

  // Makes the directory and those above it, with mode 0755 less the umask. OK when it exists.
  virtual absl::Status CreateDirectories(absl::string_view path) = 0;

  // Removes a directory that holds nothing; kFailedPrecondition when it holds something.
  virtual absl::Status RemoveEmptyDirectory(absl::string_view path) = 0;

  // The entries, sorted by name, without "." and "..". kInvalidArgument when there are more than
  // `entries_max`.
  virtual absl::StatusOr<std::vector<DirectoryEntry>> ListDirectory(absl::string_view path,
                                                                    size_t entries_max) = 0;
};

// The machine's own file system. Relative paths start at the working directory.
std::unique_ptr<FileSystem> RealFileSystem();

// How WriteFile names a file while it is being written: this and six letters or digits.
inline constexpr absl::string_view kTemporaryPrefix = ".new-";

// Removes what a WriteFile that was cut short has left in a directory, in which nobody may be
// writing now. A directory with very many entries is left as it is.
absl::Status RemoveTemporaries(FileSystem& files, absl::string_view directory);

// Writes the file unless its content and mode are these already; true when it wrote. The errors are
// WriteFile's and Info's.
absl::StatusOr<bool> WriteFileIfChanged(FileSystem& files, absl::string_view path,
                                        absl::string_view content, uint32_t mode);

struct EmptyParents {
  // The object that was removed. It need not exist.
  absl::string_view of;
  // Neither this directory nor one above it is removed.
  absl::string_view below;
};

// Removes the directories above `of` that hold nothing, from the inside out, until one holds
// something. kInvalidArgument when `of` is not below `below`.
absl::Status RemoveEmptyParents(FileSystem& files, const EmptyParents& parents);

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_FILE_SYSTEM_H_
