#include "provider/framework/server/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/server/apply.h"
#include "provider/framework/testing/fake_provider.h"
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
using testing::FakeResource;
using ::testing::IsEmpty;
using testing::Literal;
using testing::Required;
using testing::SchemaOf;
using testing::WriteOnly;

const Body& ThingBody() {
  static const Body& body =
      *new Body(Attributes({Required("name"), WriteOnly("password"), Computed("id")}));
  return body;
}

std::vector<std::string> Errors(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    lines.push_back(absl::StrCat(diagnostic.summary, " | ", diagnostic.detail));
  }
  return lines;
}

StateResponse ImportOf(const Resource& resource, const std::string& id) {
  const Operation operation;
  StateResult response;
  Import(resource, {operation, id}, response);
  return response;
}

TEST(ImportTest, GivesTheIdToTheResource) {
  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  resource.import = [](const ImportRequest& request, StateResponse& response) {
    EXPECT_EQ(request.id, "web/1");
    EXPECT_EQ(response.state, Value::Null(ThingBody().type()));
    response.state = Literal(ThingBody(), R"({id = "1", password = "p"})");
    response.private_state.Set("generation", "1");
  };
  const StateResponse response = ImportOf(resource, "web/1");
  EXPECT_EQ(response.state, Literal(ThingBody(), R"({id = "1"})"));
  EXPECT_EQ(*response.private_state.Find("generation"), "1");
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST(ImportTest, IsRefusedByAResourceThatCannot) {
  const FakeResource resource("fake_thing", SchemaOf(ThingBody()));
  const StateResponse response = ImportOf(resource, "1");
  EXPECT_EQ(response.state, Value::Null(ThingBody().type()));
  EXPECT_THAT(Errors(response.diagnostics),
              ElementsAre("Import not possible | fake_thing cannot be imported."));
}

TEST(ImportTest, AnIdHasABoundedLength) {
  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  resource.import = [](const ImportRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), "{}");
  };
  EXPECT_THAT(Errors(ImportOf(resource, "").diagnostics),
              ElementsAre("Invalid import id | An id has 1 to 4096 bytes; this one has 0."));
  EXPECT_THAT(Errors(ImportOf(resource, std::string(4097, 'x')).diagnostics),
              ElementsAre("Invalid import id | An id has 1 to 4096 bytes; this one has 4097."));
  EXPECT_THAT(Errors(ImportOf(resource, "x").diagnostics), IsEmpty());
  EXPECT_THAT(Errors(ImportOf(resource, std::string(4096, 'x')).diagnostics), IsEmpty());
}

TEST(ImportTest, EndsWithAKnownStateOrAnError) {
  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  EXPECT_THAT(Errors(ImportOf(resource, "1").diagnostics),
              ElementsAre("No state after import | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
  resource.import = [](const ImportRequest&, StateResponse& response) {
    response.diagnostics.AddError("Not found", "There is no such thing.");
  };
  EXPECT_THAT(Errors(ImportOf(resource, "1").diagnostics),
              ElementsAre("Not found | There is no such thing."));
  resource.import = [](const ImportRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), R"({name = unknown, id = "1"})");
  };
  const StateResponse response = ImportOf(resource, "1");
  EXPECT_EQ(response.state, Literal(ThingBody(), R"({id = "1"})"));
  EXPECT_THAT(Errors(response.diagnostics),
              ElementsAre("Unknown value after import | name was not set. This is a bug in the "
                          "provider."));
}

StateResponse MoveOf(const Resource& resource) {
  const Operation operation;
  StateResult response;
  Move(resource, {operation, "example.org/x/y", "y_thing", 3, R"({"a":1})"}, response);
  return response;
}

