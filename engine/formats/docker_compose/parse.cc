#include "engine/formats/docker_compose/parse.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "engine/base/status_macros.h"
#include "engine/formats/docker_compose/render.h"

namespace engine::formats::docker_compose {
namespace {

constexpr absl::string_view kWhat = "Compose file";

// The text between double quotes after `beginning`; nullopt when the line is another one.
std::optional<absl::string_view> QuotedAfter(absl::string_view beginning, absl::string_view line) {
  if (!absl::ConsumePrefix(&line, beginning) || !absl::ConsumePrefix(&line, "\"") ||
      !absl::ConsumeSuffix(&line, "\"") || line.find_first_of("\"\\") != absl::string_view::npos) {
    return std::nullopt;
  }
  return line;
}

template <class T>
bool Take(const std::optional<absl::string_view>& text, T& value) {
  if (!text.has_value()) return false;
  if constexpr (std::is_same_v<T, std::string>) {
    value = std::string(*text);
    return true;
  } else {
    const absl::StatusOr<T> parsed = T::Parse(*text);
    if (parsed.ok()) value = *parsed;
    return parsed.ok();
  }
}

// The network that is written as these lines, exactly; nullopt when there is none.
std::optional<Network> AsNetwork(const std::vector<absl::string_view>& lines) {
  Network network;
  for (const absl::string_view line : lines) {
    absl::string_view key = line;
    site::Ipv4Prefix ipv4;
    if (absl::ConsumeSuffix(&key, ":") && Take(QuotedAfter("  ", key), network.key)) continue;
    if (Take(QuotedAfter("    name: ", line), network.name)) continue;
    if (Take(QuotedAfter("      com.docker.network.bridge.name: ", line), network.bridge)) continue;
    if (line == "      com.docker.network.bridge.gateway_mode_ipv6: routed") network.routed = true;
    const std::optional<absl::string_view> subnet = QuotedAfter("        - subnet: ", line);
    if (Take(subnet, network.subnet)) continue;
    if (Take(subnet, ipv4)) network.ipv4_subnet = ipv4;
    if (Take(QuotedAfter("          gateway: ", line), network.gateway)) continue;
    Take(QuotedAfter("          ip_range: ", line), network.dynamic_range);
  }
  // Whatever was overlooked is missing now.
  const std::vector<std::string> rendered = RenderNetwork(network);
  if (!std::equal(rendered.begin(), rendered.end(), lines.begin(), lines.end())) {
    return std::nullopt;
  }
  return network;
}

size_t Indentation(absl::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// One network after another: each begins with a line that is indented by two.
void TakeNetworks(const std::vector<absl::string_view>& lines, size_t begin, size_t end,
                  ComposeFile& file) {
  while (begin < end) {
    size_t next = begin + 1;
    while (next < end && Indentation(lines[next]) != 2) ++next;
    const std::vector<absl::string_view> members(lines.begin() + static_cast<ptrdiff_t>(begin),
                                                 lines.begin() + static_cast<ptrdiff_t>(next));
    if (std::optional<Network> network = AsNetwork(members)) {
      file.networks.push_back(*std::move(network));
    } else {
      file.unparsed.push_back(
          {static_cast<int>(begin) + 1, std::string(kNetworks), absl::StrJoin(members, "\n")});
    }
    begin = next;
  }
}

bool IsBlankOrComment(absl::string_view line) {
  return absl::StripAsciiWhitespace(line).empty() || line[0] == '#';
}

// The line after a top-level key and everything indented below it. Comments and blank lines at its
// end belong to what follows.
size_t EndOfBlock(const std::vector<absl::string_view>& lines, size_t begin) {
  size_t end = begin + 1;
  while (end < lines.size() && (IsBlankOrComment(lines[end]) || lines[end][0] == ' ')) ++end;
  while (end > begin + 1 && IsBlankOrComment(lines[end - 1])) --end;
  return end;
}

absl::Status CheckLines(const std::vector<absl::string_view>& lines) {
  bool has_content = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const size_t indentation = lines[i].find_first_not_of(' ');
    if (indentation != absl::string_view::npos && lines[i][indentation] == '\t') {
      return ErrorAtLine(kWhat, i + 1, "a tab in the indentation, which YAML does not allow");
    }
    const bool is_marker = absl::StartsWith(lines[i], "---") || absl::StartsWith(lines[i], "...");
    if (is_marker && has_content) return ErrorAtLine(kWhat, i + 1, "a second document begins");
    has_content |= !IsBlankOrComment(lines[i]) && !is_marker;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ComposeFile> Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> lines, SplitLines(kWhat, text));
  RETURN_IF_ERROR(CheckLines(lines));
  ComposeFile file;
  bool has_networks = false;
  for (size_t begin = 0, end = 0; begin < lines.size(); begin = end) {
    const absl::string_view key = absl::StripTrailingAsciiWhitespace(lines[begin]);
    if (key == kWrittenBy || key.empty()) {
      // What is indented below belongs to neither.
      end = begin + 1;
      continue;
    }
    end = EndOfBlock(lines, begin);
    if (key == "networks:" || key == "networks: {}") {
      if (std::exchange(has_networks, true)) {
        return ErrorAtLine(kWhat, begin + 1, "\"networks\" is there twice");
      }
      TakeNetworks(lines, begin + 1, end, file);
    } else {
      file.unparsed.push_back({static_cast<int>(begin) + 1, "",
                               absl::StrJoin(lines.begin() + static_cast<ptrdiff_t>(begin),
                                             lines.begin() + static_cast<ptrdiff_t>(end), "\n")});
    }
  }
  return file;
}

}  // namespace engine::formats::docker_compose
