#include "provider/framework/server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "provider/framework/schema/rules.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
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
using testing::Validated;
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
      {"validator at another kind of value",
       [](FakeProvider& p) {
         const schema::Attribute text = Required("text");
         p.Add(NewResource("fake_a", SchemaOf(Attributes({Validated(text, schema::AtLeast(1))}))));
       },
       "fake_a: text: the validator \"must be at least 1\" is for number, not string"},
      {"rule about nothing",
       [](FakeProvider& p) {
         schema::Body body = Attributes({Required("a")});
         body.validators = {schema::ConflictsWith({"a", "typo"})};
         p.Add(NewData("fake_a", SchemaOf(body)));
       },
       "fake_a: schema: the validator \"at most one of a and typo can be set\" names \"typo\", "
       "which is not there"},
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
  const Operation before = server_->NewOperation({}, client);
  EXPECT_EQ(NumberOf(before), 0);
  EXPECT_TRUE(before.client.deferral_allowed);
  EXPECT_FALSE(before.client.write_only_attributes_allowed);

  EXPECT_EQ(Configure("{}").list().size(), 1u);
  const Operation first = server_->NewOperation({}, {});
  EXPECT_EQ(NumberOf(first), 1);
  EXPECT_FALSE(first.client.deferral_allowed);

  Configure("{}");
  EXPECT_EQ(NumberOf(server_->NewOperation({}, {})), 2);
  EXPECT_EQ(NumberOf(first), 1);
  EXPECT_EQ(NumberOf(before), 0);
}

TEST_F(ConfiguredServerTest, AFailedConfigureChangesNothing) {
  Configure("{}");
  EXPECT_TRUE(Configure("{url = unknown}").HasError());
  EXPECT_EQ(configured_, 2);
  EXPECT_EQ(NumberOf(server_->NewOperation({}, {})), 1);
}

TEST_F(ConfiguredServerTest, CloseLetsGoOfTheDataWhenNobodyUsesIt) {
  Configure("{}");
  std::optional<Operation> operation = server_->NewOperation({}, {});
  const std::weak_ptr<const ProviderData> data = operation->provider_data;
  server_->Close();
  EXPECT_FALSE(data.expired());
  operation.reset();
  EXPECT_TRUE(data.expired());
  EXPECT_EQ(server_->NewOperation({}, {}).provider_data, nullptr);
}

TEST_F(ConfiguredServerTest, AnOperationHasTheStopOfItsCall) {
  const Calls::Call call(server_->calls(), [] { return false; });
  const Operation operation = server_->NewOperation(call.stop(), {});
  Configure("{}");
  EXPECT_FALSE(operation.stop.stop_requested());
  int asked = 0;
  const std::stop_callback callback(operation.stop, [&] {
    server_->NewOperation({}, {});
    ++asked;
  });
  server_->calls().StopAll();
  EXPECT_EQ(asked, 1);
}

TEST_F(ConfiguredServerTest, SeveralThreadsMayAskAtOnce) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      for (int n = 0; n < 200; ++n) {
        const Operation operation = server_->NewOperation({}, {});
        EXPECT_GE(NumberOf(operation), 0);
      }
    });
  }
  for (int n = 0; n < 50; ++n) {
    Configure("{}");
    server_->calls().StopAll();
  }
  threads.clear();
  EXPECT_EQ(NumberOf(server_->NewOperation({}, {})), 50);
}

schema::IdentitySchema GoodIdentity() {
  return {.version = 0, .attributes = {{.name = "id", .required_for_import = true}}};
}

std::unique_ptr<testing::FakeResourceWithIdentity> NewIdentified(
    schema::IdentitySchema identity = GoodIdentity()) {
  return std::make_unique<testing::FakeResourceWithIdentity>("fake_a", GoodSchema(),
                                                             std::move(identity));
}

TEST(ServerTest, HasEveryKindOfPart) {
  auto provider = std::make_unique<FakeProvider>();
  provider->meta = SchemaOf(Attributes({Optional("module")}));
  provider->Add(NewIdentified());
  provider->Add(NewResource("fake_b"));
  provider->Add(std::make_unique<testing::FakeListResource>("fake_a", GoodSchema()));
  provider->Add(std::make_unique<testing::FakeEphemeralResource>("fake_token", GoodSchema()));
  provider->Add(std::make_unique<testing::FakeAction>("fake_restart", GoodSchema()));
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Create(std::move(provider)));
  EXPECT_EQ(server->meta_type(), Type::Object({{"module", Type::String()}}));
  const Entry<Resource>& identified = server->resources().at("fake_a");
  EXPECT_EQ(identified.with_identity,
            dynamic_cast<const ResourceWithIdentity*>(identified.part.get()));
  EXPECT_EQ(identified.identity_type, GoodIdentity().type());
  EXPECT_EQ(server->resources().at("fake_b").with_identity, nullptr);
  EXPECT_EQ(server->list_resources().at("fake_a").type, GoodSchema().type());
  EXPECT_EQ(server->ephemeral_resources().at("fake_token").type, GoodSchema().type());
  EXPECT_EQ(server->actions().at("fake_restart").type, GoodSchema().type());
}

TEST(ServerTest, WithoutASchemaForItNothingIsSaidInProviderMeta) {
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Create(std::make_unique<FakeProvider>()));
  EXPECT_EQ(server->meta_type(), Type());
}

