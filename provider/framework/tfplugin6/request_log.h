// What the log says of one RPC by itself: that it began, and how it ended. Names and counts, never
// values: neither configuration, state and arguments nor the texts of diagnostics.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_REQUEST_LOG_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_REQUEST_LOG_H_

#include <chrono>

#include "absl/strings/string_view.h"
#include "provider/framework/log.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

// What a request is about; no key, nothing.
struct RequestPart {
  absl::string_view key = {};
  absl::string_view name = {};
};

// Lives as long as the handler. Keys and messages are those of terraform-plugin-go
// (internal/logging/keys.go, tfprotov6/tf6server), so that what reads its logs reads ours. Not
// thread-safe, but for log().
class RequestLog {
 public:
  // `answer` outlives it and is looked at when it ends; null where the answer has no diagnostics.
  RequestLog(const Log& service, absl::string_view rpc, const RequestPart& part = {},
             const PbDiagnostics* answer = nullptr);
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  // The request's own: each line has the RPC, an id that no other request has, and the part.
  const Log& log() const { return log_; }

  // More that was answered: in events of a stream, and errors that are no diagnostics.
  void Count(const PbDiagnostics& diagnostics);
  void CountError() { ++errors_; }

 private:
  Log log_;
  const PbDiagnostics* const answer_;
  // Only where the log wants to know.
  std::chrono::steady_clock::time_point began_;
  int errors_ = 0;
  int warnings_ = 0;
};

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_REQUEST_LOG_H_
