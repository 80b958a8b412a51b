// A Docker Engine release, as far as its networking differs from that of others.
#ifndef SIXGATE_ENGINE_SITE_ENGINE_VERSION_H_
#define SIXGATE_ENGINE_SITE_ENGINE_VERSION_H_

#include <iosfwd>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::site {

// An immutable value; "29" unless made otherwise. Compared by its text.
class EngineVersion {
 public:
  EngineVersion() = default;

  // "20.10", "26", "28.2" or "29.1.2". kInvalidArgument for text that is no version, and for lines
  // whose networking is not known: before 20.10, 21, 22 and after 29.
  static absl::StatusOr<EngineVersion> Parse(absl::string_view text);

  int major() const { return major_; }
  // From 27 on the engine filters IPv6 by itself, knows routed networks, and would translate
  // addresses where a network is not routed.
  bool filters_ipv6() const { return major_ >= 27; }
  // As it was given.
  const std::string& ToString() const { return text_; }

  friend bool operator==(const EngineVersion&, const EngineVersion&) = default;
  friend std::ostream& operator<<(std::ostream& out, const EngineVersion& version);

 private:
  EngineVersion(absl::string_view text, int major_number) : text_(text), major_(major_number) {}

  std::string text_ = "29";
  int major_ = 29;
};

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_ENGINE_VERSION_H_
