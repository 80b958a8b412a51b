#include "tests/protocol/mock_provider/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace mock {
namespace {

constexpr mode_t kDirectoryMode = 0700;
constexpr mode_t kFileMode = 0644;

absl::Status ErrorOf(absl::string_view operation, absl::string_view path, int code) {
  std::string reason = std::strerror(code);
  if (!reason.empty()) reason[0] = absl::ascii_tolower(static_cast<unsigned char>(reason[0]));
  const std::string message = absl::StrCat(operation, " ", path, ": ", reason);
  return code == ENOENT ? absl::NotFoundError(message) : absl::UnknownError(message);
}

// The system would end the path there and act on another file.
bool HasNul(const std::string& path) { return path.find('\0') != std::string::npos; }

// What `call` answers for `path`; less than nothing with an error in errno, which is the one that
// Go programs have for a path with a NUL.
template <class Call, class... Arguments>
int Ask(Call call, const std::string& path, Arguments... arguments) {
  if (!HasNul(path)) return call(path.c_str(), arguments...);
  errno = EINVAL;
  return -1;
}

// Closes the file when it goes.
class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(Ask(open, path, flags | O_CLOEXEC, kFileMode)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }

  // Bytes read or written; less than nothing with an error in errno.
  ssize_t Read(char* buffer, size_t size) const { return read(descriptor_, buffer, size); }
  ssize_t Write(const char* buffer, size_t size) const { return write(descriptor_, buffer, size); }

 private:
  const int descriptor_;
};

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t bytes_max) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return ErrorOf("open", path, errno);
  std::string text;
  char buffer[1 << 14];
  while (true) {
    const ssize_t bytes = file.Read(buffer, sizeof(buffer));
    if (bytes == 0) return text;
    if (bytes < 0) return ErrorOf("read", path, errno);
    text.append(buffer, static_cast<size_t>(bytes));
    if (text.size() > bytes_max) {
      return absl::ResourceExhaustedError(
          absl::StrCat("read ", path, ": the file has more than ", bytes_max, " bytes"));
    }
  }
}

absl::Status WriteFile(const std::string& path, absl::string_view text) {
  const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) return ErrorOf("open", path, errno);
  while (!text.empty()) {
    const ssize_t bytes = file.Write(text.data(), text.size());
    if (bytes < 0) return ErrorOf("write", path, errno);
    text.remove_prefix(static_cast<size_t>(bytes));
  }
  return absl::OkStatus();
}

absl::Status FindFile(const std::string& path) {
  struct stat found;
  return Ask(stat, path, &found) == 0 ? absl::OkStatus() : ErrorOf("stat", path, errno);
}

absl::Status RemoveFile(const std::string& path) {
  return Ask(unlink, path) == 0 ? absl::OkStatus() : ErrorOf("remove", path, errno);
}

absl::Status MakeDirectory(const std::string& path) {
  std::string made;
  for (const auto& part : std::filesystem::path(path)) {
    made = made.empty() ? part.string() : (std::filesystem::path(made) / part).string();
    if (Ask(mkdir, made, kDirectoryMode) == 0 || errno == EEXIST) continue;
    return ErrorOf("mkdir", made, errno);
  }
  if (!std::filesystem::path(path).empty()) return absl::OkStatus();
  return ErrorOf("mkdir", path, ENOENT);
}

absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& directory) {
  if (HasNul(directory)) return ErrorOf("open", directory, EINVAL);
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator entry(directory, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) names.push_back(entry->path().filename().string());
  }
  if (error) return ErrorOf("open", directory, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

void RemoveIfEmpty(const std::string& directory) {
  // The system refuses when there is something in it.
  Ask(rmdir, directory);
}

std::string Join(const std::string& directory, const std::string& name) {
  return (std::filesystem::path(directory) / name).lexically_normal().string();
}

}  // namespace mock
