#include "provider/framework/model_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf {
namespace {

using schema::Field;
using schema::Fields;
using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

struct Lease {
  Attr<std::string> token;
  Attr<int64_t> uses;
  bool operator==(const Lease&) const = default;
};

Fields<Lease> LeaseFields() {
  return {Field("token", &Lease::token).Required(), Field("uses", &Lease::uses).Optional()};
}

TEST(ModelJsonTest, ReadsWhatItWrote) {
  const Lease lease = {.token = std::string("t\""), .uses = int64_t{3}};
  const std::string json = ModelToJson(LeaseFields(), lease);
  EXPECT_EQ(json, R"({"token":"t\"","uses":3})");
  EXPECT_THAT(ModelFromJson(LeaseFields(), json), IsOkAndHolds(lease));
}

TEST(ModelJsonTest, ReadsAsClientsDo) {
  const Lease lease = {.token = std::string("t"), .uses = {}};
  EXPECT_THAT(ModelFromJson(LeaseFields(), R"({"token":"t","gone":1})"), IsOkAndHolds(lease));
}

TEST(ModelJsonTest, RefusesWhatDoesNotFit) {
  const struct {
    const char* json;
    const char* message;
  } kCases[] = {
      {"null", "there is no object"},
      {"{", ""},
      {R"({"uses":"many"})", "uses"},
      {R"({"uses":1.5})", "uses: the stored value must be a whole number of at most 64 bits"}};
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.json);
    EXPECT_THAT(ModelFromJson(LeaseFields(), c.json),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(ModelJsonTest, PrivateStateKeepsModels) {
  const Lease lease = {.token = std::string("t"), .uses = {}};
  PrivateState state;
  EXPECT_EQ(ModelInPrivateState(LeaseFields(), state, "lease"), std::nullopt);
  state.Set("lease", ModelToJson(LeaseFields(), lease));
  EXPECT_EQ(ModelInPrivateState(LeaseFields(), state, "lease"), lease);
  state.Set("lease", "of another version");
  EXPECT_EQ(ModelInPrivateState(LeaseFields(), state, "lease"), std::nullopt);
}

struct OldLease {
  Attr<std::string> secret;
  Attr<int64_t> count;
};

TEST(UpgraderFromTest, UpgradesModels) {
  const Fields<OldLease> old_fields = {Field("secret", &OldLease::secret).Required(),
                                       Field("count", &OldLease::count).Optional()};
  const StateUpgrader upgrader = UpgraderFrom<OldLease, Lease>(
      2, old_fields, LeaseFields(),
      [](const OldLease& old) { return Lease{.token = old.secret, .uses = old.count}; });
  EXPECT_EQ(upgrader.from_version, 2);
  EXPECT_EQ(upgrader.from_type, old_fields.type());
  Diagnostics diagnostics;
  EXPECT_EQ(upgrader.upgrade(testing::Literal(old_fields.type(), R"({secret = "s", count = 1})"),
                             diagnostics),
            testing::Literal(LeaseFields().type(), R"({token = "s", uses = 1})"));
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_TRUE(
      upgrader.upgrade(testing::Literal(old_fields.type(), "{count = 0.5}"), diagnostics).IsNull());
  ASSERT_EQ(diagnostics.list().size(), 1u);
  EXPECT_EQ(diagnostics.list()[0].detail,
            "count: the stored value must be a whole number of at most 64 bits");
}

}  // namespace
}  // namespace tf
