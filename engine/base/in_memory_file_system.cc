#include "engine/base/in_memory_file_system.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::base {
namespace {

constexpr FileInfo kDirectoryInfo = {.type = FileType::kDirectory, .mode = 0755};

// Without the slashes at the end.
std::string Normalized(absl::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

std::string ParentOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == absl::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

absl::Status NothingThere(absl::string_view verb, absl::string_view path) {
  return absl::NotFoundError(absl::StrCat(verb, " ", Quote(path), ": No such file or directory"));
}

absl::Status WrongKind(absl::string_view verb, absl::string_view path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(verb, " ", Quote(path), ": ", why));
}

}  // namespace

absl::Status InMemoryFileSystem::Enter(absl::string_view verb, const std::string& path) {
  accesses_.push_back(absl::StrCat(verb, " ", path));
  if (fail_in_ > 0 && --fail_in_ == 0) return failure_;
  if (path.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(verb, " ", Quote(path), ": the path contains a NUL byte"));
  }
  return absl::OkStatus();
}

FileInfo InMemoryFileSystem::InfoLocked(const std::string& path) const {
  if (path == "/" || path == ".") return kDirectoryInfo;
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? FileInfo{} : found->second.info;
}

absl::Status InMemoryFileSystem::CheckParent(absl::string_view verb,
                                             const std::string& path) const {
  if (path.empty()) return NothingThere(verb, path);
  const FileType parent = InfoLocked(ParentOf(path)).type;
  if (parent == FileType::kDirectory) return absl::OkStatus();
  if (parent == FileType::kFile) return WrongKind(verb, path, "Not a directory");
  return NothingThere(verb, path);
}

absl::StatusOr<FileInfo> InMemoryFileSystem::Info(absl::string_view path) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("info", name));
  return InfoLocked(name);
}

absl::StatusOr<std::string> InMemoryFileSystem::ReadFile(absl::string_view path, size_t bytes_max) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("read", name));
  RETURN_IF_ERROR(CheckParent("read", name));
  const FileInfo info = InfoLocked(name);
  if (info.type == FileType::kNone) return NothingThere("read", name);
  if (info.type != FileType::kFile) return WrongKind("read", name, "it is no regular file");
  const std::string& content = nodes_.find(name)->second.content;
  if (content.size() > bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat(
        "read ", Quote(name), ": it is larger than the limit of ", bytes_max, " bytes"));
  }
  return content;
}

absl::Status InMemoryFileSystem::WriteFile(absl::string_view path, absl::string_view content,
                                           uint32_t mode) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("write", name));
  RETURN_IF_ERROR(CheckParent("write", name));
  const FileType present = InfoLocked(name).type;
  if (present != FileType::kNone && present != FileType::kFile) {
    return WrongKind("write", name, "what is there is no regular file");
  }
  nodes_[name] = {.info = {.type = FileType::kFile, .mode = mode}, .content = std::string(content)};
  return absl::OkStatus();
}

absl::Status InMemoryFileSystem::RemoveFile(absl::string_view path) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("remove", name));
  RETURN_IF_ERROR(CheckParent("remove", name));
  const FileType present = InfoLocked(name).type;
  if (present == FileType::kNone) return NothingThere("remove", name);
  if (present == FileType::kDirectory) return WrongKind("remove", name, "Is a directory");
  nodes_.erase(name);
  return absl::OkStatus();
}

absl::Status InMemoryFileSystem::CheckWritable(absl::string_view directory) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(directory);
  RETURN_IF_ERROR(Enter("write to", name));
  const FileType type = InfoLocked(name).type;
  if (type == FileType::kNone) return NothingThere("write to", name);
  if (type != FileType::kDirectory) return WrongKind("write to", name, "Not a directory");
  return absl::OkStatus();
}

absl::Status InMemoryFileSystem::CreateDirectories(absl::string_view path) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("create directories", name));
  return CreateDirectoriesLocked(name);
}

absl::Status InMemoryFileSystem::CreateDirectoriesLocked(const std::string& path) {
  if (path.empty()) return NothingThere("create directory", path);
  for (size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    const FileType present = InfoLocked(part).type;
    if (present == FileType::kNone) {
      nodes_[part] = {.info = kDirectoryInfo, .content = ""};
    } else if (present != FileType::kDirectory) {
      return WrongKind("create directory", path, "what is there is no directory");
    }
    if (end == std::string::npos) return absl::OkStatus();
  }
}

absl::Status InMemoryFileSystem::RemoveEmptyDirectory(absl::string_view path) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("remove directory", name));
  RETURN_IF_ERROR(CheckParent("remove directory", name));
  const FileType present = InfoLocked(name).type;
  if (present == FileType::kNone) return NothingThere("remove directory", name);
  if (present != FileType::kDirectory) {
    return WrongKind("remove directory", name, "Not a directory");
  }
  const auto inside = nodes_.lower_bound(absl::StrCat(name, "/"));
  if (inside != nodes_.end() && absl::StartsWith(inside->first, absl::StrCat(name, "/"))) {
    return WrongKind("remove directory", name, "Directory not empty");
  }
  nodes_.erase(name);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DirectoryEntry>> InMemoryFileSystem::ListDirectory(
    absl::string_view path, size_t entries_max) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  RETURN_IF_ERROR(Enter("list", name));
  RETURN_IF_ERROR(CheckParent("list", name));
  const FileType present = InfoLocked(name).type;
  if (present == FileType::kNone) return NothingThere("list", name);
  if (present != FileType::kDirectory) return WrongKind("list", name, "Not a directory");
  std::vector<DirectoryEntry> entries;
  for (const auto& [node_path, node] : nodes_) {
    if (ParentOf(node_path) != name) continue;
    if (entries.size() == entries_max) {
      return absl::InvalidArgumentError(absl::StrCat(
          "list ", Quote(name), ": it has more entries than the limit of ", entries_max));
    }
    entries.push_back({.name = node_path.substr(node_path.rfind('/') + 1), .type = node.info.type});
  }
  return entries;
}

void InMemoryFileSystem::AddFile(absl::string_view path, absl::string_view content) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  SIXGATE_CHECK(CreateDirectoriesLocked(ParentOf(name)).ok(), "a test builds a tree that can be");
  nodes_[name] = {.info = {.type = FileType::kFile, .mode = 0644}, .content = std::string(content)};
}

void InMemoryFileSystem::AddSymbolicLink(absl::string_view path) {
  MutexLock lock(mutex_);
  const std::string name = Normalized(path);
  SIXGATE_CHECK(CreateDirectoriesLocked(ParentOf(name)).ok(), "a test builds a tree that can be");
  nodes_[name] = {.info = {.type = FileType::kSymbolicLink, .mode = 0777}, .content = ""};
}

void InMemoryFileSystem::FailNth(int n, absl::Status status) {
  SIXGATE_CHECK(n > 0 && !status.ok(), "an operation to come fails with an error");
  MutexLock lock(mutex_);
  fail_in_ = n;
  failure_ = std::move(status);
}

void InMemoryFileSystem::FailNone() {
  MutexLock lock(mutex_);
  fail_in_ = 0;
}

std::vector<std::string> InMemoryFileSystem::accesses() const {
  MutexLock lock(mutex_);
  return accesses_;
}

std::map<std::string, std::string> InMemoryFileSystem::Files() const {
  MutexLock lock(mutex_);
  std::map<std::string, std::string> files;
  for (const auto& [path, node] : nodes_) {
    if (node.info.type == FileType::kFile) files[path] = node.content;
  }
  return files;
}

}  // namespace engine::base
