#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/plan/container_network.h"
#include "engine/site/check.h"
#include "engine/site/findings_internal.h"
#include "engine/site/names.h"

namespace engine::site {
namespace {

using base::Quote;

std::string PrefixText(const net::Prefix& prefix) {
  return prefix.length() == net::kAddressBits ? prefix.first().ToString() : prefix.ToString();
}

// By what its author wrote: the id is not known before it is made.
template <class AnyOpening>
Findings FindingsOf(absl::string_view kind, const AnyOpening& opening, absl::string_view way,
                    const net::Prefix& inner, const Host& host) {
  const std::string what =
      opening.description.empty()
          ? absl::StrCat("the ", kind, " of ", ToWord(opening.protocol), way, PrefixText(inner))
          : absl::StrCat(kind, " ", Quote(opening.description));
  return Findings(absl::StrCat(what, " of host ", Quote(host.name)));
}

// What is wrong with naming a container's or the host's own address; ok when nothing is. `role` is
// what the address is in packets.
absl::Status CheckInnerAddress(const Host& host, absl::string_view role,
                               const net::Address& address) {
  const plan::Link link = host.link();
  const std::string quoted = absl::StrCat(role, " ", Quote(address.ToString()));
  if (link.network.Contains(address)) {
    if (address == link.host) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(quoted, address == link.gateway ? " is the gateway's own" : " is nobody's",
                     "; the host's own address is ", link.host.ToString()));
  }
  for (const auto& [name, network] : host.networks) {
    if (!network.subnet.Contains(address)) continue;
    // The bridge's own address is the host's: it may be opened, though no container can have it.
    if (address == network.gateway) return absl::OkStatus();
    const absl::Status status = plan::CheckStaticAddress(network.subnet, address);
    return base::Annotate(status, absl::StrCat(quoted, " cannot be opened"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat(quoted, " is in none of the host's networks: open an address of one of them"));
}

// The host's network that this is; null: none.
const Network* NetworkOf(const Host& host, const net::Prefix& prefix) {
  for (const auto& [name, network] : host.networks) {
    if (network.subnet == prefix) return &network;
  }
  return nullptr;
}

// What an opening is about behind the gateway: an address or a whole network.
void CheckInner(const Host& host, absl::string_view role, const net::Prefix& inner,
                Findings& findings) {
  if (!host.block.prefix().Contains(inner)) {
    findings.Error("address", role, " ", Quote(PrefixText(inner)),
                   " is outside of the host's block ", host.block.prefix().ToString(),
                   ": name one of its own addresses");
  } else if (inner.length() == net::kAddressBits) {
    findings.Add("address", CheckInnerAddress(host, role, inner.first()));
  } else if (NetworkOf(host, inner) == nullptr) {
    findings.Error("address", role, " ", Quote(inner.ToString()),
                   " is neither one address nor one of the host's networks");
  }
}

// What openings of both directions say in the same way.
template <class AnyOpening>
void CheckTerms(const AnyOpening& opening, Findings& findings) {
  const bool echo = opening.protocol == Protocol::kIcmpv6;
  if (echo && !opening.ports.empty()) {
    findings.Error("ports", "icmpv6 means echo requests, which have no ports; leave them out");
  }
  if (!echo && opening.ports.empty()) {
    findings.Error("ports", "name the ports of ", ToWord(opening.protocol),
                   " that are opened, as [\"443\"]");
  }
  if (opening.description.size() > kDescriptionBytesMax) {
    findings.Error("description", "the description has ", opening.description.size(),
                   " bytes; at most ", kDescriptionBytesMax, " are allowed");
  }
  for (const char c : opening.description) {
    if (!absl::ascii_iscntrl(static_cast<unsigned char>(c))) continue;
    findings.Error("description", "the description ", Quote(opening.description),
                   " has control characters; write it on one line");
    break;
  }
}

}  // namespace

base::Issues CheckOpening(const Host& host, const Opening& opening) {
  Findings findings = FindingsOf("opening", opening, " to ", opening.destination, host);
  findings.Add("id", CheckName("id", opening.id));
  CheckInner(host, "destination", opening.destination, findings);
  if (const Network* network = NetworkOf(host, opening.destination)) {
    findings.Warn("network", "every container of network ", Quote(network->name),
                  ", those to come included, is opened; name an address to open one");
  }
  CheckTerms(opening, findings);
  return findings.Take();
}

base::Issues CheckEgressOpening(const Gateway& gateway, const Host& host,
                                const EgressOpening& opening) {
  Findings findings = FindingsOf("egress opening", opening, " from ", opening.source, host);
  findings.Add("id", CheckName("id", opening.id));
  if (opening.source != host.block.prefix()) CheckInner(host, "source", opening.source, findings);
  for (const net::Prefix& destination : opening.destinations) {
    if (!gateway.prefix().Contains(destination)) continue;
    findings.Error("destinations", "destination ", Quote(PrefixText(destination)), " is inside ",
                   gateway.prefix().ToString(),
                   ", and an egress opening leaves by the WAN only: write a "
                   "sixgate_firewall_opening of the host that has it, with ",
                   Quote(PrefixText(opening.source)), " among its sources");
  }
  CheckTerms(opening, findings);
  if (gateway.policy.egress == Permission::kAllow) {
    findings.Warn("destinations", "it has no effect until policy.egress of gateway ",
                  Quote(gateway.name), " is \"deny\"; as it is everything may leave");
  }
  return findings.Take();
}

}  // namespace engine::site
