// Serve as a client meets it: a real process, started, dialled and ended over its pipes and socket.
#include "provider/framework/plugin/serve.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <future>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/plugin/socket_path.h"
#include "provider/framework/testing/plugin_client.h"
#include "provider/framework/testing/plugin_process.h"
#include "tests/support/status_matchers.h"

namespace tf::plugin {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using ::tests::IsOkAndHolds;
using tf::testing::ClientEnvironment;
using tf::testing::ExitStatus;
using tf::testing::Handshake;
using tf::testing::ParseHandshake;
using tf::testing::PluginClient;
using tf::testing::PluginProcess;

using Variables = std::map<std::string, std::string>;

absl::StatusOr<std::unique_ptr<PluginClient>> StartClient(Variables extra = {}, bool tls = true) {
  return PluginClient::Start(
      {.command = {.arguments = {FIXTURE_PLUGIN}, .environment = std::move(extra)}, .tls = tls});
}

// A plugin that was told what clients tell it, and `extra`.
absl::StatusOr<std::unique_ptr<PluginProcess>> StartPlain(const Variables& extra = {}) {
  Variables environment = ClientEnvironment();
  for (const auto& [name, value] : extra) environment[name] = value;
  return PluginProcess::Start({.arguments = {FIXTURE_PLUGIN}, .environment = environment});
}

absl::StatusOr<Handshake> FirstHandshake(PluginProcess& process) {
  ASSIGN_OR_RETURN(const std::string line, process.FirstLine());
  return ParseHandshake(line);
}

struct Answer {
  grpc::Status status;
  std::string json;
};

Answer Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& what,
            const std::string& argument = "") {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoSeconds(tf::testing::kPatience));
  tfplugin6::CallFunction::Request request;
  request.set_name(what);
  request.add_arguments()->set_json(argument);
  tfplugin6::CallFunction::Response response;
  Answer answer;
  answer.status = tfplugin6::Provider::NewStub(channel)->CallFunction(&context, request, &response);
  answer.json = response.result().json();
  return answer;
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// A directory that is removed with everything in it.
class Directory {
 public:
  explicit Directory(const std::string& name = "d") {
    std::string path = ::testing::TempDir() + "/serve-XXXXXX";
    parent_ = mkdtemp(path.data());
    path_ = parent_ + "/" + name;
    mkdir(path_.c_str(), 0700);
  }
  ~Directory() {
    rmdir(path_.c_str());
    EXPECT_EQ(rmdir(parent_.c_str()), 0) << "something was left in " << path_;
  }
  const std::string& path() const { return path_; }

 private:
  std::string parent_;
  std::string path_;
};

// ---- The handshake line ----

TEST(HandshakeTest, IsOneLineOfSixFieldsWithACertificateThatClientsAccept) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  const Handshake& handshake = client->handshake();
  EXPECT_EQ(handshake.core_version, "1");
  EXPECT_EQ(handshake.protocol_version, "6");
  EXPECT_EQ(handshake.network, "unix");
  EXPECT_THAT(handshake.address, MatchesRegex("/tmp/plugin-[0-9a-f]{16}"));
  EXPECT_EQ(handshake.protocol, "grpc");
  EXPECT_EQ(handshake.multiplexing, std::nullopt);
  const auto* der = reinterpret_cast<const unsigned char*>(handshake.certificate_der.data());
  X509* certificate = d2i_X509(nullptr, &der, static_cast<long>(handshake.certificate_der.size()));
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(
      X509_check_host(certificate, "localhost", 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr),
      1);
  X509_free(certificate);
  ASSERT_OK(client->Shutdown());
  EXPECT_THAT(client->process().Stdout(), MatchesRegex("1\\|6\\|unix\\|[^\n]*\n"));
}

TEST(HandshakeTest, WithoutAClientCertificateThereIsNoTls) {
  for (const Variables& extra : {Variables{}, Variables{{"PLUGIN_CLIENT_CERT", ""}}}) {
    SCOPED_TRACE(extra.size());
    ASSERT_OK_AND_ASSIGN(const auto client, StartClient(extra, /*tls=*/false));
    EXPECT_EQ(client->handshake().certificate_der, "");
    EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
    EXPECT_OK(client->Shutdown());
  }
}

