#include "engine/render.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "engine/fileset/fileset.h"

namespace engine {
namespace {

uint32_t Mode(absl::string_view octal) {
  uint32_t mode = 0;
  for (const char digit : octal) mode = mode * 8 + static_cast<uint32_t>(digit - '0');
  return mode;
}

absl::StatusOr<std::vector<deliver::File>> ToFiles(absl::StatusOr<fileset::FileSet> set) {
  if (!set.ok()) return set.status();
  std::vector<deliver::File> files;
  files.reserve(set->size());
  for (auto& [path, file] : *set) {
    files.push_back({.path = path, .content = std::move(file.content), .mode = Mode(file.mode)});
  }
  return files;
}

}  // namespace

absl::StatusOr<std::vector<deliver::File>> RenderGateway(const inventory::GatewayView& view) {
  return ToFiles(fileset::GatewaySite(view.Site()));
}

absl::StatusOr<std::vector<deliver::File>> RenderHost(const inventory::HostView& view) {
  std::vector<site::Opening> openings;
  for (const inventory::OpeningRecord& record : view.openings) openings.push_back(record.opening);
  return ToFiles(fileset::HostFiles(view.gateway.gateway, view.host.host, openings));
}

absl::StatusOr<std::vector<deliver::File>> RenderGatewayAlone(const site::Gateway& gateway) {
  return ToFiles(fileset::GatewayFiles(gateway));
}

absl::StatusOr<std::vector<deliver::File>> RenderHostAlone(const site::Gateway& gateway,
                                                           const site::Host& host) {
  return ToFiles(fileset::HostFiles(gateway, host));
}

}  // namespace engine
