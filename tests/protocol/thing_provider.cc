#include "tests/protocol/thing_provider.h"

#include <utility>
#include <vector>

#include "provider/framework/codec/json.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/schemas.h"

namespace tests::protocol {
namespace {

using tf::Diagnostics;
using tf::Type;
using tf::Value;
using tf::testing::Computed;
using tf::testing::Optional;
using tf::testing::Required;

// Every kind of type and of nesting once.
tf::schema::Body ThingBody(const tf::schema::Attribute& secret) {
  const auto pair = [] { return std::vector{Required("key"), Optional("value", Type::Number())}; };
  return {
      .attributes = {Computed("id"), Required("name"), Optional("anything", Type::Dynamic()),
                     Optional("numbers", Type::List(Type::Number())),
                     Optional("tags", Type::Map(Type::String())),
                     Optional("names", Type::Set(Type::String())),
                     tf::testing::Default("enabled", Value::Bool(true)), secret,
                     tf::testing::Nested(Optional("pairs"), tf::schema::Nesting::kList, pair()),
                     tf::testing::Nested(Optional("pair_set"), tf::schema::Nesting::kSet, pair())},
      .blocks = {tf::testing::NewBlock("rule", tf::schema::Block::Nesting::kList,
                                       tf::testing::Attributes(pair()))}};
}

Value With(const Value& object, const std::string& attribute, const Value& value) {
  std::vector<Value> values;
  for (const tf::ObjectAttribute& each : object.type().attributes()) {
    values.push_back(each.name == attribute ? value : object.attribute(each.name));
  }
  return Value::Object(object.type(), std::move(values));
}

// Of what is no managed resource: nothing is write-only there. The type is the same.
tf::schema::Schema PartSchema() { return tf::testing::SchemaOf(ThingBody(Optional("secret"))); }

// What a part does when its work was interrupted.
void Interrupt(Diagnostics& diagnostics) {
  diagnostics.AddError("Interrupted", "The work was stopped half way.");
}

class ThingFunction : public tf::Function {
 public:
  explicit ThingFunction(Hook hook) : hook_(std::move(hook)) {
    const auto parameter = [](const char* name) {
      tf::Parameter result;
      result.name = name;
      result.type = ThingSchema().type();
      result.allow_null = true;
      result.allow_unknown = true;
      return result;
    };
    signature_.parameters = {parameter("thing")};
    signature_.variadic = parameter("others");
    signature_.result = ThingSchema().type();
  }
  absl::string_view name() const override { return kThing; }
  const tf::FunctionSignature& signature() const override { return signature_; }
  tf::FunctionResult Call(absl::Span<const Value> arguments) const override {
    hook_("call", NameOf(arguments[0]), std::nullopt);
    return {arguments[0], std::nullopt};
  }

