// The client's side of go-plugin, as Terraform and OpenTofu do it: start a binary, read the
// handshake line, dial with mutual TLS, hold the two long streams, end it.
//
//   ASSERT_OK_AND_ASSIGN(const auto client, PluginClient::Start({.command = {.arguments =
//   {path}}})); const auto provider = tfplugin6::Provider::NewStub(client->channel()); …
//   EXPECT_OK(client->Shutdown());
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_CLIENT_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_CLIENT_H_

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/testing/plugin_process.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace tf::testing {

// The fields of the handshake line.
struct Handshake {
  std::string core_version;
  std::string protocol_version;
  std::string network;
  std::string address;
  std::string protocol;
  std::string certificate_der;  // Empty without TLS.
  std::optional<std::string> multiplexing;
  bool operator==(const Handshake&) const = default;
};

// kInvalidArgument: not six or seven fields, or a certificate that is not base64 without padding.
absl::StatusOr<Handshake> ParseHandshake(absl::string_view line);

// The variables that every client sets, to start a plugin by hand in a test.
std::map<std::string, std::string> ClientEnvironment();

struct PluginClientOptions {
  // The environment is added to ClientEnvironment().
  Command command = {};
  // With a P-521 certificate, as Go makes it; otherwise plaintext.
  bool tls = true;
  // Without the two long streams a plugin does not know that its client is there.
  bool open_streams = true;
};

class PluginClient {
 public:
  // Starts the binary, dials it and opens the two streams. kUnavailable: it did not answer as a
  // plugin; the message holds its stderr.
  static absl::StatusOr<std::unique_ptr<PluginClient>> Start(PluginClientOptions options);

  // Disconnects, kills the process if it still runs, and removes its socket.
  ~PluginClient();
  PluginClient(const PluginClient&) = delete;
  PluginClient& operator=(const PluginClient&) = delete;

  PluginProcess& process() const;
  const Handshake& handshake() const;
  // When the process was started, and when its handshake line was there.
  std::chrono::steady_clock::time_point started() const { return started_; }
  std::chrono::steady_clock::time_point greeted() const { return greeted_; }
  // For tfplugin6::Provider::NewStub. Valid after the client is gone, but then connected to
  // nothing.
  std::shared_ptr<grpc::Channel> channel() const;

  // A second connection with another client certificate, which the plugin should refuse.
  std::shared_ptr<grpc::Channel> ChannelOfAStranger() const;

  // Ends both streams: all that a plugin sees of a client that crashed.
  void Disconnect();

  // GRPCController.Shutdown, then waits for the end. kInternal: not answered, or the process ended
  // otherwise than with code 0. kDeadlineExceeded: it did not end.
  absl::Status Shutdown();

 private:
  struct Connection;
  PluginClient(std::unique_ptr<PluginProcess> process, Handshake handshake,
               std::unique_ptr<Connection> connection);

  std::unique_ptr<PluginProcess> process_;
  Handshake handshake_;
  std::unique_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point greeted_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_CLIENT_H_