TEST(HandshakeTest, SaysThatItDoesNotMultiplexToThoseWhoAsk) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"PLUGIN_MULTIPLEX_GRPC", "true"}}));
  EXPECT_EQ(client->handshake().multiplexing, "false");
}

TEST(HandshakeTest, OffersVersionSixWhateverTheClientSpeaks) {
  for (const char* versions : {"5,6", "5", ""}) {
    SCOPED_TRACE(versions);
    ASSERT_OK_AND_ASSIGN(const auto process, StartPlain({{"PLUGIN_PROTOCOL_VERSIONS", versions}}));
    ASSERT_OK_AND_ASSIGN(const std::string line, process->FirstLine());
    EXPECT_THAT(line, StartsWith("1|6|unix|"));
    process->Signal(SIGTERM);
    EXPECT_OK(process->WaitForExit());
  }
}

// ---- Who may not, and what cannot ----

TEST(StartTest, ExplainsItselfToAPersonWhoStartsIt) {
  const struct {
    const char* name;
    Variables environment;
  } cases[] = {{"no cookie", {}}, {"another cookie", {{"TF_PLUGIN_MAGIC_COOKIE", "x"}}}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    ASSERT_OK_AND_ASSIGN(const auto process, PluginProcess::Start({.arguments = {FIXTURE_PLUGIN},
                                                                   .environment = c.environment}));
    EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{.code = 1, .signal = 0}));
    EXPECT_EQ(process->Stdout(), "");
    EXPECT_EQ(process->Stderr(),
              "terraform-provider-fixture is a provider plugin: Terraform or OpenTofu starts it, "
              "not you.\n\nTo use it, name it in a configuration and run `terraform init` or "
              "`tofu init`:\n\n  terraform {\n    required_providers {\n      fixture = {\n"
              "        source = \"example/fixture\"\n      }\n    }\n  }\n\n"
              "To attach a debugger, start it with --debug and follow what it prints.\n");
  }
}

TEST(StartTest, FailsWithTheReasonOnStderrAndNothingOnStdout) {
  const std::string too_long = "/" + std::string(200, 'd');
  const struct {
    const char* name;
    Variables extra;
    const char* message;
  } cases[] = {
      {"malformed client certificate",
       {{"PLUGIN_CLIENT_CERT", "hello"}},
       "[ERROR] PLUGIN_CLIENT_CERT: not a PEM certificate"},
      {"asked directory too long",
       {{"PLUGIN_UNIX_SOCKET_DIR", too_long}},
       "is too long for a socket"},
      {"directory missing",
       {{"TMPDIR", "/nonexistent"}},
       "[ERROR] cannot listen on unix socket \"/nonexistent/plugin-"},
      {"unknown group",
       {{"PLUGIN_UNIX_SOCKET_GROUP", "no-such-group"}},
       "[ERROR] PLUGIN_UNIX_SOCKET_GROUP \"no-such-group\""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    ASSERT_OK_AND_ASSIGN(const auto process, StartPlain(c.extra));
    EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{.code = 1, .signal = 0}));
    EXPECT_EQ(process->Stdout(), "");
    EXPECT_THAT(process->Stderr(), HasSubstr(c.message));
  }
}

TEST(StartTest, EndsWhenNobodyReadsTheHandshake) {
  const Directory directory;
  const std::string pipe = directory.path() + "/pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  // Descriptor 4 becomes a pipe that has no reader any more.
  constexpr char kScript[] = R"(exec 3<>"$1" 4>"$1" 3<&-; "$0" >&4; echo "code $?" >&2)";
  ASSERT_OK_AND_ASSIGN(
      const auto process,
      PluginProcess::Start({.arguments = {"sh", "-c", kScript, FIXTURE_PLUGIN, pipe},
                            .environment = ClientEnvironment()}));
  EXPECT_OK(process->WaitForExit());
  EXPECT_EQ(process->Stderr(), "[ERROR] cannot say where the socket is: Broken pipe\ncode 1\n");
  unlink(pipe.c_str());
}

// ---- The socket ----

