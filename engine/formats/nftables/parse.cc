#include "engine/formats/nftables/parse.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/base/status_macros.h"

namespace engine::formats::nftables {
namespace {

constexpr absl::string_view kWhat = "nftables file";

// One statement of a block, with the blocks that are in it.
struct Item {
  int line = 0;
  absl::string_view text;
  bool ends_in_comment = false;
};

// Cuts text into statements. Braces, strings and comments are all that it knows.
class Splitter {
 public:
  Splitter(absl::string_view text, int line) : text_(text), line_(line) {}

  absl::StatusOr<std::vector<Item>> Split() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        RETURN_IF_ERROR(SkipString());
      } else if (c == '#') {
        SkipComment();
      } else if (c == '{') {
        if (depth_++ == 0) opened_line_ = line_;
      } else if (c == '}') {
        if (depth_-- == 0) return ErrorAtLine(kWhat, Line(), "a brace closes nothing");
      } else if (c == ';' && depth_ == 0) {
        RETURN_IF_ERROR(EndItem());
      } else if (c == '\n') {
        const bool continued = at_ > 0 && text_[at_ - 1] == '\\' && !AfterComment();
        if (depth_ == 0 && !continued) RETURN_IF_ERROR(EndItem());
        ++line_;
      }
    }
    if (depth_ > 0) {
      return ErrorAtLine(kWhat, static_cast<size_t>(opened_line_), "the brace is not closed");
    }
    RETURN_IF_ERROR(EndItem());
    return std::move(items_);
  }

 private:
  size_t Line() const { return static_cast<size_t>(line_); }

  absl::Status SkipString() {
    const size_t end = text_.find_first_of("\"\n", at_ + 1);
    if (end == absl::string_view::npos || text_[end] == '\n') {
      return ErrorAtLine(kWhat, Line(), "the string is not closed");
    }
    at_ = end;
    return absl::OkStatus();
  }

  void SkipComment() {
    const size_t end = text_.find('\n', at_);
    at_ = (end == absl::string_view::npos ? text_.size() : end) - 1;
    comment_end_ = at_ + 1;
  }

  bool AfterComment() const { return at_ > 0 && at_ == comment_end_; }

  absl::Status EndItem() {
    const absl::string_view untrimmed = text_.substr(begin_, at_ - begin_);
    const absl::string_view item = absl::StripAsciiWhitespace(untrimmed);
    begin_ = at_ + 1;
    if (item.empty() || item == kWrittenBy) return absl::OkStatus();
    if (item.back() == '\\' && !AfterComment()) {
      return ErrorAtLine(kWhat, Line(), "a backslash goes on with a line that is not there");
    }
    const auto newlines = std::count(item.begin(), item.end(), '\n');
    const size_t after =
        untrimmed.size() - absl::StripLeadingAsciiWhitespace(untrimmed).size() + item.size();
    const auto blank =
        std::count(untrimmed.begin() + static_cast<ptrdiff_t>(after), untrimmed.end(), '\n');
    items_.push_back({line_ - static_cast<int>(newlines + blank), item, AfterComment()});
    return absl::OkStatus();
  }

  absl::string_view text_;
  int line_;
  size_t at_ = 0;
  size_t begin_ = 0;
  // Where the last comment ended.
  size_t comment_end_ = 0;
  int depth_ = 0;
  int opened_line_ = 0;
  std::vector<Item> items_;
};

// "head { body }"
struct Block {
  std::vector<absl::string_view> head;
  absl::string_view body;
  int body_line = 0;
};

std::optional<Block> AsBlock(const Item& item) {
  const size_t brace = item.text.find('{');
  if (brace == absl::string_view::npos || item.ends_in_comment || item.text.back() != '}') {
    return std::nullopt;
  }
  const absl::string_view head = item.text.substr(0, brace);
  if (head.find_first_of("\"#") != absl::string_view::npos) return std::nullopt;
  Block block;
  block.head = absl::StrSplit(head, absl::ByAnyChar(" \t\n\\"), absl::SkipEmpty());
  block.body = item.text.substr(brace + 1, item.text.size() - brace - 2);
  block.body_line = item.line + static_cast<int>(std::count(head.begin(), head.end(), '\n'));
  return block;
}

