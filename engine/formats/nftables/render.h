// Text for `nft -f`.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_RENDER_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_RENDER_H_

#include <string>

#include "engine/formats/nftables/format.h"

namespace engine::formats::nftables {

// One transaction: nft applies all of the text or nothing. Everything is in the order of `ruleset`,
// unparsed objects are at the end of their table.
std::string Render(const Ruleset& ruleset);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_RENDER_H_
