#include "tests/protocol/mock_provider/computed.h"

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace mock {
namespace {

using engine::base::Annotate;

absl::Status InObject(const AttributeDefinitions& attributes, StoredMap& values);

absl::Status Inside(const AttributeDefinition& definition, StoredValue& value);

absl::Status InList(const AttributeDefinition& element, StoredList& values) {
  for (StoredValue& value : values) RETURN_IF_ERROR(Inside(element, value));
  return absl::OkStatus();
}

// A value that is of its type, as all are that Terraform planned; the file's own may be another.
template <class T>
absl::Status CheckKind(const std::optional<T>& member, const AttributeDefinition& definition) {
  if (member.has_value()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the value defined for it is not of type ", definition.type));
}

absl::Status Inside(const AttributeDefinition& definition, StoredValue& value) {
  if (definition.type == "object") {
    RETURN_IF_ERROR(CheckKind(value.object, definition));
    return InObject(definition.object, *value.object);
  }
  if (definition.type == "list") {
    RETURN_IF_ERROR(CheckKind(value.list, definition));
    return InList(*definition.list, *value.list);
  }
  if (definition.type == "set") {
    RETURN_IF_ERROR(CheckKind(value.set, definition));
    return InList(*definition.set, *value.set);
  }
  if (definition.type == "map") {
    RETURN_IF_ERROR(CheckKind(value.map, definition));
    for (auto& [key, element] : *value.map) RETURN_IF_ERROR(Inside(*definition.map, element));
  }
  return absl::OkStatus();
}

absl::Status InObject(const AttributeDefinitions& attributes, StoredMap& values) {
  for (const auto& [name, attribute] : attributes) {
    auto found = values.find(name);
    if (found == values.end()) {
      if (!attribute.value.has_value()) continue;
      if (!attribute.computed) {
        return absl::InvalidArgumentError(
            absl::StrCat("attribute \"", name,
                         "\" has a value in the dynamic resources file, but "
                         "is not computed there"));
      }
      found = values.emplace(name, *attribute.value).first;
    }
    RETURN_IF_ERROR(
        Annotate(Inside(attribute, found->second), absl::StrCat("attribute \"", name, "\"")));
  }
  return absl::OkStatus();
}

absl::Status InBlocks(const BlockDefinitions& blocks, StoredMap& values) {
  for (const auto& [name, block] : blocks) {
    const auto found = values.find(name);
    if (found == values.end()) continue;
    std::optional<StoredList>& stored =
        block.mode == "set" ? found->second.set : found->second.list;
    if (!stored.has_value()) continue;
    for (StoredValue& value : *stored) {
      if (!value.object.has_value()) continue;
      RETURN_IF_ERROR(InObject(block.attributes, *value.object));
      RETURN_IF_ERROR(InBlocks(block.blocks, *value.object));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddComputed(const Definition& definition, StoredMap& values) {
  RETURN_IF_ERROR(InObject(definition.attributes, values));
  return InBlocks(definition.blocks, values);
}

}  // namespace mock
