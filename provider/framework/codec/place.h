// Where a codec is inside a value. Kept on the stack while it goes down, and turned into a Path
// only when there is an error to report.
//
//   for (…) RETURN_IF_ERROR(Read(type.element(), place.Index(i)));
//   return place.Error("a string is required");  // rule[0].name: a string is required
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "provider/framework/value/path.h"

namespace tf::codec {

// A place refers to the one it was made from, and to the name or key: both must outlive it.
class Place {
 public:
  Place() = default;  // the whole value

  Place Attribute(absl::string_view name) const { return Place(this, Step::kAttribute, name, 0); }
  Place Key(absl::string_view key) const { return Place(this, Step::kKey, key, 0); }
  Place Index(size_t index) const { return Place(this, Step::kIndex, {}, index); }

  Path ToPath() const;
  // kInvalidArgument with the path, if there is one, before the reason.
  absl::Status Error(absl::string_view reason) const;

 private:
  enum class Step { kNone, kAttribute, kKey, kIndex };
  Place(const Place* parent, Step step, absl::string_view name, size_t index)
      : parent_(parent), step_(step), name_(name), index_(index) {}

  const Place* parent_ = nullptr;
  Step step_ = Step::kNone;
  absl::string_view name_;
  size_t index_ = 0;
};

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_PLACE_H_
