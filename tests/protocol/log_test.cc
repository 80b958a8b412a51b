// What a provider says through its operations' log, as a client gets it: lines of JSON on stderr,
// each with the fields of its request, and none mixed with another.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/testing/plugin_client.h"
#include "tests/protocol/process_fixture.h"
#include "tests/protocol/thing_provider.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

namespace pb = ::tfplugin6;
using nlohmann::json;
using tf::testing::PluginClient;

class LogTest : public ProcessFixture {
 protected:
  // Starts the plugin at the level, lets `work` ask it, and returns what it said, line by line.
  template <class Work>
  std::vector<json> Lines(const char* level, const Work& work) {
    std::vector<json> lines;
    absl::StatusOr<std::unique_ptr<PluginClient>> client = PluginClient::Start(
        {.command = {.arguments = {THING_PLUGIN},
                     .environment = {{"TMPDIR", directory()}, {"TF_LOG_PROVIDER", level}}}});
    EXPECT_OK(client.status());
    if (!client.ok()) return lines;
    work(*pb::Provider::NewStub((*client)->channel()));
    EXPECT_OK((*client)->Shutdown());
    for (const absl::string_view line :
         absl::StrSplit((*client)->process().Stderr(), '\n', absl::SkipEmpty())) {
      lines.push_back(json::parse(line, nullptr, false));
      EXPECT_TRUE(lines.back().is_object()) << line;
    }
    return lines;
  }

  static void Create(pb::Provider::Stub& stub, const std::string& name) {
    const tf::Type type = ThingSchema().type();
    const std::string thing = tf::codec::EncodeMsgpack(Thing(name), type);
    pb::ApplyResourceChange::Request request;
    request.set_type_name(kThing);
    request.mutable_prior_state()->set_msgpack(
        tf::codec::EncodeMsgpack(tf::Value::Null(type), type));
    request.mutable_planned_state()->set_msgpack(thing);
    request.mutable_config()->set_msgpack(thing);
    grpc::ClientContext context;
    pb::ApplyResourceChange::Response response;
    EXPECT_TRUE(stub.ApplyResourceChange(&context, request, &response).ok());
    EXPECT_EQ(response.diagnostics_size(), 0);
  }

  static void Configure(pb::Provider::Stub& stub) {
    pb::ConfigureProvider::Request request;
    request.mutable_config()->set_msgpack(
        tf::codec::EncodeMsgpack(Thing("p"), ThingSchema().type()));
    grpc::ClientContext context;
    pb::ConfigureProvider::Response response;
    EXPECT_TRUE(stub.ConfigureProvider(&context, request, &response).ok());
  }

  static std::vector<json> WithMessage(const std::vector<json>& lines, const char* message) {
    std::vector<json> found;
    for (const json& line : lines) {
      if (line["@message"] == message) found.push_back(line);
    }
    return found;
  }
};

TEST_F(LogTest, ALineOfTheProviderHasTheFieldsOfItsRequest) {
  const std::vector<json> lines = Lines("INFO", [](pb::Provider::Stub& stub) {
    Configure(stub);
    Create(stub, "south");
  });
  const std::vector<json> said = WithMessage(lines, "at work");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0]["tf_rpc"], "ConfigureProvider");
  EXPECT_EQ(said[0]["method"], "configure");
  EXPECT_EQ(said[1]["@level"], "info");
  EXPECT_EQ(said[1]["@module"], "provider.fake");
  EXPECT_EQ(said[1]["tf_rpc"], "ApplyResourceChange");
  EXPECT_EQ(said[1]["tf_resource_type"], kThing);
  EXPECT_EQ(said[1]["tf_provider_addr"], "registry.terraform.io/example/fake");
  EXPECT_EQ(said[1]["tf_req_id"].get<std::string>().size(), 36u);
  EXPECT_EQ(said[1]["method"], "create");
  EXPECT_EQ(said[1]["name"], "south");
  // The framework's own are below this level.
  EXPECT_EQ(lines.size(), said.size());
}

TEST_F(LogTest, LinesOfRequestsAtOnceAreWholeAndToldApart) {
  constexpr int kThreads = 4;
  constexpr int kRequests = 20;
  const std::vector<json> lines = Lines("TRACE", [](pb::Provider::Stub& stub) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&stub, thread] {
        for (int i = 0; i < kRequests; ++i) Create(stub, absl::StrCat("thing-", thread, "-", i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  });
  // Received, at work, served.
  std::map<std::string, std::vector<std::string>> requests;
  for (const json& line : lines) {
    if (!line.contains("tf_req_id")) continue;
    requests[line["tf_req_id"]].push_back(line["@message"]);
  }
  EXPECT_EQ(requests.size(), size_t{kThreads * kRequests});
  for (const auto& [id, messages] : requests) {
    EXPECT_THAT(messages, ::testing::ElementsAre("Received request", "at work", "Served request"));
  }
}

TEST_F(LogTest, NothingIsSaidUnlessItIsAskedFor) {
  EXPECT_THAT(Lines("OFF", [](pb::Provider::Stub& stub) { Create(stub, "south"); }),
              ::testing::IsEmpty());
}

}  // namespace
}  // namespace tests::protocol
