// The law of every format, for fuzz targets: whatever the text is, parsing it stops; and what is
// parsed is rendered to a text that means the same and does not change any more.
#ifndef SIXGATE_ENGINE_FORMATS_FUZZ_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_FUZZ_FORMAT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"

namespace engine::formats {

template <class Parse, class Render>
void CheckFormat(absl::string_view text, Parse parse, Render render) {
  const auto model = parse(text);
  if (!model.ok()) {
    SIXGATE_CHECK(absl::IsInvalidArgument(model.status()), "bad text is an invalid argument");
    return;
  }
  const auto rendered = render(*model);
  const auto again = parse(rendered);
  SIXGATE_CHECK(again.ok(), "what was rendered can be parsed");
  SIXGATE_CHECK(render(*again) == rendered, "rendered text does not change");
}

}  // namespace engine::formats

#endif  // SIXGATE_ENGINE_FORMATS_FUZZ_FORMAT_H_
