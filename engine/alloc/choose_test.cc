#include "engine/alloc/choose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <ostream>
#include <random>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "engine/net/prefix_set.h"
#include "tests/support/status_matchers.h"

namespace engine::alloc {

void PrintTo(const FreeChange& change, std::ostream* out) {
  *out << "removed " << ::testing::PrintToString(change.removed) << ", added "
       << ::testing::PrintToString(change.added) << ", absent "
       << ::testing::PrintToString(change.absent);
}
void PrintTo(const Pick& pick, std::ostream* out) {
  *out << pick.prefix << " with ";
  PrintTo(pick.change, out);
}

namespace {

using net::Address;
using net::Prefix;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kFull = absl::StatusCode::kResourceExhausted;
constexpr absl::StatusCode kTaken = absl::StatusCode::kAlreadyExists;
constexpr absl::StatusCode kFree = absl::StatusCode::kFailedPrecondition;

Prefix P(absl::string_view text) { return Prefix::Parse(text).value(); }

// All prefixes of a pool of at most 16 addresses, by length, then by address, each with a bit for
// every address that it holds.
class Universe {
 public:
  explicit Universe(const Prefix& pool) : pool_(pool) {
    for (int length = pool.length(); length <= 128; ++length) {
      for (uint32_t i = 0; i < 1u << (length - pool.length()); ++i) {
        const Prefix prefix = pool.Subnet(length, i).value();
        const uint32_t size = 1u << prefix.size_exponent();
        const auto offset = static_cast<uint32_t>(prefix.first().value() - pool.first().value());
        masks_.emplace_back(prefix, ((1u << size) - 1) << offset);
      }
    }
  }

  const Prefix& pool() const { return pool_; }
  const std::vector<std::pair<Prefix, uint32_t>>& masks() const { return masks_; }
  uint32_t MaskOf(absl::Span<const Prefix> prefixes) const {
    uint32_t mask = 0;
    for (const auto& [prefix, prefix_mask] : masks_) {
      if (std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end())
        mask |= prefix_mask;
    }
    return mask;
  }

 private:
  Prefix pool_;
  std::vector<std::pair<Prefix, uint32_t>> masks_;
};

// The definitions of free space, as naive as can be: a bit for each address that is taken.
class Bitmap {
 public:
  Bitmap(const Universe& universe, uint32_t taken) : universe_(universe), taken_(taken) {}

  uint32_t taken() const { return taken_; }
  // Free prefixes that are not part of a larger free prefix.
  std::vector<Prefix> FreeBlocksByLength() const {
    std::vector<Prefix> blocks;
    uint32_t seen = 0;
    for (const auto& [prefix, mask] : universe_.masks()) {
      if (((taken_ | seen) & mask) != 0) continue;
      blocks.push_back(prefix);
      seen |= mask;
    }
    return blocks;
  }
  std::optional<Prefix> LowestFit(int length) const {
    for (const auto& [prefix, mask] : universe_.masks()) {
      if (prefix.length() == length && (taken_ & mask) == 0) return prefix;
    }
    return std::nullopt;
  }

 private:
  const Universe& universe_;
  uint32_t taken_;
};

// A view of another kind than FreeSet.
class BitmapView final : public FreeView {
 public:
  explicit BitmapView(const Bitmap& bitmap) : blocks_(bitmap.FreeBlocksByLength()) {}

  absl::StatusOr<std::vector<std::optional<Prefix>>> Ask(
      absl::Span<const FreeQuestion> questions) override {
    std::vector<std::optional<Prefix>> answers;
    for (const FreeQuestion& question : questions) {
      const auto answer = std::find_if(blocks_.begin(), blocks_.end(), [&](const Prefix& block) {
        return block.length() == question.length && block.first() >= question.from &&
               block.first() <= question.to;
      });
      answers.push_back(answer == blocks_.end() ? std::nullopt : std::optional<Prefix>(*answer));
    }
    return answers;
  }

