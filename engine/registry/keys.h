// Building keys: segments that never break the hierarchy of '/', and sort as what they stand for.
//
//   absl::StrCat("host/", Segment(gateway), "/", Segment(name))
//   absl::StrCat("free/", Segment(pool), "/", NumberSegment(80, 3), "/", AddressSegment(first))
//   RangeOf("host/")          every key below host/
#ifndef SIXGATE_ENGINE_REGISTRY_KEYS_H_
#define SIXGATE_ENGINE_REGISTRY_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/registry/registry.h"

namespace engine::registry {

// `name` with every byte percent-escaped ("%2F") that is '/', '%', a control character, or not part
// of valid UTF-8; so are invisible characters that change how a line reads (bidirectional controls,
// zero-width ones). All else stays readable. Different names give different segments.
std::string Segment(absl::string_view name);

// The name that Segment made into `segment`.
// kInvalidArgument: Segment makes no such text.
absl::StatusOr<std::string> ParseSegment(absl::string_view segment);

// Decimal, with leading zeros up to `width` digits, so that keys sort as the numbers do. A number
// that needs more digits is a broken invariant.
std::string NumberSegment(uint64_t number, int width);

// 32 lower-case hex digits, so that keys sort as addresses do.
std::string AddressSegment(absl::uint128 address);

// kInvalidArgument: not 32 lower-case hex digits.
absl::StatusOr<absl::uint128> ParseAddressSegment(absl::string_view segment);

// Every key that starts with `prefix`. RangeOf("") is the whole store.
KeyRange RangeOf(absl::string_view prefix);

}  // namespace engine::registry

#endif  // SIXGATE_ENGINE_REGISTRY_KEYS_H_
