#include "provider/product/files_model.h"

#include "absl/strings/str_format.h"
#include "engine/base/sha256.h"
#include "provider/framework/schema/validators.h"

namespace product {

using tf::schema::Field;
using tf::schema::Fields;

Fields<FileModel> FileFields() {
  return {
      Field("content", &FileModel::content).Computed().Describe("The whole text."),
      Field("mode", &FileModel::mode).Computed().Describe("Permissions, such as `0644`."),
      Field("sha256", &FileModel::sha256)
          .Computed()
          .Describe("SHA-256 of the content, in hexadecimal."),
  };
}

Fields<DeployModel> DeployFields() {
  return {
      Field("directory", &DeployModel::directory)
          .Required()
          .Validate(tf::schema::LengthBetween(1, 4096))
          .Describe("A directory of this machine; files are laid out below it as on the target, "
                    "written as a whole and only when they change. What sixgate did not write "
                    "stays as it is, and is an error where a file has to go."),
  };
}

FileModels FromFiles(const std::vector<engine::File>& files) {
  FileModels models;
  for (const engine::File& file : files) {
    models[file.path] = {file.content, absl::StrFormat("%04o", file.mode),
                         engine::base::Sha256(file.content)};
  }
  return models;
}

FileModels UnknownFiles(const std::vector<std::string>& paths) {
  const auto unknown = tf::Attr<std::string>::Unknown();
  FileModels models;
  for (const std::string& path : paths) models[path] = {unknown, unknown, unknown};
  return models;
}

bool AreKnown(const tf::Attr<FileModels>& files) {
  if (!files.IsKnown()) return false;
  for (const auto& [path, file] : *files) {
    if (!file.content.IsKnown()) return false;
  }
  return true;
}

std::optional<std::string> DeployDirectory(const tf::Attr<DeployModel>& deploy) {
  if (!deploy.IsKnown() || !deploy->directory.IsKnown()) return std::nullopt;
  return *deploy->directory;
}

}  // namespace product
