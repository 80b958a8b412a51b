#include "provider/product/resources/prefix/resource.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/net/prefix.h"
#include "provider/product/record_resource.h"
#include "provider/product/resources/prefix/model.h"

namespace product {
namespace {

using engine::inventory::PrefixRecord;
using engine::inventory::PrefixSpec;
using engine::net::Prefix;
using tf::Path;

constexpr char kDescription[] =
    "An IPv6 prefix under management: a root prefix that a provider delegated, or a child that is "
    "allocated from its parent. Prefixes nest to any depth, and no two ever overlap.";

class PrefixResource final : public RecordResource<PrefixModel, PrefixSpec, PrefixRecord> {
 public:
  PrefixResource() : RecordResource("sixgate_prefix", "prefix", kDescription, PrefixFields()) {}

  void ValidateConfig(const PrefixModel& config, tf::Diagnostics& diagnostics) const override {
    if (config.parent.IsUnknown() || config.cidr.IsUnknown() || config.length.IsUnknown()) return;
    if (config.parent.IsNull() && config.cidr.IsNull()) {
      diagnostics.AddError(Path::Root("cidr"), "Missing cidr of a root prefix",
                           "A prefix without parent is one that a provider delegated: give its "
                           "cidr. Or give the parent to allocate from, and a length.");
    } else if (config.cidr.IsNull() && config.length.IsNull()) {
      diagnostics.AddError(Path::Root("length"), "Missing length of a child prefix",
                           "Give the length to allocate, or exactly the cidr.");
    } else if (config.cidr.IsKnown() && config.length.IsKnown()) {
      const auto cidr = Prefix::Parse(*config.cidr);
      if (cidr.ok() && cidr->length() != *config.length) {
        diagnostics.AddError(
            Path::Root("length"), "length and cidr contradict each other",
            absl::StrCat("The cidr ", cidr->ToString(), " has length ", cidr->length(), ", not ",
                         *config.length, ". Give only one of them."));
      }
    }
  }

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.prefixes(); }
  std::string Label(const PrefixModel& model) const override { return model.name.value_or(""); }
  absl::StatusOr<PrefixSpec> ToSpec(const PrefixModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const PrefixRecord& record, PrefixModel& model) const override {
    product::FromRecord(record, model);
  }

  void PlanKnown(engine::Engine*, Change& change) const override {
    PlanBlock(change);
    if (!change.plan.cidr.IsKnown()) {
      // Whatever follows from the block is as open as the block.
      change.plan.address_plan = tf::Attr<AddressPlanModel>::Unknown();
      return;
    }
    const auto cidr = Prefix::Parse(*change.plan.cidr);
    if (!cidr.ok()) return;  // said by the validator
    if (!change.config.length.IsUnknown()) change.plan.length = int64_t{cidr->length()};
    if (change.config.host_length.IsUnknown() || change.config.network_length.IsUnknown()) {
      change.plan.address_plan = tf::Attr<AddressPlanModel>::Unknown();
    } else {
      PlanLengths(*cidr, change);
    }
  }

 private:
  // The block after a change of `cidr` or `length`.
  static void PlanBlock(Change& change) {
    PrefixModel& plan = change.plan;
    if (change.prior == nullptr || !change.prior->cidr.IsKnown()) return;
    const auto prior = Prefix::Parse(*change.prior->cidr);
    if (!prior.ok()) return;
    if (change.config.cidr.IsUnknown()) return;
    if (change.config.cidr.IsNull() && plan.length.IsUnknown()) {
      plan.cidr = tf::Attr<std::string>::Unknown();
    } else if (change.config.cidr.IsNull() && plan.length.IsKnown() &&
               *plan.length != prior->length()) {
      const int length = static_cast<int>(*plan.length);
      plan.cidr = Prefix::Containing(prior->first(), length).ToString();
    } else if (plan.cidr.IsKnown() && plan.parent.IsKnown()) {
      const auto wanted = Prefix::Parse(*plan.cidr);
      // Growing or shrinking over the same addresses is a change of the length, in place.
      if (wanted.ok() && *wanted != *prior && wanted->length() == prior->length()) {
        change.requires_replace.push_back(Path::Root("cidr"));
      }
    }
  }

  static void PlanLengths(const Prefix& cidr, Change& change) {
    const absl::StatusOr<PrefixSpec> spec = product::ToSpec(change.plan);
    if (!spec.ok()) return;  // said by whoever asks for the spec next
    const auto address_plan = engine::inventory::BuildPlan(cidr, *spec);
    if (!address_plan.ok()) {
      AddError({"plan", "prefix", change.plan.name.value_or("")}, address_plan.status(),
               change.diagnostics);
      return;
    }
    if (address_plan->has_value()) {
      change.plan.address_plan = FromAddressPlan(**address_plan);
      change.plan.host_length = change.plan.address_plan->host_length;
      change.plan.network_length = change.plan.address_plan->network_length;
    } else {
      change.plan.address_plan = tf::Attr<AddressPlanModel>();
      change.plan.host_length = change.plan.network_length = tf::Attr<int64_t>();
    }
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewPrefixResource() { return std::make_unique<PrefixResource>(); }

}  // namespace product
