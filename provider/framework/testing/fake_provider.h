// Providers made of functions, for tests of the framework: each part does something sensible until
// a test gives it another function.
//
//   auto provider = std::make_unique<FakeProvider>();
//   FakeResource& server = provider->Add(std::make_unique<FakeResource>("fake_server", schema));
//   server.create = [](const CreateRequest& request, StateResponse& response) { … };
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_FAKE_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_FAKE_PROVIDER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provider/framework/provider.h"

namespace tf::testing {

// A plan as a well-behaved provider fulfils it: each unknown replaced by a value that follows from
// the schema alone.
Value Fulfilled(const schema::Body& body, const Value& plan);

// A resource with the required methods only. Create and Update fulfil the plan, Read finds what the
// state says, Delete succeeds. Set the functions before the first request.
class FakeResource : public Resource {
 public:
  FakeResource(std::string type_name, schema::Schema schema);
  // Its functions refer to it.
  FakeResource(const FakeResource&) = delete;
  FakeResource& operator=(const FakeResource&) = delete;

  absl::string_view type_name() const override { return type_name_; }
  const schema::Schema& schema() const override { return schema_; }
  void Create(const CreateRequest& request, StateResponse& response) const override {
    create(request, response);
  }
  void Read(const ReadRequest& request, StateResponse& response) const override {
    read(request, response);
  }
  void Update(const UpdateRequest& request, StateResponse& response) const override {
    update(request, response);
  }
  void Delete(const DeleteRequest& request, StateResponse& response) const override {
    destroy(request, response);
  }

  std::function<void(const CreateRequest&, StateResponse&)> create;
  std::function<void(const ReadRequest&, StateResponse&)> read;
  std::function<void(const UpdateRequest&, StateResponse&)> update;
  std::function<void(const DeleteRequest&, StateResponse&)> destroy;

 private:
  std::string type_name_;
  schema::Schema schema_;
};

// A resource with all that is optional, too. Nothing to add in Validate and Plan; imports, upgrades
// and moves are given by the test.
class FakeFullResource : public FakeResource,
                         public PartWithValidate,
                         public ResourceWithPlan,
                         public ResourceWithImport,
                         public ResourceWithUpgrade,
                         public ResourceWithMove {
 public:
  using FakeResource::FakeResource;

  void Validate(const ValidateRequest& request, Diagnostics& diagnostics) const override {
    validate(request, diagnostics);
  }
  void Plan(const PlanRequest& request, PlanResponse& response) const override {
    plan(request, response);
  }
  void Import(const ImportRequest& request, StateResponse& response) const override {
    import(request, response);
  }
  std::vector<StateUpgrader> Upgraders() const override { return upgraders; }
  bool Move(const MoveRequest& request, StateResponse& response) const override {
    return move(request, response);
  }

  std::function<void(const ValidateRequest&, Diagnostics&)> validate = [](const ValidateRequest&,
                                                                          Diagnostics&) {};
  std::function<void(const PlanRequest&, PlanResponse&)> plan = [](const PlanRequest&,
                                                                   PlanResponse&) {};
  std::function<void(const ImportRequest&, StateResponse&)> import = [](const ImportRequest&,
                                                                        StateResponse&) {};
  std::vector<StateUpgrader> upgraders;
  std::function<bool(const MoveRequest&, StateResponse&)> move =
      [](const MoveRequest&, StateResponse&) { return false; };
};

// A data source; without a function of the test it returns its configuration.
class FakeDataSource : public DataSource {
 public:
  FakeDataSource(std::string type_name, schema::Schema schema)
      : type_name_(std::move(type_name)), schema_(std::move(schema)) {}

  absl::string_view type_name() const override { return type_name_; }
  const schema::Schema& schema() const override { return schema_; }
  void Read(const ReadDataRequest& request, ReadDataResponse& response) const override {
    read(request, response);
  }

  std::function<void(const ReadDataRequest&, ReadDataResponse&)> read =
      [](const ReadDataRequest& request, ReadDataResponse& response) {
        response.state = request.config;
      };

 private:
  std::string type_name_;
  schema::Schema schema_;
};

// A resource whose identity is its attributes of the schema's names.
class FakeResourceWithIdentity : public FakeFullResource, public ResourceWithIdentity {
 public:
  FakeResourceWithIdentity(std::string type_name, schema::Schema schema,
                           schema::IdentitySchema identity_schema)
      : FakeFullResource(std::move(type_name), std::move(schema)),
        identity_schema_(std::move(identity_schema)) {}

  const schema::IdentitySchema& identity_schema() const override { return identity_schema_; }
  Value Identity(const IdentityRequest& request) const override {
    return identity != nullptr ? identity(request) : ResourceWithIdentity::Identity(request);
  }
  bool HasMutableIdentity() const override { return has_mutable_identity; }
  std::vector<StateUpgrader> IdentityUpgraders() const override { return identity_upgraders; }

  std::function<Value(const IdentityRequest&)> identity;
  bool has_mutable_identity = false;
  std::vector<StateUpgrader> identity_upgraders;

