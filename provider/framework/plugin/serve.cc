#include "provider/framework/plugin/serve.h"

#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/support/server_interceptor.h>
#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "provider/framework/plugin/call_gate.h"
#include "provider/framework/plugin/go_plugin_services.h"
#include "provider/framework/plugin/handshake.h"
#include "provider/framework/plugin/panic.h"
#include "provider/framework/plugin/reattach.h"
#include "provider/framework/plugin/socket_path.h"
#include "provider/framework/plugin/stop.h"
#include "provider/framework/plugin/tls.h"

namespace tf::plugin {
namespace {

// What Go providers allow, both ways: gRPC's own 4 MiB for a request is less than one large state.
constexpr int kMessageMax = 256 << 20;
// Of malloc.
constexpr int kArenasMax = 2;
// A call that waits holds a thread, so this many threads at most; beyond it the client waits.
constexpr int kStreamsMax = 1024;
// Of the two seconds after which a client kills us; the rest is for on_exit.
constexpr std::chrono::milliseconds kGrace{1000};
// When the client is gone nobody kills us, and on_exit may wait for a network that is gone as well.
constexpr unsigned kEndSecondsMax = 3;

absl::Status WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      return absl::UnavailableError(
          absl::StrCat("cannot say where the socket is: ", std::strerror(errno)));
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// The name that people know the program by, and how they should use it.
std::string NotByHand(const std::string& address) {
  const std::pair<std::string, std::string> host_and_source =
      absl::StrSplit(address, absl::MaxSplits('/', 1));
  const std::string& source = host_and_source.second;
  const std::string type = source.substr(source.rfind('/') + 1);
  return absl::StrCat("terraform-provider-", type,
                      " is a provider plugin: Terraform or OpenTofu starts it, not you.\n\n"
                      "To use it, name it in a configuration and run `terraform init` or `tofu "
                      "init`:\n\n"
                      "  terraform {\n    required_providers {\n      ",
                      type, " = {\n        source = \"", source,
                      "\"\n      }\n    }\n  }\n\n"
                      "To attach a debugger, start it with --debug and follow what it prints.\n");
}

// /dev/null on a descriptor above the standard ones, and on each of those that was closed: what we
// open next would take its place, and get what is written to stderr. -1 with an error in errno.
int OpenNull() {
  // The lowest free number is taken, so that the fourth is above them at the latest.
  int null = -1;
  do {
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
  } while (null >= 0 && null <= STDERR_FILENO);
  return null;
}

// Returns the only descriptor for what the client reads, which the caller closes. But for debug
// mode, moves stdout away from everybody else: a line before the handshake would be taken for it;
// one after it is never read, and a full pipe would block us. kFailedPrecondition: stdout is
// closed, or there is no /dev/null.
absl::StatusOr<int> TakeStandardStreams(bool debug) {
  const auto failed = [] {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot redirect stdin and stdout: ", std::strerror(errno)));
  };
  // Before /dev/null is opened, which would become a closed stdout and be told where we are.
  const int client = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (client < 0) return failed();
  const int null = OpenNull();
  if (null < 0) return failed();
  if (!debug) {
    if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0) return failed();
    fcntl(STDERR_FILENO, F_SETFD, FD_CLOEXEC);
  }
  close(null);
  return client;
}

struct Security {
  std::shared_ptr<grpc::ServerCredentials> credentials;
  std::string handshake_field;
};

// TLS exactly if the client gave its certificate: one that gave none crashes on one of ours.
absl::StatusOr<Security> MakeSecurity(const std::string& client_certificate) {
  if (client_certificate.empty()) {
    return Security{.credentials = grpc::InsecureServerCredentials(), .handshake_field = ""};
  }
  ASSIGN_OR_RETURN(const Certificate own, MakeCertificate());
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = client_certificate;
  options.pem_key_cert_pairs.push_back({own.private_key_pem, own.certificate_pem});
  return Security{.credentials = grpc::SslServerCredentials(options),
                  .handshake_field = HandshakeCertificate(own.certificate_der)};
}

// All services of the process, and what watches over them.
struct Services {
  Services(grpc::Service& provider_service, int calls_max_at_once, StopEvent& stop_event,
           StdioEvents stdio_events)
      : provider(provider_service),
        calls_max(calls_max_at_once),
        stop(stop_event),
        stdio(std::move(stdio_events)) {}

