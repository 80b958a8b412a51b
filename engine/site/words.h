// The words that users write for our enumerations, in one table each: `constexpr … WordsOf(E)`
// beside the enumeration lists them in the order of its values.
//
//   ToWord(Delivery::kOnLink);        // "on_link"
//   FromWord<Delivery>("on_link");    // Delivery::kOnLink
#ifndef SIXGATE_ENGINE_SITE_WORDS_H_
#define SIXGATE_ENGINE_SITE_WORDS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/base/quote.h"

namespace engine::site {

using Words = absl::Span<const absl::string_view>;

template <class E>
absl::string_view ToWord(E value) {
  return WordsOf(value)[static_cast<size_t>(value)];
}

// kInvalidArgument, with the words there are, for any other text.
template <class E>
absl::StatusOr<E> FromWord(absl::string_view word) {
  const Words words = WordsOf(E{});
  std::string known;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return static_cast<E>(i);
    absl::StrAppend(&known, i == 0 ? "" : ", ", base::Quote(words[i]));
  }
  return absl::InvalidArgumentError(absl::StrCat(base::Quote(word), " is not one of ", known));
}

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_WORDS_H_