 private:
  schema::IdentitySchema identity_schema_;
};

// Without functions of the test it gives out its configuration, which needs no renewal.
class FakeEphemeralResource : public EphemeralResource,
                              public PartWithValidate,
                              public EphemeralResourceWithRenew,
                              public EphemeralResourceWithClose {
 public:
  FakeEphemeralResource(std::string type_name, schema::Schema schema)
      : type_name_(std::move(type_name)), schema_(std::move(schema)) {}

  absl::string_view type_name() const override { return type_name_; }
  const schema::Schema& schema() const override { return schema_; }
  void Validate(const ValidateRequest& request, Diagnostics& diagnostics) const override {
    validate(request, diagnostics);
  }
  void Open(const OpenRequest& request, OpenResponse& response) const override {
    open(request, response);
  }
  void Renew(const RenewRequest& request, RenewResponse& response) const override {
    renew(request, response);
  }
  void Close(const CloseRequest& request, Diagnostics& diagnostics) const override {
    close(request, diagnostics);
  }

  std::function<void(const ValidateRequest&, Diagnostics&)> validate = [](const ValidateRequest&,
                                                                          Diagnostics&) {};
  std::function<void(const OpenRequest&, OpenResponse&)> open = [](const OpenRequest&,
                                                                   OpenResponse&) {};
  std::function<void(const RenewRequest&, RenewResponse&)> renew = [](const RenewRequest&,
                                                                      RenewResponse&) {};
  std::function<void(const CloseRequest&, Diagnostics&)> close = [](const CloseRequest&,
                                                                    Diagnostics&) {};

 private:
  std::string type_name_;
  schema::Schema schema_;
};

// Without a function of the test it finds nothing.
class FakeListResource : public ListResource {
 public:
  FakeListResource(std::string type_name, schema::Schema schema)
      : type_name_(std::move(type_name)), schema_(std::move(schema)) {}

  absl::string_view type_name() const override { return type_name_; }
  const schema::Schema& schema() const override { return schema_; }
  void List(const ListRequest& request, const PushResult& push) const override {
    list(request, push);
  }

  std::function<void(const ListRequest&, const PushResult&)> list = [](const ListRequest&,
                                                                       const PushResult&) {};

 private:
  std::string type_name_;
  schema::Schema schema_;
};

// Without functions of the test it succeeds and does nothing.
class FakeAction : public tf::Action, public ActionWithPlan {
 public:
  FakeAction(std::string type_name, schema::Schema schema)
      : type_name_(std::move(type_name)), schema_(std::move(schema)) {}

  absl::string_view type_name() const override { return type_name_; }
  const schema::Schema& schema() const override { return schema_; }
  void Plan(const PlanActionRequest& request, PlanActionResponse& response) const override {
    plan(request, response);
  }
  void Invoke(const InvokeRequest& request, Diagnostics& diagnostics) const override {
    invoke(request, diagnostics);
  }

  std::function<void(const PlanActionRequest&, PlanActionResponse&)> plan =
      [](const PlanActionRequest&, PlanActionResponse&) {};
  std::function<void(const InvokeRequest&, Diagnostics&)> invoke = [](const InvokeRequest&,
                                                                      Diagnostics&) {};

 private:
  std::string type_name_;
  schema::Schema schema_;
};

// Its parts are taken over by the server that asks for them, and live as long as that.
class FakeProvider : public Provider {
 public:
  explicit FakeProvider(schema::Schema schema = {}) : schema_(std::move(schema)) {}

  // Takes the part; the reference lives as long as the server.
  template <class T>
  T& Add(std::unique_ptr<T> part) {
    T& reference = *part;
    Keep(std::move(part));
    return reference;
  }

  const schema::Schema& schema() const override { return schema_; }
  std::vector<std::unique_ptr<Resource>> Resources() const override {
    return std::move(resources_);
  }
  std::vector<std::unique_ptr<DataSource>> DataSources() const override {
    return std::move(data_sources_);
  }
  std::vector<std::unique_ptr<EphemeralResource>> EphemeralResources() const override {
    return std::move(ephemeral_resources_);
  }
  std::vector<std::unique_ptr<ListResource>> ListResources() const override {
    return std::move(list_resources_);
  }
  std::vector<std::unique_ptr<tf::Action>> Actions() const override { return std::move(actions_); }
  std::vector<std::unique_ptr<Function>> Functions() const override {
    return std::move(functions_);
  }
  const schema::Schema* meta_schema() const override { return meta.has_value() ? &*meta : nullptr; }
  void Validate(const Value& config, Diagnostics& diagnostics) const override {
    validate(config, diagnostics);
  }
  void Configure(const ConfigureRequest& request, ConfigureResponse& response) override {
    configure(request, response);
  }

  std::function<void(const Value&, Diagnostics&)> validate = [](const Value&, Diagnostics&) {};
  std::function<void(const ConfigureRequest&, ConfigureResponse&)> configure =
      [](const ConfigureRequest&, ConfigureResponse&) {};
  std::optional<schema::Schema> meta;

 private:
  void Keep(std::unique_ptr<Resource> part) { resources_.push_back(std::move(part)); }
  void Keep(std::unique_ptr<DataSource> part) { data_sources_.push_back(std::move(part)); }
  void Keep(std::unique_ptr<EphemeralResource> part) {
    ephemeral_resources_.push_back(std::move(part));
  }
  void Keep(std::unique_ptr<ListResource> part) { list_resources_.push_back(std::move(part)); }
  void Keep(std::unique_ptr<tf::Action> part) { actions_.push_back(std::move(part)); }
  void Keep(std::unique_ptr<Function> part) { functions_.push_back(std::move(part)); }

  schema::Schema schema_;
  // Mutable: the server asks for each list once, and then owns the parts.
  mutable std::vector<std::unique_ptr<Resource>> resources_;
  mutable std::vector<std::unique_ptr<DataSource>> data_sources_;
  mutable std::vector<std::unique_ptr<EphemeralResource>> ephemeral_resources_;
  mutable std::vector<std::unique_ptr<ListResource>> list_resources_;
  mutable std::vector<std::unique_ptr<tf::Action>> actions_;
  mutable std::vector<std::unique_ptr<Function>> functions_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_FAKE_PROVIDER_H_
