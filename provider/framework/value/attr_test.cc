#include "provider/framework/value/attr.h"

#include <gtest/gtest.h>

#include <string>

namespace tf {
namespace {

using Text = Attr<std::string>;

TEST(AttrTest, IsNullUnknownOrKnown) {
  const Text null;
  const Text unknown = Text::Unknown();
  const Text known = std::string("a");
  EXPECT_TRUE(null.IsNull() && !null.IsUnknown() && !null.IsKnown());
  EXPECT_TRUE(!unknown.IsNull() && unknown.IsUnknown() && !unknown.IsKnown());
  EXPECT_TRUE(!known.IsNull() && !known.IsUnknown() && known.IsKnown());
}

TEST(AttrTest, EqualIsSameStateAndSameValue) {
  EXPECT_EQ(Text(), Text());
  EXPECT_EQ(Text::Unknown(), Text::Unknown());
  EXPECT_EQ(Text(std::string("a")), Text(std::string("a")));
  EXPECT_FALSE(Text() == Text::Unknown());
  EXPECT_FALSE(Text() == Text(std::string()));
  EXPECT_FALSE(Text(std::string("a")) == Text(std::string("b")));
}

TEST(AttrTest, ValueOrStandsInForNullAndUnknown) {
  EXPECT_EQ(Text().value_or("x"), "x");
  EXPECT_EQ(Text::Unknown().value_or("x"), "x");
  EXPECT_EQ(Text(std::string("a")).value_or("x"), "a");
}

TEST(AttrTest, TheValueCanBeChangedInPlace) {
  Text text = std::string("a");
  *text = "b";
  text->append("c");
  EXPECT_EQ(*text, "bc");
}

TEST(AttrDeathTest, AskingForAValueThatIsNotThereStopsTheProgram) {
  EXPECT_DEATH(*Text(), "only a known attribute has a value");
  EXPECT_DEATH(*Text::Unknown(), "only a known attribute has a value");
}

}  // namespace
}  // namespace tf
