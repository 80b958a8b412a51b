#include "engine/inventory/keys.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/base/uuid.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

constexpr int kLengthDigits = 3;
// Enough for the microseconds of the year 9999.
constexpr int kTimeDigits = 18;

absl::Status Malformed(absl::string_view key) {
  return absl::DataLossError(absl::StrCat("the registry holds the key ", base::Quote(key),
                                          ", which sixgate never writes"));
}

// A kind as part of a key.
std::string KindSegment(Kind kind) { return absl::StrReplaceAll(KindName(kind), {{" ", "_"}}); }

absl::StatusOr<Kind> ParseKind(absl::string_view key, absl::string_view segment) {
  for (const Kind kind : kKinds) {
    if (KindSegment(kind) == segment) return kind;
  }
  return Malformed(key);
}

absl::StatusOr<net::Address> ParseHex(absl::string_view key, absl::string_view segment) {
  const auto value = registry::ParseAddressSegment(segment);
  if (!value.ok()) return Malformed(key);
  return net::Address(*value);
}

}  // namespace

std::string RecordKey(Kind kind, absl::string_view id) {
  return absl::StrCat(KindSegment(kind), "/", id);
}

std::string NameFolder(absl::string_view what, absl::string_view scope, absl::string_view name) {
  return absl::StrCat("name/", what, "/", scope, scope.empty() ? "" : "/", registry::Segment(name),
                      "/");
}

std::string AddressScope(absl::string_view host, absl::string_view network) {
  return absl::StrCat(host, "/", registry::Segment(network));
}

std::string BlockFolder(absl::string_view pool) { return absl::StrCat("block/", pool, "/"); }

std::string BlockFolder(absl::string_view pool, const net::Prefix& block) {
  return absl::StrCat(BlockFolder(pool), block.first().HexKey(), "/",
                      registry::NumberSegment(static_cast<uint64_t>(block.length()), kLengthDigits),
                      "/");
}

std::string BlockKey(absl::string_view pool, const net::Prefix& block, const ObjectId& object) {
  return absl::StrCat(BlockFolder(pool, block), KindSegment(object.kind), "/", object.id);
}

registry::KeyRange BlocksFrom(absl::string_view pool, const net::Prefix& range) {
  const std::string folder = BlockFolder(pool);
  return {.begin = absl::StrCat(folder, range.first().HexKey(), "/"),
          .end = registry::RangeOf(absl::StrCat(folder, range.last().HexKey(), "/")).end};
}

std::string FreeFolder(absl::string_view pool) { return absl::StrCat("free/", pool, "/"); }

std::string AddressFolder(const net::Address& address) {
  return absl::StrCat("ip/", address.HexKey(), "/");
}

registry::KeyRange AddressesIn(const net::Prefix& range) {
  return {.begin = AddressFolder(range.first()),
          .end = registry::RangeOf(AddressFolder(range.last())).end};
}

std::string OpensFolder(const net::Address& address) {
  return absl::StrCat("opens/", address.HexKey(), "/");
}

std::string OpensKey(const net::Address& address, const ObjectId& opening) {
  return absl::StrCat(OpensFolder(address), KindSegment(opening.kind), "/", opening.id);
}

std::string ChildFolder(absl::string_view parent) { return absl::StrCat("child/", parent, "/"); }

std::string ChildFolder(absl::string_view parent, Kind kind) {
  return absl::StrCat(ChildFolder(parent), KindSegment(kind), "/");
}

std::string ChildKey(absl::string_view parent, const ObjectId& child) {
  return absl::StrCat(ChildFolder(parent, child.kind), child.id);
}

std::string LogKey(absl::Time now, absl::string_view uuid) {
  const int64_t microseconds = std::max<int64_t>(0, absl::ToUnixMicros(now));
  return absl::StrCat(
      "log/", registry::NumberSegment(static_cast<uint64_t>(microseconds), kTimeDigits), "/", uuid);
}

absl::StatusOr<BlockOwner> ParseBlockKey(absl::string_view pool, absl::string_view key) {
  const std::vector<absl::string_view> parts = absl::StrSplit(key, '/');
  int length = 0;
  if (parts.size() != 6 || !absl::SimpleAtoi(parts[3], &length) || length < 0 ||
      length > net::kAddressBits) {
    return Malformed(key);
  }
  ASSIGN_OR_RETURN(const net::Address first, ParseHex(key, parts[2]));
  ASSIGN_OR_RETURN(const Kind kind, ParseKind(key, parts[4]));
  BlockOwner owner = {.block = net::Prefix::Containing(first, length),
                      .object = {.kind = kind, .id = std::string(parts[5])}};
  if (BlockKey(pool, owner.block, owner.object) != key) return Malformed(key);
  return owner;
}

absl::StatusOr<net::Address> ParseAddressKey(absl::string_view key) {
  const std::vector<absl::string_view> parts = absl::StrSplit(key, '/');
  if (parts.size() != 3) return Malformed(key);
  return ParseHex(key, parts[1]);
}

absl::StatusOr<ObjectId> ObjectOf(absl::string_view key) {
  const std::vector<absl::string_view> parts = absl::StrSplit(key, '/');
  if (parts.size() != 4) return Malformed(key);
  ASSIGN_OR_RETURN(const Kind kind, ParseKind(key, parts[2]));
  return ObjectId{.kind = kind, .id = std::string(parts[3])};
}

absl::StatusOr<std::string> IdOf(absl::string_view key) {
  const absl::string_view id = key.substr(key.rfind('/') + 1);
  if (!base::IsUuid(id)) return Malformed(key);
  return std::string(id);
}

}  // namespace engine::inventory
