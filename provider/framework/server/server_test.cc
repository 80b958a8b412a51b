#include "provider/framework/server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"
#include "tests/support/status_matchers.h"

namespace tf::server {
namespace {

using testing::Attributes;
using testing::Computed;
using testing::FakeDataSource;
using testing::FakeProvider;
using testing::FakeResource;
using testing::Literal;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using ::testing::StartsWith;
using ::tests::StatusIs;

schema::Schema GoodSchema() { return SchemaOf(Attributes({Required("name"), Computed("id")})); }
schema::Schema BadSchema() { return SchemaOf(Attributes({Required("Name")})); }

std::unique_ptr<Resource> NewResource(std::string name, schema::Schema schema = GoodSchema()) {
  return std::make_unique<FakeResource>(std::move(name), std::move(schema));
}
std::unique_ptr<DataSource> NewData(std::string name, schema::Schema schema = GoodSchema()) {
  return std::make_unique<FakeDataSource>(std::move(name), std::move(schema));
}

FunctionSignature Takes(std::vector<std::string> parameters, std::string variadic = "") {
  FunctionSignature signature;
  signature.result = Type::String();
  for (std::string& name : parameters) signature.parameters.push_back({std::move(name), {}, ""});
  if (!variadic.empty()) signature.variadic = Parameter{std::move(variadic), {}, ""};
  return signature;
}

std::unique_ptr<Function> NewFake(std::string name, FunctionSignature signature) {
  return NewFunction(std::move(name), std::move(signature), [](absl::Span<const Value>) {
    return FunctionResult{Value::String("x"), std::nullopt};
  });
}

TEST(ServerTest, HasThePartsByNameWithTheirTypes) {
  auto provider = std::make_unique<FakeProvider>(SchemaOf(Attributes({Optional("url")})));
  provider->Add(NewResource("fake_b"));
  provider->Add(NewResource("fake_a"));
  provider->Add(NewData("fake_a"));
  provider->Add(NewFake("join", Takes({"a", "b"}, "rest")));
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Create(std::move(provider)));
  EXPECT_EQ(server->config_type(), Type::Object({{"url", Type::String()}}));
  ASSERT_EQ(server->resources().size(), 2u);
  EXPECT_EQ(server->resources().begin()->first, "fake_a");
  EXPECT_EQ(server->resources().begin()->second.part->type_name(), "fake_a");
  EXPECT_EQ(server->resources().begin()->second.type, GoodSchema().type());
  ASSERT_EQ(server->data_sources().size(), 1u);
  EXPECT_EQ(server->data_sources().begin()->second.part->type_name(), "fake_a");
  ASSERT_EQ(server->functions().size(), 1u);
  EXPECT_EQ(server->functions().begin()->first, "join");
}

// What is added to an otherwise good provider.
using Add = void (*)(FakeProvider&);

TEST(ServerTest, RefusesAProviderThatTerraformWouldRefuse) {
  const struct {
    const char* name;
    Add add;
    const char* message;
  } kCases[] = {
      {"resource schema", [](FakeProvider& p) { p.Add(NewResource("fake_a", BadSchema())); },
       "fake_a: Name: names are"},
      {"data source schema", [](FakeProvider& p) { p.Add(NewData("fake_a", BadSchema())); },
       "fake_a: Name: names are"},
      {"two resources",
       [](FakeProvider& p) { p.Add(NewResource("fake_a")), p.Add(NewResource("fake_a")); },
       "fake_a is declared twice"},
      {"two data sources",
       [](FakeProvider& p) { p.Add(NewData("fake_a")), p.Add(NewData("fake_a")); },
       "fake_a is declared twice"},
      {"two functions",
       [](FakeProvider& p) { p.Add(NewFake("f", Takes({}))), p.Add(NewFake("f", Takes({}))); },
       "function f is declared twice"},
      {"function without a name", [](FakeProvider& p) { p.Add(NewFake("", Takes({}))); },
       "function \"\" is not an identifier"},
      {"function with a digit first", [](FakeProvider& p) { p.Add(NewFake("1f", Takes({}))); },
       "function \"1f\" is not an identifier"},
      {"function with a dash", [](FakeProvider& p) { p.Add(NewFake("a-b", Takes({}))); },
       "function \"a-b\" is not an identifier"},
      {"parameter",
       [](FakeProvider& p) {
         p.Add(NewFake("f", Takes({"a", "b c"})));
       },
       "function f: parameter \"b c\" is not an identifier, or is there twice"},
      {"parameter twice",
       [](FakeProvider& p) {
         p.Add(NewFake("f", Takes({"a", "a"})));
       },
       "function f: parameter \"a\" is not an identifier, or is there twice"},
      {"variadic like another", [](FakeProvider& p) { p.Add(NewFake("f", Takes({"a"}, "a"))); },
       "function f: parameter \"a\" is not an identifier, or is there twice"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    auto provider = std::make_unique<FakeProvider>();
    c.add(*provider);
    EXPECT_THAT(Server::Create(std::move(provider)),
                StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
  }
  EXPECT_THAT(
      Server::Create(std::make_unique<FakeProvider>(BadSchema())),
      StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("provider: Name: names are")));
}

struct Numbered : ProviderData {
  explicit Numbered(int n) : number(n) {}
  int number;
};

int NumberOf(const Operation& operation) {
  const auto* data = dynamic_cast<const Numbered*>(operation.provider_data.get());
  return data == nullptr ? 0 : data->number;
}

class ConfiguredServerTest : public ::testing::Test {
 protected:
  ConfiguredServerTest() {
    auto provider = std::make_unique<FakeProvider>(SchemaOf(Attributes({Optional("url")})));
    provider->configure = [this](const ConfigureRequest& request, ConfigureResponse& response) {
      EXPECT_EQ(request.terraform_version, "1.11.4");
      response.data = std::make_shared<Numbered>(++configured_);
      if (request.config.attribute("url").IsUnknown()) {
        response.diagnostics.AddError("No", "Unknown.");
      } else {
        response.diagnostics.AddWarning(Path(), "Yes", "");
      }
    };
    server_ = *Server::Create(std::move(provider));
  }

  Diagnostics Configure(const char* config) {
    return server_->Configure({Literal(server_->config_type(), config), "1.11.4"});
  }

  int configured_ = 0;
  std::unique_ptr<Server> server_;
};

TEST(ServerTest, NamesThatTerraformKeepsAreRefused) {
  auto with_resource = std::make_unique<FakeProvider>();
  with_resource->Add(
      std::make_unique<FakeResource>("fake_thing", SchemaOf(Attributes({Optional("for_each")}))));
  EXPECT_THAT(Server::Create(std::move(with_resource)),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("fake_thing: for_each")));
  EXPECT_THAT(
      Server::Create(std::make_unique<FakeProvider>(SchemaOf(Attributes({Optional("version")})))),
      StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("provider: version")));
}

