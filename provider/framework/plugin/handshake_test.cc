#include "provider/framework/plugin/handshake.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "provider/framework/plugin/reattach.h"

namespace tf::plugin {
namespace {

TEST(HandshakeLineTest, HasSixFields) {
  EXPECT_EQ(HandshakeLine("/tmp/plugin-1", "AbC", false), "1|6|unix|/tmp/plugin-1|grpc|AbC\n");
}

TEST(HandshakeLineTest, LeavesTheCertificateEmptyWithoutTls) {
  EXPECT_EQ(HandshakeLine("/tmp/plugin-1", "", false), "1|6|unix|/tmp/plugin-1|grpc|\n");
}

TEST(HandshakeLineTest, AnswersWhoAsksForMultiplexing) {
  EXPECT_EQ(HandshakeLine("/tmp/plugin-1", "AbC", true), "1|6|unix|/tmp/plugin-1|grpc|AbC|false\n");
}

TEST(ReattachLineTest, NamesTheProviderUnderEveryAddressAndCanBePasted) {
  EXPECT_EQ(
      ReattachLine({"registry.terraform.io/acme/a", "registry.opentofu.org/acme/a"}, 42, "/t/it's"),
      R"(TF_REATTACH_PROVIDERS='{"registry.terraform.io/acme/a":{"Protocol":"grpc",)"
      R"("ProtocolVersion":6,"Pid":42,"Test":true,"Addr":{"Network":"unix",)"
      R"("String":"/t/it\u0027s"}},"registry.opentofu.org/acme/a":{"Protocol":"grpc",)"
      R"("ProtocolVersion":6,"Pid":42,"Test":true,"Addr":{"Network":"unix",)"
      R"("String":"/t/it\u0027s"}}}')"
      "\n");
}

}  // namespace
}  // namespace tf::plugin
