// The plan half of change_rules.h.
#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/compare.h"

namespace tf::testing {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

using Attributes = std::vector<Attribute>;

// The same part of all three.
PlannedChange At(const PlannedChange& change, const std::string& name) {
  const Type& type = change.planned.attribute(name).type();
  return {AttributeOf(change.prior, name, type), AttributeOf(change.config, name, type),
          change.planned.attribute(name)};
}

Value ElementOf(const Value& list, size_t index, const Type& type) {
  return list.IsKnown() && index < list.elements().size() ? list.elements()[index]
                                                          : Value::Null(type);
}

Value EntryOf(const Value& map, const std::string& key, const Type& type) {
  const Value* found = map.IsKnown() ? map.Find(key) : nullptr;
  return found != nullptr ? *found : Value::Null(type);
}

std::string NestingName(Block::Nesting nesting) {
  switch (nesting) {
    case Block::Nesting::kSingle:
      return "single";
    case Block::Nesting::kGroup:
      return "group";
    case Block::Nesting::kList:
      return "list";
    case Block::Nesting::kSet:
      return "set";
    case Block::Nesting::kMap:
      return "map";
  }
  return "";
}

// The plan against the configuration.
class PlanJudge {
 public:
  void JudgeBody(const Body& body, const PlannedChange& change, const Path& path) {
    if (!JudgePresence(change, path)) return;
    JudgeAttributes(body.attributes, change, path);
    for (const Block& block : body.blocks) {
      JudgeBlock(block, At(change, block.name), path.Attribute(block.name));
    }
  }

  Violations violations;

 private:
  void Add(const Path& path, std::string message) {
    violations.push_back({path, std::move(message)});
  }

  // False when there is nothing more to compare.
  bool JudgePresence(const PlannedChange& change, const Path& path) {
    if (change.planned.IsNull() && !change.config.IsNull()) {
      Add(path, "planned for absence but config wants existence");
    } else if (change.config.IsNull() && !change.planned.IsNull()) {
      Add(path, "planned for existence but config wants absence");
    } else {
      return !change.planned.IsNull();
    }
    return false;
  }

  void JudgeAttributes(const Attributes& attributes, const PlannedChange& change,
                       const Path& path) {
    for (const Attribute& attribute : attributes) {
      JudgeAttribute(attribute, At(change, attribute.name), path.Attribute(attribute.name));
    }
  }

  void JudgeAttribute(const Attribute& attribute, const PlannedChange& change, const Path& path) {
    const auto& [prior, config, planned] = change;
    if (SameUnrefined(planned, config)) return;
    const bool kept = !prior.IsNull() && !config.IsNull() && SameUnrefined(planned, prior);
    if (kept || (attribute.computed && (!attribute.optional || config.IsNull()))) return;
    const auto text = [&](const Value& value) {
      return attribute.sensitive ? std::string("(sensitive)") : value.ToString();
    };
    if (config.IsNull()) {
      Add(path, absl::StrCat("planned value ", text(planned), " for a non-computed attribute"));
    } else if (planned.IsNull() && attribute.write_only) {
      return;
    } else if (attribute.nesting.has_value()) {
      JudgeNested(attribute, change, path);
    } else {
      Add(path, absl::StrCat("planned value ", text(planned), " does not match config value ",
                             text(config),
                             prior.IsNull() ? "" : absl::StrCat(" nor prior value ", text(prior))));
    }
  }

  void JudgeNested(const Attribute& attribute, const PlannedChange& change, const Path& path) {
    const auto& [prior, config, planned] = change;
    if (!JudgePresence(change, path)) return;
    if (planned.IsUnknown()) {
      Add(path, "planned unknown for configured value");
      return;
    }
    const auto judge = [&](const PlannedChange& element, const Path& below) {
      if (element.planned == element.config) return;
      if (!element.planned.IsKnown() || element.config.IsNull()) {
        Add(below, absl::StrCat("planned element ", element.planned.ToString(),
                                " does not match config element ", element.config.ToString()));
        return;
      }
      JudgeAttributes(attribute.nested, element, below);
    };
    if (!planned.type().IsCollection()) {
      judge(change, path);
    } else if (!CountFits(config, planned)) {
      Add(path, absl::StrCat("count in plan (", CountText(planned),
                             ") disagrees with count in config (", CountText(config), ")"));
    } else {
      JudgeElements(change, path, "map key", judge);
    }
  }

