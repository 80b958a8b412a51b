#include "provider/framework/codec/json_reader.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/value/utf8.h"

namespace tf::codec {
namespace {

// The caller has made sure that it is a character and no surrogate.
void AppendUtf8(char32_t character, std::string& out) {
  const auto append = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (character < 0x80) {
    append(character);
    return;
  }
  if (character < 0x800) {
    append(0xC0 | character >> 6);
  } else {
    if (character < 0x10000) {
      append(0xE0 | character >> 12);
    } else {
      append(0xF0 | character >> 18);
      append(0x80 | (character >> 12 & 0x3F));
    }
    append(0x80 | (character >> 6 & 0x3F));
  }
  append(0x80 | (character & 0x3F));
}

}  // namespace

absl::string_view ToString(JsonReader::Kind kind) {
  switch (kind) {
    case JsonReader::Kind::kNull:
      return "null";
    case JsonReader::Kind::kBool:
      return "a bool";
    case JsonReader::Kind::kNumber:
      return "a number";
    case JsonReader::Kind::kString:
      return "a string";
    case JsonReader::Kind::kArray:
      return "an array";
    case JsonReader::Kind::kObject:
      break;
  }
  return "an object";
}

absl::Status JsonReader::Error(absl::string_view reason) const {
  return absl::InvalidArgumentError(
      absl::StrCat("not the expected JSON at byte ", position_, ": ", reason));
}

void JsonReader::SkipBlanks() {
  while (position_ < text_.size() &&
         absl::string_view(" \t\r\n").find(text_[position_]) != absl::string_view::npos) {
    ++position_;
  }
}

bool JsonReader::Take(char c) {
  SkipBlanks();
  if (position_ == text_.size() || text_[position_] != c) return false;
  ++position_;
  return true;
}

absl::StatusOr<JsonReader::Kind> JsonReader::Peek() {
  SkipBlanks();
  if (position_ == text_.size()) return Error("the text ends where a value is required");
  switch (text_[position_]) {
    case 'n':
      return Kind::kNull;
    case 't':
    case 'f':
      return Kind::kBool;
    case '"':
      return Kind::kString;
    case '[':
      return Kind::kArray;
    case '{':
      return Kind::kObject;
    default:
      if (text_[position_] == '-' ||
          absl::ascii_isdigit(static_cast<unsigned char>(text_[position_]))) {
        return Kind::kNumber;
      }
      return Error("a value is required");
  }
}

absl::Status JsonReader::TakeWord(absl::string_view word) {
  SkipBlanks();
  if (!absl::StartsWith(text_.substr(position_), word)) {
    return Error(absl::StrCat(word, " is required"));
  }
  position_ += word.size();
  return absl::OkStatus();
}

absl::Status JsonReader::ReadNull() { return TakeWord("null"); }

absl::StatusOr<bool> JsonReader::ReadBool() {
  SkipBlanks();
  const bool value = absl::StartsWith(text_.substr(position_), "t");
  RETURN_IF_ERROR(TakeWord(value ? "true" : "false"));
  return value;
}

bool JsonReader::TakeDigits() {
  const size_t start = position_;
  while (position_ < text_.size() &&
         absl::ascii_isdigit(static_cast<unsigned char>(text_[position_]))) {
    ++position_;
  }
  return position_ > start;
}

absl::StatusOr<absl::string_view> JsonReader::ReadNumber() {
  SkipBlanks();
  const size_t start = position_;
  const auto take_any_of = [this](absl::string_view choices) {
    const bool found =
        position_ < text_.size() && choices.find(text_[position_]) != absl::string_view::npos;
    if (found) ++position_;
    return found;
  };
  take_any_of("-");
  if (!take_any_of("0") && !TakeDigits()) return Error("a number is required");
  if (take_any_of(".") && !TakeDigits()) return Error("a digit must follow the point");
  if (take_any_of("eE")) {
    take_any_of("+-");
    if (!TakeDigits()) return Error("the exponent has no digits");
  }
  return text_.substr(start, position_ - start);
}

absl::StatusOr<std::string> JsonReader::ReadString() {
  if (!Take('"')) return Error("a string is required");
  std::string out;
  while (true) {
    const size_t start = position_;
    while (position_ < text_.size() && text_[position_] != '"' && text_[position_] != '\\' &&
           static_cast<unsigned char>(text_[position_]) >= 0x20) {
      ++position_;
    }
    absl::StrAppend(&out, text_.substr(start, position_ - start));
    if (position_ == text_.size()) return Error("the text ends inside a string");
    const char c = text_[position_++];
    if (c == '"') break;
    if (c != '\\') return Error("a control character must be written as an escape");
    RETURN_IF_ERROR(AppendEscape(out));
  }
  if (!value::IsValidUtf8(out)) return Error("the string before is not valid UTF-8");
  return out;
}

absl::Status JsonReader::AppendEscape(std::string& out) {
  constexpr absl::string_view kLetters = "\"\\/bfnrt";
  constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (position_ == text_.size()) return Error("the text ends inside a string");
  const char letter = text_[position_++];
  if (const size_t known = kLetters.find(letter); known != absl::string_view::npos) {
    out.push_back(kMeanings[known]);
    return absl::OkStatus();
  }
  if (letter != 'u') return Error("there is no such escape");
  ASSIGN_OR_RETURN(char32_t character, ReadHex());
  if (character >= 0xD800 && character < 0xDC00 &&
      absl::StartsWith(text_.substr(position_), "\\u")) {
    position_ += 2;
    ASSIGN_OR_RETURN(const char32_t low, ReadHex());
    if (low < 0xDC00 || low > 0xDFFF) return Error("a surrogate stands alone");
    character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
  }
  if (character >= 0xD800 && character <= 0xDFFF) return Error("a surrogate stands alone");
  AppendUtf8(character, out);
  return absl::OkStatus();
}

absl::StatusOr<char32_t> JsonReader::ReadHex() {
  char32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    if (position_ == text_.size() ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(text_[position_]))) {
      return Error("four hexadecimal digits must follow \\u");
    }
    const char digit = absl::ascii_tolower(static_cast<unsigned char>(text_[position_++]));
    value = value * 16 + static_cast<char32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  return value;
}

