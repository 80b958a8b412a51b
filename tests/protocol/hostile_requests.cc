#include "tests/protocol/hostile_requests.h"

#include <google/protobuf/message.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "proto/tfplugin6.pb.h"
#include "provider/framework/codec/msgpack.h"
#include "tests/protocol/plain_request.h"
#include "tests/protocol/thing_provider.h"

namespace tests::protocol {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
namespace pb = ::tfplugin6;

constexpr size_t kHuge = size_t{64} << 20;
constexpr size_t kMany = 1'000'000;
constexpr size_t kDeep = 1'000'000;
// None that protobuf or this protocol will ever use for what is here now.
constexpr int kFutureFields[] = {1000, 19'000 - 1, 536'870'911};

// Where in a request a field is: the messages around it, then itself.
using Place = std::vector<const FieldDescriptor*>;

std::string NameOf(const Place& place) {
  std::string name;
  for (const FieldDescriptor* field : place) {
    absl::StrAppend(&name, name.empty() ? "" : ".", field->name());
  }
  return name;
}

// The message that holds the field; those around it are made where they are missing.
Message& Parent(Message& request, const Place& place) {
  Message* message = &request;
  for (size_t i = 0; i + 1 < place.size(); ++i) {
    const google::protobuf::Reflection& reflection = *message->GetReflection();
    message = !place[i]->is_repeated() ? reflection.MutableMessage(message, place[i])
              : reflection.FieldSize(*message, place[i]) > 0
                  ? reflection.MutableRepeatedMessage(message, place[i], 0)
                  : reflection.AddMessage(message, place[i]);
  }
  return *message;
}

using Change = std::function<void(Message& parent, const FieldDescriptor& field)>;

// Every request of one method that differs from the plain one in one place.
class Table {
 public:
  explicit Table(const MethodDescriptor& method) : method_(method) {}

  void Add(const Place& place, const std::string& what, Expected expected, Change change) {
    const MethodDescriptor* method = &method_;
    rows_.push_back({absl::StrCat(NameOf(place), ": ", what), expected, [=] {
                       const std::unique_ptr<Message> request = PlainRequest(*method);
                       change(Parent(*request, place), *place.back());
                       return request->SerializePartialAsString();
                     }});
  }
  // The same, but in one place of each request only: it is the same work for all, and takes long.
  void AddLarge(const Place& place, const std::string& what, Expected expected, Change change) {
    if (large_.insert(what).second) Add(place, what, expected, std::move(change));
  }
  void AddBytes(const std::string& what, Expected expected, std::function<std::string()> bytes) {
    rows_.push_back({what, expected, std::move(bytes)});
  }
  std::vector<HostileRequest> Take() { return std::move(rows_); }

 private:
  const MethodDescriptor& method_;
  std::vector<HostileRequest> rows_;
  std::set<std::string> large_;
};

void SetText(Message& parent, const FieldDescriptor& field, std::string text) {
  const google::protobuf::Reflection& reflection = *parent.GetReflection();
  if (field.is_repeated()) {
    reflection.AddString(&parent, &field, std::move(text));
  } else {
    reflection.SetString(&parent, &field, std::move(text));
  }
}

Change Text(std::function<std::string()> text) {
  return [text = std::move(text)](Message& parent, const FieldDescriptor& field) {
    SetText(parent, field, text());
  };
}

void AddTextRows(const Place& place, Table& table) {
  table.Add(place, "not UTF-8", Expected::kRefused, Text([] { return "fake_\xff"; }));
  table.Add(place, "with NUL", Expected::kAnything, Text([] { return std::string("a\0b", 3); }));
  table.Add(place, "empty", Expected::kAnything, Text([] { return ""; }));
  table.AddLarge(place, "huge text", Expected::kAnything,
                 Text([] { return std::string(kHuge, 'x'); }));
}

// One object with `attribute` as the raw bytes say, encoded by hand: no encoder would make it.
std::string ThingWith(const std::string& attribute, const std::string& bytes) {
  const tf::Value thing = Thing(kThing);
  std::string out = "\xDE";
  out += std::string(1, '\0') + static_cast<char>(thing.type().attributes().size());
  for (const tf::ObjectAttribute& each : thing.type().attributes()) {
    out += static_cast<char>(0xA0 + each.name.size());
    out += each.name;
    out += each.name == attribute ? bytes
                                  : tf::codec::EncodeMsgpack(thing.attribute(each.name), each.type);
  }
  return out;
}

// The head of an array, map or string of MessagePack with a length of four bytes.
std::string Head(int code, size_t length) {
  std::string head(1, static_cast<char>(code));
  for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>(length >> shift);
  return head;
}

std::string Numbered(size_t i) {
  std::string text = absl::StrCat("k", i);
  return static_cast<char>(0xA0 + text.size()) + text;
}

std::string ManyStrings(int code, const char* value) {
  std::string out = Head(code, kMany);
  for (size_t i = 0; i < kMany; ++i) absl::StrAppend(&out, Numbered(i), value);
  return out;
}

// A dynamic value of tuples in tuples.
std::string DeepDynamic() {
  std::string type = "\"string\"";
  std::string value = "\xA1x";
  for (int i = 0; i < 1000; ++i) {
    type = absl::StrCat("[\"list\",", type, "]");
    value.insert(0, 1, '\x91');
  }
  return absl::StrCat(std::string("\x92\xC5"), std::string(1, static_cast<char>(type.size() >> 8)),
                      std::string(1, static_cast<char>(type.size())), type, value);
}

void AddMsgpackRows(const Place& place, Expected error, Table& table) {
  struct Row {
    const char* name;
    Expected expected;
    std::function<std::string()> bytes;
  };
  const Row rows[] = {
      {"cut in half", error, [] { return ThingMsgpack().substr(0, ThingMsgpack().size() / 2); }},
      {"more behind it", error, [] { return ThingMsgpack() + "\xC0"; }},
      {"no MessagePack", error, [] { return "\xC1"; }},
      {"a string", error, [] { return "\xA1x"; }},
      {"an empty object", error, [] { return "\x80"; }},
      {"nested without end", error, [] { return std::string(kDeep, '\x91'); }},
      {"an array of four thousand million", error, [] { return Head(0xDD, 0xFFFFFFFF); }},
      {"a map that promises too much", error, [] { return Head(0xDF, 0x7FFFFFFF) + "\xA1x\xC0"; }},
      {"text not UTF-8", error, [] { return ThingWith("name", "\xA2\xFFx"); }},
      {"text as a number", Expected::kAnything, [] { return ThingWith("name", "\x07"); }},
      {"an array as text", error, [] { return ThingWith("name", "\x90"); }},
      {"text in place of a list", error, [] { return ThingWith("numbers", "\xA1x"); }},
      {"not a number", error,
       [] { return ThingWith("numbers", std::string("\x91\xCB\x7F\xF8\0\0\0\0\0\0", 10)); }},
      {"infinity", Expected::kAnything,
       [] { return ThingWith("numbers", std::string("\x91\xCB\x7F\xF0\0\0\0\0\0\0", 10)); }},
      {"a number of a million digits", Expected::kAnything,
       [] { return ThingWith("numbers", "\x91" + Head(0xDB, kMany) + std::string(kMany, '7')); }},
      {"a number with a huge exponent", Expected::kAnything,
       [] {
         return ThingWith("numbers",
                          "\x91\xAB"
                          "1e999999999");
       }},
      {"an extension that is too long", error,
       [] { return ThingWith("name", Head(0xC9, 5000) + "\x0C" + std::string(5000, '\xC0')); }},
      {"a dynamic value nested without end", error,
       [] { return ThingWith("anything", DeepDynamic()); }},
      {"a dynamic value of no type", error,
       [] { return ThingWith("anything", "\x92\xC4\x07[\"list\"\x90"); }},
  };
  const Row large_rows[] = {
      {"a huge text", Expected::kAnything,
       [] { return ThingWith("name", Head(0xDB, kHuge) + std::string(kHuge, 'x')); }},
      {"a million numbers", Expected::kAnything,
       [] { return ThingWith("numbers", Head(0xDD, kMany) + std::string(kMany, '\x01')); }},
      {"sixty-four million nulls", error,
       [] { return ThingWith("numbers", Head(0xDD, kHuge) + std::string(kHuge, '\xC0')); }},
      {"a million keys", Expected::kAnything,
       [] { return ThingWith("tags", ManyStrings(0xDF, "\xC0")); }},
      {"a set of a million", Expected::kAnything,
       [] { return ThingWith("names", ManyStrings(0xDD, "")); }},
      {"a key a million times", error,
       [] {
         std::string map = Head(0xDF, kMany);
         for (size_t i = 0; i < kMany; ++i) map += "\xA1k\xC0";
         return ThingWith("tags", map);
       }},
  };
  for (const Row& row : rows) table.Add(place, row.name, row.expected, Text(row.bytes));
  for (const Row& row : large_rows) {
    table.AddLarge(place, row.name, row.expected, Text(row.bytes));
  }
}

// `stored` allows what only stored states have: parts that are missing or of older versions.
void AddJsonRows(const Place& place, bool stored, Expected error, Table& table) {
  const auto json_text = [](std::function<std::string()> json) -> Change {
    return [json = std::move(json)](Message& parent, const FieldDescriptor& field) {
      parent.Clear();
      SetText(parent, field, json());
    };
  };
  const auto add = [&](const char* what, Expected expected, std::function<std::string()> json) {
    table.Add(place, what, expected, json_text(std::move(json)));
  };
  const auto add_large = [&](const char* what, std::function<std::string()> json) {
    table.AddLarge(place, what, Expected::kAnything, json_text(std::move(json)));
  };
  const auto with = [](const std::string& attribute, const std::string& json) {
    return absl::StrReplaceAll(ThingJson(), {{absl::StrCat("\"", attribute, "\":null"),
                                              absl::StrCat("\"", attribute, "\":", json)}});
  };
  add("cut in half", error, [] { return ThingJson().substr(0, ThingJson().size() / 2); });
  add("more behind it", error, [] { return ThingJson() + "1"; });
  add("no JSON", error, [] { return "nothing"; });
  add("text not UTF-8", error, [=] { return with("id", "\"\xff\""); });
  add("half a surrogate", Expected::kAnything, [=] { return with("id", "\"\\ud800\""); });
  add("nested without end", error, [] { return std::string(kDeep, '['); });
  add("nested without end, in a part", error, [=] {
    return with("anything",
                absl::StrCat("{\"type\":\"string\",\"value\":", std::string(kDeep, '[')));
  });
  add("a key twice", error, [=] { return with("tags", R"({"a":"1","a":"2"})"); });
  add("a huge number", Expected::kAnything,
      [=] { return with("numbers", absl::StrCat("[", std::string(kMany, '7'), "]")); });
  add("a huge exponent", Expected::kAnything, [=] { return with("numbers", "[1e999999999]"); });
  add_large("a huge JSON text",
            [=] { return with("id", absl::StrCat("\"", std::string(kHuge, 'x'), "\"")); });
  add_large("a list of two million", [=] {
    std::string list = "[1";
    for (size_t i = 0; i < 2 * kMany; ++i) list += ",1";
    return with("numbers", list + "]");
  });
  add("an array in place of text", error, [=] { return with("id", "[]"); });
  add("surplus", stored ? Expected::kAnything : error, [] {
    return absl::StrReplaceAll(ThingJson(), {{"{\"any", "{\"aaa\":1,\"any"}});
  });
}

void AddNumberRows(const Place& place, Table& table) {
  for (const int64_t number : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{1},
                               std::numeric_limits<int64_t>::max()}) {
    table.Add(place, absl::StrCat(number), Expected::kAnything,
              [number](Message& parent, const FieldDescriptor& field) {
                const google::protobuf::Reflection& reflection = *parent.GetReflection();
                switch (field.cpp_type()) {
                  case FieldDescriptor::CPPTYPE_INT64:
                    return reflection.SetInt64(&parent, &field, number);
                  case FieldDescriptor::CPPTYPE_INT32:
                    return reflection.SetInt32(&parent, &field, static_cast<int32_t>(number));
                  case FieldDescriptor::CPPTYPE_BOOL:
                    return reflection.SetBool(&parent, &field, number != 0);
                  case FieldDescriptor::CPPTYPE_ENUM:
                    return reflection.SetEnumValue(&parent, &field, static_cast<int>(number));
                  default:
                    break;
                }
              });
  }
}

void AddPrivateRows(const Place& place, Table& table) {
  table.Add(place, "no JSON", Expected::kAnything, Text([] { return "\xff\x01"; }));
  table.Add(place, "nested without end", Expected::kAnything,
            Text([] { return std::string(kDeep, '{'); }));
  table.AddLarge(place, "huge bytes", Expected::kAnything,
                 Text([] { return std::string(kHuge, '\0'); }));
}

// What many of them are: repeated fields.
void AddManyRow(const Place& place, Table& table) {
  table.AddLarge(place, "a million of them", Expected::kAnything,
                 [](Message& parent, const FieldDescriptor& field) {
                   const google::protobuf::Reflection& reflection = *parent.GetReflection();
                   for (size_t i = 0; i < kMany; ++i) {
                     if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
                       reflection.AddMessage(&parent, &field);
                     } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
                       reflection.AddString(&parent, &field, absl::StrCat(i));
                     }
                   }
                 });
}

