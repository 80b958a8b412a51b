// The service's class, shared by the files that implement its RPCs. The generated package is
// ::tfplugin6; this namespace is tf::tfplugin6.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_PROVIDER_SERVICE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_PROVIDER_SERVICE_H_

#include <utility>

#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/log.h"
#include "provider/framework/server/server.h"

namespace tf::tfplugin6 {

namespace pb = ::tfplugin6;

// Safe for several threads: everything it holds is const or the server's.
class ProviderService final : public pb::Provider::Service {
 public:
  explicit ProviderService(server::Server& server, Log log = {})
      : server_(server), log_(std::move(log)) {}

  using Context = grpc::ServerContext*;

  // schema.cc
  grpc::Status GetMetadata(Context, const pb::GetMetadataRpc::Request*,
                           pb::GetMetadataRpc::Response*) override;
  grpc::Status GetProviderSchema(Context, const pb::GetProviderSchema::Request*,
                                 pb::GetProviderSchema::Response*) override;
  grpc::Status GetResourceIdentitySchemas(Context, const pb::GetResourceIdentitySchemas::Request*,
                                          pb::GetResourceIdentitySchemas::Response*) override;
  grpc::Status GetFunctions(Context, const pb::GetFunctions::Request*,
                            pb::GetFunctions::Response*) override;
  // configure.cc
  grpc::Status ValidateProviderConfig(Context, const pb::ValidateProviderConfig::Request*,
                                      pb::ValidateProviderConfig::Response*) override;
  grpc::Status ConfigureProvider(Context, const pb::ConfigureProvider::Request*,
                                 pb::ConfigureProvider::Response*) override;
  grpc::Status StopProvider(Context, const pb::StopProvider::Request*,
                            pb::StopProvider::Response*) override;
  // change.cc
  grpc::Status ValidateResourceConfig(Context, const pb::ValidateResourceConfig::Request*,
                                      pb::ValidateResourceConfig::Response*) override;
  grpc::Status ReadResource(Context, const pb::ReadResource::Request*,
                            pb::ReadResource::Response*) override;
  grpc::Status PlanResourceChange(Context, const pb::PlanResourceChange::Request*,
                                  pb::PlanResourceChange::Response*) override;
  grpc::Status ApplyResourceChange(Context, const pb::ApplyResourceChange::Request*,
                                   pb::ApplyResourceChange::Response*) override;
  grpc::Status GenerateResourceConfig(Context, const pb::GenerateResourceConfig::Request*,
                                      pb::GenerateResourceConfig::Response*) override;
  // stored_state.cc
  grpc::Status UpgradeResourceState(Context, const pb::UpgradeResourceState::Request*,
                                    pb::UpgradeResourceState::Response*) override;
  grpc::Status UpgradeResourceIdentity(Context, const pb::UpgradeResourceIdentity::Request*,
                                       pb::UpgradeResourceIdentity::Response*) override;
  grpc::Status ImportResourceState(Context, const pb::ImportResourceState::Request*,
                                   pb::ImportResourceState::Response*) override;
  grpc::Status MoveResourceState(Context, const pb::MoveResourceState::Request*,
                                 pb::MoveResourceState::Response*) override;
  // data.cc
  grpc::Status ValidateDataResourceConfig(Context, const pb::ValidateDataResourceConfig::Request*,
                                          pb::ValidateDataResourceConfig::Response*) override;
  grpc::Status ReadDataSource(Context, const pb::ReadDataSource::Request*,
                              pb::ReadDataSource::Response*) override;
  // function.cc
  grpc::Status CallFunction(Context, const pb::CallFunction::Request*,
                            pb::CallFunction::Response*) override;
  // ephemeral.cc
  grpc::Status ValidateEphemeralResourceConfig(
      Context, const pb::ValidateEphemeralResourceConfig::Request*,
      pb::ValidateEphemeralResourceConfig::Response*) override;
  grpc::Status OpenEphemeralResource(Context, const pb::OpenEphemeralResource::Request*,
                                     pb::OpenEphemeralResource::Response*) override;
  grpc::Status RenewEphemeralResource(Context, const pb::RenewEphemeralResource::Request*,
                                      pb::RenewEphemeralResource::Response*) override;
  grpc::Status CloseEphemeralResource(Context, const pb::CloseEphemeralResource::Request*,
                                      pb::CloseEphemeralResource::Response*) override;
  // list.cc
  grpc::Status ValidateListResourceConfig(Context, const pb::ValidateListResourceConfig::Request*,
                                          pb::ValidateListResourceConfig::Response*) override;
  grpc::Status ListResource(Context, const pb::ListResource::Request*,
                            grpc::ServerWriter<pb::ListResource::Event>*) override;
  // action.cc
  grpc::Status ValidateActionConfig(Context, const pb::ValidateActionConfig::Request*,
                                    pb::ValidateActionConfig::Response*) override;
  grpc::Status PlanAction(Context, const pb::PlanAction::Request*,
                          pb::PlanAction::Response*) override;
  grpc::Status InvokeAction(Context, const pb::InvokeAction::Request*,
                            grpc::ServerWriter<pb::InvokeAction::Event>*) override;

 private:
  server::Server& server_;
  // What requests say goes there, with their own fields.
  const Log log_;
};

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_PROVIDER_SERVICE_H_
