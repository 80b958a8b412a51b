// What the resources of openings do in the same way, whichever direction they are for.
#ifndef SIXGATE_PROVIDER_PRODUCT_OPENING_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_OPENING_RESOURCE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/site/host.h"
#include "provider/product/find.h"
#include "provider/product/record_resource.h"

namespace product {

// `M` has the attributes of opening_fields.h.
template <class M, class Spec, class Record>
class OpeningResource : public RecordResource<M, Spec, Record> {
 public:
  using Base = RecordResource<M, Spec, Record>;
  using typename Base::Change;

  void ValidateConfig(const M& config, tf::Diagnostics& diagnostics) const final {
    using tf::Path;
    if (config.address.IsKnown() && config.network.IsKnown()) {
      diagnostics.AddError(Path::Root("network"), "address and network exclude each other",
                           "Name one address, or the whole network.");
    }
    if (!config.protocol.IsKnown() || config.ports.IsUnknown()) return;
    const bool has_ports = config.ports.IsKnown() && !config.ports->empty();
    if (*config.protocol == "icmpv6" && has_ports) {
      diagnostics.AddError(Path::Root("ports"), "icmpv6 has no ports",
                           "Remove ports: the opening is for echo requests.");
    } else if (*config.protocol != "icmpv6" && !has_ports) {
      diagnostics.AddError(Path::Root("ports"), "Missing ports",
                           "Name the ports, such as [\"443\"] or [\"8000-8010\"]; \"1-65535\" is "
                           "all of them.");
    }
  }

 protected:
  // `inner` is the computed attribute that says what the opening is about behind the gateway.
  OpeningResource(std::string type_name, std::string kind, std::string description,
                  tf::schema::Fields<M> fields, tf::Attr<std::string> M::*inner)
      : Base(std::move(type_name), std::move(kind), std::move(description), std::move(fields)),
        inner_(inner) {}

  // The value of `inner`. kInvalidArgument and kFailedPrecondition as engine::inventory::Build….
  virtual absl::StatusOr<std::string> InnerText(const engine::site::Host& host,
                                                const Spec& spec) const = 0;

  std::string Label(const M& model) const final {
    return model.description.value_or((model.*inner_).value_or(""));
  }

  absl::Status Render(engine::Engine& engine, const Record& record, M& model) const final {
    // What was planned holds, though time goes on: the next read looks at the clock.
    return model.expired.IsKnown() ? absl::OkStatus() : Observe(engine, record, model);
  }
  absl::Status Observe(engine::Engine& engine, const Record& record, M& model) const final {
    model.expired = record.spec.expires_at.has_value() && *record.spec.expires_at <= engine.Now();
    return absl::OkStatus();
  }

  void PlanKnown(engine::Engine* engine, Change& change) const final {
    M& plan = change.plan;
    if (plan.expires_at.IsNull()) {
      plan.expired = false;
    } else if (change.prior != nullptr && plan.expires_at == change.prior->expires_at) {
      plan.expired = change.prior->expired;
    }
    // Networks may change in the same apply, and with them the rest.
    if (plan.address.IsUnknown() || !plan.network.IsNull()) return;
    const auto host = FindById(engine, &engine::Engine::hosts, plan.host);
    const absl::StatusOr<Spec> spec = this->ToSpec(plan);
    if (!host.has_value() || !spec.ok()) return;
    const absl::StatusOr<std::string> inner = InnerText(host->host, *spec);
    if (inner.ok()) plan.*inner_ = *inner;
  }

 private:
  tf::Attr<std::string> M::*const inner_;
};

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_OPENING_RESOURCE_H_
