#include "engine/inventory/lookup.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/pool.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::inventory {
namespace {

using MaybeId = absl::StatusOr<std::optional<std::string>>;

// The object of this kind that has exactly this block, wherever it is nested.
MaybeId LookUpBlock(const View& view, Kind kind, const net::Prefix& block) {
  BlockSpace space = BlockSpace::Roots();
  // Each turn goes into a longer prefix.
  for (int depth = 0; depth <= net::kAddressBits; ++depth) {
    ASSIGN_OR_RETURN(const std::optional<BlockOwner> owner,
                     FindOwner(view, space, block, std::nullopt));
    if (!owner.has_value()) return std::nullopt;
    if (owner->block == block && owner->object.kind == kind) return owner->object.id;
    if (owner->object.kind != Kind::kPrefix || !owner->block.Contains(block)) return std::nullopt;
    space = {.pool = owner->object.id, .cidr = owner->block};
  }
  return std::nullopt;
}

MaybeId LookUpHostByName(const View& view, absl::string_view gateway, absl::string_view host) {
  ASSIGN_OR_RETURN(const std::optional<std::string> gateway_id,
                   view.UniqueId(NameFolder("gateway", "", gateway)));
  if (!gateway_id.has_value()) return std::nullopt;
  return view.UniqueId(NameFolder("host", *gateway_id, host));
}

}  // namespace

MaybeId LookUpPrefix(const View& view, absl::string_view text) {
  const auto cidr = net::Prefix::Parse(text);
  if (cidr.ok()) return LookUpBlock(view, Kind::kPrefix, *cidr);
  return view.UniqueId(NameFolder("prefix", "", text));
}

MaybeId LookUpGateway(const View& view, absl::string_view text) {
  const auto cidr = net::Prefix::Parse(text);
  if (!cidr.ok()) return view.UniqueId(NameFolder("gateway", "", text));
  ASSIGN_OR_RETURN(const std::optional<std::string> prefix,
                   LookUpBlock(view, Kind::kPrefix, *cidr));
  if (!prefix.has_value()) return std::nullopt;
  return view.UniqueId(ChildFolder(*prefix, Kind::kGateway));
}

MaybeId LookUpHost(const View& view, absl::string_view text) {
  const auto block = net::Prefix::Parse(text);
  if (block.ok()) return LookUpBlock(view, Kind::kHost, *block);
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 2) return std::nullopt;
  return LookUpHostByName(view, parts[0], parts[1]);
}

MaybeId LookUpAddress(const View& view, absl::string_view text) {
  const auto address = net::Address::Parse(text);
  if (address.ok()) return view.UniqueId(AddressFolder(*address));
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 3 && parts.size() != 4) return std::nullopt;
  ASSIGN_OR_RETURN(const std::optional<std::string> host,
                   LookUpHostByName(view, parts[0], parts[1]));
  if (!host.has_value()) return std::nullopt;
  if (parts.size() == 4) {
    return view.UniqueId(NameFolder("address", AddressScope(*host, parts[2]), parts[3]));
  }
  ASSIGN_OR_RETURN(const Stored<HostSpec> stored, view.Get<HostSpec>(*host));
  std::vector<std::string> ids;
  std::vector<std::string> spellings;
  for (const auto& [network, spec] : stored.spec.networks) {
    ASSIGN_OR_RETURN(const std::optional<std::string> id,
                     view.UniqueId(NameFolder("address", AddressScope(*host, network), parts[2])));
    if (!id.has_value()) continue;
    ids.push_back(*id);
    spellings.push_back(
        base::Quote(absl::StrCat(parts[0], "/", parts[1], "/", network, "/", parts[2])));
  }
  if (ids.empty()) return std::nullopt;
  if (ids.size() == 1) return ids.front();
  return absl::InvalidArgumentError(absl::StrCat("address ", base::Quote(text),
                                                 " is in several networks: write ",
                                                 absl::StrJoin(spellings, " or ")));
}

}  // namespace engine::inventory
