// A client that sends whatever bytes it is given as a request, and judges the answer as Go's
// clients do, which crash where they are not careful.
#ifndef SIXGATE_TESTS_PROTOCOL_WIRE_CLIENT_H_
#define SIXGATE_TESTS_PROTOCOL_WIRE_CLIENT_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

namespace tests::protocol {

struct WireAnswer {
  grpc::Status status;
  // One for most RPCs, any number for a stream.
  std::vector<std::string> messages;
};

// Sends one message and reads the answer to its end, which takes at most `patience`: then the
// status is DEADLINE_EXCEEDED.
WireAnswer Ask(const std::shared_ptr<grpc::Channel>& channel,
               const google::protobuf::MethodDescriptor& method, const std::string& request,
               std::chrono::seconds patience = std::chrono::seconds(60));

struct Judgement {
  // The user is told of an error.
  bool has_error = false;
  // What no client would take.
  std::vector<std::string> complaints;
};

// Of an answer whose status is OK. What came back as it was sent, a state above all, is no better
// than the request was.
Judgement Judge(const google::protobuf::MethodDescriptor& method, const std::string& request,
                const WireAnswer& answer);

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_WIRE_CLIENT_H_
