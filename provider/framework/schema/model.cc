#include "provider/framework/schema/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace tf::schema {

template Binder<std::string> BinderOf();
template Binder<bool> BinderOf();
template Binder<int64_t> BinderOf();
template Binder<StringList> BinderOf();
template Binder<StringSet> BinderOf();
template Binder<StringMap> BinderOf();
template Binding BindAttr(Binder<std::string>);
template Binding BindAttr(Binder<bool>);
template Binding BindAttr(Binder<int64_t>);
template Binding BindAttr(Binder<StringList>);
template Binding BindAttr(Binder<StringSet>);
template Binding BindAttr(Binder<StringMap>);

void Members::Add(const AnyMember& member) {
  if (const auto* rule = std::get_if<Validator>(&member.what)) {
    body_.validators.push_back(*rule);
  } else if (const auto* attribute = std::get_if<Attribute>(&member.what)) {
    body_.attributes.push_back(*attribute);
    bound_.push_back({attribute->name, attribute->IsSecret(), 0, member.binding});
  } else {
    body_.blocks.push_back(std::get<Block>(member.what));
    bound_.push_back({body_.blocks.back().name, false, 0, member.binding});
  }
}

void Members::Finish() {
  type_ = body_.type();
  for (Bound& bound : bound_) bound.index = *type_.AttributeIndex(bound.name);
}

absl::Status Members::Load(const Value& object, void* model, Trail& trail) const {
  const absl::Span<const Value> values = object.elements();
  for (const Bound& bound : bound_) {
    const Binding& binding = bound.binding;
    const absl::Status status = binding.load(values[bound.index], binding.member(model), trail);
    if (status.ok()) continue;
    if (bound.secret) trail.HideKeys();
    trail.AddAttribute(bound.name);
    if (!bound.secret) return status;
    return absl::Status(status.code(), absl::StrCat("(sensitive value) ", trail.must()));
  }
  return absl::OkStatus();
}

Value Members::Store(const void* model) const {
  std::vector<Value> values(bound_.size());
  for (const Bound& bound : bound_) {
    // Finding a member changes nothing.
    void* member = bound.binding.member(const_cast<void*>(model));
    values[bound.index] = bound.binding.store(member);
  }
  return Value::Object(type_, std::move(values));
}

absl::Status WithPath(const absl::Status& status, const Trail& trail) {
  return absl::Status(status.code(),
                      absl::StrCat(trail.PathFrom(Path()).ToString(), ": ", status.message()));
}

bool CanHold(const Value& value, bool is_dynamic) {
  if (!value.IsKnown()) return false;
  if (!value.type().IsCollection() || is_dynamic) return true;
  const Type::Kind element = value.type().element().kind();
  const auto can_hold = [&](const Value& e) {
    return element == Type::Kind::kObject ? !e.IsUnknown() : e.IsWhollyKnown();
  };
  if (value.type().kind() == Type::Kind::kMap) {
    return std::all_of(value.entries().begin(), value.entries().end(),
                       [&](const MapEntry& entry) { return can_hold(entry.value); });
  }
  return std::all_of(value.elements().begin(), value.elements().end(), can_hold);
}

Attribute NestedAttribute(Nesting nesting, const Body& body) {
  SIXGATE_CHECK(body.blocks.empty(), "a nested attribute has no blocks");
  Attribute attribute;
  attribute.nesting = nesting;
  attribute.nested = body.attributes;
  if (nesting == Nesting::kSingle) {
    attribute.validators = body.validators;
    return attribute;
  }
  // What is in the elements, their own attributes tell.
  attribute.validators = {FitsModel(&RequireElements)};
  for (const Validator& rule : body.validators) attribute.validators.push_back(Each(rule));
  return attribute;
}

Binding WithoutNull(Binding binding, Value none) {
  binding.store = [store = std::move(binding.store), none = std::move(none)](const void* attr) {
    Value value = store(attr);
    return value.IsNull() ? none : value;
  };
  return binding;
}

}  // namespace tf::schema
