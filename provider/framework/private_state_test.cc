#include "provider/framework/private_state.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "tests/support/status_matchers.h"

namespace tf {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(PrivateStateTest, NothingIsNoBytes) {
  EXPECT_EQ(PrivateState().ToBytes(), "");
  EXPECT_THAT(PrivateState::FromBytes(""), IsOkAndHolds(PrivateState()));
  EXPECT_THAT(PrivateState::FromBytes("{}"), IsOkAndHolds(PrivateState()));
}

TEST(PrivateStateTest, KeepsTextsSortedByKey) {
  PrivateState state;
  state.Set("writer", "w1");
  state.Set("generation", "7");
  state.Set("generation", "8");
  EXPECT_EQ(state.ToBytes(), R"({"generation":"8","writer":"w1"})");
  EXPECT_THAT(PrivateState::FromBytes(state.ToBytes()), IsOkAndHolds(state));
}

TEST(PrivateStateTest, FindsWhatWasSetUntilItIsRemoved) {
  PrivateState state;
  EXPECT_EQ(state.Find("generation"), nullptr);
  state.Set("generation", "7");
  ASSERT_NE(state.Find("generation"), nullptr);
  EXPECT_EQ(*state.Find("generation"), "7");
  state.Remove("generation");
  state.Remove("generation");
  EXPECT_EQ(state.Find("generation"), nullptr);
  EXPECT_EQ(state, PrivateState());
}

TEST(PrivateStateTest, InvalidUtf8IsReplacedAndReadsBack) {
  PrivateState state;
  state.Set("banner", "\xFFx");
  EXPECT_EQ(state.ToBytes(), "{\"banner\":\"\xEF\xBF\xBDx\"}");
  EXPECT_OK(PrivateState::FromBytes(state.ToBytes()));
}

TEST(PrivateStateTest, TheLargestThatIsWrittenIsRead) {
  PrivateState state;
  state.Set("k", std::string(PrivateState::kBytesMax - 8, 'x'));
  ASSERT_EQ(state.ToBytes().size(), PrivateState::kBytesMax);
  EXPECT_THAT(PrivateState::FromBytes(state.ToBytes()), IsOkAndHolds(state));
}

TEST(PrivateStateTest, WhatTerraformPluginSdkKeptIsDropped) {
  for (const char* kept :
       {R"({"generation":7})", R"({"generation":{}})", R"({"a":"b","generation":null})",
        R"({"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":6000000000},"schema_version":"1"})"}) {
    SCOPED_TRACE(kept);
    EXPECT_THAT(PrivateState::FromBytes(kept), IsOkAndHolds(PrivateState()));
  }
}

TEST(PrivateStateTest, WhatTerraformPluginFrameworkKeptIsRead) {
  PrivateState state;
  state.Set("etag", R"("abc")");
  state.Set("lease", R"({"id": 7})");
  EXPECT_THAT(PrivateState::FromBytes(
                  R"({".import_before_read":"dHJ1ZQ==","etag":"ImFiYyI=","lease":"eyJpZCI6IDd9"})"),
              IsOkAndHolds(state));
  EXPECT_THAT(PrivateState::FromBytes(R"({".import_before_read":"dHJ1ZQ=="})"),
              IsOkAndHolds(PrivateState()));
}

TEST(PrivateStateTest, TextsThatLookLikeAnothersReadBack) {
  for (const char* text : {"dHJ1ZQ==", "MTIz", "MTIz\n", "MTI", "Mw", "1234", "", "Mw=="}) {
    SCOPED_TRACE(text);
    PrivateState state;
    state.Set("k", text);
    EXPECT_THAT(PrivateState::FromBytes(state.ToBytes()), IsOkAndHolds(state));
    state.Set(".k", text);
    EXPECT_THAT(PrivateState::FromBytes(state.ToBytes()), IsOkAndHolds(state));
  }
  // One that is no document is enough to say whose they are.
  EXPECT_OK(PrivateState::FromBytes(R"({"a":"MTIz","b":"x"})").status());
  EXPECT_EQ(*PrivateState::FromBytes(R"({"a":"MTIz","b":"x"})")->Find("a"), "MTIz");
}

TEST(PrivateStateTest, RefusesWhatItDidNotWrite) {
  const struct {
    const char* name;
    std::string bytes;
    const char* why;
  } kCases[] = {
      {"not JSON", "nonsense", "is not a JSON object"},
      {"cut short", R"({"generation":"7")", "is not a JSON object"},
      {"trailing bytes", R"({"generation":"7"}x)", "is not a JSON object"},
      {"a list", R"(["generation"])", "is not a JSON object"},
      {"null", "null", "is not a JSON object"},
      {"invalid UTF-8", "{\"a\":\"\xFF\"}", "is not a JSON object"},
      {"nested deeply", std::string(100'000, '['), "is not a JSON object"},
      {"too large", std::string(PrivateState::kBytesMax + 1, ' '), "is larger than 1048576 bytes"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(PrivateState::FromBytes(c.bytes),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(c.why), HasSubstr("import it again"))));
  }
}

}  // namespace
}  // namespace tf
