#include "provider/framework/server/apply.h"

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

using schema::Block;
using schema::Body;
using schema::Nesting;
using testing::Attributes;
using testing::CaseBlind;
using testing::Computed;
using ::testing::ElementsAre;
using testing::FakeResource;
using ::testing::IsEmpty;
using testing::Literal;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using testing::WriteOnly;

// The errors as "path | summary | detail".
std::vector<std::string> Errors(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    lines.push_back(absl::StrCat(diagnostic.path.ToString(), " | ", diagnostic.summary, " | ",
                                 diagnostic.detail));
  }
  return lines;
}

class ApplyTest : public ::testing::Test {
 protected:
  StateResponse ApplyChange(const Value& prior, const Value& plan) {
    ApplyRequest request = {operation_, config_, prior, plan, kept_};
    StateResult response;
    Apply(resource_, request, response);
    return response;
  }

  StateResponse Read(const Value& state) {
    StateResult response;
    ReadState(resource_, {operation_, state, kept_}, response);
    return response;
  }

  ApplyTest() { kept_.Set("generation", "7"); }

  const Body body_ =
      Attributes({CaseBlind(Required("name")), WriteOnly("password"), Computed("id")});
  FakeResource resource_{"fake_thing", SchemaOf(body_)};
  const Operation operation_ = {};
  const Value none_ = Value::Null(body_.type());
  const Value config_ = Literal(body_, R"({name = "web", password = "p"})");
  const Value plan_ = Literal(body_, R"({name = "web", id = unknown})");
  const Value state_ = Literal(body_, R"({name = "web", id = "1"})");
  PrivateState kept_;
};

TEST_F(ApplyTest, CreateGetsConfigurationAndPlanAndStartsFromNothing) {
  resource_.create = [&](const CreateRequest& request, StateResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.config, config_);
    EXPECT_EQ(request.plan, plan_);
    EXPECT_EQ(response.state, none_);
    EXPECT_EQ(response.private_state, kept_);
    response.state = state_;
    response.private_state.Set("generation", "8");
    response.diagnostics.AddWarning(Path::Root("name"), "Hm", "It is odd.");
  };
  const StateResponse response = ApplyChange(none_, plan_);
  EXPECT_EQ(response.state, state_);
  EXPECT_EQ(*response.private_state.Find("generation"), "8");
  EXPECT_THAT(Errors(response.diagnostics), ElementsAre("name | Hm | It is odd."));
}

