// Which keys each section has and how their values are spelled, once for both directions. For
// render.cc and parse.cc only.
#ifndef SIXGATE_ENGINE_FORMATS_NETWORKD_KEYS_H_
#define SIXGATE_ENGINE_FORMATS_NETWORKD_KEYS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/formats/networkd/format.h"

namespace engine::formats::networkd {

// One key of section S.
template <class S>
struct Key {
  absl::string_view name;
  // The values it has, each for a line of its own.
  std::vector<std::string> (*values)(const S& section);
  // Takes one value. False, and no change, when the value is not understood or one too many.
  bool (*take)(absl::string_view value, S& section);
};

// In the order in which they are rendered.
absl::Span<const Key<Match>> KeysOf(const Match&);
absl::Span<const Key<Link>> KeysOf(const Link&);
absl::Span<const Key<Network>> KeysOf(const Network&);
absl::Span<const Key<Neighbor>> KeysOf(const Neighbor&);
absl::Span<const Key<Route>> KeysOf(const Route&);
absl::Span<const Key<RoutingPolicyRule>> KeysOf(const RoutingPolicyRule&);
absl::Span<const Key<NetDev>> KeysOf(const NetDev&);
absl::Span<const Key<Vlan>> KeysOf(const Vlan&);

}  // namespace engine::formats::networkd

#endif  // SIXGATE_ENGINE_FORMATS_NETWORKD_KEYS_H_
