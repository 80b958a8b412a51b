#include "engine/inventory/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using testing::P;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr char kId[] = "f81d4fae-7dec-4d00-a765-00a0c91e6bf6";
constexpr char kPool[] = "0c8f7b1e-9f0a-4a5f-8f63-0d7f1a2b3c4d";

TEST(KeysTest, AreWhatTheHeaderSays) {
  EXPECT_EQ(RecordKey(Kind::kOpening, kId), "opening/f81d4fae-7dec-4d00-a765-00a0c91e6bf6");
  EXPECT_EQ(NameFolder("prefix", "", "a/b"), "name/prefix/a%2Fb/");
  EXPECT_EQ(NameFolder("host", "scope", "vm1"), "name/host/scope/vm1/");
  EXPECT_EQ(BlockKey("pool", P("2001:db8::/64"), {.kind = Kind::kHost, .id = "x"}),
            "block/pool/20010db8000000000000000000000000/064/host/x");
  EXPECT_EQ(FreeFolder("pool"), "free/pool/");
  EXPECT_EQ(AddressFolder(A("2001:db8::1")), "ip/20010db8000000000000000000000001/");
  EXPECT_EQ(OpensFolder(A("2001:db8::1")), "opens/20010db8000000000000000000000001/");
  EXPECT_EQ(OpensKey(A("2001:db8::1"), {.kind = Kind::kEgressOpening, .id = "x"}),
            "opens/20010db8000000000000000000000001/egress_opening/x");
  EXPECT_EQ(ChildKey("parent", {.kind = Kind::kAddress, .id = "x"}), "child/parent/address/x");
  EXPECT_EQ(LogKey(absl::FromUnixSeconds(1'000'000'000), "x"), "log/001000000000000000/x");
}

TEST(KeysTest, TheRangeOfBlocksHoldsWhatBeginsInsideAndNothingElse) {
  const registry::KeyRange range = BlocksFrom(kPool, P("2001:db8:0:0:20::/76"));
  const auto holds = [&](const char* block) {
    const std::string key = BlockKey(kPool, P(block), {.kind = Kind::kHost, .id = kId});
    return range.begin <= key && key < range.end;
  };
  EXPECT_TRUE(holds("2001:db8:0:0:20::/76"));
  EXPECT_TRUE(holds("2001:db8:0:0:20::/75"));
  EXPECT_TRUE(holds("2001:db8:0:0:2f:ffff:ffff:ffff/128"));
  EXPECT_FALSE(holds("2001:db8:0:0:30::/76"));
  EXPECT_FALSE(holds("2001:db8:0:0:1f:ffff:ffff:ffff/128"));
}

TEST(KeysTest, TheLastBlockOfAllHasARangeToo) {
  const registry::KeyRange range = BlocksFrom(kPool, P("ffff::/16"));
  EXPECT_LT(range.begin, range.end);
}

TEST(KeysTest, BlockKeysAreReadBack) {
  const BlockOwner owner = {.block = P("2001:db8::/64"),
                            .object = {.kind = Kind::kGateway, .id = kId}};
  EXPECT_THAT(ParseBlockKey(kPool, BlockKey(kPool, owner.block, owner.object)),
              IsOkAndHolds(owner));
  for (const char* key :
       {"", "block/pool/x/064/host/x", "block/pool/20010db8000000000000000000000000/129/host/x",
        "block/pool/20010db8000000000000000000000001/064/host/x",
        "block/pool/20010db8000000000000000000000000/64/host/x",
        "block/pool/20010db8000000000000000000000000/064/cat/x",
        "block/other/20010db8000000000000000000000000/064/host/x"}) {
    SCOPED_TRACE(key);
    EXPECT_THAT(ParseBlockKey("pool", key), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(KeysTest, OtherKeysAreReadBack) {
  EXPECT_THAT(ParseAddressKey(AddressFolder(A("2001:db8::1")) + kId),
              IsOkAndHolds(A("2001:db8::1")));
  EXPECT_THAT(ParseAddressKey("ip/1"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseAddressKey("ip/1/x"), StatusIs(absl::StatusCode::kDataLoss));
  const ObjectId child = {.kind = Kind::kOpening, .id = kId};
  EXPECT_THAT(ObjectOf(ChildKey(kPool, child)), IsOkAndHolds(child));
  const ObjectId leaving = {.kind = Kind::kEgressOpening, .id = kId};
  EXPECT_THAT(ObjectOf(OpensKey(A("2001:db8::1"), leaving)), IsOkAndHolds(leaving));
  EXPECT_THAT(ObjectOf("child/a/opening"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ObjectOf("child/a/cat/b"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(IdOf(std::string("name/prefix/site/") + kId), IsOkAndHolds(std::string(kId)));
  EXPECT_THAT(IdOf("name/prefix/site/"), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace engine::inventory
