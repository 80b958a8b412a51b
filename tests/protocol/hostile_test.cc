// Every request that there is, wrong in every way: the provider answers, and lives.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "provider/framework/testing/plugin_client.h"
#include "tests/protocol/chosen_request.h"
#include "tests/protocol/hostile_requests.h"
#include "tests/protocol/plain_request.h"
#include "tests/protocol/wire_client.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

using google::protobuf::MethodDescriptor;
using ::testing::Ge;
using ::testing::IsEmpty;
using tf::testing::PluginClient;

constexpr size_t kLarge = size_t{1} << 20;

// A request of 64 MiB is there a few times: in gRPC's buffers, as a message, as a value, and in the
// memory that threads keep for their next one. The address sanitizer keeps what was freed, too.
#if defined(__SANITIZE_ADDRESS__)
constexpr int64_t kPeakMaxMebibytes = 8192;
#else
constexpr int64_t kPeakMaxMebibytes = 1536;
#endif

class HostileTest : public ::testing::Test {
 protected:
  void Start(const char* program) {
    ASSERT_OK_AND_ASSIGN(client_, PluginClient::Start({.command = {.arguments = {program}}}));
  }

  // The answer, after the checks that hold for each.
  WireAnswer Send(const MethodDescriptor& method, const std::string& request) {
    WireAnswer answer = Ask(client_->channel(), method, request);
    const grpc::StatusCode code = answer.status.error_code();
    EXPECT_TRUE(code == grpc::StatusCode::OK || code == grpc::StatusCode::UNIMPLEMENTED ||
                code == grpc::StatusCode::INTERNAL)
        << code << " " << answer.status.error_message() << "\n"
        << client_->process().Stderr();
    if (answer.status.ok()) {
      EXPECT_THAT(Judge(method, request, answer).complaints, IsEmpty());
    }
    return answer;
  }

  // Returns the size of the request.
  size_t SendRow(const MethodDescriptor& method, const WireAnswer& plain,
                 const HostileRequest& row) {
    SCOPED_TRACE(row.name);
    const std::string request = row.bytes();
    if (plain.status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
      // gRPC's own answer: a few of the small ones will do.
      if (request.size() <= kLarge) {
        EXPECT_FALSE(Send(method, request).status.ok());
      }
      return 0;
    }
    const WireAnswer answer = Send(method, request);
    EXPECT_EQ(answer.status.ok(), row.expected != Expected::kRefused)
        << answer.status.error_message();
    if (row.expected == Expected::kError) {
      EXPECT_TRUE(Judge(method, request, answer).has_error);
    }
    if (row.expected == Expected::kSame) {
      EXPECT_EQ(answer.messages, plain.messages);
    }
    return request.size();
  }

  // The most memory that the plugin ever had.
  int64_t PeakMebibytes() const {
    std::ifstream status(absl::StrCat("/proc/", client_->process().pid(), "/status"));
    for (std::string line; std::getline(status, line);) {
      absl::string_view rest = line;
      int64_t kibibytes = 0;
      if (absl::ConsumePrefix(&rest, "VmHWM:") && absl::ConsumeSuffix(&rest, " kB") &&
          absl::SimpleAtoi(rest, &kibibytes)) {
        return kibibytes / 1024;
      }
    }
    ADD_FAILURE() << "the system does not say";
    return 0;
  }

  std::unique_ptr<PluginClient> client_;
};

TEST_F(HostileTest, PlainRequestsAreAnsweredWithoutAnError) {
  Start(THING_PLUGIN);
  int answered = 0;
  for (const MethodDescriptor* method : Methods()) {
    SCOPED_TRACE(method->name());
    const std::string request = PlainRequest(*method)->SerializeAsString();
    const WireAnswer answer = Send(*method, request);
    if (answer.status.error_code() == grpc::StatusCode::UNIMPLEMENTED) continue;
    EXPECT_FALSE(Judge(*method, request, answer).has_error) << client_->process().Stderr();
    ++answered;
  }
  // Otherwise the other tests show nothing.
  EXPECT_THAT(answered, Ge(28));
  EXPECT_OK(client_->Shutdown());
}

class HostileMethodTest : public HostileTest,
                          public ::testing::WithParamInterface<const MethodDescriptor*> {};

TEST_P(HostileMethodTest, EveryWrongPartIsAnswered) {
  const MethodDescriptor& method = *GetParam();
  Start(THING_PLUGIN);
  // The very first request of a process that was neither configured nor asked for its schema.
  const std::string request = PlainRequest(method)->SerializeAsString();
  const WireAnswer plain = Send(method, request);
  if (plain.status.ok()) {
    EXPECT_FALSE(Judge(method, request, plain).has_error);
  }
  std::vector<HostileRequest> large;
  for (const HostileRequest& row : HostileRequests(method)) {
    if (SendRow(method, plain, row) > kLarge) large.push_back(row);
  }
  // The largest again: were they kept, there would be no room for them.
  for (const HostileRequest& row : large) SendRow(method, plain, row);
  EXPECT_LT(PeakMebibytes(), kPeakMaxMebibytes);
  EXPECT_OK(client_->Shutdown());
}

INSTANTIATE_TEST_SUITE_P(Methods, HostileMethodTest, ::testing::ValuesIn(Methods()),
                         [](const auto& row) { return row.param->name(); });

// Requests of random shape to the product itself, whose schemas are another's.
TEST_F(HostileTest, TheProductAnswersRandomRequests) {
  Start(SIXGATE_PLUGIN);
  const std::vector<const MethodDescriptor*> methods = Methods();
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const MethodDescriptor& method = *methods[random() % methods.size()];
    SCOPED_TRACE(absl::StrCat(method.name(), ", seed ", seed));
    std::string bytes(random() % 400, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Choices choices(bytes);
    Send(method, ChosenRequest(*method.input_type(), choices));
  }
  EXPECT_OK(client_->Shutdown());
}

}  // namespace
}  // namespace tests::protocol
