#include "engine/formats/docker_compose/render.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace engine::formats::docker_compose {
namespace {

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", text, "\""); }

}  // namespace

std::vector<std::string> RenderNetwork(const Network& network) {
  std::vector<std::string> lines = {
      absl::StrCat("  ", Quoted(network.key), ":"),
      absl::StrCat("    name: ", Quoted(network.name)),
      "    driver: bridge",
      "    enable_ipv6: true",
      "    driver_opts:",
      absl::StrCat("      com.docker.network.bridge.name: ", Quoted(network.bridge))};
  if (network.routed) {
    lines.push_back("      com.docker.network.bridge.gateway_mode_ipv6: routed");
  }
  lines.push_back("    ipam:");
  lines.push_back("      config:");
  if (network.ipv4_subnet.has_value()) {
    lines.push_back(absl::StrCat("        - subnet: ", Quoted(network.ipv4_subnet->ToString())));
  }
  lines.push_back(absl::StrCat("        - subnet: ", Quoted(network.subnet.ToString())));
  lines.push_back(absl::StrCat("          gateway: ", Quoted(network.gateway.ToString())));
  lines.push_back(absl::StrCat("          ip_range: ", Quoted(network.dynamic_range.ToString())));
  return lines;
}

std::string Render(const ComposeFile& file) {
  std::string text = absl::StrCat(kWrittenBy, "\n");
  bool has_networks = !file.networks.empty();
  for (const Unparsed& kept : file.unparsed) {
    if (kept.section.empty()) absl::StrAppend(&text, kept.text, "\n");
    has_networks |= kept.section == kNetworks;
  }
  // A key without members would be null.
  absl::StrAppend(&text, has_networks ? "networks:\n" : "networks: {}\n");
  for (const Network& network : file.networks) {
    for (const std::string& line : RenderNetwork(network)) absl::StrAppend(&text, line, "\n");
  }
  for (const Unparsed& kept : file.unparsed) {
    if (kept.section == kNetworks) absl::StrAppend(&text, kept.text, "\n");
  }
  return text;
}

}  // namespace engine::formats::docker_compose
