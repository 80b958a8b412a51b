// Every kind of part through the adapter: what it is given, and what the client gets. Streams are
// in testing/connection_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "provider/framework/tfplugin6/testing/parts_fixture.h"

namespace tf::tfplugin6 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// --- what the server says it can do, and does

TEST_F(PartsTest, DestroysArePlannedAsPromised) {
  EXPECT_TRUE(Ask(&ProviderService::GetProviderSchema, {}).server_capabilities().plan_destroy());
  bool planned = false;
  thing_->plan = [&](const tf::PlanRequest& request, PlanResponse& response) {
    planned = true;
    EXPECT_EQ(request.prior, Thing(R"({name = "a", id = "1"})"));
    EXPECT_TRUE(response.plan.IsNull());
    response.diagnostics.AddError("In use", "By b.");
  };
  const auto response =
      Ask(&ProviderService::PlanResourceChange, PlanRequest(R"({name = "a", id = "1"})", "null"));
  EXPECT_TRUE(planned);
  EXPECT_THAT(Said(response.diagnostics()), ElementsAre("In use | By b."));
}

TEST_F(PartsTest, MovesAreMadeAsPromised) {
  EXPECT_TRUE(
      Ask(&ProviderService::GetProviderSchema, {}).server_capabilities().move_resource_state());
  thing_->move = [](const MoveRequest& request, StateResponse& response) {
    EXPECT_EQ(request.source_provider_address, "example.org/x/y");
    EXPECT_EQ(request.source_type_name, "y_thing");
    EXPECT_EQ(request.source_schema_version, 5);
    EXPECT_EQ(request.source_state_json, "{}");
    EXPECT_EQ(request.source_private, "p");
    EXPECT_EQ(request.source_identity_json, R"({"x":1})");
    EXPECT_EQ(request.source_identity_schema_version, 6);
    response.state = Thing(R"({name = "a", id = "1"})");
    response.private_state.Set("k", "w");
    return true;
  };
  pb::MoveResourceState::Request request;
  request.set_target_type_name("fake_thing");
  request.set_source_provider_address("example.org/x/y");
  request.set_source_type_name("y_thing");
  request.set_source_schema_version(5);
  request.mutable_source_state()->set_json("{}");
  request.set_source_private("p");
  request.mutable_source_identity()->set_json(R"({"x":1})");
  request.set_source_identity_schema_version(6);
  const auto response = Ask(&ProviderService::MoveResourceState, request);
  EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
  EXPECT_EQ(response.target_state().msgpack(), Bytes(R"({name = "a", id = "1"})"));
  EXPECT_EQ(response.target_private(), R"({"k":"w"})");
  EXPECT_EQ(response.target_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));
}

TEST_F(PartsTest, ConfigurationsAreGeneratedAsPromised) {
  EXPECT_TRUE(Ask(&ProviderService::GetProviderSchema, {})
                  .server_capabilities()
                  .generate_resource_config());
  pb::GenerateResourceConfig::Request request;
  request.set_type_name("fake_thing");
  request.mutable_state()->set_msgpack(Bytes(R"({name = "a", id = "1"})"));
  const auto response = Ask(&ProviderService::GenerateResourceConfig, request);
  EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
  EXPECT_EQ(response.config().msgpack(), Bytes(R"({name = "a"})"));
}

TEST_F(PartsTest, NothingNeedsTheSchemaToBeAskedForFirst) {
  // No other server of this test is asked for its schema: each request works in a fresh process.
  auto provider = std::make_unique<testing::FakeProvider>();
  provider->Add(std::make_unique<testing::FakeResource>("fake_thing", ThingSchema()));
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Create(std::move(provider)));
  ProviderService fresh(*server);
  const auto request = PlanRequest("null", R"({name = "a"})");
  pb::PlanResourceChange::Response response;
  EXPECT_TRUE(fresh.PlanResourceChange(nullptr, &request, &response).ok());
  EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
  EXPECT_EQ(response.planned_state().msgpack(), Bytes(R"({name = "a", id = unknown})"));
  pb::GetProviderSchema::Response schema;
  EXPECT_TRUE(fresh.GetProviderSchema(nullptr, nullptr, &schema).ok());
  EXPECT_TRUE(schema.server_capabilities().get_provider_schema_optional());
}

