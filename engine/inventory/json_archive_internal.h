// One declaration of a struct's fields for both directions. For each struct there is an overload
//
//   template <class Archive>
//   void Fields(Archive& archive, typename Archive::template Of<NetworkSpec>& spec) {
//     archive.Field("index", spec.index);   // std::optional: left out when absent
//   }
//
// and JsonWriter and JsonReader do the rest. Private to engine/inventory.
#ifndef SIXGATE_ENGINE_INVENTORY_JSON_ARCHIVE_INTERNAL_H_
#define SIXGATE_ENGINE_INVENTORY_JSON_ARCHIVE_INTERNAL_H_

#include <concepts>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/base/quote.h"
#include "engine/net/prefix.h"
#include "engine/plan/address_plan.h"
#include "engine/site/words.h"

namespace engine::inventory {

using Json = nlohmann::json;

// A value with one canonical text.
template <class T>
concept TextValue = requires(const T& value, absl::string_view text) {
  value.ToString();
  { T::Parse(text) } -> std::same_as<absl::StatusOr<T>>;
};

template <class T>
struct TextOf {
  static std::string Print(const T& value) { return value.ToString(); }
  static absl::StatusOr<T> Parse(const std::string& text) { return T::Parse(text); }
};
template <class E>
requires std::is_enum_v<E>
struct TextOf<E> {
  static std::string Print(E value) { return std::string(site::ToWord(value)); }
  static absl::StatusOr<E> Parse(const std::string& text) { return site::FromWord<E>(text); }
};
template <>
struct TextOf<absl::Time> {
  static std::string Print(absl::Time time) {
    return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
  }
  static absl::StatusOr<absl::Time> Parse(const std::string& text) {
    absl::Time time;
    std::string error;
    if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
    return absl::InvalidArgumentError(error);
  }
};

template <class T>
inline constexpr bool kIsText = TextValue<T> || std::is_enum_v<T> || std::is_same_v<T, absl::Time>;

// A plan::AddressPlan, which is always valid and so cannot be filled field by field.
struct PlanFields {
  net::Prefix cidr;
  int host_length = 0;
  int network_length = 0;
};

class JsonWriter {
 public:
  template <class T>
  using Of = const T;

  template <class T>
  static Json Write(const T& value) {
    if constexpr (std::is_same_v<T, std::string> || std::is_integral_v<T>) {
      return value;
    } else if constexpr (kIsText<T>) {
      return TextOf<T>::Print(value);
    } else {
      JsonWriter writer;
      Fields(writer, value);
      return std::move(writer.object_);
    }
  }
  template <class T>
  static Json Write(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(Write(value));
    return array;
  }
  static Json Write(const std::set<std::string>& values) { return values; }
  template <class T>
  static Json Write(const std::map<std::string, T>& values) {
    Json object = Json::object();
    for (const auto& [key, value] : values) object[key] = Write(value);
    return object;
  }

  template <class T>
  void Field(const char* name, const T& value) {
    object_[name] = Write(value);
  }
  template <class T>
  void Field(const char* name, const std::optional<T>& value) {
    if (value.has_value()) object_[name] = Write(*value);
  }
  void Field(const char* name, const std::optional<plan::AddressPlan>& value) {
    if (!value.has_value()) return;
    object_[name] = Write(PlanFields{.cidr = value->cidr(),
                                     .host_length = value->host_length(),
                                     .network_length = value->network_length()});
  }

 private:
  Json object_ = Json::object();
};

// Remembers the first error; what is read after one means nothing.
class JsonReader {
 public:
  template <class T>
  using Of = T;

  // `path` names the object in errors, and is empty for the outermost.
  JsonReader(const Json& object, std::string path, absl::Status& status)
      : object_(object), path_(std::move(path)), status_(status) {
    if (!object_.is_object()) Fail(path_, "is not an object");
  }
  ~JsonReader() {
    if (!status_.ok()) return;
    for (const auto& [name, value] : object_.items()) {
      if (!known_.contains(name)) Fail(PathOf(name), "is a field that sixgate does not know");
    }
  }
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  template <class T>
  void Field(const char* name, T& value) {
    if (const Json* found = Find(name)) {
      Read(*found, PathOf(name), value);
    } else {
      Fail(PathOf(name), "is missing");
    }
  }
  template <class T>
  void Field(const char* name, std::optional<T>& value) {
    if (const Json* found = Find(name)) Read(*found, PathOf(name), value.emplace());
  }
  void Field(const char* name, std::optional<plan::AddressPlan>& value) {
    std::optional<PlanFields> fields;
    Field(name, fields);
    if (!status_.ok() || !fields.has_value()) return;
    const auto plan = plan::AddressPlan::Make(
        fields->cidr, {.host = fields->host_length, .network = fields->network_length});
    if (!plan.ok()) return Fail(PathOf(name), plan.status().message());
    value = *plan;
  }

 private:
  std::string PathOf(absl::string_view name) const {
    return absl::StrCat(path_, path_.empty() ? "" : ".", name);
  }

  const Json* Find(const char* name) {
    known_.insert(name);
    if (!status_.ok()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }

  void Fail(absl::string_view path, absl::string_view what) {
    if (status_.ok()) status_ = absl::DataLossError(absl::StrCat(base::Quote(path), " ", what));
  }

  template <class T>
  void Read(const Json& json, const std::string& path, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return Fail(path, "is neither true nor false");
      value = json.get<bool>();
    } else if constexpr (std::is_integral_v<T>) {
      if (!json.is_number_unsigned() || !std::in_range<T>(json.get<uint64_t>())) {
        return Fail(path, "is not a number in its range");
      }
      value = json.get<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!json.is_string()) return Fail(path, "is not a string");
      value = json.get_ref<const std::string&>();
    } else if constexpr (kIsText<T>) {
      std::string text;
      Read(json, path, text);
      if (!status_.ok()) return;
      absl::StatusOr<T> parsed = TextOf<T>::Parse(text);
      if (!parsed.ok()) return Fail(path, absl::StrCat("is wrong: ", parsed.status().message()));
      value = *std::move(parsed);
    } else {
      JsonReader reader(json, path, status_);
      Fields(reader, value);
    }
  }
  template <class T>
  void Read(const Json& json, const std::string& path, std::vector<T>& values) {
    if (!json.is_array()) return Fail(path, "is not a list");
    values.clear();
    for (const Json& element : json) Read(element, path, values.emplace_back());
  }
  void Read(const Json& json, const std::string& path, std::set<std::string>& values) {
    std::vector<std::string> list;
    Read(json, path, list);
    values = {list.begin(), list.end()};
  }
  template <class T>
  void Read(const Json& json, const std::string& path, std::map<std::string, T>& values) {
    if (!json.is_object()) return Fail(path, "is not an object");
    values.clear();
    for (const auto& [key, element] : json.items()) {
      Read(element, absl::StrCat(path, ".", key), values[key]);
    }
  }

  const Json& object_;
  const std::string path_;
  absl::Status& status_;
  std::set<std::string> known_;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_JSON_ARCHIVE_INTERNAL_H_
