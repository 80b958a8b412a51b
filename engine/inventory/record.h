// What the registry holds of each object, and what follows from it.
#ifndef SIXGATE_ENGINE_INVENTORY_RECORD_H_
#define SIXGATE_ENGINE_INVENTORY_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/inventory/spec.h"
#include "engine/plan/address_plan.h"
#include "engine/site/egress_opening.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"
#include "engine/site/opening.h"
#include "engine/site/site.h"

namespace engine::inventory {

struct RecordHeader {
  // Of the registry that the record was read from; not stored with it.
  std::string registry_id;
  // A UUID.
  std::string id;
  // The provider's `owner` at the last change.
  std::string owner;
  // The UUID of the process that made the object.
  std::string writer;
  // Which life of the object this is: grows when another process adopts it.
  uint64_t generation = 1;
  // A later version that is not in effect yet, as JSON; this sixgate makes none and keeps those
  // that it finds.
  std::optional<std::string> pending;

  bool operator==(const RecordHeader&) const = default;
};

// In all of these, `spec` has every assigned field, and the rest is derived from it and from the
// objects that it belongs to.

// Found by its id, name or cidr.
struct PrefixRecord {
  RecordHeader header;
  // cidr is there, length is not.
  PrefixSpec spec;
  // Absent where no plan fits.
  std::optional<plan::AddressPlan> address_plan;

  const net::Prefix& cidr() const { return *spec.cidr; }
  bool operator==(const PrefixRecord&) const = default;
};

// Found by its id, its name, or the cidr of its prefix.
struct GatewayRecord {
  RecordHeader header;
  // address_plan is the registry's if one was given, and absent otherwise.
  GatewaySpec spec;
  site::Gateway gateway;

  bool operator==(const GatewayRecord&) const = default;
};

// Found by its id, "gateway/host", or its block.
struct HostRecord {
  RecordHeader header;
  // block is there, slot is not; address_plan as in GatewayRecord.
  HostSpec spec;
  site::Host host;

  bool operator==(const HostRecord&) const = default;
};

// Found by its id, "gateway/host/name", "gateway/host/network/name", or the address itself.
struct AddressRecord {
  RecordHeader header;
  AddressSpec spec;
  site::ContainerAddress address;

  bool operator==(const AddressRecord&) const = default;
};

// Found by its id.
struct OpeningRecord {
  RecordHeader header;
  OpeningSpec spec;
  site::Opening opening;
  std::vector<std::string> published_ports;

  bool operator==(const OpeningRecord&) const = default;
};

// Found by its id.
struct EgressOpeningRecord {
  RecordHeader header;
  EgressOpeningSpec spec;
  site::EgressOpening opening;

  bool operator==(const EgressOpeningRecord&) const = default;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_RECORD_H_