  grpc::Service& provider;
  const int calls_max;
  StopEvent& stop;
  CallGate gate{calls_max};
  ControllerService controller;
  BrokerService broker;
  StdioService stdio;
};

// A client connects once: when it is there, nobody needs the socket's name any more, and when it is
// gone, nobody needs the process. Not so in debug mode.
StdioEvents WatchTheClient(StopEvent& stop, const std::string& socket_path, bool debug) {
  if (debug) return {.on_opened = [] {}, .on_last_closed = [] {}};
  return {.on_opened = [socket_path] { unlink(socket_path.c_str()); },
          .on_last_closed = [&stop] { stop.Stop(StopReason::kDisconnected); }};
}

// gRPC itself does not say. The certificate is looked at only here because reading one takes
// 0.3 ms, of the eight in which a plugin should be ready.
absl::Status WhyNotStarted(const std::string& client_certificate, const std::string& socket_path) {
  if (!client_certificate.empty()) {
    RETURN_IF_ERROR(
        engine::base::Annotate(CheckCertificatePem(client_certificate), "PLUGIN_CLIENT_CERT"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("cannot listen on unix socket \"", socket_path,
                   "\": is its directory there and writable? TMPDIR chooses another"));
}

// Null: it cannot be started.
std::unique_ptr<grpc::Server> StartServer(
    Services& services, const std::string& socket_path,
    const std::shared_ptr<grpc::ServerCredentials>& credentials) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(GrpcAddress(socket_path), credentials);
  builder.SetMaxReceiveMessageSize(kMessageMax);
  builder.SetMaxSendMessageSize(kMessageMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax);
  // With fewer, threads end and begin all the time while several calls run.
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, services.calls_max);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(NewCallGateInterceptors(
      services.gate, [&stop = services.stop] { stop.Stop(StopReason::kAsked); }));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  builder.RegisterService(&services.provider);
  builder.RegisterService(&services.controller);
  builder.RegisterService(&services.broker);
  builder.RegisterService(&services.stdio);
  // The socket is born with mode 0600: changing it afterwards would leave a moment.
  const mode_t mask = umask(S_IXUSR | S_IRWXG | S_IRWXO);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  umask(mask);
  if (server != nullptr) server->GetHealthCheckService()->SetServingStatus("plugin", true);
  return server;
}

// Blocks until the process has to end, then ends it.
[[noreturn]] void ServeUntilStopped(StopEvent& stop, pid_t parent, CallGate& gate, Logger& log,
                                    const std::string& socket_path, const ServeOptions& options) {
  const StopReason reason = stop.Wait(parent, options.each_second);
  log.Log(LogLevel::kDebug, "plugin stops", {{"reason", Describe(reason)}});
  unlink(socket_path.c_str());
  alarm(kEndSecondsMax);
  // Before anybody is told: a call that leaves early must not make room for one that waits.
  gate.Close();
  if (options.on_shutdown) options.on_shutdown();
  if (!gate.Drain(kGrace)) log.Log(LogLevel::kWarn, "plugin leaves calls that did not end in time");
  if (options.on_exit) options.on_exit();
  // Not exit: neither destructors nor gRPC's threads may delay it.
  _exit(0);
}

absl::Status Run(grpc::Service& provider, Logger& log, const ServeOptions& options,
                 const Environment& environment) {
  const pid_t parent = getppid();
  ASSIGN_OR_RETURN(const int client, TakeStandardStreams(options.debug));
  ASSIGN_OR_RETURN(const std::unique_ptr<StopEvent> stop, StopEvent::Create());
  stop->StopOnSignals({SIGTERM, SIGHUP});
  if (options.debug) {
    stop->StopOnSignals({SIGINT});
  } else {
    signal(SIGINT, SIG_IGN);
  }
  signal(SIGPIPE, SIG_IGN);

  ASSIGN_OR_RETURN(const std::string socket_path,
                   NewSocketPath(environment.socket_directory, environment.temporary_directory,
                                 options.debug ? SocketUse::kAttaching : SocketUse::kOneClient));
  const std::string client_certificate = options.debug ? "" : environment.client_certificate;
  ASSIGN_OR_RETURN(const Security security, MakeSecurity(client_certificate));
  Services services(provider, options.calls_max, *stop,
                    WatchTheClient(*stop, socket_path, options.debug));
  const absl::Cleanup remove_socket = [&] { unlink(socket_path.c_str()); };
  const std::unique_ptr<grpc::Server> server =
      StartServer(services, socket_path, security.credentials);
  if (server == nullptr) return WhyNotStarted(client_certificate, socket_path);
  if (!environment.socket_group.empty()) {
    RETURN_IF_ERROR(ShareWithGroup(socket_path, environment.socket_group));
  }
  if (options.debug) {
    RETURN_IF_ERROR(WriteAll(client, ReattachLine(options.addresses, getpid(), socket_path)));
  } else {
    RETURN_IF_ERROR(WriteAll(client, HandshakeLine(socket_path, security.handshake_field,
                                                   environment.asks_multiplexing)));
  }
  close(client);
  log.Log(LogLevel::kDebug, "plugin serves", {{"socket", socket_path}});
  // Now, while the client connects, it costs nobody time.
  RemoveAbandonedSockets(socket_path.substr(0, socket_path.rfind('/')), absl::Now());
  ServeUntilStopped(*stop, options.debug ? 0 : parent, services.gate, log, socket_path, options);
}

void Complain(absl::string_view text) { WriteAll(STDERR_FILENO, text).IgnoreError(); }

}  // namespace

int Serve(grpc::Service& service, Logger& log, const ServeOptions& options) {
  SIXGATE_CHECK(!options.addresses.empty(), "a provider has a source address");
  SIXGATE_CHECK(options.calls_max > 0, "calls that never begin have no end");
  InstallPanicHandlers();
  // What one thread frees, the next one's call finds: with an arena for each, all stay as large as
  // the largest call.
  mallopt(M_ARENA_MAX, kArenasMax);
  // Debian's Abseil looks for deadlocks at every lock, which takes a tenth of a small call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const Environment environment = ReadEnvironment();
  if (!options.debug && !environment.started_by_client) {
    Complain(NotByHand(options.addresses.front()));
    return 1;
  }
  const absl::Status failed = Run(service, log, options, environment);
  Complain(absl::StrCat("[ERROR] ", failed.message(), "\n"));
  return 1;
}

}  // namespace tf::plugin