TEST(MoveTest, GivesTheSourceToTheResource) {
  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  resource.move = [](const MoveRequest& request, StateResponse& response) {
    EXPECT_EQ(request.source_provider_address, "example.org/x/y");
    EXPECT_EQ(request.source_type_name, "y_thing");
    EXPECT_EQ(request.source_schema_version, 3);
    EXPECT_EQ(request.source_state_json, R"({"a":1})");
    response.state = Literal(ThingBody(), R"({id = "1", password = "p"})");
    response.private_state.Set("from", "y");
    return true;
  };
  const StateResponse response = MoveOf(resource);
  EXPECT_EQ(response.state, Literal(ThingBody(), R"({id = "1"})"));
  EXPECT_EQ(*response.private_state.Find("from"), "y");
  EXPECT_THAT(Errors(response.diagnostics), IsEmpty());
}

TEST(MoveTest, UnknownSourcesAreRefused) {
  const std::string refused =
      "Move from another resource type not possible | fake_thing cannot take over the state of "
      "\"y_thing\" from provider \"example.org/x/y\". Import the object instead, and remove the "
      "old "
      "resource from the state.";
  const FakeResource simple("fake_thing", SchemaOf(ThingBody()));
  EXPECT_THAT(Errors(MoveOf(simple).diagnostics), ElementsAre(refused));

  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  resource.move = [](const MoveRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), "{}");
    return false;
  };
  const StateResponse response = MoveOf(resource);
  EXPECT_EQ(response.state, Value::Null(ThingBody().type()));
  EXPECT_THAT(Errors(response.diagnostics), ElementsAre(refused));
}

TEST(MoveTest, EndsWithAKnownStateOrAnError) {
  FakeFullResource resource("fake_thing", SchemaOf(ThingBody()));
  resource.move = [](const MoveRequest&, StateResponse&) { return true; };
  EXPECT_THAT(Errors(MoveOf(resource).diagnostics),
              ElementsAre("No state after move | fake_thing reported success but returned no "
                          "object. This is a bug in the provider."));
  resource.move = [](const MoveRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), "{id = unknown}");
    return true;
  };
  EXPECT_THAT(Errors(MoveOf(resource).diagnostics),
              ElementsAre("Unknown value after move | id was not set. This is a bug in the "
                          "provider."));
}

class ImportWithIdentityTest : public ::testing::Test {
 protected:
  StateResult Imported(const ImportRequest& request) {
    StateResult result;
    Import(resource_, request, result);
    return result;
  }

  testing::FakeResourceWithIdentity resource_{
      "fake_thing",
      SchemaOf(ThingBody()),
      {.version = 0,
       .attributes = {{.name = "id", .required_for_import = true},
                      {.name = "name", .optional_for_import = true}}}};
  const Type type_ = resource_.identity_schema().type();
  const Value identity_ = Literal(type_, R"({id = "1"})");
  Operation operation_;
};

TEST_F(ImportWithIdentityTest, GivesTheIdentityToTheResource) {
  resource_.import = [&](const ImportRequest& request, StateResponse& response) {
    EXPECT_EQ(request.id, "");
    EXPECT_EQ(request.identity, identity_);
    response.state = Literal(ThingBody(), R"({name = "web"})");
  };
  const StateResult result = Imported({operation_, "", identity_});
  EXPECT_EQ(result.state, Literal(ThingBody(), R"({name = "web"})"));
  EXPECT_EQ(result.identity, Literal(type_, R"({id = "1", name = "web"})"));
  EXPECT_THAT(Errors(result.diagnostics), IsEmpty());
}

TEST_F(ImportWithIdentityTest, ByIdItNeedNotBeKnownYet) {
  resource_.import = [](const ImportRequest& request, StateResponse& response) {
    EXPECT_TRUE(request.identity.IsNull());
    response.state = Literal(ThingBody(), R"({password = "p"})");
  };
  const StateResult unknown = Imported({operation_, "1"});
  EXPECT_TRUE(unknown.identity.IsNull());
  EXPECT_THAT(Errors(unknown.diagnostics), IsEmpty());
  resource_.import = [](const ImportRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), R"({id = "1"})");
  };
  EXPECT_EQ(Imported({operation_, "1"}).identity, identity_);
}