TEST_F(PartsTest, MetadataNamesWhatTheSchemaHas) {
  const auto schema = Ask(&ProviderService::GetProviderSchema, {});
  const auto metadata = Ask(&ProviderService::GetMetadata, {});
  EXPECT_EQ(metadata.server_capabilities().SerializeAsString(),
            schema.server_capabilities().SerializeAsString());
  const auto names = [](const auto& messages) {
    std::vector<std::string> found;
    for (const auto& message : messages) found.push_back(message.type_name());
    return found;
  };
  EXPECT_THAT(names(metadata.resources()), ElementsAre("fake_plain", "fake_thing"));
  EXPECT_THAT(names(metadata.data_sources()), ElementsAre("fake_data"));
  EXPECT_THAT(names(metadata.ephemeral_resources()), ElementsAre("fake_token"));
  EXPECT_THAT(names(metadata.list_resources()), ElementsAre("fake_thing"));
  EXPECT_THAT(names(metadata.actions()), ElementsAre("fake_action"));
  EXPECT_THAT(metadata.state_stores(), IsEmpty());
  ASSERT_EQ(metadata.functions_size(), 1);
  EXPECT_EQ(metadata.functions(0).name(), "call");
  EXPECT_EQ(schema.resource_schemas_size(), 2);
  EXPECT_TRUE(schema.resource_schemas().contains("fake_thing"));
  EXPECT_TRUE(schema.data_source_schemas().contains("fake_data"));
  EXPECT_TRUE(schema.ephemeral_resource_schemas().contains("fake_token"));
  EXPECT_TRUE(schema.list_resource_schemas().contains("fake_thing"));
  EXPECT_TRUE(schema.action_schemas().contains("fake_action"));
  EXPECT_TRUE(schema.action_schemas().at("fake_action").schema().has_block());
  EXPECT_TRUE(schema.functions().contains("call"));
  EXPECT_EQ(schema.provider_meta().block().attributes(0).name(), "module");
  EXPECT_EQ(schema.state_store_schemas_size(), 0);
  EXPECT_EQ(Ask(&ProviderService::GetFunctions, {}).functions_size(), 1);
}

TEST_F(PartsTest, AProviderWithoutAMetaSchemaSendsNone) {
  ASSERT_OK_AND_ASSIGN(const auto server,
                       server::Server::Create(std::make_unique<testing::FakeProvider>()));
  ProviderService bare(*server);
  pb::GetProviderSchema::Response schema;
  EXPECT_TRUE(bare.GetProviderSchema(nullptr, nullptr, &schema).ok());
  EXPECT_FALSE(schema.has_provider_meta());
  EXPECT_TRUE(schema.provider().has_block());
}

TEST_F(PartsTest, IdentitySchemasAreThoseOfResourcesThatHaveOne) {
  const auto response = Ask(&ProviderService::GetResourceIdentitySchemas, {});
  ASSERT_EQ(response.identity_schemas_size(), 1);
  const pb::ResourceIdentitySchema& schema = response.identity_schemas().at("fake_thing");
  EXPECT_EQ(schema.version(), 3);
  ASSERT_EQ(schema.identity_attributes_size(), 1);
  EXPECT_EQ(schema.identity_attributes(0).name(), "id");
  EXPECT_EQ(schema.identity_attributes(0).type(), "\"string\"");
  EXPECT_TRUE(schema.identity_attributes(0).required_for_import());
  EXPECT_FALSE(schema.identity_attributes(0).optional_for_import());
  EXPECT_EQ(schema.identity_attributes(0).description(), "The id.");
}

