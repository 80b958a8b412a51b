#include "engine/plan/address_plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"

namespace engine::plan {
namespace {

constexpr int kDefaultSlotBits = 12;
constexpr int kDefaultNetworkBits = 4;
// There must be room for a host and a network length behind it.
constexpr int kDividedLengthMax = kNetworkLengthMax - 2;

net::Address Nth(const net::Prefix& prefix, absl::uint128 n) {
  return net::Address(prefix.first().value() + n);
}

// How many prefixes of `length` come before the one with `address` in it.
absl::uint128 IndexOf(const net::Prefix& whole, int length, const net::Address& address) {
  return (address.value() - whole.first().value()) >> (net::kAddressBits - length);
}

absl::Status Outside(absl::string_view what, const net::Prefix& whole) {
  return absl::InvalidArgumentError(absl::StrCat(what, " is outside of ", whole.ToString()));
}

}  // namespace

Link HostBlock::link() const {
  return {.network = net::Prefix::Containing(prefix_.first(), network_length_),
          .on_link = net::Prefix::Containing(prefix_.first(), kLinkLength),
          .gateway = Nth(prefix_, 1),
          .host = Nth(prefix_, 2)};
}

absl::uint128 HostBlock::NetworkCount() const {
  return absl::uint128(1) << (network_length_ - prefix_.length());
}

absl::StatusOr<net::Prefix> HostBlock::Network(absl::uint128 index) const {
  if (index == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("network 0 of block ", prefix_.ToString(),
                     " is the link to the gateway: container networks begin with 1"));
  }
  if (index >= NetworkCount()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("block %s has no network %d: the last one is %d", prefix_.ToString(), index,
                        NetworkCount() - 1));
  }
  return prefix_.Subnet(network_length_, index);
}

absl::StatusOr<absl::uint128> HostBlock::NetworkIndexOf(const net::Address& address) const {
  if (!prefix_.Contains(address)) {
    return Outside(absl::StrCat("address ", address.ToString()), prefix_);
  }
  return IndexOf(prefix_, network_length_, address);
}

absl::StatusOr<absl::uint128> HostBlock::NetworkIndexOf(const net::Prefix& prefix) const {
  if (!prefix_.Contains(prefix)) {
    return Outside(absl::StrCat("prefix ", prefix.ToString()), prefix_);
  }
  if (prefix.length() < network_length_) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", prefix.ToString(), " is larger than one network of block ",
                     prefix_.ToString(), ", which is a /", network_length_));
  }
  return IndexOf(prefix_, network_length_, prefix.first());
}

absl::StatusOr<AddressPlan> AddressPlan::Make(const net::Prefix& cidr, const Lengths& lengths) {
  if (cidr.length() > kDividedLengthMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "prefix ", cidr.ToString(), " is too small to be divided among hosts: ", "it must be a /",
        kDividedLengthMax, " or larger"));
  }
  if (lengths.host <= cidr.length() || lengths.host >= kNetworkLengthMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", cidr.ToString(), " cannot have host_length ", lengths.host,
                     ": it must be from ", cidr.length() + 1, " to ", kNetworkLengthMax - 1));
  }
  if (lengths.network <= lengths.host || lengths.network > kNetworkLengthMax) {
    return absl::InvalidArgumentError(absl::StrCat("prefix ", cidr.ToString(), " with host_length ",
                                                   lengths.host, " cannot have network_length ",
                                                   lengths.network, ": it must be from ",
                                                   lengths.host + 1, " to ", kNetworkLengthMax));
  }
  return AddressPlan(cidr, lengths);
}

absl::StatusOr<std::optional<AddressPlan>> AddressPlan::WithDefaults(const net::Prefix& cidr,
                                                                     const WantedLengths& wanted) {
  const int host = wanted.host.value_or(cidr.length() + kDefaultSlotBits);
  // Clamped only against overflow: Make refuses such a host length anyway.
  const int network =
      wanted.network.value_or(std::clamp(host, 0, net::kAddressBits) + kDefaultNetworkBits);
  const bool asked = wanted.host.has_value() || wanted.network.has_value();
  if (!asked && network > kNetworkLengthMax) return std::nullopt;
  ASSIGN_OR_RETURN(const AddressPlan plan, Make(cidr, {.host = host, .network = network}));
  return plan;
}

absl::uint128 AddressPlan::SlotCount() const {
  return absl::uint128(1) << (host_length_ - cidr_.length());
}

absl::StatusOr<HostBlock> AddressPlan::Block(absl::uint128 slot) const {
  if (slot >= SlotCount()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "prefix %s has no slot %d: the last one is %d", cidr_.ToString(), slot, SlotCount() - 1));
  }
  ASSIGN_OR_RETURN(const net::Prefix block, cidr_.Subnet(host_length_, slot));
  return HostBlock(block, slot, network_length_);
}

absl::StatusOr<HostBlock> AddressPlan::Block(const net::Prefix& prefix) const {
  if (!cidr_.Contains(prefix)) return Outside(absl::StrCat("block ", prefix.ToString()), cidr_);
  const net::Prefix block = net::Prefix::Containing(prefix.first(), host_length_);
  if (prefix != block) {
    return absl::InvalidArgumentError(
        absl::StrCat("block ", prefix.ToString(), " is not a /", host_length_, " as the blocks of ",
                     cidr_.ToString(), " are: write ", block.ToString()));
  }
  return HostBlock(block, IndexOf(cidr_, host_length_, block.first()), network_length_);
}

absl::StatusOr<absl::uint128> AddressPlan::SlotOf(const net::Address& address) const {
  return plan::SlotOf(cidr_, host_length_, address);
}

absl::StatusOr<absl::uint128> AddressPlan::SlotOf(const net::Prefix& prefix) const {
  if (!cidr_.Contains(prefix)) return Outside(absl::StrCat("prefix ", prefix.ToString()), cidr_);
  if (prefix.length() < host_length_) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", prefix.ToString(), " is larger than one block of ",
                     cidr_.ToString(), ", which is a /", host_length_));
  }
  return IndexOf(cidr_, host_length_, prefix.first());
}

absl::Status AddressPlan::CheckHostSlot(absl::uint128 slot) const {
  if (slot >= kFirstHostSlot) return Block(slot).status();
  return absl::InvalidArgumentError(absl::StrFormat(
      "slot %d of %s is not for a host, because it %s: the first host slot is %d", slot,
      cidr_.ToString(),
      slot == kGatewaySlot ? "is the gateway's own"
                           : "holds the routers' anycast address and what is numbered by hand",
      kFirstHostSlot));
}

net::Address AddressPlan::GatewayWanAddress() const {
  const absl::uint128 block_size = absl::uint128(1) << (net::kAddressBits - host_length_);
  return Nth(cidr_, kGatewaySlot * block_size + 1);
}

absl::StatusOr<absl::uint128> SlotOf(const net::Prefix& cidr, int host_length,
                                     const net::Address& address) {
  if (host_length <= cidr.length() || host_length > net::kAddressBits) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", cidr.ToString(), " cannot be divided into blocks of /", host_length,
                     ": the length must be from ", cidr.length() + 1, " to ", net::kAddressBits));
  }
  if (!cidr.Contains(address)) return Outside(absl::StrCat("address ", address.ToString()), cidr);
  return IndexOf(cidr, host_length, address);
}

}  // namespace engine::plan
