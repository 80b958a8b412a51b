#include "tests/protocol/plain_request.h"

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "proto/tfplugin6.pb.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "tests/protocol/thing_provider.h"

namespace tests::protocol {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
namespace pb = ::tfplugin6;

// Returns whether anything was filled in.
bool Fill(Message& message) {
  if (auto* value = dynamic_cast<pb::DynamicValue*>(&message)) {
    value->set_msgpack(ThingMsgpack());
    return true;
  }
  if (auto* state = dynamic_cast<pb::RawState*>(&message)) {
    state->set_json(ThingJson());
    return true;
  }
  if (dynamic_cast<pb::ResourceIdentityData*>(&message) != nullptr) return false;
  bool filled = false;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (field->is_repeated()) {
        reflection.AddString(&message, field, kThing);
      } else {
        reflection.SetString(&message, field, kThing);
      }
      filled = true;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        filled |= Fill(*reflection.AddMessage(&message, field));
      } else if (Fill(*reflection.MutableMessage(&message, field))) {
        filled = true;
      } else {
        reflection.ClearField(&message, field);
      }
    }
  }
  return filled;
}

}  // namespace

std::vector<const MethodDescriptor*> Methods() {
  const google::protobuf::ServiceDescriptor* service =
      pb::GetProviderSchema::descriptor()->file()->FindServiceByName("Provider");
  SIXGATE_CHECK(service != nullptr, "the service is in the same file as its messages");
  std::vector<const MethodDescriptor*> methods;
  for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  return methods;
}

std::string Path(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::unique_ptr<Message> PlainRequest(const MethodDescriptor& method) {
  std::unique_ptr<Message> request = NewMessage(*method.input_type());
  Fill(*request);
  return request;
}

std::string ThingMsgpack() { return tf::codec::EncodeMsgpack(Thing(kThing), ThingSchema().type()); }

std::string ThingJson() {
  return tf::codec::EncodeJson(Thing(kThing), ThingSchema().type()).value();
}

}  // namespace tests::protocol
