// What an interrupt does during every call. A client's first one is StopProvider; at the second it
// gives the calls up and ends the plugin, or is simply gone. A call that it gives up by itself
// stops alone.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/private_state.h"
#include "provider/framework/testing/plugin_client.h"
#include "tests/protocol/process_fixture.h"
#include "tests/protocol/thing_provider.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

namespace pb = ::tfplugin6;
using ::testing::IsEmpty;
using ::tests::IsOkAndHolds;
using tf::testing::ExitStatus;
using tf::testing::PluginClient;
using Stub = pb::Provider::Stub;

// A client kills a plugin two seconds after it asked it to end.
constexpr absl::Duration kEndMax = absl::Seconds(2);

struct Answer {
  grpc::Status status;
  std::string error;  // The first diagnostic's summary.
  std::string state;  // Of an apply.
};

template <class Rpc>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const typename Rpc::Request&,
                                      typename Rpc::Response*);

template <class Rpc>
Answer Ask(Method<Rpc> method, Stub& stub, grpc::ClientContext& context,
           const typename Rpc::Request& request) {
  typename Rpc::Response response;
  Answer answer;
  answer.status = (stub.*method)(&context, request, &response);
  if constexpr (requires { response.diagnostics(); }) {
    if (response.diagnostics_size() > 0) answer.error = response.diagnostics(0).summary();
  }
  if constexpr (requires { response.new_state(); }) answer.state = response.new_state().msgpack();
  return answer;
}

std::string Encoded(const tf::Value& value) {
  return tf::codec::EncodeMsgpack(value, ThingSchema().type());
}

std::string Absent() { return Encoded(tf::Value::Null(ThingSchema().type())); }

// Every call that there is. To add one: what the part calls itself when it is reached, whether the
// framework can stop it, and how it is called with a thing of the given name.
struct Call {
  std::string name;
  bool stoppable;
  std::function<Answer(Stub&, grpc::ClientContext&, const std::string& thing)> ask;
};

template <class Rpc>
Call WithConfig(const char* name, bool stoppable, Method<Rpc> method) {
  return {name, stoppable, [method](Stub& stub, auto& context, const std::string& thing) {
            typename Rpc::Request request;
            if constexpr (requires { request.set_type_name(""); }) request.set_type_name(kThing);
            if constexpr (requires { request.set_action_type(""); }) {
              request.set_action_type(kThing);
            }
            request.mutable_config()->set_msgpack(Encoded(Thing(thing)));
            return Ask<Rpc>(method, stub, context, request);
          }};
}

Call Apply(const char* name, bool prior, bool planned) {
  return {name, true, [=](Stub& stub, auto& context, const std::string& thing) {
            pb::ApplyResourceChange::Request request;
            request.set_type_name(kThing);
            const std::string object = Encoded(HalfAThing(thing));
            request.mutable_prior_state()->set_msgpack(prior ? object : Absent());
            request.mutable_planned_state()->set_msgpack(planned ? object : Absent());
            request.mutable_config()->set_msgpack(planned ? Encoded(Thing(thing)) : Absent());
            return Ask<pb::ApplyResourceChange>(&Stub::ApplyResourceChange, stub, context, request);
          }};
}

Answer AskPlan(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::PlanResourceChange::Request request;
  request.set_type_name(kThing);
  request.mutable_prior_state()->set_msgpack(Absent());
  request.mutable_proposed_new_state()->set_msgpack(Encoded(Thing(thing)));
  request.mutable_config()->set_msgpack(Encoded(Thing(thing)));
  return Ask<pb::PlanResourceChange>(&Stub::PlanResourceChange, stub, context, request);
}

Answer AskRead(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::ReadResource::Request request;
  request.set_type_name(kThing);
  request.mutable_current_state()->set_msgpack(Encoded(HalfAThing(thing)));
  return Ask<pb::ReadResource>(&Stub::ReadResource, stub, context, request);
}

Answer AskImport(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::ImportResourceState::Request request;
  request.set_type_name(kThing);
  request.set_id(thing);
  return Ask<pb::ImportResourceState>(&Stub::ImportResourceState, stub, context, request);
}

