#include "provider/framework/docs/schema_section.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/docs/markdown.h"

namespace tf::docs {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

constexpr char kWriteOnly[] =
    ", [Write-only](https://developer.hashicorp.com/terraform/language/resources/"
    "ephemeral#write-only-arguments)";

enum class Group { kRequired, kOptional, kReadOnly };
constexpr std::array<std::pair<Group, const char*>, 3> kGroups = {{
    {Group::kRequired, "Required"},
    {Group::kOptional, "Optional"},
    {Group::kReadOnly, "Read-Only"},
}};

// One line of the section, whether it is an attribute, a block or a part of an object type.
struct Entry {
  std::string name;
  Group group = Group::kOptional;
  std::string kind;  // "String, Sensitive"
  std::string text;  // Markdown
  bool is_described = true;
  // The beginning of the anchor of its parts, empty when it has none.
  std::string anchor = {};
  std::vector<Entry> parts = {};
};

Group GroupOf(const Attribute& attribute) {
  if (attribute.required) return Group::kRequired;
  return attribute.optional ? Group::kOptional : Group::kReadOnly;
}

const char* Title(schema::Nesting nesting) {
  switch (nesting) {
    case schema::Nesting::kSingle:
      return "Attributes";
    case schema::Nesting::kList:
      return "Attributes List";
    case schema::Nesting::kSet:
      return "Attributes Set";
    case schema::Nesting::kMap:
      return "Attributes Map";
  }
  return "";
}

const char* Title(Block::Nesting nesting) {
  switch (nesting) {
    case Block::Nesting::kSingle:
    case Block::Nesting::kGroup:
      return "Block";
    case Block::Nesting::kList:
      return "Block List";
    case Block::Nesting::kSet:
      return "Block Set";
    case Block::Nesting::kMap:
      return "Block Map";
  }
  return "";
}

// A text of several lines is followed by a paragraph, any other goes on.
void Append(const std::string& sentence, std::string& text) {
  if (sentence.empty()) return;
  if (!text.empty()) text += text.find('\n') == std::string::npos ? " " : "\n\n";
  text += sentence;
}

std::string DeprecationText(const std::string& deprecation) {
  return deprecation.empty() ? "" : absl::StrCat("**Deprecated**: ", WithFullStop(deprecation));
}

// As configuration writes it, without what is null.
std::string Expression(const Value& value) {
  const Type::Kind kind = value.type().kind();
  if (!value.IsKnown() || value.type().IsPrimitive()) return value.ToString();
  std::vector<std::string> parts;
  if (kind == Type::Kind::kMap) {
    for (const MapEntry& entry : value.entries()) {
      parts.push_back(
          absl::StrCat(Value::String(entry.key).ToString(), " = ", Expression(entry.value)));
    }
  } else {
    for (size_t i = 0; i < value.elements().size(); ++i) {
      const Value& element = value.elements()[i];
      if (kind != Type::Kind::kObject) {
        parts.push_back(Expression(element));
      } else if (!element.IsNull()) {
        parts.push_back(
            absl::StrCat(value.type().attributes()[i].name, " = ", Expression(element)));
      }
    }
  }
  const bool has_names = kind == Type::Kind::kMap || kind == Type::Kind::kObject;
  return absl::StrCat(has_names ? "{" : "[", absl::StrJoin(parts, ", "), has_names ? "}" : "]");
}

// Empty where there is none to tell: a secret, or an object made of its parts' own defaults.
std::string DefaultText(const Attribute& attribute) {
  if (!attribute.default_value.has_value() || attribute.default_value->IsNull()) return "";
  if (attribute.sensitive) return "";
  if (attribute.nesting == schema::Nesting::kSingle &&
      *attribute.default_value == schema::DefaultObject(attribute.nested)) {
    return "";
  }
  return absl::StrCat("Default: ", CodeSpan(Expression(*attribute.default_value)), ".");
}

// "must be from 1 to 9" as a sentence; empty for a rule that goes without saying.
std::string RuleText(const std::string& description) {
  std::string text = WithFullStop(Escape(description));
  if (!text.empty()) text[0] = absl::ascii_toupper(static_cast<unsigned char>(text[0]));
  return text;
}

std::string RulesText(const std::vector<schema::Validator>& validators,
                      const std::vector<schema::PlanModifier>& modifiers) {
  std::string text;
  for (const schema::Validator& validator : validators) {
    Append(RuleText(validator.description), text);
  }
  for (const schema::PlanModifier& modifier : modifiers) {
    Append(RuleText(modifier.description), text);
  }
  return text;
}

std::string TextOf(const Attribute& attribute) {
  std::string text = WithFullStop(attribute.description);
  Append(DeprecationText(attribute.deprecation), text);
  std::string rules = DefaultText(attribute);
  Append(RulesText(attribute.validators, attribute.plan_modifiers), rules);
  Append(rules, text);
  return text;
}

std::vector<Entry> EntriesOf(const Body& body);

// The object in a type whose values are objects or collections of them; null pointer without one.
const Type* ObjectIn(const Type& type) {
  const Type* inner = &type;
  while (inner->IsCollection()) inner = &inner->element();
  return inner->kind() == Type::Kind::kObject ? inner : nullptr;
}

// Parts of an object type are all as the attribute is.
void AddObjectParts(const Type& type, Entry& entry) {
  const Type* object = ObjectIn(type);
  if (object == nullptr) return;
  entry.anchor = "nestedobjatt";
  for (const ObjectAttribute& attribute : object->attributes()) {
    Entry part{attribute.name, entry.group, TypeTitle(attribute.type), ""};
    AddObjectParts(attribute.type, part);
    entry.parts.push_back(std::move(part));
  }
}

Entry EntryOf(const Attribute& attribute) {
  Entry entry{attribute.name, GroupOf(attribute),
              attribute.nesting.has_value() ? Title(*attribute.nesting) : TypeTitle(attribute.type),
              TextOf(attribute), !attribute.description.empty()};
  if (attribute.sensitive) entry.kind += ", Sensitive";
  if (!attribute.deprecation.empty()) entry.kind += ", Deprecated";
  if (attribute.write_only) entry.kind += kWriteOnly;
  if (!attribute.nesting.has_value()) {
    AddObjectParts(attribute.type, entry);
    return entry;
  }
  entry.anchor = "nestedatt";
  entry.parts = EntriesOf({attribute.nested, {}});
  return entry;
}

Group GroupOf(const Block& block, const std::vector<Entry>& parts) {
  if (block.min_items > 0) return Group::kRequired;
  const bool is_read_only =
      !parts.empty() && std::all_of(parts.begin(), parts.end(), [](const Entry& part) {
        return part.group == Group::kReadOnly;
      });
  return is_read_only ? Group::kReadOnly : Group::kOptional;
}

Entry EntryOf(const Block& block) {
  std::vector<Entry> parts = EntriesOf(block.body);
  Entry entry{block.name,
              GroupOf(block, parts),
              Title(block.nesting),
              WithFullStop(block.description),
              !block.description.empty(),
              "nestedblock"};
  if (block.min_items > 0) absl::StrAppend(&entry.kind, ", Min: ", block.min_items);
  if (block.max_items > 0) absl::StrAppend(&entry.kind, ", Max: ", block.max_items);
  if (!block.deprecation.empty()) entry.kind += ", Deprecated";
  Append(DeprecationText(block.deprecation), entry.text);
  Append(RulesText(block.validators, block.plan_modifiers), entry.text);
  entry.parts = std::move(parts);
  return entry;
}

// Sorted by name.
std::vector<Entry> EntriesOf(const Body& body) {
  std::vector<Entry> entries;
  for (const Attribute& attribute : body.attributes) entries.push_back(EntryOf(attribute));
  for (const Block& block : body.blocks) entries.push_back(EntryOf(block));
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

std::string Line(const Entry& entry, const std::vector<std::string>& path) {
  const std::string head = absl::StrCat(CodeSpan(entry.name), " (", entry.kind, ")");
  std::string text = entry.text;
  if (!entry.anchor.empty()) {
    Append(absl::StrCat("(see [below for nested schema](#", entry.anchor, "--",
                        absl::StrJoin(path, "--"), "))"),
           text);
  }
  return ListItem("- ", text.empty() ? head : absl::StrCat(head, " ", text));
}

// Writes the entries of one level, and below them those of their parts.
class Writer {
 public:
  // `heading` begins the titles of the groups on the first level.
  explicit Writer(absl::string_view heading) : heading_(heading) {}

  void Write(const std::vector<Entry>& entries, const std::vector<std::string>& parents) {
    for (const auto& [group, title] : kGroups) WriteGroup(entries, parents, group, title);
    for (const auto& [group, title] : kGroups) WriteParts(entries, parents, group);
  }

  SchemaSection Take() { return std::move(section_); }

 private:
  static std::vector<std::string> PathOf(const std::vector<std::string>& parents,
                                         const Entry& entry) {
    std::vector<std::string> path = parents;
    path.push_back(entry.name);
    return path;
  }

  void WriteGroup(const std::vector<Entry>& entries, const std::vector<std::string>& parents,
                  Group group, absl::string_view title) {
    bool has_title = false;
    for (const Entry& entry : entries) {
      if (entry.group != group) continue;
      if (!has_title) {
        absl::StrAppend(&section_.markdown, "\n", parents.empty() ? heading_ : "", title,
                        parents.empty() ? "" : ":", "\n\n");
      }
      has_title = true;
      const std::vector<std::string> path = PathOf(parents, entry);
      if (!entry.is_described) section_.undescribed.push_back(absl::StrJoin(path, "."));
      section_.markdown += Line(entry, path);
    }
  }

  void WriteParts(const std::vector<Entry>& entries, const std::vector<std::string>& parents,
                  Group group) {
    for (const Entry& entry : entries) {
      if (entry.group != group || entry.anchor.empty()) continue;
      const std::vector<std::string> path = PathOf(parents, entry);
      absl::StrAppend(&section_.markdown, "\n<a id=\"", entry.anchor, "--",
                      absl::StrJoin(path, "--"), "\"></a>\n### Nested Schema for ",
                      CodeSpan(absl::StrJoin(path, ".")), "\n");
      Write(entry.parts, path);
    }
  }

  const absl::string_view heading_;
  SchemaSection section_;
};

}  // namespace

SchemaSection MakeSchemaSection(const Body& body) {
  Writer writer("### ");
  writer.Write(EntriesOf(body), {});
  SchemaSection section = writer.Take();
  if (section.markdown.empty()) section.markdown = "\nThere is nothing to set or to read.\n";
  section.markdown = "## Schema\n" + section.markdown;
  return section;
}

SchemaSection MakeIdentitySection(const schema::IdentitySchema& identity) {
  Body body;
  for (const schema::IdentityAttribute& part : identity.attributes) {
    Attribute& attribute = body.attributes.emplace_back();
    attribute.name = part.name;
    attribute.type = part.type;
    attribute.description = part.description;
    attribute.required = part.required_for_import;
    attribute.optional = part.optional_for_import;
  }
  Writer writer("#### ");
  writer.Write(EntriesOf(body), {});
  SchemaSection section = writer.Take();
  section.markdown = "### Identity Schema\n" + section.markdown;
  return section;
}

std::string TypeTitle(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return "String";
    case Type::Kind::kNumber:
      return "Number";
    case Type::Kind::kBool:
      return "Boolean";
    case Type::Kind::kDynamic:
      return "Dynamic";
    case Type::Kind::kList:
      return absl::StrCat("List of ", TypeTitle(type.element()));
    case Type::Kind::kSet:
      return absl::StrCat("Set of ", TypeTitle(type.element()));
    case Type::Kind::kMap:
      return absl::StrCat("Map of ", TypeTitle(type.element()));
    case Type::Kind::kTuple:
      return "Tuple";
    case Type::Kind::kObject:
      return "Object";
  }
  return "";
}

std::string TypeExpression(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return "string";
    case Type::Kind::kNumber:
      return "number";
    case Type::Kind::kBool:
      return "bool";
    case Type::Kind::kDynamic:
      return "dynamic";
    case Type::Kind::kList:
      return absl::StrCat("list(", TypeExpression(type.element()), ")");
    case Type::Kind::kSet:
      return absl::StrCat("set(", TypeExpression(type.element()), ")");
    case Type::Kind::kMap:
      return absl::StrCat("map(", TypeExpression(type.element()), ")");
    case Type::Kind::kTuple:
      return absl::StrCat("tuple([",
                          absl::StrJoin(type.elements(), ", ",
                                        [](std::string* out, const Type& element) {
                                          *out += TypeExpression(element);
                                        }),
                          "])");
    case Type::Kind::kObject:
      return absl::StrCat("object({ ",
                          absl::StrJoin(type.attributes(), ", ",
                                        [](std::string* out, const ObjectAttribute& attribute) {
                                          absl::StrAppend(out, attribute.name, " = ",
                                                          TypeExpression(attribute.type));
                                        }),
                          " })");
  }
  return "";
}

}  // namespace tf::docs
