#include "provider/product/resources/address/resource.h"

#include <memory>
#include <optional>
#include <string>

#include "engine/net/address.h"
#include "provider/product/find.h"
#include "provider/product/record_resource.h"
#include "provider/product/resources/address/model.h"

namespace product {
namespace {

using engine::inventory::AddressRecord;
using engine::inventory::AddressSpec;
using engine::inventory::HostRecord;
using engine::net::Address;

constexpr char kDescription[] =
    "A stable address for one container, outside of the range that Docker hands out by itself.";

class AddressResource final : public RecordResource<AddressModel, AddressSpec, AddressRecord> {
 public:
  AddressResource() : RecordResource("sixgate_address", "address", kDescription, AddressFields()) {}

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.addresses(); }
  std::string Label(const AddressModel& model) const override { return model.name.value_or(""); }
  absl::StatusOr<AddressSpec> ToSpec(const AddressModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const AddressRecord& record, AddressModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::Status Render(engine::Engine& engine, const AddressRecord& record,
                      AddressModel& model) const override {
    const auto host = FindById(&engine, &engine::Engine::hosts, record.spec.host);
    if (!host.has_value() || !StoreHintsOf(*host, record.address.address, model)) {
      return absl::FailedPreconditionError("the host or its network went in the meantime");
    }
    return absl::OkStatus();
  }
  // The hints depend on the host's engine, which may change in the same apply.
  void PlanKnown(engine::Engine*, Change&) const override {}

 private:
  // False when the host has no such network.
  static bool StoreHintsOf(const HostRecord& host, const Address& address, AddressModel& model) {
    const auto network = host.host.networks.find(model.network.value_or(""));
    if (network == host.host.networks.end()) return false;
    StoreHints(network->second, address, model);
    return true;
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewAddressResource() { return std::make_unique<AddressResource>(); }

}  // namespace product