absl::Status JsonReader::Begin(char bracket) {
  if (!Take(bracket)) return Error(absl::StrCat("\"", std::string(1, bracket), "\" is required"));
  if (++nesting_ > kNestingMax) {
    return Error(absl::StrCat("more than ", kNestingMax, " brackets are open"));
  }
  at_first_ = true;
  return absl::OkStatus();
}

absl::StatusOr<bool> JsonReader::Next(char closing_bracket) {
  if (Take(closing_bracket)) {
    --nesting_;
    at_first_ = false;
    return false;
  }
  if (!at_first_ && !Take(',')) {
    return Error(absl::StrCat("\",\" or \"", std::string(1, closing_bracket), "\" is required"));
  }
  at_first_ = false;
  return true;
}

absl::Status JsonReader::BeginArray() { return Begin('['); }
absl::StatusOr<bool> JsonReader::NextElement() { return Next(']'); }
absl::Status JsonReader::BeginObject() { return Begin('{'); }

absl::StatusOr<bool> JsonReader::NextMember(std::string& name) {
  ASSIGN_OR_RETURN(const bool more, Next('}'));
  if (!more) return false;
  ASSIGN_OR_RETURN(name, ReadString());
  if (!Take(':')) return Error("\":\" is required");
  return true;
}

absl::Status JsonReader::Skip() {
  ASSIGN_OR_RETURN(const Kind kind, Peek());
  switch (kind) {
    case Kind::kNull:
      return ReadNull();
    case Kind::kBool:
      return ReadBool().status();
    case Kind::kNumber:
      return ReadNumber().status();
    case Kind::kString:
      return ReadString().status();
    case Kind::kArray:
      RETURN_IF_ERROR(BeginArray());
      while (true) {
        ASSIGN_OR_RETURN(const bool more, NextElement());
        if (!more) return absl::OkStatus();
        RETURN_IF_ERROR(Skip());
      }
    case Kind::kObject:
      break;
  }
  RETURN_IF_ERROR(BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, NextMember(name));
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(Skip());
  }
}

absl::Status JsonReader::End() {
  SkipBlanks();
  return position_ == text_.size() ? absl::OkStatus() : Error("nothing more is expected");
}

}  // namespace tf::codec