TEST_F(PartsTest, StateStoresAreNotImplemented) {
  const auto unimplemented = [&](const grpc::Status& status, const char* name) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << name;
  };
  pb::Provider::Service& service = *service_;
  pb::ValidateStateStore::Response validated;
  unimplemented(service.ValidateStateStoreConfig(nullptr, nullptr, &validated), "validate");
  pb::ConfigureStateStore::Response configured;
  unimplemented(service.ConfigureStateStore(nullptr, nullptr, &configured), "configure");
  unimplemented(service.ReadStateBytes(nullptr, nullptr, nullptr), "read");
  unimplemented(service.WriteStateBytes(nullptr, nullptr, nullptr), "write");
  unimplemented(service.LockState(nullptr, nullptr, nullptr), "lock");
  unimplemented(service.UnlockState(nullptr, nullptr, nullptr), "unlock");
  unimplemented(service.GetStates(nullptr, nullptr, nullptr), "list");
  unimplemented(service.DeleteState(nullptr, nullptr, nullptr), "delete");
}

// --- clients of another age

template <class Message>
void AddUnknownField(Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddLengthDelimited(1999, "future");
}

TEST_F(PartsTest, FieldsOfNewerClientsAreIgnoredAndEchoed) {
  auto read = ReadRequest();
  AddUnknownField(read);
  AddUnknownField(*read.mutable_client_capabilities());
  const auto answer = Ask(&ProviderService::ReadResource, read);
  EXPECT_THAT(Said(answer.diagnostics()), IsEmpty());
  EXPECT_EQ(answer.new_state().msgpack(), read.current_state().msgpack());

  // Where a message goes back as it came, all of it does.
  AddUnknownField(*read.mutable_current_state());
  AddUnknownField(*read.mutable_current_identity());
  thing_->read = kBoom;
  const auto failed = Ask(&ProviderService::ReadResource, read);
  EXPECT_EQ(failed.new_state().SerializeAsString(), read.current_state().SerializeAsString());
  EXPECT_EQ(failed.new_identity().SerializeAsString(), read.current_identity().SerializeAsString());

  auto apply = ApplyRequest(R"({name = "b", id = "1"})", R"({name = "a", id = "1"})");
  AddUnknownField(apply);
  AddUnknownField(*apply.mutable_prior_state());
  thing_->update = kBoom;
  EXPECT_EQ(Ask(&ProviderService::ApplyResourceChange, apply).new_state().SerializeAsString(),
            apply.prior_state().SerializeAsString());
}

TEST_F(PartsTest, WhatTheClientCanDoReachesTheProvider) {
  ClientCapabilities seen;
  thing_->plan = [&](const tf::PlanRequest& request, PlanResponse&) {
    seen = request.operation.client;
  };
  auto request = PlanRequest("null", R"({name = "a"})");
  Ask(&ProviderService::PlanResourceChange, request);
  EXPECT_FALSE(seen.deferral_allowed || seen.write_only_attributes_allowed ||
               seen.store_planned_private || seen.computed_blocks_allowed);
  pb::ClientCapabilities& client = *request.mutable_client_capabilities();
  const auto ask = [&] {
    Ask(&ProviderService::PlanResourceChange, request);
    return std::vector<bool>{seen.deferral_allowed, seen.write_only_attributes_allowed,
                             seen.store_planned_private, seen.computed_blocks_allowed};
  };
  client.set_deferral_allowed(true);
  EXPECT_THAT(ask(), ElementsAre(true, false, false, false));
  client.Clear();
  client.set_write_only_attributes_allowed(true);
  EXPECT_THAT(ask(), ElementsAre(false, true, false, false));
  client.Clear();
  client.set_store_planned_private(true);
  EXPECT_THAT(ask(), ElementsAre(false, false, true, false));
  client.Clear();
  client.set_computed_blocks_allowed(true);
  EXPECT_THAT(ask(), ElementsAre(false, false, false, true));
}

TEST_F(PartsTest, ThePlanIsGivenWhatTheFirstOneKept) {
  thing_->plan = [](const tf::PlanRequest& request, PlanResponse& response) {
    EXPECT_EQ(*request.planned_private.Find("chosen"), "7");
    EXPECT_EQ(*response.private_state.Find("k"), "v");
    response.private_state.Set("chosen", "7");
  };
  auto request = PlanRequest("null", R"({name = "a"})");
  request.set_planned_private(R"({"chosen":"7"})");
  const auto response = Ask(&ProviderService::PlanResourceChange, request);
  EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
  EXPECT_EQ(response.planned_private(), R"({"chosen":"7","k":"v"})");
  request.set_planned_private("\x01");
  ASSERT_EQ(Ask(&ProviderService::PlanResourceChange, request).diagnostics_size(), 1);
}

