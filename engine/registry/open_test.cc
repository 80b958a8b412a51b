#include "engine/registry/open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/temporary_directory.h"
#include "tests/support/status_matchers.h"

namespace engine::registry {
namespace {

using ::testing::HasSubstr;
using ::tests::StatusIs;

TEST(OpenRegistryTest, OpensASqliteFile) {
  const tests::conformance::TemporaryDirectory directory;
  const std::string path = directory.File("registry.db");
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Registry> registry,
                       OpenRegistry(absl::StrCat("sqlite:", path), {}));
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_OK(registry->Commit({.writes = {Write::Put("a", "1")}}));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(OpenRegistryTest, RefusesOtherUrlsAndSaysWhatIsAccepted) {
  struct Row {
    std::string url;
    absl::StatusCode code;
    std::string message;
  };
  using Code = absl::StatusCode;
  const std::vector<Row> rows = {
      {"", Code::kInvalidArgument, "registry \"\" is of no known kind; write \"sqlite:<path>\""},
      {".sixgate/registry.db", Code::kInvalidArgument,
       "registry \".sixgate/registry.db\" is of no known kind; write \"sqlite:<path>\""},
      {"postgres://me:secret@db.example.org/x", Code::kInvalidArgument,
       "registry \"postgres:…\" is of no known kind"},
      {"SQLITE:a", Code::kInvalidArgument, "registry \"SQLITE:…\" is of no known kind"},
      {"memory:", Code::kInvalidArgument, "registry \"memory:…\" is of no known kind"},
      {"sqlite:", Code::kInvalidArgument, "registry path \"\" is not the path of a file"},
      {"sqlite:a/", Code::kInvalidArgument, "registry path \"a/\" is not the path of a file"},
      {"sqlite://srv/registry.db", Code::kInvalidArgument,
       "registry \"sqlite://srv/registry.db\" looks like a host name"},
      {"etcd://me:secret@etcd.example.org:2379/site", Code::kUnimplemented,
       "registry \"etcd:…\": this version of sixgate has no etcd backend"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.url);
    const auto result = OpenRegistry(row.url, {});
    EXPECT_THAT(result, StatusIs(row.code, HasSubstr(row.message)));
    EXPECT_THAT(result.status().message(), ::testing::Not(HasSubstr("secret")));
  }
}

TEST(OpenRegistryTest, RefusesATimeoutOutOfRange) {
  EXPECT_THAT(OpenRegistry("sqlite:a", {.operation_timeout = absl::ZeroDuration()}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("operation_timeout 0")));
}

}  // namespace
}  // namespace engine::registry
