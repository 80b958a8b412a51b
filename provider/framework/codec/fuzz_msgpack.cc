// Input: a byte that chooses the type, then the encoding.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "provider/framework/codec/fuzz_types.h"
#include "provider/framework/codec/msgpack.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const tf::Type type = tf::codec::FuzzType(data[0]);
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto decode = [&type](absl::string_view encoding) {
    return tf::codec::DecodeMsgpack(encoding, type);
  };
  const absl::StatusOr<tf::Value> value = decode(bytes);
  if (!value.ok()) return 0;
  SIXGATE_CHECK(value->Conforms(type), "a decoded value conforms to the type");
  const absl::StatusOr<tf::Value> again = decode(tf::codec::EncodeMsgpack(*value, type));
  SIXGATE_CHECK(again.ok(), "what we write we can read");
  // Refinements may be shortened, but only once.
  SIXGATE_CHECK(*again == *value || !value->IsWhollyKnown(), "writing keeps the value");
  SIXGATE_CHECK(decode(tf::codec::EncodeMsgpack(*again, type)).value() == *again,
                "writing again keeps the value");
  return 0;
}