TEST_F(PartsTest, WhatModulesSayReachesEveryRequestThatCarriesIt) {
  std::vector<std::string> seen;
  const auto note = [&](const Operation& operation) {
    seen.push_back(operation.provider_meta.ToString());
  };
  thing_->read = [&](const tf::ReadRequest& request, StateResponse&) { note(request.operation); };
  thing_->plan = [&](const tf::PlanRequest& request, PlanResponse&) { note(request.operation); };
  thing_->update = [&](const UpdateRequest& request, StateResponse& response) {
    note(request.operation);
    response.state = request.plan;
  };
  data_->read = [&](const ReadDataRequest& request, ReadDataResponse& response) {
    note(request.operation);
    response.state = request.config;
  };
  const auto ask_all = [&](const std::string& meta) {
    seen.clear();
    auto read = ReadRequest();
    read.mutable_provider_meta()->set_msgpack(meta);
    auto plan = PlanRequest("null", R"({name = "a"})");
    plan.mutable_provider_meta()->set_msgpack(meta);
    auto apply = ApplyRequest(R"({name = "b", id = "1"})", R"({name = "a", id = "1"})");
    apply.mutable_provider_meta()->set_msgpack(meta);
    auto data = ConfigRequest<pb::ReadDataSource::Request>("fake_data");
    data.mutable_provider_meta()->set_msgpack(meta);
    std::vector<std::string> said;
    for (const auto& diagnostics : {Ask(&ProviderService::ReadResource, read).diagnostics(),
                                    Ask(&ProviderService::PlanResourceChange, plan).diagnostics(),
                                    Ask(&ProviderService::ApplyResourceChange, apply).diagnostics(),
                                    Ask(&ProviderService::ReadDataSource, data).diagnostics()}) {
      for (const std::string& line : Said(diagnostics)) said.push_back(line);
    }
    return said;
  };
  const std::string one = R"({module = "net"})";
  EXPECT_THAT(ask_all(Bytes(Value::Object({{"module", Value::String("net")}}))), IsEmpty());
  EXPECT_THAT(seen, ElementsAre(one, one, one, one));
  EXPECT_THAT(ask_all(""), IsEmpty());
  EXPECT_THAT(seen, ElementsAre("null", "null", "null", "null"));
  const std::vector<std::string> said = ask_all("\xc3");
  EXPECT_EQ(said.size(), 4u);
  for (const std::string& line : said) EXPECT_THAT(line, HasSubstr("Invalid provider_meta | "));
  EXPECT_THAT(seen, IsEmpty());
}

TEST_F(PartsTest, WhatModulesDoNotSayHasItsDefault) {
  auto provider = std::make_unique<testing::FakeProvider>();
  provider->meta =
      testing::SchemaOf(testing::Attributes({testing::Default("team", Value::String("net"))}));
  auto& thing =
      provider->Add(std::make_unique<testing::FakeFullResource>("fake_thing", ThingSchema()));
  std::vector<std::string> seen;
  thing.read = [&](const tf::ReadRequest& request, StateResponse&) {
    seen.push_back(request.operation.provider_meta.ToString());
  };
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Create(std::move(provider)));
  ProviderService service(*server);
  auto request = ReadRequest();
  request.clear_current_identity();
  const Value none = Value::Object({{"team", Value::Null(Type::String())}});
  for (const std::string& meta : {Bytes(none), std::string()}) {
    request.mutable_provider_meta()->set_msgpack(meta);
    pb::ReadResource::Response response;
    EXPECT_TRUE(service.ReadResource(nullptr, &request, &response).ok());
    EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
  }
  EXPECT_THAT(seen, ElementsAre(R"({team = "net"})", "null"));
}

