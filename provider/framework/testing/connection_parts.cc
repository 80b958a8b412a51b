// The requests of connection.h for everything but managed resources.
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "engine/base/check.h"
#include "provider/framework/testing/connection.h"
#include "provider/framework/testing/connection_grpc.h"

namespace tf::testing {
namespace {

template <class Response>
std::optional<absl::Time> DecodeRenewAt(const Response& response) {
  if (!response.has_renew_at()) return std::nullopt;
  return absl::FromUnixSeconds(response.renew_at().seconds()) +
         absl::Nanoseconds(response.renew_at().nanos());
}

}  // namespace

Diagnostics Connection::ValidateData(const std::string& type_name, const Value& config) {
  pb::ValidateDataResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, PartEntry(server_->data_sources(), type_name).type,
              *request.mutable_config());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateDataResourceConfig>(&Grpc::Stub::ValidateDataResourceConfig, request)
          .diagnostics());
}

StateAnswer Connection::ReadData(const std::string& type_name, const Value& config) {
  const Type& type = PartEntry(server_->data_sources(), type_name).type;
  pb::ReadDataSource::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, type, *request.mutable_config());
  EncodeMeta(*request.mutable_provider_meta());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  const auto response = grpc_->Ask<pb::ReadDataSource>(&Grpc::Stub::ReadDataSource, request);
  return {DecodeValue(response.state(), type, type_name), "", Value(), DecodeDeferred(response),
          DecodeDiagnostics(response.diagnostics())};
}

FunctionResult Connection::Call(const std::string& function, absl::Span<const Value> arguments) {
  const auto found = server_->functions().find(function);
  SIXGATE_CHECK(found != server_->functions().end(), function.c_str());
  const FunctionSignature& signature = found->second->signature();
  pb::CallFunction::Request request;
  request.set_name(function);
  for (const Value& argument : arguments) {
    const auto index = static_cast<size_t>(request.arguments_size());
    const bool fixed = index < signature.parameters.size();
    SIXGATE_CHECK(fixed || signature.variadic.has_value(), "more arguments than parameters");
    EncodeValue(argument, (fixed ? signature.parameters[index] : *signature.variadic).type,
                *request.add_arguments());
  }
  const auto response = grpc_->Ask<pb::CallFunction>(&Grpc::Stub::CallFunction, request);
  if (response.has_error()) {
    const pb::FunctionError& error = response.error();
    return FunctionResult::Error(error.text(), error.has_function_argument()
                                                   ? std::optional(error.function_argument())
                                                   : std::nullopt);
  }
  return {DecodeValue(response.result(), signature.result, function), std::nullopt};
}

Diagnostics Connection::ValidateEphemeral(const std::string& type_name, const Value& config) {
  pb::ValidateEphemeralResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, PartEntry(server_->ephemeral_resources(), type_name).type,
              *request.mutable_config());
  return DecodeDiagnostics(grpc_
                               ->Ask<pb::ValidateEphemeralResourceConfig>(
                                   &Grpc::Stub::ValidateEphemeralResourceConfig, request)
                               .diagnostics());
}

OpenAnswer Connection::Open(const std::string& type_name, const Value& config) {
  const Type& type = PartEntry(server_->ephemeral_resources(), type_name).type;
  pb::OpenEphemeralResource::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, type, *request.mutable_config());
  // Terraform says nothing of what it can do here.
  const auto response =
      grpc_->Ask<pb::OpenEphemeralResource>(&Grpc::Stub::OpenEphemeralResource, request);
  return {DecodeValue(response.result(), type, type_name), DecodeRenewAt(response),
          response.private_(), DecodeDeferred(response), DecodeDiagnostics(response.diagnostics())};
}

