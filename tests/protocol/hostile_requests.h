// For each RPC every way in which one part of its request can be wrong: missing, surplus, of the
// wrong type, huge, not UTF-8, nested without end. All other parts are as they should be.
#ifndef SIXGATE_TESTS_PROTOCOL_HOSTILE_REQUESTS_H_
#define SIXGATE_TESTS_PROTOCOL_HOSTILE_REQUESTS_H_

#include <google/protobuf/descriptor.h>

#include <functional>
#include <string>
#include <vector>

namespace tests::protocol {

enum class Expected {
  kAnything,  // Any answer that a client takes.
  kSame,      // The answer to the plain request.
  kError,     // An error that the user is told of.
  kRefused,   // No message at all: gRPC says so.
};

struct HostileRequest {
  // "config.msgpack: cut in half".
  std::string name;
  Expected expected = Expected::kAnything;
  // Made only when it is sent: some have 64 MiB.
  std::function<std::string()> bytes;
};

std::vector<HostileRequest> HostileRequests(const google::protobuf::MethodDescriptor& method);

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_HOSTILE_REQUESTS_H_
