#include "provider/framework/testing/fake_provider.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/rewrite.h"
#include "provider/framework/server/unknowns.h"
#include "provider/framework/testing/literal.h"

namespace tf::testing {
namespace {

// A value of the type, with nothing unknown in it.
Value Made(const Type& type, absl::string_view prefix) {
  switch (type.kind()) {
    case Type::Kind::kNumber:
      return Value::Int(1);
    case Type::Kind::kBool:
      return Value::Bool(true);
    case Type::Kind::kList:
      return Value::List(type.element(), {Made(type.element(), "")});
    case Type::Kind::kSet:
      return Value::Set(type.element(), {Made(type.element(), "")});
    case Type::Kind::kMap:
      return Value::Map(type.element(), {{"made", Made(type.element(), "")}});
    case Type::Kind::kTuple: {
      std::vector<Value> elements;
      for (const Type& element : type.elements()) elements.push_back(Made(element, ""));
      return Value::Tuple(type, std::move(elements));
    }
    case Type::Kind::kObject: {
      std::vector<Value> values;
      for (const ObjectAttribute& attribute : type.attributes()) {
        values.push_back(Made(attribute.type, ""));
      }
      return Value::Object(type, std::move(values));
    }
    default:
      return Value::String(absl::StrCat(prefix, "made"));
  }
}

// One object with its computed attributes unknown still; the others are the configuration's, which
// has none here.
Value MadeNested(const schema::Attribute& attribute) {
  const Type object = schema::ObjectType(attribute.nested);
  Value made = Literal(object, "{}");
  for (const schema::Attribute& nested : attribute.nested) {
    if (nested.computed) made = made.With(nested.name, Value::Unknown(nested.value_type()));
  }
  switch (*attribute.nesting) {
    case schema::Nesting::kSingle:
      return made;
    case schema::Nesting::kList:
      return Value::List(object, {made});
    case schema::Nesting::kSet:
      return Value::Set(object, {made});
    case schema::Nesting::kMap:
      return Value::Map(object, {{"made", made}});
  }
  return made;
}

}  // namespace

Value Fulfilled(const schema::Body& body, const Value& plan) {
  const Value none = Value::Null(plan.type());
  const Value nested = server::Rewrite(
      body, {none, none, plan}, &server::AllAttributes,
      [](const schema::Attribute& attribute, const Path&, const server::Trio& trio) {
        return attribute.nesting.has_value() && trio.plan.IsUnknown() ? MadeNested(attribute)
                                                                      : trio.plan;
      });
  return server::ReplaceUnknowns(nested, Path(), [](const Path&, const Value& unknown) {
    return Made(unknown.type(), unknown.refinements() ? unknown.refinements()->string_prefix : "");
  });
}

FakeResource::FakeResource(std::string type_name, schema::Schema schema)
    : type_name_(std::move(type_name)), schema_(std::move(schema)) {
  create = [this](const CreateRequest& request, StateResponse& response) {
    response.state = Fulfilled(schema_.body, request.plan);
  };
  read = [](const ReadRequest&, StateResponse&) {};
  update = [this](const UpdateRequest& request, StateResponse& response) {
    response.state = Fulfilled(schema_.body, request.plan);
  };
  destroy = [](const DeleteRequest& request, StateResponse& response) {
    response.state = Value::Null(request.state.type());
  };
}

}  // namespace tf::testing
