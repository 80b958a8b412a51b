// Requests of every kind on many threads at once, while the provider is configured, stopped and
// closed. Below gRPC and protobuf, so that the thread sanitizer can judge it: Debian's are built
// without it, and protobuf's messages even have another layout with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/server/apply.h"
#include "provider/framework/server/data_source.h"
#include "provider/framework/server/import.h"
#include "provider/framework/server/plan.h"
#include "provider/framework/server/server.h"
#include "provider/framework/server/upgrade.h"
#include "provider/framework/server/validate.h"
#include "tests/protocol/thing_provider.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

using tf::Diagnostics;
using tf::Value;
using tf::server::Calls;
using tf::server::Server;

constexpr size_t kThreads = 8;
constexpr size_t kRounds = 200;

// Each goes the whole way of a request: from bytes to a value, through the server, and back.
class Requests {
 public:
  explicit Requests(Server& server) : server_(server) {}

  void Validate() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    Diagnostics diagnostics;
    tf::server::ValidatePart(Resource(), operation, Read(), diagnostics);
    Expect(diagnostics);
  }
  void Plan() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    tf::server::PlanResult response;
    tf::server::PlanChange(Resource(), {operation, Read(), Value::Null(type_), Read(), {}},
                           response);
    Expect(response.diagnostics);
    Write(response.plan);
  }
  void Apply() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    tf::server::StateResult response;
    tf::server::Apply(Resource(), {operation, Read(), Value::Null(type_), Read(), {}}, response);
    Write(response.state);
  }
  void Refresh() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    tf::server::StateResult response;
    tf::server::ReadState(Resource(), {operation, HalfAThing(kThing), {}}, response);
    Expect(response.diagnostics);
    Write(response.state);
  }
  void Import() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    tf::server::StateResult response;
    tf::server::Import(Resource(), {operation, kThing}, response);
    Expect(response.diagnostics);
  }
  void Upgrade() const {
    Diagnostics diagnostics;
    Write(tf::server::UpgradeState(Resource(), 0, json_, diagnostics));
    Expect(diagnostics);
  }
  void ReadData() const {
    const Calls::Call call(server_.calls(), [] { return false; });
    const tf::Operation operation = server_.NewOperation(call.stop(), {});
    tf::ReadDataResponse response;
    tf::server::ReadData(*server_.data_sources().at(kThing).part, {operation, Read()}, response);
    Write(response.state);
  }
  void Call() const {
    EXPECT_FALSE(server_.functions().at(kThing)->Call({Read()}).error.has_value());
  }
  void Configure() const { Expect(server_.Configure({Read(), "1.11.4"})); }
  void Stop() const {
    server_.calls().StopAbandoned();
    server_.calls().StopAll();
  }
  void Close() const { server_.Close(); }

 private:
  const tf::Resource& Resource() const { return *server_.resources().at(kThing).part; }
  Value Read() const { return tf::codec::DecodeMsgpack(msgpack_, type_).value(); }
  void Write(const Value& value) const {
    EXPECT_FALSE(tf::codec::EncodeMsgpack(value, type_).empty());
  }
  static void Expect(const Diagnostics& diagnostics) {
    EXPECT_FALSE(diagnostics.HasError()) << diagnostics.list().front().detail;
  }

  Server& server_;
  const tf::Type type_ = ThingSchema().type();
  const std::string msgpack_ = tf::codec::EncodeMsgpack(Thing(kThing), type_);
  const std::string json_ = tf::codec::EncodeJson(Thing(kThing), type_).value();
};

TEST(ThreadsTest, EveryKindOfRequestAtOnce) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Server> server, Server::Create(NewThingProvider()));
  const Requests requests(*server);
  const std::vector<void (Requests::*)() const> kinds = {
      &Requests::Validate,  &Requests::Plan,    &Requests::Apply,    &Requests::Refresh,
      &Requests::Import,    &Requests::Upgrade, &Requests::ReadData, &Requests::Call,
      &Requests::Configure, &Requests::Stop,    &Requests::Close};
  std::vector<std::thread> threads;
  for (size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      // Each thread is at another place of the list.
      for (size_t round = 0; round < kRounds; ++round) {
        (requests.*kinds[(thread + round) % kinds.size()])();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tests::protocol
