// Objects together with those that they belong to, and records made of them.
#ifndef SIXGATE_ENGINE_INVENTORY_LOAD_H_
#define SIXGATE_ENGINE_INVENTORY_LOAD_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/inventory/record.h"
#include "engine/inventory/record_json.h"
#include "engine/inventory/view.h"

namespace engine::inventory {

// kDataLoss: the object contradicts what it belongs to, which no change of ours allows.
absl::StatusOr<PrefixRecord> MakeRecord(const StoredObject<PrefixSpec>& object);
absl::StatusOr<GatewayRecord> MakeRecord(const StoredObject<GatewaySpec>& object,
                                         const PrefixRecord& prefix);
absl::StatusOr<HostRecord> MakeRecord(const StoredObject<HostSpec>& object,
                                      const GatewayRecord& gateway);
absl::StatusOr<AddressRecord> MakeRecord(const StoredObject<AddressSpec>& object,
                                         const HostRecord& host);
absl::StatusOr<OpeningRecord> MakeRecord(const StoredObject<OpeningSpec>& object,
                                         const HostRecord& host);
absl::StatusOr<EgressOpeningRecord> MakeRecord(const StoredObject<EgressOpeningSpec>& object,
                                               const HostRecord& host);

struct LoadedPrefix {
  Stored<PrefixSpec> stored;
  PrefixRecord record;
};
struct LoadedGateway {
  LoadedPrefix prefix;
  Stored<GatewaySpec> stored;
  GatewayRecord record;
};
struct LoadedHost {
  LoadedGateway gateway;
  Stored<HostSpec> stored;
  HostRecord record;
};

// The errors are View::Get's.
absl::StatusOr<LoadedPrefix> LoadPrefix(const View& view, absl::string_view id);
absl::StatusOr<LoadedGateway> LoadGateway(const View& view, absl::string_view id);
absl::StatusOr<LoadedHost> LoadHost(const View& view, absl::string_view id);

// The indices that the networks of a stored host have.
std::map<std::string, uint64_t> IndicesOf(const HostSpec& spec);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_LOAD_H_