TEST(SocketTest, IsOnlyForItsUserAndGoesAwayWithTheProcess) {
  const Directory directory;
  ASSERT_OK_AND_ASSIGN(const auto process, StartPlain({{"TMPDIR", directory.path()}}));
  ASSERT_OK_AND_ASSIGN(const Handshake handshake, FirstHandshake(*process));
  EXPECT_THAT(handshake.address, StartsWith(directory.path() + "/plugin-"));
  struct stat status {};
  ASSERT_EQ(stat(handshake.address.c_str(), &status), 0);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  process->Signal(SIGTERM);
  EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{}));
  EXPECT_FALSE(Exists(handshake.address));
}

TEST(SocketTest, HasNoNameAnyMoreOnceTheClientIsThere) {
  const Directory directory;
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TMPDIR", directory.path()}}));
  // The stream that tells of the client is opened first, but handled on a thread of its own.
  const absl::Time deadline = absl::Now() + testing::kPatience;
  do {
    ASSERT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
  } while (Exists(client->handshake().address) && absl::Now() < deadline);
  EXPECT_FALSE(Exists(client->handshake().address));
  client->process().Signal(SIGKILL);
  EXPECT_OK(client->process().WaitForExit());
}

TEST(SocketTest, WhatAKilledPluginLeftTheNextOneRemoves) {
  const Directory directory;
  ASSERT_OK_AND_ASSIGN(const auto killed, StartPlain({{"TMPDIR", directory.path()}}));
  ASSERT_OK_AND_ASSIGN(const Handshake handshake, FirstHandshake(*killed));
  killed->Signal(SIGKILL);
  EXPECT_OK(killed->WaitForExit());
  ASSERT_TRUE(Exists(handshake.address));
  const timespec long_ago[2] = {};
  ASSERT_EQ(utimensat(AT_FDCWD, handshake.address.c_str(), long_ago, AT_SYMLINK_NOFOLLOW), 0);
  ASSERT_OK_AND_ASSIGN(const auto next, StartClient({{"TMPDIR", directory.path()}}));
  EXPECT_OK(next->Shutdown());
  EXPECT_FALSE(Exists(handshake.address));
}

TEST(SocketTest, OpensToTheGroupThatTheClientNames) {
  const Directory directory;
  ASSERT_OK_AND_ASSIGN(const auto process,
                       StartPlain({{"PLUGIN_UNIX_SOCKET_DIR", directory.path()},
                                   {"PLUGIN_UNIX_SOCKET_GROUP", absl::StrCat(getgid())}}));
  ASSERT_OK_AND_ASSIGN(const Handshake handshake, FirstHandshake(*process));
  struct stat status {};
  ASSERT_EQ(stat(handshake.address.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0660u);
  EXPECT_EQ(status.st_gid, getgid());
  process->Signal(SIGTERM);
  EXPECT_OK(process->WaitForExit());
}

TEST(SocketTest, ALongTemporaryDirectoryIsPassedOver) {
  const Directory directory(std::string(120, 'd'));
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TMPDIR", directory.path()}}));
  EXPECT_THAT(client->handshake().address, StartsWith("/tmp/plugin-"));
  EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
}

// gRPC takes an address for a URI and decodes it.
TEST(SocketTest, ADirectorysNameIsNotDecoded) {
  const struct {
    const char* name;
    const char* decoded;  // A directory beside it. Null: there is none.
  } cases[] = {{"p%20q", nullptr}, {"a%41b", "aAb"}, {"%zz", nullptr},
               {"%2541", "%41"},   {"%", nullptr},   {"a b?c#d", nullptr}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const Directory directory(c.name);
    std::string decoded;
    if (c.decoded != nullptr) {
      decoded = directory.path().substr(0, directory.path().rfind('/') + 1) + c.decoded;
      ASSERT_EQ(mkdir(decoded.c_str(), 0700), 0);
    }
    for (const char* variable : {"TMPDIR", "PLUGIN_UNIX_SOCKET_DIR"}) {
      SCOPED_TRACE(variable);
      ASSERT_OK_AND_ASSIGN(const auto process, StartPlain({{variable, directory.path()}}));
      ASSERT_OK_AND_ASSIGN(const Handshake handshake, FirstHandshake(*process));
      EXPECT_THAT(handshake.address, StartsWith(directory.path() + "/plugin-"));
      EXPECT_TRUE(Exists(handshake.address));
      process->Signal(SIGTERM);
      EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{}));
      EXPECT_FALSE(Exists(handshake.address));

      ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{variable, directory.path()}}));
      EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
      EXPECT_OK(client->Shutdown());
    }
    if (c.decoded != nullptr) {
      EXPECT_EQ(rmdir(decoded.c_str()), 0) << "something was left in " << decoded;
    }
  }
}

