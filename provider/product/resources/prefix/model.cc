#include "provider/product/resources/prefix/model.h"

#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "provider/product/fields.h"

namespace product {
namespace {

using engine::inventory::PrefixRecord;
using engine::inventory::PrefixSpec;
using engine::net::Prefix;
using tf::schema::Between;
using tf::schema::Each;
using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::OneOf;
using tf::schema::RequiresReplaceIf;
using tf::schema::UseNonNullStateForUnknown;

bool IsEmptyMap(const tf::Value& map) {
  return map.IsNull() || (map.IsKnown() && map.entries().empty());
}

Field<PrefixModel> KeepersField() {
  return Field("keepers", &PrefixModel::keepers)
      .Optional()
      .Modify(RequiresReplaceIf(
          [](const tf::schema::ModifyRequest& request, const tf::Value& plan) {
            return !IsEmptyMap(request.prior) || !IsEmptyMap(plan);
          },
          "a value changes"))
      .Describe(
          "Free texts of your own; when any changes, another prefix is allocated. Null and "
          "`{}` are the same.");
}

Field<PrefixModel> LengthOfPartsField(std::string name, tf::Attr<int64_t> PrefixModel::*member) {
  return AssignedReplacingField(std::move(name), member, nullptr)
      .Validate(Between(1, engine::net::kAddressBits));
}

std::optional<int> LengthOf(const tf::Attr<int64_t>& attr) {
  // The validators keep it within 0 to 128.
  return attr.IsKnown() ? std::optional<int>(static_cast<int>(*attr)) : std::nullopt;
}

}  // namespace

Fields<PrefixModel> PrefixFields() {
  return {
      IdField<PrefixModel>("prefix"),
      RegistryIdField<PrefixModel>(),
      Field("name", &PrefixModel::name)
          .Required()
          .Validate(IsName())
          .Describe("Name of the prefix, unique in the registry. Renaming changes nothing else."),
      Field("cidr", &PrefixModel::cidr)
          .Optional()
          .Computed()
          .Validate(IsPrefix())
          .SameWhen(SamePrefix)
          .Modify(UseNonNullStateForUnknown())
          .Describe("The prefix itself. Required for a root prefix, where it is what the provider "
                    "delegated. For a child, it asks for exactly this one; otherwise one is "
                    "chosen, and stays."),
      Field("parent", &PrefixModel::parent)
          .Optional()
          .Modify(ReplacesOnceSet())
          .Describe("`id` of the prefix that this one is allocated from. Absent: a root prefix."),
      Field("length", &PrefixModel::length)
          .Optional()
          .Computed()
          .Validate(Between(0, engine::net::kAddressBits))
          .Modify(UseNonNullStateForUnknown())
          .Describe("Length of a child prefix. A change is in place: a shorter one grows the block "
                    "when its buddy is free, a longer one keeps the lower part when nothing is in "
                    "the rest."),
      Field("strategy", &PrefixModel::strategy)
          .Default(tf::Value::String("lowest"))
          .Validate(OneOf({"lowest"}))
          .Describe("How blocks inside this prefix are chosen. `lowest`: the lowest that is free. "
                    "Which of several that one apply creates comes first is not specified; say "
                    "`slot` or `cidr` where it matters."),
      Field("reserved", &PrefixModel::reserved)
          .Optional()
          .Validate(Each(IsPrefix()))
          .SameWhen(SameSources)
          .Describe("Ranges inside the prefix that are never allocated."),
      LengthOfPartsField("host_length", &PrefixModel::host_length)
          .Describe("Length of a host's block; the prefix's length + 12 when it fits, else null."),
      LengthOfPartsField("network_length", &PrefixModel::network_length)
          .Describe("Length of a container network; `host_length` + 4 when it fits, else null."),
      WordField("delivery", &PrefixModel::delivery, engine::site::Delivery::kRouted)
          .Describe("How the provider brings the prefix: `routed` to a next hop, or `on_link`, "
                    "where its router looks for each address as for a neighbour."),
      KeepersField(),
      LabelsField<PrefixModel>(),
      DeletionProtectionField<PrefixModel>(),
      Field("address_plan", &PrefixModel::address_plan, ComputedAddressPlanFields())
          .Computed()
          .Modify(UseNonNullStateForUnknown())
          .Describe("How the prefix is divided, for `address_plan` of gateways and hosts. Known as "
                    "soon as `cidr` is; null when no plan fits."),
  };
}

absl::StatusOr<PrefixSpec> ToSpec(const PrefixModel& model) {
  PrefixSpec spec;
  spec.name = model.name.value_or("");
  if (!model.parent.IsNull()) spec.parent = model.parent.value_or("");
  RETURN_IF_ERROR(ReadText(model.cidr, "cidr", &Prefix::Parse, spec.cidr));
  spec.length = LengthOf(model.length);
  RETURN_IF_ERROR(ReadTexts(model.reserved, "reserved", &Prefix::Parse, spec.reserved));
  spec.host_length = LengthOf(model.host_length);
  spec.network_length = LengthOf(model.network_length);
  RETURN_IF_ERROR(ReadText(model.delivery, "delivery",
                           &engine::site::FromWord<engine::site::Delivery>, spec.delivery));
  spec.keepers = model.keepers.value_or({});
  spec.labels = model.labels.value_or({});
  spec.deletion_protection = model.deletion_protection.value_or(false);
  return spec;
}

void FromRecord(const PrefixRecord& record, PrefixModel& model) {
  const PrefixSpec& spec = record.spec;
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.name = spec.name;
  model.cidr = record.cidr().ToString();
  model.parent =
      spec.parent.has_value() ? tf::Attr<std::string>(*spec.parent) : tf::Attr<std::string>();
  model.length = int64_t{record.cidr().length()};
  model.strategy = std::string("lowest");
  StoreEmptyAsIs(TextsOf<std::set<std::string>>(spec.reserved), model.reserved);
  model.address_plan = tf::Attr<AddressPlanModel>();
  model.host_length = model.network_length = tf::Attr<int64_t>();
  if (record.address_plan.has_value()) {
    model.address_plan = FromAddressPlan(*record.address_plan);
    model.host_length = model.address_plan->host_length;
    model.network_length = model.address_plan->network_length;
  }
  model.delivery = std::string(engine::site::ToWord(spec.delivery));
  StoreEmptyAsIs(spec.keepers, model.keepers);
  StoreEmptyAsIs(spec.labels, model.labels);
  model.deletion_protection = spec.deletion_protection;
}

}  // namespace product
