// A provider with one of everything, for the sections of docs/design/writing-a-provider.md. Its
// beds live in memory.
#ifndef SIXGATE_TESTS_PROTOCOL_TUTORIAL_PROVIDER_GARDEN_H_
#define SIXGATE_TESTS_PROTOCOL_TUTORIAL_PROVIDER_GARDEN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/mutex.h"
#include "provider/framework/provider.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/timeouts.h"

namespace garden {

enum class Soil { kLoam, kSand };

struct SeedModel {
  tf::Attr<std::string> plant;
  tf::Attr<double> spacing;
  bool operator==(const SeedModel&) const = default;
};

struct FenceModel {
  tf::Attr<int64_t> height;
  bool operator==(const FenceModel&) const = default;
};

struct BedModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<Soil> soil;
  tf::Attr<int64_t> rows;
  tf::Attr<std::string> hose;
  tf::Attr<std::string> well;
  tf::Attr<std::vector<SeedModel>> seeds;
  tf::Attr<FenceModel> fence;
  tf::Attr<std::string> gate_code;
  tf::Attr<int64_t> gate_code_version;
  tf::Attr<tf::Timeouts> timeouts;
  bool operator==(const BedModel&) const = default;
};

// What Configure makes. Thread-safe.
class Garden final : public tf::ProviderData {
 public:
  void Put(const BedModel& bed);
  void Remove(const std::string& id);
  // Null pointer when there is none.
  std::unique_ptr<BedModel> Find(const std::string& id) const;
  std::vector<BedModel> Beds() const;

 private:
  mutable engine::base::Mutex mutex_;
  std::map<std::string, BedModel> beds_ ABSL_GUARDED_BY(mutex_);
};

std::unique_ptr<tf::Provider> NewGardenProvider();

}  // namespace garden

#endif  // SIXGATE_TESTS_PROTOCOL_TUTORIAL_PROVIDER_GARDEN_H_
