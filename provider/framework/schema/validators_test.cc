#include "provider/framework/schema/validators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/value/utf8.h"

namespace tf::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Literal;
using ::testing::Not;

// What the validator says of a value at the path "a": "path | summary | detail" for each.
std::vector<std::string> Findings(const Validator& validator, const Value& value) {
  Diagnostics diagnostics;
  const Path path = Path::Root("a");
  validator.validate({path, value}, diagnostics);
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    EXPECT_EQ(diagnostic.severity, Diagnostic::Severity::kError);
    lines.push_back(absl::StrCat(diagnostic.path.ToString(), " | ", diagnostic.summary, " | ",
                                 diagnostic.detail));
  }
  return lines;
}

std::vector<std::string> Findings(const Validator& validator, const Type& type, const char* text) {
  return Findings(validator, Literal(type, text));
}

TEST(OneOfTest, TakesExactlyTheListed) {
  const Validator validator = OneOf({"a", "b"});
  EXPECT_EQ(validator.description, "must be one of \"a\", \"b\"");
  EXPECT_EQ(OneOf({"a"}).description, "must be \"a\"");
  EXPECT_THAT(Findings(validator, Type::String(), "\"a\""), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::String(), "\"b\""), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::String(), "\"A\""),
              ElementsAre("a | Invalid value in a | \"A\" is not one of \"a\", \"b\"."));
  EXPECT_THAT(Findings(validator, Type::String(), "\"\""),
              ElementsAre("a | Invalid value in a | \"\" is not one of \"a\", \"b\"."));
}

TEST(BetweenTest, TakesWholeNumbersWithinTheBounds) {
  const Validator validator = Between(-1, 3);
  EXPECT_EQ(validator.description, "must be from -1 to 3");
  EXPECT_EQ(Between(2, INT64_MAX).description, "must be 2 or more");
  for (const char* good : {"-1", "0", "3", "3.0"}) {
    EXPECT_THAT(Findings(validator, Type::Number(), good), IsEmpty()) << good;
  }
  for (const char* bad : {"-2", "4", "0.5", "1000000000000000000000"}) {
    EXPECT_THAT(Findings(validator, Type::Number(), bad),
                ElementsAre(absl::StrCat("a | Invalid number in a | ", bad,
                                         " is not a whole number from -1 to 3.")));
  }
}

TEST(LengthBetweenTest, CountsBytes) {
  const Validator validator = LengthBetween(2, 3);
  EXPECT_EQ(validator.description, "must be 2 to 3 bytes long");
  for (const char* good : {"\"ab\"", "\"abc\"", "\"é\""}) {
    EXPECT_THAT(Findings(validator, Type::String(), good), IsEmpty()) << good;
  }
  EXPECT_THAT(Findings(validator, Type::String(), "\"a\""),
              ElementsAre("a | Invalid length in a | \"a\" has 1 bytes; 2 to 3 are possible."));
  EXPECT_THAT(Findings(validator, Type::String(), "\"éé\""),
              ElementsAre("a | Invalid length in a | \"éé\" has 4 bytes; 2 to 3 are possible."));
}

TEST(LengthBetweenTest, QuotesLongTextsInPartWithoutBreakingACharacter) {
  const std::string text = absl::StrCat(std::string(99, 'x'), "éé");
  const std::vector<std::string> lines = Findings(LengthBetween(0, 10), Value::String(text));
  EXPECT_THAT(lines, ElementsAre(absl::StrCat("a | Invalid length in a | \"", std::string(99, 'x'),
                                              "…\" has 103 bytes; 0 to 10 are possible.")));
  EXPECT_TRUE(value::IsValidUtf8(lines[0]));
}

TEST(ParsesTest, TheParsersMessageIsTheDetail) {
  const Validator validator = Parses("colour", [](absl::string_view text) {
    return text == "red" ? absl::OkStatus()
                         : absl::InvalidArgumentError(absl::StrCat("\"", text, "\": write red"));
  });
  EXPECT_EQ(validator.description, "must be a valid colour");
  EXPECT_THAT(Findings(validator, Type::String(), "\"red\""), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::String(), "\"blue\""),
              ElementsAre("a | Invalid colour in a | \"blue\": write red."));
}

