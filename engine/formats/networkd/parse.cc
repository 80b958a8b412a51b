#include "engine/formats/networkd/parse.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/formats/networkd/keys.h"

namespace engine::formats::networkd {
namespace {

// A line with its continuations: systemd goes on with the next line after a backslash.
struct LogicalLine {
  int number = 0;
  std::string text;
};

struct Section {
  int line = 0;
  std::string name;
  std::vector<LogicalLine> lines;
};

struct Document {
  std::vector<Section> sections;
  // Comments before the first section.
  std::vector<Unparsed> preamble;
};

bool IsComment(absl::string_view line) {
  return absl::StartsWith(line, "#") || absl::StartsWith(line, ";");
}

absl::StatusOr<Document> Read(absl::string_view text) {
  constexpr absl::string_view kWhat = "networkd file";
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> lines, SplitLines(kWhat, text));
  Document document;
  for (size_t i = 0; i < lines.size(); ++i) {
    const size_t first = i;
    LogicalLine line{static_cast<int>(i) + 1, std::string(absl::StripAsciiWhitespace(lines[i]))};
    while (!IsComment(line.text) && absl::EndsWith(line.text, "\\")) {
      if (++i == lines.size()) {
        return ErrorAtLine(kWhat, first + 1, "a backslash goes on with a line that is not there");
      }
      absl::StrAppend(&line.text, "\n", absl::StripAsciiWhitespace(lines[i]));
    }
    if (line.text.empty() || line.text == kWrittenBy) continue;
    if (line.text[0] == '[') {
      if (line.text.back() != ']') {
        return ErrorAtLine(kWhat, first + 1,
                           absl::StrCat("section header ", base::Quote(line.text), " has no end"));
      }
      document.sections.push_back({line.number, line.text.substr(1, line.text.size() - 2), {}});
    } else if (!document.sections.empty()) {
      document.sections.back().lines.push_back(std::move(line));
    } else if (IsComment(line.text)) {
      document.preamble.push_back({line.number, std::string(kPreamble), line.text});
    } else {
      return ErrorAtLine(kWhat, first + 1,
                         absl::StrCat(base::Quote(line.text), " is before the first section"));
    }
  }
  return document;
}

template <class S>
bool TakeLine(absl::string_view line, S& section) {
  const size_t equals = line.find('=');
  if (IsComment(line) || equals == absl::string_view::npos) return false;
  // A continued line is kept as it is.
  if (line.find('\n') != absl::string_view::npos) return false;
  const absl::string_view name = absl::StripTrailingAsciiWhitespace(line.substr(0, equals));
  for (const Key<S>& key : KeysOf(section)) {
    if (key.name != name) continue;
    return key.take(absl::StripLeadingAsciiWhitespace(line.substr(equals + 1)), section);
  }
  return false;
}

// An empty value takes back what came before it, so that order matters.
bool IsReset(const LogicalLine& line) {
  return !IsComment(line.text) && absl::EndsWith(line.text, "=");
}

// A section that exists once, however often it is begun: what is not understood is kept line by
// line.
template <class S>
void TakeOnce(const Document& document, absl::string_view name, S& section,
              std::vector<Unparsed>& unparsed) {
  std::vector<LogicalLine> lines;
  for (const Section& source : document.sections) {
    if (source.name == name) lines.insert(lines.end(), source.lines.begin(), source.lines.end());
  }
  const bool keep_all = std::any_of(lines.begin(), lines.end(), IsReset);
  for (LogicalLine& line : lines) {
    if (!keep_all && TakeLine(line.text, section)) continue;
    unparsed.push_back({line.number, std::string(name), std::move(line.text)});
  }
}

void KeepWhole(const Section& source, std::vector<Unparsed>& unparsed) {
  std::string text = absl::StrCat("[", source.name, "]");
  for (const LogicalLine& line : source.lines) absl::StrAppend(&text, "\n", line.text);
  unparsed.push_back({source.line, "", std::move(text)});
}

// A section of which there may be several: half of a route is another route, so it is understood
// wholly or not at all.
template <class S>
void TakeRepeated(const Section& source, std::vector<S>& sections,
                  std::vector<Unparsed>& unparsed) {
  S section;
  for (const LogicalLine& line : source.lines) {
    if (!TakeLine(line.text, section)) return KeepWhole(source, unparsed);
  }
  if (section == S()) return KeepWhole(source, unparsed);
  sections.push_back(std::move(section));
}

}  // namespace

absl::StatusOr<NetworkFile> ParseNetwork(absl::string_view text) {
  ASSIGN_OR_RETURN(Document document, Read(text));
  NetworkFile file;
  file.unparsed = std::move(document.preamble);
  TakeOnce(document, "Match", file.match, file.unparsed);
  TakeOnce(document, "Link", file.link, file.unparsed);
  TakeOnce(document, "Network", file.network, file.unparsed);
  for (const Section& section : document.sections) {
    if (section.name == "Neighbor") {
      TakeRepeated(section, file.neighbors, file.unparsed);
    } else if (section.name == "Route") {
      TakeRepeated(section, file.routes, file.unparsed);
    } else if (section.name == "RoutingPolicyRule") {
      TakeRepeated(section, file.rules, file.unparsed);
    } else if (section.name != "Match" && section.name != "Link" && section.name != "Network") {
      KeepWhole(section, file.unparsed);
    }
  }
  return file;
}

absl::StatusOr<NetDevFile> ParseNetDev(absl::string_view text) {
  ASSIGN_OR_RETURN(Document document, Read(text));
  NetDevFile file;
  file.unparsed = std::move(document.preamble);
  TakeOnce(document, "NetDev", file.net_dev, file.unparsed);
  TakeOnce(document, "VLAN", file.vlan, file.unparsed);
  for (const Section& section : document.sections) {
    if (section.name != "NetDev" && section.name != "VLAN") KeepWhole(section, file.unparsed);
  }
  return file;
}

}  // namespace engine::formats::networkd
