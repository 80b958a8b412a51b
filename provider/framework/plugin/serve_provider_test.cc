#include "provider/framework/plugin/serve_provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/schemas.h"

namespace tf::plugin {
namespace {

using ::testing::HasSubstr;
using tf::testing::FakeProvider;

struct Outcome {
  int code = 0;
  std::string complaint;
};

// What it says when it cannot serve.
Outcome Serve(std::vector<const char*> arguments, schema::Schema schema = {}) {
  arguments.insert(arguments.begin(), "terraform-provider-example");
  // Set where these tests run under a client themselves.
  unsetenv("TF_PLUGIN_MAGIC_COOKIE");
  ::testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.code = ServeProvider(static_cast<int>(arguments.size()), arguments.data(),
                               std::make_unique<FakeProvider>(std::move(schema)),
                               {.addresses = {"registry.terraform.io/example/sample"}});
  outcome.complaint = ::testing::internal::GetCapturedStderr();
  return outcome;
}

TEST(ServeProviderTest, OtherArgumentsAreRefused) {
  const std::vector<const char*> kWrong[] = {{"--help"}, {"--debug", "x"}, {""}};
  for (const auto& arguments : kWrong) {
    SCOPED_TRACE(arguments[0]);
    const Outcome outcome = Serve(arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.complaint, HasSubstr("sample: unknown argument "));
  }
}

TEST(ServeProviderTest, ASchemaThatClientsWouldRefuseIsNamed) {
  const Outcome outcome =
      Serve({}, tf::testing::SchemaOf(tf::testing::Attributes({tf::testing::Optional("Upper")})));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.complaint, HasSubstr("sample: "));
  EXPECT_THAT(outcome.complaint, HasSubstr("Upper"));
}

TEST(ServeProviderTest, NobodyStartsItByHand) {
  const Outcome outcome = Serve({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.complaint, HasSubstr("example/sample"));
}

}  // namespace
}  // namespace tf::plugin
