#include "provider/framework/server/data_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using schema::Nesting;
using testing::Attributes;
using testing::CaseBlind;
using testing::Computed;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeDataSource;
using ::testing::IsEmpty;
using testing::Literal;
using testing::Nested;
using testing::OptionalComputed;
using testing::Required;
using testing::SchemaOf;

class ReadDataTest : public ::testing::Test {
 protected:
  static Body NewBody() {
    schema::Attribute filter =
        Nested(OptionalComputed("filter"), Nesting::kSingle,
               {Default("kind", Value::String("any")), Default("limit", Value::Int(10))});
    filter.default_value = Literal(filter.value_type(), R"({kind = "own"})");
    return Attributes({CaseBlind(Required("name")), filter, Computed("id")});
  }

  ReadDataResponse Read(const char* config) {
    ReadDataResponse response;
    ReadData(data_source_, {operation_, Literal(body_, config)}, response);
    return response;
  }

  static std::vector<std::string> Errors(const ReadDataResponse& response) {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : response.diagnostics.list()) {
      lines.push_back(absl::StrCat(diagnostic.path.ToString(), " | ", diagnostic.summary));
    }
    return lines;
  }

  const Body body_ = NewBody();
  FakeDataSource data_source_{"fake_data", SchemaOf(body_)};
  Operation operation_;
};

TEST_F(ReadDataTest, ReadsWithDefaults) {
  const struct {
    const char* config;
    const char* want;
  } kCases[] = {
      {R"({name = "a"})", R"({name = "a", filter = {kind = "own", limit = 10}, id = "1"})"},
      {R"({name = "a", filter = {}})",
       R"({name = "a", filter = {kind = "any", limit = 10}, id = "1"})"},
      {R"({name = "a", filter = {limit = 0}})",
       R"({name = "a", filter = {kind = "any", limit = 0}, id = "1"})"},
  };
  data_source_.read = [&](const ReadDataRequest& request, ReadDataResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_TRUE(response.state.IsNull());
    response.state = request.config.With("id", Value::String("1"));
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.config);
    const ReadDataResponse response = Read(c.config);
    EXPECT_EQ(response.state, Literal(body_, c.want));
    EXPECT_THAT(Errors(response), IsEmpty());
  }
}

TEST_F(ReadDataTest, KeepsTheConfigurationsSpelling) {
  data_source_.read = [&](const ReadDataRequest&, ReadDataResponse& response) {
    response.state = Literal(body_, R"({name = "WEB", id = "1"})");
  };
  EXPECT_EQ(Read(R"({name = "Web"})").state, Literal(body_, R"({name = "Web", id = "1"})"));
}

TEST_F(ReadDataTest, EndsWithAKnownStateOrAnError) {
  data_source_.read = [](const ReadDataRequest&, ReadDataResponse&) {};
  const ReadDataResponse nothing = Read(R"({name = "a"})");
  EXPECT_EQ(nothing.state, Value::Null(body_.type()));
  EXPECT_THAT(Errors(nothing), ElementsAre(" | No state after read"));

  data_source_.read = [](const ReadDataRequest&, ReadDataResponse& response) {
    response.diagnostics.AddError(Path::Root("name"), "Not found", "There is none.");
  };
  EXPECT_THAT(Errors(Read(R"({name = "a"})")), ElementsAre("name | Not found"));

  data_source_.read = [&](const ReadDataRequest&, ReadDataResponse& response) {
    response.state = Literal(body_, R"({name = "a", id = unknown})");
  };
  const ReadDataResponse unknown = Read(R"({name = "a"})");
  EXPECT_EQ(unknown.state, Literal(body_, R"({name = "a"})"));
  EXPECT_THAT(Errors(unknown), ElementsAre("id | Unknown value after read"));
}

TEST_F(ReadDataTest, MayBeDeferredWhereTheClientAllowsIt) {
  data_source_.read = [](const ReadDataRequest&, ReadDataResponse& response) {
    response.deferred = DeferredReason::kResourceConfigUnknown;
  };
  EXPECT_THAT(Errors(Read(R"({name = "a"})")), ElementsAre(" | fake_data cannot be planned yet"));
  operation_.client.deferral_allowed = true;
  const ReadDataResponse response = Read(R"({name = "a"})");
  EXPECT_EQ(response.deferred, DeferredReason::kResourceConfigUnknown);
  EXPECT_EQ(response.state, Value::Unknown(body_.type()));
  EXPECT_THAT(Errors(response), IsEmpty());
}

TEST_F(ReadDataTest, OfADeferredProviderNothingIsRead) {
  data_source_.read = [](const ReadDataRequest&, ReadDataResponse&) { FAIL() << "read"; };
  operation_.deferred = DeferredReason::kProviderConfigUnknown;
  const ReadDataResponse response = Read(R"({name = "a"})");
  EXPECT_EQ(response.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_EQ(response.state, Value::Unknown(body_.type()));
  EXPECT_THAT(Errors(response), IsEmpty());
}

}  // namespace
}  // namespace tf::server
