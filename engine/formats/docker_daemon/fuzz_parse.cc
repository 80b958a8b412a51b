// Run by libFuzzer, and over testdata by fuzz_corpus_test.cc.
#include <cstddef>
#include <cstdint>

#include "engine/formats/docker_daemon/parse.h"
#include "engine/formats/docker_daemon/render.h"
#include "engine/formats/fuzz_format.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  engine::formats::CheckFormat(text, engine::formats::docker_daemon::Parse,
                               engine::formats::docker_daemon::Render);
  return 0;
}