std::string Json(const std::string& thing) { return absl::StrCat("{\"name\":\"", thing, "\"}"); }

Answer AskUpgrade(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name(kThing);
  request.mutable_raw_state()->set_json(Json(thing));
  return Ask<pb::UpgradeResourceState>(&Stub::UpgradeResourceState, stub, context, request);
}

Answer AskMove(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::MoveResourceState::Request request;
  request.set_target_type_name(kThing);
  request.mutable_source_state()->set_json(Json(thing));
  return Ask<pb::MoveResourceState>(&Stub::MoveResourceState, stub, context, request);
}

// Renew and Close have no configuration: what the part shall do is in its private state.
template <class Rpc>
Call WithPrivateState(const char* name, Method<Rpc> method) {
  return {name, true, [method](Stub& stub, auto& context, const std::string& thing) {
            tf::PrivateState state;
            state.Set("name", thing);
            typename Rpc::Request request;
            request.set_type_name(kThing);
            request.set_private_(state.ToBytes());
            return Ask<Rpc>(method, stub, context, request);
          }};
}

// Of a stream the last event counts.
Answer AskList(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::ListResource::Request request;
  request.set_type_name(kThing);
  request.mutable_config()->set_msgpack(Encoded(Thing(thing)));
  request.set_limit(1);
  const auto reader = stub.ListResource(&context, request);
  pb::ListResource::Event event;
  Answer answer;
  while (reader->Read(&event)) {
    if (event.diagnostic_size() > 0) answer.error = event.diagnostic(0).summary();
  }
  answer.status = reader->Finish();
  return answer;
}

Answer AskInvoke(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::InvokeAction::Request request;
  request.set_action_type(kThing);
  request.mutable_config()->set_msgpack(Encoded(Thing(thing)));
  const auto reader = stub.InvokeAction(&context, request);
  pb::InvokeAction::Event event;
  Answer answer;
  while (reader->Read(&event)) {
    const auto& diagnostics = event.completed().diagnostics();
    if (!diagnostics.empty()) answer.error = diagnostics[0].summary();
  }
  answer.status = reader->Finish();
  return answer;
}

Answer AskFunction(Stub& stub, grpc::ClientContext& context, const std::string& thing) {
  pb::CallFunction::Request request;
  request.set_name(kThing);
  request.add_arguments()->set_msgpack(Encoded(Thing(thing)));
  return Ask<pb::CallFunction>(&Stub::CallFunction, stub, context, request);
}

std::vector<Call> Calls() {
  return {
      WithConfig<pb::ValidateProviderConfig>("validate provider", false,
                                             &Stub::ValidateProviderConfig),
      WithConfig<pb::ConfigureProvider>("configure", false, &Stub::ConfigureProvider),
      WithConfig<pb::ValidateResourceConfig>("validate", true, &Stub::ValidateResourceConfig),
      WithConfig<pb::ReadDataSource>("read data", true, &Stub::ReadDataSource),
      Apply("create", false, true),
      Apply("update", true, true),
      Apply("delete", true, false),
      {"plan", true, AskPlan},
      {"read", true, AskRead},
      {"import", true, AskImport},
      {"upgrade", false, AskUpgrade},
      {"move", true, AskMove},
      {"call", false, AskFunction},
      WithConfig<pb::ValidateEphemeralResourceConfig>("validate ephemeral", true,
                                                      &Stub::ValidateEphemeralResourceConfig),
      WithConfig<pb::OpenEphemeralResource>("open", true, &Stub::OpenEphemeralResource),
      WithPrivateState<pb::RenewEphemeralResource>("renew", &Stub::RenewEphemeralResource),
      WithPrivateState<pb::CloseEphemeralResource>("close", &Stub::CloseEphemeralResource),
      {"list", true, AskList},
      WithConfig<pb::PlanAction>("plan action", true, &Stub::PlanAction),
      {"invoke", true, AskInvoke},
  };
}

