// Binds attributes and blocks to the members of a struct, declared once for schema, decoding and
// encoding:
//
//   struct ServerModel {
//     Attr<std::string> name;
//     Attr<int64_t> size;
//     Attr<std::vector<DiskModel>> disks;
//   };
//   const Fields<ServerModel> fields = {
//       Field("name", &ServerModel::name).Required().Describe("Name of the server."),
//       Field("size", &ServerModel::size).Optional().Describe("GiB."),
//       Field("disks", &ServerModel::disks, DiskFields()).Optional(),
//       ExactlyOneOf({"size", "disks"}),
//   };
//   ASSIGN_OR_RETURN(ServerModel model, fields.Load(value));
//   Value again = fields.Store(model);
//
// Members are Attr<T>. What T is, says the value's type:
//
//   std::string, bool, int64_t, int32_t, double, Number, Value (dynamic)
//   std::vector (list), std::set (set), std::map<std::string, …> (map) of those
//   anything else with a binder (binder.h): enums, texts that are parsed, bytes
//   N, std::vector<N>, std::map<std::string, N>   nested, with the Fields<N> of the struct
//   std::vector<N>                                a nested set, with SetOf(Fields<N>)
//
// A collection with an unknown element in it is unknown as a whole here. A double is the nearest
// one; the digits that are configured stay in plan and state.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "provider/framework/schema/attribute.h"
#include "provider/framework/schema/binder.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/schema/value_traits.h"
#include "provider/framework/value/attr.h"
#include "provider/framework/value/value.h"

namespace tf::schema {

// One member bound, whatever its type and its model's are: both are behind pointers, so that all
// but the smallest part is compiled once for each T, or once.
struct Binding {
  // The Attr in the model.
  std::function<void*(void* model)> member;
  std::function<Value(const void* attr)> store;
  std::function<absl::Status(const Value&, void* attr, Trail&)> load;
};

// What stands in the braces of Fields.
struct AnyMember {
  std::variant<Attribute, Block, Validator> what;
  Binding binding = {};
};

// All members of a model, without its type.
class Members {
 public:
  void Add(const AnyMember& member);
  // After the last one.
  void Finish();

  const Body& body() const { return body_; }
  const Type& type() const { return type_; }
  absl::Status Load(const Value& object, void* model, Trail& trail) const;
  Value Store(const void* model) const;

 private:
  struct Bound {
    std::string name;
    bool secret = false;
    size_t index = 0;  // in the type
    Binding binding;
  };

  Body body_;
  Type type_;
  std::vector<Bound> bound_;
};

template <class M>
class Field;
template <class M>
class BlockField;

template <class M>
struct Member : AnyMember {
  // NOLINTBEGIN(google-explicit-constructor): they are what the braces are for.
  Member(Field<M> field) : AnyMember{std::move(field.attribute_), std::move(field.binding_)} {}
  Member(BlockField<M> field);
  Member(Validator rule) : AnyMember{std::move(rule)} {}
  // NOLINTEND(google-explicit-constructor)
};

// All that is bound of a model. Immutable, cheap to copy and to read from several threads.
template <class M>
class Fields {
 public:
  // Fields, block fields, and rules between them.
  Fields(std::initializer_list<Member<M>> list) : Fields(std::vector<Member<M>>(list)) {}
  explicit Fields(const std::vector<Member<M>>& list) {
    auto members = std::make_shared<Members>();
    for (const Member<M>& member : list) members->Add(member);
    members->Finish();
    members_ = std::move(members);
  }

  const Body& body() const { return members_->body(); }
  const std::vector<Attribute>& attributes() const { return body().attributes; }
  const Type& type() const { return members_->type(); }

  // `object` is a known value of type(). kInvalidArgument, with the path before the reason, where
  // the model cannot hold it (a fraction for an integer, a null element). What is sensitive or
  // write-only is in no message.
  absl::StatusOr<M> Load(const Value& object) const;
  // The same with the path in the trail. What is null in the object is null in the model.
  absl::Status LoadInto(const Value& object, M& model, Trail& trail) const {
    return members_->Load(object, &model, trail);
  }

  // A known object of type().
  Value Store(const M& model) const { return members_->Store(&model); }

