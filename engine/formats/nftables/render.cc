#include "engine/formats/nftables/render.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace engine::formats::nftables {
namespace {

void Append(const Counter& counter, std::string& text) {
  absl::StrAppend(&text, "\tcounter ", counter.name, " {\n");
  if (!counter.comment.empty()) {
    absl::StrAppend(&text, "\t\tcomment \"", counter.comment, "\"\n");
  }
  absl::StrAppend(&text, "\t}\n");
}

void Append(const Set& set, std::string& text) {
  absl::StrAppend(&text, "\t", set.data_type.empty() ? "set " : "map ", set.name, " {\n\t\ttype ",
                  set.type);
  if (!set.data_type.empty()) absl::StrAppend(&text, " : ", set.data_type);
  absl::StrAppend(&text, "\n");
  if (!set.flags.empty()) {
    absl::StrAppend(&text, "\t\tflags ", absl::StrJoin(set.flags, ", "), "\n");
  }
  if (set.size.has_value()) absl::StrAppend(&text, "\t\tsize ", *set.size, "\n");
  if (!set.timeout.empty()) absl::StrAppend(&text, "\t\ttimeout ", set.timeout, "\n");
  if (!set.elements.empty()) {
    absl::StrAppend(&text, "\t\telements = {\n");
    for (const Element& element : set.elements) {
      absl::StrAppend(&text, "\t\t\t", element.key);
      if (!element.data.empty()) absl::StrAppend(&text, " : ", element.data);
      absl::StrAppend(&text, ",\n");
    }
    absl::StrAppend(&text, "\t\t}\n");
  }
  absl::StrAppend(&text, "\t}\n");
}

void Append(const Chain& chain, std::string& text) {
  absl::StrAppend(&text, "\tchain ", chain.name, " {\n");
  if (chain.hook.has_value()) {
    absl::StrAppend(&text, "\t\ttype ", chain.hook->type, " hook ", chain.hook->hook, " priority ",
                    chain.hook->priority, "; policy ", chain.hook->policy, ";\n");
  }
  for (const std::string& rule : chain.rules) absl::StrAppend(&text, "\t\t", rule, "\n");
  absl::StrAppend(&text, "\t}\n");
}

void Append(const Table& table, std::string& text) {
  for (const Unparsed& kept : table.before) absl::StrAppend(&text, kept.text, "\n");
  const std::string name = absl::StrCat("table ", table.family, " ", table.name);
  if (table.replaces) {
    // "destroy" would say the same in one line, but 1.0.6 does not know it.
    absl::StrAppend(&text, name, " {}\ndelete ", name, "\n");
  }
  absl::StrAppend(&text, name, " {\n");
  for (const Counter& counter : table.counters) Append(counter, text);
  for (const Set& set : table.sets) Append(set, text);
  for (const Chain& chain : table.chains) Append(chain, text);
  for (const Unparsed& kept : table.unparsed) absl::StrAppend(&text, "\t", kept.text, "\n");
  absl::StrAppend(&text, "}\n");
}

}  // namespace

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", text, "\""); }

std::string CommentText(absl::string_view text) {
  constexpr size_t kCommentBytesMax = 120;
  std::string comment;
  for (const char c : text.substr(0, kCommentBytesMax)) {
    if (c == '"') {
      comment.push_back('\'');
    } else if (c == '\\') {
      comment.push_back('/');
    } else {
      comment.push_back(absl::ascii_iscntrl(static_cast<unsigned char>(c)) ? ' ' : c);
    }
  }
  if (text.size() > kCommentBytesMax) {
    // Not in the middle of a UTF-8 sequence.
    while (!comment.empty() && (static_cast<unsigned char>(text[comment.size()]) & 0xC0) == 0x80) {
      comment.pop_back();
    }
  }
  return comment;
}

std::string Render(const Ruleset& ruleset) {
  std::string text = absl::StrCat(kWrittenBy, "\n");
  for (const Table& table : ruleset.tables) Append(table, text);
  for (const Unparsed& kept : ruleset.unparsed) absl::StrAppend(&text, kept.text, "\n");
  return text;
}

}  // namespace engine::formats::nftables
