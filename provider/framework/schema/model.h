// Binds attributes to the members of a struct, declared once for schema, decoding and encoding:
//
//   struct ServerModel {
//     Attr<std::string> name;
//     Attr<int64_t> size;
//   };
//   const Fields<ServerModel> fields = {
//       Field("name", &ServerModel::name).Required().Describe("Name of the server."),
//       Field("size", &ServerModel::size).Optional().Describe("GiB."),
//   };
//   ASSIGN_OR_RETURN(ServerModel model, fields.Load(value));
//   Value again = fields.Store(model);
//
// Member types: Attr<T> with T of std::string, bool, int64_t, Number, Value (dynamic), std::vector
// (list), std::set (set), std::map<std::string, …> (map) of those, and for nested attributes
// N, std::vector<N>, std::map<std::string, N> with the Fields<N> of the nested struct. A collection
// with an unknown element in it is unknown as a whole here.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/schema/attribute.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/schema/value_traits.h"
#include "provider/framework/value/attr.h"
#include "provider/framework/value/value.h"

namespace tf::schema {

// Null and unknown go with Attr, everything else with `Store` and `Load` of a known value.
template <class T, class StoreKnown>
Value StoreAttr(const Attr<T>& attr, const Type& type, const StoreKnown& store) {
  if (attr.IsNull()) return Value::Null(type);
  if (attr.IsUnknown()) return Value::Unknown(type);
  return store(*attr);
}

// Whether a T has a place for each unknown in the value: the members of nested objects and dynamic
// values have one, elements of collections have none.
template <class T>
bool CanHold(const Value& value) {
  if (!value.IsKnown()) return false;
  if (!value.type().IsCollection() || std::is_same_v<T, Value>) return true;
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

template <class T, class LoadKnown>
absl::Status LoadAttr(const Value& value, Attr<T>& attr, const LoadKnown& load) {
  if (value.IsNull()) {
    attr = Attr<T>();
    return absl::OkStatus();
  }
  if (!CanHold<T>(value)) {
    attr = Attr<T>::Unknown();
    return absl::OkStatus();
  }
  T loaded{};
  RETURN_IF_ERROR(load(value, loaded));
  attr = Attr<T>(std::move(loaded));
  return absl::OkStatus();
}

template <class M>
class Fields;

// One attribute bound to one member. The setters describe it and chain.
template <class M>
class Field {
 public:
  template <class T>
  Field(std::string name, Attr<T> M::*member) {
    attribute_.name = std::move(name);
    attribute_.type = ValueTraits<T>::type();
    attribute_.validators = {FitsModel([](const Value& value) {
      T scratch{};
      return ValueTraits<T>::Load(value, scratch);
    })};
    store_ = [member, type = attribute_.type](const M& model) {
      return StoreAttr(model.*member, type, &ValueTraits<T>::Store);
    };
    load_ = [member](const Value& value, M& model) {
      return LoadAttr(value, model.*member, &ValueTraits<T>::Load);
    };
  }

  // A nested object.
  template <class N>
  Field(std::string name, Attr<N> M::*member, Fields<N> nested) {
    BindNested(
        std::move(name), member, Nesting::kSingle, nested,
        [nested](const N& object) { return nested.Store(object); },
        [nested](const Value& value, N& object) { return nested.LoadInto(value, object); });
  }

  // A list of nested objects.
  template <class N>
  Field(std::string name, Attr<std::vector<N>> M::*member, Fields<N> nested) {
    BindNested(
        std::move(name), member, Nesting::kList, nested,
        [nested](const std::vector<N>& list) {
          std::vector<Value> elements;
          elements.reserve(list.size());
          for (const N& element : list) elements.push_back(nested.Store(element));
          return Value::List(nested.type(), std::move(elements));
        },
        [nested](const Value& value, std::vector<N>& list) {
          RETURN_IF_ERROR(RequireElements(value));
          for (const Value& element : value.elements()) {
            list.emplace_back();
            RETURN_IF_ERROR(nested.LoadInto(element, list.back()));
          }
          return absl::OkStatus();
        });
  }

  // A map of nested objects.
  template <class N>
  Field(std::string name, Attr<std::map<std::string, N>> M::*member, Fields<N> nested) {
    BindNested(
        std::move(name), member, Nesting::kMap, nested,
        [nested](const std::map<std::string, N>& map) {
          std::vector<MapEntry> entries;
          entries.reserve(map.size());
          for (const auto& [key, element] : map) entries.push_back({key, nested.Store(element)});
          return Value::Map(nested.type(), std::move(entries));
        },
        [nested](const Value& value, std::map<std::string, N>& map) {
          RETURN_IF_ERROR(RequireElements(value));
          for (const MapEntry& entry : value.entries()) {
            RETURN_IF_ERROR(nested.LoadInto(entry.value, map[entry.key]));
          }
          return absl::OkStatus();
        });
  }

  Field&& Required() && {
    return Set([](Attribute& a) { a.required = true; });
  }
  Field&& Optional() && {
    return Set([](Attribute& a) { a.optional = true; });
  }
  Field&& Computed() && {
    return Set([](Attribute& a) { a.computed = true; });
  }
  Field&& Sensitive() && {
    return Set([](Attribute& a) { a.sensitive = true; });
  }
  Field&& WriteOnly() && {
    return Set([](Attribute& a) { a.write_only = true; });
  }
  // Optional and computed, with this value where the configuration has none.
  Field&& Default(Value value) && {
    return Set([&](Attribute& a) {
      a.optional = a.computed = true;
      a.default_value = std::move(value);
    });
  }
  Field&& Describe(std::string markdown) && {
    return Set([&](Attribute& a) { a.description = std::move(markdown); });
  }
  Field&& Deprecate(std::string what_instead) && {
    return Set([&](Attribute& a) { a.deprecation = std::move(what_instead); });
  }
  Field&& Validate(Validator validator) && {
    return Set([&](Attribute& a) { a.validators.push_back(std::move(validator)); });
  }
  Field&& Modify(PlanModifier modifier) && {
    return Set([&](Attribute& a) { a.plan_modifiers.push_back(std::move(modifier)); });
  }
  Field&& SameWhen(SemanticEquality equality) && {
    return Set([&](Attribute& a) { a.semantic_equality = std::move(equality); });
  }

 private:
  friend class Fields<M>;

  template <class F>
  Field&& Set(const F& change) {
    change(attribute_);
    return std::move(*this);
  }

  template <class T, class N, class StoreKnown, class LoadKnown>
  void BindNested(std::string name, Attr<T> M::*member, Nesting nesting, const Fields<N>& nested,
                  StoreKnown store, LoadKnown load) {
    attribute_.name = std::move(name);
    attribute_.nesting = nesting;
    attribute_.nested = nested.attributes();
    // What is in the elements, their own attributes tell.
    if (nesting != Nesting::kSingle) attribute_.validators = {FitsModel(&RequireElements)};
    store_ = [member, type = attribute_.value_type(), store](const M& model) {
      return StoreAttr(model.*member, type, store);
    };
    load_ = [member, load](const Value& value, M& model) {
      return LoadAttr(value, model.*member, load);
    };
  }

  Attribute attribute_;
  std::function<Value(const M&)> store_;
  std::function<absl::Status(const Value&, M&)> load_;
};

template <class M, class T>
Field(const char*, Attr<T> M::*) -> Field<M>;
template <class M, class T, class N>
Field(const char*, Attr<T> M::*, Fields<N>) -> Field<M>;

// All attributes of a model. Immutable, cheap to read from several threads.
template <class M>
class Fields {
 public:
  Fields(std::initializer_list<Field<M>> fields) : fields_(fields) {
    for (const Field<M>& field : fields_) attributes_.push_back(field.attribute_);
    type_ = ObjectType(attributes_);
  }

  const std::vector<Attribute>& attributes() const { return attributes_; }
  const Type& type() const { return type_; }

  // `object` is a known value of type(). kInvalidArgument names the attribute that the model cannot
  // hold (a fraction for an integer, a null element).
  absl::StatusOr<M> Load(const Value& object) const {
    M model{};
    RETURN_IF_ERROR(LoadInto(object, model));
    return model;
  }
  absl::Status LoadInto(const Value& object, M& model) const {
    for (const Field<M>& field : fields_) {
      const std::string& name = field.attribute_.name;
      RETURN_IF_ERROR(engine::base::Annotate(field.load_(object.attribute(name), model), name));
    }
    return absl::OkStatus();
  }

  // A known object of type().
  Value Store(const M& model) const {
    std::vector<Value> values(fields_.size());
    for (const Field<M>& field : fields_) {
      values[*type_.AttributeIndex(field.attribute_.name)] = field.store_(model);
    }
    return Value::Object(type_, std::move(values));
  }

 private:
  std::vector<Field<M>> fields_;
  std::vector<Attribute> attributes_;
  Type type_;
};

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_
