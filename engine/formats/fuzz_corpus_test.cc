// A format's fuzz target over its own test data: each text whole, both halves of it, and without
// each of its lines.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void Feed(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

TEST(FuzzCorpusTest, TheTestDataPass) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           SIXGATE_SOURCE_DIR "/engine/formats/" SIXGATE_FORMAT "/testdata")) {
    if (!entry.is_regular_file()) continue;
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    Feed(text);
    Feed(text.substr(0, text.size() / 2));
    Feed(text.substr(text.size() / 2));
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = text.find('\n', begin);
      const size_t next = end == std::string::npos ? text.size() : end + 1;
      Feed(text.substr(0, begin) + text.substr(next));
      begin = next;
    }
    ++files;
  }
  EXPECT_GE(files, 2);
}

}  // namespace
