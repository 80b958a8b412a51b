#include "provider/framework/testing/random_value.h"

#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tf::testing {
namespace {

// Enough for containers within each other to stay small.
constexpr size_t kElementsMax = 4;
// The type of a value in a dynamic place.
constexpr int kDynamicDepth = 2;

}  // namespace

std::string RandomValues::NextText() {
  static constexpr const char* kPieces[] = {"a",  "b",    "web", "-",      "\"",    "\\",
                                            "\n", "\x01", "é",   "\u2028", "</b>&", "🤷",
                                            "1",  "true", " ",   "日本"};
  std::string text;
  for (size_t left = Below(6); left > 0; --left) text += kPieces[Below(std::size(kPieces))];
  // Lengths around the codes of MessagePack.
  if (Chance(20)) text += std::string(Below(300), 'x');
  return text;
}

Number RandomValues::NextNumber() {
  switch (Below(6)) {
    case 0:
      return Number::FromInt64(static_cast<int64_t>(Below(300)) - 150);
    case 1:
      return Number::FromInt64(static_cast<int64_t>(random_()) >> Below(64));
    case 2:
      return Number::FromUint64(std::numeric_limits<uint64_t>::max() - Below(3));
    case 3:
      return Number::FromDouble(static_cast<double>(Below(100000)) / 256).value();
    case 4: {
      // One after the other: the order in which arguments are evaluated is the compiler's choice.
      const size_t whole = Below(1000);
      const size_t fraction = Below(1000);
      const int exponent = static_cast<int>(Below(80)) - 40;
      return Number::Parse(absl::StrCat(whole, ".", fraction, "e", exponent)).value();
    }
    default: {
      std::string digits(1, '1');
      for (size_t left = Below(200); left > 0; --left) digits += std::to_string(Below(10));
      if (Chance(2)) digits.insert(0, "0.");
      if (Chance(2)) digits.insert(0, "-");
      return Number::Parse(digits).value();
    }
  }
}

std::vector<std::string> RandomValues::NextNames() {
  std::set<std::string> names;
  for (size_t left = Below(kElementsMax); left > 0; --left) names.insert(NextText());
  return {names.begin(), names.end()};
}

Type RandomValues::NextType(int depth) {
  switch (Below(depth > 1 ? 9 : 4)) {
    case 0:
      return Type::String();
    case 1:
      return Type::Number();
    case 2:
      return Type::Bool();
    case 3:
      return Type::Dynamic();
    case 4:
      return Type::List(NextType(depth - 1));
    case 5:
      return Type::Set(NextType(depth - 1));
    case 6:
      return Type::Map(NextType(depth - 1));
    case 7: {
      std::vector<Type> elements;
      for (size_t left = Below(kElementsMax); left > 0; --left) {
        elements.push_back(NextType(depth - 1));
      }
      return Type::Tuple(std::move(elements));
    }
    default: {
      std::vector<ObjectAttribute> attributes;
      for (std::string& name : NextNames()) {
        attributes.push_back({std::move(name), NextType(depth - 1), Chance(8)});
      }
      return Type::Object(std::move(attributes));
    }
  }
}

Refinements RandomValues::NextRefinements(const Type& type) {
  Refinements refinements;
  if (type.kind() == Type::Kind::kDynamic) return refinements;
  if (Chance(2)) refinements.is_null = false;
  if (type.kind() == Type::Kind::kString && Chance(2)) refinements.string_prefix = "pre-é";
  if (type.kind() == Type::Kind::kNumber) {
    if (Chance(2)) refinements.number_min = Refinements::Bound{Number::FromInt64(-5), Chance(2)};
    if (Chance(2))
      refinements.number_max = Refinements::Bound{Number::FromDouble(0.5).value(), Chance(2)};
  }
  if (type.IsCollection()) {
    if (Chance(2)) refinements.length_min = static_cast<int64_t>(Below(3));
    if (Chance(2)) refinements.length_max = static_cast<int64_t>(Below(1000)) + 3;
  }
  return refinements;
}

Value RandomValues::NextValue(const Type& type) {
  if (Chance(8)) return Value::Null(type);
  if (with_unknowns_ && Chance(8)) return Value::Unknown(type, NextRefinements(type));
  return NextKnown(type);
}

Value RandomValues::NextKnown(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return Value::String(NextText());
    case Type::Kind::kNumber:
      return Value::Number(NextNumber());
    case Type::Kind::kBool:
      return Value::Bool(Chance(2));
    case Type::Kind::kDynamic:
      return NextValue(NextType(kDynamicDepth));
    case Type::Kind::kMap: {
      std::vector<MapEntry> entries;
      for (std::string& key : NextNames()) {
        entries.push_back({std::move(key), NextValue(type.element())});
      }
      return Value::Map(type.element(), std::move(entries));
    }
    case Type::Kind::kTuple: {
      std::vector<Value> elements;
      for (const Type& element : type.elements()) elements.push_back(NextValue(element));
      return Value::Tuple(type, std::move(elements));
    }
    case Type::Kind::kObject: {
      std::vector<Value> attributes;
      for (const ObjectAttribute& attribute : type.attributes()) {
        attributes.push_back(NextValue(attribute.type));
      }
      return Value::Object(type, std::move(attributes));
    }
    case Type::Kind::kList:
    case Type::Kind::kSet:
      break;
  }
  std::vector<Value> elements;
  for (size_t left = Below(kElementsMax); left > 0; --left) {
    elements.push_back(NextValue(type.element()));
  }
  return type.kind() == Type::Kind::kSet ? Value::Set(type.element(), std::move(elements))
                                         : Value::List(type.element(), std::move(elements));
}

}  // namespace tf::testing
