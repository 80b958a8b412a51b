#include "engine/base/quote.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace engine::base {
namespace {

TEST(QuoteTest, ShowsPlainAndUtf8TextAsItIs) {
  EXPECT_EQ(Quote(""), "\"\"");
  EXPECT_EQ(Quote("grün"), "\"grün\"");
}

TEST(QuoteTest, EscapesWhatWouldBreakTheMessage) {
  EXPECT_EQ(Quote("a\n\"b\"\\\x01"), "\"a\\n\\\"b\\\"\\\\\\001\"");
}

TEST(QuoteTest, EscapesWhatIsNotSeen) {
  EXPECT_EQ(Quote("a\u202eb\u2028\u200b\ufeffc"), R"("a\u202eb\u2028\u200b\ufeffc")");
  EXPECT_EQ(Quote("\u009b\u00ad\u061c\u2066"), R"("\u009b\u00ad\u061c\u2066")");
  EXPECT_EQ(Quote("\u00a0é\u2027\u202f€"), "\"\u00a0é\u2027\u202f€\"");
}

TEST(QuoteTest, ShortensLongText) {
  const std::string hundred(100, 'x');
  EXPECT_EQ(Quote(hundred), absl::StrCat("\"", hundred, "\""));
  EXPECT_EQ(Quote(absl::StrCat(hundred, "y")), absl::StrCat("\"", hundred, "…\""));
}

TEST(QuoteTest, DoesNotCutACharacterInHalf) {
  const std::string text(99, 'x');
  EXPECT_EQ(Quote(absl::StrCat(text, "äz")), absl::StrCat("\"", text, "…\""));
}

TEST(QuoteTest, GivesUpOnSequencesThatAreNoUtf8) {
  EXPECT_EQ(Quote(std::string(200, '\x80')).substr(0, 5), "\"\x80\x80\x80\x80");
}

}  // namespace
}  // namespace engine::base
