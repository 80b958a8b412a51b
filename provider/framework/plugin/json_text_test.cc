#include "provider/framework/plugin/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace tf::plugin {
namespace {

TEST(JsonStringTest, EscapesWhatJsonWouldTakeApart) {
  const struct {
    const char* name;
    std::string text;
    std::string json;
  } cases[] = {
      {"empty", "", R"("")"},
      {"plain", "a b/c", R"("a b/c")"},
      {"quote and backslash", R"(a"b\c)", R"("a\"b\\c")"},
      {"newline and tab", "a\nb\tc", R"("a\nb\tc")"},
      {"other control characters", std::string("\0\x01\r\x1F", 4), R"("\u0000\u0001\u000d\u001f")"},
      {"characters of several bytes stay", "é€😀", R"("é€😀")"},
      {"invalid UTF-8", "a\xFF\xC3", "\"a\xEF\xBF\xBD\xEF\xBF\xBD\""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(JsonString(c.text), c.json);
  }
}

TEST(JsonStringTest, CutsAfterAWholeCharacterAndSaysSo) {
  const struct {
    const char* name;
    std::string text;
    size_t max_size;
    std::string json;
  } cases[] = {
      {"fits exactly", "abcdefghijklmn", 16, R"("abcdefghijklmn")"},
      {"one too long", "abcdefghijklmno", 16, R"("abcdefghijk…")"},
      {"not within a character", "abcdefghij€€€€", 16, R"("abcdefghij…")"},
      {"not within an escape", "abcdefgh\x01\x01", 16, R"("abcdefgh…")"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(JsonString(c.text, c.max_size), c.json);
    EXPECT_LE(c.json.size(), c.max_size);
  }
}

}  // namespace
}  // namespace tf::plugin