 private:
  // Shared by the copies, in the binders of outer models above all.
  std::shared_ptr<const Members> members_;
};

// `status` with the path of its trail before the message.
absl::Status WithPath(const absl::Status& status, const Trail& trail);

template <class M>
absl::StatusOr<M> Fields<M>::Load(const Value& object) const {
  M model{};
  Trail trail;
  const absl::Status status = LoadInto(object, model, trail);
  if (!status.ok()) return WithPath(status, trail);
  return model;
}

// A set of nested objects, kept in a vector.
template <class N>
struct SetOf {
  explicit SetOf(Fields<N> element) : fields(std::move(element)) {}
  Fields<N> fields;
};

// Whether a model has a place for each unknown in the value: the members of nested objects and
// dynamic values have one, elements of collections have none.
bool CanHold(const Value& value, bool is_dynamic);

// Null and unknown go with Attr, everything else with the binder.
template <class T>
Binding BindAttr(Binder<T> binder) {
  Binding binding;
  binding.store = [type = binder.type, store = std::move(binder.store)](const void* pointer) {
    const Attr<T>& attr = *static_cast<const Attr<T>*>(pointer);
    if (attr.IsKnown()) return store(*attr);
    return attr.IsNull() ? Value::Null(type) : Value::Unknown(type);
  };
  binding.load = [load = std::move(binder.load)](const Value& value, void* pointer, Trail& trail) {
    Attr<T>& attr = *static_cast<Attr<T>*>(pointer);
    attr = Attr<T>();
    if (value.IsNull()) return absl::OkStatus();
    if (!CanHold(value, std::is_same_v<T, Value>)) {
      attr = Attr<T>::Unknown();
      return absl::OkStatus();
    }
    attr = T{};
    return load(value, *attr, trail);
  };
  return binding;
}

// What nearly every model has is compiled once, in model.cc.
using StringList = std::vector<std::string>;
using StringSet = std::set<std::string>;
using StringMap = std::map<std::string, std::string>;
extern template Binder<std::string> BinderOf();
extern template Binder<bool> BinderOf();
extern template Binder<int64_t> BinderOf();
extern template Binder<StringList> BinderOf();
extern template Binder<StringSet> BinderOf();
extern template Binder<StringMap> BinderOf();
extern template Binding BindAttr(Binder<std::string>);
extern template Binding BindAttr(Binder<bool>);
extern template Binding BindAttr(Binder<int64_t>);
extern template Binding BindAttr(Binder<StringList>);
extern template Binding BindAttr(Binder<StringSet>);
extern template Binding BindAttr(Binder<StringMap>);

// Nested objects as a T.
template <class T>
struct Nest {
  Nesting nesting;
  Body body;
  Binder<T> binder;
};

template <class N>
Nest<N> NestAs(const Fields<N>& fields, const Attr<N>*) {
  return {Nesting::kSingle,
          fields.body(),
          {fields.type(), [fields](const N& object) { return fields.Store(object); },
           [fields](const Value& value, N& object, Trail& trail) {
             return fields.LoadInto(value, object, trail);
           }}};
}

// Of elements whose collection `make` makes.
template <class N, class Make>
Nest<std::vector<N>> NestElements(Nesting nesting, const Type& type, const Fields<N>& fields,
                                  Make make) {
  Binder<std::vector<N>> binder;
  binder.type = type;
  binder.store = [fields, make](const std::vector<N>& list) {
    return make(fields.type(),
                StoreElements(list, [&](const N& object) { return fields.Store(object); }));
  };
  binder.load = [fields](const Value& value, std::vector<N>& list, Trail& trail) {
    return LoadElements<N>(
        value, trail,
        [&](const Value& element, N& object, Trail& below) {
          return fields.LoadInto(element, object, below);
        },
        [&](N object) { list.push_back(std::move(object)); });
  };
  return {nesting, fields.body(), std::move(binder)};
}

template <class N>
Nest<std::vector<N>> NestAs(const Fields<N>& fields, const Attr<std::vector<N>>*) {
  return NestElements(Nesting::kList, Type::List(fields.type()), fields, &Value::List);
}

template <class N>
Nest<std::vector<N>> NestAs(const SetOf<N>& set, const Attr<std::vector<N>>*) {
  return NestElements(Nesting::kSet, Type::Set(set.fields.type()), set.fields, &Value::Set);
}

template <class N>
Nest<std::map<std::string, N>> NestAs(const Fields<N>& fields,
                                      const Attr<std::map<std::string, N>>*) {
  using Map = std::map<std::string, N>;
  Binder<Map> binder;
  binder.type = Type::Map(fields.type());
  binder.store = [fields](const Map& map) {
    return Value::Map(fields.type(),
                      StoreEntries(map, [&](const N& object) { return fields.Store(object); }));
  };
  binder.load = [fields](const Value& value, Map& map, Trail& trail) {
    return LoadEntries(
        value, trail,
        [&](const Value& element, N& object, Trail& below) {
          return fields.LoadInto(element, object, below);
        },
        map);
  };
  return {Nesting::kMap, fields.body(), std::move(binder)};
}

// A nested attribute of these parts: blocks in them are a programming error.
Attribute NestedAttribute(Nesting nesting, const Body& body);

// One attribute bound to one member. The setters describe it and chain.
template <class M>
class Field {
 public:
  // A type that ValueTraits knows.
  template <class T>
  Field(std::string name, Attr<T> M::*member) : Field(std::move(name), member, BinderOf<T>()) {}

  // A type that the binder knows.
  template <class T>
  Field(std::string name, Attr<T> M::*member, Binder<T> binder) {
    attribute_.name = std::move(name);
    attribute_.type = binder.type;
    attribute_.validators = std::move(binder.validators);
    attribute_.semantic_equality = std::move(binder.same);
    Bind(member, std::move(binder));
  }

  // Nested objects: N, std::vector<N> or std::map<std::string, N> with Fields<N>, or
  // std::vector<N> with SetOf.
  template <class T, class Nested>
  Field(std::string name, Attr<T> M::*member, const Nested& nested) {
    Nest<T> nest = NestAs(nested, static_cast<const Attr<T>*>(nullptr));
    attribute_ = NestedAttribute(nest.nesting, nest.body);
    attribute_.name = std::move(name);
    Bind(member, std::move(nest.binder));
  }

