#include "provider/framework/tfplugin6/request_log.h"

#include "engine/base/entropy.h"
#include "engine/base/uuid.h"

namespace tf::tfplugin6 {
namespace {

Log LogOf(const Log& service, absl::string_view rpc, const RequestPart& part) {
  // Not even an id is made for a log that says nothing.
  if (!service.Enabled(LogLevel::kError)) return {};
  const Log log = service.With(
      {{"tf_rpc", rpc}, {"tf_req_id", engine::base::NewUuid(*engine::base::RealEntropy())}});
  return part.key.empty() ? log : log.With({{part.key, part.name}});
}

}  // namespace

RequestLog::RequestLog(const Log& service, absl::string_view rpc, const RequestPart& part,
                       const PbDiagnostics* answer)
    : log_(LogOf(service, rpc, part)), answer_(answer) {
  if (!log_.Enabled(LogLevel::kTrace)) return;
  log_.Trace("Received request");
  began_ = std::chrono::steady_clock::now();
}

RequestLog::~RequestLog() {
  if (!log_.Enabled(LogLevel::kTrace)) return;
  if (answer_ != nullptr) Count(*answer_);
  const auto took = std::chrono::steady_clock::now() - began_;
  log_.Trace(
      "Served request",
      {{"tf_req_duration_ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()},
       {"diagnostic_error_count", errors_},
       {"diagnostic_warning_count", warnings_}});
}

void RequestLog::Count(const PbDiagnostics& diagnostics) {
  for (const pb::Diagnostic& diagnostic : diagnostics) {
    ++(diagnostic.severity() == pb::Diagnostic::ERROR ? errors_ : warnings_);
  }
}

}  // namespace tf::tfplugin6
