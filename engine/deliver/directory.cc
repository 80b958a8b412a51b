#include "engine/deliver/directory.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::deliver {
namespace {

using nlohmann::json;

constexpr int kManifestFormat = 1;
constexpr size_t kManifestBytesMax = size_t{4} << 20;
constexpr uint32_t kManifestMode = 0644;

struct Manifest {
  std::string owner_id;
  std::string owner;
  bool made_directory = false;
  std::set<std::string> paths = {};

  bool operator==(const Manifest&) const = default;
};

std::string ManifestPath(const Target& target) {
  return absl::StrCat(target.directory, "/", kManifestName);
}

absl::Status CheckPath(absl::string_view path) {
  const auto refuse = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("file path ", base::Quote(path), " ", why, ", so it cannot be delivered"));
  };
  if (!absl::StartsWith(path, "/")) return refuse("is not absolute");
  for (const absl::string_view part : absl::StrSplit(path.substr(1), '/')) {
    if (part.empty() || part == "." || part == "..") return refuse("is not a plain path");
    if (part == kManifestName) return refuse("has the name of the manifest");
  }
  if (path.find('\0') != absl::string_view::npos) return refuse("has a NUL byte");
  return absl::OkStatus();
}

absl::StatusOr<Manifest> ParseManifest(const Target& target, const std::string& text) {
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto refuse = [&](absl::string_view why) {
    return absl::DataLossError(absl::StrCat(
        base::Quote(ManifestPath(target)), " ", why,
        ": move the directory away, or remove this file and then what sixgate wrote beside it"));
  };
  if (!object.is_object() || !object.contains("format")) {
    return refuse("is not what sixgate writes");
  }
  if (object["format"] != kManifestFormat) {
    return refuse(absl::StrCat("has format ", object["format"].dump(), ", and this sixgate knows ",
                               kManifestFormat));
  }
  const auto of = object.find("of");
  const auto owner = object.find("owner");
  const auto made = object.find("made_directory");
  const auto list = object.find("files");
  const auto is = [&](const auto& found, auto type) {
    return found != object.end() && found->type() == type;
  };
  if (!is(of, json::value_t::string) || !is(owner, json::value_t::string) ||
      !is(made, json::value_t::boolean) || !is(list, json::value_t::array)) {
    return refuse("is not what sixgate writes");
  }
  Manifest manifest = {.owner_id = of->get<std::string>(),
                       .owner = owner->get<std::string>(),
                       .made_directory = made->get<bool>()};
  for (const json& path : *list) {
    // Somebody else may have edited it: nothing outside of the directory is removed on its word.
    if (!path.is_string() || !CheckPath(path.get<std::string>()).ok()) {
      return refuse("names a file that sixgate cannot have written");
    }
    manifest.paths.insert(path.get<std::string>());
  }
  return manifest;
}

std::string Print(const Manifest& manifest) {
  const json object = {{"format", kManifestFormat},
                       {"of", manifest.owner_id},
                       {"owner", manifest.owner},
                       {"made_directory", manifest.made_directory},
                       {"files", manifest.paths}};
  return absl::StrCat(object.dump(1, ' ', false, json::error_handler_t::replace), "\n");
}

// nullopt: there is none.
absl::StatusOr<std::optional<Manifest>> ReadManifest(base::FileSystem& files,
                                                     const Target& target) {
  const absl::StatusOr<std::string> text = files.ReadFile(ManifestPath(target), kManifestBytesMax);
  if (absl::IsNotFound(text.status())) return std::nullopt;
  RETURN_IF_ERROR(text.status());
  return ParseManifest(target, *text);
}

absl::Status WriteManifest(base::FileSystem& files, const Target& target,
                           const Manifest& manifest) {
  return files.WriteFile(ManifestPath(target), Print(manifest), kManifestMode);
}

absl::Status CheckType(const Target& target, base::FileType type) {
  absl::string_view what;
  switch (type) {
    case base::FileType::kDirectory:
    case base::FileType::kNone:
      return absl::OkStatus();
    case base::FileType::kFile:
      what = "is a file";
      break;
    case base::FileType::kSymbolicLink:
      what = "is a symbolic link";
      break;
    case base::FileType::kOther:
      what = "is neither a file nor a directory";
      break;
  }
  return absl::FailedPreconditionError(
      absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ", target.owner, " ",
                   what, ": name a directory, or a path where sixgate can make one"));
}

absl::Status CheckOwner(const Target& target, const std::optional<Manifest>& manifest) {
  if (!manifest.has_value() || manifest->owner_id == target.owner_id) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ", target.owner,
                   " holds the files of ", manifest->owner, " (", manifest->owner_id,
                   "): give each object a directory of its own, or destroy the other one first"));
}

