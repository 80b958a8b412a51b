#include "provider/framework/docs/generate.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "provider/framework/docs/markdown.h"
#include "provider/framework/docs/schema_section.h"

namespace tf::docs {
namespace {

// A kind of thing that has a schema and a page: where its page and its example are.
struct Kind {
  const char* folder;
  const char* title;
  const char* example;
};
constexpr Kind kResource = {"resources", "Resource", "resource.tf"};
constexpr Kind kDataSource = {"data-sources", "Data Source", "data-source.tf"};
constexpr Kind kEphemeralResource = {"ephemeral-resources", "Ephemeral Resource",
                                     "ephemeral-resource.tf"};
constexpr Kind kListResource = {"list-resources", "List Resource", "list-resource.tfquery.hcl"};
constexpr Kind kAction = {"actions", "Action", "action.tf"};

// A way to import, by the file that shows it.
struct Import {
  const char* file;
  const char* language;
  const char* text;
  // Whether everything that can be imported has such a file.
  bool is_expected = false;
};
constexpr Import kImports[] = {
    {"import-by-identity.tf", "terraform",
     "With an [`import` block](https://developer.hashicorp.com/terraform/language/import) that "
     "names "
     "the identity (Terraform 1.12 and later):"},
    {"import-by-string-id.tf", "terraform",
     "With an [`import` block](https://developer.hashicorp.com/terraform/language/import) that "
     "names "
     "the id:"},
    {"import.sh", "shell",
     "With the [command](https://developer.hashicorp.com/terraform/cli/commands/import) "
     "`terraform import`:",
     true},
};

// What every page begins with. `title` has no quotes in it.
struct Head {
  std::string title;
  std::string heading;
  std::string summary;
  std::string description;
  std::string deprecation = {};
  // The registries refuse one in index.md.
  bool has_subcategory = true;
};

class Generator {
 public:
  explicit Generator(const Options& options) : options_(options) {}

  void AddProvider(const schema::Schema& schema) {
    const std::string title = absl::StrCat(options_.provider_name, " Provider");
    std::string page = Begin({title, title, schema.description, schema.description,
                              schema.deprecation, /*has_subcategory=*/false});
    AddExample("examples/provider/provider.tf", page);
    AddSchema("index.md", schema, page);
    Finish("index.md", std::move(page));
  }

  void AddResource(const Resource& resource) {
    std::string page = BeginWithSchema(kResource, resource);
    AddImport(resource, page);
    Finish(PathOf(kResource, resource.type_name()), std::move(page));
  }

  // Parts of a kind that has a schema and nothing else.
  template <class Parts>
  void AddAll(const Kind& kind, const Parts& parts) {
    for (const auto& part : parts) {
      Finish(PathOf(kind, part->type_name()), BeginWithSchema(kind, *part));
    }
  }

  void AddFunction(const Function& function) {
    const std::string name(function.name());
    const FunctionSignature& signature = function.signature();
    const std::string path = absl::StrCat("functions/", name, ".md");
    std::string page =
        Begin({absl::StrCat(name, " function - ", options_.provider_name),
               absl::StrCat("function: ", name),
               signature.summary.empty() ? signature.description : signature.summary,
               signature.description.empty() ? signature.summary : signature.description});
    if (signature.summary.empty() && signature.description.empty()) {
      documentation_.gaps.push_back(absl::StrCat(path, ": the function has no description"));
    }
    AddExample(absl::StrCat(FolderOfExamples("functions", name), "function.tf"), page);
    AddSignature(name, signature, page);
    AddArguments(path, signature, page);
    absl::StrAppend(&page, "\n## Return Type\n\n", CodeSpan(TypeExpression(signature.result)),
                    "\n");
    Finish(path, std::move(page));
  }

  Documentation Take() { return std::move(documentation_); }

 private:
  static std::string FolderOfExamples(absl::string_view folder, absl::string_view name) {
    return absl::StrCat("examples/", folder, "/", name, "/");
  }

  std::string PathOf(const Kind& kind, absl::string_view type_name) const {
    return absl::StrCat(kind.folder, "/",
                        absl::StripPrefix(type_name, absl::StrCat(options_.provider_name, "_")),
                        ".md");
  }

  static std::string Begin(const Head& head) {
    const std::string summary = PlainSummary(head.summary);
    std::string page = absl::StrCat("---\n# Generated from the provider's schemas: edit those.\n",
                                    "page_title: \"", head.title, "\"\n");
    if (head.has_subcategory) page += "subcategory: \"\"\n";
    absl::StrAppend(&page, "description: ", summary.empty() ? "\"\"" : "|-\n  ", summary,
                    "\n---\n\n# ", Escape(head.heading), "\n");
    if (!head.deprecation.empty()) {
      absl::StrAppend(&page, "\n~> **Deprecated**: ", WithFullStop(head.deprecation), "\n");
    }
    const std::string description = WithFullStop(head.description);
    if (!description.empty()) absl::StrAppend(&page, "\n", description, "\n");
    return page;
  }