TEST_F(ImportWithIdentityTest, TheSystemsSpellingStandsFromImportOrTheReadAfterIt) {
  resource_.import = [](const ImportRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), R"({id = "one"})");
  };
  const Value asked = Literal(type_, R"({id = "ONE"})");
  StateResult imported = Imported({operation_, "", asked});
  EXPECT_THAT(Errors(imported.diagnostics), IsEmpty());
  EXPECT_EQ(imported.identity, Literal(type_, R"({id = "one"})"));

  resource_.read = [](const ReadRequest&, StateResponse& response) {
    EXPECT_EQ(response.private_state, PrivateState());
    response.state = Literal(ThingBody(), R"({id = "0001"})");
  };
  StateResult read;
  ReadState(resource_, {operation_, imported.state, imported.private_state, imported.identity},
            read);
  EXPECT_THAT(Errors(read.diagnostics), IsEmpty());
  EXPECT_EQ(read.identity, Literal(type_, R"({id = "0001"})"));

  StateResult later;
  ReadState(resource_, {operation_, imported.state, read.private_state, imported.identity}, later);
  EXPECT_THAT(
      Errors(later.diagnostics),
      ElementsAre("Identity changed in read | fake_thing had identity {id = \"one\", name = "
                  "null} and now has {id = \"0001\", name = null}, though the object is "
                  "the same one. This is a bug in the provider."));
}

TEST_F(ImportWithIdentityTest, IsRefusedByAResourceWithoutOne) {
  FakeFullResource plain("fake_plain", SchemaOf(ThingBody()));
  plain.import = [](const ImportRequest&, StateResponse&) { FAIL() << "imported"; };
  StateResult result;
  Import(plain, {operation_, "", identity_}, result);
  EXPECT_TRUE(result.state.IsNull());
  EXPECT_THAT(Errors(result.diagnostics),
              ElementsAre("Import by identity not possible | fake_plain is imported by its id."));
}

TEST_F(ImportWithIdentityTest, MayBeDeferredWhereTheClientAllowsIt) {
  resource_.import = [](const ImportRequest&, StateResponse& response) {
    response.deferred = DeferredReason::kAbsentPrerequisite;
  };
  const StateResult refused = Imported({operation_, "1"});
  ASSERT_EQ(refused.diagnostics.list().size(), 1u);
  EXPECT_EQ(refused.diagnostics.list()[0].summary, "fake_thing cannot be planned yet");
  operation_.client.deferral_allowed = true;
  const StateResult deferred = Imported({operation_, "1"});
  EXPECT_EQ(deferred.deferred, DeferredReason::kAbsentPrerequisite);
  EXPECT_TRUE(deferred.state.IsNull());
  EXPECT_THAT(Errors(deferred.diagnostics), IsEmpty());
}

TEST_F(ImportWithIdentityTest, OfADeferredProviderNothingIsAsked) {
  resource_.import = [](const ImportRequest&, StateResponse&) { FAIL() << "imported"; };
  operation_.deferred = DeferredReason::kProviderConfigUnknown;
  const StateResult result = Imported({operation_, "1"});
  EXPECT_EQ(result.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_TRUE(result.state.IsNull());
  EXPECT_THAT(Errors(result.diagnostics), IsEmpty());
}

TEST_F(ImportWithIdentityTest, AMoveSaysWhoseItIs) {
  resource_.move = [](const MoveRequest& request, StateResponse& response) {
    EXPECT_EQ(request.source_private, "p");
    EXPECT_EQ(request.source_identity_json, R"({"a":1})");
    response.state = Literal(ThingBody(), R"({id = "1"})");
    return true;
  };
  StateResult result;
  Move(resource_, {operation_, "example.org/x/y", "y_thing", 3, "{}", "p", R"({"a":1})"}, result);
  EXPECT_EQ(result.identity, identity_);
  resource_.move = [](const MoveRequest&, StateResponse& response) {
    response.state = Literal(ThingBody(), R"({password = "p"})");
    return true;
  };
  StateResult unknown;
  Move(resource_, {operation_, "example.org/x/y", "y_thing", 3, "{}"}, unknown);
  EXPECT_TRUE(unknown.identity.IsNull());
  EXPECT_THAT(Errors(unknown.diagnostics), IsEmpty());
}

}  // namespace
}  // namespace tf::server
