// A disk for tests: starts empty but for "/" and ".", remembers what was asked, fails on demand.
#ifndef SIXGATE_ENGINE_BASE_IN_MEMORY_FILE_SYSTEM_H_
#define SIXGATE_ENGINE_BASE_IN_MEMORY_FILE_SYSTEM_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/file_system.h"
#include "engine/base/mutex.h"

namespace engine::base {

// Behaves as RealFileSystem does (one test runs on both), but that intermediate symbolic links
// are not resolved: what is behind one is kNotFound.
class InMemoryFileSystem final : public FileSystem {
 public:
  InMemoryFileSystem() = default;

  absl::StatusOr<FileInfo> Info(absl::string_view path) override;
  absl::StatusOr<std::string> ReadFile(absl::string_view path, size_t bytes_max) override;
  absl::Status WriteFile(absl::string_view path, absl::string_view content, uint32_t mode) override;
  absl::Status RemoveFile(absl::string_view path) override;
  absl::Status CheckWritable(absl::string_view directory) override;
  absl::Status CreateDirectories(absl::string_view path) override;
  absl::Status RemoveEmptyDirectory(absl::string_view path) override;
  absl::StatusOr<std::vector<DirectoryEntry>> ListDirectory(absl::string_view path,
                                                            size_t entries_max) override;

  // Test set-up, not recorded: a file with mode 0644 and the directories above it; a symbolic link.
  void AddFile(absl::string_view path, absl::string_view content);
  void AddSymbolicLink(absl::string_view path);

  // The `n`-th operation from now on (1 is the next one) returns `status`, an error, and changes
  // nothing. Later ones work again.
  void FailNth(int n, absl::Status status);
  // Takes back a failure that has not come yet.
  void FailNone();

  // The operations so far, failed ones too: "info /a", "read /a", "write /a", "remove /a",
  // "write to /a", "create directories /a", "remove directory /a", "list /a".
  std::vector<std::string> accesses() const;

  // Every regular file, by path.
  std::map<std::string, std::string> Files() const;

 private:
  struct Node {
    FileInfo info;
    std::string content;
  };

  // Records the access; the injected error when it is this one's turn.
  absl::Status Enter(absl::string_view verb, const std::string& path)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  FileInfo InfoLocked(const std::string& path) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckParent(absl::string_view verb, const std::string& path) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CreateDirectoriesLocked(const std::string& path)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  std::map<std::string, Node> nodes_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> accesses_ ABSL_GUARDED_BY(mutex_);
  int fail_in_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_IN_MEMORY_FILE_SYSTEM_H_
