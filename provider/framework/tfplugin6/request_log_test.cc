// What is said of each request, and what is not.
#include "provider/framework/tfplugin6/request_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/uuid.h"
#include "provider/framework/testing/kept_log.h"
#include "provider/framework/tfplugin6/testing/parts_fixture.h"

namespace tf::tfplugin6 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::KeptLog;
using ::testing::Not;

// The value of `key` in a line of KeptLog, or nothing.
std::string FieldOf(const std::string& line, absl::string_view key) {
  for (const absl::string_view word : absl::StrSplit(line, ' ')) {
    const std::vector<std::string> parts = absl::StrSplit(word, absl::MaxSplits('=', 1));
    if (parts.size() == 2 && parts[0] == key) return parts[1];
  }
  return "";
}

class RequestLogTest : public PartsTest {
 protected:
  void LogTo(KeptLog& kept) { service_ = std::make_unique<ProviderService>(*server_, Log(&kept)); }

  // The lines without what differs from run to run.
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const std::string& line : kept_.lines()) {
      std::vector<std::string> words = absl::StrSplit(line, ' ');
      std::erase_if(words, [](const std::string& word) {
        return absl::StartsWith(word, "tf_req_id=") ||
               absl::StartsWith(word, "tf_req_duration_ms=");
      });
      lines.push_back(absl::StrJoin(words, " "));
    }
    return lines;
  }

  KeptLog kept_;
};

TEST_F(RequestLogTest, SaysWhenARequestBeginsAndEnds) {
  LogTo(kept_);
  Ask(&ProviderService::ReadResource, ReadRequest());
  EXPECT_THAT(Lines(),
              ElementsAre("trace Received request tf_rpc=ReadResource tf_resource_type=fake_thing",
                          "trace Served request tf_rpc=ReadResource tf_resource_type=fake_thing "
                          "diagnostic_error_count=0 diagnostic_warning_count=0"));
  EXPECT_THAT(FieldOf(kept_.lines()[1], "tf_req_duration_ms"), ::testing::MatchesRegex("[0-9]+"));
}

TEST_F(RequestLogTest, EachRequestHasAnIdOfItsOwn) {
  LogTo(kept_);
  Ask(&ProviderService::ReadResource, ReadRequest());
  Ask(&ProviderService::ReadResource, ReadRequest());
  std::vector<std::string> ids;
  for (const std::string& line : kept_.lines()) ids.push_back(FieldOf(line, "tf_req_id"));
  ASSERT_EQ(ids.size(), 4u);
  EXPECT_TRUE(engine::base::IsUuid(ids[0])) << ids[0];
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(ids[2], ids[3]);
  EXPECT_NE(ids[0], ids[2]);
}

TEST_F(RequestLogTest, ThePartHasTheKeyOfItsKind) {
  LogTo(kept_);
  Ask(&ProviderService::ReadDataSource, ConfigRequest<pb::ReadDataSource::Request>("fake_data"));
  Ask(&ProviderService::OpenEphemeralResource,
      ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"));
  Ask(&ProviderService::ValidateListResourceConfig,
      ConfigRequest<pb::ValidateListResourceConfig::Request>("fake_thing"));
  Ask(&ProviderService::PlanAction, PlanActionRequest());
  pb::MoveResourceState::Request move;
  move.set_target_type_name("fake_thing");
  Ask(&ProviderService::MoveResourceState, move);
  pb::CallFunction::Request call;
  call.set_name("call");
  Ask(&ProviderService::CallFunction, call);
  std::vector<std::string> begins;
  for (const std::string& line : Lines()) {
    if (absl::StartsWith(line, "trace Received")) begins.push_back(line);
  }
  EXPECT_THAT(
      begins,
      ElementsAre("trace Received request tf_rpc=ReadDataSource tf_data_source_type=fake_data",
                  "trace Received request tf_rpc=OpenEphemeralResource "
                  "tf_ephemeral_resource_type=fake_token",
                  "trace Received request tf_rpc=ValidateListResourceConfig "
                  "tf_list_resource_type=fake_thing",
                  "trace Received request tf_rpc=PlanAction tf_action_type=fake_action",
                  "trace Received request tf_rpc=MoveResourceState tf_resource_type=fake_thing",
                  "trace Received request tf_rpc=CallFunction tf_function_name=call"));
}

TEST_F(RequestLogTest, CountsWhatWasAnsweredAndNeverSaysIt) {
  LogTo(kept_);
  thing_->read = [](const tf::ReadRequest&, StateResponse& response) {
    response.diagnostics.AddError("hush", "hush");
    response.diagnostics.AddError("hush", "hush");
    response.diagnostics.AddWarning(Path::Root("name"), "hush", "hush");
  };
  pb::ReadResource::Request request = PartsTest::ReadRequest();
  request.mutable_current_state()->set_msgpack(Bytes(R"({name = "hush", id = "hush"})"));
  request.set_private_(R"({"hush":"hush"})");
  Ask(&ProviderService::ReadResource, request);
  call_ = [] { return FunctionResult::Error("hush"); };
  pb::CallFunction::Request call;
  call.set_name("call");
  call.add_arguments()->set_msgpack(Bytes(Value::String("hush")));
  Ask(&ProviderService::CallFunction, call);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[1], HasSubstr("diagnostic_error_count=2 diagnostic_warning_count=1"));
  EXPECT_THAT(lines[3], HasSubstr("diagnostic_error_count=1 diagnostic_warning_count=0"));
  for (const std::string& line : lines) EXPECT_THAT(line, Not(HasSubstr("hush")));
}

TEST_F(RequestLogTest, ThePartsOwnLinesHaveTheRequestsFields) {
  KeptLog kept(LogLevel::kInfo);
  LogTo(kept);
  thing_->read = [](const tf::ReadRequest& request, StateResponse&) {
    request.operation.log.Info("found", {{"rows", 3}});
    request.operation.log.Debug("not wanted");
  };
  provider_->configure = [](const tf::ConfigureRequest& request, ConfigureResponse&) {
    request.log.Warn("configured");
  };
  Ask(&ProviderService::ReadResource, PartsTest::ReadRequest());
  Ask(&ProviderService::ConfigureProvider, ConfigureRequest(false));
  const std::vector<std::string> lines = kept.lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], ::testing::MatchesRegex("info found tf_rpc=ReadResource tf_req_id=[^ ]+ "
                                                "tf_resource_type=fake_thing rows=3"));
  EXPECT_THAT(lines[1],
              ::testing::MatchesRegex("warn configured tf_rpc=ConfigureProvider tf_req_id=[^ ]+"));
}

TEST_F(RequestLogTest, NothingIsSaidWhenItIsOff) {
  KeptLog kept(LogLevel::kOff);
  LogTo(kept);
  bool enabled = true;
  thing_->read = [&](const tf::ReadRequest& request, StateResponse&) {
    enabled = request.operation.log.Enabled(LogLevel::kError);
  };
  Ask(&ProviderService::ReadResource, PartsTest::ReadRequest());
  EXPECT_FALSE(enabled);
  EXPECT_THAT(kept.lines(), IsEmpty());
}

}  // namespace
}  // namespace tf::tfplugin6
