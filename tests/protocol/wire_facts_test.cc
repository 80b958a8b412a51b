// What clients crash on or wait for, at the wire, where no unit test sees it.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "proto/go_plugin/grpc_broker.grpc.pb.h"
#include "proto/go_plugin/grpc_stdio.grpc.pb.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/server/server.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/plugin_client.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "tests/protocol/plain_request.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

namespace pb = ::tfplugin6;
using tf::testing::PluginClient;

// One of the messages has another name than in the clients' own file, which C++ cannot compile. On
// the wire there are only the service's name and the RPCs'.
TEST(WireFactsTest, RpcsHaveTheNamesThatClientsCall) {
  const auto path = [](const std::string& name) {
    return Path(*pb::GetMetadataRpc::descriptor()
                     ->file()
                     ->FindServiceByName("Provider")
                     ->FindMethodByName(name));
  };
  EXPECT_EQ(path("GetMetadata"), "/tfplugin6.Provider/GetMetadata");
  EXPECT_EQ(path("ApplyResourceChange"), "/tfplugin6.Provider/ApplyResourceChange");
  EXPECT_EQ(Methods().size(), 36u);
}

// A schema without a block crashes the client, and so would one for provider_meta, which there is
// not.
TEST(WireFactsTest, AnEmptySchemaHasItsBlock) {
  auto provider = std::make_unique<tf::testing::FakeProvider>();
  provider->Add(std::make_unique<tf::testing::FakeResource>("fake_thing", tf::schema::Schema()));
  ASSERT_OK_AND_ASSIGN(const auto server, tf::server::Server::Create(std::move(provider)));
  tf::tfplugin6::ProviderService service(*server);
  pb::GetProviderSchema::Response response;
  EXPECT_TRUE(service.GetProviderSchema(nullptr, nullptr, &response).ok());
  EXPECT_TRUE(response.provider().has_block());
  EXPECT_TRUE(response.resource_schemas().at("fake_thing").has_block());
  EXPECT_TRUE(!response.has_provider_meta() || response.provider_meta().has_block());
}

// With this capability most processes are never asked for their schema, whatever they are asked
// for. That each RPC works as the first one of a process is hostile_test.cc's first step.
TEST(WireFactsTest, ClientsAreToldThatNoRequestNeedsTheSchemasBeforeIt) {
  ASSERT_OK_AND_ASSIGN(const auto server,
                       tf::server::Server::Create(std::make_unique<tf::testing::FakeProvider>()));
  tf::tfplugin6::ProviderService service(*server);
  pb::GetProviderSchema::Response response;
  EXPECT_TRUE(service.GetProviderSchema(nullptr, nullptr, &response).ok());
  EXPECT_TRUE(response.server_capabilities().get_provider_schema_optional());
}

// Clients hold both streams for the life of the process, and log whatever comes as unexpected.
TEST(WireFactsTest, NothingIsEverSentOnThePluginsOwnStreams) {
  ASSERT_OK_AND_ASSIGN(const auto client,
                       PluginClient::Start({.command = {.arguments = {THING_PLUGIN}}}));
  grpc::ClientContext stdio_context;
  const auto stdio =
      ::plugin::GRPCStdio::NewStub(client->channel())->StreamStdio(&stdio_context, {});
  grpc::ClientContext broker_context;
  const auto broker =
      ::plugin::GRPCBroker::NewStub(client->channel())->StartStream(&broker_context);
  ASSERT_TRUE(broker->Write(::plugin::ConnInfo()));
  grpc::ClientContext context;
  pb::GetProviderSchema::Response schema;
  EXPECT_TRUE(
      pb::Provider::NewStub(client->channel())->GetProviderSchema(&context, {}, &schema).ok());
  EXPECT_OK(client->Shutdown());
  ::plugin::StdioData output;
  EXPECT_FALSE(stdio->Read(&output));
  ::plugin::ConnInfo connection;
  EXPECT_FALSE(broker->Read(&connection));
  // They lasted as long as the process: neither was refused.
  EXPECT_EQ(stdio->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(broker->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace tests::protocol
