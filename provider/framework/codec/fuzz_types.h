// The types that the fuzz targets read values of: each kind, alone and inside others.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_FUZZ_TYPES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_FUZZ_TYPES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "provider/framework/value/type.h"

namespace tf::codec {

// The type that the first byte of an input chooses.
inline Type FuzzType(uint8_t choice) {
  const Type object = Type::Object(
      {{"a", Type::String()}, {"b", Type::Number()}, {"c", Type::Bool()}, {"d", Type::Dynamic()}});
  const std::vector<Type> types = {
      Type::Dynamic(),
      Type::String(),
      Type::Number(),
      Type::Bool(),
      Type::List(Type::String()),
      Type::Set(Type::Number()),
      Type::Map(Type::Dynamic()),
      Type::Tuple({Type::String(), Type::List(Type::Number())}),
      object,
      Type::List(object),
      Type::Set(object),
      Type::Object({{"list", Type::List(Type::Dynamic())},
                    {"map", Type::Map(object)},
                    {"set", Type::Set(Type::Set(Type::String()))},
                    {"tuple", Type::Tuple({Type::Dynamic(), object})}}),
  };
  return types[choice % types.size()];
}

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_FUZZ_TYPES_H_
