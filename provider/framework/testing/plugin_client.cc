#include "provider/framework/testing/plugin_client.h"

#include <grpcpp/grpcpp.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/status_macros.h"
#include "proto/go_plugin/grpc_broker.grpc.pb.h"
#include "proto/go_plugin/grpc_controller.grpc.pb.h"
#include "proto/go_plugin/grpc_stdio.grpc.pb.h"
#include "provider/framework/plugin/socket_path.h"
#include "provider/framework/plugin/tls.h"

namespace tf::testing {
namespace {

// Terraform's own: any size.
constexpr int kMessageMax = -1;

absl::StatusOr<std::string> PemOf(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  X509* certificate = d2i_X509(nullptr, &data, static_cast<long>(der.size()));
  if (certificate == nullptr) {
    return absl::UnavailableError("the handshake's certificate is not one");
  }
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  X509_free(certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

std::shared_ptr<grpc::Channel> Dial(const Handshake& handshake, const std::string& server_pem,
                                    const plugin::Certificate* own) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageMax);
  arguments.SetMaxSendMessageSize(kMessageMax);
  // Channels with equal arguments would share one connection, and with it the TLS session.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (own != nullptr) {
    arguments.SetSslTargetNameOverride("localhost");
    credentials = grpc::SslCredentials({.pem_root_certs = server_pem,
                                        .pem_private_key = own->private_key_pem,
                                        .pem_cert_chain = own->certificate_pem});
  }
  return grpc::CreateCustomChannel(plugin::GrpcAddress(handshake.address), credentials, arguments);
}

}  // namespace

absl::StatusOr<Handshake> ParseHandshake(absl::string_view line) {
  const std::vector<std::string> fields = absl::StrSplit(line, '|');
  Handshake handshake;
  if (fields.size() != 6 && fields.size() != 7) {
    return absl::InvalidArgumentError(absl::StrCat("not a handshake line: \"", line, "\""));
  }
  // absl takes padding or its absence; Go takes only its absence.
  if (absl::StrContains(fields[5], '=') ||
      !absl::Base64Unescape(fields[5], &handshake.certificate_der)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not base64 without padding: \"", fields[5], "\""));
  }
  handshake.core_version = fields[0];
  handshake.protocol_version = fields[1];
  handshake.network = fields[2];
  handshake.address = fields[3];
  handshake.protocol = fields[4];
  if (fields.size() == 7) handshake.multiplexing = fields[6];
  return handshake;
}

std::map<std::string, std::string> ClientEnvironment() {
  return {{"TF_PLUGIN_MAGIC_COOKIE",
           "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"},
          {"PLUGIN_PROTOCOL_VERSIONS", "6,5"},
          {"PLUGIN_MIN_PORT", "10000"},
          {"PLUGIN_MAX_PORT", "25000"}};
}

struct PluginClient::Connection {
  std::string server_pem;
  std::shared_ptr<grpc::Channel> channel;
  grpc::ClientContext broker_context;
  grpc::ClientContext stdio_context;
  std::unique_ptr<grpc::ClientReaderWriter<::plugin::ConnInfo, ::plugin::ConnInfo>> broker;
  std::unique_ptr<grpc::ClientReader<::plugin::StdioData>> stdio;
};

absl::StatusOr<std::unique_ptr<PluginClient>> PluginClient::Start(PluginClientOptions options) {
  std::map<std::string, std::string> environment = ClientEnvironment();
  plugin::Certificate own;
  if (options.tls) {
    ASSIGN_OR_RETURN(own, plugin::MakeCertificate("P-521"));
    environment["PLUGIN_CLIENT_CERT"] = own.certificate_pem;
  }
  for (const auto& [name, value] : options.command.environment) environment[name] = value;
  options.command.environment = environment;

  const auto started = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(std::unique_ptr<PluginProcess> process, PluginProcess::Start(options.command));
  ASSIGN_OR_RETURN(const std::string line, process->FirstLine());
  const auto greeted = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(Handshake handshake, ParseHandshake(line));
  auto connection = std::make_unique<Connection>();
  if (options.tls) {
    ASSIGN_OR_RETURN(connection->server_pem, PemOf(handshake.certificate_der));
  }
  connection->channel = Dial(handshake, connection->server_pem, options.tls ? &own : nullptr);
  if (!connection->channel->WaitForConnected(std::chrono::system_clock::now() +
                                             absl::ToChronoSeconds(kPatience))) {
    return absl::UnavailableError(absl::StrCat("no connection; stderr: ", process->Stderr()));
  }
  if (options.open_streams) {
    connection->broker = ::plugin::GRPCBroker::NewStub(connection->channel)
                             ->StartStream(&connection->broker_context);
    connection->stdio = ::plugin::GRPCStdio::NewStub(connection->channel)
                            ->StreamStdio(&connection->stdio_context, {});
  }
  auto client = absl::WrapUnique(
      new PluginClient(std::move(process), std::move(handshake), std::move(connection)));
  client->started_ = started;
  client->greeted_ = greeted;
  return client;
}

PluginClient::PluginClient(std::unique_ptr<PluginProcess> process, Handshake handshake,
                           std::unique_ptr<Connection> connection)
    : process_(std::move(process)),
      handshake_(std::move(handshake)),
      connection_(std::move(connection)) {}

PluginClient::~PluginClient() {
  Disconnect();
  process_.reset();
  // A plugin that was killed leaves its socket.
  unlink(handshake_.address.c_str());
}

PluginProcess& PluginClient::process() const { return *process_; }
const Handshake& PluginClient::handshake() const { return handshake_; }
std::shared_ptr<grpc::Channel> PluginClient::channel() const { return connection_->channel; }

std::shared_ptr<grpc::Channel> PluginClient::ChannelOfAStranger() const {
  const absl::StatusOr<plugin::Certificate> other = plugin::MakeCertificate("P-521");
  return other.ok() ? Dial(handshake_, connection_->server_pem, &*other) : nullptr;
}

void PluginClient::Disconnect() {
  connection_->broker_context.TryCancel();
  connection_->stdio_context.TryCancel();
}

absl::Status PluginClient::Shutdown() {
  grpc::ClientContext context;
  ::plugin::Empty answer;
  const grpc::Status answered =
      ::plugin::GRPCController::NewStub(connection_->channel)->Shutdown(&context, {}, &answer);
  if (!answered.ok()) {
    return absl::InternalError(absl::StrCat("Shutdown: ", answered.error_message()));
  }
  ASSIGN_OR_RETURN(const ExitStatus status, process_->WaitForExit());
  if (status == ExitStatus{}) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("after Shutdown: code ", status.code, ", signal ",
                                          status.signal, "; stderr: ", process_->Stderr()));
}

}  // namespace tf::testing
