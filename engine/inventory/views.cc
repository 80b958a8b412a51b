#include "engine/inventory/views.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/alloc/allocate.h"
#include "engine/base/status_macros.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

absl::uint128 SizeOf(const net::Prefix& block) { return absl::uint128(1) << block.size_exponent(); }

template <class Spec, class Record>
absl::Status LoadKind(const View& view, const std::vector<std::string>& ids,
                      const std::map<std::string, const HostRecord*>& hosts,
                      std::vector<Record>& records) {
  ASSIGN_OR_RETURN(const std::vector<Stored<Spec>> objects, view.Load<Spec>(ids));
  records.reserve(objects.size());
  for (const Stored<Spec>& object : objects) {
    // The host is one whose range named the object.
    ASSIGN_OR_RETURN(Record record, MakeRecord(object, *hosts.at(object.spec.host)));
    records.push_back(std::move(record));
  }
  return absl::OkStatus();
}

// By what they are about, protocol and id.
template <class Record, class AnyOpening>
void SortOpenings(std::vector<Record>& openings, net::Prefix AnyOpening::*inner) {
  std::sort(openings.begin(), openings.end(), [&](const Record& a, const Record& b) {
    return std::tie(a.opening.*inner, a.opening.protocol, a.opening.id) <
           std::tie(b.opening.*inner, b.opening.protocol, b.opening.id);
  });
}

// Fills in what belongs to the hosts of a GatewayView or HostView, sorted, in a round trip for the
// keys and one for each kind that the view has.
template <class Whole>
absl::Status LoadMembers(const View& view, const std::vector<const HostRecord*>& hosts,
                         Whole& whole) {
  std::map<std::string, const HostRecord*> by_id;
  std::vector<registry::Query> queries;
  queries.reserve(hosts.size());
  for (const HostRecord* host : hosts) {
    by_id[host->header.id] = host;
    queries.push_back(
        {.range = registry::RangeOf(ChildFolder(host->header.id)), .limit = 0, .keys_only = true});
  }
  ASSIGN_OR_RETURN(const auto answers, view.snapshot().Run(queries));
  std::map<Kind, std::vector<std::string>> ids;
  for (const std::vector<registry::KeyValue>& rows : answers) {
    for (const registry::KeyValue& row : rows) {
      ASSIGN_OR_RETURN(ObjectId child, ObjectOf(row.key));
      ids[child.kind].push_back(std::move(child.id));
    }
  }
  RETURN_IF_ERROR(LoadKind<AddressSpec>(view, ids[Kind::kAddress], by_id, whole.addresses));
  RETURN_IF_ERROR(LoadKind<OpeningSpec>(view, ids[Kind::kOpening], by_id, whole.openings));
  if constexpr (std::is_same_v<Whole, GatewayView>) {
    RETURN_IF_ERROR(
        LoadKind<EgressOpeningSpec>(view, ids[Kind::kEgressOpening], by_id, whole.egress_openings));
    SortOpenings(whole.egress_openings, &site::EgressOpening::source);
  }
  std::sort(whole.addresses.begin(), whole.addresses.end(),
            [](const AddressRecord& a, const AddressRecord& b) {
              return a.address.address < b.address.address;
            });
  SortOpenings(whole.openings, &site::Opening::destination);
  return absl::OkStatus();
}

absl::StatusOr<Utilisation> UtilisationOf(const View& view, const PrefixRecord& prefix) {
  Utilisation utilisation;
  const std::string& pool = prefix.header.id;
  ASSIGN_OR_RETURN(const std::vector<std::string> blocks,
                   view.Keys(registry::RangeOf(BlockFolder(pool)), 0));
  if (prefix.address_plan.has_value()) utilisation.slots = prefix.address_plan->SlotCount();
  for (const std::string& key : blocks) {
    ASSIGN_OR_RETURN(const BlockOwner owner, ParseBlockKey(pool, key));
    utilisation.taken += SizeOf(owner.block);
    if (!prefix.address_plan.has_value()) continue;
    const int slot_length = prefix.address_plan->host_length();
    // A block smaller than a slot takes all of it; several of them in one slot count once each.
    utilisation.slots_taken += owner.block.length() >= slot_length
                                   ? absl::uint128(1)
                                   : absl::uint128(1) << (slot_length - owner.block.length());
  }
  const std::string folder = FreeFolder(pool);
  ASSIGN_OR_RETURN(const std::vector<std::string> free, view.Keys(registry::RangeOf(folder), 0));
  for (const std::string& key : free) {
    ASSIGN_OR_RETURN(const net::Prefix block, alloc::ParseFreeKey(folder, key));
    utilisation.free += SizeOf(block);
    // Ordered by length, so the first is the largest.
    if (!utilisation.largest_free.has_value()) utilisation.largest_free = block;
  }
  return utilisation;
}

