#include "provider/product/testing/registry_fixture.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "provider/product/provider.h"

namespace product::testing {
namespace {

std::filesystem::path MakeDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "sixgate-product-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  return pattern;
}

}  // namespace

RegistryTest::RegistryTest() : directory_(MakeDirectory()), client_(NewClient("default")) {}

RegistryTest::~RegistryTest() {
  client_.reset();
  std::filesystem::remove_all(directory_);
}

std::unique_ptr<Client> RegistryTest::NewClient(absl::string_view owner, tf::LogSink* log) {
  auto client = std::make_unique<Client>(NewProvider(), tf::testing::Terraform116(), log);
  const tf::Diagnostics diagnostics = client->Configure(
      absl::StrCat("{registry = \"sqlite:", registry_path(), "\", owner = \"", owner, "\"}"));
  EXPECT_TRUE(diagnostics.empty());
  return client;
}

std::unique_ptr<engine::Engine> RegistryTest::OpenEngine() {
  auto engine = engine::Engine::Open({.registry_url = "sqlite:" + registry_path()});
  EXPECT_TRUE(engine.ok()) << engine.status();
  return *std::move(engine);
}

Result RegistryTest::MustApply(Instance& instance, const std::string& config) {
  Result result = instance.Apply(config);
  EXPECT_TRUE(result.ok()) << result.ErrorText();
  return result;
}

std::string RegistryTest::Text(const tf::Value& object, absl::string_view path) {
  tf::Value value = object;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    if (!value.IsKnown()) break;
    if (value.type().kind() == tf::Type::Kind::kMap) {
      const tf::Value* found = value.Find(step);
      value = found == nullptr ? tf::Value() : *found;
    } else {
      value = value.attribute(step);
    }
  }
  if (value.IsNull()) return "null";
  if (value.IsUnknown()) return "unknown";
  if (value.type().kind() == tf::Type::Kind::kString) return value.string();
  return value.ToString();
}

std::string RegistryTest::TextsBelow(const std::filesystem::path& root) {
  std::stringstream texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) texts << std::ifstream(entry.path()).rdbuf();
  }
  return texts.str();
}

SiteTest::SiteTest()
    : prefix_(client().Resource("sixgate_prefix")),
      gateway_(client().Resource("sixgate_gateway")),
      host_(client().Resource("sixgate_host")) {
  MustApply(prefix_, R"({name = "site", cidr = "2001:db8:1234:321d::/64"})");
  MustApply(gateway_, Gateway());
  MustApply(host_, Host());
}

std::string SiteTest::Gateway(absl::string_view more) const {
  return absl::StrCat(R"({name = "fw", kind = "nftables", prefix = ")", id(prefix_), R"(",
    wan = {interface = "wan0", mac = "00:50:56:00:6f:9f"}, inside = {mode = "per_host"}, )",
                      more, "}");
}

std::string SiteTest::Host(absl::string_view more) const {
  return absl::StrCat(R"({name = "vm1", slot = 2, inside_interface = "vh20", gateway = ")",
                      id(gateway_), R"(", networks = {default = {}, web = {}}, )", more, "}");
}

}  // namespace product::testing
