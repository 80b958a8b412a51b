#include "tests/protocol/mock_provider/store.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "tests/protocol/mock_provider/files.h"

namespace mock {
namespace {

absl::StatusOr<StoredResource> ReadStored(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path, kStoredBytesMax));
  auto resource = ParseStoredResource(text);
  if (!resource.ok()) return engine::base::Annotate(resource.status(), path);
  return resource;
}

}  // namespace

std::string Store::PathOf(const std::string& id) const {
  return Join(options_.resource_directory, absl::StrCat(id, ".json"));
}

absl::StatusOr<std::optional<StoredResource>> Store::Read(const std::string& id) const {
  if (options_.only_state) return std::nullopt;
  ASSIGN_OR_RETURN(StoredResource resource, ReadStored(PathOf(id)));
  return resource;
}

absl::Status Store::Write(const StoredResource& resource) const {
  if (options_.only_state) return absl::OkStatus();
  RETURN_IF_ERROR(MakeDirectory(options_.resource_directory));
  ASSIGN_OR_RETURN(const std::string id, resource.Id());
  const absl::Status found = FindFile(PathOf(id));
  if (found.ok()) {
    return absl::AlreadyExistsError("resource with the specified id likely already exists");
  }
  if (!absl::IsNotFound(found)) return found;
  return WriteFile(PathOf(id), ToIndentedJson(resource));
}

absl::Status Store::Update(const StoredResource& resource) const {
  if (options_.only_state) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string id, resource.Id());
  RETURN_IF_ERROR(FindFile(PathOf(id)));
  return WriteFile(PathOf(id), ToIndentedJson(resource));
}

absl::Status Store::Delete(const std::string& id) const {
  if (options_.only_state) return absl::OkStatus();
  RETURN_IF_ERROR(RemoveFile(PathOf(id)));
  RemoveIfEmpty(options_.resource_directory);
  return absl::OkStatus();
}

absl::Status Store::List(const Query& query,
                         const std::function<void(const StoredResource&)>& take) const {
  if (options_.only_state) return absl::OkStatus();
  if (query.id.has_value()) {
    const auto resource = ReadStored(PathOf(*query.id));
    if (resource.ok()) take(*resource);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto names, FilesIn(options_.resource_directory));
  int64_t count = 0;
  for (const std::string& name : names) {
    if (count == query.limit) break;
    if (!absl::EndsWith(name, ".json")) continue;
    const auto resource = ReadStored(Join(options_.resource_directory, name));
    if (resource.ok() && resource->resource_type != query.resource_type) continue;
    ++count;
    if (resource.ok()) take(*resource);
  }
  return absl::OkStatus();
}

absl::StatusOr<StoredResource> Store::ReadData(const std::string& id) const {
  return ReadStored(Join(options_.data_directory, absl::StrCat(id, ".json")));
}

}  // namespace mock
