// Run by libFuzzer, and over testdata by fuzz_corpus_test.cc.
#include <cstddef>
#include <cstdint>

#include "engine/formats/fuzz_format.h"
#include "engine/formats/sysctl/parse.h"
#include "engine/formats/sysctl/render.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  engine::formats::CheckFormat(text, engine::formats::sysctl::Parse,
                               engine::formats::sysctl::Render);
  return 0;
}
