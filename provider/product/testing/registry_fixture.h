// What tests of the product's resources stand on: a provider with a registry of its own on disk, in
// a directory that goes with the test.
#ifndef SIXGATE_PROVIDER_PRODUCT_TESTING_REGISTRY_FIXTURE_H_
#define SIXGATE_PROVIDER_PRODUCT_TESTING_REGISTRY_FIXTURE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/engine.h"
#include "provider/framework/testing/in_process_client.h"

namespace product::testing {

using tf::testing::Action;
using tf::testing::Client;
using tf::testing::Instance;
using tf::testing::Result;

// Not thread-safe.
class RegistryTest : public ::testing::Test {
 protected:
  RegistryTest();
  ~RegistryTest() override;

  // The client of the configuration under test, and another one with another owner that shares the
  // registry.
  Client& client() { return *client_; }
  std::unique_ptr<Client> NewClient(absl::string_view owner, tf::LogSink* log = nullptr);
  // A second way to the same registry, past Terraform.
  std::unique_ptr<engine::Engine> OpenEngine();

  std::filesystem::path directory() const { return directory_; }
  std::string registry_path() const { return (directory_ / "registry.db").string(); }

  // Applies and expects that it went well.
  static Result MustApply(Instance& instance, const std::string& config);
  // A string attribute of the state; nested ones by dots.
  static std::string Text(const tf::Value& object, absl::string_view path);
  // Everything below a directory in one text.
  static std::string TextsBelow(const std::filesystem::path& root);

 private:
  std::filesystem::path directory_;
  std::unique_ptr<Client> client_;
};

// A prefix 2001:db8:1234:321d::/64 "site" with a gateway "fw" and a host "vm1" in slot 2 that has
// the networks default and web.
class SiteTest : public RegistryTest {
 protected:
  SiteTest();

  std::string Gateway(absl::string_view more = "") const;
  std::string Host(absl::string_view more = "") const;
  std::string id(const Instance& instance) const { return Text(instance.state(), "id"); }

  Instance prefix_;
  Instance gateway_;
  Instance host_;
};

}  // namespace product::testing

#endif  // SIXGATE_PROVIDER_PRODUCT_TESTING_REGISTRY_FIXTURE_H_
