#include "engine/inventory/record_json.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/uuid.h"
#include "engine/inventory/json_archive_internal.h"

// The overloads are found by the archives' namespace, so they cannot be in an anonymous one.
namespace engine::inventory {

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<PlanFields>& plan) {
  archive.Field("cidr", plan.cidr);
  archive.Field("host_length", plan.host_length);
  archive.Field("network_length", plan.network_length);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<PrefixSpec>& spec) {
  archive.Field("name", spec.name);
  archive.Field("parent", spec.parent);
  archive.Field("cidr", spec.cidr);
  archive.Field("reserved", spec.reserved);
  archive.Field("host_length", spec.host_length);
  archive.Field("network_length", spec.network_length);
  archive.Field("delivery", spec.delivery);
  archive.Field("keepers", spec.keepers);
  archive.Field("labels", spec.labels);
  archive.Field("deletion_protection", spec.deletion_protection);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<WanSpec>& wan) {
  archive.Field("interface", wan.interface);
  archive.Field("mac", wan.mac);
  archive.Field("address", wan.address);
  archive.Field("next_hop", wan.next_hop);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<site::Inside>& inside) {
  archive.Field("interface", inside.interface);
  archive.Field("mode", inside.mode);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<site::Policy>& policy) {
  archive.Field("egress", policy.egress);
  archive.Field("between_hosts", policy.between_hosts);
  archive.Field("ping", policy.ping);
  archive.Field("log_drops", policy.log_drops);
  archive.Field("management_sources", policy.management_sources);
  archive.Field("management_ports", policy.management_ports);
  archive.Field("resolvers", policy.resolvers);
  archive.Field("ntp", policy.ntp);
  archive.Field("ipv4_resolvers", policy.ipv4_resolvers);
  archive.Field("ipv4_allow", policy.ipv4_allow);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<site::Limits>& limits) {
  archive.Field("new_connections_per_second", limits.new_connections_per_second);
  archive.Field("concurrent_states", limits.concurrent_states);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<GatewaySpec>& spec) {
  archive.Field("name", spec.name);
  archive.Field("prefix", spec.prefix);
  archive.Field("address_plan", spec.address_plan);
  archive.Field("kind", spec.kind);
  archive.Field("wan", spec.wan);
  archive.Field("inside", spec.inside);
  archive.Field("network_manager", spec.network_manager);
  archive.Field("policy", spec.policy);
  archive.Field("limits", spec.limits);
  archive.Field("deploy_directory", spec.deploy_directory);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<ContainerEngineSpec>& engine) {
  archive.Field("version", engine.version);
  archive.Field("default_bridge", engine.default_bridge);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<NetworkSpec>& network) {
  archive.Field("index", network.index);
  archive.Field("ipv4_subnet", network.ipv4_subnet);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<HostSpec>& spec) {
  archive.Field("name", spec.name);
  archive.Field("gateway", spec.gateway);
  archive.Field("block", spec.block);
  archive.Field("address_plan", spec.address_plan);
  archive.Field("interface", spec.interface);
  archive.Field("mac", spec.mac);
  archive.Field("inside_interface", spec.inside_interface);
  archive.Field("other_interfaces", spec.other_interfaces);
  archive.Field("network_manager", spec.network_manager);
  archive.Field("container_engine", spec.container_engine);
  archive.Field("default_engine_version", spec.default_engine_version);
  archive.Field("networks", spec.networks);
  archive.Field("labels", spec.labels);
  archive.Field("deletion_protection", spec.deletion_protection);
  archive.Field("deploy_directory", spec.deploy_directory);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<AddressSpec>& spec) {
  archive.Field("name", spec.name);
  archive.Field("host", spec.host);
  archive.Field("network", spec.network);
  archive.Field("address", spec.address);
}

// What openings of both directions have.
template <class Archive, class Spec>
void OpeningFields(Archive& archive, Spec& spec) {
  archive.Field("host", spec.host);
  archive.Field("address", spec.address);
  archive.Field("network", spec.network);
  archive.Field("protocol", spec.protocol);
  archive.Field("ports", spec.ports);
  archive.Field("description", spec.description);
  archive.Field("log", spec.log);
  archive.Field("enabled", spec.enabled);
  archive.Field("expires_at", spec.expires_at);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<OpeningSpec>& spec) {
  OpeningFields(archive, spec);
  archive.Field("sources", spec.sources);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<EgressOpeningSpec>& spec) {
  OpeningFields(archive, spec);
  archive.Field("destinations", spec.destinations);
}

template <class Archive>
void Fields(Archive& archive, typename Archive::template Of<RecordHeader>& header) {
  archive.Field("id", header.id);
  archive.Field("owner", header.owner);
  archive.Field("writer", header.writer);
  archive.Field("generation", header.generation);
  archive.Field("pending", header.pending);
}

template <class Spec>
std::string ToJson(const StoredObject<Spec>& object) {
  const Json json = {{"format", kRecordFormat},
                     {"header", JsonWriter::Write(object.header)},
                     {"spec", JsonWriter::Write(object.spec)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class Spec>
absl::StatusOr<StoredObject<Spec>> FromJson(absl::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("format")) {
    return absl::DataLossError("it is not JSON that sixgate writes");
  }
  if (json["format"] != kRecordFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("it has format ", json["format"].dump(), ", and this sixgate knows ",
                     kRecordFormat, ": use the sixgate that wrote it, or a newer one"));
  }
  absl::Status status;
  StoredObject<Spec> object;
  {
    JsonReader reader(json, "", status);
    int format = 0;
    reader.Field("format", format);
    reader.Field("header", object.header);
    reader.Field("spec", object.spec);
  }
  if (!status.ok()) return status;
  if (!base::IsUuid(object.header.id)) return absl::DataLossError("\"header.id\" is no UUID");
  return object;
}

#define SIXGATE_INSTANTIATE(Spec)                         \
  template std::string ToJson(const StoredObject<Spec>&); \
  template absl::StatusOr<StoredObject<Spec>> FromJson(absl::string_view)
SIXGATE_INSTANTIATE(PrefixSpec);
SIXGATE_INSTANTIATE(GatewaySpec);
SIXGATE_INSTANTIATE(HostSpec);
SIXGATE_INSTANTIATE(AddressSpec);
SIXGATE_INSTANTIATE(OpeningSpec);
SIXGATE_INSTANTIATE(EgressOpeningSpec);
#undef SIXGATE_INSTANTIATE

}  // namespace engine::inventory
