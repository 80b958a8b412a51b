#include "engine/formats/docker_daemon/render.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace engine::formats::docker_daemon {
namespace {

std::string Json(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string Render(const DaemonConfig& config) {
  // Both sides are JSON text.
  std::map<std::string, std::string> members;
  if (config.ipv6) members[Json("ipv6")] = *config.ipv6 ? "true" : "false";
  if (config.fixed_cidr_v6) {
    members[Json("fixed-cidr-v6")] = Json(config.fixed_cidr_v6->ToString());
  }
  if (config.ip6tables) members[Json("ip6tables")] = *config.ip6tables ? "true" : "false";
  if (!config.dns.empty()) {
    std::vector<std::string> servers;
    for (const std::string& server : config.dns) servers.push_back(Json(server));
    members[Json("dns")] = absl::StrCat("[", absl::StrJoin(servers, ", "), "]");
  }
  for (const Unparsed& kept : config.unparsed) members.emplace(kept.section, kept.text);
  if (members.empty()) return "{}\n";
  return absl::StrCat("{\n  ", absl::StrJoin(members, ",\n  ", absl::PairFormatter(": ")), "\n}\n");
}

}  // namespace engine::formats::docker_daemon
