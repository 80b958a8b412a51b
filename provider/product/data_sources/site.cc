// sixgate_site: what a prefix holds, for people and for other providers.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/engine.h"
#include "engine/inventory/site_view.h"
#include "provider/framework/model_data_source.h"
#include "provider/product/data_sources/data_sources.h"
#include "provider/product/diagnostics.h"
#include "provider/product/engine_data.h"
#include "provider/product/fields.h"
#include "provider/product/find.h"

namespace product {
namespace {

using engine::inventory::GatewayView;
using engine::inventory::HostRecord;
using engine::inventory::PrefixView;
using tf::schema::Field;
using tf::schema::Fields;

constexpr char kDescription[] =
    "Everything inside a prefix as the registry is now: hosts, networks, openings, and how full it "
    "is. `depends_on` must name every host and opening, also those made by `for_each`.";

struct SiteNetworkModel {
  tf::Attr<std::string> name;
  tf::Attr<std::string> subnet;
  tf::Attr<std::string> bridge;
};

struct SiteHostModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> gateway;
  tf::Attr<std::string> block;
  tf::Attr<std::string> address;
  tf::Attr<std::vector<SiteNetworkModel>> networks;
};

struct SiteOpeningModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> host;
  tf::Attr<std::string> destination;
  tf::Attr<std::string> protocol;
  tf::Attr<std::vector<std::string>> ports;
  tf::Attr<std::vector<std::string>> sources;
  tf::Attr<bool> enabled;
  tf::Attr<std::string> description;
};

struct SiteEgressOpeningModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> host;
  tf::Attr<std::string> source;
  tf::Attr<std::string> protocol;
  tf::Attr<std::vector<std::string>> ports;
  tf::Attr<std::vector<std::string>> destinations;
  tf::Attr<bool> enabled;
  tf::Attr<std::string> description;
};

struct UtilisationModel {
  tf::Attr<std::string> addresses_taken;
  tf::Attr<std::string> addresses_free;
  tf::Attr<std::string> slots;
  tf::Attr<std::string> slots_taken;
  tf::Attr<std::string> largest_free;
};

struct SiteModel {
  tf::Attr<std::string> prefix;
  tf::Attr<std::string> cidr;
  tf::Attr<std::vector<SiteHostModel>> hosts;
  tf::Attr<std::vector<SiteOpeningModel>> openings;
  tf::Attr<std::vector<SiteEgressOpeningModel>> egress_openings;
  tf::Attr<UtilisationModel> utilisation;
};

template <class M, class T>
Field<M> Shown(std::string name, tf::Attr<T> M::*member, std::string description) {
  return Field<M>(std::move(name), member).Computed().Describe(std::move(description));
}

Fields<SiteNetworkModel> NetworkFields() {
  return {Shown("name", &SiteNetworkModel::name, "Name of the network."),
          Shown("subnet", &SiteNetworkModel::subnet, "Its IPv6 prefix."),
          Shown("bridge", &SiteNetworkModel::bridge, "Its interface in the host.")};
}

Fields<SiteHostModel> HostFields() {
  return {Shown("id", &SiteHostModel::id, "Identifier of the host."),
          Shown("name", &SiteHostModel::name, "Name of the host."),
          Shown("gateway", &SiteHostModel::gateway, "Name of the gateway in front of it."),
          Shown("block", &SiteHostModel::block, "The block that is routed to it."),
          Shown("address", &SiteHostModel::address, "Its own address."),
          Field<SiteHostModel>("networks", &SiteHostModel::networks, NetworkFields())
              .Computed()
              .Describe("Its container networks, by name.")};
}

// `inner` is what an opening is about behind the gateway, `outer` whom it is for.
template <class M>
Fields<M> AnyOpeningFields(Field<M> inner, Field<M> outer) {
  return {Shown("id", &M::id, "Identifier of the opening."),
          Shown("host", &M::host, "Name of the host."),
          std::move(inner),
          Shown("protocol", &M::protocol, "Transport protocol, or `icmpv6`."),
          Shown("ports", &M::ports, "Ports and ranges."),
          std::move(outer),
          Shown("enabled", &M::enabled, "Whether it is open."),
          Shown("description", &M::description, "What it is for.")};
}

Fields<SiteOpeningModel> OpeningFields() {
  return AnyOpeningFields(Shown("destination", &SiteOpeningModel::destination, "What is opened."),
                          Shown("sources", &SiteOpeningModel::sources, "Who may enter."));
}

Fields<SiteEgressOpeningModel> EgressOpeningFields() {
  return AnyOpeningFields(
      Shown("source", &SiteEgressOpeningModel::source, "What may send."),
      Shown("destinations", &SiteEgressOpeningModel::destinations, "What it may reach."));
}

