#include "engine/inventory/load.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"

namespace engine::inventory {
namespace {

template <class Spec>
absl::Status Contradiction(const StoredObject<Spec>& object, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("the record of ", KindName(Spec::kKind), " ",
                                          base::Quote(object.header.id),
                                          " contradicts the others: ", why));
}

}  // namespace

absl::StatusOr<PrefixRecord> MakeRecord(const StoredObject<PrefixSpec>& object) {
  if (!object.spec.cidr.has_value()) return Contradiction(object, "it has no cidr");
  PrefixRecord record = {.header = object.header, .spec = object.spec, .address_plan = {}};
  const auto plan = BuildPlan(*object.spec.cidr, object.spec);
  if (!plan.ok()) return Contradiction(object, plan.status().message());
  // Where no plan fitted at the beginning none is made up later, when the prefix has grown.
  if (object.spec.host_length.has_value()) record.address_plan = *plan;
  return record;
}

absl::StatusOr<GatewayRecord> MakeRecord(const StoredObject<GatewaySpec>& object,
                                         const PrefixRecord& prefix) {
  if (!prefix.address_plan.has_value()) {
    return Contradiction(object, "its prefix has no address plan");
  }
  const auto gateway = BuildGateway(*prefix.address_plan, prefix.spec.delivery, object.spec);
  if (!gateway.ok()) return Contradiction(object, gateway.status().message());
  GatewayRecord record = {.header = object.header, .spec = object.spec, .gateway = *gateway};
  if (record.spec.address_plan.has_value()) record.spec.address_plan = gateway->plan;
  return record;
}

absl::StatusOr<HostRecord> MakeRecord(const StoredObject<HostSpec>& object,
                                      const GatewayRecord& gateway) {
  const plan::AddressPlan& plan = gateway.gateway.plan;
  if (!object.spec.block.has_value()) return Contradiction(object, "it has no block");
  const auto block = plan.Block(*object.spec.block);
  if (!block.ok()) return Contradiction(object, block.status().message());
  auto host = BuildHost(*block, object.spec, {});
  if (!host.ok()) return Contradiction(object, host.status().message());
  HostRecord record = {.header = object.header, .spec = object.spec, .host = *std::move(host)};
  if (record.spec.address_plan.has_value()) record.spec.address_plan = plan;
  return record;
}

absl::StatusOr<AddressRecord> MakeRecord(const StoredObject<AddressSpec>& object,
                                         const HostRecord& host) {
  if (!object.spec.address.has_value()) return Contradiction(object, "it has no address");
  return AddressRecord{.header = object.header,
                       .spec = object.spec,
                       .address = {.host = host.host.name,
                                   .network = object.spec.network,
                                   .name = object.spec.name,
                                   .address = *object.spec.address}};
}

absl::StatusOr<OpeningRecord> MakeRecord(const StoredObject<OpeningSpec>& object,
                                         const HostRecord& host) {
  auto opening = BuildOpening(host.host, object.spec, object.header.id);
  if (!opening.ok()) return Contradiction(object, opening.status().message());
  std::vector<std::string> ports = site::PublishedPorts(host.host, *opening);
  return OpeningRecord{.header = object.header,
                       .spec = object.spec,
                       .opening = *std::move(opening),
                       .published_ports = std::move(ports)};
}

absl::StatusOr<EgressOpeningRecord> MakeRecord(const StoredObject<EgressOpeningSpec>& object,
                                               const HostRecord& host) {
  auto opening = BuildEgressOpening(host.host, object.spec, object.header.id);
  if (!opening.ok()) return Contradiction(object, opening.status().message());
  return EgressOpeningRecord{
      .header = object.header, .spec = object.spec, .opening = *std::move(opening)};
}

absl::StatusOr<LoadedPrefix> LoadPrefix(const View& view, absl::string_view id) {
  ASSIGN_OR_RETURN(Stored<PrefixSpec> stored, view.Get<PrefixSpec>(id));
  ASSIGN_OR_RETURN(PrefixRecord record, MakeRecord(stored));
  return LoadedPrefix{.stored = std::move(stored), .record = std::move(record)};
}

absl::StatusOr<LoadedGateway> LoadGateway(const View& view, absl::string_view id) {
  ASSIGN_OR_RETURN(Stored<GatewaySpec> stored, view.Get<GatewaySpec>(id));
  ASSIGN_OR_RETURN(LoadedPrefix prefix, LoadPrefix(view, stored.spec.prefix));
  ASSIGN_OR_RETURN(GatewayRecord record, MakeRecord(stored, prefix.record));
  return LoadedGateway{
      .prefix = std::move(prefix), .stored = std::move(stored), .record = std::move(record)};
}

absl::StatusOr<LoadedHost> LoadHost(const View& view, absl::string_view id) {
  ASSIGN_OR_RETURN(Stored<HostSpec> stored, view.Get<HostSpec>(id));
  ASSIGN_OR_RETURN(LoadedGateway gateway, LoadGateway(view, stored.spec.gateway));
  ASSIGN_OR_RETURN(HostRecord record, MakeRecord(stored, gateway.record));
  return LoadedHost{
      .gateway = std::move(gateway), .stored = std::move(stored), .record = std::move(record)};
}

std::map<std::string, uint64_t> IndicesOf(const HostSpec& spec) {
  std::map<std::string, uint64_t> indices;
  for (const auto& [name, network] : spec.networks) {
    if (network.index.has_value()) indices[name] = *network.index;
  }
  return indices;
}

}  // namespace engine::inventory
