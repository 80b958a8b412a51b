// The promise half of change_rules.h.
#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/compare.h"

namespace tf::testing {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

// Whether a value keeps what was promised of an unknown one.
bool Fits(const Refinements& refinements, const Value& actual) {
  if (actual.IsNull()) return refinements.is_null != false;
  if (refinements.is_null == true) return false;
  if (actual.IsUnknown()) return true;
  const auto at_least = [](const Refinements::Bound& bound, const Number& number) {
    return bound.inclusive ? number >= bound.value : number > bound.value;
  };
  const auto at_most = [](const Refinements::Bound& bound, const Number& number) {
    return bound.inclusive ? number <= bound.value : number < bound.value;
  };
  switch (actual.type().kind()) {
    case Type::Kind::kString:
      return absl::StartsWith(actual.string(), refinements.string_prefix);
    case Type::Kind::kNumber:
      return (!refinements.number_min || at_least(*refinements.number_min, actual.number())) &&
             (!refinements.number_max || at_most(*refinements.number_max, actual.number()));
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kMap: {
      const auto size =
          static_cast<int64_t>(actual.type().kind() == Type::Kind::kMap ? actual.entries().size()
                                                                        : actual.elements().size());
      return size >= refinements.length_min.value_or(0) &&
             size <= refinements.length_max.value_or(size);
    }
    default:
      return true;
  }
}

// What was planned against what came of it.
class PromiseJudge {
 public:
  void JudgeBody(const Body& body, const Promise& promise, const Path& path) {
    const auto& [planned, actual] = promise;
    const absl::string_view subject = path.empty() ? "root object " : "";
    if (planned.IsNull() != actual.IsNull()) {
      Add(path, absl::StrCat(subject, planned.IsNull() ? "was absent, but now present"
                                                       : "was present, but now absent"));
      return;
    }
    if (planned.IsNull()) return;
    for (const Attribute& attribute : body.attributes) {
      JudgeAttribute(attribute, At(promise, attribute.name, attribute.value_type()),
                     path.Attribute(attribute.name));
    }
    for (const Block& block : body.blocks) {
      JudgeBlock(block, At(promise, block.name, block.value_type()), path.Attribute(block.name));
    }
  }

  Violations violations;

 private:
  using JudgeElement = std::function<void(PromiseJudge&, const Promise&, const Path&)>;

  void Add(const Path& path, std::string message) {
    violations.push_back({path, std::move(message)});
  }

  static Promise At(const Promise& promise, const std::string& name, const Type& type) {
    return {AttributeOf(promise.planned, name, type), AttributeOf(promise.actual, name, type)};
  }

  void JudgeAttribute(const Attribute& attribute, const Promise& promise, const Path& path) {
    PromiseJudge inner;
    inner.JudgeValue(promise, path);
    if (attribute.sensitive && !inner.violations.empty()) {
      inner.violations = {{path, "inconsistent values for sensitive attribute"}};
    }
    violations.insert(violations.end(), inner.violations.begin(), inner.violations.end());
  }

  void JudgeBlock(const Block& block, const Promise& promise, const Path& path) {
    const auto& [planned, actual] = promise;
    if (block.computed && block.nesting != Block::Nesting::kSingle && actual.IsNull()) {
      Add(path, "null block value after apply");
      return;
    }
    if (block.computed && planned.IsUnknown()) return JudgeValue(promise, path);
    if (!planned.type().IsCollection()) {
      // The placeholder of a dynamic block may become no block.
      if (!planned.IsUnknown() || !actual.IsNull()) JudgeBody(block.body, promise, path);
      return;
    }
    if (!planned.IsKnown() || !actual.IsKnown()) return;
    const JudgeElement judge = [&](PromiseJudge& judged, const Promise& element,
                                   const Path& below) {
      judged.JudgeBody(block.body, element, below);
    };
    if (planned.type().kind() == Type::Kind::kSet) {
      JudgeSet(promise, path, "block set length", judge);
    } else if (CountText(planned) != CountText(actual)) {
      Add(path,
          absl::StrCat("block count changed from ", CountText(planned), " to ", CountText(actual)));
    } else {
      JudgeElements(promise, path, judge);
    }
  }

