// Where the inventory keeps what. Records are JSON; every other key is an index, has an empty value
// and says all in itself. <id> is a UUID, <name> a Segment, <hex> an AddressSegment.
//
//   meta/registry                                    the registry's own id
//   prefix|gateway|host|address|opening|egress_opening/<id>          the records
//   name/<kind>/[<scope>/]<name>/<id>                who has a name; the scope is where it is
//   unique block/<pool>/<hex>/<length>/<kind>/<id>          who has a block of a prefix, or of
//   "roots" free/<pool>/<length>/<hex>                       the free blocks of a prefix
//   (alloc/allocate.h) ip/<hex>/<id>                                    who has a container address
//   opens/<hex>/<kind>/<id>                          which openings are about an address
//   child/<parent id>/<kind>/<id>                    what belongs to an object, and keeps it alive
//   log/<microseconds>/<uuid>                        who changed what, when
#ifndef SIXGATE_ENGINE_INVENTORY_KEYS_H_
#define SIXGATE_ENGINE_INVENTORY_KEYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/inventory/kind.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "engine/registry/registry.h"

namespace engine::inventory {

inline constexpr absl::string_view kMetaKey = "meta/registry";
// The pool whose blocks are the root prefixes: all of ::/0, and without a free set.
inline constexpr absl::string_view kRootsPool = "roots";

std::string RecordKey(Kind kind, absl::string_view id);

// Everything in which one name, or one other text that has to be unique, is looked up. `scope` is
// "" or the id of the object among whose members the name is unique.
std::string NameFolder(absl::string_view what, absl::string_view scope, absl::string_view name);

// The scope of the names of addresses: a network of a host.
std::string AddressScope(absl::string_view host, absl::string_view network);

std::string BlockFolder(absl::string_view pool);
std::string BlockFolder(absl::string_view pool, const net::Prefix& block);
std::string BlockKey(absl::string_view pool, const net::Prefix& block, const ObjectId& object);
// The blocks whose first address is in `range`.
registry::KeyRange BlocksFrom(absl::string_view pool, const net::Prefix& range);

std::string FreeFolder(absl::string_view pool);

std::string AddressFolder(const net::Address& address);
// The container addresses inside `range`.
registry::KeyRange AddressesIn(const net::Prefix& range);

std::string OpensFolder(const net::Address& address);
std::string OpensKey(const net::Address& address, const ObjectId& opening);

std::string ChildFolder(absl::string_view parent);
std::string ChildFolder(absl::string_view parent, Kind kind);
std::string ChildKey(absl::string_view parent, const ObjectId& child);

std::string LogKey(absl::Time now, absl::string_view uuid);

struct BlockOwner {
  net::Prefix block;
  ObjectId object;

  bool operator==(const BlockOwner&) const = default;
};

// All of these: kDataLoss when the key is none of the kind.
absl::StatusOr<BlockOwner> ParseBlockKey(absl::string_view pool, absl::string_view key);
absl::StatusOr<net::Address> ParseAddressKey(absl::string_view key);
// The object that keys below opens/ and child/ end with.
absl::StatusOr<ObjectId> ObjectOf(absl::string_view key);
// The id that every index key ends with.
absl::StatusOr<std::string> IdOf(absl::string_view key);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_KEYS_H_