TEST(SocketTest, TheLongestPathWorks) {
  const std::string base = ::testing::TempDir() + "/serve-XXXXXX/";
  // 107 bytes less "/plugin-" and 16 digits.
  const Directory directory(std::string(83 - base.size(), 'd'));
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TMPDIR", directory.path()}}));
  EXPECT_EQ(client->handshake().address.size(), 107u);
  EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
  EXPECT_OK(client->Shutdown());
}

// ---- Calls ----

TEST(CallTest, GoOverMutualTls) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  const Answer answer = Call(client->channel(), "echo", "hi");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.json, "hi");
}

TEST(CallTest, AreRefusedToAnotherClientCertificate) {
  ASSERT_OK_AND_ASSIGN(
      const auto client,
      PluginClient::Start({.command = {.arguments = {FIXTURE_PLUGIN}}, .open_streams = false}));
  EXPECT_EQ(Call(client->ChannelOfAStranger(), "echo", "hi").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  // The stranger could not take the name away either, so another channel gets in.
  EXPECT_TRUE(Exists(client->handshake().address));
  EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
}

TEST(CallTest, MayBeLargerThanGrpcAllowsByItself) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  const std::string large(20 << 20, 'x');
  const Answer answer = Call(client->channel(), "echo", large);
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_TRUE(answer.json == large);
}

TEST(CallTest, UnknownMethodsAreUnimplemented) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  grpc::ClientContext context;
  tfplugin6::GetMetadataRpc::Response response;
  EXPECT_EQ(tfplugin6::Provider::NewStub(client->channel())
                ->GetMetadata(&context, {}, &response)
                .error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(CallTest, HealthServiceReportsThePluginAsServing) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  // Messages of the same shape as HealthCheckRequest and HealthCheckResponse; SERVING is 1.
  grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::UInt32Value> stub(
      client->channel());
  grpc::ClientContext context;
  google::protobuf::StringValue request;
  request.set_value("plugin");
  google::protobuf::UInt32Value response;
  std::promise<grpc::Status> status;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                 [&](grpc::Status answer) { status.set_value(std::move(answer)); });
  EXPECT_EQ(status.get_future().get().error_message(), "");
  EXPECT_EQ(response.value(), 1u);
}

// Calls "block" from `count` threads.
class Blockers {
 public:
  Blockers(const PluginClient& client, size_t count) : answers_(count) {
    for (size_t i = 0; i < count; ++i) {
      threads_.emplace_back(
          [this, i, channel = client.channel()] { answers_[i] = Call(channel, "block"); });
    }
  }
  std::vector<Answer> Join() {
    for (std::thread& thread : threads_) thread.join();
    return answers_;
  }

 private:
  std::vector<Answer> answers_;
  std::vector<std::thread> threads_;
};

TEST(CallTest, TenRunAtOnceAndStopProviderGetsThrough) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  Blockers blockers(*client, 20);
  EXPECT_OK(client->process().WaitForStderr("blocked: 10\n"));
  grpc::ClientContext context;
  tfplugin6::StopProvider::Response response;
  EXPECT_TRUE(
      tfplugin6::Provider::NewStub(client->channel())->StopProvider(&context, {}, &response).ok());
  for (const Answer& answer : blockers.Join()) {
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_EQ(answer.json, "10");
  }
  EXPECT_THAT(client->process().Stderr(), Not(HasSubstr("blocked: 11")));
}

TEST(CallTest, AsManyRunAtOnceAsTheProviderWants) {
  ASSERT_OK_AND_ASSIGN(
      const auto client,
      PluginClient::Start({.command = {.arguments = {FIXTURE_PLUGIN, "--one-call"}}}));
  Blockers blockers(*client, 2);
  EXPECT_OK(client->process().WaitForStderr("blocked: 1\n"));
  grpc::ClientContext context;
  tfplugin6::StopProvider::Response response;
  EXPECT_TRUE(
      tfplugin6::Provider::NewStub(client->channel())->StopProvider(&context, {}, &response).ok());
  for (const Answer& answer : blockers.Join()) EXPECT_EQ(answer.json, "1");
}