class InterruptTest : public ProcessFixture, public ::testing::WithParamInterface<Call> {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(
        client_, PluginClient::Start({.command = {.arguments = {THING_PLUGIN},
                                                  .environment = {{"TMPDIR", directory()}}}}));
    stub_ = pb::Provider::NewStub(client_->channel());
  }

  // Calls on another thread, and returns when the call is inside the part.
  std::future<Answer> Enter(const std::string& thing) {
    std::future<Answer> answer = std::async(
        std::launch::async, [this, thing] { return GetParam().ask(*stub_, context_, thing); });
    EXPECT_OK(client_->process().WaitForStderr(absl::StrCat("in ", GetParam().name, "\n")));
    return answer;
  }

  // The first interrupt.
  void Stop() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoSeconds(tf::testing::kPatience));
    pb::StopProvider::Response response;
    EXPECT_TRUE(stub_->StopProvider(&context, {}, &response).ok());
    EXPECT_EQ(response.error(), "");
  }

  void ExpectItEnds() {
    const absl::Time begin = absl::Now();
    EXPECT_THAT(client_->process().WaitForExit(), IsOkAndHolds(ExitStatus{}));
    EXPECT_LT(absl::Now() - begin, kEndMax);
    EXPECT_THAT(Left(), IsEmpty());
    ReapOrphans();
  }

  std::unique_ptr<PluginClient> client_;
  std::unique_ptr<Stub> stub_;
  grpc::ClientContext context_;
};

class StoppableTest : public InterruptTest {};

TEST_P(StoppableTest, OneStopsTheWorkAndKeepsWhatIsThere) {
  std::future<Answer> answering = Enter("block");
  Stop();
  const Answer answer = answering.get();
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.error, "Interrupted");
  for (const char* method : {"create", "update", "delete"}) {
    if (GetParam().name == method) {
      EXPECT_EQ(answer.state, Encoded(HalfAThing("block")));
    }
  }
  EXPECT_OK(client_->Shutdown());
  ExpectItEnds();
}

TEST_P(StoppableTest, ACallThatTheClientGivesUpIsStopped) {
  std::future<Answer> answering = Enter("block");
  context_.TryCancel();
  EXPECT_EQ(answering.get().status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_OK(client_->process().WaitForStderr(absl::StrCat("out ", GetParam().name, "\n")));
  EXPECT_OK(client_->Shutdown());
  ExpectItEnds();
}

TEST_P(InterruptTest, OneIsAnsweredThoughTheWorkGoesOn) {
  std::future<Answer> answering = Enter("stuck");
  Stop();
  // And other calls are, too.
  grpc::ClientContext context;
  pb::GetProviderSchema::Response schema;
  EXPECT_TRUE(stub_->GetProviderSchema(&context, {}, &schema).ok());
  client_->process().Signal(SIGKILL);
  EXPECT_EQ(answering.get().status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_P(InterruptTest, TwoEndTheProcessWhenTheClientSaysSo) {
  std::future<Answer> answering = Enter("stuck");
  Stop();
  context_.TryCancel();
  EXPECT_EQ(answering.get().status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_OK(client_->Shutdown());
  ExpectItEnds();
}

TEST_P(InterruptTest, TwoEndTheProcessWhenTheClientIsGone) {
  std::future<Answer> answering = Enter("stuck");
  Stop();
  context_.TryCancel();
  EXPECT_EQ(answering.get().status.error_code(), grpc::StatusCode::CANCELLED);
  client_->Disconnect();
  ExpectItEnds();
}

std::string TestName(const ::testing::TestParamInfo<Call>& row) {
  return absl::StrReplaceAll(row.param.name, {{" ", "_"}});
}

std::vector<Call> StoppableCalls() {
  std::vector<Call> calls = Calls();
  calls.erase(
      std::remove_if(calls.begin(), calls.end(), [](const Call& call) { return !call.stoppable; }),
      calls.end());
  return calls;
}

INSTANTIATE_TEST_SUITE_P(Calls, StoppableTest, ::testing::ValuesIn(StoppableCalls()), TestName);
INSTANTIATE_TEST_SUITE_P(Calls, InterruptTest, ::testing::ValuesIn(Calls()), TestName);

}  // namespace
}  // namespace tests::protocol
