// A provider with one resource: a note, kept in a text file.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "provider/framework/model_provider.h"
#include "provider/framework/model_resource.h"
#include "provider/framework/plugin/serve_provider.h"
#include "provider/framework/schema/plan_modifiers.h"

namespace notes {

using tf::schema::Field;

struct NoteModel {
  tf::Attr<std::string> path;
  tf::Attr<std::string> text;
  tf::Attr<int64_t> size;
};

tf::schema::Fields<NoteModel> NoteFields() {
  return {Field("path", &NoteModel::path).Required().Modify(tf::schema::RequiresReplace()),
          Field("text", &NoteModel::text).Required().Describe("What the file holds."),
          Field("size", &NoteModel::size).Computed().Describe("Bytes of the text.")};
}

class NoteResource final : public tf::ModelResource<NoteModel> {
 public:
  NoteResource() : ModelResource("notes_note", "A note in a text file.", NoteFields()) {}

  void CreateModel(const tf::Operation&, const NoteModel& plan, Result& result) const override {
    std::ofstream file(*plan.path);
    if (!(file << *plan.text << std::flush)) {
      return result.diagnostics.AddError("Note not written", *plan.path + " cannot be written.");
    }
    result.state = plan;
    result.state->size = static_cast<int64_t>(plan.text->size());
  }

  void UpdateModel(const tf::Operation& operation, const NoteModel& plan,
                   Result& result) const override {
    CreateModel(operation, plan, result);
  }

  void ReadModel(const tf::Operation&, Result& result) const override {
    std::ifstream file(*result.state->path);
    if (!file) return result.state.reset();
    result.state->text = std::string(std::istreambuf_iterator<char>(file), {});
    result.state->size = static_cast<int64_t>(result.state->text->size());
  }

  void DeleteModel(const tf::Operation&, Result& result) const override {
    std::filesystem::remove(*result.state->path);
    result.state.reset();
  }

  void ImportModel(const tf::ImportRequest& request, Result& result) const override {
    result.state = NoteModel{.path = request.id, .text = {}, .size = {}};
  }
};

class NotesProvider final : public tf::ModelProvider<> {
 public:
  NotesProvider() : ModelProvider("Notes in text files.") {}

  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    return tf::ListOf<tf::Resource, NoteResource>();
  }
};

}  // namespace notes

int main(int argc, char** argv) {
  return tf::plugin::ServeProvider(argc, argv, std::make_unique<notes::NotesProvider>(),
                                   {.addresses = {"registry.terraform.io/example/notes"}});
}
