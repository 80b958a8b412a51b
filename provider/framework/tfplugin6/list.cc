// List resources.
#include "provider/framework/server/list.h"

#include <utility>

#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

using Entry = server::Entry<Resource>;

pb::ListResource::Event Encoded(const ListResult& result, const Entry& resource) {
  pb::ListResource::Event event;
  Diagnostics diagnostics = result.diagnostics;
  event.set_display_name(Text(result.display_name));
  if (!diagnostics.HasError() && !result.identity.IsNull()) {
    Encode(result.identity, resource.identity_type, *event.mutable_identity(), diagnostics);
    if (!result.resource.IsNull()) {
      Encode(result.resource, resource.type, *event.mutable_resource_object(), diagnostics);
    }
  }
  Encode(diagnostics, *event.mutable_diagnostic());
  return event;
}

}  // namespace

grpc::Status ProviderService::ValidateListResourceConfig(
    Context context, const pb::ValidateListResourceConfig::Request* request,
    pb::ValidateListResourceConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateListResourceConfig",
                               {"tf_list_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.list_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfigBlock(request->config(), entry->part->schema(), diagnostics);
    if (diagnostics.HasError()) return;
    server::ValidatePart(*entry->part, Rpc(server_, context, request_log.log()).operation(), config,
                         diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ListResource(Context context,
                                           const pb::ListResource::Request* request,
                                           grpc::ServerWriter<pb::ListResource::Event>* writer) {
  pb::ListResource::Event last;
  RequestLog request_log(log_, "ListResource", {"tf_list_resource_type", request->type_name()},
                         &last.diagnostic());
  Run(*last.mutable_diagnostic(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.list_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = Known(
        DecodeConfigBlock(request->config(), entry->part->schema(), diagnostics), diagnostics);
    if (diagnostics.HasError()) return;
    const Entry& resource = server_.resources().find(request->type_name())->second;
    Rpc rpc(server_, context, request_log.log());
    server::List(*entry->part, *resource.part,
                 {.operation = rpc.operation(),
                  .config = config,
                  .include_resource = request->include_resource_object(),
                  .limit = request->limit()},
                 // The client cancels the stream once it has enough.
                 [&](const ListResult& result) {
                   const pb::ListResource::Event event = Encoded(result, resource);
                   request_log.Count(event.diagnostic());
                   const bool written = writer->Write(event);
                   if (!written) rpc.Abandon();
                   return written;
                 });
  });
  if (last.diagnostic_size() > 0) writer->Write(last);
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
