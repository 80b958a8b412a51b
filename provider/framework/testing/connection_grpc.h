// What the connection*.cc files share: the stub, and messages from and to the framework's types.
// Not for other files: it pulls in gRPC.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_GRPC_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_GRPC_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/check.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/testing/connection.h"

namespace tf::testing {

namespace pb = ::tfplugin6;

struct Connection::Grpc {
  Grpc(server::Server& provider_server, LogSink* log);

  using Stub = pb::Provider::Stub;
  template <class Rpc>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const typename Rpc::Request&,
                                        typename Rpc::Response*);
  template <class Rpc, class Event>
  using StreamMethod = std::unique_ptr<grpc::ClientReader<Event>> (Stub::*)(
      grpc::ClientContext*, const typename Rpc::Request&);

  template <class Rpc>
  typename Rpc::Response Ask(Method<Rpc> method, const typename Rpc::Request& request) {
    grpc::ClientContext context;
    SetDeadline(context);
    typename Rpc::Response response;
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << Rpc::descriptor()->name() << ": " << status.error_message();
    return response;
  }

  // Gives each event to `take` until that says false, and then cancels the stream.
  template <class Rpc, class Event, class Take>
  void Receive(StreamMethod<Rpc, Event> method, const typename Rpc::Request& request,
               const Take& take) {
    grpc::ClientContext context;
    SetDeadline(context);
    const auto reader = (stub.get()->*method)(&context, request);
    Event event;
    bool cancelled = false;
    while (!cancelled && reader->Read(&event)) {
      cancelled = !take(event);
      if (cancelled) context.TryCancel();
    }
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok() || cancelled)
        << Rpc::descriptor()->name() << ": " << status.error_message();
  }

  static void SetDeadline(grpc::ClientContext& context);

  std::unique_ptr<grpc::Service> service;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<pb::Provider::Stub> stub;
};

Diagnostics DecodeDiagnostics(const google::protobuf::RepeatedPtrField<pb::Diagnostic>& messages);
Path DecodePath(const pb::AttributePath& message);
Value DecodeValue(const pb::DynamicValue& message, const Type& type, absl::string_view what);
void EncodeValue(const Value& value, const Type& type, pb::DynamicValue& message);
void SetCapabilities(const ClientCapabilities& client, pb::ClientCapabilities& message);

// Nothing where the response is not deferred.
template <class Response>
std::optional<DeferredReason> DecodeDeferred(const Response& response) {
  if (!response.has_deferred()) return std::nullopt;
  switch (response.deferred().reason()) {
    case pb::Deferred::RESOURCE_CONFIG_UNKNOWN:
      return DeferredReason::kResourceConfigUnknown;
    case pb::Deferred::PROVIDER_CONFIG_UNKNOWN:
      return DeferredReason::kProviderConfigUnknown;
    case pb::Deferred::ABSENT_PREREQ:
      return DeferredReason::kAbsentPrerequisite;
    default:
      return DeferredReason::kUnknown;
  }
}

// A test that names what the provider lacks is wrong.
template <class Entries>
const typename Entries::mapped_type& PartEntry(const Entries& entries, const std::string& name) {
  const auto found = entries.find(name);
  SIXGATE_CHECK(found != entries.end(), name.c_str());
  return found->second;
}

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_GRPC_H_
