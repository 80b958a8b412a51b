#include "provider/framework/server/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using testing::Attributes;
using testing::Computed;
using ::testing::ElementsAre;
using testing::FakeFullResource;
using testing::FakeResourceWithIdentity;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;

schema::IdentitySchema NewIdentitySchema(int64_t version = 0) {
  return {.version = version,
          .attributes = {{.name = "region", .required_for_import = true},
                         {.name = "id", .required_for_import = true}}};
}

class IdentityTest : public ::testing::Test {
 protected:
  static Diagnostics Failed() {
    Diagnostics diagnostics;
    diagnostics.AddError("Failed", "It broke.");
    return diagnostics;
  }

  Value State(const char* text) const {
    return std::string(text) == "null" ? Value::Null(body_.type()) : Literal(body_, text);
  }
  Value Identity(const char* text) const { return Literal(type_, text); }

  const Body body_ = Attributes({Required("region"), Optional("name"), Computed("id")});
  const Type type_ = NewIdentitySchema().type();
  FakeResourceWithIdentity resource_{"fake_thing", SchemaOf(body_), NewIdentitySchema()};
  const FakeFullResource plain_{"fake_plain", SchemaOf(body_)};
  const Operation operation_ = {};
  const std::string changed_ =
      "fake_thing had identity {id = \"1\", region = \"eu\"} and now has {id = \"2\", region = "
      "\"eu\"}, though the object is the same one. This is a bug in the provider.";
};

struct AfterCase {
  const char* name;
  const char* state;
  // What was before.
  const char* prior;
  const char* want;
  std::vector<std::string> errors = {};
};

TEST_F(IdentityTest, AfterAnOperationItIsWhatTheStateSays) {
  const std::string none =
      "No identity after apply | fake_thing does not say which object it is. This is a bug in the "
      "provider.";
  for (const AfterCase& c : std::vector<AfterCase>{
           {"created", R"({region = "eu", id = "1"})", "{region = \"eu\", id = unknown}",
            R"({region = "eu", id = "1"})"},
           {"as before", R"({region = "eu", id = "1"})", R"({region = "eu", id = "1"})",
            R"({region = "eu", id = "1"})"},
           {"nothing before", R"({region = "eu", id = "1"})", "null",
            R"({region = "eu", id = "1"})"},
           {"more is known", R"({region = "eu", id = "1"})", R"({id = "1"})",
            R"({region = "eu", id = "1"})"},
           {"no object", "null", R"({region = "eu", id = "1"})", "null"},
           {"a part", R"({region = "eu"})", "null", R"({region = "eu"})"},
           {"nothing", R"({name = "a"})", "null", "null", {none}},
           {"nothing, where there was one",
            R"({name = "a"})",
            R"({region = "eu", id = "1"})",
            R"({region = "eu", id = "1"})",
            {none}},
           {"nothing, where it was planned",
            R"({name = "a"})",
            R"({region = "eu", id = unknown})",
            "null",
            {none}},
           {"unknown", R"({region = "eu", id = unknown})", "null", "null", {none}},
           {"changed",
            R"({region = "eu", id = "2"})",
            R"({region = "eu", id = "1"})",
            R"({region = "eu", id = "1"})",
            {"Identity changed in apply | " + changed_}},
       }) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    const Value identity = IdentityAfter(resource_, {operation_, State(c.state), Identity(c.prior)},
                                         "apply", diagnostics);
    if (std::string(c.want) == "null") {
      EXPECT_TRUE(identity.IsNull()) << identity.ToString();
    } else {
      EXPECT_EQ(identity, Identity(c.want));
    }
    EXPECT_EQ(Lines(diagnostics), c.errors);
  }
}

TEST_F(IdentityTest, AfterAFailureNothingIsAddedAndTheOldOneKept) {
  Diagnostics diagnostics = Failed();
  EXPECT_EQ(
      IdentityAfter(resource_, {operation_, State(R"({name = "a"})"), Identity(R"({id = "1"})")},
                    "apply", diagnostics),
      Identity(R"({id = "1"})"));
  EXPECT_EQ(IdentityAfter(resource_,
                          {operation_, State(R"({region = "eu", id = "1"})"), Value::Null(type_)},
                          "apply", diagnostics),
            Identity(R"({region = "eu", id = "1"})"));
  EXPECT_THAT(Lines(diagnostics), ElementsAre("Failed | It broke."));
}

TEST_F(IdentityTest, OnlyAMutableOneMayChange) {
  resource_.has_mutable_identity = true;
  Diagnostics diagnostics;
  EXPECT_EQ(IdentityAfter(resource_,
                          {operation_, State(R"({region = "eu", id = "2"})"),
                           Identity(R"({region = "eu", id = "1"})")},
                          "apply", diagnostics),
            Identity(R"({region = "eu", id = "2"})"));
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
}

TEST_F(IdentityTest, IsAskedWithTheStateAndTheOneBefore) {
  const Value before = Identity(R"({region = "eu", id = "1"})");
  resource_.identity = [&](const IdentityRequest& request) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.state, State(R"({name = "a"})"));
    EXPECT_EQ(request.prior, before);
    return before;
  };
  Diagnostics diagnostics;
  EXPECT_EQ(
      IdentityAfter(resource_, {operation_, State(R"({name = "a"})"), before}, "read", diagnostics),
      before);
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
}

