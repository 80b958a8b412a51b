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

std::optional<std::string> DeployDirectory(const tf::Attr<DeployModel>& deploy);

template <class M>
tf::schema::Field<M> FilesField(std::string description) {
  return tf::schema::Field("files", &M::files, FileFields())
      .Computed()
      .Describe(std::move(description));
}

template <class M>
tf::schema::Field<M> DeployField(std::string whose) {
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

// Nothing has drifted after an apply.
template <class M>
void PlanNoDrift(M& plan) {
  plan.drift = std::vector<std::string>();
}

// Drift as it is found, at each read.
template <class M>
absl::Status StoreDrift(const absl::StatusOr<std::vector<std::string>>& drift, M& model) {
  if (drift.ok()) model.drift = *drift;
  return drift.status();
}

// Files as they should be: at once after a write or an import.
template <class M>
absl::Status StoreFiles(const absl::StatusOr<std::vector<engine::File>>& files, M& model) {
  if (!files.ok()) return files.status();
  model.files = FromFiles(*files);
  model.drift = std::vector<std::string>();
  return absl::OkStatus();
}

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FILES_MODEL_H_
