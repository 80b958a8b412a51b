#include "engine/base/file_system.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::base {

absl::StatusOr<bool> WriteFileIfChanged(FileSystem& files, absl::string_view path,
                                        absl::string_view content, uint32_t mode) {
  ASSIGN_OR_RETURN(const FileInfo info, files.Info(path));
  if (info == FileInfo{.type = FileType::kFile, .mode = mode}) {
    // A file that cannot be read, or is longer than what is wanted, has to be written.
    const absl::StatusOr<std::string> present = files.ReadFile(path, content.size());
    if (present.ok() && *present == content) return false;
  }
  RETURN_IF_ERROR(files.WriteFile(path, content, mode));
  return true;
}

absl::Status RemoveTemporaries(FileSystem& files, absl::string_view directory) {
  constexpr size_t kEntriesMax = 10'000;
  constexpr size_t kRandomLetters = 6;
  const auto entries = files.ListDirectory(directory, kEntriesMax);
  if (absl::IsInvalidArgument(entries.status())) return absl::OkStatus();
  RETURN_IF_ERROR(entries.status());
  for (const DirectoryEntry& entry : *entries) {
    if (entry.type == FileType::kFile && absl::StartsWith(entry.name, kTemporaryPrefix) &&
        entry.name.size() == kTemporaryPrefix.size() + kRandomLetters) {
      RETURN_IF_ERROR(files.RemoveFile(absl::StrCat(directory, "/", entry.name)));
    }
  }
  return absl::OkStatus();
}

absl::Status RemoveEmptyParents(FileSystem& files, const EmptyParents& parents) {
  const absl::string_view below = absl::StripSuffix(parents.below, "/");
  absl::string_view path = parents.of;
  if (!absl::StartsWith(path, absl::StrCat(below, "/"))) {
    return absl::InvalidArgumentError(absl::StrCat("remove the empty directories above ",
                                                   Quote(path), ": it is not below ",
                                                   Quote(parents.below)));
  }
  for (;;) {
    path = path.substr(0, path.rfind('/'));
    if (path.size() <= below.size()) return absl::OkStatus();
    const absl::Status removed = files.RemoveEmptyDirectory(path);
    if (absl::IsFailedPrecondition(removed)) return absl::OkStatus();
    if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  }
}

}  // namespace engine::base