Fields<UtilisationModel> UtilisationFields() {
  return {Shown("addresses_taken", &UtilisationModel::addresses_taken,
                "Addresses inside allocated blocks, as a decimal text."),
          Shown("addresses_free", &UtilisationModel::addresses_free,
                "Addresses that are free, as a decimal text."),
          Shown("slots", &UtilisationModel::slots, "Blocks for hosts, as a decimal text."),
          Shown("slots_taken", &UtilisationModel::slots_taken, "How many of them are taken."),
          Shown("largest_free", &UtilisationModel::largest_free,
                "The largest block that is free; null when there is none.")};
}

Fields<SiteModel> SiteFields() {
  return {Field<SiteModel>("prefix", &SiteModel::prefix).Required().Describe("`id` of the prefix."),
          Shown("cidr", &SiteModel::cidr, "The prefix itself, such as `2001:db8:1234:321d::/64`."),
          Field<SiteModel>("hosts", &SiteModel::hosts, HostFields())
              .Computed()
              .Describe("The hosts, in the order of their blocks."),
          Field<SiteModel>("openings", &SiteModel::openings, OpeningFields())
              .Computed()
              .Describe("The openings, in the order of their destinations."),
          Field<SiteModel>("egress_openings", &SiteModel::egress_openings, EgressOpeningFields())
              .Computed()
              .Describe("The egress openings, in the order of their sources."),
          Field<SiteModel>("utilisation", &SiteModel::utilisation, UtilisationFields())
              .Computed()
              .Describe("How full the prefix is.")};
}

SiteHostModel FromHost(const HostRecord& record, const std::string& gateway) {
  std::vector<SiteNetworkModel> networks;
  for (const auto& [name, network] : record.host.networks) {
    networks.push_back({name, network.subnet.ToString(), network.bridge});
  }
  return {record.header.id,
          record.host.name,
          gateway,
          record.host.block.prefix().ToString(),
          record.host.address().ToString(),
          networks};
}

// All but what is different for the two directions.
template <class M, class AnyOpening>
M FromAnyOpening(const AnyOpening& opening) {
  M model;
  model.id = opening.id;
  model.host = opening.host;
  model.protocol = std::string(engine::site::ToWord(opening.protocol));
  model.ports = TextsOf<std::vector<std::string>>(opening.ports);
  model.enabled = opening.enabled;
  model.description = opening.description;
  return model;
}

SiteOpeningModel FromOpening(const engine::site::Opening& opening) {
  auto model = FromAnyOpening<SiteOpeningModel>(opening);
  model.destination = opening.destination.ToString();
  model.sources = TextsOf<std::vector<std::string>>(opening.sources);
  return model;
}

SiteEgressOpeningModel FromOpening(const engine::site::EgressOpening& opening) {
  auto model = FromAnyOpening<SiteEgressOpeningModel>(opening);
  model.source = opening.source.ToString();
  model.destinations = TextsOf<std::vector<std::string>>(opening.destinations);
  return model;
}

// Numbers of addresses do not fit a Terraform number that other tools can read.
std::string Decimal(absl::uint128 number) { return absl::StrFormat("%d", number); }

class SiteDataSource final : public tf::ModelDataSource<SiteModel> {
 public:
  SiteDataSource() : ModelDataSource("sixgate_site", kDescription, SiteFields()) {}

  void ReadModel(const tf::Operation& operation, SiteModel& model,
                 tf::Diagnostics& diagnostics) const override {
    engine::Engine* engine = RequireEngine(operation, diagnostics);
    if (engine == nullptr) return;
    const auto view = engine->SiteOf(RefTo(*engine, *model.prefix));
    if (!view.ok()) {
      return AddError({"read", "prefix", *model.prefix}, view.status(), diagnostics);
    }
    Store(*view, model);
  }

 private:
  static void Store(const PrefixView& view, SiteModel& model) {
    model.cidr = view.prefixes.front().cidr().ToString();
    std::vector<SiteHostModel> hosts;
    std::vector<SiteOpeningModel> openings;
    std::vector<SiteEgressOpeningModel> egress_openings;
    for (const GatewayView& gateway : view.gateways) {
      for (const auto& host : gateway.hosts) {
        hosts.push_back(FromHost(host, gateway.gateway.spec.name));
      }
      for (const auto& record : gateway.openings) openings.push_back(FromOpening(record.opening));
      for (const auto& record : gateway.egress_openings) {
        egress_openings.push_back(FromOpening(record.opening));
      }
    }
    model.hosts = hosts;
    model.openings = openings;
    model.egress_openings = egress_openings;
    const engine::inventory::Utilisation& used = view.utilisation;
    model.utilisation = UtilisationModel{
        Decimal(used.taken), Decimal(used.free), Decimal(used.slots), Decimal(used.slots_taken),
        used.largest_free.has_value() ? tf::Attr<std::string>(used.largest_free->ToString())
                                      : tf::Attr<std::string>()};
  }
};

}  // namespace

std::unique_ptr<tf::DataSource> NewSiteDataSource() { return std::make_unique<SiteDataSource>(); }

}  // namespace product
