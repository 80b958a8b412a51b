#include "engine/site/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOk;
using ::tests::StatusIs;

TEST(CheckNameTest, Accepts) {
  for (const std::string& name : std::vector<std::string>{"a", "0", "vm1.example.com", "a_b-c",
                                                          "drop", "table", std::string(63, 'x')}) {
    EXPECT_THAT(CheckName("host name", name), IsOk()) << name;
  }
}

TEST(CheckNameTest, Refuses) {
  struct Case {
    std::string name;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{{"", "host name \"\" is empty"},
                                         {std::string(64, 'x'), "has 64 bytes; at most 63"},
                                         {".a", "must begin with a letter or digit"},
                                         {"-a", "must begin"},
                                         {"a b", "must begin"},
                                         {"a\"b", "host name \"a\\\"b\" must begin"},
                                         {"a\nb", "must begin"},
                                         {"a/b", "must begin"},
                                         {"ä", "must begin"}}) {
    EXPECT_THAT(CheckName("host name", c.name),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(CheckNetworkNameTest, RefusesWhatTheEngineHasTaken) {
  for (const absl::string_view name : {"bridge", "host", "none", "sixgate"}) {
    EXPECT_THAT(CheckNetworkName(name),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is taken")));
  }
  EXPECT_THAT(CheckNetworkName("default"), IsOk());
  EXPECT_THAT(CheckNetworkName("a b"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckInterfaceNameTest, Accepts) {
  for (const absl::string_view name : {"eth0", "vmbr2.20", "a-b_c+d", "123456789012345", "drop"}) {
    EXPECT_THAT(CheckInterfaceName("interface", name), IsOk()) << std::string(name);
  }
}

TEST(CheckInterfaceNameTest, Refuses) {
  struct Case {
    const char* name;
    const char* message;
  };
  for (const Case& c :
       std::vector<Case>{{"", "is empty"},
                         {"1234567890123456", "has 16 bytes; Linux takes at most 15"},
                         {".", "a meaning of its own"},
                         {"..", "a meaning of its own"},
                         {"lo", "a meaning of its own"},
                         {"all", "a meaning of its own"},
                         {"default", "a meaning of its own"},
                         {"eth 0", "may have letters"},
                         {"eth*", "may have letters"},
                         {"a/b", "may have letters"},
                         {"a\"b", "may have letters"},
                         {"a:1", "may have letters"}}) {
    EXPECT_THAT(CheckInterfaceName("interface", c.name),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)))
        << c.name;
  }
}

}  // namespace
}  // namespace engine::site
