#include "tests/protocol/tutorial_provider/garden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "provider/framework/server/action.h"
#include "provider/framework/server/apply.h"
#include "provider/framework/server/ephemeral.h"
#include "provider/framework/server/list.h"
#include "provider/framework/server/server.h"
#include "provider/framework/testing/in_process_client.h"
#include "provider/framework/testing/kept_log.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"

namespace garden {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tf::Value;
using tf::testing::Action;
using tf::testing::Client;
using tf::testing::Instance;
using tf::testing::Literal;
using tf::testing::Result;

class GardenTest : public ::testing::Test {
 protected:
  GardenTest() { EXPECT_FALSE(client_.Configure("{}").HasError()); }

  Client client_{NewGardenProvider()};
  Instance bed_ = client_.Resource("garden_bed");
};

TEST_F(GardenTest, ABedIsMadeChangedAndReplaced) {
  const Result created = bed_.Apply(R"({name = "south", hose = "h", rows = 3})");
  EXPECT_EQ(created.action, Action::kCreate);
  EXPECT_EQ(created.state.attribute("id"), Value::String("bed-south"));
  EXPECT_EQ(created.state.attribute("soil"), Value::String("loam"));
  EXPECT_EQ(bed_.Apply(R"({name = "south", hose = "h", rows = 4})").action, Action::kUpdate);
  EXPECT_EQ(bed_.Plan(R"({name = "north", hose = "h", rows = 4})").action, Action::kReplace);
  EXPECT_TRUE(bed_.Destroy().ok());
}

TEST(GardenLogTest, ABedThatIsDugIsSaid) {
  tf::testing::KeptLog kept(tf::LogLevel::kInfo);
  Client client(NewGardenProvider(), tf::testing::Terraform116(), &kept);
  EXPECT_FALSE(client.Configure("{}").HasError());
  Instance bed = client.Resource("garden_bed");
  EXPECT_TRUE(bed.Apply(R"({name = "south", hose = "h", rows = 3})").ok());
  ASSERT_THAT(kept.lines(), ElementsAre(HasSubstr("info bed is dug ")));
  EXPECT_THAT(kept.lines()[0], HasSubstr(" tf_resource_type=garden_bed id=bed-south rows=3"));
}

TEST_F(GardenTest, WrongConfigurationsAreRefused) {
  EXPECT_THAT(bed_.Plan(R"({name = "South", hose = "h"})").ErrorText(),
              HasSubstr("\"South\" must be lower-case letters."));
  EXPECT_THAT(bed_.Plan(R"({name = "south"})").ErrorText(),
              HasSubstr("None of hose and well is set. Set exactly one."));
  EXPECT_THAT(bed_.Plan(R"({name = "south", well = "w", soil = "clay"})").ErrorText(),
              HasSubstr("\"clay\" is not one of \"loam\", \"sand\"."));
  EXPECT_THAT(bed_.Plan(R"({name = "south", well = "w", fence = {height = 0}})").ErrorText(),
              HasSubstr("0 is below 1."));
  EXPECT_THAT(bed_.Plan(R"({name = "south", well = "w", gate_code = "1"})").ErrorText(),
              HasSubstr("gate_code is set without gate_code_version"));
  EXPECT_THAT(
      bed_.Plan(R"({name = "south", well = "w", timeouts = {create = "soon"}})").ErrorText(),
      HasSubstr("\"soon\" is no duration"));
}

TEST_F(GardenTest, NestedObjectsAndBlocksAreKept) {
  const Result created = bed_.Apply(R"({name = "south", well = "w", fence = {height = 90},
      seeds = [{plant = "pea"}, {plant = "leek", spacing = 0.1}]})");
  EXPECT_TRUE(created.ok()) << created.ErrorText();
  EXPECT_EQ(created.state.attribute("fence").attribute("height"), Value::Int(90));
  EXPECT_EQ(created.state.attribute("seeds").elements().size(), 2u);
}

TEST_F(GardenTest, AnotherFenceReplacesTheBedAndFewerRowsAreRefused) {
  ASSERT_TRUE(bed_.Apply(R"({name = "south", well = "w", rows = 3, fence = {height = 90}})").ok());
  EXPECT_EQ(bed_.Plan(R"({name = "south", well = "w", rows = 3, fence = {height = 80}})").action,
            Action::kReplace);
  EXPECT_THAT(
      bed_.Plan(R"({name = "south", well = "w", rows = 2, fence = {height = 90}})").ErrorText(),
      HasSubstr("Rows are dug already"));
  EXPECT_TRUE(bed_.Plan(R"({name = "north", well = "w", rows = 2})").ok());
}

TEST_F(GardenTest, AWriteOnlyCodeIsInThePrivateStateOnly) {
  const Result created =
      bed_.Apply(R"({name = "south", well = "w", gate_code = "1234", gate_code_version = 1})");
  EXPECT_TRUE(created.state.attribute("gate_code").IsNull());
  EXPECT_THAT(bed_.private_state(), HasSubstr("1234"));
  EXPECT_TRUE(bed_.Apply(R"({name = "south", well = "w", gate_code = "1234",
      gate_code_version = 2})")
                  .ok());
  EXPECT_THAT(bed_.private_state(), HasSubstr(R"(\"opened\":1)"));
}

TEST_F(GardenTest, BedsAreImportedByIdAndByIdentity) {
  bed_.Apply(R"({name = "south", well = "w"})");
  Instance by_id = client_.Resource("garden_bed");
  EXPECT_EQ(by_id.Import("bed-south").state.attribute("name"), Value::String("south"));
  Instance by_identity = client_.Resource("garden_bed");
  const Value identity = Value::Object({{"id", Value::String("bed-south")}});
  EXPECT_EQ(by_identity.ImportByIdentity(identity).state.attribute("well"), Value::String("w"));
}

