#include "provider/framework/schema/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/literal.h"

namespace tf::schema {
namespace {

using testing::Literal;

Type TestType() {
  return Type::Object({{"a", Type::String()},
                       {"b", Type::Number()},
                       {"c", Type::List(Type::Bool())},
                       {"d", Type::Object({{"e", Type::String()}})}});
}

// "path: summary: detail" of the only error, or nothing.
std::string Check(const Validator& rule, const Value& object) {
  Diagnostics diagnostics;
  rule.validate({Path::Root("o").Index(1), object}, diagnostics);
  if (diagnostics.empty()) return "";
  EXPECT_EQ(diagnostics.list().size(), 1u);
  const Diagnostic& found = diagnostics.list()[0];
  EXPECT_EQ(found.severity, Diagnostic::Severity::kError);
  return absl::StrCat(found.path.ToString(), ": ", found.summary, ": ", found.detail);
}

struct Case {
  const char* object;
  const char* expected;
};

void CheckAll(const Validator& rule, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.object);
    EXPECT_EQ(Check(rule, Literal(TestType(), c.object)), c.expected);
  }
}

TEST(RulesTest, ConflictsWith) {
  const Validator rule = ConflictsWith({"a", "b", "d.e"});
  EXPECT_EQ(rule.description, "at most one of a, b and d.e can be set");
  CheckAll(rule, {
                     {"{}", ""},
                     {"{a = \"\"}", ""},
                     {"{c = [], a = \"x\"}", ""},
                     {"{a = unknown, b = unknown, d = unknown}", ""},
                     {"{a = \"x\", b = unknown, d = {e = unknown}}", ""},
                     {"{a = \"x\", d = {}}", ""},
                     {"{a = \"x\", b = 1}",
                      "o[1].b: Arguments exclude each other: a and b are set, and only one of them "
                      "can be. Remove all but one."},
                     {"{a = \"x\", b = unknown, d = {e = \"y\"}}",
                      "o[1].d.e: Arguments exclude each other: a and d.e are set, and only one of "
                      "them can be. Remove all but one."},
                     {"{a = \"x\", b = 1, d = {e = \"y\"}}",
                      "o[1].d.e: Arguments exclude each other: a, b and d.e are set, and only one "
                      "of them can be. Remove all but one."},
                 });
}

TEST(RulesTest, ExactlyOneOf) {
  const Validator rule = ExactlyOneOf({"a", "c"});
  EXPECT_EQ(rule.description, "exactly one of a and c must be set");
  CheckAll(rule,
           {
               {"{a = \"x\"}", ""},
               {"{c = []}", ""},
               {"{a = unknown}", ""},
               {"{a = unknown, c = [true]}", ""},
               {"{b = 1}", "o[1]: Argument missing: None of a and c is set. Set exactly one."},
               {"{a = \"x\", c = []}",
                "o[1].c: Arguments exclude each other: a and c are set, and only one of them "
                "can be. Remove all but one."},
           });
}

TEST(RulesTest, AtLeastOneOf) {
  const Validator rule = AtLeastOneOf({"a", "b"});
  EXPECT_EQ(rule.description, "at least one of a and b must be set");
  CheckAll(rule, {
                     {"{a = \"x\"}", ""},
                     {"{a = \"x\", b = 1}", ""},
                     {"{a = unknown}", ""},
                     {"{}", "o[1]: Argument missing: None of a and b is set. Set one or more."},
                 });
}

TEST(RulesTest, RequiredTogether) {
  const Validator rule = RequiredTogether({"a", "b", "c"});
  EXPECT_EQ(rule.description, "all of a, b and c must be set, or none");
  CheckAll(rule,
           {
               {"{}", ""},
               {"{a = \"x\", b = 1, c = []}", ""},
               {"{a = unknown}", ""},
               {"{a = \"x\", b = unknown, c = unknown}", ""},
               {"{a = \"x\", b = unknown}",
                "o[1].a: Arguments belong together: a is set without c. Set all of them, or none."},
               {"{b = 1, c = []}",
                "o[1].b: Arguments belong together: b and c are set without a. Set all of them, or "
                "none."},
           });
}

TEST(RulesTest, AlsoRequires) {
  const Validator rule = AlsoRequires("a", {"b", "c"});
  EXPECT_EQ(rule.description, "a can only be set together with b and c");
  CheckAll(rule, {
                     {"{}", ""},
                     {"{b = 1}", ""},
                     {"{a = unknown}", ""},
                     {"{a = \"x\", b = 1, c = unknown}", ""},
                     {"{a = \"x\"}",
                      "o[1].a: Arguments belong together: a is set without b and c. Set what is "
                      "missing, or remove a."},
                     {"{a = \"x\", b = 1}",
                      "o[1].a: Arguments belong together: a is set without c. Set what is missing, "
                      "or remove a."},
                 });
}

TEST(RulesTest, AnUnknownThatIsCertainlyNotNullIsSet) {
  const Value a = Value::Unknown(Type::String(), {.is_null = false});
  const Value object = Literal(TestType(), "{b = 1}").With("a", a);
  EXPECT_NE(Check(ConflictsWith({"a", "b"}), object), "");
  EXPECT_EQ(Check(AtLeastOneOf({"a"}), object), "");
}

TEST(RulesTest, InsideAnUnknownThatIsCertainlyThereNothingIsCertain) {
  const Value d = Value::Unknown(TestType().attributes()[3].type, {.is_null = false});
  const Value object = Literal(TestType(), "{b = 1}").With("d", d);
  EXPECT_EQ(Check(ConflictsWith({"d.e", "b"}), object), "");
  EXPECT_NE(Check(ConflictsWith({"d", "b"}), object), "");
}

TEST(RulesDeathTest, ARuleNamesAttributes) {
  EXPECT_DEATH(Check(AtLeastOneOf({"x"}), Literal(TestType(), "{}")),
               "a rule names attributes of its object");
}

}  // namespace
}  // namespace tf::schema