  void JudgeValue(const Promise& promise, const Path& path) {
    const auto& [planned, actual] = promise;
    // Of the dynamic type is what has no value yet, and may get any.
    if (planned.type().kind() == Type::Kind::kDynamic) return;
    if (!actual.Conforms(planned.type())) {
      Add(path, absl::StrCat("wrong final value type: ", planned.type().ToString(), " required"));
    } else if (planned.IsUnknown()) {
      if (planned.refinements() != nullptr && !Fits(*planned.refinements(), actual)) {
        Add(path, absl::StrCat("final value ", actual.ToString(),
                               " does not conform to planning placeholder"));
      }
    } else if (planned.IsNull() || actual.IsNull()) {
      if (planned.IsNull() && actual.IsNull()) return;
      Add(path, planned.IsNull() ? absl::StrCat("was null, but now ", actual.ToString())
                                 : absl::StrCat("was ", planned.ToString(), ", but now null"));
    } else if (actual.IsUnknown()) {
      Add(path, "was known, but now unknown");
    } else if (planned.type().IsPrimitive()) {
      if (!(planned == actual)) {
        Add(path, absl::StrCat("was ", planned.ToString(), ", but now ", actual.ToString()));
      }
    } else {
      JudgeParts(promise, path);
    }
  }

  void JudgeParts(const Promise& promise, const Path& path) {
    const JudgeElement judge = [](PromiseJudge& judged, const Promise& element, const Path& below) {
      judged.JudgeValue(element, below);
    };
    switch (promise.planned.type().kind()) {
      case Type::Kind::kObject:
        for (const ObjectAttribute& attribute : promise.planned.type().attributes()) {
          JudgeValue(At(promise, attribute.name, attribute.type), path.Attribute(attribute.name));
        }
        return;
      case Type::Kind::kSet:
        return JudgeSet(promise, path, "length", judge);
      default:
        return JudgeElements(promise, path, judge);
    }
  }

  // Lists, tuples and maps.
  void JudgeElements(const Promise& promise, const Path& path, const JudgeElement& judge) {
    const auto& [planned, actual] = promise;
    if (planned.type().kind() == Type::Kind::kMap) return JudgeEntries(promise, path, judge);
    const size_t before = planned.elements().size();
    const size_t now = actual.elements().size();
    for (size_t i = 0; i < std::max(before, now); ++i) {
      if (i >= now) {
        Add(path, absl::StrCat("element ", i, " has vanished"));
      } else if (i >= before) {
        Add(path, absl::StrCat("new element ", i, " has appeared"));
      } else {
        judge(*this, {planned.elements()[i], actual.elements()[i]},
              path.Index(static_cast<int64_t>(i)));
      }
    }
  }

  void JudgeEntries(const Promise& promise, const Path& path, const JudgeElement& judge) {
    for (const MapEntry& entry : promise.planned.entries()) {
      const Value* now = promise.actual.Find(entry.key);
      if (now == nullptr) {
        Add(path, absl::StrCat("element \"", entry.key, "\" has vanished"));
      } else {
        judge(*this, {entry.value, *now}, path.Key(entry.key));
      }
    }
    for (const MapEntry& entry : promise.actual.entries()) {
      if (promise.planned.Find(entry.key) == nullptr) {
        Add(path, absl::StrCat("new element \"", entry.key, "\" has appeared"));
      }
    }
  }

  // Each element needs a partner on the other side; several may share one, since unknown elements
  // can turn out to be equal.
  void JudgeSet(const Promise& promise, const Path& path, absl::string_view length_name,
                const JudgeElement& judge) {
    const auto& [planned, actual] = promise;
    const auto correlates = [&](const Value& before, const Value& now) {
      PromiseJudge inner;
      judge(inner, {before, now}, path);
      return inner.violations.empty();
    };
    const size_t violations_before = violations.size();
    for (const Value& before : planned.elements()) {
      if (std::none_of(actual.elements().begin(), actual.elements().end(),
                       [&](const Value& now) { return correlates(before, now); })) {
        Add(path, absl::StrCat("planned set element ", before.ToString(),
                               " does not correlate with any element in actual"));
      }
    }
    for (const Value& now : actual.elements()) {
      if (violations.size() == violations_before &&
          std::none_of(planned.elements().begin(), planned.elements().end(),
                       [&](const Value& before) { return correlates(before, now); })) {
        Add(path, absl::StrCat("actual set element ", now.ToString(),
                               " does not correlate with any element in plan"));
      }
    }
    if (planned.elements().size() < actual.elements().size()) {
      Add(path, absl::StrCat(length_name, " changed from ", planned.elements().size(), " to ",
                             actual.elements().size()));
    }
  }
};

}  // namespace

Violations CheckKept(const Body& body, const Promise& promise) {
  PromiseJudge judge;
  judge.JudgeBody(body, promise, Path());
  return judge.violations;
}

}  // namespace tf::testing