// Every directory between the target and the file is one, and not a link to elsewhere. Missing ones
// are made.
absl::Status PrepareParents(base::FileSystem& files, const Target& target, absl::string_view path) {
  for (size_t slash = path.find('/', 1); slash != absl::string_view::npos;
       slash = path.find('/', slash + 1)) {
    const std::string parent = absl::StrCat(target.directory, path.substr(0, slash));
    ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(parent));
    if (info.type == base::FileType::kNone)
      return files.CreateDirectories(
          absl::StrCat(target.directory, path.substr(0, path.rfind('/'))));
    if (info.type != base::FileType::kDirectory) {
      return absl::FailedPreconditionError(absl::StrCat(base::Quote(parent), " is in the way of ",
                                                        base::Quote(path), " of ", target.owner,
                                                        ": it is no directory"));
    }
  }
  return absl::OkStatus();
}

// Whether nothing but directories leads to the file, so that removing it removes nothing elsewhere.
absl::StatusOr<bool> IsInside(base::FileSystem& files, const Target& target,
                              absl::string_view path) {
  for (size_t slash = path.find('/', 1); slash != absl::string_view::npos;
       slash = path.find('/', slash + 1)) {
    ASSIGN_OR_RETURN(const base::FileInfo info,
                     files.Info(absl::StrCat(target.directory, path.substr(0, slash))));
    if (info.type != base::FileType::kDirectory) return false;
  }
  return true;
}

// What a process that was killed while it wrote here has left beside the files.
absl::Status RemoveTemporaries(base::FileSystem& files, const Target& target,
                               const std::set<std::string>& paths) {
  std::set<std::string> directories = {""};
  for (const std::string& path : paths) directories.insert(path.substr(0, path.rfind('/')));
  for (const std::string& directory : directories) {
    ASSIGN_OR_RETURN(const bool inside, IsInside(files, target, absl::StrCat(directory, "/")));
    if (!inside) continue;
    RETURN_IF_ERROR(base::RemoveTemporaries(files, absl::StrCat(target.directory, directory)));
  }
  return absl::OkStatus();
}

// Whether a file is missing, or has another content or mode.
absl::StatusOr<bool> Differs(base::FileSystem& files, const Target& target, const File& file) {
  const std::string full = absl::StrCat(target.directory, file.path);
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(full));
  if (info != base::FileInfo{.type = base::FileType::kFile, .mode = file.mode}) return true;
  const absl::StatusOr<std::string> content = files.ReadFile(full, file.content.size());
  // Longer than wanted, or gone since: it differs.
  return !content.ok() || *content != file.content;
}

// What somebody else wrote is not ours to replace, and later to remove; the same text is taken
// over.
absl::Status CheckNotForeign(base::FileSystem& files, const Target& target, const File& file) {
  ASSIGN_OR_RETURN(const bool differs, Differs(files, target, file));
  if (!differs) return absl::OkStatus();
  const std::string full = absl::StrCat(target.directory, file.path);
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(full));
  if (info.type == base::FileType::kNone) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ", target.owner,
                   " holds ", base::Quote(full),
                   ", which sixgate did not write: move it away, or "
                   "name another directory"));
}

absl::Status Remove(base::FileSystem& files, const Target& target, const std::string& path) {
  ASSIGN_OR_RETURN(const bool inside, IsInside(files, target, path));
  if (!inside) return absl::OkStatus();
  const std::string full = absl::StrCat(target.directory, path);
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(full));
  // What others put in its place is theirs.
  if (info.type == base::FileType::kFile) RETURN_IF_ERROR(files.RemoveFile(full));
  return base::RemoveEmptyParents(files, {.of = full, .below = target.directory});
}

// "." and "/" at last, which are there.
std::string ParentOf(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

absl::Status CheckDeliverable(base::FileSystem& files, const Target& target) {
  RETURN_IF_ERROR(CheckTarget(files, target));
  std::string path = target.directory;
  for (;;) {
    ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(path));
    // What a link on the way leads to is not for us to say.
    if (info.type == base::FileType::kSymbolicLink) return absl::OkStatus();
    if (info.type == base::FileType::kNone) {
      path = ParentOf(path);
      continue;
    }
    if (info.type != base::FileType::kDirectory) {
      return absl::FailedPreconditionError(
          absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ", target.owner,
                       " is below ", base::Quote(path), ", which is no directory: name another"));
    }
    const absl::Status writable = files.CheckWritable(path);
    if (writable.ok()) return writable;
    return absl::Status(writable.code(),
                        absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ",
                                     target.owner, " cannot be written: ", writable.message(),
                                     "; change that, or name another directory"));
  }
}

