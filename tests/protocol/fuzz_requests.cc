// Input: a byte that chooses the RPC, then the choices of its request (chosen_request.h). The whole
// way from the wire to a provider and back, but for the socket.
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"
#include "tests/protocol/chosen_request.h"
#include "tests/protocol/plain_request.h"
#include "tests/protocol/thing_provider.h"
#include "tests/protocol/wire_client.h"

namespace {

// Made once: a start takes longer than a thousand requests.
struct Served {
  Served() : provider(tf::server::Server::Create(tests::protocol::NewThingProvider()).value()) {
    service = tf::tfplugin6::NewService(*provider);
    grpc::ServerBuilder builder;
    builder.RegisterService(service.get());
    server = builder.BuildAndStart();
    channel = server->InProcessChannel({});
  }
  std::unique_ptr<tf::server::Server> provider;
  std::unique_ptr<grpc::Service> service;
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // Never destroyed: gRPC's threads outlive main's end.
  static const Served& served = *new Served;
  static const std::vector<const google::protobuf::MethodDescriptor*>& methods =
      *new std::vector<const google::protobuf::MethodDescriptor*>(tests::protocol::Methods());
  const google::protobuf::MethodDescriptor& method = *methods[data[0] % methods.size()];
  tests::protocol::Choices choices({reinterpret_cast<const char*>(data) + 1, size - 1});
  const std::string request = tests::protocol::ChosenRequest(*method.input_type(), choices);
  const tests::protocol::WireAnswer answer = tests::protocol::Ask(served.channel, method, request);
  if (!answer.status.ok()) {
    // gRPC's own words for bytes that are no message, such as text that is not UTF-8.
    SIXGATE_CHECK(answer.status.error_code() == grpc::StatusCode::UNIMPLEMENTED ||
                      answer.status.error_code() == grpc::StatusCode::INTERNAL,
                  answer.status.error_message().c_str());
    return 0;
  }
  const tests::protocol::Judgement judgement = tests::protocol::Judge(method, request, answer);
  SIXGATE_CHECK(judgement.complaints.empty(), judgement.complaints.front().c_str());
  return 0;
}
