// Files for `nft -f`, nftables 1.0.6 and later: tables with counters, sets, maps and chains. Rules
// and elements are text; which of them a site needs is from_site.h's business.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/formats/text.h"

namespace engine::formats::nftables {

// A named counter. Its comment has no quotes and no line ends, as CommentText makes it.
struct Counter {
  std::string name = {};
  std::string comment = {};

  bool operator==(const Counter&) const = default;
};

struct Element {
  std::string key = {};
  // What a map has for the key; empty in a set.
  std::string data = {};

  bool operator==(const Element&) const = default;
};

struct Set {
  std::string name = {};
  // "ipv6_addr . inet_proto . inet_service"
  std::string type = {};
  // Of a map: "verdict", "counter". Empty: a set.
  std::string data_type = {};
  std::vector<std::string> flags = {};
  std::optional<uint32_t> size = {};
  // "1m"
  std::string timeout = {};
  std::vector<Element> elements = {};

  bool operator==(const Set&) const = default;
};

struct Hook {
  std::string type = "filter";
  std::string hook = {};
  std::string priority = {};
  std::string policy = "accept";

  bool operator==(const Hook&) const = default;
};

struct Chain {
  std::string name = {};
  // Absent: a chain that others jump to.
  std::optional<Hook> hook = {};
  // One each, in order; comments of others are kept among them.
  std::vector<std::string> rules = {};

  bool operator==(const Chain&) const = default;
};

struct Table {
  std::string family = "inet";
  std::string name = {};
  // Whether loading the file puts this table in the place of one with the same name, in one step.
  bool replaces = true;
  std::vector<Counter> counters = {};
  std::vector<Set> sets = {};
  std::vector<Chain> chains = {};
  // Objects of other kinds, and what has a statement that is not understood, each as a whole.
  std::vector<Unparsed> unparsed = {};
  // Statements of the file between the table before and this one.
  std::vector<Unparsed> before = {};

  bool operator==(const Table&) const = default;
};

struct Ruleset {
  std::vector<Table> tables = {};
  // Statements after the last table.
  std::vector<Unparsed> unparsed = {};

  bool operator==(const Ruleset&) const = default;
};

// `text` in the double quotes that nft has for names. The text must have passed a check of
// engine/site/names.h, so that it has nothing in it that ends a string.
std::string Quoted(absl::string_view text);

// What of `text` fits into a comment: at most 120 bytes of UTF-8, control characters as blanks,
// double quotes as single ones, since nft has no way to write them, and no backslash.
std::string CommentText(absl::string_view text);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_FORMAT_H_
