#include "provider/framework/testing/literal.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace tf::testing {
namespace {

// Reads one value after another; `rest_` is what is left of the text.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  absl::StatusOr<Value> ReadValue(const Type& type) {
    if (Take("null")) return Value::Null(type);
    if (Take("unknown")) return Value::Unknown(type);
    switch (type.kind()) {
      case Type::Kind::kString: {
        ASSIGN_OR_RETURN(std::string text, ReadText());
        return Value::String(std::move(text));
      }
      case Type::Kind::kNumber: {
        ASSIGN_OR_RETURN(const Number number, Number::Parse(ReadWord()));
        return Value::Number(number);
      }
      case Type::Kind::kBool:
        if (Take("true")) return Value::Bool(true);
        if (Take("false")) return Value::Bool(false);
        return Expected("true or false");
      case Type::Kind::kDynamic:
        return ReadValue(TypeOfNext());
      case Type::Kind::kMap:
      case Type::Kind::kObject:
        return ReadEntries(type);
      default:
        return ReadElements(type);
    }
  }

  absl::Status ExpectEnd() {
    SkipBlanks();
    return rest_.empty() ? absl::OkStatus() : Expected("the end");
  }

 private:
  absl::Status Expected(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("expected ", what, " before \"", rest_.substr(0, 40), "\""));
  }

  void SkipBlanks() {
    while (!rest_.empty() &&
           (absl::ascii_isspace(static_cast<unsigned char>(rest_[0])) != 0 || rest_[0] == ',')) {
      rest_.remove_prefix(1);
    }
  }

  bool Take(absl::string_view token) {
    SkipBlanks();
    if (!absl::StartsWith(rest_, token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  // A name or a number.
  absl::string_view ReadWord() {
    SkipBlanks();
    size_t size = 0;
    while (size < rest_.size() && (absl::ascii_isalnum(static_cast<unsigned char>(rest_[size])) ||
                                   absl::StrContains("_-+.", rest_[size]))) {
      ++size;
    }
    const absl::string_view word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return word;
  }

  absl::StatusOr<std::string> ReadText() {
    if (!Take("\"")) return Expected("a string");
    size_t end = 0;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    std::string text;
    if (end >= rest_.size() || !absl::CUnescape(rest_.substr(0, end), &text)) {
      return Expected("an escaped string and its end");
    }
    rest_.remove_prefix(end + 1);
    return text;
  }

  Type TypeOfNext() {
    SkipBlanks();
    const char next = rest_.empty() ? '\0' : rest_[0];
    if (next == '{') return Type::Object({});
    if (next == '[') return Type::Tuple({});
    if (next == '"') return Type::String();
    return next == 't' || next == 'f' ? Type::Bool() : Type::Number();
  }

  absl::StatusOr<Value> ReadElements(const Type& type) {
    if (!Take("[")) return Expected("[");
    std::vector<Value> elements;
    while (!Take("]")) {
      ASSIGN_OR_RETURN(Value element, ReadValue(type.IsCollection() ? type.element() : Type()));
      elements.push_back(std::move(element));
    }
    if (type.kind() == Type::Kind::kTuple) return Value::Tuple(std::move(elements));
    return type.kind() == Type::Kind::kList ? Value::List(type.element(), std::move(elements))
                                            : Value::Set(type.element(), std::move(elements));
  }

  absl::StatusOr<std::string> ReadKey() {
    SkipBlanks();
    if (absl::StartsWith(rest_, "\"")) return ReadText();
    std::string key(ReadWord());
    if (key.empty()) return Expected("a name or }");
    return key;
  }

  absl::StatusOr<Value> ReadEntries(const Type& type) {
    if (!Take("{")) return Expected("{");
    const bool is_map = type.kind() == Type::Kind::kMap;
    // The type of an object read as dynamic is made of what it holds.
    const bool is_open = !is_map && type.attributes().empty();
    std::vector<MapEntry> entries;
    while (!Take("}")) {
      ASSIGN_OR_RETURN(std::string key, ReadKey());
      if (!Take("=") && !Take(":")) return Expected("=");
      const std::optional<size_t> index =
          is_map || is_open ? std::nullopt : type.AttributeIndex(key);
      if (!is_map && !is_open && !index.has_value()) {
        return Expected(absl::StrCat("an attribute of ", type.ToString(), ", not ", key,
                                     ", whose value stands"));
      }
      const Type value_type = is_map    ? type.element()
                              : is_open ? Type()
                                        : type.attributes()[*index].type;
      ASSIGN_OR_RETURN(Value value, ReadValue(value_type));
      entries.push_back({std::move(key), std::move(value)});
    }
    if (is_map) return Value::Map(type.element(), std::move(entries));
    if (is_open) return Value::Object(std::move(entries));
    std::vector<Value> values;
    for (const ObjectAttribute& attribute : type.attributes()) {
      values.push_back(Value::Null(attribute.type));
    }
    for (MapEntry& entry : entries) {
      values[*type.AttributeIndex(entry.key)] = std::move(entry.value);
    }
    return Value::Object(type, std::move(values));
  }

  absl::string_view rest_;
};

Value FillBlocks(const schema::Body& body, const Value& object);

Value FillBlock(const schema::Block& block, const Value& value) {
  if (value.IsNull()) return schema::NoBlocks(block);
  if (value.IsUnknown()) return value;
  if (value.type().kind() == Type::Kind::kObject) return FillBlocks(block.body, value);
  const Type& element = value.type().element();
  if (value.type().kind() == Type::Kind::kMap) {
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : value.entries()) {
      entries.push_back({entry.key, FillBlocks(block.body, entry.value)});
    }
    return Value::Map(element, std::move(entries));
  }
  std::vector<Value> elements;
  for (const Value& object : value.elements()) elements.push_back(FillBlocks(block.body, object));
  return value.type().kind() == Type::Kind::kList ? Value::List(element, std::move(elements))
                                                  : Value::Set(element, std::move(elements));
}

Value FillBlocks(const schema::Body& body, const Value& object) {
  if (!object.IsKnown()) return object;
  Value filled = object;
  for (const schema::Block& block : body.blocks) {
    filled = filled.With(block.name, FillBlock(block, object.attribute(block.name)));
  }
  return filled;
}

}  // namespace

absl::StatusOr<Value> ParseLiteral(const Type& type, absl::string_view text) {
  Reader reader(text);
  ASSIGN_OR_RETURN(Value value, reader.ReadValue(type));
  RETURN_IF_ERROR(reader.ExpectEnd());
  return value;
}

Value Literal(const Type& type, absl::string_view text) {
  absl::StatusOr<Value> value = ParseLiteral(type, text);
  SIXGATE_CHECK(value.ok(), std::string(value.status().message()).c_str());
  return *std::move(value);
}

Value Literal(const schema::Body& body, absl::string_view text) {
  return FillBlocks(body, Literal(body.type(), text));
}

}  // namespace tf::testing