absl::Status CheckTarget(base::FileSystem& files, const Target& target) {
  if (target.directory.empty() || target.directory.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "deploy.directory ", base::Quote(target.directory), " of ", target.owner, " is no path"));
  }
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(target.directory));
  return CheckType(target, info.type);
}

absl::Status PrepareTarget(base::FileSystem& files, Target& target) {
  RETURN_IF_ERROR(CheckTarget(files, target));
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(target.directory));
  if (info.type == base::FileType::kNone) {
    RETURN_IF_ERROR(files.CreateDirectories(target.directory));
    target.made = true;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<Manifest> manifest, ReadManifest(files, target));
  return CheckOwner(target, manifest);
}

absl::Status Deliver(base::FileSystem& files, Target target, absl::Span<const File> wanted) {
  RETURN_IF_ERROR(PrepareTarget(files, target));
  ASSIGN_OR_RETURN(const std::optional<Manifest> found, ReadManifest(files, target));
  Manifest after = {.owner_id = target.owner_id,
                    .owner = target.owner,
                    .made_directory = target.made || (found.has_value() && found->made_directory)};
  for (const File& file : wanted) {
    RETURN_IF_ERROR(CheckPath(file.path));
    if (!after.paths.insert(file.path).second) {
      return absl::InvalidArgumentError(absl::StrCat("file path ", base::Quote(file.path), " of ",
                                                     target.owner, " is there twice"));
    }
  }
  for (const File& file : wanted) {
    if (found.has_value() && found->paths.contains(file.path)) continue;
    RETURN_IF_ERROR(CheckNotForeign(files, target, file));
  }
  // Until all is done the manifest names the old files and the new ones, so that a crash at any
  // point leaves none that nobody knows of.
  Manifest during = after;
  if (found.has_value()) during.paths.insert(found->paths.begin(), found->paths.end());
  if (found.has_value()) RETURN_IF_ERROR(RemoveTemporaries(files, target, found->paths));
  if (during != found) RETURN_IF_ERROR(WriteManifest(files, target, during));
  for (const File& file : wanted) {
    RETURN_IF_ERROR(PrepareParents(files, target, file.path));
    RETURN_IF_ERROR(base::WriteFileIfChanged(files, absl::StrCat(target.directory, file.path),
                                             file.content, file.mode)
                        .status());
  }
  for (const std::string& path : during.paths) {
    if (!after.paths.contains(path)) RETURN_IF_ERROR(Remove(files, target, path));
  }
  if (after != during) RETURN_IF_ERROR(WriteManifest(files, target, after));
  return absl::OkStatus();
}

absl::Status Withdraw(base::FileSystem& files, const Target& target) {
  ASSIGN_OR_RETURN(const base::FileInfo info, files.Info(target.directory));
  if (info.type != base::FileType::kDirectory) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<Manifest> manifest, ReadManifest(files, target));
  bool made = target.made;
  if (manifest.has_value()) {
    if (manifest->owner_id != target.owner_id) return absl::OkStatus();
    RETURN_IF_ERROR(RemoveTemporaries(files, target, manifest->paths));
    for (const std::string& path : manifest->paths) RETURN_IF_ERROR(Remove(files, target, path));
    RETURN_IF_ERROR(files.RemoveFile(ManifestPath(target)));
    made = made || manifest->made_directory;
  }
  if (!made) return absl::OkStatus();
  const absl::Status removed = files.RemoveEmptyDirectory(target.directory);
  // It holds what others put there: it stays.
  if (removed.ok() || absl::IsFailedPrecondition(removed)) return absl::OkStatus();
  if (manifest.has_value()) {
    // The next call has to know that the directory is ours.
    manifest->paths.clear();
    WriteManifest(files, target, *manifest).IgnoreError();
  }
  return removed;
}

absl::StatusOr<std::vector<std::string>> Drift(base::FileSystem& files, const Target& target,
                                               absl::Span<const File> wanted) {
  std::vector<std::string> drift;
  ASSIGN_OR_RETURN(const base::FileInfo manifest, files.Info(ManifestPath(target)));
  if (manifest.type != base::FileType::kFile) drift.push_back(absl::StrCat("/", kManifestName));
  for (const File& file : wanted) {
    ASSIGN_OR_RETURN(const bool differs, Differs(files, target, file));
    if (differs) drift.push_back(file.path);
  }
  std::sort(drift.begin(), drift.end());
  return drift;
}

}  // namespace engine::deliver
