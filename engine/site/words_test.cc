#include "engine/site/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/site/gateway.h"
#include "engine/site/opening.h"
#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

template <class E>
void ExpectRoundTrips(size_t count) {
  EXPECT_EQ(WordsOf(E{}).size(), count);
  for (size_t i = 0; i < count; ++i) {
    const E value = static_cast<E>(i);
    EXPECT_THAT(FromWord<E>(ToWord(value)), IsOkAndHolds(value));
  }
}

TEST(WordsTest, EveryWordIsReadBack) {
  ExpectRoundTrips<GatewayKind>(1);
  ExpectRoundTrips<Delivery>(2);
  ExpectRoundTrips<InsideMode>(2);
  ExpectRoundTrips<NetworkManager>(2);
  ExpectRoundTrips<Permission>(2);
  ExpectRoundTrips<DefaultBridge>(2);
  ExpectRoundTrips<Protocol>(4);
}

TEST(WordsTest, WordsAreTheUsers) {
  EXPECT_EQ(ToWord(Delivery::kOnLink), "on_link");
  EXPECT_EQ(ToWord(InsideMode::kPerHost), "per_host");
  EXPECT_EQ(ToWord(NetworkManager::kNone), "none");
  EXPECT_EQ(ToWord(Permission::kAllow), "allow");
  EXPECT_EQ(ToWord(DefaultBridge::kRouted), "routed");
  EXPECT_EQ(ToWord(Protocol::kIcmpv6), "icmpv6");
}

TEST(WordsTest, OtherTextIsRefusedWithTheWordsThereAre) {
  EXPECT_THAT(FromWord<Delivery>("Routed"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "\"Routed\" is not one of \"routed\", \"on_link\""));
}

}  // namespace
}  // namespace engine::site
