// Replays the fuzz target's corpus without the fuzzer, and random inputs.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr unsigned kSeeds = 3000;

void Try(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

TEST(FuzzRequestsTest, EveryFileOfTheCorpusPasses) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           SIXGATE_SOURCE_DIR "/tests/protocol/testdata/corpus/requests")) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    Try(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()));
    ++files;
  }
  EXPECT_GE(files, 10);
}

TEST(FuzzRequestsTest, RandomInputsPass) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::string input(random() % 400, '\0');
    for (char& byte : input) byte = static_cast<char>(random());
    Try(input);
  }
}

}  // namespace
