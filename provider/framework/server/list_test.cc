#include "provider/framework/server/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeListResource;
using testing::FakeResourceWithIdentity;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using testing::WriteOnly;

constexpr char kBug[] = " This is a bug in the provider.";

class ListTest : public ::testing::Test {
 protected:
  static schema::IdentitySchema NewIdentitySchema() {
    return {.version = 0, .attributes = {{.name = "id", .required_for_import = true}}};
  }

  // What reaches the client until it has `wanted` events.
  std::vector<ListResult> Listed(ListRequest request, size_t wanted = 1000) {
    std::vector<ListResult> results;
    List(list_, resource_, request, [&](ListResult result) {
      results.push_back(std::move(result));
      return results.size() < wanted;
    });
    return results;
  }
  ListRequest Asked(bool include_resource = false, int64_t limit = 10) {
    return {operation_, Literal(config_, "{}"), include_resource, limit};
  }

  Value Thing(const char* text) const { return Literal(body_, text); }
  Value Id(absl::string_view id) const {
    return Value::Object({{"id", Value::String(std::string(id))}});
  }
  // One result, as the client gets it.
  ListResult One(ListResult result, bool include_resource) {
    list_.list = [&](const ListRequest&, const PushResult& push) { push(result); };
    const std::vector<ListResult> results = Listed(Asked(include_resource));
    EXPECT_EQ(results.size(), 1u);
    return results.empty() ? ListResult() : results[0];
  }

  const Body body_ = Attributes({Required("name"), WriteOnly("secret"), Computed("id")});
  const Body config_ = Attributes({Optional("prefix"), Default("deep", Value::Bool(true))});
  FakeResourceWithIdentity resource_{"fake_thing", SchemaOf(body_), NewIdentitySchema()};
  FakeListResource list_{"fake_thing", SchemaOf(config_)};
  Operation operation_;
  std::stop_source stop_;
};

TEST_F(ListTest, AsksWithDefaultsAndALimit) {
  ListRequest request = Asked(true, 7);
  list_.list = [&](const ListRequest& asked, const PushResult&) {
    EXPECT_EQ(&asked.operation, &operation_);
    EXPECT_EQ(asked.config, Literal(config_, "{deep = true}"));
    EXPECT_TRUE(asked.include_resource);
    EXPECT_EQ(asked.limit, 7);
  };
  EXPECT_THAT(Listed(request), IsEmpty());
  for (const int64_t none : {0, -1}) {
    list_.list = [&](const ListRequest& asked, const PushResult&) {
      EXPECT_EQ(asked.limit, 100);
      EXPECT_FALSE(asked.include_resource);
    };
    Listed(Asked(false, none));
  }
}

