// Run by libFuzzer, and over testdata by fuzz_corpus_test.cc.
#include <cstddef>
#include <cstdint>

#include "engine/formats/fuzz_format.h"
#include "engine/formats/networkd/parse.h"
#include "engine/formats/networkd/render.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace networkd = engine::formats::networkd;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto render = [](const auto& file) { return networkd::Render(file); };
  engine::formats::CheckFormat(text, networkd::ParseNetwork, render);
  engine::formats::CheckFormat(text, networkd::ParseNetDev, render);
  return 0;
}