  std::string BeginWithSchema(const Kind& kind, const Part& part) {
    const absl::string_view type_name = part.type_name();
    const schema::Schema& schema = part.schema();
    std::string page =
        Begin({absl::StrCat(type_name, " ", kind.title, " - ", options_.provider_name),
               absl::StrCat(type_name, " (", kind.title, ")"), schema.description,
               schema.description, schema.deprecation});
    AddExample(absl::StrCat(FolderOfExamples(kind.folder, type_name), kind.example), page);
    AddSchema(PathOf(kind, type_name), schema, page);
    return page;
  }

  void AddExample(const std::string& path, std::string& page) {
    const std::optional<std::string> example = options_.example(path);
    if (!example.has_value()) {
      documentation_.gaps.push_back(absl::StrCat("there is no ", path));
      return;
    }
    absl::StrAppend(&page, "\n## Example Usage\n\n", CodeBlock("terraform", *example), "\n");
  }

  void AddSchema(const std::string& path, const schema::Schema& schema, std::string& page) {
    const SchemaSection section = MakeSchemaSection(schema.body);
    if (schema.description.empty()) {
      documentation_.gaps.push_back(absl::StrCat(path, ": the schema has no description"));
    }
    AddSection(path, section, page);
  }

  void AddSection(const std::string& path, const SchemaSection& section, std::string& page) {
    for (const std::string& attribute : section.undescribed) {
      documentation_.gaps.push_back(absl::StrCat(path, ": ", attribute, " has no description"));
    }
    absl::StrAppend(&page, "\n", section.markdown);
  }

  void AddImport(const Resource& resource, std::string& page) {
    const std::string folder = FolderOfExamples(kResource.folder, resource.type_name());
    const bool can_import = dynamic_cast<const ResourceWithImport*>(&resource) != nullptr;
    std::string ways;
    for (const Import& import : kImports) {
      const std::optional<std::string> example = options_.example(folder + import.file);
      if (example.has_value()) {
        absl::StrAppend(&ways, "\n", import.text, "\n\n", CodeBlock(import.language, *example),
                        "\n");
      } else if (can_import && import.is_expected) {
        documentation_.gaps.push_back(absl::StrCat("there is no ", folder, import.file));
      }
    }
    if (const auto* identified = dynamic_cast<const ResourceWithIdentity*>(&resource)) {
      AddSection(PathOf(kResource, resource.type_name()),
                 MakeIdentitySection(identified->identity_schema()), ways);
    }
    if (!ways.empty()) absl::StrAppend(&page, "\n## Import\n", ways);
  }

  static void AddSignature(const std::string& name, const FunctionSignature& signature,
                           std::string& page) {
    std::vector<std::string> parameters;
    for (const Parameter& parameter : signature.parameters) {
      parameters.push_back(absl::StrCat(parameter.name, " ", TypeExpression(parameter.type)));
    }
    if (signature.variadic.has_value()) {
      parameters.push_back(absl::StrCat(signature.variadic->name, " ",
                                        TypeExpression(signature.variadic->type), "..."));
    }
    absl::StrAppend(&page, "\n## Signature\n\n",
                    CodeBlock("text", absl::StrCat(name, "(", absl::StrJoin(parameters, ", "), ") ",
                                                   TypeExpression(signature.result))),
                    "\n");
  }

  void AddArguments(const std::string& path, const FunctionSignature& signature,
                    std::string& page) {
    if (signature.parameters.empty() && !signature.variadic.has_value()) return;
    page += "\n## Arguments\n\n";
    for (const Parameter& parameter : signature.parameters) {
      AddArgument(path, parameter, "", page);
    }
    if (signature.variadic.has_value()) AddArgument(path, *signature.variadic, "Variadic, ", page);
  }

  void AddArgument(const std::string& path, const Parameter& parameter, absl::string_view mark,
                   std::string& page) {
    if (parameter.description.empty()) {
      documentation_.gaps.push_back(
          absl::StrCat(path, ": ", parameter.name, " has no description"));
    }
    const std::string text = WithFullStop(parameter.description);
    page += ListItem(
        "1. ",
        absl::StrCat(CodeSpan(parameter.name), " (", mark, TypeTitle(parameter.type),
                     parameter.allow_null ? ", Nullable" : "", ")", text.empty() ? "" : " ", text));
  }

  void Finish(const std::string& path, std::string page) {
    std::string links;
    for (const Guide& guide : options_.guides) {
      for (const std::string& wanted : guide.pages) {
        if (wanted != path) continue;
        absl::StrAppend(&links, "- [", Escape(guide.title), "](",
                        absl::StrContains(path, '/') ? "../" : "", guide.path, ")\n");
      }
    }
    if (!links.empty()) absl::StrAppend(&page, "\n## See Also\n\n", links);
    documentation_.pages[path] = std::move(page);
  }

  const Options& options_;
  Documentation documentation_;
};

}  // namespace

Documentation Generate(const Provider& provider, const Options& options) {
  Generator generator(options);
  generator.AddProvider(provider.schema());
  for (const auto& resource : provider.Resources()) generator.AddResource(*resource);
  generator.AddAll(kDataSource, provider.DataSources());
  generator.AddAll(kEphemeralResource, provider.EphemeralResources());
  generator.AddAll(kListResource, provider.ListResources());
  generator.AddAll(kAction, provider.Actions());
  for (const auto& function : provider.Functions()) generator.AddFunction(*function);
  return generator.Take();
}

}  // namespace tf::docs
