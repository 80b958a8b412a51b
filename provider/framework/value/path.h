// Where in a value something is: rule[0].ports["https"].
//
//   Path::Root("networks").Key("web").Attribute("index").ToString();  // networks["web"].index
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_PATH_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_PATH_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/value/value.h"

namespace tf {

// An immutable value type. An empty path is the whole object.
class Path {
 public:
  struct AttributeName {
    std::string name;
    auto operator<=>(const AttributeName&) const = default;
  };
  struct ElementKey {
    std::string key;
    auto operator<=>(const ElementKey&) const = default;
  };
  struct ElementIndex {
    int64_t index = 0;
    auto operator<=>(const ElementIndex&) const = default;
  };
  // Elements of sets have no step of their own on the wire: a path stops at the set.
  using Step = std::variant<AttributeName, ElementKey, ElementIndex>;

  Path() = default;
  static Path Root(absl::string_view attribute);

  Path Attribute(absl::string_view name) const;
  Path Key(absl::string_view key) const;
  Path Index(int64_t index) const;

  absl::Span<const Step> steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }
  std::string ToString() const;

  auto operator<=>(const Path&) const = default;

 private:
  std::vector<Step> steps_;
};

// The value at the path, or nothing when a step leads nowhere or through a null or unknown.
std::optional<Value> ValueAt(const Value& root, const Path& path);

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_PATH_H_