TEST_F(ApplyTest, UpdateGetsThePriorStateAndStartsFromIt) {
  const Value prior = Literal(body_, R"({name = "old", id = "1"})");
  resource_.update = [&](const UpdateRequest& request, StateResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.config, config_);
    EXPECT_EQ(request.prior, prior);
    EXPECT_EQ(request.plan, plan_);
    EXPECT_EQ(response.state, prior);
    EXPECT_EQ(response.private_state, kept_);
    response.state = state_;
  };
  const StateResponse response = ApplyChange(prior, plan_);
  EXPECT_EQ(response.state, state_);
  EXPECT_EQ(response.private_state, kept_);
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST_F(ApplyTest, DeleteGetsTheStateAndStartsFromIt) {
  resource_.destroy = [&](const DeleteRequest& request, StateResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.state, state_);
    EXPECT_EQ(response.state, state_);
    EXPECT_EQ(response.private_state, kept_);
    response.state = none_;
  };
  const StateResponse response = ApplyChange(state_, none_);
  EXPECT_EQ(response.state, none_);
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST_F(ApplyTest, NothingToNothingDoesNothing) {
  resource_.create = [](const CreateRequest&, StateResponse&) { FAIL(); };
  resource_.destroy = [](const DeleteRequest&, StateResponse&) { FAIL(); };
  const StateResponse response = ApplyChange(none_, none_);
  EXPECT_EQ(response.state, none_);
  EXPECT_EQ(response.private_state, kept_);
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST_F(ApplyTest, SuccessWithoutTheRightStateIsAnError) {
  resource_.create = [](const CreateRequest&, StateResponse&) {};
  EXPECT_THAT(Errors(ApplyChange(none_, plan_).diagnostics),
              ElementsAre(" | No state after create | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
  resource_.update = [&](const UpdateRequest&, StateResponse& response) { response.state = none_; };
  EXPECT_THAT(Errors(ApplyChange(state_, plan_).diagnostics),
              ElementsAre(" | No state after update | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
  resource_.destroy = [](const DeleteRequest&, StateResponse&) {};
  const StateResponse response = ApplyChange(state_, none_);
  EXPECT_EQ(response.state, state_);
  EXPECT_THAT(Errors(response.diagnostics),
              ElementsAre(" | State left after delete | fake_thing reported success but the object "
                          "is still there. This is a bug in the provider."));
}

TEST_F(ApplyTest, AfterAnErrorTheStateIsWhatIsReallyThere) {
  const auto fail = [](StateResponse& response) {
    response.diagnostics.AddError("Failed", "The disk is full.");
  };
  const std::string failed = " | Failed | The disk is full.";

  resource_.create = [&](const CreateRequest&, StateResponse& response) { fail(response); };
  const StateResponse nothing_made = ApplyChange(none_, plan_);
  EXPECT_EQ(nothing_made.state, none_);
  EXPECT_THAT(Errors(nothing_made.diagnostics), ElementsAre(failed));

  resource_.create = [&](const CreateRequest&, StateResponse& response) {
    response.state = state_;
    fail(response);
  };
  const StateResponse half_made = ApplyChange(none_, plan_);
  EXPECT_EQ(half_made.state, state_);
  EXPECT_THAT(Errors(half_made.diagnostics), ElementsAre(failed));

  const Value prior = Literal(body_, R"({name = "old", id = "1"})");
  resource_.update = [&](const UpdateRequest&, StateResponse& response) { fail(response); };
  const StateResponse not_updated = ApplyChange(prior, plan_);
  EXPECT_EQ(not_updated.state, prior);
  EXPECT_EQ(not_updated.private_state, kept_);
  EXPECT_THAT(Errors(not_updated.diagnostics), ElementsAre(failed));

  resource_.destroy = [&](const DeleteRequest&, StateResponse& response) { fail(response); };
  const StateResponse not_deleted = ApplyChange(state_, none_);
  EXPECT_EQ(not_deleted.state, state_);
  EXPECT_THAT(Errors(not_deleted.diagnostics), ElementsAre(failed));
}

TEST_F(ApplyTest, WhatWasPlannedKeepsItsSpelling) {
  resource_.create = [&](const CreateRequest&, StateResponse& response) {
    response.state = Literal(body_, R"({name = "WEB", id = "1"})");
  };
  EXPECT_EQ(ApplyChange(none_, plan_).state, state_);
  resource_.update = [&](const UpdateRequest&, StateResponse& response) {
    response.state = Literal(body_, R"({name = "WEB", id = "1"})");
  };
  EXPECT_EQ(ApplyChange(state_, plan_).state, state_);
  // What was not known in the plan is as the resource says.
  EXPECT_EQ(ApplyChange(state_, Literal(body_, "{name = unknown}")).state,
            Literal(body_, R"({name = "WEB", id = "1"})"));
}

TEST_F(ApplyTest, WriteOnlyValuesDoNotReachTheState) {
  resource_.create = [&](const CreateRequest& request, StateResponse& response) {
    EXPECT_EQ(request.config.attribute("password"), Value::String("p"));
    response.state = Literal(body_, R"({name = "web", password = "p", id = "1"})");
  };
  const StateResponse response = ApplyChange(none_, plan_);
  EXPECT_EQ(response.state, state_);
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST_F(ApplyTest, WhatIsLeftUnknownBecomesNullWithAnError) {
  resource_.create = [&](const CreateRequest& request, StateResponse& response) {
    response.state = request.plan;
  };
  const StateResponse response = ApplyChange(none_, plan_);
  EXPECT_EQ(response.state, Literal(body_, R"({name = "web"})"));
  EXPECT_THAT(
      Errors(response.diagnostics),
      ElementsAre(
          "id | Unknown value after apply | id was not set. This is a bug in the provider."));
}

TEST_F(ApplyTest, ReadGetsTheStateAndStartsFromIt) {
  resource_.read = [&](const ReadRequest& request, StateResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.state, state_);
    EXPECT_EQ(response.state, state_);
    EXPECT_EQ(response.private_state, kept_);
  };
  const StateResponse same = Read(state_);
  EXPECT_EQ(same.state, state_);
  EXPECT_EQ(same.private_state, kept_);
  EXPECT_THAT(Errors(same.diagnostics), IsEmpty());
}

TEST_F(ApplyTest, ReadReportsDriftButNotSpelling) {
  const struct {
    const char* name;
    const char* found;
    const char* want;
  } kCases[] = {
      {"spelling", R"({name = "WEB", id = "1"})", R"({name = "web", id = "1"})"},
      {"drift", R"({name = "db", id = "1"})", R"({name = "db", id = "1"})"},
      {"both", R"({name = "WEB", id = "2"})", R"({name = "web", id = "2"})"},
      {"a secret", R"({name = "web", password = "p", id = "1"})", R"({name = "web", id = "1"})"},
      {"gone", "null", "null"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    resource_.read = [&](const ReadRequest&, StateResponse& response) {
      response.state = Literal(body_, c.found);
    };
    const StateResponse response = Read(state_);
    EXPECT_EQ(response.state, Literal(body_, c.want));
    EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
  }
}

TEST_F(ApplyTest, ReadLeavesNothingUnknown) {
  resource_.read = [&](const ReadRequest&, StateResponse& response) { response.state = plan_; };
  const StateResponse response = Read(state_);
  EXPECT_EQ(response.state, Literal(body_, R"({name = "web"})"));
  EXPECT_THAT(
      Errors(response.diagnostics),
      ElementsAre(
          "id | Unknown value after read | id was not set. This is a bug in the provider."));
}

// Semantic equality wherever a value can be.
TEST(KeepSpellingTest, ReachesNestedAttributesAndBlocks) {
  using N = Block::Nesting;
  const std::vector<schema::Attribute> inner = {CaseBlind(Optional("name")), Computed("id")};
  const Body body = {.attributes = {Nested(Optional("single"), Nesting::kSingle, inner),
                                    Nested(Optional("list"), Nesting::kList, inner),
                                    Nested(Optional("map"), Nesting::kMap, inner),
                                    Nested(Optional("set"), Nesting::kSet, inner)},
                     .blocks = {NewBlock("list_block", N::kList, Attributes(inner)),
                                NewBlock("set_block", N::kSet, Attributes(inner))}};
  FakeResource resource("fake_thing", SchemaOf(body));
  const struct {
    const char* name;
    const char* plan;
    const char* made;
    const char* want;
  } kCases[] = {
      {"single", R"({single = {name = "a", id = unknown}})", R"({single = {name = "A", id = "1"}})",
       R"({single = {name = "a", id = "1"}})"},
      {"list", R"({list = [{name = "a"}, {name = "b"}]})",
       R"({list = [{name = "A"}, {name = "c"}]})", R"({list = [{name = "a"}, {name = "c"}]})"},
      {"map", R"({map = {k = {name = "a"}}})", R"({map = {k = {name = "A"}, l = {name = "B"}}})",
       R"({map = {k = {name = "a"}, l = {name = "B"}}})"},
      {"set, in another order",
       R"({set = [{name = "B", id = unknown}, {name = "a", id = unknown}]})",
       R"({set = [{name = "A", id = "2"}, {name = "b", id = "1"}]})",
       R"({set = [{name = "B", id = "1"}, {name = "a", id = "2"}]})"},
      {"set, something else", R"({set = [{name = "a", id = "1"}]})",
       R"({set = [{name = "A", id = "2"}]})", R"({set = [{name = "A", id = "2"}]})"},
      {"set inside of nothing before", "{}", R"({set = [{name = "A"}]})",
       R"({set = [{name = "A"}]})"},
      {"list block", R"({list_block = [{name = "a"}]})", R"({list_block = [{name = "A"}]})",
       R"({list_block = [{name = "a"}]})"},
      {"set block", R"({set_block = [{name = "a"}, {name = "B"}]})",
       R"({set_block = [{name = "A"}, {name = "b"}]})",
       R"({set_block = [{name = "a"}, {name = "B"}]})"},
  };
  const Operation operation;
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    resource.create = [&](const CreateRequest&, StateResponse& response) {
      response.state = Literal(body, c.made);
    };
    const Value none = Value::Null(body.type());
    StateResult response;
    Apply(resource, {operation, none, none, Literal(body, c.plan), {}}, response);
    EXPECT_EQ(response.state, Literal(body, c.want));
    EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
  }
}

TEST(StorableTest, FindsEveryUnknownAndSecret) {
  using N = Block::Nesting;
  const std::vector<schema::Attribute> inner = {Optional("a"), WriteOnly("w")};
  const Body body = {
      .attributes = {Optional("tags", Type::List(Type::String())), Optional("any", Type::Dynamic()),
                     Optional("labels", Type::Map(Type::String())),
                     Nested(Optional("single"), Nesting::kSingle, inner),
                     Nested(Optional("list"), Nesting::kList, inner),
                     Nested(Optional("map"), Nesting::kMap, inner),
                     Nested(Optional("set"), Nesting::kSet,
                            {Optional("a"), Optional("list", Type::List(Type::String()))})},
      .blocks = {NewBlock("block", N::kList, Attributes(inner))}};
  const struct {
    const char* name;
    const char* state;
    const char* want;
    std::vector<std::string> paths;
  } kCases[] = {
      {"known",
       R"({tags = ["a"], any = [1], single = {a = "x"}})",
       R"({tags = ["a"], any = [1], single = {a = "x"}})",
       {}},
      {"an element", R"({tags = ["a", unknown]})", R"({tags = ["a", null]})", {"tags[1]"}},
      {"an entry", "{labels = {k = unknown}}", "{labels = {k = null}}", {"labels[\"k\"]"}},
      {"dynamic", "{any = unknown}", "{}", {"any"}},
      {"inside of dynamic", "{any = {x = [unknown]}}", "{any = {x = [null]}}", {"any.x[0]"}},
      {"a whole object", "{single = unknown}", "{single = null}", {"single"}},
      {"inside of an object", "{single = {a = unknown}}", "{single = {}}", {"single.a"}},
      {"a list's object", "{list = [unknown, {}]}", "{list = [null, {}]}", {"list[0]"}},
      {"in a list's object", "{list = [{}, {a = unknown}]}", "{list = [{}, {}]}", {"list[1].a"}},
      {"in a map's object", "{map = {k = {a = unknown}}}", "{map = {k = {}}}", {"map[\"k\"].a"}},
      {"in a set",
       "{set = [{a = unknown, list = [unknown]}]}",
       "{set = [{list = [null]}]}",
       {"set", "set"}},
      {"blocks", "{block = unknown}", "{block = null}", {"block"}},
      {"a block", "{block = [unknown]}", "{block = [null]}", {"block[0]"}},
      {"in a block", "{block = [{a = unknown}]}", "{block = [{}]}", {"block[0].a"}},
      {"secrets",
       R"({single = {w = "s"}, list = [{w = "s"}], map = {k = {w = unknown}},
                      block = [{w = "s"}]})",
       "{single = {}, list = [{}], map = {k = {}}, block = [{}]}",
       {}},
  };
  const Operation operation;
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    FakeResource resource("fake_thing", SchemaOf(body));
    resource.read = [&](const ReadRequest&, StateResponse& response) {
      response.state = Literal(body.type(), c.state);
    };
    StateResult response;
    ReadState(resource, {operation, Literal(body, "{}"), {}}, response);
    EXPECT_EQ(response.state, Literal(body, c.want));
    std::vector<std::string> paths;
    for (const Diagnostic& diagnostic : response.diagnostics.list()) {
      EXPECT_EQ(diagnostic.summary, "Unknown value after read");
      paths.push_back(diagnostic.path.ToString());
    }
    EXPECT_EQ(paths, c.paths);
  }
}

class ApplyWithIdentityTest : public ::testing::Test {
 protected:
  const Body body_ = Attributes({Required("name"), Computed("id")});
  testing::FakeResourceWithIdentity resource_{
      "fake_thing",
      SchemaOf(body_),
      {.version = 0, .attributes = {{.name = "id", .required_for_import = true}}}};
  const Type type_ = resource_.identity_schema().type();
  Operation operation_;
  const Value none_ = Value::Null(body_.type());
  const Value state_ = Literal(body_, R"({name = "a", id = "1"})");
  const Value identity_ = Literal(type_, R"({id = "1"})");
};

TEST_F(ApplyWithIdentityTest, EachResultHasItsIdentity) {
  const Value plan = Literal(body_, R"({name = "a", id = unknown})");
  const auto set = [&](const char* id) {
    resource_.create = [this, id](const CreateRequest&, StateResponse& response) {
      response.state = state_.With("id", Value::String(id));
    };
    resource_.update = [this, id](const UpdateRequest&, StateResponse& response) {
      response.state = state_.With("id", Value::String(id));
    };
  };
  set("1");
  StateResult created;
  Apply(resource_, {operation_, plan, none_, plan, {}, Literal(type_, "{id = unknown}")}, created);
  EXPECT_EQ(created.identity, identity_);
  EXPECT_THAT(Errors(created.diagnostics), IsEmpty());

  set("2");
  StateResult changed;
  Apply(resource_, {operation_, plan, state_, plan, {}, identity_}, changed);
  EXPECT_EQ(changed.identity, identity_);
  EXPECT_THAT(Errors(changed.diagnostics),
              ElementsAre(" | Identity changed in apply | fake_thing had identity {id = \"1\"} and "
                          "now has {id = \"2\"}, though the object is the same one. This is a bug "
                          "in the provider."));

  StateResult deleted;
  Apply(resource_, {operation_, none_, state_, none_, {}, identity_}, deleted);
  EXPECT_TRUE(deleted.identity.IsNull());
  EXPECT_THAT(Errors(deleted.diagnostics), IsEmpty());
}

TEST_F(ApplyWithIdentityTest, WhatFailedHasOneOnlyWhereItIsKnown) {
  const Value plan = Literal(body_, R"({name = "a", id = unknown})");
  resource_.create = [&](const CreateRequest&, StateResponse& response) {
    response.state = Literal(body_, R"({name = "a"})");
    response.diagnostics.AddError("Failed", "Half of it is there.");
  };
  StateResult result;
  Apply(resource_, {operation_, plan, none_, plan, {}, Literal(type_, "{id = unknown}")}, result);
  EXPECT_EQ(result.state, Literal(body_, R"({name = "a"})"));
  EXPECT_TRUE(result.identity.IsNull()) << result.identity.ToString();
  EXPECT_THAT(Errors(result.diagnostics), ElementsAre(" | Failed | Half of it is there."));
}

TEST_F(ApplyWithIdentityTest, ReadFindsIt) {
  StateResult first;
  ReadState(resource_, {operation_, state_, {}, Value::Null(type_)}, first);
  EXPECT_EQ(first.identity, identity_);
  EXPECT_THAT(Errors(first.diagnostics), IsEmpty());

  resource_.read = [&](const ReadRequest&, StateResponse& response) { response.state = none_; };
  StateResult gone;
  ReadState(resource_, {operation_, state_, {}, identity_}, gone);
  EXPECT_EQ(gone.identity, identity_);
  EXPECT_THAT(Errors(gone.diagnostics), IsEmpty());
}

TEST_F(ApplyWithIdentityTest, AReadMayBeDeferredWhereTheClientAllowsIt) {
  resource_.read = [](const ReadRequest&, StateResponse& response) {
    response.deferred = DeferredReason::kUnknown;
  };
  StateResult refused;
  ReadState(resource_, {operation_, state_, {}, identity_}, refused);
  ASSERT_EQ(refused.diagnostics.list().size(), 1u);
  EXPECT_EQ(refused.diagnostics.list()[0].summary, "fake_thing cannot be planned yet");
  EXPECT_EQ(refused.state, state_);
  operation_.client.deferral_allowed = true;
  StateResult deferred;
  ReadState(resource_, {operation_, state_, {}, identity_}, deferred);
  EXPECT_EQ(deferred.deferred, DeferredReason::kUnknown);
  EXPECT_EQ(deferred.state, state_);
  EXPECT_EQ(deferred.identity, identity_);
  EXPECT_THAT(Errors(deferred.diagnostics), IsEmpty());
}

TEST_F(ApplyWithIdentityTest, OfADeferredProviderNothingIsRead) {
  resource_.read = [](const ReadRequest&, StateResponse&) { FAIL() << "read"; };
  operation_.deferred = DeferredReason::kProviderConfigUnknown;
  PrivateState kept;
  kept.Set("generation", "7");
  StateResult result;
  ReadState(resource_, {operation_, state_, kept, identity_}, result);
  EXPECT_EQ(result.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_EQ(result.state, state_);
  EXPECT_EQ(result.private_state, kept);
  EXPECT_EQ(result.identity, identity_);
  EXPECT_THAT(Errors(result.diagnostics), IsEmpty());
}

}  // namespace
}  // namespace tf::server
