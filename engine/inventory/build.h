// From what was asked for to what is meant: pure, so that a plan shows what an apply will make.
#ifndef SIXGATE_ENGINE_INVENTORY_BUILD_H_
#define SIXGATE_ENGINE_INVENTORY_BUILD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/issue.h"
#include "engine/inventory/spec.h"
#include "engine/plan/address_plan.h"
#include "engine/site/egress_opening.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"
#include "engine/site/opening.h"
#include "engine/site/site.h"

namespace engine::inventory {

// All of these: kInvalidArgument, at its attribute, for what cannot be expressed at all. What
// contradicts the secure design is for site::Check….

// The plan of a prefix; nullopt when nothing was asked for and the defaults do not fit.
absl::StatusOr<std::optional<plan::AddressPlan>> BuildPlan(const net::Prefix& cidr,
                                                           const PrefixSpec& spec);

// Fills in the assigned fields.
absl::StatusOr<site::Gateway> BuildGateway(const plan::AddressPlan& plan, site::Delivery delivery,
                                           const GatewaySpec& spec);

// How the prefix is delivered where only the gateway's own arguments are known: routed, unless its
// next hop is inside the prefix, which is right on_link alone.
site::Delivery DeliveryByArguments(const plan::AddressPlan& plan, const GatewaySpec& spec);

// Slot and block agree, and a host may have them; nullopt when neither is given.
absl::StatusOr<std::optional<plan::HostBlock>> WantedBlock(const plan::AddressPlan& plan,
                                                           const HostSpec& spec);

// `prior` has the indices that networks of the host have already.
absl::StatusOr<site::Host> BuildHost(const plan::HostBlock& block, const HostSpec& spec,
                                     const std::map<std::string, uint64_t>& prior);

// `id` may be empty when it is not known yet.
absl::StatusOr<site::Opening> BuildOpening(const site::Host& host, const OpeningSpec& spec,
                                           const std::string& id);

absl::StatusOr<site::EgressOpening> BuildEgressOpening(const site::Host& host,
                                                       const EgressOpeningSpec& spec,
                                                       const std::string& id);

// The error for a network that the host does not have; it lists those it has.
absl::Status UnknownNetwork(const site::Host& host, absl::string_view network);

// The first error among `issues` as kInvalidArgument at its path; OK when there are only warnings.
absl::Status FirstError(const base::Issues& issues);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_BUILD_H_
