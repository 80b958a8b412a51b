// Random types and values for property tests. The same seed gives the same ones on every machine.
//
//   RandomValues random(seed);
//   const Type type = random.NextType(3);
//   const Value value = random.NextValue(type);
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_RANDOM_VALUE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_RANDOM_VALUE_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "provider/framework/value/number.h"
#include "provider/framework/value/type.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

// Not thread-safe.
class RandomValues {
 public:
  enum class Unknowns { kYes, kNo };

  explicit RandomValues(uint64_t seed, Unknowns unknowns = Unknowns::kYes)
      : random_(seed), with_unknowns_(unknowns == Unknowns::kYes) {}

  // Any kind of type, with at most `depth` levels.
  Type NextType(int depth);
  // A value of exactly the type except where that is dynamic: known, null, or unknown with
  // refinements that no codec needs to shorten.
  Value NextValue(const Type& type);
  Number NextNumber();
  // Valid UTF-8, with quotes, control characters and several scripts.
  std::string NextText();
  // From 0 to bound - 1.
  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }

 private:
  Value NextKnown(const Type& type);
  Refinements NextRefinements(const Type& type);
  std::vector<std::string> NextNames();
  bool Chance(size_t one_in) { return Below(one_in) == 0; }

  std::mt19937_64 random_;
  bool with_unknowns_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_RANDOM_VALUE_H_
