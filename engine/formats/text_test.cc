#include "engine/formats/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace engine::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(SplitLinesTest, KnowsBothEndsOfLines) {
  EXPECT_THAT(SplitLines("file", "a\r\n\nb"), IsOkAndHolds(ElementsAre("a", "", "b")));
  EXPECT_THAT(SplitLines("file", "a\n\n"), IsOkAndHolds(ElementsAre("a", "")));
  EXPECT_THAT(SplitLines("file", "\n"), IsOkAndHolds(ElementsAre("")));
  EXPECT_THAT(SplitLines("file", ""), IsOkAndHolds(IsEmpty()));
}

TEST(SplitLinesTest, RefusesWhatIsNoTextFile) {
  EXPECT_THAT(SplitLines("file", absl::string_view("a\nb\0", 4)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "file, line 2: a zero byte; this is no text file"));
  EXPECT_THAT(SplitLines("file", std::string(kInputBytesMax + 1, '\n')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "file has 16777217 bytes; at most 16777216 are read"));
  EXPECT_THAT(SplitLines("file", std::string(kInputBytesMax, 'x')), tests::IsOk());
}

}  // namespace
}  // namespace engine::formats
