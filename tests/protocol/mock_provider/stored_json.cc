#include "tests/protocol/mock_provider/stored_json.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/json_writer.h"

namespace mock {
namespace {

using tf::codec::AppendJsonString;
using tf::codec::JsonReader;

// Writes members and elements, each on a line of its own where it indents.
class Writer {
 public:
  explicit Writer(bool indents) : indents_(indents) {}

  void Resource(const StoredResource& resource) {
    Begin('{');
    Name("resource_type");
    AppendJsonString(resource.resource_type, out_);
    Name("values");
    Map(resource.values);
    End('}');
  }

  std::string Take() { return std::move(out_); }

 private:
  void Begin(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }

  void Line() {
    if (indents_) absl::StrAppend(&out_, "\n", std::string(2 * depth_, ' '));
  }

  void Next() {
    if (!first_) out_ += ',';
    first_ = false;
    Line();
  }

  void Name(absl::string_view name) {
    Next();
    AppendJsonString(name, out_);
    out_ += indents_ ? ": " : ":";
  }

  void End(char bracket) {
    --depth_;
    if (!first_) Line();
    out_ += bracket;
    first_ = false;
  }

  void List(const StoredList& list) {
    Begin('[');
    for (const StoredValue& value : list) {
      Next();
      Value(value);
    }
    End(']');
  }

  void Map(const StoredMap& map) {
    Begin('{');
    for (const auto& [key, value] : map) {
      Name(key);
      Value(value);
    }
    End('}');
  }

  void Value(const StoredValue& value) {
    Begin('{');
    if (value.boolean.has_value()) {
      Name("boolean");
      out_ += *value.boolean ? "true" : "false";
    }
    if (value.number.has_value()) {
      Name("number");
      AppendJsonString(ShortestText(*value.number), out_);
    }
    if (value.string.has_value()) {
      Name("string");
      AppendJsonString(*value.string, out_);
    }
    if (value.list.has_value()) {
      Name("list");
      List(*value.list);
    }
    if (value.map.has_value()) {
      Name("map");
      Map(*value.map);
    }
    if (value.object.has_value()) {
      Name("object");
      Map(*value.object);
    }
    if (value.set.has_value()) {
      Name("set");
      List(*value.set);
    }
    End('}');
  }

  const bool indents_;
  std::string out_;
  size_t depth_ = 0;
  // Whether nothing was written into the innermost brackets yet.
  bool first_ = true;
};

absl::StatusOr<bool> TakeNull(JsonReader& reader) {
  ASSIGN_OR_RETURN(const JsonReader::Kind kind, reader.Peek());
  if (kind != JsonReader::Kind::kNull) return false;
  RETURN_IF_ERROR(reader.ReadNull());
  return true;
}

absl::StatusOr<StoredList> ReadList(JsonReader& reader) {
  StoredList list;
  RETURN_IF_ERROR(reader.BeginArray());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextElement());
    if (!more) return list;
    ASSIGN_OR_RETURN(StoredValue value, ReadStoredValue(reader));
    list.push_back(std::move(value));
  }
}

absl::StatusOr<StoredMap> ReadMap(JsonReader& reader) {
  StoredMap map;
  RETURN_IF_ERROR(reader.BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextMember(name));
    if (!more) return map;
    ASSIGN_OR_RETURN(map[name], ReadStoredValue(reader));
  }
}

absl::Status ReadMember(JsonReader& reader, const std::string& name, StoredValue& value) {
  if (name == "boolean") {
    ASSIGN_OR_RETURN(value.boolean, reader.ReadBool());
  } else if (name == "number") {
    ASSIGN_OR_RETURN(const std::string text, reader.ReadString());
    ASSIGN_OR_RETURN(value.number, tf::Number::Parse(text));
  } else if (name == "string") {
    ASSIGN_OR_RETURN(value.string, reader.ReadString());
  } else if (name == "list") {
    ASSIGN_OR_RETURN(value.list, ReadList(reader));
  } else if (name == "map") {
    ASSIGN_OR_RETURN(value.map, ReadMap(reader));
  } else if (name == "object") {
    ASSIGN_OR_RETURN(value.object, ReadMap(reader));
  } else if (name == "set") {
    ASSIGN_OR_RETURN(value.set, ReadList(reader));
  } else {
    return reader.Skip();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> StoredResource::Id() const {
  const auto found = values.find("id");
  if (found == values.end() || !found->second.string.has_value()) {
    return absl::InvalidArgumentError("the values have no string \"id\"");
  }
  return *found->second.string;
}

std::string ToIndentedJson(const StoredResource& resource) {
  Writer writer(true);
  writer.Resource(resource);
  return writer.Take();
}

std::string ToCompactJson(const StoredResource& resource) {
  Writer writer(false);
  writer.Resource(resource);
  return writer.Take();
}

absl::StatusOr<StoredValue> ReadStoredValue(JsonReader& reader) {
  StoredValue value;
  ASSIGN_OR_RETURN(const bool absent, TakeNull(reader));
  if (absent) return value;
  RETURN_IF_ERROR(reader.BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextMember(name));
    if (!more) return value;
    ASSIGN_OR_RETURN(const bool no_member, TakeNull(reader));
    if (!no_member) RETURN_IF_ERROR(ReadMember(reader, name, value));
  }
}

absl::StatusOr<StoredResource> ParseStoredResource(absl::string_view json) {
  JsonReader reader(json);
  StoredResource resource;
  RETURN_IF_ERROR(reader.BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextMember(name));
    if (!more) break;
    ASSIGN_OR_RETURN(const bool absent, TakeNull(reader));
    if (absent) continue;
    if (name == "resource_type") {
      ASSIGN_OR_RETURN(resource.resource_type, reader.ReadString());
    } else if (name == "values") {
      ASSIGN_OR_RETURN(resource.values, ReadMap(reader));
    } else {
      RETURN_IF_ERROR(reader.Skip());
    }
  }
  RETURN_IF_ERROR(reader.End());
  return resource;
}

std::string ShortestText(const tf::Number& number) {
  const std::string plain = number.ToString();
  const absl::string_view sign = plain[0] == '-' ? "-" : "";
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(absl::string_view(plain).substr(sign.size()), absl::MaxSplits('.', 1));
  std::string digits = absl::StrCat(parts.first, parts.second);
  int exponent = static_cast<int>(parts.first.size()) - 1;
  const size_t leading = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, leading);
  exponent -= static_cast<int>(leading);
  digits.erase(digits.find_last_not_of('0') + 1);
  // Where Go changes to the other notation when it is to print no digit too many.
  if (digits.empty() || (exponent >= -4 && exponent < 6)) return plain;
  const std::string fraction = digits.size() > 1 ? absl::StrCat(".", digits.substr(1)) : "";
  return absl::StrFormat("%s%c%se%c%02d", sign, digits[0], fraction, exponent < 0 ? '-' : '+',
                         std::abs(exponent));
}

}  // namespace mock