TEST_F(GardenTest, OldStatesAndPlotsOfAFarmAreTakenOver) {
  bed_.Apply(R"({name = "south", hose = "h"})");
  Instance old = client_.Resource("garden_bed");
  EXPECT_EQ(old.Restore(0, R"({"label":"south","hose":"h"})").state.attribute("name"),
            Value::String("south"));
  Instance moved = client_.Resource("garden_bed");
  const Result taken = moved.Move(
      {"registry.terraform.io/example/farm", "farm_plot", 0, R"({"label":"south","hose":"h"})"});
  EXPECT_EQ(taken.state.attribute("id"), Value::String("bed-south"));
}

TEST_F(GardenTest, TheFunctionCounts) {
  const std::vector<Value> arguments = {Value::Int(300), Value::Int(50)};
  EXPECT_EQ(client_.Call("rows", arguments).value, Value::Int(6));
  EXPECT_TRUE(client_.Call("rows", {Value::Int(300), Value::Int(0)}).error.has_value());
}

// The other kinds, through the server.
class GardenServerTest : public ::testing::Test {
 protected:
  GardenServerTest() {
    BedModel bed;
    bed.id = std::string("bed-south");
    bed.name = std::string("south");
    bed.soil = Soil::kSand;
    garden_->Put(bed);
  }

  // Without validation and plan.
  tf::server::StateResult Create(const tf::Operation& operation, const char* planned) {
    const auto& beds = *server_->resources().find("garden_bed")->second.part;
    const Value plan = Literal(beds.schema().body, planned);
    tf::server::StateResult result;
    tf::server::Apply(beds,
                      {.operation = operation,
                       .config = plan,
                       .prior = Value::Null(plan.type()),
                       .plan = plan,
                       .planned_private = {}},
                      result);
    return result;
  }

  std::shared_ptr<Garden> garden_ = std::make_shared<Garden>();
  const tf::Operation operation_ = {.stop = {}, .provider_data = garden_, .client = {}};
  std::unique_ptr<tf::server::Server> server_ = *tf::server::Server::Create(NewGardenProvider());
};

TEST_F(GardenServerTest, ABedThatIsInterruptedIsAnErrorAndNotThere) {
  std::stop_source stop;
  stop.request_stop();
  const tf::Operation stopped = {.stop = stop.get_token(), .provider_data = garden_, .client = {}};
  const auto result = Create(stopped, R"({name = "north", well = "w", rows = 3})");
  EXPECT_TRUE(result.state.IsNull());
  EXPECT_EQ(garden_->Find("bed-north"), nullptr);
  ASSERT_EQ(result.diagnostics.list().size(), 1u);
  EXPECT_EQ(result.diagnostics.list()[0].summary, "Interrupted");
}

// It has more rows than are dug in the time.
TEST_F(GardenServerTest, ABedThatTakesTooLongIsAnErrorAndNotThere) {
  const auto result =
      Create(operation_,
             R"({name = "north", well = "w", rows = 1000000000, timeouts = {create = "1ms"}})");
  EXPECT_TRUE(result.state.IsNull());
  EXPECT_EQ(garden_->Find("bed-north"), nullptr);
  ASSERT_EQ(result.diagnostics.list().size(), 1u);
  EXPECT_THAT(result.diagnostics.list()[0].detail,
              HasSubstr("The create of bed north did not end within 1ms."));
}

TEST_F(GardenServerTest, KeysAreGivenOutAndBack) {
  const auto& key = *server_->ephemeral_resources().find("garden_key")->second.part;
  tf::OpenResponse opened;
  tf::server::Open(key, {operation_, Literal(key.schema().body, R"({bed = "b"})")}, opened);
  EXPECT_EQ(opened.result.attribute("key"), Value::String("key of b"));
  tf::Diagnostics diagnostics;
  tf::server::Close(key, {operation_, opened.private_state}, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
}

TEST_F(GardenServerTest, BedsAreFound) {
  const auto& list = *server_->list_resources().find("garden_bed")->second.part;
  const auto& beds = *server_->resources().find("garden_bed")->second.part;
  const auto names = [&](const char* config) {
    std::vector<std::string> found;
    tf::server::List(list, beds, {operation_, Literal(list.schema().body, config), true, 10},
                     [&](const tf::ListResult& result) {
                       EXPECT_TRUE(result.diagnostics.empty());
                       EXPECT_EQ(result.identity.attribute("id"), Value::String("bed-south"));
                       found.push_back(result.display_name);
                       return true;
                     });
    return found;
  };
  EXPECT_THAT(names("{}"), ElementsAre("south"));
  EXPECT_THAT(names(R"({soil = "loam"})"), ElementsAre());
}

TEST_F(GardenServerTest, BedsAreWatered) {
  const auto& water = *server_->actions().find("garden_water")->second.part;
  std::vector<std::string> lines;
  const auto invoke = [&](const char* config) {
    tf::Diagnostics diagnostics;
    tf::server::InvokeAction(water,
                             {operation_, Literal(water.schema().body, config),
                              [&](absl::string_view line) { lines.emplace_back(line); }},
                             diagnostics);
    return diagnostics;
  };
  EXPECT_TRUE(invoke(R"({bed = "bed-south"})").empty());
  EXPECT_THAT(lines, ElementsAre("10 litres for bed-south"));
  EXPECT_TRUE(invoke(R"({bed = "bed-north"})").HasError());
}

}  // namespace
}  // namespace garden
