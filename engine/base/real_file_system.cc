#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/file_system.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::base {
namespace {

constexpr mode_t kPermissionBits = 07777;

// Closes on scope exit.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }
  // Gives the descriptor up.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

absl::Status WrongKind(absl::string_view verb, const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(verb, " ", Quote(path), ": ", why));
}

absl::Status SystemError(absl::string_view verb, const std::string& path, int error) {
  switch (error) {
    case ELOOP:
      return WrongKind(verb, path, "it is a symbolic link, which is not followed");
    case EISDIR:
    case ENOTDIR:
    case ENOTEMPTY:
      return WrongKind(verb, path, std::strerror(error));
    default:
      return absl::ErrnoToStatus(error, absl::StrCat(verb, " ", Quote(path)));
  }
}

FileType TypeOf(mode_t mode) {
  if (S_ISREG(mode)) return FileType::kFile;
  if (S_ISDIR(mode)) return FileType::kDirectory;
  if (S_ISLNK(mode)) return FileType::kSymbolicLink;
  return FileType::kOther;
}

// The system would end the path at a NUL byte and reach another file, and would follow a symbolic
// link that has a slash behind it.
absl::StatusOr<std::string> SystemPath(absl::string_view verb, absl::string_view path) {
  if (path.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(verb, " ", Quote(path), ": the path contains a NUL byte"));
  }
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Makes a change of the directory's entries survive a power cut.
absl::Status SyncDirectory(absl::string_view verb, const std::string& path) {
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.ok() || fsync(directory.get()) != 0) return SystemError(verb, path, errno);
  return absl::OkStatus();
}

absl::Status WriteAll(int fd, absl::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t count = write(fd, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("write", path, errno);
    content.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

// Fills the temporary file and puts it in the place of `path`.
absl::Status FillAndRename(int fd, const std::string& temporary, const std::string& path,
                           absl::string_view content, uint32_t mode) {
  RETURN_IF_ERROR(WriteAll(fd, content, path));
  if (fchmod(fd, mode & kPermissionBits) != 0) return SystemError("write", path, errno);
  if (fsync(fd) != 0) return SystemError("write", path, errno);
  if (rename(temporary.c_str(), path.c_str()) != 0) return SystemError("write", path, errno);
  return absl::OkStatus();
}

class SystemFileSystem final : public FileSystem {
 public:
  absl::StatusOr<FileInfo> Info(absl::string_view path) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("look at", path));
    struct stat status;
    if (lstat(name.c_str(), &status) == 0) {
      return FileInfo{.type = TypeOf(status.st_mode), .mode = status.st_mode & kPermissionBits};
    }
    if (errno == ENOENT || errno == ENOTDIR) return FileInfo{};
    return SystemError("look at", name, errno);
  }

  absl::StatusOr<std::string> ReadFile(absl::string_view path, size_t bytes_max) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("read", path));
    // Not to wait for a writer when it is a named pipe.
    const Descriptor file(open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status;
    if (!file.ok() || fstat(file.get(), &status) != 0) return SystemError("read", name, errno);
    if (!S_ISREG(status.st_mode)) return WrongKind("read", name, "it is no regular file");
    std::string content;
    char buffer[16 * 1024];
    for (;;) {
      const ssize_t count = read(file.get(), buffer, sizeof(buffer));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return SystemError("read", name, errno);
      if (count == 0) return content;
      content.append(buffer, static_cast<size_t>(count));
      if (content.size() > bytes_max) {
        return absl::InvalidArgumentError(absl::StrCat(
            "read ", Quote(name), ": it is larger than the limit of ", bytes_max, " bytes"));
      }
    }
  }

  absl::Status WriteFile(absl::string_view path, absl::string_view content,
                         uint32_t mode) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("write", path));
    ASSIGN_OR_RETURN(const FileInfo present, Info(name));
    if (present.type != FileType::kNone && present.type != FileType::kFile) {
      return WrongKind("write", name, "what is there is no regular file");
    }
    const std::string directory = ParentOf(name);
    std::string temporary = absl::StrCat(directory, "/", kTemporaryPrefix, "XXXXXX");
    const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.ok()) return SystemError("write", name, errno);
    const absl::Status written = FillAndRename(file.get(), temporary, name, content, mode);
    if (!written.ok()) {
      unlink(temporary.c_str());
      return written;
    }
    return SyncDirectory("write", directory);
  }

  absl::Status RemoveFile(absl::string_view path) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("remove", path));
    if (unlink(name.c_str()) != 0) return SystemError("remove", name, errno);
    return SyncDirectory("remove", ParentOf(name));
  }

  absl::Status CheckWritable(absl::string_view directory) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("write to", directory));
    struct stat status;
    if (stat(name.c_str(), &status) != 0) return SystemError("write to", name, errno);
    if (!S_ISDIR(status.st_mode)) return SystemError("write to", name, ENOTDIR);
    if (faccessat(AT_FDCWD, name.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return absl::OkStatus();
    return SystemError("write to", name, errno);
  }

  absl::Status CreateDirectories(absl::string_view path) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("create directory", path));
    if (name.empty()) return SystemError("create directory", name, ENOENT);
    for (size_t end = name.find('/', 1);; end = name.find('/', end + 1)) {
      const std::string part = name.substr(0, end);
      if (mkdir(part.c_str(), 0755) == 0) {
        RETURN_IF_ERROR(SyncDirectory("create directory", ParentOf(part)));
      } else if (errno != EEXIST) {
        return SystemError("create directory", part, errno);
      }
      if (end == std::string::npos) break;
    }
    ASSIGN_OR_RETURN(const FileInfo made, Info(name));
    if (made.type == FileType::kDirectory) return absl::OkStatus();
    return WrongKind("create directory", name, "what is there is no directory");
  }

  absl::Status RemoveEmptyDirectory(absl::string_view path) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("remove directory", path));
    if (rmdir(name.c_str()) != 0) return SystemError("remove directory", name, errno);
    return SyncDirectory("remove directory", ParentOf(name));
  }

  absl::StatusOr<std::vector<DirectoryEntry>> ListDirectory(absl::string_view path,
                                                            size_t entries_max) override {
    ASSIGN_OR_RETURN(const std::string name, SystemPath("list", path));
    Descriptor descriptor(open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!descriptor.ok()) return SystemError("list", name, errno);
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(fdopendir(descriptor.get()), closedir);
    if (directory == nullptr) return SystemError("list", name, errno);
    descriptor.Release();  // closedir closes it
    std::vector<DirectoryEntry> entries;
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(directory.get());
      if (entry == nullptr && errno != 0) return SystemError("list", name, errno);
      if (entry == nullptr) break;
      const absl::string_view entry_name = entry->d_name;
      if (entry_name == "." || entry_name == "..") continue;
      if (entries.size() == entries_max) {
        return absl::InvalidArgumentError(absl::StrCat(
            "list ", Quote(name), ": it has more entries than the limit of ", entries_max));
      }
      struct stat status;
      const int found =
          fstatat(dirfd(directory.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW);
      if (found != 0 && errno == ENOENT) continue;  // removed since it was read
      if (found != 0) return SystemError("list", name, errno);
      entries.push_back({.name = std::string(entry_name), .type = TypeOf(status.st_mode)});
    }
    std::sort(entries.begin(), entries.end(),
              [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
    return entries;
  }
};

}  // namespace

std::unique_ptr<FileSystem> RealFileSystem() { return std::make_unique<SystemFileSystem>(); }

}  // namespace engine::base
