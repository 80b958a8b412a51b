#include "engine/net/port_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/string_view.h"
#include "tests/support/status_matchers.h"

namespace engine::net {
namespace {

using ::testing::ElementsAre;
using ::tests::StatusIs;

PortRange R(absl::string_view text) { return PortRange::Parse(text).value(); }

TEST(PortRangeTest, ParsesAndPrints) {
  struct {
    const char* text;
    int first;
    int last;
    const char* canonical;
  } const cases[] = {
      {"443", 443, 443, "443"},
      {"8000-8010", 8000, 8010, "8000-8010"},
      {"1-65535", 1, 65535, "1-65535"},
      {"22-22", 22, 22, "22"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    ASSERT_OK_AND_ASSIGN(const PortRange range, PortRange::Parse(test.text));
    EXPECT_EQ(range.first(), test.first);
    EXPECT_EQ(range.last(), test.last);
    std::ostringstream out;
    out << range;
    EXPECT_EQ(out.str(), test.canonical);
  }
}

TEST(PortRangeTest, SaysWhatToWrite) {
  for (const char* text : {"", "http", " 443", "+443", "-443", "443-", "1-2-3", "8000:8010", "0443",
                           "1-02", "0", "0-80", "65536", "80-65536", "99999999999999999999"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(PortRange::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         absl::StrCat("port \"", text,
                                      "\": write a number from 1 to 65535 such as "
                                      "443, or a range such as 8000-8010")));
  }
  EXPECT_THAT(PortRange::Parse("8010-8000"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "port range \"8010-8000\" ends before it starts: write 8000-8010"));
}

TEST(PortRangeTest, MergeJoinsWhatOverlapsOrTouches) {
  EXPECT_THAT(MergePortRanges({}), ElementsAre());
  EXPECT_THAT(MergePortRanges({R("443"), R("80")}), ElementsAre(R("80"), R("443")));
  EXPECT_THAT(MergePortRanges({R("80"), R("80")}), ElementsAre(R("80")));
  EXPECT_THAT(MergePortRanges({R("10-20"), R("15-30"), R("31")}), ElementsAre(R("10-31")));
  EXPECT_THAT(MergePortRanges({R("10-20"), R("22")}), ElementsAre(R("10-20"), R("22")));
  EXPECT_THAT(MergePortRanges({R("12-13"), R("10-20")}), ElementsAre(R("10-20")));
  EXPECT_THAT(MergePortRanges({R("65535"), R("1-65535")}), ElementsAre(R("1-65535")));
}

TEST(PortRangeTest, OrdersByFirstThenLast) {
  EXPECT_LT(R("80"), R("81"));
  EXPECT_LT(R("80"), R("80-81"));
  EXPECT_EQ(R("80"), R("80-80"));
}

}  // namespace
}  // namespace engine::net
