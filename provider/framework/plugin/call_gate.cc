#include "provider/framework/plugin/call_gate.h"

#include <grpcpp/support/server_interceptor.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace tf::plugin {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerInterceptorFactoryInterface;
using grpc::experimental::ServerRpcInfo;

constexpr absl::string_view kProviderMethods = "/tfplugin6.Provider/";
constexpr absl::string_view kStopMethod = "/tfplugin6.Provider/StopProvider";
constexpr absl::string_view kShutdownMethod = "/plugin.GRPCController/Shutdown";

// One call's stay inside. gRPC destroys it when the answer has been sent.
class Stay : public Interceptor {
 public:
  explicit Stay(CallGate& gate) : gate_(gate) {}
  ~Stay() override {
    if (entered_) gate_.Leave();
  }
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;

  void Intercept(InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      gate_.Enter();
      entered_ = true;
    }
    batch->Proceed();
  }

 private:
  CallGate& gate_;
  bool entered_ = false;
};

// Says when its call is over.
class Farewell : public Interceptor {
 public:
  explicit Farewell(const std::function<void()>& on_end) : on_end_(on_end) {}
  ~Farewell() override { on_end_(); }
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;

  void Intercept(InterceptorBatchMethods* batch) override { batch->Proceed(); }

 private:
  const std::function<void()>& on_end_;
};

class Factory : public ServerInterceptorFactoryInterface {
 public:
  Factory(CallGate& gate, std::function<void()> on_shutdown_replied)
      : gate_(gate), on_shutdown_replied_(std::move(on_shutdown_replied)) {}

  Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    const absl::string_view method = info->method();
    // tidy: gRPC owns interceptors
    if (method == kShutdownMethod) return new Farewell(on_shutdown_replied_);
    if (method == kStopMethod || !absl::StartsWith(method, kProviderMethods)) return nullptr;
    return new Stay(gate_);  // tidy: gRPC owns interceptors
  }

 private:
  CallGate& gate_;
  const std::function<void()> on_shutdown_replied_;
};

}  // namespace

void CallGate::Enter() {
  const engine::base::MutexLock lock(mutex_);
  while (closed_ || inside_ >= calls_max_) changed_.Wait(mutex_);
  ++inside_;
}

void CallGate::Leave() {
  const engine::base::MutexLock lock(mutex_);
  --inside_;
  changed_.NotifyAll();
}

void CallGate::Close() {
  const engine::base::MutexLock lock(mutex_);
  closed_ = true;
}

bool CallGate::Drain(std::chrono::milliseconds grace) {
  const auto deadline = std::chrono::steady_clock::now() + grace;
  const engine::base::MutexLock lock(mutex_);
  while (inside_ > 0) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= left.zero()) return false;
    changed_.WaitFor(mutex_, left);
  }
  return true;
}

std::unique_ptr<ServerInterceptorFactoryInterface> NewCallGateInterceptors(
    CallGate& gate, std::function<void()> on_shutdown_replied) {
  return std::make_unique<Factory>(gate, std::move(on_shutdown_replied));
}

}  // namespace tf::plugin
