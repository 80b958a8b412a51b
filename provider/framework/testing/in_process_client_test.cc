// The client judges as core does: each rule has a provider that breaks it.
#include "provider/framework/testing/in_process_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::testing {
namespace {

using schema::Block;
using schema::Body;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Body ComputedBlockBody(Block::Nesting nesting, bool computed = true) {
  Body body = Attributes({Optional("name")});
  body.blocks = {NewBlock("b", nesting, Attributes({OptionalComputed("a")}))};
  body.blocks[0].computed = computed;
  return body;
}

std::vector<std::string> Texts(const Violations& violations) {
  std::vector<std::string> texts;
  for (const Violation& violation : violations) texts.push_back(violation.ToString());
  return texts;
}

TEST(ComputedBlockRulesTest, WhatIsNotWrittenIsSentAsNull) {
  Body body = ComputedBlockBody(Block::Nesting::kList);
  body.blocks.push_back(
      NewBlock("outer", Block::Nesting::kMap, ComputedBlockBody(Block::Nesting::kSet)));
  body.blocks.push_back(NewBlock("plain", Block::Nesting::kList));
  const Value config = Literal(body, R"({outer = {k = {name = "n"}}})");
  const Value prepared = PreparedConfig(body, config);
  EXPECT_TRUE(prepared.attribute("b").IsNull());
  EXPECT_FALSE(prepared.attribute("plain").IsNull());
  EXPECT_TRUE(prepared.attribute("outer").Find("k")->attribute("b").IsNull());
  const Value written = Literal(body, R"({b = [{}]})");
  EXPECT_EQ(PreparedConfig(body, written), written);
  const Value open = Literal(body, "{b = unknown}");
  EXPECT_EQ(PreparedConfig(body, open), open);
}

TEST(ComputedBlockRulesTest, PlansOfBlocks) {
  const std::string null_list =
      "b: attribute representing a list of nested blocks must be empty to indicate no blocks, not "
      "null";
  const struct {
    const char* name;
    bool computed;
    const char* config;
    const char* planned;
    std::vector<std::string> want;
  } kCases[] = {
      {"unknown where nothing is written", true, "null", "unknown", {}},
      {"known where nothing is written", true, "null", R"([{a = "x"}])", {}},
      {"none where nothing is written", true, "null", "[]", {}},
      {"null where nothing is written", true, "null", "null", {null_list}},
      {"unknown where it is written",
       true,
       "[{}]",
       "unknown",
       {"b: planned unknown value for configured block"}},
      {"more than is written",
       true,
       "[{}]",
       R"([{a = "x"}, {a = "y"}])",
       {"b: block count in plan (2) disagrees with count in config (1)"}},
      {"unknown, not computed",
       false,
       "[]",
       "unknown",
       {"b: planned unknown value for non-computed block"}},
      {"not known yet", true, "unknown", "unknown", {}},
      {"not known yet, but planned",
       true,
       "unknown",
       "[]",
       {"b: planned value [] for unknown dynamic block"}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Body body = ComputedBlockBody(Block::Nesting::kList, c.computed);
    const Type type = body.blocks[0].value_type();
    const Value object = Literal(body, "{}");
    EXPECT_EQ(Texts(CheckPlan(body, {.prior = Value::Null(body.type()),
                                     .config = object.With("b", Literal(type, c.config)),
                                     .planned = object.With("b", Literal(type, c.planned))})),
              c.want);
  }
}

TEST(ComputedBlockRulesTest, ResultsOfBlocks) {
  const struct {
    const char* name;
    Block::Nesting nesting;
    const char* planned;
    const char* actual;
    std::vector<std::string> want;
  } kCases[] = {
      {"some", Block::Nesting::kList, "unknown", R"([{a = "x"}])", {}},
      {"none", Block::Nesting::kList, "unknown", "[]", {}},
      {"null", Block::Nesting::kList, "unknown", "null", {"b: null block value after apply"}},
      {"null single", Block::Nesting::kSingle, "unknown", "null", {}},
      {"as planned", Block::Nesting::kList, R"([{a = "x"}])", R"([{a = "x"}])", {}},
      {"not as planned",
       Block::Nesting::kList,
       R"([{a = "x"}])",
       "[]",
       {"b: block count changed from 1 to 0"}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Body body = ComputedBlockBody(c.nesting);
    const Type type = body.blocks[0].value_type();
    const Value object = Literal(body, "{}");
    EXPECT_EQ(Texts(CheckKept(body, {.planned = object.With("b", Literal(type, c.planned)),
                                     .actual = object.With("b", Literal(type, c.actual))})),
              c.want);
  }
}

class IdentityClientTest : public ::testing::Test {
 protected:
  void Start(const ClientCapabilities& client = Terraform116()) {
    auto provider = std::make_unique<FakeProvider>();
    thing_ = &provider->Add(std::make_unique<FakeResourceWithIdentity>(
        "fake_thing", SchemaOf(body_),
        schema::IdentitySchema{.version = 1,
                               .attributes = {{.name = "id", .required_for_import = true}}}));
    thing_->identity_upgraders = {
        {0, Type::Object({{"path", Type::String()}}), [this](const Value& old, Diagnostics&) {
           return Value::Object(type_, {old.attribute("path")});
         }}};
    client_ = std::make_unique<Client>(std::move(provider), client);
  }
  Value Id(const char* id) const { return Value::Object(type_, {Value::String(id)}); }

  const Body body_ = Attributes({Optional("name"), Computed("id")});
  const Type type_ = Type::Object({{"id", Type::String()}});
  FakeResourceWithIdentity* thing_ = nullptr;
  std::unique_ptr<Client> client_;
};

TEST_F(IdentityClientTest, KeepsTheIdentityFromTheCreateToTheEnd) {
  Start();
  std::vector<std::string> seen;
  thing_->identity = [&](const IdentityRequest& request) {
    seen.push_back(request.prior.ToString());
    return thing_->ResourceWithIdentity::Identity(request);
  };
  Instance thing = client_->Resource("fake_thing");
  EXPECT_EQ(thing.Apply(R"({name = "a"})").ErrorText(), "");
  EXPECT_EQ(thing.identity(), Id("made"));
  seen.clear();
  EXPECT_EQ(thing.Refresh().ErrorText(), "");
  EXPECT_THAT(seen, ElementsAre(R"({id = "made"})"));
  EXPECT_EQ(thing.Destroy().ErrorText(), "");
  EXPECT_TRUE(thing.identity().IsNull());
}

TEST_F(IdentityClientTest, ImportsByIdentityAndUpgradesOldOnes) {
  Start();
  thing_->import = [&](const ImportRequest& request, StateResponse& response) {
    response.state = Literal(body_, R"({name = "a"})").With("id", request.identity.attribute("id"));
  };
  Instance imported = client_->Resource("fake_thing");
  EXPECT_EQ(imported.ImportByIdentity(Id("7")).ErrorText(), "");
  EXPECT_EQ(imported.state(), Literal(body_, R"({name = "a", id = "7"})"));
  EXPECT_EQ(imported.identity(), Id("7"));
  EXPECT_EQ(imported.GenerateConfig(), Literal(body_, R"({name = "a"})"));
  EXPECT_EQ(imported.Plan(R"({name = "a"})").action, Action::kNoOp);

  Instance restored = client_->Resource("fake_thing");
  EXPECT_EQ(
      restored.Restore({0, R"({"name":"a","id":"7"})"}, Instance::StoredJson{0, R"({"path":"7"})"})
          .ErrorText(),
      "");
  EXPECT_EQ(restored.identity(), Id("7"));
  Instance today = client_->Resource("fake_thing");
  EXPECT_EQ(today.Restore({0, R"({"name":"a","id":"7"})"}, Instance::StoredJson{1, R"({"id":"7"})"})
                .ErrorText(),
            "");
  EXPECT_EQ(today.identity(), Id("7"));
  // Of before there were identities.
  Instance old = client_->Resource("fake_thing");
  EXPECT_EQ(old.Restore(0, R"({"name":"a","id":"7"})").ErrorText(), "");
  EXPECT_EQ(old.identity(), Id("7"));
}

TEST_F(IdentityClientTest, TheSecondPlanCarriesWhatTheFirstKept) {
  Start();
  std::vector<std::string> seen;
  thing_->plan = [&](const PlanRequest& request, PlanResponse& response) {
    const std::string* chosen = request.planned_private.Find("chosen");
    seen.push_back(chosen != nullptr ? *chosen : "");
    response.private_state.Set("chosen", "7");
  };
  Instance thing = client_->Resource("fake_thing");
  EXPECT_EQ(thing.Apply(R"({name = "a"})").ErrorText(), "");
  // Each plan is asked for twice: in the plan, in the apply, and once more to see it settled.
  EXPECT_THAT(seen, ElementsAre("", "", "7", "7", "", ""));
}

TEST_F(IdentityClientTest, WhatIsDeferredIsNotApplied) {
  ClientCapabilities client = Terraform116();
  client.deferral_allowed = true;
  Start(client);
  thing_->plan = [](const PlanRequest&, PlanResponse& response) {
    response.deferred = DeferredReason::kAbsentPrerequisite;
  };
  thing_->create = [](const CreateRequest&, StateResponse&) { FAIL() << "created"; };
  Instance thing = client_->Resource("fake_thing");
  const Result result = thing.Apply(R"({name = "a"})");
  EXPECT_EQ(result.ErrorText(), "");
  EXPECT_EQ(result.deferred, DeferredReason::kAbsentPrerequisite);
  EXPECT_TRUE(thing.state().IsNull());
}

class PartsClientTest : public ::testing::Test {
 protected:
  PartsClientTest() {
    auto provider = std::make_unique<FakeProvider>();
    provider->Add(std::make_unique<FakeResourceWithIdentity>(
        "fake_thing", SchemaOf(body_),
        schema::IdentitySchema{.version = 0,
                               .attributes = {{.name = "id", .required_for_import = true}}}));
    token_ = &provider->Add(std::make_unique<FakeEphemeralResource>("fake_token", SchemaOf(body_)));
    list_ = &provider->Add(std::make_unique<FakeListResource>("fake_thing", SchemaOf(body_)));
    action_ = &provider->Add(std::make_unique<FakeAction>("fake_action", SchemaOf(body_)));
    client_ = std::make_unique<Client>(std::move(provider));
  }

  const Body body_ = Attributes({Optional("name"), Computed("id")});
  FakeEphemeralResource* token_;
  FakeListResource* list_;
  FakeAction* action_;
  std::unique_ptr<Client> client_;
};

TEST_F(PartsClientTest, AnEphemeralResourceIsOpenedRenewedAndClosedTwice) {
  std::vector<std::string> seen;
  token_->open = [&](const OpenRequest& request, OpenResponse& response) {
    seen.push_back("open");
    response.result = request.config.With("id", Value::String("t"));
    response.renew_at = absl::FromUnixSeconds(1);
    response.private_state.Set("lease", "1");
  };
  token_->renew = [&](const RenewRequest&, RenewResponse& response) {
    seen.push_back("renew " + *response.private_state.Find("lease"));
    response.private_state.Set("lease", "2");
  };
  token_->close = [&](const CloseRequest& request, Diagnostics&) {
    seen.push_back("close " + *request.private_state.Find("lease"));
  };
  const OpenAnswer answer = client_->Live("fake_token", R"({name = "a"})", 3);
  EXPECT_EQ(answer.result, Literal(body_, R"({name = "a", id = "t"})"));
  EXPECT_THAT(Lines(answer.diagnostics), IsEmpty());
  // The second renewal was not asked for.
  EXPECT_THAT(seen, ElementsAre("open", "renew 1", "close 1", "close 1"));
}

TEST_F(PartsClientTest, WhatAnEphemeralResourceMustNotChangeIsAFailure) {
  token_->open = [](const OpenRequest&, OpenResponse& response) {
    response.result = response.result.With("name", Value::String("b"));
  };
  EXPECT_NONFATAL_FAILURE(client_->Live("fake_token", R"({name = "a"})"),
                          "planned value \"b\" does not match config value \"a\"");
}

TEST_F(PartsClientTest, ASearchTakesAsManyAsItWants) {
  list_->list = [&](const ListRequest&, const PushResult& push) {
    for (int i = 0; i < 3; ++i) {
      push({{}, "n", Literal(body_, "{}").With("id", Value::String(absl::StrCat(i))), {}});
    }
  };
  EXPECT_EQ(client_->Search("fake_thing", "{}").found.size(), 3u);
  const SearchResult result =
      client_->Search("fake_thing", "{}", {.include_resource = true, .limit = 2});
  ASSERT_EQ(result.found.size(), 2u);
  EXPECT_EQ(result.found[1].resource, Literal(body_, R"({id = "1"})"));
  EXPECT_THAT(Lines(result.diagnostics), IsEmpty());
}

TEST_F(PartsClientTest, AnActionThatFailsItsPlanIsNotInvoked) {
  action_->invoke = [](const InvokeRequest& request, Diagnostics&) { request.progress("on"); };
  EXPECT_THAT(client_->Invoke("fake_action", "{}").progress, ElementsAre("on"));
  action_->plan = [](const PlanActionRequest&, PlanActionResponse& response) {
    response.diagnostics.AddError("No", "Not today.");
  };
  const InvokeAnswer answer = client_->Invoke("fake_action", "{}");
  EXPECT_THAT(answer.progress, IsEmpty());
  EXPECT_THAT(Lines(answer.diagnostics), ElementsAre("No | Not today."));
}

}  // namespace
}  // namespace tf::testing
