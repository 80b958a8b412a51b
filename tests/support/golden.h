// Golden files: the expected text of a renderer, kept beside its test. Every golden test of a
// format is also a round trip, both ways.
//
//   ExpectGoldenRoundTrip("engine/formats/sysctl/testdata/host.conf", HostSysctl(host), Render,
//   Parse);
//
// SIXGATE_UPDATE_GOLDENS=1 in the environment writes the files instead of comparing; read the
// difference before you commit it.
#ifndef SIXGATE_TESTS_SUPPORT_GOLDEN_H_
#define SIXGATE_TESTS_SUPPORT_GOLDEN_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/string_view.h"
#include "tests/support/status_matchers.h"

namespace tests {

// The file's content; `path` is relative to the root of the sources. Fails the test, and returns
// "", when it cannot be read.
std::string ReadSourceFile(absl::string_view path);

// Fails the test, showing the first different line, unless `text` is the file's content.
void ExpectGolden(absl::string_view path, absl::string_view text);

// render(model) is the golden text; parse(golden text) is the model; so it is rendered the same
// again.
template <class Model, class Render, class Parse>
void ExpectGoldenRoundTrip(absl::string_view path, const Model& model, Render render, Parse parse) {
  SCOPED_TRACE(std::string(path));
  const std::string text = render(model);
  ExpectGolden(path, text);
  const auto parsed = parse(text);
  ASSERT_THAT(parsed, IsOk());
  EXPECT_TRUE(*parsed == model) << "parsing what was rendered gives another model; it renders as\n"
                                << render(*parsed);
}

// For files that others wrote: what parsing and rendering make of `input` is the golden text, and
// stays so when that is parsed and rendered again.
template <class Render, class Parse>
void ExpectCanonical(absl::string_view input_path, absl::string_view golden_path, Render render,
                     Parse parse) {
  SCOPED_TRACE(std::string(input_path));
  const auto parsed = parse(ReadSourceFile(input_path));
  ASSERT_THAT(parsed, IsOk());
  const std::string text = render(*parsed);
  ExpectGolden(golden_path, text);
  const auto again = parse(text);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(render(*again), text);
}

}  // namespace tests

#endif  // SIXGATE_TESTS_SUPPORT_GOLDEN_H_