TEST(EachTest, PointsAtTheElement) {
  const Validator validator = Each(OneOf({"x"}));
  EXPECT_EQ(validator.description, "each must be \"x\"");
  const struct {
    const char* name;
    Type type;
    const char* value;
    std::vector<std::string> want;
  } kCases[] = {
      {"list", Type::List(Type::String()), R"(["x", "y", "z"])", {"a[1]", "a[2]"}},
      {"set", Type::Set(Type::String()), R"(["x", "y"])", {"a"}},
      {"map", Type::Map(Type::String()), R"({k = "y", l = "x"})", {"a[\"k\"]"}},
      {"nothing there", Type::List(Type::String()), "[]", {}},
      {"null and unknown elements",
       Type::List(Type::String()),
       R"([null, unknown, "y"])",
       {"a[2]"}},
      {"null and unknown entries", Type::Map(Type::String()), "{k = null, l = unknown}", {}},
      {"unknown in a set", Type::Set(Type::String()), "[unknown]", {}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    std::vector<std::string> paths;
    for (const std::string& line : Findings(validator, c.type, c.value)) {
      paths.push_back(line.substr(0, line.find(" | ")));
    }
    EXPECT_EQ(paths, c.want);
  }
}

TEST(EachKeyTest, LooksAtTheKeysOnly) {
  const Validator validator = EachKey(LengthBetween(1, 3));
  EXPECT_EQ(validator.description, "each key must be 1 to 3 bytes long");
  EXPECT_THAT(
      Findings(validator, Type::Map(Type::String()), R"({abc = "longer", abcd = null})"),
      ElementsAre("a[\"abcd\"] | Invalid length in a[\"abcd\"] | \"abcd\" has 4 bytes; 1 to 3 are "
                  "possible."));
  EXPECT_THAT(Findings(validator, Type::Map(Type::String()), "{}"), IsEmpty());
}

TEST(NoneOfTest, RefusesExactlyTheListed) {
  const Validator validator = NoneOf({"a", "b"});
  EXPECT_EQ(validator.description, "must be none of \"a\", \"b\"");
  EXPECT_THAT(Findings(validator, Type::String(), "\"c\""), IsEmpty());
  EXPECT_THAT(
      Findings(validator, Type::String(), "\"b\""),
      ElementsAre("a | Invalid value in a | \"b\" is one of \"a\", \"b\", which cannot be used."));
}

TEST(OneOfNumbersTest, TakesExactlyTheListed) {
  const Validator validator = OneOfNumbers({1, 2, 4});
  EXPECT_EQ(validator.description, "must be one of 1, 2, 4");
  EXPECT_THAT(Findings(validator, Type::Number(), "4.0"), IsEmpty());
  for (const char* bad : {"3", "1.5", "1000000000000000000000"}) {
    EXPECT_THAT(
        Findings(validator, Type::Number(), bad),
        ElementsAre(absl::StrCat("a | Invalid number in a | ", bad, " is not one of 1, 2, 4.")));
  }
}

TEST(AtLeastTest, ComparesExactly) {
  const Validator validator = AtLeast(Number::Parse("0.1").value());
  EXPECT_EQ(validator.description, "must be at least 0.1");
  EXPECT_EQ(AtLeast(-2).description, "must be at least -2");
  EXPECT_THAT(Findings(validator, Type::Number(), "0.1"), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::Number(), "0.09999999999999999999"),
              ElementsAre("a | Invalid number in a | 0.09999999999999999999 is below 0.1."));
}

TEST(AtMostTest, ComparesExactly) {
  const Validator validator = AtMost(7);
  EXPECT_EQ(validator.description, "must be at most 7");
  EXPECT_THAT(Findings(validator, Type::Number(), "7"), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::Number(), "7.5"),
              ElementsAre("a | Invalid number in a | 7.5 is above 7."));
}

TEST(MatchesTest, LooksForThePattern) {
  const Validator validator = Matches("^[a-z]+$", "be lower-case letters");
  EXPECT_EQ(validator.description, "must be lower-case letters");
  EXPECT_THAT(Findings(validator, Type::String(), "\"abc\""), IsEmpty());
  for (const char* bad : {"\"aBc\"", "\"\"", "\"abc\\n\""}) {
    EXPECT_THAT(Findings(validator, Type::String(), bad),
                ElementsAre(absl::StrCat("a | Invalid value in a | ", bad,
                                         " must be lower-case letters.")));
  }
  EXPECT_THAT(Findings(Matches("b", "have a b"), Type::String(), "\"abc\""), IsEmpty());
}

