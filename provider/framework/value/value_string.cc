#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "provider/framework/value/value.h"

namespace tf {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

std::string MapToString(const Value& map) {
  return absl::StrCat("{",
                      absl::StrJoin(map.entries(), ", ",
                                    [](std::string* out, const MapEntry& entry) {
                                      absl::StrAppend(out, Quoted(entry.key), " = ",
                                                      entry.value.ToString());
                                    }),
                      "}");
}

std::string ObjectToString(const Value& object) {
  std::string text = "{";
  for (size_t i = 0; i < object.elements().size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", object.type().attributes()[i].name, " = ",
                    object.elements()[i].ToString());
  }
  return text + "}";
}

}  // namespace

std::string Value::ToString() const {
  if (IsNull()) return "null";
  if (IsUnknown()) return "unknown";
  switch (type().kind()) {
    case Type::Kind::kString:
      return Quoted(string());
    case Type::Kind::kNumber:
      return number().ToString();
    case Type::Kind::kBool:
      return boolean() ? "true" : "false";
    case Type::Kind::kMap:
      return MapToString(*this);
    case Type::Kind::kObject:
      return ObjectToString(*this);
    default:
      return absl::StrCat("[",
                          absl::StrJoin(elements(), ", ",
                                        [](std::string* out, const Value& element) {
                                          absl::StrAppend(out, element.ToString());
                                        }),
                          "]");
  }
}

}  // namespace tf
