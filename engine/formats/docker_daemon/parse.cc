#include "engine/formats/docker_daemon/parse.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::formats::docker_daemon {
namespace {

using nlohmann::json;

constexpr absl::string_view kWhat = "daemon.json";

size_t LineOf(absl::string_view text, size_t position) {
  const absl::string_view before = text.substr(0, position);
  return static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

// Positions of the members of the outermost object, in text that is an object for certain.
struct Member {
  size_t line = 0;
  absl::string_view key = {};
  absl::string_view value = {};
};

// The position after the string that begins at `at`.
size_t AfterString(absl::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Finds where it is nested too deeply; npos when nowhere. Works on any text.
size_t FindTooDeep(absl::string_view text) {
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      at = AfterString(text, at) - 1;
    } else if (text[at] == '{' || text[at] == '[') {
      if (++depth > kNestingMax) return at;
    } else if (text[at] == '}' || text[at] == ']') {
      --depth;
    }
  }
  return absl::string_view::npos;
}

std::vector<Member> MembersOf(absl::string_view text) {
  std::vector<Member> members;
  int depth = 0;
  Member member;
  size_t line = 1;
  size_t value_begin = 0;
  const auto end_member = [&](size_t at) {
    if (member.key.empty()) return;
    member.value = absl::StripAsciiWhitespace(text.substr(value_begin, at - value_begin));
    members.push_back(std::exchange(member, {}));
  };
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const size_t end = AfterString(text, at);
      if (depth == 1 && member.key.empty()) {
        member = {.line = line, .key = text.substr(at, end - at)};
      }
      at = end - 1;
    } else if (c == '\n') {
      ++line;
    } else if (c == ':' && depth == 1) {
      value_begin = at + 1;
    } else if (c == ',' && depth == 1) {
      end_member(at);
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 1) end_member(at);
      --depth;
    }
  }
  return members;
}

bool TakeBool(const json& value, std::optional<bool>& field) {
  if (!value.is_boolean()) return false;
  field = value.get<bool>();
  return true;
}

bool TakePrefix(const json& value, std::optional<net::Prefix>& field) {
  if (!value.is_string()) return false;
  const absl::StatusOr<net::Prefix> prefix = net::Prefix::Parse(value.get<std::string>());
  if (!prefix.ok()) return false;
  field = *prefix;
  return true;
}

bool TakeStrings(const json& value, std::vector<std::string>& field) {
  if (!value.is_array() || value.empty()) return false;
  if (!std::all_of(value.begin(), value.end(), [](const json& v) { return v.is_string(); })) {
    return false;
  }
  for (const json& element : value) field.push_back(element.get<std::string>());
  return true;
}

bool TakeMember(absl::string_view name, const json& value, DaemonConfig& config) {
  if (name == "ipv6") return TakeBool(value, config.ipv6);
  if (name == "fixed-cidr-v6") return TakePrefix(value, config.fixed_cidr_v6);
  if (name == "ip6tables") return TakeBool(value, config.ip6tables);
  if (name == "dns") return TakeStrings(value, config.dns);
  return false;
}

}  // namespace

absl::StatusOr<DaemonConfig> Parse(absl::string_view text) {
  RETURN_IF_ERROR(SplitLines(kWhat, text).status());
  DaemonConfig config;
  if (absl::StripAsciiWhitespace(text).empty()) return config;
  const size_t too_deep = FindTooDeep(text);
  if (too_deep != absl::string_view::npos) {
    return ErrorAtLine(kWhat, LineOf(text, too_deep),
                       absl::StrCat("nested more than ", kNestingMax, " deep"));
  }
  const json document = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) {
    return ErrorAtLine(kWhat, LineOf(text, text.size() - 1), "the text is not one JSON object");
  }
  std::set<std::string> seen;
  for (const Member& member : MembersOf(text)) {
    const std::string name =
        json::parse(member.key.begin(), member.key.end(), nullptr, false).get<std::string>();
    if (!seen.insert(name).second) {
      return ErrorAtLine(kWhat, member.line,
                         absl::StrCat("key ", base::Quote(name), " is there twice"));
    }
    if (TakeMember(name, document[name], config)) continue;
    config.unparsed.push_back(
        {static_cast<int>(member.line), json(name).dump(), std::string(member.value)});
  }
  std::sort(config.unparsed.begin(), config.unparsed.end(),
            [](const Unparsed& a, const Unparsed& b) { return a.section < b.section; });
  return config;
}

}  // namespace engine::formats::docker_daemon
