// The `files`, `deploy` and `drift` attributes that gateways and hosts share.
#ifndef SIXGATE_PROVIDER_PRODUCT_FILES_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_FILES_MODEL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/engine.h"
#include "provider/framework/schema/model.h"

namespace product {

struct FileModel {
  tf::Attr<std::string> content;
  tf::Attr<std::string> mode;
  tf::Attr<std::string> sha256;

  bool operator==(const FileModel&) const = default;
};

// By absolute path.
using FileModels = std::map<std::string, FileModel>;

struct DeployModel {
  tf::Attr<std::string> directory;

  bool operator==(const DeployModel&) const = default;
};

tf::schema::Fields<FileModel> FileFields();
tf::schema::Fields<DeployModel> DeployFields();

FileModels FromFiles(const std::vector<engine::File>& files);
// Files of which only the paths are known.
FileModels UnknownFiles(const std::vector<std::string>& paths);
bool AreKnown(const tf::Attr<FileModels>& files);

std::optional<std::string> DeployDirectory(const tf::Attr<DeployModel>& deploy);

template <class M>
tf::schema::Field<M> FilesField(std::string description) {
  return tf::schema::Field("files", &M::files, FileFields())
      .Computed()
      .Describe(std::move(description));
}

template <class M>
tf::schema::Field<M> DeployField(const std::string& whose) {
  return tf::schema::Field("deploy", &M::deploy, DeployFields())
      .Optional()
      .Describe("Where " + whose +
                " files are put at each apply. Absent: nowhere; `files` can feed "
                "other providers.");
}

template <class M>
tf::schema::Field<M> DriftField() {
  return tf::schema::Field("drift", &M::drift)
      .Computed()
      .Describe(
          "Paths of delivered files that were changed or removed by somebody else; the next "
          "apply puts them right. Normally empty.");
}

// The plan of `files` and `drift`. Texts depend on other objects too, which the same apply may
// change: they are known only where nothing of the object itself changes them.
template <class M>
void PlanFiles(const M* unchanged_prior, const std::vector<std::string>& paths, M& plan) {
  plan.drift = std::vector<std::string>();
  plan.files = unchanged_prior != nullptr ? unchanged_prior->files
                                          : tf::Attr<FileModels>(UnknownFiles(paths));
}

// After a write: what was planned is kept, and what is left open is filled in.
template <class M>
absl::Status StoreWritten(const absl::StatusOr<std::vector<engine::File>>& files, M& model) {
  model.drift = std::vector<std::string>();
  if (AreKnown(model.files)) return absl::OkStatus();
  if (files.ok()) model.files = FromFiles(*files);
  return files.status();
}

// At a read: both as they are found.
template <class M>
absl::Status StoreFound(const absl::StatusOr<std::vector<engine::File>>& files,
                        const absl::StatusOr<std::vector<std::string>>& drift, M& model) {
  if (!files.ok()) return files.status();
  if (!drift.ok()) return drift.status();
  model.files = FromFiles(*files);
  model.drift = *drift;
  return absl::OkStatus();
}

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FILES_MODEL_H_
