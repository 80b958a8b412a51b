#include "provider/framework/docs/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tf::docs {
namespace {

struct Row {
  const char* name;
  std::string input;
  std::string expected;
};

TEST(EscapeTest, PlainTextReadsAsItIs) {
  const Row rows[] = {
      {"nothing to do", "must be from 1 to 9", "must be from 1 to 9"},
      {"a name with an underscore", "one of \"per_host\"", "one of \"per_host\""},
      {"marks", "a* _b_ `c` <d> [e] f|g ~h &amp;",
       R"(a\* \_b\_ \`c\` \<d\> \[e\] f\|g \~h \&amp;)"},
      {"a backslash", R"(a\b)", R"(a\\b)"},
      {"lines", "a\n\n  b\tc ", "a b c"},
      {"nothing", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(Escape(row.input), row.expected);
  }
}

TEST(CodeSpanTest, HoldsBackticks) {
  const Row rows[] = {
      {"without", "60s", "`60s`"},
      {"one", "a`b", "`` a`b ``"},
      {"a run", "```", "```` ``` ````"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(CodeSpan(row.input), row.expected);
  }
}

TEST(CodeBlockTest, HoldsFences) {
  EXPECT_EQ(CodeBlock("terraform", "a\n\n"), "```terraform\na\n```");
  EXPECT_EQ(CodeBlock("text", "```\nb\n```\n"), "````text\n```\nb\n```\n````");
}

TEST(PlainSummaryTest, IsTheFirstParagraphWithoutMarks) {
  const Row rows[] = {
      {"code", "takes `a*b` *now*", "takes a*b now"},
      {"a link", "see [the guide](../guide.md), please", "see the guide, please"},
      {"a link without an end", "see [the guide](../gu", "see the guide(../gu"},
      {"escaped", R"(2 \* 3 \[x\])", "2 * 3 [x]"},
      {"a backslash at the end", "a\\", "a\\"},
      {"paragraphs", "\nfirst\nline\n\nsecond", "first line"},
      {"a name", "`per_host` and a_b", "per_host and a_b"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(PlainSummary(row.input), row.expected);
  }
}

TEST(ListItemTest, IndentsAllLinesButTheFirst) {
  EXPECT_EQ(ListItem("- ", "a"), "- a\n");
  EXPECT_EQ(ListItem("1. ", "a\n\nb\n  c"), "1. a\n\n   b\n     c\n");
  EXPECT_EQ(ListItem("- ", ""), "- \n");
}

TEST(WithFullStopTest, AddsOneWhereALineHasNoEnd) {
  const Row rows[] = {
      {"none", " a ", "a."},           {"one", "a.", "a."},           {"a question", "a?", "a?"},
      {"a colon", "as in:", "as in:"}, {"lines", "a\n- b", "a\n- b"}, {"nothing", " ", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(WithFullStop(row.input), row.expected);
  }
}

}  // namespace
}  // namespace tf::docs