TEST(ServerTest, RefusesPartsOfEveryKindThatTerraformWouldRefuse) {
  const std::string name =
      "Name: names are lower-case letters, digits and underscores, and begin with no digit";
  const std::string kept = "Terraform keeps this name to itself; use another";
  const auto count = [] { return SchemaOf(Attributes({Optional("count", Type::Number())})); };
  const struct {
    const char* name;
    std::function<void(FakeProvider&)> add;
    std::string want;
  } kCases[] = {
      {"provider_meta", [](FakeProvider& p) { p.meta = BadSchema(); }, "provider_meta: " + name},
      {"identity", [](FakeProvider& p) { p.Add(NewIdentified({.version = 0, .attributes = {}})); },
       "fake_a: identity: schema: there are no attributes"},
      {"ephemeral resource",
       [](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeEphemeralResource>("fake_token", BadSchema()));
       },
       "fake_token: " + name},
      {"reserved in an ephemeral resource",
       [&](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeEphemeralResource>("fake_token", count()));
       },
       "fake_token: count: " + kept},
      {"action",
       [](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeAction>("fake_restart", BadSchema()));
       },
       "fake_restart: " + name},
      {"action twice",
       [](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeAction>("fake_restart", GoodSchema()));
         p.Add(std::make_unique<testing::FakeAction>("fake_restart", GoodSchema()));
       },
       "fake_restart is declared twice"},
      {"list resource",
       [](FakeProvider& p) {
         p.Add(NewIdentified());
         p.Add(std::make_unique<testing::FakeListResource>("fake_a", BadSchema()));
       },
       "fake_a: " + name},
      {"list resource of nothing",
       [](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeListResource>("fake_a", GoodSchema()));
       },
       "list resource fake_a needs a resource of that name that has an identity"},
      {"list resource of a resource without identity",
       [](FakeProvider& p) {
         p.Add(NewResource("fake_a"));
         p.Add(std::make_unique<testing::FakeListResource>("fake_a", GoodSchema()));
       },
       "list resource fake_a needs a resource of that name that has an identity"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    auto provider = std::make_unique<FakeProvider>();
    c.add(*provider);
    EXPECT_THAT(Server::Create(std::move(provider)).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, c.want));
  }
  // In a `config` block of its own, every name is free.
  auto provider = std::make_unique<FakeProvider>();
  provider->Add(std::make_unique<testing::FakeAction>("fake_restart", count()));
  EXPECT_OK(Server::Create(std::move(provider)).status());
}

TEST(ServerTest, RefusesWhatOnlyAManagedResourceHasInOtherParts) {
  const auto schema = [] { return SchemaOf(Attributes({testing::WriteOnly("w")})); };
  const struct {
    const char* name;
    std::function<void(FakeProvider&)> add;
  } kCases[] = {
      {"provider_meta", [&](FakeProvider& p) { p.meta = schema(); }},
      {"fake_a", [&](FakeProvider& p) { p.Add(NewData("fake_a", schema())); }},
      {"fake_b",
       [&](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeEphemeralResource>("fake_b", schema()));
       }},
      {"fake_c",
       [&](FakeProvider& p) {
         p.Add(std::make_unique<testing::FakeListResource>("fake_c", schema()));
       }},
      {"fake_d",
       [&](FakeProvider& p) { p.Add(std::make_unique<testing::FakeAction>("fake_d", schema())); }},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    auto provider = std::make_unique<FakeProvider>();
    c.add(*provider);
    EXPECT_THAT(Server::Create(std::move(provider)),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         StartsWith(std::string(c.name) + ": w: only a managed resource has")));
  }
  EXPECT_THAT(Server::Create(std::make_unique<FakeProvider>(schema())),
              StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("provider: w: only")));
  auto managed = std::make_unique<FakeProvider>();
  managed->Add(NewResource("fake_e", schema()));
  EXPECT_OK(Server::Create(std::move(managed)).status());
}

TEST(ServerTest, ConfigureSeesDefaults) {
  auto owned = std::make_unique<FakeProvider>(SchemaOf(
      Attributes({testing::Default("url", Value::String("http://[::1]")), Optional("user")})));
  std::vector<std::string> seen;
  owned->configure = [&](const ConfigureRequest& request, ConfigureResponse&) {
    seen.push_back(request.config.ToString() + request.terraform_version);
  };
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Create(std::move(owned)));
  for (const char* config : {"{}", R"({url = "u"})", "{url = unknown}"}) {
    server->Configure({Literal(server->config_type(), config), "1.16.0"});
  }
  EXPECT_THAT(seen, ::testing::ElementsAre(R"({url = "http://[::1]", user = null}1.16.0)",
                                           R"({url = "u", user = null}1.16.0)",
                                           "{url = unknown, user = null}1.16.0"));
}

TEST(ServerTest, AConfigureMayBeDeferredWhereTheClientAllowsIt) {
  auto owned = std::make_unique<FakeProvider>();
  std::optional<DeferredReason> reason = DeferredReason::kProviderConfigUnknown;
  owned->configure = [&](const ConfigureRequest&, ConfigureResponse& response) {
    response.deferred = reason;
  };
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Create(std::move(owned)));
  const Value config = Literal(server->config_type(), "{}");
  EXPECT_THAT(
      testing::Lines(server->Configure({config, "1.16.0"})),
      ::testing::ElementsAre(
          "Provider cannot be configured yet | Its configuration holds values that are known only "
          "after apply, and this client cannot come back to what depends on them: apply with "
          "-target what gives these values first."));
  EXPECT_EQ(server->NewOperation({}, {}).deferred, std::nullopt);

  ClientCapabilities client;
  client.deferral_allowed = true;
  EXPECT_TRUE(server->Configure({config, "1.16.0", client}).empty());
  EXPECT_EQ(server->NewOperation({}, {}).deferred, DeferredReason::kProviderConfigUnknown);
  reason = std::nullopt;
  EXPECT_TRUE(server->Configure({config, "1.16.0", client}).empty());
  EXPECT_EQ(server->NewOperation({}, {}).deferred, std::nullopt);
}

}  // namespace
}  // namespace tf::server
