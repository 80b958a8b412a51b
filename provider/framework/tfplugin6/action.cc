// Actions.
#include "provider/framework/server/action.h"

#include "engine/base/mutex.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

grpc::Status ProviderService::ValidateActionConfig(Context context,
                                                   const pb::ValidateActionConfig::Request* request,
                                                   pb::ValidateActionConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateActionConfig",
                               {"tf_action_type", request->type_name()}, &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.actions(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfigBlock(request->config(), entry->part->schema(), diagnostics);
    if (diagnostics.HasError()) return;
    server::ValidatePart(*entry->part, Rpc(server_, context, request_log.log()).operation(), config,
                         diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::PlanAction(Context context, const pb::PlanAction::Request* request,
                                         pb::PlanAction::Response* response) {
  const RequestLog request_log(log_, "PlanAction", {"tf_action_type", request->action_type()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.actions(), request->action_type(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfigBlock(request->config(), entry->part->schema(), diagnostics);
    if (diagnostics.HasError()) return;
    const Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    PlanActionResponse result;
    server::PlanAction(*entry->part, {rpc.operation(), config}, result);
    diagnostics.Append(result.diagnostics);
    SetDeferred(result.deferred, *response);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::InvokeAction(Context context,
                                           const pb::InvokeAction::Request* request,
                                           grpc::ServerWriter<pb::InvokeAction::Event>* writer) {
  // The client crashes without a last event that says completed.
  pb::InvokeAction::Event last;
  const RequestLog request_log(log_, "InvokeAction", {"tf_action_type", request->action_type()},
                               &last.mutable_completed()->diagnostics());
  engine::base::Mutex mutex;
  Run(*last.mutable_completed()->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.actions(), request->action_type(), diagnostics);
    if (entry == nullptr) return;
    const Value config = Known(
        DecodeConfigBlock(request->config(), entry->part->schema(), diagnostics), diagnostics);
    if (diagnostics.HasError()) return;
    Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    const auto progress = [&](absl::string_view message) {
      pb::InvokeAction::Event event;
      event.mutable_progress()->set_message(Text(message));
      engine::base::MutexLock lock(mutex);
      if (!writer->Write(event)) rpc.Abandon();
    };
    server::InvokeAction(*entry->part, {rpc.operation(), config, progress}, diagnostics);
  });
  writer->Write(last);
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