// ---- The end ----

TEST(EndTest, ShutdownTellsTheServiceAndLeaves) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  const absl::Time start = absl::Now();
  EXPECT_OK(client->Shutdown());
  // A client waits for two seconds, and then kills.
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  EXPECT_EQ(client->process().Stderr(), "on_shutdown\non_exit\n");
}

TEST(EndTest, CallsInFlightAnswerAndWaitingOnesNeverStart) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  Blockers blockers(*client, 12);
  EXPECT_OK(client->process().WaitForStderr("blocked: 10\n"));
  client->process().Signal(SIGTERM);
  int answered = 0;
  int cut = 0;
  for (const Answer& answer : blockers.Join()) {
    answered += answer.status.ok() ? 1 : 0;
    cut += answer.status.error_code() == grpc::StatusCode::UNAVAILABLE ? 1 : 0;
  }
  EXPECT_EQ(answered, 10);
  EXPECT_EQ(cut, 2);
  EXPECT_THAT(client->process().WaitForExit(), IsOkAndHolds(ExitStatus{}));
}

TEST(EndTest, CallsThatIgnoreTheEndAreLeftBehind) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TF_LOG", "WARN"}}));
  std::thread stuck([&] { Call(client->channel(), "stuck"); });
  EXPECT_OK(client->process().WaitForStderr("stuck\n"));
  client->process().Signal(SIGTERM);
  EXPECT_THAT(client->process().WaitForExit(), IsOkAndHolds(ExitStatus{}));
  stuck.join();
  EXPECT_THAT(client->process().Stderr(),
              HasSubstr("plugin leaves calls that did not end in time"));
  EXPECT_THAT(client->process().Stderr(), EndsWith("on_exit\n"));
}

TEST(EndTest, AnExitThatHangsIsCut) {
  ASSERT_OK_AND_ASSIGN(const auto process,
                       PluginProcess::Start({.arguments = {FIXTURE_PLUGIN, "--hang"},
                                             .environment = ClientEnvironment()}));
  ASSERT_OK_AND_ASSIGN(const std::string line, process->FirstLine());
  process->Signal(SIGTERM);
  EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{.code = 0, .signal = SIGALRM}));
  ASSERT_OK_AND_ASSIGN(const Handshake handshake, ParseHandshake(line));
  EXPECT_FALSE(Exists(handshake.address));
}

TEST(EndTest, SigtermRemovesTheSocket) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  client->process().Signal(SIGTERM);
  EXPECT_THAT(client->process().WaitForExit(), IsOkAndHolds(ExitStatus{}));
  EXPECT_FALSE(Exists(client->handshake().address));
  EXPECT_EQ(client->process().Stderr(), "on_shutdown\non_exit\n");
}

TEST(EndTest, SigintIsIgnored) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  client->process().Signal(SIGINT);
  EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
  EXPECT_OK(client->Shutdown());
}

TEST(EndTest, LosingTheClientsConnectionEndsIt) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TF_LOG", "DEBUG"}}));
  // Both streams are surely open when a later call is answered.
  EXPECT_EQ(Call(client->channel(), "echo", "hi").json, "hi");
  client->Disconnect();
  EXPECT_THAT(client->process().WaitForExit(), IsOkAndHolds(ExitStatus{}));
  EXPECT_THAT(client->process().Stderr(), HasSubstr("the client's connection is gone"));
  EXPECT_FALSE(Exists(client->handshake().address));
}

