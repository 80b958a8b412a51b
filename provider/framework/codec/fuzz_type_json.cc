// Input: the JSON of a type.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "provider/framework/codec/type_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<tf::Type> type = tf::codec::DecodeType(text);
  if (!type.ok()) return 0;
  const absl::StatusOr<tf::Type> again = tf::codec::DecodeType(tf::codec::EncodeType(*type));
  SIXGATE_CHECK(again.ok() && *again == *type, "writing keeps the type");
  return 0;
}
