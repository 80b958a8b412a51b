#include "provider/framework/server/upgrade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using schema::Nesting;
using testing::Attributes;
using testing::Computed;
using ::testing::ElementsAre;
using testing::FakeFullResource;
using testing::FakeResource;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Literal;
using testing::Nested;
using ::testing::Not;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using testing::WriteOnly;

const Body& ThingBody() {
  static const Body& body = *new Body(
      Attributes({Required("name"), WriteOnly("password"), Optional("size", Type::Number()),
                  Nested(Optional("disks"), Nesting::kList, {Required("path"), Computed("id")})}));
  return body;
}

schema::Schema Version(int64_t version) {
  schema::Schema schema = SchemaOf(ThingBody());
  schema.version = version;
  return schema;
}

struct Upgrade {
  Value state;
  std::vector<std::string> errors;
};

Upgrade UpgradeOf(const Resource& resource, int64_t version, const char* json) {
  Diagnostics diagnostics;
  Upgrade upgrade = {UpgradeState(resource, version, json, diagnostics), {}};
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    upgrade.errors.push_back(absl::StrCat(diagnostic.summary, " | ", diagnostic.detail));
  }
  return upgrade;
}

TEST(UpgradeTest, TheSameVersionIsReadWithTodaysSchema) {
  const FakeResource resource("fake_thing", Version(2));
  const struct {
    const char* name;
    const char* json;
    const char* want;
  } kCases[] = {
      {"as written", R"({"disks":[{"id":"1","path":"/"}],"name":"a","password":null,"size":0.1})",
       R"({name = "a", size = 0.1, disks = [{path = "/", id = "1"}]})"},
      {"printed prettily", "\n{\n  \"name\" : \"a\"\n}\n", R"({name = "a"})"},
      {"an attribute that is gone", R"({"name":"a","old":{"x":[1]}})", R"({name = "a"})"},
      {"inside, too", R"({"name":"a","disks":[{"path":"/","old":1}]})",
       R"({name = "a", disks = [{path = "/"}]})"},
      {"a number as text", R"({"name":"a","size":"7"})", R"({name = "a", size = 7})"},
      {"a secret", R"({"name":"a","password":"p"})", R"({name = "a"})"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Upgrade upgrade = UpgradeOf(resource, 2, c.json);
    EXPECT_EQ(upgrade.state, Literal(ThingBody(), c.want));
    EXPECT_THAT(upgrade.errors, IsEmpty());
  }
}

TEST(UpgradeTest, ASecretThatNoLongerFitsIsNotPrinted) {
  schema::Attribute password = Optional("pw", Type::Number());
  password.sensitive = true;
  const FakeResource resource("fake_thing", SchemaOf(Attributes({password})));
  const Upgrade upgrade = UpgradeOf(resource, 0, R"({"pw":"hunter2secret"})");
  ASSERT_THAT(upgrade.errors, ElementsAre(HasSubstr("pw: the text is no number")));
  EXPECT_THAT(upgrade.errors, ElementsAre(Not(HasSubstr("hunter2"))));
}

TEST(UpgradeTest, WhatIsNotAStateIsAnErrorWithAWayOut) {
  const FakeResource resource("fake_thing", Version(2));
  for (const char* json : {"", "x", "[]", "7", R"({"name":["a"]})", R"({"name":"a"}})", "{"}) {
    SCOPED_TRACE(json);
    const Upgrade upgrade = UpgradeOf(resource, 2, json);
    EXPECT_EQ(upgrade.state, Value::Null(ThingBody().type()));
    EXPECT_THAT(
        upgrade.errors,
        ElementsAre(::testing::AllOf(
            HasSubstr("Stored state of fake_thing cannot be read | "),
            HasSubstr(". The state file was changed by hand or damaged: restore a backup of "
                      "it, or remove the resource from the state and import it again."))));
  }
  EXPECT_THAT(UpgradeOf(resource, 2, "null").errors,
              ElementsAre("No state after upgrade | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
}

Value FromV0(const Value& old_state, Diagnostics& diagnostics) {
  diagnostics.AddWarning(Path(), "Moved on", "From version 0.");
  return Literal(ThingBody(), "{}").With("name", old_state.attribute("title"));
}

Value FromV1(const Value& old_state, Diagnostics&) {
  return Literal(ThingBody(), R"({password = "p"})").With("name", old_state.attribute("label"));
}

Value ToUnknown(const Value&, Diagnostics&) { return Literal(ThingBody(), "{name = unknown}"); }
Value ToNothing(const Value&, Diagnostics&) { return Value::Null(ThingBody().type()); }
Value ToError(const Value&, Diagnostics& diagnostics) {
  diagnostics.AddError("Too old", "Sorry.");
  return Value::Null(ThingBody().type());
}

TEST(UpgradeTest, EachOldVersionHasItsUpgrader) {
  FakeFullResource resource("fake_thing", Version(2));
  resource.upgraders = {{1, Type::Object({{"label", Type::String()}}), FromV1},
                        {0, Type::Object({{"title", Type::String()}}), FromV0}};
  const Upgrade from_v0 = UpgradeOf(resource, 0, R"({"title":"a","label":"b"})");
  EXPECT_EQ(from_v0.state, Literal(ThingBody(), R"({name = "a"})"));
  EXPECT_THAT(from_v0.errors, ElementsAre("Moved on | From version 0."));
  const Upgrade from_v1 = UpgradeOf(resource, 1, R"({"label":"b"})");
  EXPECT_EQ(from_v1.state, Literal(ThingBody(), R"({name = "b"})"));
  EXPECT_THAT(from_v1.errors, IsEmpty());
  // Of today's version, no upgrader runs.
  EXPECT_EQ(UpgradeOf(resource, 2, R"({"name":"c"})").state,
            Literal(ThingBody(), R"({name = "c"})"));
}

TEST(UpgradeTest, AnUpgraderOnlySeesWhatFitsItsType) {
  FakeFullResource resource("fake_thing", Version(1));
  resource.upgraders = {{0, Type::Object({{"label", Type::String()}}), FromV1}};
  const Upgrade upgrade = UpgradeOf(resource, 0, R"({"label":[]})");
  EXPECT_EQ(upgrade.state, Value::Null(ThingBody().type()));
  EXPECT_THAT(upgrade.errors, ElementsAre(HasSubstr("Stored state of fake_thing cannot be read")));
}

TEST(UpgradeTest, AnUpgradeEndsWithAKnownStateOrAnError) {
  FakeFullResource resource("fake_thing", Version(4));
  const Type any = Type::Object({});
  resource.upgraders = {{0, any, ToUnknown}, {1, any, ToNothing}, {2, any, ToError}};
  const Upgrade unknown = UpgradeOf(resource, 0, "{}");
  EXPECT_EQ(unknown.state, Literal(ThingBody(), "{}"));
  EXPECT_THAT(unknown.errors, ElementsAre("Unknown value after upgrade | name was not set. This is "
                                          "a bug in the provider."));
  EXPECT_THAT(UpgradeOf(resource, 1, "{}").errors,
              ElementsAre("No state after upgrade | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
  EXPECT_THAT(UpgradeOf(resource, 2, "{}").errors, ElementsAre("Too old | Sorry."));
}

TEST(UpgradeTest, VersionsWithoutAWayAreRefused) {
  FakeFullResource full("fake_thing", Version(2));
  full.upgraders = {{0, Type::Object({{"title", Type::String()}}), FromV0}};
  const FakeResource simple("fake_thing", Version(2));
  for (const int64_t version : {-1, 1, 3}) {
    const std::string want = absl::StrCat(
        "Stored state of fake_thing has an unknown version | The state has schema version ",
        version,
        "; this provider knows version 2 and no way from the one to the other. Use the provider's "
        "version that wrote the state, or a newer one.");
    for (const Resource* resource :
         {static_cast<const Resource*>(&full), static_cast<const Resource*>(&simple)}) {
      const Upgrade upgrade = UpgradeOf(*resource, version, R"({"name":"a"})");
      EXPECT_EQ(upgrade.state, Value::Null(ThingBody().type()));
      EXPECT_THAT(upgrade.errors, ElementsAre(want));
    }
  }
}

}  // namespace
}  // namespace tf::server
