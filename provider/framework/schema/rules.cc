#include "provider/framework/schema/rules.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/check.h"

namespace tf::schema {
namespace {

using Names = std::vector<std::string>;

enum class Set { kNo, kYes, kPerhaps };

Set IsSet(const Value& object, const std::string& name) {
  const Value* value = &object;
  for (const absl::string_view step : absl::StrSplit(name, '.')) {
    // What is inside of an unknown object may be null even where the object is certainly not.
    if (value->IsUnknown()) return Set::kPerhaps;
    if (value->IsNull()) return Set::kNo;
    SIXGATE_CHECK(value->type().kind() == Type::Kind::kObject &&
                      value->type().AttributeIndex(step).has_value(),
                  "a rule names attributes of its object");
    value = &value->attribute(step);
  }
  if (value->IsKnown()) return Set::kYes;
  if (value->IsNull()) return Set::kNo;
  const Refinements* refinements = value->refinements();
  const bool is_not_null = refinements != nullptr && refinements->is_null == false;
  return is_not_null ? Set::kYes : Set::kPerhaps;
}

// How many of the names are set, not set, or not known to be.
struct Count {
  Names set;
  Names not_set;
  bool settled = true;
};

Count CountOf(const Names& names, const Value& object) {
  Count count;
  for (const std::string& name : names) {
    switch (IsSet(object, name)) {
      case Set::kYes:
        count.set.push_back(name);
        break;
      case Set::kNo:
        count.not_set.push_back(name);
        break;
      case Set::kPerhaps:
        count.settled = false;
        break;
    }
  }
  return count;
}

Path PathOf(Path root, const std::string& name) {
  for (const absl::string_view step : absl::StrSplit(name, '.')) root = root.Attribute(step);
  return root;
}

// "a", "b" and "c"
std::string List(const Names& names, absl::string_view last) {
  if (names.size() < 2) return absl::StrJoin(names, "");
  return absl::StrCat(absl::StrJoin(names.begin(), names.end() - 1, ", "), " ", last, " ",
                      names.back());
}

void RefuseMany(const ValidateRequest& request, const Count& count, Diagnostics& diagnostics) {
  diagnostics.AddError(PathOf(request.path, count.set.back()), "Arguments exclude each other",
                       absl::StrCat(List(count.set, "and"),
                                    " are set, and only one of them can be. Remove all but one."));
}

}  // namespace

Validator ConflictsWith(Names names) {
  const TypeCheck takes = TakesObjectWith(names);
  const std::string description =
      absl::StrCat("at most one of ", List(names, "and"), " can be set");
  return {description,
          [names = std::move(names)](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Count count = CountOf(names, request.config);
            if (count.set.size() > 1) RefuseMany(request, count, diagnostics);
          },
          takes};
}

Validator ExactlyOneOf(Names names) {
  const TypeCheck takes = TakesObjectWith(names);
  const std::string list = List(names, "and");
  return {
      absl::StrCat("exactly one of ", list, " must be set"),
      [names = std::move(names), list](const ValidateRequest& request, Diagnostics& diagnostics) {
        const Count count = CountOf(names, request.config);
        if (count.set.size() > 1) return RefuseMany(request, count, diagnostics);
        if (!count.set.empty() || !count.settled) return;
        diagnostics.AddError(request.path, "Argument missing",
                             absl::StrCat("None of ", list, " is set. Set exactly one."));
      },
      takes};
}

Validator AtLeastOneOf(Names names) {
  const TypeCheck takes = TakesObjectWith(names);
  const std::string list = List(names, "and");
  return {
      absl::StrCat("at least one of ", list, " must be set"),
      [names = std::move(names), list](const ValidateRequest& request, Diagnostics& diagnostics) {
        const Count count = CountOf(names, request.config);
        if (!count.set.empty() || !count.settled) return;
        diagnostics.AddError(request.path, "Argument missing",
                             absl::StrCat("None of ", list, " is set. Set one or more."));
      },
      takes};
}

Validator RequiredTogether(Names names) {
  const TypeCheck takes = TakesObjectWith(names);
  const std::string description =
      absl::StrCat("all of ", List(names, "and"), " must be set, or none");
  return {description,
          [names = std::move(names)](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Count count = CountOf(names, request.config);
            if (count.set.empty() || count.not_set.empty()) return;
            diagnostics.AddError(
                PathOf(request.path, count.set[0]), "Arguments belong together",
                absl::StrCat(List(count.set, "and"), count.set.size() == 1 ? " is" : " are",
                             " set without ", List(count.not_set, "and"),
                             ". Set all of them, or none."));
          },
          takes};
}

Validator AlsoRequires(const std::string& name, Names others) {
  Names all = others;
  all.push_back(name);
  const TypeCheck takes = TakesObjectWith(std::move(all));
  const std::string description =
      absl::StrCat(name, " can only be set together with ", List(others, "and"));
  return {
      description,
      [name, others = std::move(others)](const ValidateRequest& request, Diagnostics& diagnostics) {
        if (IsSet(request.config, name) != Set::kYes) return;
        const Names missing = CountOf(others, request.config).not_set;
        if (missing.empty()) return;
        diagnostics.AddError(PathOf(request.path, name), "Arguments belong together",
                             absl::StrCat(name, " is set without ", List(missing, "and"),
                                          ". Set what is missing, or remove ", name, "."));
      },
      takes};
}

}  // namespace tf::schema
