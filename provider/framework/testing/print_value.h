// Lets GoogleTest show numbers, types, values and paths as text in a failure.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_PRINT_VALUE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_PRINT_VALUE_H_

#include <ostream>

#include "provider/framework/value/number.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/type.h"
#include "provider/framework/value/value.h"

namespace tf {

inline void PrintTo(const Number& number, std::ostream* out) { *out << number.ToString(); }
inline void PrintTo(const Type& type, std::ostream* out) { *out << type.ToString(); }
inline void PrintTo(const Path& path, std::ostream* out) { *out << path.ToString(); }
inline void PrintTo(const Value& value, std::ostream* out) {
  *out << value.ToString() << " (" << value.type().ToString() << ")";
}

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_PRINT_VALUE_H_