TEST(EndTest, LosingTheParentEndsIt) {
  Variables environment = ClientEnvironment();
  environment["TF_LOG"] = "DEBUG";
  // The shell is the parent. The plugin holds its pipes, so that its end is seen as well.
  ASSERT_OK_AND_ASSIGN(
      const auto shell,
      PluginProcess::Start({.arguments = {"sh", "-c", "\"$0\" & wait", FIXTURE_PLUGIN},
                            .environment = environment}));
  ASSERT_OK_AND_ASSIGN(const Handshake handshake, FirstHandshake(*shell));
  EXPECT_TRUE(Exists(handshake.address));
  shell->Signal(SIGKILL);
  EXPECT_THAT(shell->WaitForExit(), IsOkAndHolds(ExitStatus{.code = 0, .signal = SIGKILL}));
  EXPECT_THAT(shell->Stderr(), HasSubstr("the parent process is gone"));
  EXPECT_FALSE(Exists(handshake.address));
}

TEST(EndTest, ACrashTellsTheUserWhatHappened) {
  const struct {
    const char* what;
    const char* first_line;
  } cases[] = {{"abort", "panic: SIGABRT\n\n"},
               {"throw", "panic: uncaught exception: thrown on purpose\n\n"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
    EXPECT_EQ(Call(client->channel(), c.what).status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_THAT(client->process().WaitForExit(),
                IsOkAndHolds(ExitStatus{.code = 0, .signal = SIGABRT}));
    EXPECT_THAT(client->process().Stderr(), StartsWith(c.first_line));
    EXPECT_THAT(client->process().Stderr(), HasSubstr("fixture_plugin("));
  }
}

// ---- Descriptors ----

TEST(DescriptorTest, AFloodOnStdoutDoesNotBlock) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  EXPECT_EQ(Call(client->channel(), "flood").json, absl::StrCat(4 << 20));
  EXPECT_OK(client->Shutdown());
  EXPECT_THAT(client->process().Stdout(), Not(HasSubstr("xxx")));
}

TEST(DescriptorTest, ChildrenInheritNothingOfTheClient) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  EXPECT_EQ(Call(client->channel(), "descriptors").json, "0 /dev/null\n1 /dev/null\n");
}

TEST(DescriptorTest, AChildThatStaysDoesNotKeepTheClientWaiting) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient());
  int child = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Call(client->channel(), "child").json, &child));
  EXPECT_OK(client->Shutdown());
  EXPECT_EQ(kill(child, SIGKILL), 0) << "the child should have outlived the plugin";
}

// What the descriptor is, "" when it is not open.
std::string DescriptorOf(const PluginProcess& process, int fd) {
  char target[256] = {};
  const std::string link = absl::StrCat("/proc/", process.pid(), "/fd/", fd);
  return readlink(link.c_str(), target, sizeof(target) - 1) > 0 ? target : "";
}

TEST(DescriptorTest, WithoutStdoutNothingIsServed) {
  for (const char* script : {R"(exec "$0" >&-)", R"(exec "$0" >&- <&-)", R"(exec "$0" --debug >&-)",
                             R"(exec "$0" --debug >&- <&-)"}) {
    SCOPED_TRACE(script);
    const Directory directory;
    Variables environment = ClientEnvironment();
    environment["TMPDIR"] = directory.path();
    ASSERT_OK_AND_ASSIGN(const auto process,
                         PluginProcess::Start({.arguments = {"sh", "-c", script, FIXTURE_PLUGIN},
                                               .environment = environment}));
    EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{.code = 1, .signal = 0}));
    EXPECT_EQ(process->Stderr(), "[ERROR] cannot redirect stdin and stdout: Bad file descriptor\n");
  }
}

TEST(DescriptorTest, WhatTheClientLeftClosedIsNullAndNothingOfOurs) {
  const struct {
    const char* name;
    const char* script;
    bool has_stderr;
  } cases[] = {{"all open", R"(exec "$0")", true},
               {"no stdin", R"(exec "$0" <&-)", true},
               {"no stderr", R"(exec "$0" 2>&-)", false},
               {"only stdout", R"(exec "$0" <&- 2>&-)", false}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    ASSERT_OK_AND_ASSIGN(
        const auto client,
        PluginClient::Start({.command = {.arguments = {"sh", "-c", c.script, FIXTURE_PLUGIN}}}));
    EXPECT_EQ(DescriptorOf(client->process(), STDIN_FILENO), "/dev/null");
    EXPECT_EQ(DescriptorOf(client->process(), STDOUT_FILENO), "/dev/null");
    EXPECT_THAT(DescriptorOf(client->process(), STDERR_FILENO),
                MatchesRegex(c.has_stderr ? "pipe:.*" : "/dev/null"));
    EXPECT_EQ(Call(client->channel(), "descriptors").json, "0 /dev/null\n1 /dev/null\n");
    EXPECT_OK(client->Shutdown());
  }
}

