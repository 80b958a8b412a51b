// The provider whose answers `./dev bench rpc` counts: main.go with this framework.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/impl/service_type.h"
#include "provider/framework/model_resource.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/provider.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"

namespace bench {
namespace {

using tf::Attr;
using tf::Operation;
using tf::schema::Field;
using tf::schema::Fields;

struct Record {
  Attr<std::string> id;
  Attr<std::string> name;
  Attr<int64_t> size;
  Attr<bool> enabled;
  Attr<std::vector<std::string>> tags;
  Attr<std::map<std::string, std::string>> labels;
  Attr<std::string> zone;
  Attr<std::string> note;
};

struct Row {
  Attr<std::string> name;
  Attr<int64_t> port;
  Attr<bool> enabled;
  Attr<std::string> note;
};

struct Table {
  Attr<std::string> id;
  Attr<std::vector<Row>> rows;
};

Fields<Record> RecordFields() {
  return {Field("id", &Record::id).Computed().Modify(tf::schema::UseStateForUnknown()),
          Field("name", &Record::name).Required(),
          Field("size", &Record::size).Required(),
          Field("enabled", &Record::enabled).Optional(),
          Field("tags", &Record::tags).Optional(),
          Field("labels", &Record::labels).Optional(),
          Field("zone", &Record::zone).Default(tf::Value::String("north")),
          Field("note", &Record::note).Optional()};
}

Fields<Row> RowFields() {
  return {Field("name", &Row::name).Required(), Field("port", &Row::port).Required(),
          Field("enabled", &Row::enabled).Optional(), Field("note", &Row::note).Optional()};
}

Fields<Table> TableFields() {
  return {Field("id", &Table::id).Computed().Modify(tf::schema::UseStateForUnknown()),
          Field("rows", &Table::rows, RowFields()).Required()};
}

// A resource that holds nothing: what is planned is there at once, with an id.
template <class M>
class Echo final : public tf::ModelResource<M> {
 public:
  using Result = typename tf::ModelResource<M>::Result;

  Echo(std::string type_name, Fields<M> fields)
      : tf::ModelResource<M>(std::move(type_name), "Nothing.", std::move(fields)) {}

  void CreateModel(const Operation&, const M& plan, Result& result) const override {
    result.state = plan;
    result.state->id = std::string("1");
  }
  void ReadModel(const Operation&, Result&) const override {}
  void UpdateModel(const Operation&, const M& plan, Result& result) const override {
    result.state = plan;
  }
  void DeleteModel(const Operation&, Result& result) const override { result.state.reset(); }
};

class Provider final : public tf::Provider {
 public:
  const tf::schema::Schema& schema() const override { return schema_; }
  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    std::vector<std::unique_ptr<tf::Resource>> resources;
    resources.push_back(std::make_unique<Echo<Record>>("bench_record", RecordFields()));
    resources.push_back(std::make_unique<Echo<Table>>("bench_table", TableFields()));
    return resources;
  }
  std::vector<std::unique_ptr<tf::DataSource>> DataSources() const override { return {}; }
  std::vector<std::unique_ptr<tf::Function>> Functions() const override { return {}; }
  void Configure(const tf::ConfigureRequest&, tf::ConfigureResponse&) override {}

 private:
  const tf::schema::Schema schema_ = {};
};

}  // namespace
}  // namespace bench

int main() {
  const auto server = tf::server::Server::Create(std::make_unique<bench::Provider>());
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(), "provider.bench");
  const std::unique_ptr<grpc::Service> service = tf::tfplugin6::NewService(**server);
  return tf::plugin::Serve(*service, log, {.addresses = {"registry.terraform.io/sixgate/bench"}});
}
