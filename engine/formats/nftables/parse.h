// Reads files for `nft -f`, as far as tables are written as blocks.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_PARSE_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/formats/nftables/format.h"

namespace engine::formats::nftables {

// Rules are not looked into. Statements, objects and sets that are not understood go to `unparsed`
// of the ruleset or the table, comments of chains to their rules. kInvalidArgument, with the line:
// what SplitLines refuses, a string that is not closed on its line, braces that do not match, a
// backslash that is the last thing in a block.
absl::StatusOr<Ruleset> Parse(absl::string_view text);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_PARSE_H_
