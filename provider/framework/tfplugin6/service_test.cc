// What no well-behaved client sends, and what no well-behaved provider answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "provider/framework/codec/msgpack.h"
#include "provider/framework/server/server.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/schemas.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"
#include "tests/support/status_matchers.h"

namespace tf::tfplugin6 {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Type& ThingType() {
  static const Type& type =
      *new Type(Type::Object({{"id", Type::String()}, {"name", Type::String()}}));
  return type;
}

Value Thing(const Value& id) { return Value::Object({{"id", id}, {"name", Value::String("a")}}); }

std::string Bytes(const Value& value) { return codec::EncodeMsgpack(value, ThingType()); }

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest() {
    auto provider = std::make_unique<testing::FakeProvider>();
    schema::Schema schema;
    schema.body.attributes = {testing::Computed("id"), testing::Required("name")};
    thing_ = &provider->Add(std::make_unique<testing::FakeFullResource>("fake_thing", schema));
    data_ = &provider->Add(std::make_unique<testing::FakeDataSource>("fake_thing", schema));
    auto server = server::Server::Create(std::move(provider));
    EXPECT_OK(server.status());
    server_ = *std::move(server);
    service_ = std::make_unique<ProviderService>(*server_);
  }

  // The summary and detail of the one diagnostic that there is.
  static std::string Said(const PbDiagnostics& diagnostics) {
    EXPECT_EQ(diagnostics.size(), 1);
    if (diagnostics.size() != 1) return "";
    EXPECT_EQ(diagnostics[0].severity(), pb::Diagnostic::ERROR);
    return diagnostics[0].summary() + ": " + diagnostics[0].detail();
  }

  pb::ApplyResourceChange::Response Apply(const std::string& prior, const std::string& planned) {
    pb::ApplyResourceChange::Request request;
    request.set_type_name("fake_thing");
    request.mutable_prior_state()->set_msgpack(prior);
    request.mutable_planned_state()->set_msgpack(planned);
    request.mutable_config()->set_msgpack(Bytes(Thing(Value::Null(Type::String()))));
    pb::ApplyResourceChange::Response response;
    EXPECT_TRUE(service_->ApplyResourceChange(nullptr, &request, &response).ok());
    return response;
  }

  testing::FakeFullResource* thing_;
  testing::FakeDataSource* data_;
  std::unique_ptr<server::Server> server_;
  std::unique_ptr<ProviderService> service_;
};

TEST_F(ServiceTest, UnknownTypesAreErrorsEverywhere) {
  pb::ReadDataSource::Request read;
  read.set_type_name("fake_\xff" + std::string(5000, 'x'));
  pb::ReadDataSource::Response read_response;
  EXPECT_TRUE(service_->ReadDataSource(nullptr, &read, &read_response).ok());
  const std::string said = Said(read_response.diagnostics());
  EXPECT_THAT(said, HasSubstr("Unknown type"));
  EXPECT_LT(said.size(), 400u);

  pb::PlanResourceChange::Request plan;
  plan.set_type_name("aws_instance");
  pb::PlanResourceChange::Response plan_response;
  EXPECT_TRUE(service_->PlanResourceChange(nullptr, &plan, &plan_response).ok());
  EXPECT_THAT(Said(plan_response.diagnostics()), HasSubstr("\"aws_instance\""));

  pb::CallFunction::Request call;
  call.set_name("nothing");
  pb::CallFunction::Response call_response;
  EXPECT_TRUE(service_->CallFunction(nullptr, &call, &call_response).ok());
  EXPECT_THAT(call_response.error().text(), HasSubstr("\"nothing\""));
}

TEST_F(ServiceTest, BytesThatDoNotFitTheSchemaAreErrorsAndNothingIsDone) {
  thing_->create = [](const CreateRequest&, StateResponse&) { FAIL() << "created"; };
  const std::string good = Bytes(Thing(Value::String("1")));
  const std::string none = Bytes(Value::Null(ThingType()));
  struct Case {
    const char* name;
    std::string planned;
  };
  for (const Case& c :
       std::vector<Case>{{"cut", good.substr(0, good.size() - 1)},
                         {"more behind it", good + good},
                         {"no msgpack", "\xc1"},
                         {"a length without bytes", "\xdf\xff\xff\xff\xff"},
                         {"deep", std::string(10000, '\x91')},
                         {"another type", codec::EncodeMsgpack(Value::Int(1), Type::Number())},
                         {"unknown as a whole", Bytes(Value::Unknown(ThingType()))}}) {
    SCOPED_TRACE(c.name);
    const auto response = Apply(none, c.planned);
    EXPECT_THAT(Said(response.diagnostics()), HasSubstr("Invalid planned state"));
    EXPECT_EQ(response.new_state().msgpack(), none);
  }
}

