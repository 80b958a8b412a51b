// The arithmetic that divides a prefix among hosts: slots, blocks, links and container networks.
// Pure, exact on 128 bits, and independent of the number of slots.
//
//   ASSIGN_OR_RETURN(const AddressPlan plan, AddressPlan::Make(cidr, {.host = 76, .network = 80}));
//   ASSIGN_OR_RETURN(const HostBlock block, plan.Block(2));
//   block.prefix();            // 2001:db8:1234:321d:20::/76
//   block.link().host;         // 2001:db8:1234:321d:20::2
//   block.Network(1).value();  // 2001:db8:1234:321d:21::/80
//
// Slot 0 is never a host's: it holds the subnet-router anycast address and what people number by
// hand. Slot 1 is the gateway's own. Network 0 of a block is the link between gateway and host,
// networks 1, 2, … are for containers.
#ifndef SIXGATE_ENGINE_PLAN_ADDRESS_PLAN_H_
#define SIXGATE_ENGINE_PLAN_ADDRESS_PLAN_H_

#include <optional>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::plan {

inline constexpr int kNetworkLengthMax = 124;
inline constexpr int kLinkLength = 126;

inline constexpr absl::uint128 kHandMadeSlot = 0;
inline constexpr absl::uint128 kGatewaySlot = 1;
inline constexpr absl::uint128 kFirstHostSlot = 2;

struct Lengths {
  int host = 0;
  int network = 0;
};

// What the user asked for; absent means the default.
struct WantedLengths {
  std::optional<int> host = std::nullopt;
  std::optional<int> network = std::nullopt;
};

// The transit between gateway and host.
struct Link {
  // Network 0 of the block.
  net::Prefix network;
  // The /126 that is configured on the two interfaces: two neighbours instead of 2^48.
  net::Prefix on_link;
  // ::1 and ::2 of it.
  net::Address gateway;
  net::Address host;

  bool operator==(const Link&) const = default;
};

// The range that is routed whole to one host. An immutable value, made by AddressPlan.
class HostBlock {
 public:
  const net::Prefix& prefix() const { return prefix_; }
  absl::uint128 slot() const { return slot_; }
  Link link() const;

  // How many networks the block has, the link included.
  absl::uint128 NetworkCount() const;
  // Container network `index`. kInvalidArgument when it is 0, which is the link, or not below
  // NetworkCount().
  absl::StatusOr<net::Prefix> Network(absl::uint128 index) const;
  // The network that holds the address or the prefix; 0 is the link. kInvalidArgument when it is
  // not inside the block, or the prefix is larger than one network.
  absl::StatusOr<absl::uint128> NetworkIndexOf(const net::Address& address) const;
  absl::StatusOr<absl::uint128> NetworkIndexOf(const net::Prefix& prefix) const;

  friend bool operator==(const HostBlock&, const HostBlock&) = default;

 private:
  friend class AddressPlan;
  HostBlock(const net::Prefix& prefix, absl::uint128 slot, int network_length)
      : prefix_(prefix), slot_(slot), network_length_(network_length) {}

  net::Prefix prefix_;
  absl::uint128 slot_;
  int network_length_;
};

// How one prefix is divided. An immutable value: cidr length < host_length < network_length ≤ 124.
class AddressPlan {
 public:
  // kInvalidArgument when the lengths are not in that order; the error names the one to change.
  static absl::StatusOr<AddressPlan> Make(const net::Prefix& cidr, const Lengths& lengths);
  // Fills in what is absent: host is the prefix's length + 12, network is host + 4. nullopt when
  // nothing was asked for and the defaults do not fit; errors as Make when something was.
  static absl::StatusOr<std::optional<AddressPlan>> WithDefaults(const net::Prefix& cidr,
                                                                 const WantedLengths& wanted);

  const net::Prefix& cidr() const { return cidr_; }
  int host_length() const { return host_length_; }
  int network_length() const { return network_length_; }

  absl::uint128 SlotCount() const;
  // kInvalidArgument when `slot` is not below SlotCount(). Slots 0 and 1 are blocks too.
  absl::StatusOr<HostBlock> Block(absl::uint128 slot) const;
  // The block that is exactly `prefix`. kInvalidArgument when it is outside of the plan's prefix or
  // has another length than blocks have; the error names the block that was probably meant.
  absl::StatusOr<HostBlock> Block(const net::Prefix& prefix) const;
  // The slot that holds the address or the prefix. kInvalidArgument when it is outside of the
  // plan's prefix, or the prefix is larger than one block.
  absl::StatusOr<absl::uint128> SlotOf(const net::Address& address) const;
  absl::StatusOr<absl::uint128> SlotOf(const net::Prefix& prefix) const;

  // kInvalidArgument when no host may have this slot: 0, 1, or not below SlotCount().
  absl::Status CheckHostSlot(absl::uint128 slot) const;

  // ::1 of slot 1, to be configured as a /128.
  net::Address GatewayWanAddress() const;

  friend bool operator==(const AddressPlan&, const AddressPlan&) = default;

 private:
  AddressPlan(const net::Prefix& cidr, const Lengths& lengths)
      : cidr_(cidr), host_length_(lengths.host), network_length_(lengths.network) {}

  net::Prefix cidr_;
  int host_length_;
  int network_length_;
};

// The slot of `address` in a prefix divided into blocks of `host_length`. kInvalidArgument when the
// address is not inside `cidr` or `host_length` is not above its length and at most 128.
absl::StatusOr<absl::uint128> SlotOf(const net::Prefix& cidr, int host_length,
                                     const net::Address& address);

}  // namespace engine::plan

#endif  // SIXGATE_ENGINE_PLAN_ADDRESS_PLAN_H_
