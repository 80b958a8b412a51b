// The plan of "IPv6 on docker securely" as a site, for tests: prefix 2001:db8:1234:321d::/64, hosts
// vm1 and vm2 in slots 2 and 3 with the default networks 21::/80 and 31::/80, one named network,
// one stable address and a handful of openings.
#ifndef SIXGATE_ENGINE_SITE_TESTING_TUTORIAL_H_
#define SIXGATE_ENGINE_SITE_TESTING_TUTORIAL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/site/site.h"

namespace engine::site::testing {

// Literals of tests; they die when the text is wrong.
net::Address A(absl::string_view text);
net::Prefix P(absl::string_view text);
net::MacAddress M(absl::string_view text);
net::PortRange Ports(absl::string_view text);
Ipv4Prefix V4(absl::string_view text);

Gateway TutorialGateway(InsideMode mode = InsideMode::kPerHost);

// A host of `gateway` with the network "default"; its MAC and its inside interface follow from the
// slot.
Host MakeHost(const Gateway& gateway, absl::string_view name, int slot);
// Adds a container network. Dies when the block has none of that index.
void AddNetwork(Host& host, absl::string_view name, int index);

Site TutorialSite(InsideMode mode = InsideMode::kPerHost);

}  // namespace engine::site::testing

#endif  // SIXGATE_ENGINE_SITE_TESTING_TUTORIAL_H_