TEST_F(ServiceTest, AFailedApplyKeepsThePriorState) {
  const std::string prior = Bytes(Thing(Value::String("1")));
  const std::string planned = Bytes(Thing(Value::String("2")));
  // tidy: what a provider's code may do
  thing_->update = [](const UpdateRequest&, StateResponse&) { throw std::runtime_error("boom"); };
  auto response = Apply(prior, planned);
  EXPECT_THAT(Said(response.diagnostics()), HasSubstr("boom"));
  EXPECT_EQ(response.new_state().msgpack(), prior);
}

TEST_F(ServiceTest, AnObjectOfAnotherTypeIsTheProvidersBugAndNotTheEnd) {
  data_->read = [](const ReadDataRequest&, ReadDataResponse& response) {
    response.state = Value::Object({{"id", Value::Int(1)}, {"name", Value::String("a")}});
  };
  pb::ReadDataSource::Request request;
  request.set_type_name("fake_thing");
  request.mutable_config()->set_msgpack(Bytes(Thing(Value::Null(Type::String()))));
  pb::ReadDataSource::Response response;
  EXPECT_TRUE(service_->ReadDataSource(nullptr, &request, &response).ok());
  EXPECT_THAT(Said(response.diagnostics()), HasSubstr("bug in the provider"));
  EXPECT_EQ(response.state().msgpack(), Bytes(Value::Null(ThingType())));
}

TEST_F(ServiceTest, AStateOfAnotherTypeKeepsThePriorOne) {
  thing_->update = [](const UpdateRequest&, StateResponse& response) {
    response.state = Value::Object({{"id", Value::Int(1)}, {"name", Value::String("a")}});
  };
  const std::string prior = Bytes(Thing(Value::String("1")));
  const auto response = Apply(prior, Bytes(Thing(Value::String("2"))));
  EXPECT_THAT(Said(response.diagnostics()), HasSubstr("Object of another type after apply"));
  EXPECT_EQ(response.new_state().msgpack(), prior);
}

TEST_F(ServiceTest, StatesOfTerraform011AreRefusedWithTheWayOut) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name("fake_thing");
  (*request.mutable_raw_state()->mutable_flatmap())["id"] = "1";
  pb::UpgradeResourceState::Response response;
  EXPECT_TRUE(service_->UpgradeResourceState(nullptr, &request, &response).ok());
  EXPECT_THAT(Said(response.diagnostics()), HasSubstr("0.12"));
}

TEST_F(ServiceTest, ForeignSourcesOfAMoveAreRefused) {
  pb::MoveResourceState::Request request;
  request.set_target_type_name("fake_thing");
  request.set_source_provider_address("registry.terraform.io/example/\xc3\x28other");
  request.set_source_type_name("other_thing");
  request.set_source_schema_version(std::numeric_limits<int64_t>::max());
  request.mutable_source_state()->set_json("{\"broken");
  pb::MoveResourceState::Response response;
  EXPECT_TRUE(service_->MoveResourceState(nullptr, &request, &response).ok());
  EXPECT_THAT(Said(response.diagnostics()), HasSubstr("other_thing"));
  EXPECT_THAT(response.target_state().msgpack(), IsEmpty());
}

TEST_F(ServiceTest, AMoveComesWithThePrivateDataOfItsSource) {
  std::string seen;
  thing_->move = [&](const MoveRequest& request, StateResponse& response) {
    seen = request.source_private;
    response.state = Thing(Value::String("1"));
    return true;
  };
  pb::MoveResourceState::Request request;
  request.set_target_type_name("fake_thing");
  request.set_source_private("\x01secret");
  pb::MoveResourceState::Response response;
  EXPECT_TRUE(service_->MoveResourceState(nullptr, &request, &response).ok());
  EXPECT_THAT(response.diagnostics(), IsEmpty());
  EXPECT_EQ(seen, "\x01secret");
}

TEST_F(ServiceTest, TextThatIsNoUtf8BecomesTextThatIs) {
  thing_->import = [](const ImportRequest&, StateResponse& response) {
    response.diagnostics.AddError("bad \xff byte", "in \xc3\x28 the detail");
  };
  pb::ImportResourceState::Request request;
  request.set_type_name("fake_thing");
  request.set_id("\xff");
  pb::ImportResourceState::Response response;
  EXPECT_TRUE(service_->ImportResourceState(nullptr, &request, &response).ok());
  EXPECT_EQ(Said(response.diagnostics()), "bad \xef\xbf\xbd byte: in \xef\xbf\xbd( the detail");
  EXPECT_THAT(response.imported_resources(), IsEmpty());
}

}  // namespace
}  // namespace tf::tfplugin6
