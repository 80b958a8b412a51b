#include "tests/protocol/chosen_value.h"

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "provider/framework/codec/type_json.h"

namespace tests::protocol {
namespace {

using tf::Type;

// Types of a schema are not deeper; beyond it there are only scalars.
constexpr int kDepthMax = 8;
constexpr const char* kTexts[] = {"fake_thing", "", "a", "1", "é", "\xff", "e\xcc\x81", "{}"};

Type DynamicType(Choices& choices) {
  const Type types[] = {Type::String(),
                        Type::Number(),
                        Type::List(Type::Dynamic()),
                        Type::Map(Type::String()),
                        Type::Object({{"a", Type::String()}, {"b", Type::Dynamic()}}),
                        Type::Tuple({Type::Bool(), Type::Dynamic()})};
  return types[choices.Below(std::size(types))];
}

// What both encodings have in common: which parts there are, and of what type each is.
class Writer {
 public:
  explicit Writer(Choices& choices) : choices_(choices) {}
  virtual ~Writer() = default;

  void Write(const Type& type, int depth) {
    const size_t way = choices_.Below(16);
    if (way == 1) return Null();
    if (way == 2) return Odd();
    if (way == 3) return Bytes(choices_.Take(choices_.Below(32)));
    if (way == 4)
      return Write(depth < kDepthMax ? DynamicType(choices_) : Type::String(), depth + 1);
    if (depth >= kDepthMax) return Null();
    switch (type.kind()) {
      case Type::Kind::kString:
        return String(kTexts[choices_.Below(std::size(kTexts))]);
      case Type::Kind::kNumber:
        return Number();
      case Type::Kind::kBool:
        return Bool(choices_.Below(2) == 0);
      case Type::Kind::kDynamic: {
        const Type inner = DynamicType(choices_);
        return Dynamic(inner, depth);
      }
      case Type::Kind::kList:
      case Type::Kind::kSet:
        return Array(std::vector<Type>(choices_.Below(4), type.element()), depth);
      case Type::Kind::kTuple:
        return Array(type.elements(), depth);
      case Type::Kind::kMap:
        return Map(std::vector<tf::ObjectAttribute>(
                       choices_.Below(4),
                       {kTexts[choices_.Below(std::size(kTexts))], type.element(), false}),
                   depth);
      case Type::Kind::kObject:
        return Object(type, depth);
    }
  }

 protected:
  virtual void Null() = 0;
  virtual void Odd() = 0;
  virtual void Bytes(absl::string_view bytes) = 0;
  virtual void String(absl::string_view text) = 0;
  virtual void Number() = 0;
  virtual void Bool(bool value) = 0;
  virtual void Dynamic(const Type& inner, int depth) = 0;
  virtual void Array(absl::Span<const Type> elements, int depth) = 0;
  virtual void Map(const std::vector<tf::ObjectAttribute>& entries, int depth) = 0;

  void Object(const Type& type, int depth) {
    std::vector<tf::ObjectAttribute> entries;
    for (const tf::ObjectAttribute& attribute : type.attributes()) {
      const size_t way = choices_.Below(32);
      if (way == 1) continue;
      entries.push_back(attribute);
      if (way == 2) entries.push_back(attribute);
      if (way == 3) entries.push_back({"from_the_future", attribute.type, false});
    }
    Map(entries, depth);
  }

  Choices& choices_;
};

class MsgpackWriter : public Writer {
 public:
  using Writer::Writer;
  std::string out;

