// Whatever the text is, parsing it stops, and what is accepted survives a round trip through its
// canonical text. Run by libFuzzer, and over testdata/corpus by fuzz_parse_test.cc.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "engine/base/check.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"

namespace engine::net {
namespace {

template <typename T>
void CheckRoundTrip(absl::string_view text) {
  const absl::StatusOr<T> parsed = T::Parse(text);
  if (!parsed.ok()) {
    SIXGATE_CHECK(absl::IsInvalidArgument(parsed.status()), "bad text is an invalid argument");
    return;
  }
  const absl::StatusOr<T> again = T::Parse(parsed->ToString());
  SIXGATE_CHECK(again.ok() && *again == *parsed, "canonical text means the same");
  SIXGATE_CHECK(again->ToString() == parsed->ToString(), "canonical text does not change");
}

}  // namespace
}  // namespace engine::net

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  engine::net::CheckRoundTrip<engine::net::Address>(text);
  engine::net::CheckRoundTrip<engine::net::Prefix>(text);
  engine::net::CheckRoundTrip<engine::net::InterfaceAddress>(text);
  engine::net::CheckRoundTrip<engine::net::MacAddress>(text);
  engine::net::CheckRoundTrip<engine::net::PortRange>(text);
  return 0;
}