TEST_F(IdentityTest, OfAnotherTypeIsAnErrorEverywhere) {
  const std::string error =
      "Identity of another type for fake_thing | It has type \"string\" where the identity schema "
      "has [\"object\",{\"id\":\"string\",\"region\":\"string\"}]. This is a bug in the provider.";
  const Value before = Identity(R"({region = "eu", id = "1"})");
  resource_.identity = [](const IdentityRequest&) { return Value::String("1"); };
  const Value state = State(R"({region = "eu"})");
  Diagnostics after;
  EXPECT_EQ(IdentityAfter(resource_, {operation_, state, before}, "read", after), before);
  EXPECT_THAT(Lines(after), ElementsAre(error));
  Diagnostics first;
  EXPECT_EQ(FirstIdentity(resource_, {operation_, state, before}, first), before);
  EXPECT_THAT(Lines(first), ElementsAre(error));
  Diagnostics planned;
  const Value none = Value::Null(body_.type());
  EXPECT_EQ(
      PlannedIdentity(
          resource_,
          {.operation = operation_, .prior_state = none, .prior_identity = before, .plan = state},
          planned),
      before);
  EXPECT_THAT(Lines(planned), ElementsAre(error));
}

TEST_F(IdentityTest, AnUnknownOrNullOneIsNone) {
  for (const Value& bad : {Value::Unknown(type_), Value::Null(type_)}) {
    resource_.identity = [&](const IdentityRequest&) { return bad; };
    Diagnostics diagnostics;
    EXPECT_TRUE(
        IdentityAfter(resource_, {operation_, State("{}"), Value::Null(type_)}, "read", diagnostics)
            .IsNull());
    EXPECT_THAT(
        Lines(diagnostics),
        ElementsAre("No identity for fake_thing | It is null or unknown as a whole. This is "
                    "a bug in the provider."));
  }
}

TEST_F(IdentityTest, AResourceWithoutOneHasNone) {
  const Value state = State(R"({region = "eu", id = "1"})");
  const Value none = Value::Null(body_.type());
  Diagnostics diagnostics;
  EXPECT_TRUE(IdentityAfter(plain_, {operation_, state, Value()}, "read", diagnostics).IsNull());
  EXPECT_TRUE(FirstIdentity(plain_, {operation_, state, Value()}, diagnostics).IsNull());
  EXPECT_TRUE(
      PlannedIdentity(
          plain_,
          {.operation = operation_, .prior_state = none, .prior_identity = Value(), .plan = state},
          diagnostics)
          .IsNull());
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
  EXPECT_TRUE(UpgradeIdentity(plain_, 0, "{}", diagnostics).IsNull());
  EXPECT_THAT(Lines(diagnostics),
              ElementsAre("fake_plain has no identity | The state was written by another version "
                          "of the provider. Use that one."));
}

TEST_F(IdentityTest, TheFirstOneIsCompletedByWhatWasAskedFor) {
  for (const AfterCase& c : std::vector<AfterCase>{
           {"by id", R"({id = "1"})", "null", R"({id = "1"})"},
           {"by id, nothing known", R"({name = "a"})", "null", "null"},
           {"by identity", R"({name = "a"})", R"({region = "eu", id = "1"})",
            R"({region = "eu", id = "1"})"},
           {"by a part of it", R"({region = "eu"})", R"({id = "1"})",
            R"({region = "eu", id = "1"})"},
           {"no object", "null", R"({region = "eu", id = "1"})", "null"},
           {"as the system spells it", R"({id = "01"})", R"({region = "eu", id = "1"})",
            R"({region = "eu", id = "01"})"},
       }) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    const Value identity =
        FirstIdentity(resource_, {operation_, State(c.state), Identity(c.prior)}, diagnostics);
    if (std::string(c.want) == "null") {
      EXPECT_TRUE(identity.IsNull()) << identity.ToString();
    } else {
      EXPECT_EQ(identity, Identity(c.want));
    }
    EXPECT_EQ(Lines(diagnostics), c.errors);
  }
  Diagnostics failed = Failed();
  EXPECT_TRUE(
      FirstIdentity(resource_, {operation_, State(R"({id = "1"})"), Value()}, failed).IsNull());
  EXPECT_THAT(Lines(failed), ElementsAre("Failed | It broke."));
}

struct PlanCase {
  const char* name;
  const char* prior_state;
  const char* prior_identity;
  const char* plan;
  const char* want;
  bool replaces = false;
  bool is_mutable = false;
  std::vector<std::string> errors = {};
};

