#include "provider/framework/server/ephemeral.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/time.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using testing::Attributes;
using testing::CaseBlind;
using testing::Computed;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeEphemeralResource;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Required;
using testing::SchemaOf;

// The required method only.
class BareEphemeralResource final : public EphemeralResource {
 public:
  explicit BareEphemeralResource(schema::Schema schema) : schema_(std::move(schema)) {}
  absl::string_view type_name() const override { return "fake_bare"; }
  const schema::Schema& schema() const override { return schema_; }
  void Open(const OpenRequest&, OpenResponse&) const override {}

 private:
  schema::Schema schema_;
};

class EphemeralTest : public ::testing::Test {
 protected:
  OpenResponse Opened(const char* config) {
    OpenResponse response;
    Open(token_, {operation_, Literal(body_, config)}, response);
    return response;
  }

  const Body body_ =
      Attributes({CaseBlind(Required("name")), Default("size", Value::Int(8)), Computed("token")});
  FakeEphemeralResource token_{"fake_token", SchemaOf(body_)};
  const BareEphemeralResource bare_{SchemaOf(body_)};
  Operation operation_;
  const absl::Time soon_ = absl::FromUnixSeconds(1'000);
};

TEST_F(EphemeralTest, OpensWithDefaultsAndTheConfigurationsSpelling) {
  token_.open = [&](const OpenRequest& request, OpenResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.config, Literal(body_, R"({name = "Web", size = 8})"));
    EXPECT_EQ(response.result, request.config);
    EXPECT_EQ(response.renew_at, std::nullopt);
    response.result = Literal(body_, R"({name = "web", size = 8, token = "t"})");
    response.renew_at = soon_;
    response.private_state.Set("lease", "1");
    response.diagnostics.AddWarning(Path::Root("size"), "Small", "It is short.");
  };
  const OpenResponse response = Opened(R"({name = "Web"})");
  EXPECT_EQ(response.result, Literal(body_, R"({name = "Web", size = 8, token = "t"})"));
  EXPECT_EQ(response.renew_at, soon_);
  EXPECT_EQ(*response.private_state.Find("lease"), "1");
  EXPECT_EQ(response.deferred, std::nullopt);
  EXPECT_THAT(Lines(response.diagnostics), ElementsAre("warning: size | Small | It is short."));
}

TEST_F(EphemeralTest, EndsWithAKnownResultOrAnError) {
  token_.open = [](const OpenRequest&, OpenResponse& response) {
    response.result = response.result.With("token", Value::Unknown(Type::String()));
  };
  const OpenResponse unknown = Opened(R"({name = "a"})");
  EXPECT_EQ(unknown.result, Literal(body_, R"({name = "a", size = 8})"));
  EXPECT_THAT(Lines(unknown.diagnostics),
              ElementsAre("token | Unknown value after open | token was not set. This is a bug in "
                          "the provider."));

  const Value none = Value::Null(body_.type());
  token_.open = [&](const OpenRequest&, OpenResponse& response) { response.result = none; };
  const OpenResponse nothing = Opened(R"({name = "a"})");
  EXPECT_EQ(nothing.result, none);
  EXPECT_THAT(Lines(nothing.diagnostics),
              ElementsAre("No state after open | fake_token reported success but returned no "
                          "object. This is a bug in the provider."));

  token_.open = [](const OpenRequest&, OpenResponse& response) {
    response.result = Value::String("t");
  };
  const OpenResponse other = Opened(R"({name = "a"})");
  EXPECT_EQ(other.result, none);
  ASSERT_EQ(other.diagnostics.list().size(), 1u);
  EXPECT_EQ(other.diagnostics.list()[0].summary, "Object of another type after open");

  token_.open = [&](const OpenRequest&, OpenResponse& response) {
    response.result = none;
    response.diagnostics.AddError("Refused", "By the service.");
  };
  EXPECT_THAT(Lines(Opened(R"({name = "a"})").diagnostics),
              ElementsAre("Refused | By the service."));
}

TEST_F(EphemeralTest, OneThatIsDeferredHasNoResultYet) {
  token_.open = [](const OpenRequest&, OpenResponse& response) {
    response.deferred = DeferredReason::kAbsentPrerequisite;
  };
  EXPECT_THAT(Lines(Opened(R"({name = "a"})").diagnostics),
              ElementsAre("fake_token cannot be planned yet | Something that it depends on is not "
                          "known yet, and this client cannot come back to it: run apply with "
                          "-target for what it depends on first, or use a client that has deferred "
                          "actions."));
  operation_.client.deferral_allowed = true;
  const OpenResponse response = Opened(R"({name = "a"})");
  EXPECT_EQ(response.deferred, DeferredReason::kAbsentPrerequisite);
  EXPECT_EQ(response.result, Value::Unknown(body_.type()));
  EXPECT_THAT(Lines(response.diagnostics), IsEmpty());
}

TEST_F(EphemeralTest, OfADeferredProviderNothingIsAsked) {
  token_.open = [](const OpenRequest&, OpenResponse&) { FAIL() << "opened"; };
  operation_.deferred = DeferredReason::kProviderConfigUnknown;
  // Terraform does not say here that it allows what it allowed in Configure.
  const OpenResponse response = Opened(R"({name = "a"})");
  EXPECT_EQ(response.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_EQ(response.result, Value::Unknown(body_.type()));
  EXPECT_THAT(Lines(response.diagnostics), IsEmpty());
}

TEST_F(EphemeralTest, RenewStartsFromWhatIsKept) {
  token_.renew = [&](const RenewRequest& request, RenewResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(*response.private_state.Find("lease"), "1");
    response.private_state.Set("lease", "2");
    response.renew_at = soon_;
    response.diagnostics.AddError("Expired", "It took too long.");
  };
  RenewResponse response;
  response.private_state.Set("lease", "1");
  Renew(token_, {operation_}, response);
  EXPECT_EQ(*response.private_state.Find("lease"), "2");
  EXPECT_EQ(response.renew_at, soon_);
  EXPECT_THAT(Lines(response.diagnostics), ElementsAre("Expired | It took too long."));
}

TEST_F(EphemeralTest, CloseGetsWhatIsKept) {
  token_.close = [&](const CloseRequest& request, Diagnostics& diagnostics) {
    EXPECT_EQ(&request.operation, &operation_);
    diagnostics.AddError("Lost", *request.private_state.Find("lease"));
  };
  PrivateState kept;
  kept.Set("lease", "7");
  Diagnostics diagnostics;
  Close(token_, {operation_, kept}, diagnostics);
  EXPECT_THAT(Lines(diagnostics), ElementsAre("Lost | 7"));
}

TEST_F(EphemeralTest, OneThatNeedsNeitherHasNothingToDo) {
  RenewResponse response;
  response.private_state.Set("lease", "1");
  const PrivateState kept = response.private_state;
  Renew(bare_, {operation_}, response);
  EXPECT_EQ(response.private_state, kept);
  EXPECT_EQ(response.renew_at, std::nullopt);
  EXPECT_THAT(Lines(response.diagnostics), IsEmpty());
  Diagnostics diagnostics;
  Close(bare_, {operation_, kept}, diagnostics);
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
}

}  // namespace
}  // namespace tf::server
