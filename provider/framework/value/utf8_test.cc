#include "provider/framework/value/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace tf::value {
namespace {

constexpr char kFffd[] = "\xEF\xBF\xBD";

struct Case {
  const char* name;
  std::string text;
  size_t first_length;
  std::string valid;
};

TEST(Utf8Test, KeepsCharactersAndReplacesEveryOtherByte) {
  const std::string f = kFffd;
  const Case cases[] = {
      {"empty", "", 0, ""},
      {"ASCII", "abc", 1, "abc"},
      {"NUL byte", std::string("\0x", 2), 1, std::string("\0x", 2)},
      {"last ASCII", "\x7F", 1, "\x7F"},
      {"two bytes, lowest", "\xC2\x80", 2, "\xC2\x80"},
      {"two bytes, highest", "\xDF\xBF", 2, "\xDF\xBF"},
      {"three bytes, lowest", "\xE0\xA0\x80", 3, "\xE0\xA0\x80"},
      {"last before the surrogates", "\xED\x9F\xBF", 3, "\xED\x9F\xBF"},
      {"first after the surrogates", "\xEE\x80\x80", 3, "\xEE\x80\x80"},
      {"four bytes, lowest", "\xF0\x90\x80\x80", 4, "\xF0\x90\x80\x80"},
      {"U+10FFFF", "\xF4\x8F\xBF\xBF", 4, "\xF4\x8F\xBF\xBF"},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80", 0, f + f + f + f},
      {"lead byte F5", "\xF5\x80", 0, f + f},
      {"stray continuation", "a\x80z", 1, "a" + f + "z"},
      {"overlong slash", "\xC0\xAF", 0, f + f},
      {"overlong two bytes, C1", "\xC1\xBF", 0, f + f},
      {"overlong three bytes", "\xE0\x9F\xBF", 0, f + f + f},
      {"overlong four bytes", "\xF0\x8F\xBF\xBF", 0, f + f + f + f},
      {"surrogate", "\xED\xA0\x80", 0, f + f + f},
      {"second byte is no continuation", "\xC3(", 0, f + "("},
      {"third byte is no continuation", "\xE2\x82(", 0, f + f + "("},
      {"fourth byte is no continuation", "\xF0\x9F\x98(", 0, f + f + f + "("},
      {"continuation above BF", "\xE2\x82\xC0", 0, f + f + f},
      {"cut short", "ok \xE2\x82", 1, "ok " + f + f},
      {"latin-1 between words", "caf\xE9 au lait", 1, "caf" + f + " au lait"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Utf8CharacterLength(c.text), c.first_length);
    EXPECT_EQ(SanitizeUtf8(c.text), c.valid);
    EXPECT_EQ(SanitizeUtf8(c.valid), c.valid);
    EXPECT_EQ(IsValidUtf8(c.text), c.text == c.valid);
  }
}

}  // namespace
}  // namespace tf::value