TEST(MatchesTest, HostileTextsTakeNoLongerThanOthers) {
  // Exponential, and deeper than the stack, in engines that go back.
  const Value text = Value::String(absl::StrCat(std::string(200'000, 'a'), "!"));
  EXPECT_EQ(Findings(Matches("^(a|aa)+$", "be many"), text).size(), 1u);
}

TEST(MatchesDeathTest, AWrongPatternIsABug) {
  EXPECT_DEATH(Matches("(", "be"), "is a regular expression");
}

TEST(SizeBetweenTest, CountsElements) {
  const Validator validator = SizeBetween(1, 2);
  EXPECT_EQ(validator.description, "must have 1 to 2 elements");
  const Type list = Type::List(Type::String());
  const Type set = Type::Set(Type::String());
  const Type map = Type::Map(Type::String());
  EXPECT_THAT(Findings(validator, list, "[\"x\", unknown]"), IsEmpty());
  EXPECT_THAT(Findings(validator, map, "{k = unknown}"), IsEmpty());
  EXPECT_THAT(Findings(validator, set, "[\"x\", \"y\", unknown]"), IsEmpty());
  const char* const kThree = "a | Invalid size in a | There are 3 elements; 1 to 2 are possible.";
  const char* const kNone = "a | Invalid size in a | There are 0 elements; 1 to 2 are possible.";
  EXPECT_THAT(Findings(validator, list, "[\"x\", \"x\", unknown]"), ElementsAre(kThree));
  EXPECT_THAT(Findings(validator, set, "[\"x\", \"y\", \"z\"]"), ElementsAre(kThree));
  EXPECT_THAT(Findings(validator, set, "[]"), ElementsAre(kNone));
  EXPECT_THAT(Findings(validator, map, "{}"), ElementsAre(kNone));
}

TEST(UniqueElementsTest, NamesEachThatWasThereBefore) {
  const Validator validator = UniqueElements();
  EXPECT_EQ(validator.description, "must have no element twice");
  const Type list = Type::List(Type::String());
  EXPECT_THAT(Findings(validator, list, R"(["x", "y"])"), IsEmpty());
  EXPECT_THAT(Findings(validator, list, "[unknown, unknown]"), IsEmpty());
  EXPECT_THAT(
      Findings(validator, list, R"(["x", "y", "x", "x"])"),
      ElementsAre(
          "a[2] | Invalid value in a[2] | It is the same as element 0; leave out one of them.",
          "a[3] | Invalid value in a[3] | It is the same as element 2; leave out one of them."));
}

// The findings about a value of such secrecy, in one text.
std::string FindingsOf(const Validator& validator, const Value& value, Secrecy secrecy) {
  Diagnostics diagnostics;
  const Path path = Path::Root("a");
  validator.validate({path, value, secrecy}, diagnostics);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    absl::StrAppend(&text, diagnostic.path.ToString(), " | ", diagnostic.summary, " | ",
                    diagnostic.detail, "\n");
  }
  return text;
}

TEST(ValidatorsTest, WhatIsSecretIsNotShown) {
  const Type string = Type::String();
  const Type number = Type::Number();
  const auto refuse_text = [](absl::string_view text) {
    return absl::InvalidArgumentError(absl::StrCat(text, " is wrong"));
  };
  const auto refuse_value = [](const Value& value, Trail& trail) {
    trail.AddKey("hunter2");
    trail.Require("must fit");
    return absl::InvalidArgumentError(absl::StrCat(value.ToString(), " does not fit"));
  };
  const struct {
    const char* name;
    Validator validator;
    Type type;
    const char* value;
    // What must not be told of a secret; and what is told instead.
    const char* secret;
    const char* told;
  } kCases[] = {
      {"OneOf", OneOf({"x", "y"}), string, R"("hunter2")", "hunter2",
       "must be one of \"x\", \"y\"."},
      {"NoneOf", NoneOf({"hunter2"}), string, R"("hunter2")", "hunter2",
       "must be none of those that cannot be used."},
      {"OneOfNumbers", OneOfNumbers({1, 2}), number, "4242", "4242", "must be one of 1, 2."},
      {"Between", Between(1, 2), number, "4242", "4242", "must be from 1 to 2 and whole."},
      {"AtLeast", AtLeast(5), number, "-4242", "4242", "must be at least 5."},
      {"AtMost", AtMost(5), number, "4242", "4242", "must be at most 5."},
      {"LengthBetween", LengthBetween(1, 3), string, R"("hunter2")", "hunter2",
       "must be 1 to 3 bytes long."},
      {"the length", LengthBetween(1, 3), string, R"("hunter2")", "7",
       "must be 1 to 3 bytes long."},
      {"Matches", Matches("^x$", "be x"), string, R"("hunter2")", "hunter2", "must be x."},
      {"SizeBetween", SizeBetween(1, 2), Type::List(string), R"(["p", "q", "r"])", "3",
       "must have 1 to 2 elements."},
      {"Parses", Parses("colour", refuse_text), string, R"("hunter2")", "hunter2",
       "must be a valid colour."},
      {"FitsModel", FitsModel(refuse_value), string, R"("hunter3")", "hunter3", "must fit."},
      {"AnyOf", AnyOf({OneOf({"x"}), Parses("colour", refuse_text)}), string, R"("hunter2")",
       "hunter2", "must be a valid colour."},
      {"Each of a list", Each(OneOf({"x"})), Type::List(string), R"(["hunter2"])", "hunter2",
       "must be \"x\"."},
      {"Each of a set", Each(OneOf({"x"})), Type::Set(string), R"(["hunter2"])", "hunter2",
       "must be \"x\"."},
      {"Each of a map", Each(OneOf({"x"})), Type::Map(string), R"({k = "hunter2"})", "hunter2",
       "must be \"x\"."},
      {"Each of Each", Each(Each(OneOf({"x"}))), Type::List(Type::List(string)), R"([["hunter2"]])",
       "hunter2", "must be \"x\"."},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Value value = Literal(c.type, c.value);
    EXPECT_THAT(FindingsOf(c.validator, value, Secrecy::kNone), HasSubstr(c.secret));
    for (const Secrecy secrecy : {Secrecy::kInside, Secrecy::kWhole}) {
      const std::string text = FindingsOf(c.validator, value, secrecy);
      EXPECT_THAT(text, HasSubstr(absl::StrCat("(sensitive value) ", c.told)));
      EXPECT_THAT(text, Not(HasSubstr(c.secret)));
    }
  }
}

TEST(ValidatorsTest, KeysOfWhatIsSecretAreNotShown) {
  const Type map = Type::Map(Type::String());
  const Value value = Literal(map, R"({hunter2 = "v"})");
  const Validator element = Each(OneOf({"x"}));
  EXPECT_EQ(FindingsOf(element, value, Secrecy::kInside),
            "a[\"hunter2\"] | Invalid value in a[\"hunter2\"] | (sensitive value) must be "
            "\"x\".\n");
  EXPECT_EQ(FindingsOf(element, value, Secrecy::kWhole),
            "a | Invalid value in a | (sensitive value) must be \"x\".\n");
  const Validator key = EachKey(OneOf({"x"}));
  EXPECT_EQ(FindingsOf(key, value, Secrecy::kInside),
            "a[\"hunter2\"] | Invalid value in a[\"hunter2\"] | \"hunter2\" is not one of "
            "\"x\".\n");
  EXPECT_EQ(FindingsOf(key, value, Secrecy::kWhole),
            "a | Invalid value in a | (sensitive value) must be \"x\".\n");
  const Validator model = FitsModel([](const Value&, Trail& trail) {
    trail.AddIndex(1);
    trail.AddKey("hunter2");
    trail.AddAttribute("b");
    return absl::InvalidArgumentError("no");
  });
  EXPECT_EQ(FindingsOf(model, value, Secrecy::kNone),
            "a.b[\"hunter2\"][1] | Invalid value in a.b[\"hunter2\"][1] | no.\n");
  EXPECT_EQ(FindingsOf(model, value, Secrecy::kWhole),
            "a.b | Invalid value in a.b | (sensitive value) must be something that the provider "
            "can work with.\n");
  EXPECT_EQ(FindingsOf(UniqueElements(), Literal(Type::List(Type::String()), R"(["p", "p"])"),
                       Secrecy::kWhole),
            "a[1] | Invalid value in a[1] | (sensitive value) must not be the same as element "
            "0.\n");
}

TEST(AnyOfTest, TakesWhatOneTakes) {
  const Validator validator = AnyOf({OneOf({"auto"}), LengthBetween(5, 6)});
  EXPECT_EQ(validator.description, "must be \"auto\", or must be 5 to 6 bytes long");
  EXPECT_THAT(Findings(validator, Type::String(), "\"auto\""), IsEmpty());
  EXPECT_THAT(Findings(validator, Type::String(), "\"abcde\""), IsEmpty());
  EXPECT_EQ(Findings(validator, Type::String(), "\"abc\"").size(), 2u);
}

}  // namespace
}  // namespace tf::schema