TEST_F(ConfiguredServerTest, OperationsHaveWhatTheLastConfigureLeft) {
  ClientCapabilities client;
  client.deferral_allowed = true;
  const Operation before = server_->NewOperation(client);
  EXPECT_EQ(NumberOf(before), 0);
  EXPECT_TRUE(before.client.deferral_allowed);
  EXPECT_FALSE(before.client.write_only_attributes_allowed);

  EXPECT_EQ(Configure("{}").list().size(), 1u);
  const Operation first = server_->NewOperation({});
  EXPECT_EQ(NumberOf(first), 1);
  EXPECT_FALSE(first.client.deferral_allowed);

  Configure("{}");
  EXPECT_EQ(NumberOf(server_->NewOperation({})), 2);
  EXPECT_EQ(NumberOf(first), 1);
  EXPECT_EQ(NumberOf(before), 0);
}

TEST_F(ConfiguredServerTest, AFailedConfigureChangesNothing) {
  Configure("{}");
  EXPECT_TRUE(Configure("{url = unknown}").HasError());
  EXPECT_EQ(configured_, 2);
  EXPECT_EQ(NumberOf(server_->NewOperation({})), 1);
}

TEST_F(ConfiguredServerTest, StopReachesEveryOperationInFlight) {
  const Operation unconfigured = server_->NewOperation({});
  Configure("{}");
  const Operation first = server_->NewOperation({});
  Configure("{}");
  const Operation second = server_->NewOperation({});
  EXPECT_FALSE(unconfigured.stop.stop_requested());
  EXPECT_FALSE(first.stop.stop_requested());
  server_->Stop();
  EXPECT_TRUE(unconfigured.stop.stop_requested());
  EXPECT_TRUE(first.stop.stop_requested());
  EXPECT_TRUE(second.stop.stop_requested());
  EXPECT_TRUE(server_->NewOperation({}).stop.stop_requested());
}

TEST_F(ConfiguredServerTest, AfterStopConfigureStartsAfresh) {
  const Operation stopped = server_->NewOperation({});
  server_->Stop();
  Configure("{}");
  EXPECT_TRUE(stopped.stop.stop_requested());
  EXPECT_FALSE(server_->NewOperation({}).stop.stop_requested());
}

TEST_F(ConfiguredServerTest, CloseLetsGoOfTheDataWhenNobodyUsesIt) {
  Configure("{}");
  std::optional<Operation> operation = server_->NewOperation({});
  const std::weak_ptr<const ProviderData> data = operation->provider_data;
  server_->Close();
  EXPECT_FALSE(data.expired());
  operation.reset();
  EXPECT_TRUE(data.expired());
  EXPECT_EQ(server_->NewOperation({}).provider_data, nullptr);
}

TEST_F(ConfiguredServerTest, AStopCallbackMayUseTheServer) {
  const Operation operation = server_->NewOperation({});
  int asked = 0;
  const std::stop_callback callback(operation.stop, [&] {
    server_->NewOperation({});
    ++asked;
  });
  server_->Stop();
  EXPECT_EQ(asked, 1);
}

TEST_F(ConfiguredServerTest, SeveralThreadsMayAskAtOnce) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      for (int n = 0; n < 200; ++n) {
        const Operation operation = server_->NewOperation({});
        EXPECT_GE(NumberOf(operation), 0);
      }
    });
  }
  for (int n = 0; n < 50; ++n) {
    Configure("{}");
    server_->Stop();
  }
  threads.clear();
  EXPECT_EQ(NumberOf(server_->NewOperation({})), 50);
}

}  // namespace
}  // namespace tf::server