// The rest of `text` after `keyword` and blanks; nullopt when it begins otherwise.
std::optional<absl::string_view> After(absl::string_view keyword, absl::string_view text) {
  if (!absl::ConsumePrefix(&text, keyword) || text.empty()) return std::nullopt;
  if (!absl::ascii_isspace(static_cast<unsigned char>(text[0]))) return std::nullopt;
  return absl::StripLeadingAsciiWhitespace(text);
}

// The functions below answer nullopt for anything that they do not understand wholly.

std::optional<Counter> AsCounter(absl::string_view name, const std::vector<Item>& items) {
  Counter counter{.name = std::string(name)};
  for (const Item& item : items) {
    std::optional<absl::string_view> comment = After("comment", item.text);
    if (!comment.has_value() || !counter.comment.empty()) return std::nullopt;
    if (!absl::ConsumePrefix(&*comment, "\"") || !absl::ConsumeSuffix(&*comment, "\"") ||
        comment->empty() || comment->find('"') != absl::string_view::npos) {
      return std::nullopt;
    }
    counter.comment = std::string(*comment);
  }
  return counter;
}

// The position of `mark` outside of strings; npos when there is none.
size_t FindUnquoted(absl::string_view text, absl::string_view mark) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && absl::StartsWith(text.substr(i), mark)) return i;
  }
  return absl::string_view::npos;
}

bool TakeElements(absl::string_view text, Set& set) {
  if (!set.elements.empty() || !absl::ConsumePrefix(&text, "=")) return false;
  text = absl::StripLeadingAsciiWhitespace(text);
  if (!absl::ConsumePrefix(&text, "{") || !absl::ConsumeSuffix(&text, "}")) return false;
  if (text.find_first_of("{}#") != absl::string_view::npos) return false;
  while (!text.empty()) {
    const size_t comma = FindUnquoted(text, ",");
    const absl::string_view element = absl::StripAsciiWhitespace(text.substr(0, comma));
    const bool is_last = comma == absl::string_view::npos;
    text.remove_prefix(is_last ? text.size() : comma + 1);
    // Nothing after a final comma.
    if (is_last && element.empty()) break;
    const size_t colon = FindUnquoted(element, " : ");
    if (set.data_type.empty() != (colon == absl::string_view::npos)) return false;
    Element taken{.key = std::string(absl::StripAsciiWhitespace(element.substr(0, colon)))};
    if (colon != absl::string_view::npos) {
      taken.data = std::string(absl::StripAsciiWhitespace(element.substr(colon + 3)));
      if (taken.data.empty()) return false;
    }
    if (taken.key.empty()) return false;
    set.elements.push_back(std::move(taken));
  }
  return !set.elements.empty();
}

bool TakeSetStatement(absl::string_view text, bool is_map, Set& set) {
  if (const auto type = After("type", text)) {
    const size_t colon = type->find(" : ");
    if (!set.type.empty() || is_map != (colon != absl::string_view::npos)) return false;
    set.type = std::string(absl::StripAsciiWhitespace(type->substr(0, colon)));
    if (is_map) set.data_type = std::string(absl::StripAsciiWhitespace(type->substr(colon + 3)));
    return !set.type.empty() && is_map != set.data_type.empty();
  }
  // The others follow the type.
  if (set.type.empty()) return false;
  if (const auto flags = After("flags", text)) {
    if (!set.flags.empty()) return false;
    for (const absl::string_view flag : absl::StrSplit(*flags, ',')) {
      set.flags.emplace_back(absl::StripAsciiWhitespace(flag));
      if (set.flags.back().empty()) return false;
    }
    return true;
  }
  if (const auto size = After("size", text)) {
    uint32_t number = 0;
    if (set.size.has_value() || !absl::SimpleAtoi(*size, &number)) return false;
    set.size = number;
    return true;
  }
  if (const auto timeout = After("timeout", text)) {
    if (!set.timeout.empty()) return false;
    set.timeout = std::string(*timeout);
    return true;
  }
  if (const auto elements = After("elements", text)) return TakeElements(*elements, set);
  return false;
}