// What is directly inside a prefix: its gateway, and the records of its children by address.
struct Inside {
  std::optional<Stored<GatewaySpec>> gateway;
  std::vector<PrefixRecord> children;
};

absl::StatusOr<Inside> InsideOf(const View& view, const std::string& prefix) {
  Inside inside;
  ASSIGN_OR_RETURN(const std::vector<std::string> gateways,
                   view.Ids(ChildFolder(prefix, Kind::kGateway)));
  ASSIGN_OR_RETURN(const std::vector<std::string> prefixes,
                   view.Ids(ChildFolder(prefix, Kind::kPrefix)));
  if (!gateways.empty()) {
    ASSIGN_OR_RETURN(inside.gateway, view.Get<GatewaySpec>(gateways.front()));
  }
  ASSIGN_OR_RETURN(const std::vector<Stored<PrefixSpec>> children, view.Load<PrefixSpec>(prefixes));
  for (const Stored<PrefixSpec>& child : children) {
    ASSIGN_OR_RETURN(inside.children.emplace_back(), MakeRecord(child));
  }
  std::sort(inside.children.begin(), inside.children.end(),
            [](const PrefixRecord& a, const PrefixRecord& b) { return a.cidr() < b.cidr(); });
  return inside;
}

}  // namespace

site::Site GatewayView::Site() const {
  site::Site site = {.gateway = gateway.gateway};
  for (const HostRecord& host : hosts) site.hosts.push_back(host.host);
  for (const AddressRecord& address : addresses) site.addresses.push_back(address.address);
  for (const OpeningRecord& opening : openings) site.openings.push_back(opening.opening);
  for (const EgressOpeningRecord& opening : egress_openings) {
    site.egress_openings.push_back(opening.opening);
  }
  return site;
}

absl::StatusOr<GatewayView> LoadGatewayView(const View& view, GatewayRecord gateway) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   view.Ids(ChildFolder(gateway.header.id, Kind::kHost)));
  ASSIGN_OR_RETURN(const std::vector<Stored<HostSpec>> hosts, view.Load<HostSpec>(ids));
  GatewayView whole = {.gateway = std::move(gateway),
                       .hosts = {},
                       .addresses = {},
                       .openings = {},
                       .egress_openings = {}};
  whole.hosts.reserve(hosts.size());
  for (const Stored<HostSpec>& host : hosts) {
    ASSIGN_OR_RETURN(HostRecord record, MakeRecord(host, whole.gateway));
    whole.hosts.push_back(std::move(record));
  }
  std::sort(whole.hosts.begin(), whole.hosts.end(), [](const HostRecord& a, const HostRecord& b) {
    return a.host.block.prefix() < b.host.block.prefix();
  });
  std::vector<const HostRecord*> all;
  for (const HostRecord& host : whole.hosts) all.push_back(&host);
  RETURN_IF_ERROR(LoadMembers(view, all, whole));
  return whole;
}

absl::StatusOr<HostView> LoadHostView(const View& view, LoadedHost host) {
  HostView whole = {.gateway = std::move(host.gateway.record),
                    .host = std::move(host.record),
                    .addresses = {},
                    .openings = {}};
  RETURN_IF_ERROR(LoadMembers(view, {&whole.host}, whole));
  return whole;
}

absl::StatusOr<PrefixView> LoadPrefixView(const View& view, const LoadedPrefix& prefix) {
  PrefixView whole;
  ASSIGN_OR_RETURN(whole.utilisation, UtilisationOf(view, prefix.record));
  std::vector<PrefixRecord> open = {prefix.record};
  while (!open.empty()) {
    whole.prefixes.push_back(std::move(open.back()));
    open.pop_back();
    const PrefixRecord& record = whole.prefixes.back();
    ASSIGN_OR_RETURN(Inside inside, InsideOf(view, record.header.id));
    if (inside.gateway.has_value()) {
      ASSIGN_OR_RETURN(GatewayRecord gateway, MakeRecord(*inside.gateway, record));
      ASSIGN_OR_RETURN(GatewayView behind, LoadGatewayView(view, std::move(gateway)));
      whole.gateways.push_back(std::move(behind));
    }
    // The last is the next to be looked into.
    std::move(inside.children.rbegin(), inside.children.rend(), std::back_inserter(open));
  }
  return whole;
}

}  // namespace engine::inventory