TEST_F(PartsTest, PrivateStateAboveTheLimitIsAnErrorAndTheOldOneStays) {
  const auto keep = [](auto& response) {
    response.private_state.Set("k", std::string(PrivateState::kBytesMax, 'x'));
  };
  const std::string old = R"({"k":"v"})";
  const auto refused = [](const char* name, size_t bytes = PrivateState::kBytesMax + 8) {
    return ElementsAre(
        absl::StrCat("Private state too large | ", name, " keeps ", bytes,
                     " bytes beside its state, where 1048576 are the limit; what it kept before "
                     "stays. This is a bug in the provider."));
  };
  thing_->read = [&](const tf::ReadRequest&, StateResponse& response) { keep(response); };
  const auto read = Ask(&ProviderService::ReadResource, ReadRequest());
  EXPECT_THAT(Said(read.diagnostics()), refused("fake_thing"));
  EXPECT_EQ(read.private_(), old);

  thing_->plan = [&](const tf::PlanRequest&, PlanResponse& response) { keep(response); };
  const auto planned =
      Ask(&ProviderService::PlanResourceChange, PlanRequest("null", R"({name = "a"})"));
  EXPECT_THAT(Said(planned.diagnostics()), refused("fake_thing"));
  EXPECT_EQ(planned.planned_private(), old);

  thing_->create = [&](const CreateRequest&, StateResponse& response) {
    response.state = Thing(R"({name = "a", id = "1"})");
    keep(response);
  };
  const auto applied = Ask(&ProviderService::ApplyResourceChange,
                           ApplyRequest("null", R"({name = "a", id = unknown})"));
  EXPECT_THAT(Said(applied.diagnostics()), refused("fake_thing"));
  EXPECT_EQ(applied.private_(), old);
  EXPECT_EQ(applied.new_state().msgpack(), Bytes(R"({name = "a", id = "1"})"));

  const auto fill = [&](const auto&, StateResponse& response) {
    response.state = Thing(R"({name = "a", id = "1"})");
    keep(response);
    return true;
  };
  thing_->import = fill;
  EXPECT_THAT(
      Said(Ask(&ProviderService::ImportResourceState, PartsTest::ImportRequest()).diagnostics()),
      refused("fake_thing", PrivateState::kBytesMax + 8 + 29));
  thing_->move = fill;
  pb::MoveResourceState::Request move;
  move.set_target_type_name("fake_thing");
  const auto moved = Ask(&ProviderService::MoveResourceState, move);
  EXPECT_THAT(Said(moved.diagnostics()), refused("fake_thing"));
  EXPECT_EQ(moved.target_private(), "");

  token_->open = [&](const OpenRequest&, OpenResponse& response) { keep(response); };
  const auto opened = Ask(&ProviderService::OpenEphemeralResource,
                          ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"));
  EXPECT_THAT(Said(opened.diagnostics()), refused("fake_token"));
  EXPECT_EQ(opened.private_(), "");
  token_->renew = [&](const RenewRequest&, RenewResponse& response) { keep(response); };
  pb::RenewEphemeralResource::Request renew;
  renew.set_type_name("fake_token");
  renew.set_private_(old);
  const auto renewed = Ask(&ProviderService::RenewEphemeralResource, renew);
  EXPECT_THAT(Said(renewed.diagnostics()), refused("fake_token"));
  EXPECT_EQ(renewed.private_(), old);
}

// --- identities

TEST_F(PartsTest, IdentitiesGoWithEveryRequestAndAnswer) {
  std::string seen;
  thing_->identity = [&](const IdentityRequest& request) {
    seen = request.prior.ToString();
    return thing_->ResourceWithIdentity::Identity(request);
  };
  const auto read = Ask(&ProviderService::ReadResource, ReadRequest());
  EXPECT_EQ(seen, R"({id = "1"})");
  EXPECT_EQ(read.new_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));

  auto plan = PlanRequest(R"({name = "b", id = "1"})", R"({name = "a", id = "1"})");
  plan.mutable_prior_identity()->mutable_identity_data()->set_msgpack(
      IdentityBytes(R"({id = "1"})"));
  const auto planned = Ask(&ProviderService::PlanResourceChange, plan);
  EXPECT_THAT(Said(planned.diagnostics()), IsEmpty());
  EXPECT_EQ(seen, R"({id = "1"})");
  EXPECT_EQ(planned.planned_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));

  auto apply = ApplyRequest("null", R"({name = "a", id = unknown})");
  apply.mutable_planned_identity()->mutable_identity_data()->set_msgpack(
      IdentityBytes("{id = unknown}"));
  const auto applied = Ask(&ProviderService::ApplyResourceChange, apply);
  EXPECT_THAT(Said(applied.diagnostics()), IsEmpty());
  EXPECT_EQ(seen, "{id = unknown}");
  EXPECT_EQ(applied.new_identity().identity_data().msgpack(), IdentityBytes(R"({id = "made"})"));

  pb::UpgradeResourceIdentity::Request upgrade;
  upgrade.set_type_name("fake_thing");
  upgrade.set_version(3);
  upgrade.mutable_raw_identity()->set_json(R"({"id":"1"})");
  const auto upgraded = Ask(&ProviderService::UpgradeResourceIdentity, upgrade);
  EXPECT_THAT(Said(upgraded.diagnostics()), IsEmpty());
  EXPECT_EQ(upgraded.upgraded_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));
  // Terraform asks for states without one, too, and takes none for an answer.
  upgrade.mutable_raw_identity()->clear_json();
  const auto never = Ask(&ProviderService::UpgradeResourceIdentity, upgrade);
  EXPECT_THAT(Said(never.diagnostics()), IsEmpty());
  EXPECT_FALSE(never.upgraded_identity().has_identity_data());
}

