#include "tests/protocol/chosen_request.h"

#include <google/protobuf/wire_format_lite.h>

#include "proto/tfplugin6.pb.h"
#include "tests/protocol/chosen_value.h"
#include "tests/protocol/thing_provider.h"

namespace tests::protocol {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

// Messages are not deeper; only those that contain themselves get here.
constexpr int kDepthMax = 8;
constexpr int kUnknownField = 1000;

void AppendVarint(uint64_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>(number | 0x80));
  out.push_back(static_cast<char>(number));
}

void AppendTag(int field, WireFormatLite::WireType type, std::string& out) {
  AppendVarint(static_cast<uint64_t>(field) << 3 | type, out);
}

void AppendBytes(int field, absl::string_view bytes, std::string& out) {
  AppendTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  AppendVarint(bytes.size(), out);
  out.append(bytes.data(), bytes.size());
}

std::string ChosenText(Choices& choices) {
  switch (choices.Below(8)) {
    case 1:
      return std::string(choices.Take(choices.Below(64)));
    case 2:
      return "";
    case 3:
      return "fake_other";
    default:
      return kThing;
  }
}

// The contents of a bytes field, by the message that it is in.
std::string ChosenBytes(const FieldDescriptor& field, Choices& choices) {
  static const tf::Type kType = ThingSchema().type();
  if (choices.OneIn(8)) return std::string(choices.Take(choices.Below(64)));
  if (field.name() == "json") return ChosenJson(kType, choices);
  if (field.containing_type() == tfplugin6::DynamicValue::descriptor()) {
    return ChosenMsgpack(kType, choices);
  }
  return choices.OneIn(2) ? R"({"key":"dmFsdWU="})" : "";
}

// Of another type than the field has.
void AppendWrong(const FieldDescriptor& field, Choices& choices, std::string& out) {
  if (WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type())) !=
      WireFormatLite::WIRETYPE_VARINT) {
    AppendTag(field.number(), WireFormatLite::WIRETYPE_VARINT, out);
    AppendVarint(choices.Next(), out);
  } else {
    AppendBytes(field.number(), choices.Take(8), out);
  }
}

void AppendMessage(const Descriptor& type, int depth, Choices& choices, std::string& out);

void AppendField(const FieldDescriptor& field, int depth, Choices& choices, std::string& out) {
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    return AppendBytes(field.number(), ChosenText(choices), out);
  }
  if (field.type() == FieldDescriptor::TYPE_BYTES) {
    return AppendBytes(field.number(), ChosenBytes(field, choices), out);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    std::string inner;
    AppendMessage(*field.message_type(), depth + 1, choices, inner);
    return AppendBytes(field.number(), inner, out);
  }
  // All numbers of this protocol are varints.
  AppendTag(field.number(), WireFormatLite::WIRETYPE_VARINT, out);
  const uint64_t number = choices.Next();
  AppendVarint(number < 250 ? number : uint64_t{0} - number, out);
}

void AppendMessage(const Descriptor& type, int depth, Choices& choices, std::string& out) {
  if (depth > kDepthMax) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const size_t way = choices.Below(16);
    if (way == 0) continue;
    if (way == 1) AppendWrong(field, choices, out);
    const size_t times = field.is_repeated() ? choices.Below(4) : way == 2 ? 2 : 1;
    for (size_t left = times; left > 0; --left) AppendField(field, depth, choices, out);
  }
  if (choices.OneIn(8)) AppendBytes(kUnknownField, choices.Take(16), out);
}

}  // namespace

std::string ChosenRequest(const Descriptor& type, Choices& choices) {
  std::string out;
  AppendMessage(type, 0, choices, out);
  return out;
}

}  // namespace tests::protocol
