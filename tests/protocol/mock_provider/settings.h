// What the provider block says, made ready for the resources.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SETTINGS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SETTINGS_H_

#include <set>
#include <string>
#include <utility>

#include "provider/framework/operation.h"
#include "tests/protocol/mock_provider/store.h"

namespace mock {

// Ids of resources that something happens to.
using Ids = std::set<std::string, std::less<>>;

class Settings final : public tf::ProviderData {
 public:
  explicit Settings(Store::Options options) : store(std::move(options)) {}

  const Store store;
  Ids fail_on_create;
  Ids fail_on_read;
  Ids fail_on_update;
  Ids fail_on_delete;
  Ids defer_changes;
};

// Of an operation on a configured process.
inline const Settings& SettingsOf(const tf::Operation& operation) {
  return static_cast<const Settings&>(*operation.provider_data);
}

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SETTINGS_H_
