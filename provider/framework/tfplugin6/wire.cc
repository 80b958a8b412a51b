#include "provider/framework/tfplugin6/wire.h"

#include <utility>
#include <variant>

#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/codec/type_json.h"
#include "provider/framework/value/utf8.h"

namespace tf::tfplugin6 {
namespace {

// What says nothing is of no kind, as other providers have it: schemas are compared.
template <class Message>
void Describe(absl::string_view markdown, Message& message) {
  message.set_description(Text(markdown));
  if (!markdown.empty()) message.set_description_kind(pb::MARKDOWN);
}

using schema::Attribute;
using schema::Block;

// What msgpack and JSON write for null.
constexpr char kMsgpackNull[] = "\xc0";
constexpr char kJsonNull[] = "null";

absl::StatusOr<Value> DecodeBytes(const pb::DynamicValue& message, const Type& type,
                                  size_t* parts) {
  if (!message.msgpack().empty()) return codec::DecodeMsgpack(message.msgpack(), type, parts);
  if (!message.json().empty()) {
    return codec::DecodeJson(message.json(), type, codec::JsonForm::kValue, parts);
  }
  // Sent for an absent object, and by OpenTofu for a null argument.
  return Value::Null(type);
}

// An error about `what`, and null.
Value Refuse(const Type& type, absl::string_view what, absl::string_view why,
             Diagnostics& diagnostics) {
  diagnostics.AddError(
      absl::StrCat("Invalid ", what),
      absl::StrCat("The client sent a value that does not fit the schema: ", why, "."));
  return Value::Null(type);
}

void Encode(const Attribute& attribute, pb::Schema::Attribute& message);

void EncodeNested(const Attribute& attribute, pb::Schema::Object& message) {
  switch (*attribute.nesting) {
    case schema::Nesting::kSingle:
      message.set_nesting(pb::Schema::Object::SINGLE);
      break;
    case schema::Nesting::kList:
      message.set_nesting(pb::Schema::Object::LIST);
      break;
    case schema::Nesting::kSet:
      message.set_nesting(pb::Schema::Object::SET);
      break;
    case schema::Nesting::kMap:
      message.set_nesting(pb::Schema::Object::MAP);
      break;
  }
  for (const Attribute& nested : attribute.nested) Encode(nested, *message.add_attributes());
}

void Encode(const Attribute& attribute, pb::Schema::Attribute& message) {
  message.set_name(attribute.name);
  if (attribute.nesting.has_value()) {
    EncodeNested(attribute, *message.mutable_nested_type());
  } else {
    message.set_type(codec::EncodeType(attribute.type));
  }
  message.set_required(attribute.required);
  message.set_optional(attribute.optional);
  message.set_computed(attribute.computed);
  message.set_sensitive(attribute.sensitive);
  message.set_write_only(attribute.write_only);
  Describe(attribute.description, message);
  message.set_deprecated(!attribute.deprecation.empty());
  message.set_deprecation_message(Text(attribute.deprecation));
}

pb::Schema::NestedBlock::NestingMode NestingMode(Block::Nesting nesting) {
  switch (nesting) {
    case Block::Nesting::kSingle:
      return pb::Schema::NestedBlock::SINGLE;
    case Block::Nesting::kGroup:
      return pb::Schema::NestedBlock::GROUP;
    case Block::Nesting::kList:
      return pb::Schema::NestedBlock::LIST;
    case Block::Nesting::kSet:
      return pb::Schema::NestedBlock::SET;
    case Block::Nesting::kMap:
      return pb::Schema::NestedBlock::MAP;
  }
  return pb::Schema::NestedBlock::INVALID;
}

void EncodeBody(const schema::Body& body, const std::string& description,
                const std::string& deprecation, pb::Schema::Block& message) {
  for (const Attribute& attribute : body.attributes) Encode(attribute, *message.add_attributes());
  for (const Block& block : body.blocks) {
    pb::Schema::NestedBlock& nested = *message.add_block_types();
    nested.set_type_name(block.name);
    nested.set_nesting(NestingMode(block.nesting));
    nested.set_min_items(block.min_items);
    nested.set_max_items(block.max_items);
    nested.mutable_block()->set_computed(block.computed);
    EncodeBody(block.body, block.description, block.deprecation, *nested.mutable_block());
  }
  Describe(description, message);
  message.set_deprecated(!deprecation.empty());
  message.set_deprecation_message(Text(deprecation));
}

void Encode(const Parameter& parameter, pb::Function::Parameter& message) {
  message.set_name(parameter.name);
  message.set_type(codec::EncodeType(parameter.type));
  message.set_allow_null_value(parameter.allow_null);
  message.set_allow_unknown_values(parameter.allow_unknown);
  Describe(parameter.description, message);
}

}  // namespace

Value Decode(const pb::DynamicValue& message, const Type& type, absl::string_view what,
             Diagnostics& diagnostics, size_t* parts) {
  absl::StatusOr<Value> value = DecodeBytes(message, type, parts);
  if (value.ok()) return *std::move(value);
  return Refuse(type, what, value.status().message(), diagnostics);
}

bool IsNull(const pb::DynamicValue& message) {
  if (!message.msgpack().empty()) return message.msgpack() == kMsgpackNull;
  return message.json().empty() || message.json() == kJsonNull;
}

Value DecodeObject(const pb::DynamicValue& message, const Type& type, absl::string_view what,
                   Diagnostics& diagnostics) {
  Value value = Decode(message, type, what, diagnostics);
  return value.IsUnknown() ? Refuse(type, what, "unknown as a whole", diagnostics) : value;
}

Value DecodeConfig(const pb::DynamicValue& message, const Type& type, Diagnostics& diagnostics) {
  constexpr absl::string_view kWhat = "configuration";
  Value value = DecodeObject(message, type, kWhat, diagnostics);
  const bool missing = value.IsNull() && !diagnostics.HasError();
  return missing ? Refuse(type, kWhat, "there is none", diagnostics) : value;
}

Value DecodeConfigBlock(const pb::DynamicValue& message, const schema::Schema& schema,
                        Diagnostics& diagnostics) {
  if (IsNull(message)) return schema::EmptyObject(schema.body);
  return DecodeConfig(message, schema.type(), diagnostics);
}

Value Known(const Value& config, Diagnostics& diagnostics) {
  if (config.IsWhollyKnown()) return config;
  return Refuse(config.type(), "configuration", "it holds unknowns", diagnostics);
}

Value DecodeState(const pb::DynamicValue& message, const Type& type, absl::string_view what,
                  Diagnostics& diagnostics) {
  Value value = Decode(message, type, what, diagnostics);
  return value.IsWhollyKnown() ? value : Refuse(type, what, "it holds unknowns", diagnostics);
}

Value Decode(const pb::ResourceIdentityData& message, const Type& type, Diagnostics& diagnostics) {
  return DecodeObject(message.identity_data(), type, "identity", diagnostics);
}

PrivateState DecodePrivate(absl::string_view bytes, Diagnostics& diagnostics) {
  absl::StatusOr<PrivateState> state = PrivateState::FromBytes(bytes);
  if (state.ok()) return *std::move(state);
  diagnostics.AddError("Invalid private state", std::string(state.status().message()));
  return PrivateState();
}

void EncodePrivate(const PrivateState& state, absl::string_view type_name, std::string& bytes,
                   Diagnostics& diagnostics) {
  std::string now = state.ToBytes();
  if (now.size() <= PrivateState::kBytesMax) {
    bytes = std::move(now);
    return;
  }
  diagnostics.AddError(
      "Private state too large",
      absl::StrCat(Named(type_name), " keeps ", now.size(), " bytes beside its state, where ",
                   PrivateState::kBytesMax,
                   " are the limit; what it kept before stays. This is a bug in the provider."));
}

ClientCapabilities Decode(const pb::ClientCapabilities& message) {
  return {message.deferral_allowed(), message.write_only_attributes_allowed(),
          message.store_planned_private(), message.computed_blocks_allowed()};
}

void Encode(const Value& value, const Type& type, pb::DynamicValue& message,
            Diagnostics& diagnostics) {
  if (!value.Conforms(type)) {
    diagnostics.AddError("Value of another type",
                         absl::StrCat("The provider made a value of type ",
                                      codec::EncodeType(value.type()), " where the schema has ",
                                      codec::EncodeType(type), ". This is a bug in the provider."));
    return;
  }
  // What an answer starts from may hold more than one encoding, or fields that we do not know.
  message.Clear();
  message.set_msgpack(codec::EncodeMsgpack(value, type));
}

void Encode(const Value& identity, const Type& type, pb::ResourceIdentityData& message,
            Diagnostics& diagnostics) {
  if (!identity.IsNull()) Encode(identity, type, *message.mutable_identity_data(), diagnostics);
}

void Encode(const Path& path, pb::AttributePath& message) {
  for (const Path::Step& step : path.steps()) {
    pb::AttributePath::Step& out = *message.add_steps();
    if (const auto* attribute = std::get_if<Path::AttributeName>(&step)) {
      out.set_attribute_name(Text(attribute->name));
    } else if (const auto* key = std::get_if<Path::ElementKey>(&step)) {
      out.set_element_key_string(Text(key->key));
    } else {
      out.set_element_key_int(std::get<Path::ElementIndex>(step).index);
    }
  }
}

void Encode(const Diagnostics& diagnostics, PbDiagnostics& messages) {
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    pb::Diagnostic& message = *messages.Add();
    message.set_severity(diagnostic.severity == Diagnostic::Severity::kError
                             ? pb::Diagnostic::ERROR
                             : pb::Diagnostic::WARNING);
    message.set_summary(Text(diagnostic.summary));
    message.set_detail(Text(diagnostic.detail));
    if (!diagnostic.path.empty()) Encode(diagnostic.path, *message.mutable_attribute());
  }
}

