#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "provider/framework/server/server.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/schemas.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "tests/support/status_matchers.h"

namespace tf::tfplugin6 {
namespace {

// A provider that cannot read the file that its schemas are in.
class ProviderWithProblem final : public testing::FakeProvider {
 public:
  using testing::FakeProvider::FakeProvider;
  Diagnostics SchemaProblems() const override {
    Diagnostics problems;
    problems.AddError("No schemas", "The file is not there.");
    return problems;
  }
};

pb::GetProviderSchema::Response SchemaResponse(std::unique_ptr<Provider> provider) {
  pb::GetProviderSchema::Response response;
  auto server = server::Server::Create(std::move(provider));
  EXPECT_OK(server.status());
  if (!server.ok()) return response;
  ProviderService service(**server);
  const pb::GetProviderSchema::Request request;
  EXPECT_TRUE(service.GetProviderSchema(nullptr, &request, &response).ok());
  return response;
}

TEST(SchemaTest, AProvidersProblemsComeWithTheSchemas) {
  const auto response = SchemaResponse(std::make_unique<ProviderWithProblem>());
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).severity(), pb::Diagnostic::ERROR);
  EXPECT_EQ(response.diagnostics(0).summary(), "No schemas");
  EXPECT_EQ(response.diagnostics(0).detail(), "The file is not there.");
  EXPECT_EQ(SchemaResponse(std::make_unique<testing::FakeProvider>()).diagnostics_size(), 0);
}

TEST(SchemaTest, OnlyADescriptionThatSaysSomethingIsMarkdown) {
  schema::Schema schema = testing::SchemaOf(
      testing::Attributes({testing::Optional("silent"), testing::Optional("told")}));
  schema.body.attributes[1].description = "What it is.";
  const auto response = SchemaResponse(std::make_unique<testing::FakeProvider>(schema));
  const pb::Schema::Block& block = response.provider().block();
  EXPECT_EQ(block.description_kind(), pb::PLAIN);
  ASSERT_EQ(block.attributes_size(), 2);
  EXPECT_EQ(block.attributes(0).description_kind(), pb::PLAIN);
  EXPECT_EQ(block.attributes(1).description(), "What it is.");
  EXPECT_EQ(block.attributes(1).description_kind(), pb::MARKDOWN);
}

}  // namespace
}  // namespace tf::tfplugin6
