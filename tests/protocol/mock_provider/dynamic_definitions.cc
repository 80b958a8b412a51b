#include "tests/protocol/mock_provider/dynamic_definitions.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/json_reader.h"
#include "tests/protocol/mock_provider/stored_json.h"

namespace mock {
namespace {

using engine::base::Annotate;
using tf::codec::JsonReader;

// Reads the value of one member, whose name it is given.
using ReadMember = std::function<absl::Status(const std::string& name)>;

absl::Status ReadObject(JsonReader& reader, const ReadMember& read_member) {
  RETURN_IF_ERROR(reader.BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextMember(name));
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(Annotate(read_member(name), name));
  }
}

absl::Status NotKnown() { return absl::InvalidArgumentError("no such member is known here"); }

absl::Status CheckDepth(int depth) {
  if (depth <= kDefinitionDepthMax) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("attributes and blocks nest at most ", kDefinitionDepthMax, " times"));
}

absl::Status ReadAttributes(JsonReader& reader, int depth, AttributeDefinitions& attributes);

// One of the flags of an attribute; null pointer for any other name.
bool* FlagOf(AttributeDefinition& attribute, absl::string_view name) {
  if (name == "optional") return &attribute.optional;
  if (name == "required") return &attribute.required;
  if (name == "computed") return &attribute.computed;
  if (name == "sensitive") return &attribute.sensitive;
  if (name == "replace") return &attribute.replace;
  if (name == "skip_nested_metadata") return &attribute.skip_nested_metadata;
  return nullptr;
}

absl::Status ReadAttribute(JsonReader& reader, int depth, AttributeDefinition& attribute) {
  RETURN_IF_ERROR(CheckDepth(depth));
  const auto read_element =
      [&](std::shared_ptr<const AttributeDefinition>& element) -> absl::Status {
    auto read = std::make_shared<AttributeDefinition>();
    RETURN_IF_ERROR(ReadAttribute(reader, depth + 1, *read));
    element = std::move(read);
    return absl::OkStatus();
  };
  return ReadObject(reader, [&](const std::string& name) -> absl::Status {
    if (bool* flag = FlagOf(attribute, name)) {
      ASSIGN_OR_RETURN(*flag, reader.ReadBool());
      return absl::OkStatus();
    }
    if (name == "type") {
      ASSIGN_OR_RETURN(attribute.type, reader.ReadString());
      return absl::OkStatus();
    }
    if (name == "value") {
      ASSIGN_OR_RETURN(const JsonReader::Kind kind, reader.Peek());
      if (kind == JsonReader::Kind::kNull) {
        return absl::InvalidArgumentError("leave it out where there is none");
      }
      ASSIGN_OR_RETURN(attribute.value, ReadStoredValue(reader));
      return absl::OkStatus();
    }
    if (name == "list") return read_element(attribute.list);
    if (name == "map") return read_element(attribute.map);
    if (name == "set") return read_element(attribute.set);
    if (name == "object") return ReadAttributes(reader, depth + 1, attribute.object);
    return NotKnown();
  });
}

absl::Status ReadAttributes(JsonReader& reader, int depth, AttributeDefinitions& attributes) {
  return ReadObject(reader, [&](const std::string& name) {
    return ReadAttribute(reader, depth, attributes[name]);
  });
}

absl::Status ReadBlocks(JsonReader& reader, int depth, BlockDefinitions& blocks) {
  RETURN_IF_ERROR(CheckDepth(depth));
  return ReadObject(reader, [&](const std::string& block_name) {
    BlockDefinition& block = blocks[block_name];
    return ReadObject(reader, [&](const std::string& name) -> absl::Status {
      if (name == "attributes") return ReadAttributes(reader, depth + 1, block.attributes);
      if (name == "blocks") return ReadBlocks(reader, depth + 1, block.blocks);
      if (name != "mode") return NotKnown();
      ASSIGN_OR_RETURN(block.mode, reader.ReadString());
      return absl::OkStatus();
    });
  });
}

}  // namespace

absl::StatusOr<Definitions> ParseDefinitions(absl::string_view json) {
  if (json.size() > kDefinitionsBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the file has ", json.size(), " bytes; at most ",
                                                   kDefinitionsBytesMax, " are read"));
  }
  JsonReader reader(json);
  Definitions definitions;
  RETURN_IF_ERROR(ReadObject(reader, [&](const std::string& type_name) {
    Definition& definition = definitions[type_name];
    return ReadObject(reader, [&](const std::string& name) {
      if (name == "attributes") return ReadAttributes(reader, 1, definition.attributes);
      if (name == "blocks") return ReadBlocks(reader, 1, definition.blocks);
      return NotKnown();
    });
  }));
  RETURN_IF_ERROR(reader.End());
  return definitions;
}

}  // namespace mock