void Encode(const schema::Schema& schema, pb::Schema& message) {
  message.set_version(schema.version);
  // The client crashes on a schema without a block, even where there is nothing in it.
  EncodeBody(schema.body, schema.description, schema.deprecation, *message.mutable_block());
}

void Encode(const schema::IdentitySchema& schema, pb::ResourceIdentitySchema& message) {
  message.set_version(schema.version);
  for (const schema::IdentityAttribute& attribute : schema.attributes) {
    pb::ResourceIdentitySchema::IdentityAttribute& out = *message.add_identity_attributes();
    out.set_name(attribute.name);
    out.set_type(codec::EncodeType(attribute.type));
    out.set_required_for_import(attribute.required_for_import);
    out.set_optional_for_import(attribute.optional_for_import);
    out.set_description(Text(attribute.description));
  }
}

pb::Deferred::Reason Encode(DeferredReason reason) {
  switch (reason) {
    case DeferredReason::kUnknown:
      return pb::Deferred::UNKNOWN;
    case DeferredReason::kResourceConfigUnknown:
      return pb::Deferred::RESOURCE_CONFIG_UNKNOWN;
    case DeferredReason::kProviderConfigUnknown:
      return pb::Deferred::PROVIDER_CONFIG_UNKNOWN;
    case DeferredReason::kAbsentPrerequisite:
      return pb::Deferred::ABSENT_PREREQ;
  }
  return pb::Deferred::UNKNOWN;
}

void Encode(const FunctionSignature& signature, pb::Function& message) {
  for (const Parameter& parameter : signature.parameters) {
    Encode(parameter, *message.add_parameters());
  }
  if (signature.variadic.has_value()) {
    Encode(*signature.variadic, *message.mutable_variadic_parameter());
  }
  message.mutable_return_()->set_type(codec::EncodeType(signature.result));
  message.set_summary(Text(signature.summary));
  Describe(signature.description, message);
  message.set_deprecation_message(Text(signature.deprecation));
}

std::string Named(absl::string_view name) {
  constexpr size_t kShownMax = 200;  // bytes
  return Text(name.substr(0, kShownMax));
}

std::string Text(absl::string_view text) { return value::SanitizeUtf8(text); }

}  // namespace tf::tfplugin6