 private:
  const Hook hook_;
  tf::FunctionSignature signature_;
};

void AddResource(tf::testing::FakeProvider& provider, const Hook& hook,
                 decltype(ThingOptions::upgrade) upgrade) {
  auto& thing = provider.Add(std::make_unique<tf::testing::FakeResourceWithIdentity>(
      kThing, ThingSchema(), ThingIdentitySchema()));
  const auto changing = [hook](const char* method, const auto& defaults) {
    return [hook, method, defaults](const auto& request, tf::StateResponse& response) {
      Value object;
      if constexpr (requires { request.plan; }) {
        object = request.plan;
      } else {
        object = request.state;
      }
      request.operation.log.Info("at work", {{"method", method}, {"name", NameOf(object)}});
      if (!hook(method, NameOf(object), request.operation.stop)) return defaults(request, response);
      response.state = HalfAThing(NameOf(object));
      Interrupt(response.diagnostics);
    };
  };
  thing.create = changing("create", thing.create);
  thing.update = changing("update", thing.update);
  thing.destroy = changing("delete", thing.destroy);
  thing.read = changing("read", thing.read);
  thing.validate = [hook](const tf::ValidateRequest& request, Diagnostics& diagnostics) {
    if (hook("validate", NameOf(request.config), request.operation.stop)) Interrupt(diagnostics);
  };
  thing.plan = [hook](const tf::PlanRequest& request, tf::PlanResponse& response) {
    const std::string name = NameOf(request.config.IsNull() ? request.prior : request.config);
    if (hook("plan", name, request.operation.stop)) Interrupt(response.diagnostics);
  };
  thing.import = [hook](const tf::ImportRequest& request, tf::StateResponse& response) {
    const std::string name = request.id.empty() ? NameOf(request.identity) : request.id;
    if (hook("import", name, request.operation.stop)) return Interrupt(response.diagnostics);
    response.state = HalfAThing(name);
  };
  thing.move = [hook](const tf::MoveRequest& request, tf::StateResponse& response) {
    const auto state = tf::codec::DecodeJson(request.source_state_json, ThingSchema().type(),
                                             tf::codec::JsonForm::kStoredState);
    if (!state.ok()) return false;
    if (hook("move", NameOf(*state), request.operation.stop)) {
      Interrupt(response.diagnostics);
    } else {
      response.state = HalfAThing(NameOf(*state));
    }
    return true;
  };
  thing.upgraders = {{.from_version = 0, .from_type = ThingSchema().type(), .upgrade = upgrade}};
}

void AddDataSource(tf::testing::FakeProvider& provider, const Hook& hook) {
  auto& data = provider.Add(std::make_unique<tf::testing::FakeDataSource>(kThing, PartSchema()));
  data.read = [hook](const tf::ReadDataRequest& request, tf::ReadDataResponse& response) {
    if (hook("read data", NameOf(request.config), request.operation.stop)) {
      return Interrupt(response.diagnostics);
    }
    response.state = request.config;
  };
}

std::string NameIn(const tf::PrivateState& state) {
  const std::string* name = state.Find("name");
  return name == nullptr ? "" : *name;
}

void AddEphemeralResource(tf::testing::FakeProvider& provider, const Hook& hook) {
  auto& thing =
      provider.Add(std::make_unique<tf::testing::FakeEphemeralResource>(kThing, PartSchema()));
  thing.validate = [hook](const tf::ValidateRequest& request, Diagnostics& diagnostics) {
    if (hook("validate ephemeral", NameOf(request.config), request.operation.stop)) {
      Interrupt(diagnostics);
    }
  };
  thing.open = [hook](const tf::OpenRequest& request, tf::OpenResponse& response) {
    if (hook("open", NameOf(request.config), request.operation.stop)) {
      return Interrupt(response.diagnostics);
    }
    response.result = With(request.config, "id", Value::String("open"));
  };
  thing.renew = [hook](const tf::RenewRequest& request, tf::RenewResponse& response) {
    if (hook("renew", NameIn(response.private_state), request.operation.stop)) {
      Interrupt(response.diagnostics);
    }
  };
  thing.close = [hook](const tf::CloseRequest& request, Diagnostics& diagnostics) {
    if (hook("close", NameIn(request.private_state), request.operation.stop)) {
      Interrupt(diagnostics);
    }
  };
}

void AddListResource(tf::testing::FakeProvider& provider, const Hook& hook) {
  auto& things =
      provider.Add(std::make_unique<tf::testing::FakeListResource>(kThing, PartSchema()));
  things.list = [hook](const tf::ListRequest& request, const tf::PushResult& push) {
    tf::ListResult result;
    const std::string name = NameOf(request.config);
    if (hook("list", name, request.operation.stop)) {
      Interrupt(result.diagnostics);
    } else {
      result.display_name = name;
      result.resource = HalfAThing(name);
    }
    push(std::move(result));
  };
}

void AddAction(tf::testing::FakeProvider& provider, const Hook& hook) {
  auto& action = provider.Add(std::make_unique<tf::testing::FakeAction>(kThing, PartSchema()));
  action.plan = [hook](const tf::PlanActionRequest& request, tf::PlanActionResponse& response) {
    if (hook("plan action", NameOf(request.config), request.operation.stop)) {
      Interrupt(response.diagnostics);
    }
  };
  action.invoke = [hook](const tf::InvokeRequest& request, Diagnostics& diagnostics) {
    request.progress("half way");
    if (hook("invoke", NameOf(request.config), request.operation.stop)) Interrupt(diagnostics);
  };
}

}  // namespace

tf::schema::Schema ThingSchema() {
  tf::schema::Schema schema = tf::testing::SchemaOf(ThingBody(tf::testing::WriteOnly("secret")));
  schema.version = 1;
  return schema;
}

std::string NameOf(const Value& object) {
  if (!object.IsKnown()) return "";
  const Value name = object.attribute("name");
  return name.IsKnown() ? name.string() : "";
}

tf::schema::IdentitySchema ThingIdentitySchema() {
  return {.attributes = {{.name = "name", .required_for_import = true}}};
}

Value Thing(const std::string& name) {
  const Type type = ThingSchema().type();
  std::vector<Value> values;
  for (const tf::ObjectAttribute& attribute : type.attributes()) {
    // A block that is not there is empty, and never null.
    values.push_back(attribute.name == "name"   ? Value::String(name)
                     : attribute.name == "rule" ? Value::List(attribute.type.element(), {})
                                                : Value::Null(attribute.type));
  }
  return Value::Object(type, std::move(values));
}

Value HalfAThing(const std::string& name) {
  return With(With(Thing(name), "id", Value::String("half")), "enabled", Value::Bool(true));
}

std::unique_ptr<tf::Provider> NewThingProvider(ThingOptions options) {
  const Hook hook = options.hook ? options.hook : [](auto&&...) { return false; };
  if (options.upgrade == nullptr) {
    options.upgrade = [](const Value& old, Diagnostics&) { return old; };
  }
  auto provider = std::make_unique<tf::testing::FakeProvider>(PartSchema());
  AddResource(*provider, hook, options.upgrade);
  AddDataSource(*provider, hook);
  AddEphemeralResource(*provider, hook);
  AddListResource(*provider, hook);
  AddAction(*provider, hook);
  provider->Add<tf::Function>(std::make_unique<ThingFunction>(hook));
  provider->validate = [hook](const Value& config, Diagnostics&) {
    hook("validate provider", NameOf(config), std::nullopt);
  };
  provider->configure = [hook](const tf::ConfigureRequest& request, tf::ConfigureResponse&) {
    request.log.Info("at work", {{"method", "configure"}});
    hook("configure", NameOf(request.config), std::nullopt);
  };
  return provider;
}

}  // namespace tests::protocol