TEST_F(IdentityTest, IsPlannedAsFarAsTheClientTakesIt) {
  const char* const kOne = R"({region = "eu", id = "1"})";
  const std::vector<std::string> changed = {"Identity changed in plan | " + changed_};
  for (const PlanCase& c : std::vector<PlanCase>{
           {"create", "null", "null", R"({region = "eu", id = "2"})", "null"},
           {"create, not all known", "null", "null", R"({region = "eu", id = unknown})", "null"},
           {"create, second plan of a replacement", "null", kOne,
            R"({region = "us", id = unknown})", "null"},
           {"update", kOne, kOne, R"({region = "eu", name = "b", id = "1"})", kOne},
           {"update that leaves it open", kOne, kOne, R"({region = "eu", id = unknown})", kOne},
           {"update of an object without one", kOne, "null", R"({region = "eu", id = "1"})",
            "null"},
           {"changed", kOne, kOne, R"({region = "eu", id = "2"})", kOne, false, false, changed},
           {"changed by a replacement", kOne, kOne, R"({region = "eu", id = "2"})", kOne, true},
           {"changed, mutable", kOne, kOne, R"({region = "eu", id = "2"})",
            R"({region = "eu", id = "2"})", false, true},
           {"open, mutable", kOne, kOne, R"({region = "eu", id = unknown})", kOne, false, true},
           {"destroy", kOne, kOne, "null", kOne},
       }) {
    SCOPED_TRACE(c.name);
    resource_.has_mutable_identity = c.is_mutable;
    const Value prior_state = State(c.prior_state);
    const Value prior_identity = Identity(c.prior_identity);
    const Value plan = State(c.plan);
    Diagnostics diagnostics;
    const Value identity = PlannedIdentity(resource_,
                                           {.operation = operation_,
                                            .prior_state = prior_state,
                                            .prior_identity = prior_identity,
                                            .plan = plan,
                                            .replaces = c.replaces},
                                           diagnostics);
    EXPECT_EQ(identity, Identity(c.want));
    EXPECT_EQ(Lines(diagnostics), c.errors);
  }
}

TEST_F(IdentityTest, APlanWithErrorsHasNone) {
  Diagnostics failed = Failed();
  const Value none = Value::Null(body_.type());
  const Value plan = State(R"({region = "eu", id = "1"})");
  EXPECT_TRUE(
      PlannedIdentity(
          resource_,
          {.operation = operation_, .prior_state = none, .prior_identity = Value(), .plan = plan},
          failed)
          .IsNull());
  EXPECT_THAT(Lines(failed), ElementsAre("Failed | It broke."));
}

TEST(UpgradeIdentityTest, EachOldVersionHasItsUpgrader) {
  FakeResourceWithIdentity resource("fake_thing", SchemaOf(Attributes({Computed("id")})),
                                    NewIdentitySchema(4));
  const Type type = NewIdentitySchema().type();
  const Type old = Type::Object({{"path", Type::String()}});
  resource.identity_upgraders = {
      {0, old,
       [&](const Value& from, Diagnostics&) {
         return Literal(type, R"({region = "eu"})").With("id", from.attribute("path"));
       }},
      {1, old, [](const Value&, Diagnostics&) { return Value::String("1"); }},
      {2, old, [&](const Value&, Diagnostics&) { return Literal(type, "{id = unknown}"); }},
      {3, old, [&](const Value&, Diagnostics& diagnostics) {
         diagnostics.AddError("Too old", "Sorry.");
         return Value::Null(type);
       }}};
  const struct {
    const char* name;
    int64_t version;
    const char* json;
    Value want;
    std::vector<std::string> errors;
  } kCases[] = {
      {"today's",
       4,
       R"({"region":"eu","id":"1"})",
       Literal(type, R"({region = "eu", id = "1"})"),
       {}},
      {"of version 0", 0, R"({"path":"x"})", Literal(type, R"({region = "eu", id = "x"})"), {}},
      {"made another type",
       1,
       "{}",
       Value(),
       {"Identity of another type for fake_thing | It has type \"string\" where the identity "
        "schema has [\"object\",{\"id\":\"string\",\"region\":\"string\"}]. This is a bug in the "
        "provider."}},
      {"left unknown",
       2,
       "{}",
       Literal(type, "{}"),
       {"id | Unknown value after upgrade of the identity | id was not set. This is a bug in the "
        "provider."}},
      {"never stored", 0, "", Value::Null(type), {}},
      {"never stored, of an unknown version", 9, "", Value::Null(type), {}},
      {"failed", 3, "{}", Value(), {"Too old | Sorry."}},
      {"none",
       4,
       "null",
       Value(),
       {"No identity for fake_thing | It is null or unknown as a whole. This is a bug in the "
        "provider."}},
      {"of an unknown version",
       9,
       "{}",
       Value(),
       {"Stored identity of fake_thing has an unknown version | The state has schema version 9; "
        "this provider knows version 4 and no way from the one to the other. Use the provider's "
        "version that wrote the state, or a newer one."}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    EXPECT_EQ(UpgradeIdentity(resource, c.version, c.json, diagnostics), c.want);
    EXPECT_EQ(Lines(diagnostics), c.errors);
  }
  Diagnostics broken;
  EXPECT_TRUE(UpgradeIdentity(resource, 4, "{", broken).IsNull());
  ASSERT_EQ(broken.list().size(), 1u);
  EXPECT_EQ(broken.list()[0].summary, "Stored identity of fake_thing cannot be read");
}

}  // namespace
}  // namespace tf::server
