#include "engine/site/opening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/site/testing/tutorial.h"

namespace engine::site {
namespace {

using ::engine::site::testing::P;
using ::engine::site::testing::Ports;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PublishedPortsTest, NewEnginesPublishWithoutAHostPort) {
  const Site site = testing::TutorialSite();
  Opening opening = site.openings[0];
  EXPECT_THAT(PublishedPorts(site.hosts[0], opening), ElementsAre("[::]::80/tcp", "[::]::443/tcp"));
  opening.ports = {Ports("8000-8005"), Ports("8006-8010"), Ports("53")};
  opening.protocol = Protocol::kUdp;
  EXPECT_THAT(PublishedPorts(site.hosts[0], opening),
              ElementsAre("[::]::53/udp", "[::]::8000-8010/udp"));
}

TEST(PublishedPortsTest, NothingForOldEnginesEchoAndTheHostItself) {
  const Site site = testing::TutorialSite();
  Host old = site.hosts[0];
  old.container_engine.version = *EngineVersion::Parse("26");
  EXPECT_THAT(PublishedPorts(old, site.openings[0]), IsEmpty());
  Opening echo = site.openings[0];
  echo.protocol = Protocol::kIcmpv6;
  EXPECT_THAT(PublishedPorts(site.hosts[0], echo), IsEmpty());
  Opening itself = site.openings[0];
  itself.destination = P("2001:db8:1234:321d:20::2/128");
  EXPECT_THAT(PublishedPorts(site.hosts[0], itself), IsEmpty());
}

}  // namespace
}  // namespace engine::site