RenewAnswer Connection::Renew(const std::string& type_name, const std::string& private_state) {
  pb::RenewEphemeralResource::Request request;
  request.set_type_name(type_name);
  request.set_private_(private_state);
  const auto response =
      grpc_->Ask<pb::RenewEphemeralResource>(&Grpc::Stub::RenewEphemeralResource, request);
  return {DecodeRenewAt(response), response.private_(), DecodeDiagnostics(response.diagnostics())};
}

Diagnostics Connection::Close(const std::string& type_name, const std::string& private_state) {
  pb::CloseEphemeralResource::Request request;
  request.set_type_name(type_name);
  request.set_private_(private_state);
  return DecodeDiagnostics(
      grpc_->Ask<pb::CloseEphemeralResource>(&Grpc::Stub::CloseEphemeralResource, request)
          .diagnostics());
}

Diagnostics Connection::ValidateList(const std::string& type_name, const Value& config) {
  pb::ValidateListResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, PartEntry(server_->list_resources(), type_name).type,
              *request.mutable_config());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateListResourceConfig>(&Grpc::Stub::ValidateListResourceConfig, request)
          .diagnostics());
}

void Connection::List(const std::string& type_name, const ListQuestion& question,
                      const std::function<bool(ListEvent)>& take) {
  const server::Entry<Resource>& resource = Entry(type_name);
  pb::ListResource::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.config, PartEntry(server_->list_resources(), type_name).type,
              *request.mutable_config());
  request.set_include_resource_object(question.include_resource);
  request.set_limit(question.limit);
  grpc_->Receive<pb::ListResource, pb::ListResource::Event>(
      &Grpc::Stub::ListResource, request, [&](const pb::ListResource::Event& event) {
        EXPECT_TRUE(question.include_resource || !event.has_resource_object()) << type_name;
        return take(
            {DecodeValue(event.identity().identity_data(), resource.identity_type, type_name),
             event.display_name(), DecodeValue(event.resource_object(), resource.type, type_name),
             DecodeDiagnostics(event.diagnostic())});
      });
}

Diagnostics Connection::ValidateAction(const std::string& type_name, const Value& config) {
  pb::ValidateActionConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, PartEntry(server_->actions(), type_name).type, *request.mutable_config());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateActionConfig>(&Grpc::Stub::ValidateActionConfig, request)
          .diagnostics());
}

PlanActionAnswer Connection::PlanAction(const std::string& type_name, const Value& config) {
  pb::PlanAction::Request request;
  request.set_action_type(type_name);
  EncodeValue(config, PartEntry(server_->actions(), type_name).type, *request.mutable_config());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  const auto response = grpc_->Ask<pb::PlanAction>(&Grpc::Stub::PlanAction, request);
  PlanActionAnswer answer = {DecodeDeferred(response), DecodeDiagnostics(response.diagnostics())};
  EXPECT_TRUE(!answer.deferred || answer.deferred == DeferredReason::kProviderConfigUnknown)
      << "An action can only be deferred due to an unknown provider configuration: " << type_name;
  return answer;
}

InvokeAnswer Connection::InvokeAction(const std::string& type_name, const Value& config) {
  pb::InvokeAction::Request request;
  request.set_action_type(type_name);
  EncodeValue(config, PartEntry(server_->actions(), type_name).type, *request.mutable_config());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  InvokeAnswer answer;
  bool completed = false;
  grpc_->Receive<pb::InvokeAction, pb::InvokeAction::Event>(
      &Grpc::Stub::InvokeAction, request, [&](const pb::InvokeAction::Event& event) {
        EXPECT_FALSE(completed) << "an event after the last one: " << type_name;
        completed = event.has_completed();
        EXPECT_TRUE(completed || event.has_progress()) << "an event of no kind: " << type_name;
        if (completed) {
          answer.diagnostics = DecodeDiagnostics(event.completed().diagnostics());
        } else {
          answer.progress.push_back(event.progress().message());
        }
        return true;
      });
  EXPECT_TRUE(completed) << "an action that never ended: " << type_name;
  return answer;
}

}  // namespace tf::testing
