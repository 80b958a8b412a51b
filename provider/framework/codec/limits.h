// What the codecs accept at most. Whoever sends more is broken or hostile.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_LIMITS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_LIMITS_H_

#include <cstddef>

namespace tf::codec {

// Levels of values in each other, and of types. Schemas have fewer than ten; the bound keeps
// recursion, also that of comparing and freeing the result, on any thread's stack.
inline constexpr int kDepthMax = 64;
// One encoded value: as much as Terraform accepts in one answer.
inline constexpr size_t kValueBytesMax = size_t{256} << 20;
// Values in one value. Each takes a byte or less in an encoding and tens of bytes here, so the
// bytes alone bound too little; no state has so many.
inline constexpr size_t kPartsMax = size_t{4} << 20;
// Bytes of a number (Number::Size) that count as one part: a double takes nine bytes and may have
// a thousand digits.
inline constexpr size_t kNumberBytesPerPart = 32;
// One encoded type. The type of a dynamic tuple names each element's type, hence so much.
inline constexpr size_t kTypeBytesMax = size_t{4} << 20;
// Go's decoder refuses a longer description of an unknown value.
inline constexpr size_t kRefinementBytesMax = 1024;

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_LIMITS_H_