 private:
  std::vector<Prefix> blocks_;
};

std::vector<Prefix> Blocks(const FreeSet& set) {
  return {set.blocks().begin(), set.blocks().end()};
}

// What the stored blocks become; every block that is named must be, or not be, there.
std::vector<Prefix> Applied(const std::vector<Prefix>& blocks, const FreeChange& change) {
  FreeBlocks result(blocks.begin(), blocks.end());
  for (const Prefix& block : change.absent) EXPECT_FALSE(result.contains(block)) << block;
  for (const Prefix& block : change.added) EXPECT_FALSE(result.contains(block)) << block;
  for (const Prefix& block : change.removed) EXPECT_EQ(result.erase(block), 1u) << block;
  for (const Prefix& block : change.added) EXPECT_TRUE(result.insert(block).second) << block;
  return {result.begin(), result.end()};
}

using Visit = std::function<void(const FreeSet& state, uint32_t taken_mask,
                                 const std::vector<Prefix>& taken)>;

// Calls `visit` with every state that the pool can be in: each set of disjoint taken prefixes,
// once.
void ForEachState(const Universe& universe, const Visit& visit) {
  const std::function<void(const FreeSet&, uint32_t, std::vector<Prefix>&)> visit_from =
      [&](const FreeSet& state, uint32_t taken_mask, std::vector<Prefix>& taken) {
        visit(state, taken_mask, taken);
        if (::testing::Test::HasFatalFailure()) return;
        for (const auto& [prefix, mask] : universe.masks()) {
          // In ascending order, so that no set is built twice.
          if (!taken.empty() && prefix.first() <= taken.back().last()) continue;
          FreeSet next = state;
          ASSERT_OK(next.Take(prefix));
          taken.push_back(prefix);
          visit_from(next, taken_mask | mask, taken);
          taken.pop_back();
        }
      };
  std::vector<Prefix> taken;
  visit_from(FreeSet(universe.pool()), 0, taken);
}

// Every state of 16 addresses: what is free is what is not taken, and the lowest place is chosen.
TEST(ChooseTest, ChoosesTheLowestPlaceInEveryStateOfATinyPool) {
  const Universe universe(P("2001:db8::10/124"));
  int states = 0;
  ForEachState(universe, [&](const FreeSet& state, uint32_t taken_mask, const auto&) {
    ++states;
    const Bitmap bitmap(universe, taken_mask);
    ASSERT_EQ(Blocks(state), bitmap.FreeBlocksByLength());
    FreeSet view = state;
    for (int length = 124; length <= 128; ++length) {
      const absl::StatusOr<Pick> pick = Choose(view, universe.pool(), length, Strategy::kLowest);
      const std::optional<Prefix> expected = bitmap.LowestFit(length);
      ASSERT_EQ(pick.ok(), expected.has_value());
      if (pick.ok()) {
        ASSERT_EQ(pick->prefix, *expected);
      }
    }
  });
  EXPECT_EQ(states, 458'330);
}

// All operations with all prefixes in all states of eight addresses, over a view of another kind.
TEST(ChooseTest, EveryOperationInEveryStateOfATinyPoolDoesWhatABitmapDoes) {
  const Universe universe(P("2001:db8::8/125"));
  const Prefix& pool = universe.pool();
  int states = 0;
  ForEachState(universe, [&](const FreeSet& state, uint32_t taken_mask, const auto&) {
    ++states;
    const std::vector<Prefix> blocks = Blocks(state);
    const Bitmap bitmap(universe, taken_mask);
    ASSERT_EQ(blocks, bitmap.FreeBlocksByLength());
    BitmapView view(bitmap);
    for (int length = 125; length <= 128; ++length) {
      const absl::StatusOr<Pick> pick = Choose(view, pool, length, Strategy::kLowest);
      const std::optional<Prefix> expected = bitmap.LowestFit(length);
      ASSERT_THAT(pick, StatusIs(expected.has_value() ? absl::StatusCode::kOk : kFull));
      if (!pick.ok()) continue;
      ASSERT_EQ(pick->prefix, *expected);
      const uint32_t mask = universe.MaskOf({*expected});
      ASSERT_EQ(Applied(blocks, pick->change),
                Bitmap(universe, taken_mask | mask).FreeBlocksByLength());
    }
    for (const auto& [prefix, mask] : universe.masks()) {
      const bool is_free = (taken_mask & mask) == 0;
      const std::vector<Prefix> after = Bitmap(universe, taken_mask | mask).FreeBlocksByLength();
      ASSERT_THAT(IsFree(view, pool, prefix), IsOkAndHolds(is_free));
      ASSERT_OK_AND_ASSIGN(const FreeChange reserved, Reserve(view, pool, prefix));
      ASSERT_EQ(Applied(blocks, reserved), after);
      const absl::StatusOr<FreeChange> taken = Take(view, pool, prefix);
      ASSERT_THAT(taken, StatusIs(is_free ? absl::StatusCode::kOk : kTaken));
      if (is_free) {
        ASSERT_EQ(Applied(blocks, *taken), after);
        ASSERT_THAT(Release(view, pool, prefix), StatusIs(kFree));
      }
      // Whole, or an aligned part: all of it must be taken.
      if ((taken_mask & mask) != mask) continue;
      ASSERT_OK_AND_ASSIGN(const FreeChange released, Release(view, pool, prefix));
      ASSERT_EQ(Applied(blocks, released),
                Bitmap(universe, taken_mask & ~mask).FreeBlocksByLength());
    }
    ASSERT_OK_AND_ASSIGN(const std::optional<Prefix> largest, LargestFree(view, pool));
    ASSERT_EQ(largest, blocks.empty() ? std::nullopt : std::optional<Prefix>(blocks.front()));
  });
  EXPECT_EQ(states, 677);
}

// The set in memory and the same questions put to another view, against the bitmap.
TEST(ChooseTest, LongSequencesNeitherLoseNorShareAnAddress) {
  const Universe universe(P("2001:db8::30/124"));
  const Prefix& pool = universe.pool();
  std::mt19937 random(6);
  FreeSet set(pool);
  std::vector<Prefix> taken;
  for (int step = 0; step < 30'000; ++step) {
    const Bitmap bitmap(universe, universe.MaskOf(taken));
    BitmapView view(bitmap);
    const auto& [prefix, mask] = universe.masks()[random() % universe.masks().size()];
    switch (random() % 4) {
      case 0: {
        const absl::StatusOr<Pick> expected =
            Choose(view, pool, prefix.length(), Strategy::kLowest);
        const absl::StatusOr<Pick> pick = set.Choose(prefix.length(), Strategy::kLowest);
        ASSERT_EQ(pick.status(), expected.status());
        ASSERT_EQ(pick.ok(), bitmap.LowestFit(prefix.length()).has_value());
        if (!pick.ok()) break;
        ASSERT_EQ(*pick, *expected);
        ASSERT_EQ(pick->prefix, *bitmap.LowestFit(prefix.length()));
        taken.push_back(pick->prefix);
        break;
      }
      case 1: {
        const absl::StatusOr<FreeChange> expected = Take(view, pool, prefix);
        const absl::StatusOr<FreeChange> change = set.Take(prefix);
        ASSERT_EQ(change.status(), expected.status());
        ASSERT_EQ(change.ok(), (bitmap.taken() & mask) == 0);
        if (!change.ok()) break;
        ASSERT_EQ(*change, *expected);
        taken.push_back(prefix);
        break;
      }
      default: {
        if (taken.empty()) break;
        const size_t victim = random() % taken.size();
        ASSERT_OK_AND_ASSIGN(const FreeChange expected, Release(view, pool, taken[victim]));
        ASSERT_THAT(set.Release(taken[victim]), IsOkAndHolds(expected));
        taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(victim));
        break;
      }
    }
    // Disjoint, and together the whole.
    const uint32_t taken_mask = universe.MaskOf(taken);
    const uint32_t free_mask = universe.MaskOf(Blocks(set));
    ASSERT_EQ(taken_mask & free_mask, 0u) << "step " << step;
    ASSERT_EQ(taken_mask | free_mask, 0xFFFFu) << "step " << step;
    ASSERT_EQ(Blocks(set), Bitmap(universe, taken_mask).FreeBlocksByLength()) << "step " << step;
  }
}

TEST(ChooseTest, ALargePoolKeepsItsSpaceThroughChurnAndFoldsBack) {
  const Prefix pool = P("2001:db8::/64");
  std::mt19937 random(7);
  FreeSet set(pool);
  std::vector<Prefix> taken;
  for (int step = 0; step < 20'000; ++step) {
    if (random() % 3 != 0 || taken.empty()) {
      const int length = 80 + static_cast<int>(random() % 30);
      ASSERT_OK_AND_ASSIGN(const Pick pick, set.Choose(length, Strategy::kLowest));
      taken.push_back(pick.prefix);
    } else {
      std::swap(taken[random() % taken.size()], taken.back());
      ASSERT_OK(set.Release(taken.back()));
      taken.pop_back();
    }
  }
  absl::uint128 sum = 0;
  net::PrefixSet all;
  for (const Prefix& prefix : taken) {
    ASSERT_FALSE(all.Overlaps(prefix)) << prefix;
    all.Add(prefix);
    sum += absl::uint128(1) << prefix.size_exponent();
  }
  for (const Prefix& block : set.blocks()) {
    ASSERT_FALSE(all.Overlaps(block)) << block;
    all.Add(block);
    sum += absl::uint128(1) << block.size_exponent();
  }
  EXPECT_EQ(all, net::PrefixSet({pool}));
  EXPECT_EQ(sum, absl::uint128(1) << 64);

  std::shuffle(taken.begin(), taken.end(), random);
  for (const Prefix& prefix : taken) ASSERT_OK(set.Release(prefix));
  EXPECT_THAT(Blocks(set), ElementsAre(pool));
}

TEST(ChooseTest, TheCostDependsOnTheLengthsOnly) {
  // Counts, and remembers the longest list of questions.
  class CountingView final : public FreeView {
   public:
    explicit CountingView(FreeSet& set) : set_(set) {}
    absl::StatusOr<std::vector<std::optional<Prefix>>> Ask(
        absl::Span<const FreeQuestion> questions) override {
      calls.push_back(questions.size());
      return set_.Ask(questions);
    }
    std::vector<size_t> calls;

   private:
    FreeSet& set_;
  };
  const Prefix pool = P("2001:db8::/64");
  FreeSet set(pool);
  for (int i = 0; i < 4000; ++i) ASSERT_OK(set.Choose(76, Strategy::kLowest));
  CountingView view(set);
  ASSERT_OK(Choose(view, pool, 76, Strategy::kLowest));
  ASSERT_OK(Take(view, pool, P("2001:db8:0:0:ffff::/80")));
  ASSERT_OK(Release(view, pool, P("2001:db8::/76")));
  ASSERT_OK(IsFree(view, pool, P("2001:db8::/76")));
  ASSERT_OK(LargestFree(view, pool));
  EXPECT_THAT(view.calls, ElementsAre(13, 17, 25, 13, 65));

  // The most that one call can hold.
  FreeSet everything{Prefix()};
  CountingView widest(everything);
  const Prefix one = P("2001:db8::1/128");
  ASSERT_OK(everything.Take(one));
  ASSERT_OK(Release(widest, Prefix(), one));
  EXPECT_THAT(widest.calls, ElementsAre(257));
}

TEST(ChooseTest, LowestTakesTheFirstPlaceThatFits) {
  FreeSet set(P("2001:db8::/64"));
  EXPECT_EQ(set.Choose(80, Strategy::kLowest)->prefix, P("2001:db8::/80"));
  // Not the hole beside the /80, which is too small, but what follows it.
  EXPECT_EQ(set.Choose(76, Strategy::kLowest)->prefix, P("2001:db8:0:0:10::/76"));
  EXPECT_EQ(set.Choose(80, Strategy::kLowest)->prefix, P("2001:db8:0:0:1::/80"));
  EXPECT_EQ(set.Choose(77, Strategy::kLowest)->prefix, P("2001:db8:0:0:8::/77"));
  EXPECT_EQ(set.Choose(76, Strategy::kLowest)->prefix, P("2001:db8:0:0:20::/76"));
}

TEST(ChooseTest, ChangesNameTheBlocksThatMoved) {
  FreeSet set(P("2001:db8::/124"));
  EXPECT_THAT(
      set.Choose(126, Strategy::kLowest),
      IsOkAndHolds(Pick{.prefix = P("2001:db8::/126"),
                        .change = {.removed = {P("2001:db8::/124")},
                                   .added = {P("2001:db8::8/125"), P("2001:db8::4/126")}}}));
  EXPECT_THAT(set.Take(P("2001:db8::4/126")),
              IsOkAndHolds(FreeChange{.removed = {P("2001:db8::4/126")}}));
  EXPECT_THAT(
      set.Release(P("2001:db8::/126")),
      IsOkAndHolds(FreeChange{.added = {P("2001:db8::/126")}, .absent = {P("2001:db8::4/126")}}));
  EXPECT_THAT(set.Release(P("2001:db8::4/126")),
              IsOkAndHolds(FreeChange{.removed = {P("2001:db8::/126"), P("2001:db8::8/125")},
                                      .added = {P("2001:db8::/124")}}));
}

TEST(ChooseTest, GrowingInPlaceTakesTheBuddyAndShrinkingReleasesAHalf) {
  FreeSet set(P("2001:db8::/64"));
  const Prefix small = P("2001:db8::/80");
  ASSERT_OK(set.Take(small));
  ASSERT_OK(set.Take(small.Buddy()));
  EXPECT_THAT(set.IsFree(small.Parent()), IsOkAndHolds(false));
  ASSERT_OK(set.Release(small.Buddy()));
  EXPECT_THAT(set.IsFree(small.Buddy()), IsOkAndHolds(true));
  EXPECT_THAT(set.IsFree(small), IsOkAndHolds(false));
}

TEST(ChooseTest, AFullPoolNamesItsLargestFreeBlock) {
  FreeSet set(P("2001:db8::/124"));
  ASSERT_OK(set.Take(P("2001:db8::/126")));
  ASSERT_OK(set.Take(P("2001:db8::8/125")));
  EXPECT_THAT(set.LargestFree(), IsOkAndHolds(Optional(P("2001:db8::4/126"))));
  EXPECT_THAT(set.Choose(125, Strategy::kLowest),
              StatusIs(kFull,
                       "no /125 is free in pool 2001:db8::/124: the largest free block is "
                       "2001:db8::4/126"));
  ASSERT_OK(set.Take(P("2001:db8::4/126")));
  EXPECT_THAT(set.LargestFree(), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(set.Choose(128, Strategy::kLowest),
              StatusIs(kFull,
                       "no /128 is free in pool 2001:db8::/124: it is full, until "
                       "something in it is removed"));
  EXPECT_THAT(Blocks(set), IsEmpty());
}

TEST(ChooseTest, ThePoolItselfIsOneOfItsPrefixes) {
  const Prefix pool = P("2001:db8::/64");
  FreeSet set(pool);
  EXPECT_THAT(set.Choose(64, Strategy::kLowest),
              IsOkAndHolds(Pick{.prefix = pool, .change = {.removed = {pool}}}));
  EXPECT_THAT(set.Release(pool), IsOkAndHolds(FreeChange{.added = {pool}}));
}

TEST(ChooseTest, ReserveTakesOnlyWhatIsFree) {
  FreeSet set(P("2001:db8::/124"));
  ASSERT_OK(set.Take(P("2001:db8::3/128")));
  ASSERT_OK(set.Take(P("2001:db8::9/128")));
  // Around one that is taken: the others inside go, the taken one stays.
  EXPECT_THAT(set.Reserve(P("2001:db8::/125")),
              IsOkAndHolds(FreeChange{
                  .removed = {P("2001:db8::/127"), P("2001:db8::2/128"), P("2001:db8::4/126")}}));
  EXPECT_THAT(set.Reserve(P("2001:db8::/125")), IsOkAndHolds(FreeChange{}));
  // Inside of one free block: that is split.
  EXPECT_THAT(
      set.Reserve(P("2001:db8::c/127")),
      IsOkAndHolds(FreeChange{.removed = {P("2001:db8::c/126")}, .added = {P("2001:db8::e/127")}}));
}

TEST(ChooseTest, ErrorsNameThePrefixAndThePool) {
  FreeSet set(P("2001:db8::/64"));
  ASSERT_OK(set.Take(P("2001:db8::/76")));
  EXPECT_THAT(set.Take(P("2001:db8::/80")),
              StatusIs(kTaken, "prefix 2001:db8::/80 is not free in pool 2001:db8::/64"));
  EXPECT_THAT(set.Take(P("2001:db8::/64")), StatusIs(kTaken));
  EXPECT_THAT(set.Release(P("2001:db8:0:0:10::/76")),
              StatusIs(kFree,
                       "prefix 2001:db8:0:0:10::/76 is free already in pool 2001:db8::/64: "
                       "the free block is 2001:db8:0:0:10::/76"));
  EXPECT_THAT(set.Choose(63, Strategy::kLowest),
              StatusIs(kInvalid,
                       "no /63 fits in pool 2001:db8::/64: the length must be from 64 to "
                       "128"));
  EXPECT_THAT(set.Choose(129, Strategy::kLowest), StatusIs(kInvalid));
  for (const char* text : {"2001:db8::/63", "2001:db8:0:1::/76"}) {
    SCOPED_TRACE(text);
    const Prefix prefix = P(text);
    const auto outside =
        StatusIs(kInvalid, absl::StrCat("prefix ", text, " is outside of pool 2001:db8::/64"));
    EXPECT_THAT(set.Take(prefix), outside);
    EXPECT_THAT(set.Release(prefix), outside);
    EXPECT_THAT(set.Reserve(prefix), outside);
    EXPECT_THAT(set.IsFree(prefix), outside);
  }
}

TEST(ChooseTest, PassesTheErrorsOfTheViewOn) {
  class BrokenView final : public FreeView {
   public:
    absl::StatusOr<std::vector<std::optional<Prefix>>> Ask(
        absl::Span<const FreeQuestion>) override {
      return absl::UnavailableError("gone");
    }
  };
  BrokenView view;
  const Prefix pool = P("2001:db8::/64");
  const auto gone = StatusIs(absl::StatusCode::kUnavailable, "gone");
  EXPECT_THAT(Choose(view, pool, 76, Strategy::kLowest), gone);
  EXPECT_THAT(Take(view, pool, pool), gone);
  EXPECT_THAT(Release(view, pool, pool), gone);
  EXPECT_THAT(Reserve(view, pool, pool), gone);
  EXPECT_THAT(IsFree(view, pool, pool), gone);
  EXPECT_THAT(LargestFree(view, pool), gone);
}

TEST(ChooseTest, LowestOfRespectsBothEndsOfTheQuestion) {
  const FreeBlocks blocks = {P("2001:db8::/126"), P("2001:db8::8/126"), P("2001:db8::4/127")};
  const auto ask = [&](int length, absl::string_view from, absl::string_view to) {
    return LowestOf(
        blocks,
        {.length = length, .from = Address::Parse(from).value(), .to = Address::Parse(to).value()});
  };
  EXPECT_THAT(ask(126, "2001:db8::", "2001:db8::f"), Optional(P("2001:db8::/126")));
  EXPECT_THAT(ask(126, "2001:db8::1", "2001:db8::f"), Optional(P("2001:db8::8/126")));
  EXPECT_THAT(ask(126, "2001:db8::1", "2001:db8::7"), Eq(std::nullopt));
  EXPECT_THAT(ask(126, "2001:db8::9", "2001:db8::f"), Eq(std::nullopt));
  EXPECT_THAT(ask(127, "2001:db8::", "2001:db8::f"), Optional(P("2001:db8::4/127")));
  EXPECT_THAT(ask(128, "2001:db8::", "2001:db8::f"), Eq(std::nullopt));
}

}  // namespace
}  // namespace engine::alloc