  Field&& Required() && {
    attribute_.required = true;
    return std::move(*this);
  }
  Field&& Optional() && {
    attribute_.optional = true;
    return std::move(*this);
  }
  Field&& Computed() && {
    attribute_.computed = true;
    return std::move(*this);
  }
  Field&& Sensitive() && {
    attribute_.sensitive = true;
    return std::move(*this);
  }
  Field&& WriteOnly() && {
    attribute_.write_only = true;
    return std::move(*this);
  }
  // Optional and computed, with this value where the configuration has none.
  Field&& Default(Value value) && {
    attribute_.optional = attribute_.computed = true;
    attribute_.default_value = std::move(value);
    return std::move(*this);
  }
  Field&& Describe(std::string markdown) && {
    attribute_.description = std::move(markdown);
    return std::move(*this);
  }
  Field&& Deprecate(std::string what_instead) && {
    attribute_.deprecation = std::move(what_instead);
    return std::move(*this);
  }
  Field&& Validate(Validator validator) && {
    attribute_.validators.push_back(std::move(validator));
    return std::move(*this);
  }
  Field&& Modify(PlanModifier modifier) && {
    attribute_.plan_modifiers.push_back(std::move(modifier));
    return std::move(*this);
  }
  Field&& SameWhen(SemanticEquality equality) && {
    attribute_.semantic_equality = std::move(equality);
    return std::move(*this);
  }

 private:
  friend struct Member<M>;

  template <class T>
  void Bind(Attr<T> M::*member, Binder<T> binder) {
    binding_ = BindAttr(std::move(binder));
    binding_.member = [member](void* model) { return &(static_cast<M*>(model)->*member); };
  }

  Attribute attribute_;
  Binding binding_;
};

template <class M, class T>
Field(const char*, Attr<T> M::*) -> Field<M>;
template <class M, class T, class Shape>
Field(const char*, Attr<T> M::*, Shape) -> Field<M>;

// A nested block bound to a member, as nested attributes are: N (a single block or a group),
// std::vector<N> (list, or set with SetOf), std::map<std::string, N> (map). New schemas use nested
// attributes. What is not configured is an empty collection or a null single block.
template <class M>
class BlockField {
 public:
  template <class T, class Nested>
  BlockField(std::string name, Attr<T> M::*member, const Nested& nested) {
    Nest<T> nest = NestAs(nested, static_cast<const Attr<T>*>(nullptr));
    constexpr Block::Nesting kNestings[] = {Block::Nesting::kSingle, Block::Nesting::kList,
                                            Block::Nesting::kSet, Block::Nesting::kMap};
    block_.name = std::move(name);
    block_.nesting = kNestings[static_cast<size_t>(nest.nesting)];
    block_.body = std::move(nest.body);
    none_ = nest.binder.store(T{});
    binding_ = BindAttr(std::move(nest.binder));
    binding_.member = [member](void* model) { return &(static_cast<M*>(model)->*member); };
  }

  // One that is always there, with null in it where it is not configured; of a single block.
  BlockField&& Group() && {
    block_.nesting = Block::Nesting::kGroup;
    return std::move(*this);
  }
  // A single block that must be there, or a list or set of one at least.
  BlockField&& Required() && {
    block_.min_items = 1;
    if (block_.nesting == Block::Nesting::kSingle) block_.max_items = 1;
    return std::move(*this);
  }
  BlockField&& MaxItems(int64_t count) && {
    block_.max_items = count;
    return std::move(*this);
  }
  // The provider may fill it in; so must be everything inside.
  BlockField&& Computed() && {
    block_.computed = true;
    return std::move(*this);
  }
  BlockField&& Describe(std::string markdown) && {
    block_.description = std::move(markdown);
    return std::move(*this);
  }
  BlockField&& Deprecate(std::string what_instead) && {
    block_.deprecation = std::move(what_instead);
    return std::move(*this);
  }
  // Of the block as a whole; rules between its fields stand among these.
  BlockField&& Validate(Validator validator) && {
    block_.validators.push_back(std::move(validator));
    return std::move(*this);
  }
  BlockField&& Modify(PlanModifier modifier) && {
    block_.plan_modifiers.push_back(std::move(modifier));
    return std::move(*this);
  }

 private:
  friend struct Member<M>;

  Block block_;
  // What stands for a block that is not there, but for a single one.
  Value none_;
  Binding binding_;
};

template <class M, class T, class Nested>
BlockField(const char*, Attr<T> M::*, Nested) -> BlockField<M>;

// `binding`, but that a null member is stored as `none`: Terraform has no null blocks.
Binding WithoutNull(Binding binding, Value none);

template <class M>
Member<M>::Member(BlockField<M> field) : AnyMember{field.block_, field.binding_} {
  if (field.block_.nesting != Block::Nesting::kSingle) {
    binding = WithoutNull(std::move(binding), std::move(field.none_));
  }
}

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_MODEL_H_
