// Streams, which need a client: searches and actions.
#include "provider/framework/testing/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

schema::Schema ThingSchema() { return SchemaOf(Attributes({Required("name"), Computed("id")})); }

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() {
    auto provider = std::make_unique<FakeProvider>();
    provider->Add(std::make_unique<FakeResourceWithIdentity>(
        "fake_thing", ThingSchema(),
        schema::IdentitySchema{.version = 0,
                               .attributes = {{.name = "id", .required_for_import = true}}}));
    list_ = &provider->Add(std::make_unique<FakeListResource>("fake_thing", ThingSchema()));
    action_ = &provider->Add(std::make_unique<FakeAction>("fake_action", ThingSchema()));
    connection_ = std::make_unique<Connection>(std::move(provider));
  }

  Value Thing(const char* text) const { return Literal(ThingSchema().body, text); }
  ListResult Found(int number) const {
    return {{},
            absl::StrCat("thing ", number),
            Thing(R"({name = "a"})").With("id", Value::String(absl::StrCat(number))),
            {}};
  }
  // The display names, or the diagnostics where there is no identity.
  std::vector<std::string> Listed(const ListQuestion& question, size_t wanted = 1000) {
    std::vector<std::string> lines;
    connection_->List("fake_thing", question, [&](ListEvent event) {
      if (event.identity.IsNull()) {
        for (std::string& line : Lines(event.diagnostics)) lines.push_back(std::move(line));
      } else {
        lines.push_back(absl::StrCat(event.display_name, " ", event.identity.ToString(), " ",
                                     event.resource.ToString()));
      }
      return lines.size() < wanted;
    });
    return lines;
  }

  FakeListResource* list_;
  FakeAction* action_;
  std::unique_ptr<Connection> connection_;
  const std::string boom_ =
      "Unexpected error in the provider | This is a bug in the provider: boom";
};

TEST_F(ConnectionTest, ASearchSendsEachResultAsItIsFound) {
  list_->list = [&](const ListRequest& request, const PushResult& push) {
    EXPECT_EQ(request.config, Thing(R"({name = "n"})"));
    for (int i = 1; i < 10 && push(Found(i)); ++i) {
    }
  };
  EXPECT_THAT(Listed({.config = Thing(R"({name = "n"})"), .include_resource = true, .limit = 2}),
              ElementsAre(R"(thing 1 {id = "1"} {id = "1", name = "a"})",
                          R"(thing 2 {id = "2"} {id = "2", name = "a"})"));
  EXPECT_THAT(Listed({.config = Thing(R"({name = "n"})"), .limit = 1}),
              ElementsAre(R"(thing 1 {id = "1"} null)"));
}

TEST_F(ConnectionTest, OfAResultWithAnErrorTheClientSeesTheErrorOnly) {
  list_->list = [&](const ListRequest&, const PushResult& push) {
    ListResult result = Found(1);
    result.identity = Value::Object({{"id", Value::String("1")}});
    result.diagnostics.AddError("Not readable", "It is locked.");
    push(std::move(result));
  };
  EXPECT_THAT(Listed({.config = Thing("{}")}), ElementsAre("Not readable | It is locked."));
}

TEST_F(ConnectionTest, ASearchEndsWhenTheClientCancels) {
  std::promise<void> ended;
  list_->list = [&](const ListRequest&, const PushResult& push) {
    // Without the cancelled stream this would go on for ever.
    for (int i = 1; push(Found(i)); ++i) {
    }
    ended.set_value();
  };
  EXPECT_EQ(Listed({.config = Thing("{}"), .limit = 1'000'000'000}, 3).size(), 3u);
  ended.get_future().wait();
}

TEST_F(ConnectionTest, WhatGoesWrongInASearchIsItsLastEvent) {
  list_->list = [&](const ListRequest&, const PushResult& push) {
    push(Found(1));
    // tidy: what a provider's code may do
    throw std::runtime_error("boom");
  };
  EXPECT_THAT(Listed({.config = Thing("{}")}), ElementsAre(R"(thing 1 {id = "1"} null)", boom_));
  list_->list = [](const ListRequest&, const PushResult&) { FAIL() << "listed"; };
  EXPECT_THAT(Listed({.config = Thing("{name = unknown}")}),
              ElementsAre("Invalid configuration | The client sent a value that does not fit the "
                          "schema: it holds unknowns."));
}

TEST_F(ConnectionTest, AConfigBlockThatIsNotThereIsAnEmptyOne) {
  const Value none = Value::Null(ThingSchema().type());
  list_->list = [&](const ListRequest& request, const PushResult&) {
    EXPECT_EQ(request.config, Thing("{}"));
  };
  EXPECT_THAT(Listed({.config = none}), IsEmpty());
  action_->invoke = [&](const InvokeRequest& request, Diagnostics&) {
    EXPECT_EQ(request.config, Thing("{}"));
  };
  EXPECT_THAT(Lines(connection_->InvokeAction("fake_action", none).diagnostics), IsEmpty());
}

TEST_F(ConnectionTest, AnActionTellsHowItGoesAndThenThatItIsDone) {
  action_->invoke = [](const InvokeRequest& request, Diagnostics& diagnostics) {
    request.progress("stopping \xff");
    // From another thread, too.
    std::thread([&] { request.progress("starting"); }).join();
    diagnostics.AddWarning(Path::Root("name"), "Slow", "It took a while.");
  };
  const InvokeAnswer answer = connection_->InvokeAction("fake_action", Thing(R"({name = "a"})"));
  EXPECT_THAT(answer.progress, ElementsAre("stopping \xef\xbf\xbd", "starting"));
  EXPECT_THAT(Lines(answer.diagnostics), ElementsAre("warning: name | Slow | It took a while."));
}

TEST_F(ConnectionTest, AnActionIsDoneWhateverHappens) {
  action_->invoke = [](const InvokeRequest& request, Diagnostics&) {
    request.progress("stopping");
    // tidy: what a provider's code may do
    throw std::runtime_error("boom");
  };
  const InvokeAnswer thrown = connection_->InvokeAction("fake_action", Thing("{}"));
  EXPECT_THAT(thrown.progress, ElementsAre("stopping"));
  EXPECT_THAT(Lines(thrown.diagnostics), ElementsAre(boom_));
  action_->invoke = [](const InvokeRequest&, Diagnostics&) { FAIL() << "invoked"; };
  EXPECT_THAT(
      Lines(connection_->InvokeAction("fake_action", Thing("{name = unknown}")).diagnostics),
      ElementsAre(HasSubstr("it holds unknowns.")));
}

TEST_F(ConnectionTest, AnInterruptReachesWhatRuns) {
  action_->invoke = [&](const InvokeRequest& request, Diagnostics& diagnostics) {
    connection_->Stop();
    if (request.operation.stop.stop_requested()) diagnostics.AddError("Stopped", "As asked.");
  };
  EXPECT_THAT(Lines(connection_->InvokeAction("fake_action", Thing("{}")).diagnostics),
              ElementsAre("Stopped | As asked."));
}

}  // namespace
}  // namespace tf::testing
