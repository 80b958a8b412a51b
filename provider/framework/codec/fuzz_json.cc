// Input: a byte that chooses the form (its lowest bit) and the type, then the JSON.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "provider/framework/codec/fuzz_types.h"
#include "provider/framework/codec/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const tf::codec::JsonForm form =
      data[0] % 2 == 0 ? tf::codec::JsonForm::kValue : tf::codec::JsonForm::kStoredState;
  const tf::Type type = tf::codec::FuzzType(data[0] / 2);
  const absl::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const absl::StatusOr<tf::Value> value = tf::codec::DecodeJson(text, type, form);
  if (!value.ok()) return 0;
  SIXGATE_CHECK(value->Conforms(type), "a decoded value conforms to the type");
  const absl::StatusOr<std::string> json = tf::codec::EncodeJson(*value, type);
  SIXGATE_CHECK(json.ok(), "JSON holds no unknown");
  const absl::StatusOr<tf::Value> again =
      tf::codec::DecodeJson(*json, type, tf::codec::JsonForm::kValue);
  SIXGATE_CHECK(again.ok() && *again == *value, "writing keeps the value");
  return 0;
}
