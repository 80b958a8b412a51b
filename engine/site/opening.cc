#include "engine/site/opening.h"

#include "absl/strings/str_cat.h"

namespace engine::site {

std::vector<std::string> PublishedPorts(const Host& host, const Opening& opening) {
  std::vector<std::string> published;
  if (!host.container_engine.version.filters_ipv6() || opening.protocol == Protocol::kIcmpv6 ||
      host.link().network.Contains(opening.destination)) {
    return published;
  }
  for (const net::PortRange& ports : net::MergePortRanges(opening.ports)) {
    published.push_back(absl::StrCat("[::]::", ports.ToString(), "/", ToWord(opening.protocol)));
  }
  return published;
}

}  // namespace engine::site
