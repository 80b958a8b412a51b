// How many calls of the provider run at once, and that none starts while the process ends.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_CALL_GATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_CALL_GATE_H_

#include <chrono>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "engine/base/mutex.h"

namespace grpc::experimental {
class ServerInterceptorFactoryInterface;
}  // namespace grpc::experimental

namespace tf::plugin {

// Thread-safe.
class CallGate {
 public:
  explicit CallGate(int calls_max) : calls_max_(calls_max) {}

  // Blocks until fewer than `calls_max` are inside; for ever once the gate is closed.
  void Enter();
  void Leave();

  // Lets nobody in any more.
  void Close();
  // Waits until all have left or `grace` is over. Returns whether all have left.
  bool Drain(std::chrono::milliseconds grace);

 private:
  const int calls_max_;
  engine::base::Mutex mutex_;
  engine::base::CondVar changed_;
  int inside_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

// Leads every call of tfplugin6.Provider through `gate`, but for StopProvider, which is there to
// shorten the others. A call that waits holds a thread and nothing else. `on_shutdown_replied` is
// called when the answer to GRPCController.Shutdown has been sent. `gate` outlives the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> NewCallGateInterceptors(
    CallGate& gate, std::function<void()> on_shutdown_replied);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_CALL_GATE_H_