 private:
  void Put(int code) { out.push_back(static_cast<char>(code)); }
  void Null() override { Put(0xC0); }
  // Unknowns of all sorts, lengths that lie, codes without meaning.
  void Odd() override {
    static constexpr absl::string_view kOdd[] = {{"\xD4\x00\x00", 3},
                                                 "\xC7\x03\x0C\x81\x01\xC2",
                                                 {"\xC7\x00\x0C", 3},
                                                 "\xC1",
                                                 "\xDD\xFF\xFF\xFF\xFF",
                                                 "\xDF\x7F\xFF\xFF\xFF",
                                                 "\xDB\xFF\xFF\xFF\xFF",
                                                 {"\xCB\x7F\xF8\x00\x00\x00\x00\x00\x00", 9},
                                                 {"\xCB\x7F\xF0\x00\x00\x00\x00\x00\x00", 9},
                                                 {"\xC7\x06\x0C\x82\x02\xA1\x61\x01\xC2", 9},
                                                 "\xD5\x0C\x81\x01"};
    Bytes(kOdd[choices_.Below(std::size(kOdd))]);
  }
  void Bytes(absl::string_view bytes) override { out.append(bytes.data(), bytes.size()); }
  void String(absl::string_view text) override {
    Put(0xA0 + static_cast<int>(text.size()));
    Bytes(text);
  }
  void Number() override {
    switch (choices_.Below(4)) {
      case 0:
        return Put(choices_.Next());
      case 1:
        Put(0xCB);
        return Bytes(absl::StrCat(std::string(8, static_cast<char>(choices_.Next()))));
      case 2:
        return String("12345678901234567890.5");
      default:
        Put(0xD3);
        return Bytes(std::string(8, static_cast<char>(choices_.Next())));
    }
  }
  void Bool(bool value) override { Put(value ? 0xC3 : 0xC2); }
  void Dynamic(const Type& inner, int depth) override {
    const std::string type = tf::codec::EncodeType(inner);
    Put(0x92);
    Put(0xC4);
    Put(static_cast<int>(type.size()));
    Bytes(type);
    Write(inner, depth + 1);
  }
  void Array(absl::Span<const Type> elements, int depth) override {
    Put(0x90 + static_cast<int>(elements.size()));
    for (const Type& element : elements) Write(element, depth + 1);
  }
  void Map(const std::vector<tf::ObjectAttribute>& entries, int depth) override {
    Put(0xDE);
    Put(0);
    Put(static_cast<int>(entries.size()));
    for (const tf::ObjectAttribute& entry : entries) {
      String(entry.name);
      Write(entry.type, depth + 1);
    }
  }
};

class JsonWriter : public Writer {
 public:
  using Writer::Writer;
  std::string out;

 private:
  void Null() override { out += "null"; }
  void Odd() override {
    static constexpr const char* kOdd[] = {"1e999999999",
                                           "-0",
                                           "\"\\ud800\"",
                                           "\"\\u0000\"",
                                           "[",
                                           "}",
                                           "NaN",
                                           "01",
                                           "\"\xff\"",
                                           "{\"a\":1,\"a\":2}",
                                           "[[[[[[[[[[[[[[[[[[[[[[[["};
    out += kOdd[choices_.Below(std::size(kOdd))];
  }
  void Bytes(absl::string_view bytes) override { out.append(bytes.data(), bytes.size()); }
  void String(absl::string_view text) override { absl::StrAppend(&out, "\"", text, "\""); }
  void Number() override {
    static constexpr const char* kNumbers[] = {"0", "-1", "0.1", "1e3", "18446744073709551616"};
    out += kNumbers[choices_.Below(std::size(kNumbers))];
  }
  void Bool(bool value) override { out += value ? "true" : "false"; }
  void Dynamic(const Type& inner, int depth) override {
    absl::StrAppend(&out, "{\"type\":", tf::codec::EncodeType(inner), ",\"value\":");
    Write(inner, depth + 1);
    out += '}';
  }
  void Array(absl::Span<const Type> elements, int depth) override {
    const char* before = "[";
    if (elements.empty()) out += before;
    for (const Type& element : elements) {
      out += before;
      Write(element, depth + 1);
      before = ",";
    }
    out += ']';
  }
  void Map(const std::vector<tf::ObjectAttribute>& entries, int depth) override {
    const char* before = "{";
    if (entries.empty()) out += before;
    for (const tf::ObjectAttribute& entry : entries) {
      out += before;
      String(entry.name);
      out += ':';
      Write(entry.type, depth + 1);
      before = ",";
    }
    out += '}';
  }
};

}  // namespace

std::string ChosenMsgpack(const Type& type, Choices& choices) {
  MsgpackWriter writer(choices);
  writer.Write(type, 0);
  return writer.out;
}

std::string ChosenJson(const Type& type, Choices& choices) {
  JsonWriter writer(choices);
  writer.Write(type, 0);
  return writer.out;
}

}  // namespace tests::protocol