TEST_F(PartsTest, AnObjectFoundGoneKeepsItsIdentityUntilItIsDestroyed) {
  thing_->read = [](const tf::ReadRequest&, StateResponse& response) {
    response.state = Thing("null");
  };
  const auto read = Ask(&ProviderService::ReadResource, ReadRequest());
  EXPECT_EQ(read.new_state().msgpack(), Bytes("null"));
  EXPECT_EQ(read.new_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));
  auto destroy = ApplyRequest(R"({name = "a", id = "1"})", "null");
  destroy.mutable_planned_identity()->mutable_identity_data()->set_msgpack(
      IdentityBytes(R"({id = "1"})"));
  const auto destroyed = Ask(&ProviderService::ApplyResourceChange, destroy);
  EXPECT_EQ(destroyed.new_state().msgpack(), Bytes("null"));
  EXPECT_FALSE(destroyed.new_identity().has_identity_data());
}

TEST_F(PartsTest, ResourcesWithoutIdentitySendNone) {
  auto read = ReadRequest();
  read.set_type_name("fake_plain");
  read.clear_current_identity();
  EXPECT_FALSE(Ask(&ProviderService::ReadResource, read).new_identity().has_identity_data());
  auto plan = PlanRequest("null", R"({name = "a"})");
  plan.set_type_name("fake_plain");
  EXPECT_FALSE(
      Ask(&ProviderService::PlanResourceChange, plan).planned_identity().has_identity_data());
}

TEST_F(PartsTest, ACreateThatDiesNamesNoIdentityItDoesNotKnow) {
  auto create = ApplyRequest("null", R"({name = "a", id = unknown})");
  create.mutable_planned_identity()->mutable_identity_data()->set_msgpack(
      IdentityBytes("{id = unknown}"));
  thing_->create = kBoom;
  EXPECT_FALSE(
      Ask(&ProviderService::ApplyResourceChange, create).new_identity().has_identity_data());
  auto update = ApplyRequest(R"({name = "b", id = "1"})", R"({name = "a", id = "1"})");
  update.mutable_planned_identity()->mutable_identity_data()->set_msgpack(
      IdentityBytes(R"({id = "1"})"));
  thing_->update = kBoom;
  EXPECT_EQ(
      Ask(&ProviderService::ApplyResourceChange, update).new_identity().identity_data().msgpack(),
      IdentityBytes(R"({id = "1"})"));
}

