#include "engine/registry/open.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/registry/contract.h"
#include "engine/registry/sqlite/sqlite_registry.h"

namespace engine::registry {

absl::StatusOr<std::unique_ptr<Registry>> OpenRegistry(absl::string_view url,
                                                       const OpenOptions& options) {
  absl::string_view path = url;
  if (absl::ConsumePrefix(&path, "sqlite:")) {
    if (absl::StartsWith(path, "//")) {
      return absl::InvalidArgumentError(
          absl::StrCat("registry ", Quoted(url),
                       " looks like a host name; write \"sqlite:/absolute/path\" or "
                       "\"sqlite:relative/path\""));
    }
    return sqlite::Open(
        {.path = std::string(path), .operation_timeout = options.operation_timeout});
  }
  // Messages quote the scheme only: the rest of a url may hold a password.
  if (absl::StartsWith(url, "etcd:")) {
    return absl::UnimplementedError(
        "registry \"etcd:…\": this version of sixgate has no etcd backend; use \"sqlite:<path>\"");
  }
  const size_t colon = url.find(':');
  const std::string given = colon == absl::string_view::npos
                                ? Quoted(url)
                                : Quoted(absl::StrCat(url.substr(0, colon), ":…"));
  return absl::InvalidArgumentError(
      absl::StrCat("registry ", given,
                   " is of no known kind; write \"sqlite:<path>\", as in "
                   "\"sqlite:.sixgate/registry.db\""));
}

}  // namespace engine::registry
