// A provider with one resource: notes, kept as text files in a directory.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "provider/framework/model_provider.h"
#include "provider/framework/model_resource.h"
#include "provider/framework/plugin/serve_provider.h"
#include "provider/framework/schema/plan_modifiers.h"

namespace {

using tf::schema::Field;
using tf::schema::Fields;

struct NoteModel {
  tf::Attr<std::string> name;
  tf::Attr<std::string> text;
  tf::Attr<int64_t> size;
};

Fields<NoteModel> NoteFields() {
  return {Field("name", &NoteModel::name)
              .Required()
              .Modify(tf::schema::RequiresReplace())
              .Describe("Name of the file."),
          Field("text", &NoteModel::text).Required().Describe("What is in it."),
          Field("size", &NoteModel::size).Computed().Describe("Bytes.")};
}

struct Notes final : tf::ProviderData {
  std::filesystem::path directory;
};

class NoteResource final : public tf::ModelResource<NoteModel> {
 public:
  NoteResource() : ModelResource("notes_note", "A note in the directory.", NoteFields()) {}

  void CreateModel(const tf::Operation& operation, const NoteModel& plan,
                   Result& result) const override {
    std::ofstream(FileOf(operation, plan)) << *plan.text;
    result.state = plan;
    result.state->size = static_cast<int64_t>(plan.text->size());
  }

  void ReadModel(const tf::Operation& operation, Result& result) const override {
    std::ifstream file(FileOf(operation, *result.state));
    if (!file) return result.state.reset();
    result.state->text = std::string(std::istreambuf_iterator<char>(file), {});
    result.state->size = static_cast<int64_t>(result.state->text->size());
  }

  void UpdateModel(const tf::Operation& operation, const NoteModel& plan,
                   Result& result) const override {
    CreateModel(operation, plan, result);
  }

  void DeleteModel(const tf::Operation& operation, Result& result) const override {
    std::filesystem::remove(FileOf(operation, *result.state));
    result.state.reset();
  }

  void ImportModel(const tf::ImportRequest& request, Result& result) const override {
    result.state = NoteModel{.name = request.id, .text = {}, .size = {}};
  }

 private:
  static std::filesystem::path FileOf(const tf::Operation& operation, const NoteModel& note) {
    return static_cast<const Notes&>(*operation.provider_data).directory / *note.name;
  }
};

struct ProviderModel {
  tf::Attr<std::string> directory;
};

class NotesProvider final : public tf::ModelProvider<ProviderModel> {
 public:
  NotesProvider()
      : ModelProvider("Notes as files.", {Field("directory", &ProviderModel::directory)
                                              .Required()
                                              .Describe("Where the notes are.")}) {}

  void ConfigureModel(const ProviderModel& config, tf::ConfigureResponse& response) override {
    auto notes = std::make_shared<Notes>();
    notes->directory = config.directory.value_or("");
    response.data = std::move(notes);
  }

  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    std::vector<std::unique_ptr<tf::Resource>> resources;
    resources.push_back(std::make_unique<NoteResource>());
    return resources;
  }
};

}  // namespace

int main(int argc, char** argv) {
  return tf::plugin::ServeProvider(argc, argv, std::make_unique<NotesProvider>(),
                                   {.addresses = {"registry.terraform.io/example/notes"}});
}