// Rows for every field: it is missing, or its bytes are of another wire type.
void AddFieldRows(const Place& place, Table& table) {
  table.Add(place, "missing", Expected::kAnything,
            [](Message& parent, const FieldDescriptor& field) {
              parent.GetReflection()->ClearField(&parent, &field);
            });
  table.Add(place, "of another type", Expected::kAnything,
            [](Message& parent, const FieldDescriptor& field) {
              const google::protobuf::Reflection& reflection = *parent.GetReflection();
              reflection.ClearField(&parent, &field);
              reflection.MutableUnknownFields(&parent)->AddFixed32(field.number(), 7);
            });
}

// In a message wherever it is: fields that it does not have yet.
void AddFutureRow(const Place& place, Table& table) {
  table.Add(place, "fields of the future", Expected::kSame,
            [](Message& parent, const FieldDescriptor& field) {
              const google::protobuf::Reflection& around = *parent.GetReflection();
              Message& message = field.is_repeated()
                                     ? *around.MutableRepeatedMessage(&parent, &field, 0)
                                     : *around.MutableMessage(&parent, &field);
              google::protobuf::UnknownFieldSet& fields =
                  *message.GetReflection()->MutableUnknownFields(&message);
              for (const int number : kFutureFields) {
                fields.AddVarint(number, 1);
                fields.AddLengthDelimited(number, "\x08\x01 what the future brings");
                fields.AddGroup(number)->AddFixed64(1, 1);
              }
            });
}

