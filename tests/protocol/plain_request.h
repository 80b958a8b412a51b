// The service as protobuf describes it, and for each RPC a request that the provider of
// thing_provider.h takes. Nothing here names an RPC, so later ones are covered by themselves.
#ifndef SIXGATE_TESTS_PROTOCOL_PLAIN_REQUEST_H_
#define SIXGATE_TESTS_PROTOCOL_PLAIN_REQUEST_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

namespace tests::protocol {

// In the order of the .proto file.
std::vector<const google::protobuf::MethodDescriptor*> Methods();

// "/tfplugin6.Provider/GetProviderSchema".
std::string Path(const google::protobuf::MethodDescriptor& method);

std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// Names, ids and addresses are "fake_thing", values a thing, stored states its JSON. What only some
// clients send is left out: identities, and numbers and capabilities beyond nought.
std::unique_ptr<google::protobuf::Message> PlainRequest(
    const google::protobuf::MethodDescriptor& method);

// A thing as DynamicValue.msgpack and as RawState.json have it.
std::string ThingMsgpack();
std::string ThingJson();

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_PLAIN_REQUEST_H_