TEST_F(PartsTest, AnImportIsByIdOrByIdentity) {
  std::vector<std::string> seen;
  thing_->import = [&](const tf::ImportRequest& request, StateResponse& response) {
    seen.push_back(request.id + "|" + request.identity.ToString());
    response.state = Thing(R"({id = "1"})");
    response.private_state.Set("k", "w");
  };
  auto request = PartsTest::ImportRequest();
  for (int i = 0; i < 2; ++i) {
    const auto response = Ask(&ProviderService::ImportResourceState, request);
    EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
    ASSERT_EQ(response.imported_resources_size(), 1);
    const auto& imported = response.imported_resources(0);
    EXPECT_EQ(imported.type_name(), "fake_thing");
    EXPECT_EQ(imported.state().msgpack(), Bytes(R"({id = "1"})"));
    EXPECT_EQ(imported.identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));
    EXPECT_EQ(imported.private_(), R"({".import_before_read":"true","k":"w"})");
    EXPECT_FALSE(response.has_deferred());
    request.clear_id();
    request.mutable_identity()->mutable_identity_data()->set_msgpack(
        IdentityBytes(R"({id = "1"})"));
  }
  EXPECT_THAT(seen, ElementsAre("1|null", R"(|{id = "1"})"));
}

// --- config blocks

TEST_F(PartsTest, AConfigBlockThatIsNotThereIsAnEmptyOne) {
  std::vector<std::string> seen;
  action_->plan = [&](const tf::PlanActionRequest& request, PlanActionResponse&) {
    seen.push_back(request.config.ToString());
  };
  for (const std::string& none : {std::string("\xc0"), std::string()}) {
    pb::PlanAction::Request request;
    request.set_action_type("fake_action");
    request.mutable_config()->set_msgpack(none);
    EXPECT_THAT(Said(Ask(&ProviderService::PlanAction, request).diagnostics()), IsEmpty());
    pb::ValidateListResourceConfig::Request list;
    list.set_type_name("fake_thing");
    list.mutable_config()->set_msgpack(none);
    const auto says_what_is_missing = ElementsAre(::testing::HasSubstr("name is required"));
    EXPECT_THAT(Said(Ask(&ProviderService::ValidateListResourceConfig, list).diagnostics()),
                says_what_is_missing);
    pb::ValidateActionConfig::Request action;
    action.set_type_name("fake_action");
    action.mutable_config()->set_msgpack(none);
    EXPECT_THAT(Said(Ask(&ProviderService::ValidateActionConfig, action).diagnostics()),
                says_what_is_missing);
  }
  EXPECT_THAT(seen, ElementsAre("{id = null, name = null}", "{id = null, name = null}"));
}