// ---- Log and debug mode ----

TEST(ServeLogTest, LinesAreJsonAndOnlyWrittenWhenAskedFor) {
  ASSERT_OK_AND_ASSIGN(const auto client, StartClient({{"TF_LOG_PROVIDER", "DEBUG"}}));
  ASSERT_OK(client->Shutdown());
  const std::vector<std::string> lines =
      absl::StrSplit(client->process().Stderr(), '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 4u);
  const auto serves = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(serves["@message"], "plugin serves");
  EXPECT_EQ(serves["@level"], "debug");
  EXPECT_EQ(serves["@module"], "provider.fixture");
  EXPECT_EQ(serves["socket"], client->handshake().address);
  EXPECT_THAT(serves["@timestamp"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z"));
  const auto stops = nlohmann::json::parse(lines[1]);
  EXPECT_EQ(stops["@message"], "plugin stops");
  EXPECT_EQ(stops["reason"], "the client asked");
}

TEST(DebugTest, LeavesTheOutputsAndFillsClosedStderr) {
  // Stdin is nobody's business: where it is closed, gRPC 1.51 puts a descriptor before main.
  const struct {
    const char* script;
    const char* standard_error;
  } cases[] = {{R"(exec "$0" --debug)", "pipe:.*"},
               {R"(exec "$0" --debug 2>&-)", "/dev/null"},
               {R"(exec "$0" --debug <&- 2>&-)", "/dev/null"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.script);
    ASSERT_OK_AND_ASSIGN(
        const auto process,
        PluginProcess::Start({.arguments = {"sh", "-c", c.script, FIXTURE_PLUGIN}}));
    ASSERT_OK_AND_ASSIGN(const std::string line, process->FirstLine());
    EXPECT_THAT(line, StartsWith("TF_REATTACH_PROVIDERS="));
    EXPECT_THAT(DescriptorOf(*process, STDOUT_FILENO), MatchesRegex("pipe:.*"));
    EXPECT_THAT(DescriptorOf(*process, STDERR_FILENO), MatchesRegex(c.standard_error));
    process->Signal(SIGTERM);
    EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{}));
  }
}

class DebugModeTest : public ::testing::TestWithParam<int> {};

TEST_P(DebugModeTest, PrintsHowToAttachAndStaysUntilASignal) {
  // Neither cookie nor client certificate matter.
  ASSERT_OK_AND_ASSIGN(const auto process,
                       PluginProcess::Start({.arguments = {FIXTURE_PLUGIN, "--debug"},
                                             .environment = {{"PLUGIN_CLIENT_CERT", "x"}}}));
  ASSERT_OK_AND_ASSIGN(const std::string line, process->FirstLine());
  absl::string_view text = line;
  ASSERT_TRUE(absl::ConsumePrefix(&text, "TF_REATTACH_PROVIDERS='"));
  ASSERT_TRUE(absl::ConsumeSuffix(&text, "'"));
  const auto json = nlohmann::json::parse(std::string(text));
  const auto& provider = json["registry.terraform.io/example/fixture"];
  EXPECT_EQ(json["registry.opentofu.org/example/fixture"], provider);
  EXPECT_EQ(provider["Pid"], process->pid());
  const std::string socket = provider["Addr"]["String"];
  // Clients come and go, also without a word.
  for (int i = 0; i < 2; ++i) {
    const auto channel =
        grpc::CreateChannel(GrpcAddress(socket), grpc::InsecureChannelCredentials());
    EXPECT_EQ(Call(channel, "echo", "hi").json, "hi");
  }
  process->Signal(GetParam());
  EXPECT_THAT(process->WaitForExit(), IsOkAndHolds(ExitStatus{}));
  EXPECT_FALSE(Exists(socket));
}

INSTANTIATE_TEST_SUITE_P(Signals, DebugModeTest, ::testing::Values(SIGINT, SIGTERM, SIGHUP));

}  // namespace
}  // namespace tf::plugin
