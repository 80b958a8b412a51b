#include "provider/framework/plugin/go_plugin_services.h"

namespace tf::plugin {
namespace {

using ::plugin::ConnInfo;
using ::plugin::StdioData;

// A reactor deletes itself in OnDone: gRPC's pattern for a stream nobody else refers to.
class BrokerStream : public grpc::ServerBidiReactor<ConnInfo, ConnInfo> {
 public:
  BrokerStream() { StartRead(&ignored_); }
  void OnReadDone(bool ok) override {
    if (ok) {
      StartRead(&ignored_);
    } else {
      Finish(grpc::Status::OK);
    }
  }
  void OnDone() override { delete this; }  // tidy: reactors own themselves

 private:
  ConnInfo ignored_;
};

class StdioStream : public grpc::ServerWriteReactor<StdioData> {
 public:
  explicit StdioStream(std::function<void()> on_done) : on_done_(std::move(on_done)) {}
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override {
    on_done_();
    delete this;  // tidy: reactors own themselves
  }

 private:
  const std::function<void()> on_done_;
};

}  // namespace

grpc::Status ControllerService::Shutdown(grpc::ServerContext*, const ::plugin::Empty*,
                                         ::plugin::Empty*) {
  return grpc::Status::OK;
}

grpc::ServerBidiReactor<ConnInfo, ConnInfo>* BrokerService::StartStream(
    grpc::CallbackServerContext*) {
  return new BrokerStream;  // tidy: reactors own themselves
}

grpc::ServerWriteReactor<StdioData>* StdioService::StreamStdio(grpc::CallbackServerContext*,
                                                               const google::protobuf::Empty*) {
  ++open_;
  events_.on_opened();
  // tidy: reactors own themselves
  return new StdioStream([this] {
    if (--open_ == 0) events_.on_last_closed();
  });
}

}  // namespace tf::plugin