TEST_F(ListTest, AResultHasItsIdentityAndTheObjectWhereItIsAskedFor) {
  const Value object = Thing(R"({name = "a", id = "1"})");
  const Value none;
  const std::string missing = absl::StrCat(
      "warning: No object after list | The whole object of \"a\" was asked for and not given.",
      kBug);
  const struct {
    const char* name;
    ListResult result;
    bool include;
    Value want_resource;
    std::vector<std::string> lines;
  } kCases[] = {
      {"both, asked for", {Id("1"), "a", object, {}}, true, object, {}},
      {"both, not asked for", {Id("1"), "a", object, {}}, false, none, {}},
      {"the object alone", {{}, "a", object, {}}, true, object, {}},
      {"the object alone, not asked for", {{}, "a", object, {}}, false, none, {}},
      {"the identity alone", {Id("1"), "a", {}, {}}, false, none, {}},
      {"the identity alone, all asked for", {Id("1"), "a", {}, {}}, true, none, {missing}},
      {"a secret", {{}, "a", object.With("secret", Value::String("s")), {}}, true, object, {}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const ListResult result = One(c.result, c.include);
    EXPECT_EQ(result.identity, Id("1"));
    EXPECT_EQ(result.display_name, "a");
    EXPECT_EQ(result.resource, c.want_resource);
    EXPECT_EQ(Lines(result.diagnostics), c.lines);
  }
}

TEST_F(ListTest, AResultThatTheClientWouldRefuseIsAnError) {
  const std::string none = absl::StrCat(
      "No identity after list | A fake_thing named \"a\" was found without one.", kBug);
  const struct {
    const char* name;
    ListResult result;
    std::string want;
  } kCases[] = {
      {"null", {Literal(NewIdentitySchema().type(), "{}"), "a", {}, {}}, none},
      {"unknown", {Literal(NewIdentitySchema().type(), "{id = unknown}"), "a", {}, {}}, none},
      {"another type", {Value::String("1"), "a", {}, {}}, none},
      {"only a name", {{}, "a", {}, {}}, none},
      {"an object that does not say",
       {{}, "a", Thing(R"({name = "a"})"), {}},
       absl::StrCat("No identity after list | fake_thing does not say which object it is.", kBug)},
      {"an unknown in the object",
       {Id("1"), "a", Thing("{name = unknown}"), {}},
       absl::StrCat("name | Unknown value after list | name was not set.", kBug)},
      {"an object of another type",
       {Id("1"), "a", Value::String("x"), {}},
       absl::StrCat("Object of another type after list | The object has type \"string\" where the "
                    "schema has [\"object\",{\"id\":\"string\",\"name\":\"string\",\"secret\":"
                    "\"string\"}].",
                    kBug)},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(Lines(One(c.result, true).diagnostics), ::testing::Contains(c.want));
  }
}

TEST_F(ListTest, EndsAtTheLimitAndDiagnosticsAreNoResults) {
  Diagnostics warning;
  warning.AddWarning(Path(), "Slow", "It takes a while.");
  std::vector<bool> went_on;
  list_.list = [&](const ListRequest&, const PushResult& push) {
    went_on.push_back(push({{}, "", {}, warning}));
    for (int i = 0; i < 4; ++i) went_on.push_back(push({Id(absl::StrCat(i)), "n", {}, {}}));
  };
  const std::vector<ListResult> results = Listed(Asked(false, 2));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0].identity.IsNull());
  EXPECT_THAT(Lines(results[0].diagnostics), ElementsAre("warning: Slow | It takes a while."));
  EXPECT_EQ(results[1].identity, Id("0"));
  EXPECT_EQ(results[2].identity, Id("1"));
  EXPECT_THAT(went_on, ElementsAre(true, true, false, false, false));
}

TEST_F(ListTest, EndsWhenTheClientHasEnough) {
  std::vector<bool> went_on;
  list_.list = [&](const ListRequest&, const PushResult& push) {
    for (int i = 0; i < 3; ++i) went_on.push_back(push({Id(absl::StrCat(i)), "n", {}, {}}));
  };
  EXPECT_EQ(Listed(Asked(), 2).size(), 2u);
  EXPECT_THAT(went_on, ElementsAre(true, false, false));
}

TEST_F(ListTest, EndsWithTheFirstError) {
  Diagnostics failed;
  failed.AddError("Failed", "The service is away.");
  std::vector<bool> went_on;
  list_.list = [&](const ListRequest&, const PushResult& push) {
    went_on.push_back(push({Id("1"), "n", {}, failed}));
    went_on.push_back(push({Id("2"), "n", {}, {}}));
  };
  const std::vector<ListResult> results = Listed(Asked());
  ASSERT_EQ(results.size(), 1u);
  EXPECT_THAT(Lines(results[0].diagnostics), ElementsAre("Failed | The service is away."));
  EXPECT_THAT(went_on, ElementsAre(false, false));
}

TEST_F(ListTest, EndsWhenTheUserInterrupts) {
  operation_.stop = stop_.get_token();
  std::vector<bool> went_on;
  list_.list = [&](const ListRequest&, const PushResult& push) {
    went_on.push_back(push({Id("1"), "n", {}, {}}));
    stop_.request_stop();
    went_on.push_back(push({Id("2"), "n", {}, {}}));
  };
  EXPECT_EQ(Listed(Asked()).size(), 2u);
  EXPECT_THAT(went_on, ElementsAre(true, false));
}

}  // namespace
}  // namespace tf::server
