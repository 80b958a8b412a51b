// Where a codec is inside a value. Kept on the stack while it goes down, and turned into a Path
// only when there is an error to report.
//
//   for (…) RETURN_IF_ERROR(Read(type.element(), place.Index(i)));
//   return place.Error("a string is required");  // rule[0].name: a string is required
//
// What is decoded may be a secret, which the codec cannot tell. So a place writes no more of it
// than the schema says by itself: neither keys of maps, nor what is inside a value of any type.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tf::codec {

// A place refers to the one it was made from, and to the name: both must outlive it.
class Place {
 public:
  Place() = default;  // the whole value

  Place Attribute(absl::string_view name) const { return Place(this, Step::kAttribute, name, 0); }
  Place Key() const { return Place(this, Step::kKey, {}, 0); }
  Place Index(size_t index) const { return Place(this, Step::kIndex, {}, index); }

  // The same place, where what follows has the type that is written beside it.
  Place OfAnyType() const {
    Place place = *this;
    place.of_any_type_ = true;
    return place;
  }

  // kInvalidArgument with the path, if there is one, before the reason.
  absl::Status Error(absl::string_view reason) const;

 private:
  enum class Step { kNone, kAttribute, kKey, kIndex };
  Place(const Place* parent, Step step, absl::string_view name, size_t index)
      : parent_(parent),
        step_(step),
        name_(name),
        index_(index),
        of_any_type_(parent->of_any_type_) {}

  // rule[0].ports["…"]
  std::string ToString() const;

  const Place* parent_ = nullptr;
  Step step_ = Step::kNone;
  absl::string_view name_;
  size_t index_ = 0;
  bool of_any_type_ = false;
};

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_
