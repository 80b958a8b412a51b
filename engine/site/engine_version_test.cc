#include "engine/site/engine_version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using ::testing::HasSubstr;
using ::tests::StatusIs;

TEST(EngineVersionTest, KnownReleases) {
  struct Case {
    const char* text;
    int major;
    bool filters_ipv6;
  };
  for (const Case& c : std::vector<Case>{{"20.10", 20, false},
                                         {"20.10.24", 20, false},
                                         {"23", 23, false},
                                         {"26.1.5", 26, false},
                                         {"27", 27, true},
                                         {"28.2", 28, true},
                                         {"29.1.2", 29, true}}) {
    SCOPED_TRACE(c.text);
    ASSERT_OK_AND_ASSIGN(const EngineVersion version, EngineVersion::Parse(c.text));
    EXPECT_EQ(version.major(), c.major);
    EXPECT_EQ(version.filters_ipv6(), c.filters_ipv6);
    EXPECT_EQ(version.ToString(), c.text);
  }
  EXPECT_EQ(EngineVersion().ToString(), "29");
  EXPECT_EQ(EngineVersion(), *EngineVersion::Parse("29"));
}

TEST(EngineVersionTest, Refuses) {
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{{"", "is not a version"},
                                         {"twenty", "is not a version"},
                                         {"29.", "is not a version"},
                                         {"29.1.2.3", "is not a version"},
                                         {"-29", "is not a version"},
                                         {"29.99999", "is not a version"},
                                         {"19.03", "is not known"},
                                         {"20", "is not known"},
                                         {"20.9", "is not known"},
                                         {"21", "is not known"},
                                         {"22.1", "is not known"},
                                         {"30", "is not known"}}) {
    EXPECT_THAT(EngineVersion::Parse(c.text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)))
        << c.text;
  }
}

}  // namespace
}  // namespace engine::site
