// Run by libFuzzer, and over testdata by fuzz_corpus_test.cc.
#include <cstddef>
#include <cstdint>

#include "engine/formats/fuzz_format.h"
#include "engine/formats/nftables/parse.h"
#include "engine/formats/nftables/render.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  engine::formats::CheckFormat(text, engine::formats::nftables::Parse,
                               engine::formats::nftables::Render);
  return 0;
}
