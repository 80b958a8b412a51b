// Replays the corpus of one fuzz target, which SIXGATE_CORPUS names, without the fuzzer.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

TEST(FuzzCorpusTest, EveryFilePasses) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           SIXGATE_SOURCE_DIR "/provider/framework/codec/testdata/corpus/" SIXGATE_CORPUS)) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