TEST_F(PartsTest, WhatMustBeKnownIsRefusedWhenItIsNot) {
  token_->open = [](const OpenRequest&, OpenResponse&) { FAIL() << "opened"; };
  data_->read = [](const ReadDataRequest&, ReadDataResponse&) { FAIL() << "read"; };
  const std::string refused =
      "Invalid configuration | The client sent a value that does not fit the schema: it holds "
      "unknowns.";
  EXPECT_THAT(
      Said(Ask(&ProviderService::OpenEphemeralResource,
               ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token", "{name = unknown}"))
               .diagnostics()),
      ElementsAre(refused));
  EXPECT_THAT(Said(Ask(&ProviderService::ReadDataSource,
                       ConfigRequest<pb::ReadDataSource::Request>("fake_data", "{name = unknown}"))
                       .diagnostics()),
              ElementsAre(refused));
}

// --- ephemeral resources

TEST_F(PartsTest, AnEphemeralResourceLivesByWhatItKeeps) {
  token_->open = [](const OpenRequest& request, OpenResponse& response) {
    response.result = request.config.With("id", Value::String("t"));
    response.private_state.Set("lease", "1");
    response.renew_at = absl::FromUnixNanos(1'500'000'000);
  };
  token_->renew = [](const RenewRequest&, RenewResponse& response) {
    EXPECT_EQ(*response.private_state.Find("lease"), "1");
    response.private_state.Set("lease", "2");
  };
  std::vector<std::string> closed;
  token_->close = [&](const CloseRequest& request, Diagnostics&) {
    closed.push_back(*request.private_state.Find("lease"));
  };
  const auto opened = Ask(&ProviderService::OpenEphemeralResource,
                          ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"));
  EXPECT_THAT(Said(opened.diagnostics()), IsEmpty());
  EXPECT_EQ(opened.result().msgpack(), Bytes(R"({name = "a", id = "t"})"));
  EXPECT_EQ(opened.private_(), R"({"lease":"1"})");
  EXPECT_EQ(opened.renew_at().seconds(), 1);
  EXPECT_EQ(opened.renew_at().nanos(), 500'000'000);

  pb::RenewEphemeralResource::Request renew;
  renew.set_type_name("fake_token");
  renew.set_private_(opened.private_());
  const auto renewed = Ask(&ProviderService::RenewEphemeralResource, renew);
  EXPECT_THAT(Said(renewed.diagnostics()), IsEmpty());
  EXPECT_EQ(renewed.private_(), R"({"lease":"2"})");
  EXPECT_FALSE(renewed.has_renew_at());

  pb::CloseEphemeralResource::Request close;
  close.set_type_name("fake_token");
  close.set_private_(renewed.private_());
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Said(Ask(&ProviderService::CloseEphemeralResource, close).diagnostics()),
                IsEmpty());
  }
  EXPECT_THAT(closed, ElementsAre("2", "2"));
}

// --- functions

TEST_F(PartsTest, ACallThatDoesNotFitTheSignatureIsAnError) {
  pb::CallFunction::Request call;
  call.set_name("call");
  EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(), "takes 1 arguments, not 0");
  // OpenTofu sends null as a message without anything in it.
  call.add_arguments();
  const auto null = Ask(&ProviderService::CallFunction, call);
  EXPECT_EQ(null.error().text(), "a must not be null");
  EXPECT_EQ(null.error().function_argument(), 0);
  call.mutable_arguments(0)->set_msgpack(codec::EncodeMsgpack(Value::Unknown(Type()), Type()));
  EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(), "a must be known");
  call.mutable_arguments(0)->set_msgpack(
      codec::EncodeMsgpack(Value::List(Type::String(), {Value::Unknown(Type::String())}), Type()));
  EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(), "a must be known");
  call.add_arguments();
  EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(), "takes 1 arguments, not 2");
  call.set_name(std::string(100'000, 'x'));
  EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(),
            absl::StrCat("this provider has no function \"", std::string(200, 'x'), "\""));
}

TEST_F(PartsTest, ArgumentsAreLimitedInNumberAndTogether) {
  FunctionSignature signature;
  signature.variadic =
      Parameter{.name = "a", .type = Type(), .description = "", .allow_null = true};
  auto provider = std::make_unique<testing::FakeProvider>();
  provider->Add(NewFunction("count", signature, [](absl::Span<const Value> arguments) {
    return FunctionResult{Value::Int(static_cast<int64_t>(arguments.size())), std::nullopt};
  }));
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Create(std::move(provider)));
  ProviderService service(*server);
  const auto error = [&](const pb::CallFunction::Request& call) {
    pb::CallFunction::Response response;
    EXPECT_TRUE(service.CallFunction(nullptr, &call, &response).ok());
    return response.error().text();
  };
  pb::CallFunction::Request call;
  call.set_name("count");
  for (int i = 0; i < 10'000; ++i) call.add_arguments();
  EXPECT_EQ(error(call), "");
  call.add_arguments();
  EXPECT_EQ(error(call), "takes at most 10000 arguments, not 10001");
  // Two that are just small enough, each by itself.
  call.clear_arguments();
  const std::vector<Value> nulls(size_t{3} << 20, Value::Null(Type::Bool()));
  const std::string bytes = codec::EncodeMsgpack(Value::List(Type::Bool(), nulls), Type());
  call.add_arguments()->set_msgpack(bytes);
  EXPECT_EQ(error(call), "");
  call.add_arguments()->set_msgpack(bytes);
  EXPECT_EQ(error(call),
            "The client sent a value that does not fit the schema: the whole value has more than "
            "4194304 parts.");
}

}  // namespace
}  // namespace tf::tfplugin6
