#include "tests/bench/rpc/calls.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/value/value.h"

namespace bench {
namespace {

namespace pb = ::tfplugin6;
using tf::Type;
using tf::Value;

constexpr int kRows = 1000;

struct Resource {
  std::string type_name;
  std::string words;
  // The default of `zone` is the provider's to add, and the id, too.
  Value config;
};

Value Text(int number) { return Value::String(absl::StrCat("text-", number)); }

Resource Record() {
  return {"bench_record", "8 attributes",
          Value::Object({{"id", Value::Null(Type::String())},
                         {"name", Value::String("web")},
                         {"size", Value::Int(4096)},
                         {"enabled", Value::Bool(true)},
                         {"tags", Value::List(Type::String(), {Text(1), Text(2), Text(3)})},
                         {"labels", Value::Map(Type::String(), {{"a", Text(1)}, {"b", Text(2)}})},
                         {"zone", Value::Null(Type::String())},
                         {"note", Value::Null(Type::String())}})};
}

Resource Table() {
  std::vector<Value> rows;
  for (int i = 0; i < kRows; ++i) {
    rows.push_back(Value::Object({{"name", Text(i)},
                                  {"port", Value::Int(i)},
                                  {"enabled", Value::Bool(i % 2 == 0)},
                                  {"note", Value::Null(Type::String())}}));
  }
  const Type row = rows.front().type();
  return {"bench_table", absl::StrCat(kRows, " objects"),
          Value::Object(
              {{"id", Value::Null(Type::String())}, {"rows", Value::List(row, std::move(rows))}})};
}

template <class Request, class Response>
using Method = grpc::Status (pb::Provider::Stub::*)(grpc::ClientContext*, const Request&,
                                                    Response*);

class Caller {
 public:
  Caller(const std::shared_ptr<grpc::Channel>& ours, const std::shared_ptr<grpc::Channel>& theirs)
      : ours_(pb::Provider::NewStub(ours)), theirs_(pb::Provider::NewStub(theirs)) {}

  absl::Status Add(const Resource& resource) {
    const Type& type = resource.config.type();
    pb::PlanResourceChange::Request plan;
    plan.set_type_name(resource.type_name);
    plan.mutable_config()->set_msgpack(Bytes(resource.config));
    plan.mutable_proposed_new_state()->set_msgpack(Bytes(resource.config));
    plan.mutable_prior_state()->set_msgpack(Bytes(Value::Null(type)));
    plan.mutable_client_capabilities()->set_write_only_attributes_allowed(true);
    ASSIGN_OR_RETURN(const pb::PlanResourceChange::Response planned,
                     Ask(&pb::Provider::Stub::PlanResourceChange, plan,
                         &pb::PlanResourceChange::Response::mutable_planned_state, type));
    Keep("plan", resource, "PlanResourceChange", plan);

    pb::ApplyResourceChange::Request apply;
    apply.set_type_name(resource.type_name);
    *apply.mutable_config() = plan.config();
    *apply.mutable_prior_state() = plan.prior_state();
    *apply.mutable_planned_state() = planned.planned_state();
    apply.set_planned_private(planned.planned_private());
    ASSIGN_OR_RETURN(const pb::ApplyResourceChange::Response applied,
                     Ask(&pb::Provider::Stub::ApplyResourceChange, apply,
                         &pb::ApplyResourceChange::Response::mutable_new_state, type));
    Keep("apply", resource, "ApplyResourceChange", apply);

    pb::ReadResource::Request read;
    read.set_type_name(resource.type_name);
    *read.mutable_current_state() = applied.new_state();
    read.set_private_(applied.private_());
    *read.mutable_client_capabilities() = plan.client_capabilities();
    RETURN_IF_ERROR(Ask(&pb::Provider::Stub::ReadResource, read,
                        &pb::ReadResource::Response::mutable_new_state, type)
                        .status());
    Keep("read", resource, "ReadResource", read);
    return absl::OkStatus();
  }

  std::vector<Call> TakeCalls() { return std::move(calls_); }

 private:
  static std::string Bytes(const Value& value) {
    return tf::codec::EncodeMsgpack(value, value.type());
  }

  // The answer that both give, with its object written as we write it: Go takes the entries of a
  // map in any order.
  template <class Request, class Response>
  absl::StatusOr<Response> Ask(Method<Request, Response> method, const Request& request,
                               pb::DynamicValue* (Response::*object)(), const Type& type) const {
    Response answers[2];
    pb::Provider::Stub* const stubs[2] = {ours_.get(), theirs_.get()};
    for (int i = 0; i < 2; ++i) {
      grpc::ClientContext context;
      const grpc::Status status = (stubs[i]->*method)(&context, request, &answers[i]);
      if (!status.ok()) return absl::FailedPreconditionError(status.error_message());
      std::string& bytes = *(answers[i].*object)()->mutable_msgpack();
      ASSIGN_OR_RETURN(const Value value, tf::codec::DecodeMsgpack(bytes, type));
      bytes = Bytes(value);
    }
    if (answers[0].SerializeAsString() == answers[1].SerializeAsString() &&
        answers[0].diagnostics().empty()) {
      return answers[0];
    }
    return absl::FailedPreconditionError(
        absl::StrCat("the providers do not answer alike: ", answers[0].ShortDebugString(),
                     "\nand: ", answers[1].ShortDebugString()));
  }

  void Keep(absl::string_view verb, const Resource& resource, absl::string_view method,
            const google::protobuf::Message& request) {
    const grpc::Slice slice(request.SerializeAsString());
    calls_.push_back({absl::StrCat(verb, " of ", resource.words),
                      absl::StrCat("/tfplugin6.Provider/", method), grpc::ByteBuffer(&slice, 1)});
  }

  const std::unique_ptr<pb::Provider::Stub> ours_;
  const std::unique_ptr<pb::Provider::Stub> theirs_;
  std::vector<Call> calls_;
};

}  // namespace

absl::StatusOr<std::vector<Call>> MakeCalls(const std::shared_ptr<grpc::Channel>& ours,
                                            const std::shared_ptr<grpc::Channel>& theirs) {
  Caller caller(ours, theirs);
  RETURN_IF_ERROR(caller.Add(Record()));
  RETURN_IF_ERROR(caller.Add(Table()));
  return caller.TakeCalls();
}

}  // namespace bench