// Whether a part is asked about it. Providers here have no schema for provider_meta, and no rule
// for how many results are wanted.
bool IsRead(const Place& place) {
  const std::string& name = place.front()->name();
  return name != "provider_meta" && name != "include_resource_object" && name != "limit";
}

void AddMessage(const google::protobuf::Descriptor& type, const Place& around, const Message& plain,
                Table& table) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    Place place = around;
    place.push_back(field);
    AddFieldRows(place, table);
    if (field->is_repeated()) AddManyRow(place, table);
    // In identities the provider has no schema for, everything may be overlooked.
    const bool identity = absl::StrContains(NameOf(place), "identity");
    const Expected error = IsRead(place) && !identity ? Expected::kError : Expected::kAnything;
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      AddTextRows(place, table);
    } else if (field->type() == FieldDescriptor::TYPE_BYTES) {
      if (field->name() == "json") {
        AddJsonRows(place, field->containing_type() == pb::RawState::descriptor(), error, table);
      } else if (field->name() == "msgpack") {
        AddMsgpackRows(place, error, table);
      } else {
        AddPrivateRows(place, table);
      }
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      AddNumberRows(place, table);
    } else if (!field->is_map()) {
      const google::protobuf::Reflection& reflection = *plain.GetReflection();
      const bool there = field->is_repeated() ? reflection.FieldSize(plain, field) > 0
                                              : reflection.HasField(plain, field);
      if (there) AddFutureRow(place, table);
      const Message& inner =
          !there ? *google::protobuf::MessageFactory::generated_factory()->GetPrototype(
                       field->message_type())
          : field->is_repeated() ? reflection.GetRepeatedMessage(plain, field, 0)
                                 : reflection.GetMessage(plain, field);
      AddMessage(*field->message_type(), place, inner, table);
    }
  }
}

}  // namespace

std::vector<HostileRequest> HostileRequests(const MethodDescriptor& method) {
  Table table(method);
  const auto plain = [&method] { return PlainRequest(method)->SerializeAsString(); };
  table.AddBytes("nothing at all", Expected::kAnything, [] { return ""; });
  table.AddBytes("no protobuf", Expected::kRefused, [] { return "\xff\xff\xff"; });
  table.AddBytes("cut", plain().empty() ? Expected::kSame : Expected::kRefused,
                 [plain] { return plain().substr(0, plain().empty() ? 0 : plain().size() - 1); });
  table.AddBytes("everything twice", Expected::kAnything, [plain] { return plain() + plain(); });
  table.AddBytes("groups without end", Expected::kRefused,
                 [] { return std::string(kDeep, '\x0B'); });
  // Field 1000, varint 1; then field 1001, four bytes.
  table.AddBytes("fields of the future", Expected::kSame, [plain] {
    return plain() +
           "\xC0\x3E\x01\xCA\x3E\x04"
           "abcd";
  });
  AddMessage(*method.input_type(), {}, *PlainRequest(method), table);
  return table.Take();
}

}  // namespace tests::protocol
