// What the sources of the gateway's ruleset share. For gateway.cc and admission.cc only.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_GATEWAY_INTERNAL_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_GATEWAY_INTERNAL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/formats/nftables/format.h"
#include "engine/site/site.h"

namespace engine::formats::nftables {

// Stands for the ruleset's generation until all the rest of it is written. No name can have it.
inline constexpr absl::string_view kGeneration = "<generation>";

// The verdict for a packet whose flow passes until the ruleset is another.
inline constexpr absl::string_view kAdmit = "goto admit";

// Everything that more than one chain asks about.
struct GatewayContext {
  const site::Site& site;
  const site::Gateway& gateway;
  std::string wan;
  std::string prefix;
  // The verdict for a packet whose flow is asked about again with each packet.
  std::string admit_once;
  Table table;
};

// A set that the kernel fills: one element for each key that was seen. When it is full its rules do
// not match any more, so that those whose keys strangers choose must accept, not drop.
Set DynamicSet(absl::string_view name, bool expires);

// An address as the block that it is in. All blocks are of one length, so that they are found by
// hashing, however many there are.
std::string BlockOf(const GatewayContext& context, absl::string_view address);

// Adds the chains of what passes. A flow that this ruleset admitted has its generation as the mark
// of its connection, which is then all that its packets are asked for. Another ruleset has another
// generation, and asks for everything again.
void AddAdmission(GatewayContext& context);

// The generation follows from the ruleset's text: equal ones are not told apart, and of two that
// differ one in 2^32 pairs is not. A flow that an opening let in would then outlive its closing.
void SetGeneration(Table& table);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_GATEWAY_INTERNAL_H_
