#include "engine/alloc/free_overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/support/status_matchers.h"

namespace engine::alloc {
namespace {

using net::Prefix;
using ::testing::ElementsAre;
using ::tests::StatusIs;

Prefix P(absl::string_view text) { return Prefix::Parse(text).value(); }

TEST(FreeOverlayTest, NothingAppliedIsNoChange) {
  FreeSet base(P("2001:db8::/64"));
  EXPECT_EQ(FreeOverlay(base).Net(), FreeChange{});
}

TEST(FreeOverlayTest, TwoPicksAreOneChange) {
  const Prefix pool = P("2001:db8::/124");
  FreeSet base(pool);
  FreeOverlay overlay(base);
  for (const char* expected : {"2001:db8::/126", "2001:db8::4/126"}) {
    ASSERT_OK_AND_ASSIGN(const Pick pick, Choose(overlay, pool, 126, Strategy::kLowest));
    EXPECT_EQ(pick.prefix, P(expected));
    overlay.Apply(pick.change);
  }
  EXPECT_EQ(overlay.Net(), (FreeChange{.removed = {pool}, .added = {P("2001:db8::8/125")}}));
}

TEST(FreeOverlayTest, TakenAndReleasedAgainIsNoChange) {
  const Prefix pool = P("2001:db8::/124");
  FreeSet base(pool);
  FreeOverlay overlay(base);
  ASSERT_OK_AND_ASSIGN(const Pick pick, Choose(overlay, pool, 128, Strategy::kLowest));
  overlay.Apply(pick.change);
  ASSERT_OK_AND_ASSIGN(const FreeChange release, Release(overlay, pool, pick.prefix));
  overlay.Apply(release);
  EXPECT_EQ(overlay.Net(), FreeChange{});
}

TEST(FreeOverlayTest, KeepsTheAbsenceThatTheBaseMustStillHave) {
  const Prefix pool = P("2001:db8::/124");
  FreeSet base(pool);
  ASSERT_OK(base.Take(pool));
  FreeOverlay overlay(base);
  ASSERT_OK_AND_ASSIGN(const FreeChange one, Release(overlay, pool, P("2001:db8::/126")));
  overlay.Apply(one);
  EXPECT_EQ(overlay.Net(),
            (FreeChange{.added = {P("2001:db8::/126")}, .absent = {P("2001:db8::4/126")}}));
  // The buddy comes too: what was absent is now part of the merged block.
  ASSERT_OK_AND_ASSIGN(const FreeChange two, Release(overlay, pool, P("2001:db8::4/126")));
  overlay.Apply(two);
  EXPECT_EQ(overlay.Net(), (FreeChange{.added = {P("2001:db8::/125")},
                                       .absent = {P("2001:db8::8/125"), P("2001:db8::4/126")}}));
}

TEST(FreeOverlayTest, ABlockRemovedOnTopIsNoAbsenceOfTheBase) {
  const Prefix pool = P("2001:db8::/124");
  FreeSet base(pool);
  ASSERT_OK(base.Take(P("2001:db8::8/125")));
  FreeOverlay overlay(base);
  ASSERT_OK_AND_ASSIGN(const FreeChange take, Take(overlay, pool, P("2001:db8::/125")));
  overlay.Apply(take);
  ASSERT_OK_AND_ASSIGN(const FreeChange release, Release(overlay, pool, P("2001:db8::8/125")));
  EXPECT_THAT(release.absent, ElementsAre(P("2001:db8::/125")));
  overlay.Apply(release);
  EXPECT_EQ(overlay.Net(),
            (FreeChange{.removed = {P("2001:db8::/125")}, .added = {P("2001:db8::8/125")}}));
}

TEST(FreeOverlayTest, AnAbsentBlockThatIsAddedLaterIsNamedOnce) {
  const Prefix pool = P("2001:db8::/124");
  const Prefix lower = P("2001:db8::/126");
  FreeSet base(pool);
  ASSERT_OK(base.Take(P("2001:db8::/125")));
  FreeOverlay overlay(base);
  ASSERT_OK_AND_ASSIGN(const FreeChange release, Release(overlay, pool, lower));
  overlay.Apply(release);
  ASSERT_OK_AND_ASSIGN(const FreeChange take, Take(overlay, pool, lower));
  overlay.Apply(take);
  ASSERT_OK_AND_ASSIGN(const FreeChange other, Release(overlay, pool, lower.Buddy()));
  overlay.Apply(other);
  EXPECT_EQ(overlay.Net(), (FreeChange{.added = {lower.Buddy()}, .absent = {lower}}));
}

TEST(FreeOverlayTest, PassesTheErrorsOfTheBaseOn) {
  class BrokenView final : public FreeView {
   public:
    absl::StatusOr<std::vector<std::optional<Prefix>>> Ask(
        absl::Span<const FreeQuestion>) override {
      return absl::UnavailableError("gone");
    }
  };
  BrokenView base;
  FreeOverlay overlay(base);
  EXPECT_THAT(Choose(overlay, P("2001:db8::/64"), 76, Strategy::kLowest),
              StatusIs(absl::StatusCode::kUnavailable, "gone"));
}

// Random batches over a stored set: each operation answers as a set that holds everything would,
// and the net change turns the one into the other.
TEST(FreeOverlayTest, AgreesWithASetThatAppliesEachChangeAtOnce) {
  const Prefix pool = P("2001:db8::/122");
  std::mt19937 random(8);
  FreeSet base(pool);
  std::vector<Prefix> taken;
  for (int batch = 0; batch < 2'000; ++batch) {
    FreeSet direct = base;
    FreeOverlay overlay(base);
    const size_t operations = 1 + random() % 8;
    for (size_t i = 0; i < operations; ++i) {
      const int length = 122 + static_cast<int>(random() % 7);
      if (random() % 2 == 0 && !taken.empty()) {
        const size_t victim = random() % taken.size();
        ASSERT_OK_AND_ASSIGN(const FreeChange change, Release(overlay, pool, taken[victim]));
        ASSERT_THAT(direct.Release(taken[victim]), ::tests::IsOkAndHolds(change));
        overlay.Apply(change);
        taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(victim));
      } else {
        const absl::StatusOr<Pick> pick = Choose(overlay, pool, length, Strategy::kLowest);
        const absl::StatusOr<Pick> expected = direct.Choose(length, Strategy::kLowest);
        ASSERT_EQ(pick.status(), expected.status());
        if (!pick.ok()) continue;
        ASSERT_EQ(*pick, *expected);
        overlay.Apply(pick->change);
        taken.push_back(pick->prefix);
      }
    }
    const FreeChange net = overlay.Net();
    FreeBlocks stored = base.blocks();
    for (const Prefix& block : net.absent) ASSERT_FALSE(stored.contains(block)) << block;
    for (const Prefix& block : net.added) ASSERT_FALSE(stored.contains(block)) << block;
    for (const Prefix& block : net.removed) ASSERT_EQ(stored.erase(block), 1u) << block;
    stored.insert(net.added.begin(), net.added.end());
    ASSERT_EQ(stored, direct.blocks());
    base = direct;
  }
}

}  // namespace
}  // namespace engine::alloc