std::optional<Set> AsSet(const Block& block, const std::vector<Item>& items) {
  Set set{.name = std::string(block.head[1])};
  for (const Item& item : items) {
    if (!TakeSetStatement(item.text, block.head[0] == "map", set)) return std::nullopt;
  }
  if (set.type.empty()) return std::nullopt;
  return set;
}

std::optional<Chain> AsChain(absl::string_view name, const std::vector<Item>& items) {
  Chain chain{.name = std::string(name)};
  bool has_policy = false;
  for (const Item& item : items) {
    if (const auto type = After("type", item.text)) {
      const std::vector<absl::string_view> words =
          absl::StrSplit(*type, absl::ByAnyChar(" \t\n"), absl::SkipEmpty());
      if (chain.hook.has_value() || !chain.rules.empty() || words.size() < 5 ||
          words[1] != "hook" || words[3] != "priority") {
        return std::nullopt;
      }
      chain.hook = Hook{.type = std::string(words[0]),
                        .hook = std::string(words[2]),
                        .priority = absl::StrJoin(words.begin() + 4, words.end(), " ")};
    } else if (const auto policy = After("policy", item.text)) {
      if (!chain.hook.has_value() || has_policy || !chain.rules.empty()) return std::nullopt;
      has_policy = true;
      chain.hook->policy = std::string(*policy);
    } else {
      chain.rules.emplace_back(item.text);
    }
  }
  return chain;
}

absl::StatusOr<Table> ParseTable(const Block& block) {
  Table table{
      .family = std::string(block.head[1]), .name = std::string(block.head[2]), .replaces = false};
  ASSIGN_OR_RETURN(const std::vector<Item> items, Splitter(block.body, block.body_line).Split());
  for (const Item& item : items) {
    const std::optional<Block> object = AsBlock(item);
    if (object.has_value() && object->head.size() == 2) {
      const absl::string_view kind = object->head[0];
      ASSIGN_OR_RETURN(const std::vector<Item> inner,
                       Splitter(object->body, object->body_line).Split());
      if (kind == "counter") {
        if (auto counter = AsCounter(object->head[1], inner)) {
          table.counters.push_back(*std::move(counter));
          continue;
        }
      } else if (kind == "set" || kind == "map") {
        if (auto set = AsSet(*object, inner)) {
          table.sets.push_back(*std::move(set));
          continue;
        }
      } else if (kind == "chain") {
        if (auto chain = AsChain(object->head[1], inner)) {
          table.chains.push_back(*std::move(chain));
          continue;
        }
      }
    }
    table.unparsed.push_back({item.line, "", std::string(item.text)});
  }
  return table;
}

bool IsEmpty(const Table& table) {
  return table == Table{.family = table.family, .name = table.name, .replaces = false};
}

}  // namespace

absl::StatusOr<Ruleset> Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> lines, SplitLines(kWhat, text));
  const std::string clean = absl::StrJoin(lines, "\n");
  ASSIGN_OR_RETURN(const std::vector<Item> items, Splitter(clean, 1).Split());
  Ruleset ruleset;
  std::vector<Unparsed> before;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::optional<Block> block = AsBlock(items[i]);
    if (!block.has_value() || block->head.size() != 3 || block->head[0] != "table") {
      before.push_back({items[i].line, "", std::string(items[i].text)});
      continue;
    }
    ASSIGN_OR_RETURN(Table table, ParseTable(*block));
    // "table f n {}", "delete table f n", "table f n { … }": a replacement.
    if (IsEmpty(table) && i + 2 < items.size() &&
        items[i + 1].text == absl::StrCat("delete table ", table.family, " ", table.name)) {
      const std::optional<Block> next = AsBlock(items[i + 2]);
      if (next.has_value() && next->head == block->head) {
        i += 2;
        ASSIGN_OR_RETURN(table, ParseTable(*next));
        table.replaces = true;
      }
    }
    table.before = std::move(before);
    before.clear();
    ruleset.tables.push_back(std::move(table));
  }
  ruleset.unparsed = std::move(before);
  return ruleset;
}

}  // namespace engine::formats::nftables
