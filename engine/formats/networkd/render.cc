#include "engine/formats/networkd/render.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/formats/networkd/keys.h"

namespace engine::formats::networkd {
namespace {

template <class S>
std::string Body(const S& section) {
  std::string body;
  for (const Key<S>& key : KeysOf(section)) {
    for (const std::string& value : key.values(section)) {
      absl::StrAppend(&body, key.name, "=", value, "\n");
    }
  }
  return body;
}

void AppendSection(absl::string_view name, absl::string_view body, std::string& text) {
  if (!body.empty()) absl::StrAppend(&text, "\n[", name, "]\n", body);
}

// A section that exists once, with the lines that were kept for it.
template <class S>
void AppendSection(absl::string_view name, const S& section, const std::vector<Unparsed>& unparsed,
                   std::string& text) {
  std::string body = Body(section);
  for (const Unparsed& kept : unparsed) {
    if (kept.section == name) absl::StrAppend(&body, kept.text, "\n");
  }
  AppendSection(name, body, text);
}

template <class S>
void AppendSections(absl::string_view name, const std::vector<S>& sections, std::string& text) {
  for (const S& section : sections) AppendSection(name, Body(section), text);
}

std::string Beginning(const std::vector<Unparsed>& unparsed) {
  std::string text = absl::StrCat(kWrittenBy, "\n");
  for (const Unparsed& kept : unparsed) {
    if (kept.section == kPreamble) absl::StrAppend(&text, kept.text, "\n");
  }
  return text;
}

void AppendWhole(const std::vector<Unparsed>& unparsed, std::string& text) {
  for (const Unparsed& kept : unparsed) {
    if (kept.section.empty()) absl::StrAppend(&text, "\n", kept.text, "\n");
  }
}

}  // namespace

std::string Render(const NetworkFile& file) {
  std::string text = Beginning(file.unparsed);
  AppendSection("Match", file.match, file.unparsed, text);
  AppendSection("Link", file.link, file.unparsed, text);
  AppendSection("Network", file.network, file.unparsed, text);
  AppendSections("Neighbor", file.neighbors, text);
  AppendSections("Route", file.routes, text);
  AppendSections("RoutingPolicyRule", file.rules, text);
  AppendWhole(file.unparsed, text);
  return text;
}

std::string Render(const NetDevFile& file) {
  std::string text = Beginning(file.unparsed);
  AppendSection("NetDev", file.net_dev, file.unparsed, text);
  AppendSection("VLAN", file.vlan, file.unparsed, text);
  AppendWhole(file.unparsed, text);
  return text;
}

}  // namespace engine::formats::networkd