  // Elements with unknowns may turn out to be one in a set.
  static bool CountFits(const Value& config, const Value& planned) {
    if (!config.IsKnown()) return false;
    if (planned.type().kind() != Type::Kind::kSet) return CountText(config) == CountText(planned);
    if (!config.IsWhollyKnown()) return true;
    const size_t count = config.elements().size();
    const size_t most = planned.elements().size();
    const size_t least = planned.IsWhollyKnown() ? most : 1;
    return least <= count && count <= most;
  }

  using JudgeElement = std::function<void(const PlannedChange& element, const Path& path)>;

  // Lists and maps; elements of sets have nothing that tells which belongs to which.
  void JudgeElements(const PlannedChange& change, const Path& path, absl::string_view key_name,
                     const JudgeElement& judge) {
    const auto& [prior, config, planned] = change;
    const Type& type = planned.type().element();
    if (planned.type().kind() == Type::Kind::kList) {
      for (size_t i = 0; i < planned.elements().size(); ++i) {
        judge({ElementOf(prior, i, type), ElementOf(config, i, type), planned.elements()[i]},
              path.Index(static_cast<int64_t>(i)));
      }
      return;
    }
    if (planned.type().kind() != Type::Kind::kMap) return;
    for (const MapEntry& entry : planned.entries()) {
      const Value* configured = config.Find(entry.key);
      if (configured == nullptr) {
        Add(path,
            absl::StrCat(key_name, " \"", entry.key, "\" from plan is not present in config"));
      } else {
        judge({EntryOf(prior, entry.key, type), *configured, entry.value}, path.Key(entry.key));
      }
    }
    for (const MapEntry& entry : config.entries()) {
      if (planned.Find(entry.key) == nullptr) {
        Add(path,
            absl::StrCat(key_name, " \"", entry.key, "\" from config is not present in plan"));
      }
    }
  }

  void JudgeBlock(const Block& block, const PlannedChange& change, const Path& path) {
    const auto& [prior, config, planned] = change;
    if (block.nesting != Block::Nesting::kSingle && planned.IsNull()) {
      Add(path, absl::StrCat("attribute representing a ", NestingName(block.nesting),
                             " of nested blocks must be empty to indicate no blocks, not null"));
    } else if (planned == config) {
      return;
    } else if (config.IsUnknown()) {
      Add(path, absl::StrCat("planned value ", planned.ToString(), " for unknown dynamic block"));
    } else if (block.computed && config.IsNull()) {
      return;
    } else if (planned.IsUnknown()) {
      Add(path, block.computed ? "planned unknown value for configured block"
                               : "planned unknown value for non-computed block");
    } else if (!planned.type().IsCollection()) {
      JudgeBody(block.body, change, path);
    } else {
      JudgeBlocks(block, change, path);
    }
  }

  void JudgeBlocks(const Block& block, const PlannedChange& change, const Path& path) {
    const auto& [prior, config, planned] = change;
    const bool is_set = planned.type().kind() == Type::Kind::kSet;
    if (!is_set && CountText(planned) != CountText(config)) {
      Add(path, absl::StrCat("block count in plan (", CountText(planned),
                             ") disagrees with count in config (", CountText(config), ")"));
      return;
    }
    const auto judge = [&](const PlannedChange& element, const Path& below) {
      if (element.planned.IsUnknown()) {
        Add(below,
            "element representing nested block must not be unknown itself; set nested attribute "
            "values to unknown instead");
      } else if (!is_set) {
        JudgeBody(block.body, element, below);
      }
    };
    if (!is_set) return JudgeElements(change, path, "block key", judge);
    for (const Value& element : planned.elements()) judge({Value(), Value(), element}, path);
  }
};

}  // namespace

Violations CheckPlan(const Body& body, const PlannedChange& change) {
  PlanJudge judge;
  judge.JudgeBody(body, change, Path());
  return judge.violations;
}

}  // namespace tf::testing
