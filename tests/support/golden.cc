#include "tests/support/golden.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tests {
namespace {

std::string FullPath(absl::string_view path) { return absl::StrCat(SIXGATE_SOURCE_DIR, "/", path); }

std::string FirstDifference(absl::string_view expected, absl::string_view actual) {
  const std::vector<absl::string_view> a = absl::StrSplit(expected, '\n');
  const std::vector<absl::string_view> b = absl::StrSplit(actual, '\n');
  for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const absl::string_view left = i < a.size() ? a[i] : "(end)";
    const absl::string_view right = i < b.size() ? b[i] : "(end)";
    if (left != right) {
      return absl::StrCat("line ", i + 1, "\n  expected: ", left, "\n  actual:   ", right);
    }
  }
  return "none";
}

}  // namespace

std::string ReadSourceFile(absl::string_view path) {
  std::ifstream file(FullPath(path), std::ios::binary);
  EXPECT_TRUE(file.good()) << "cannot read " << path;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void ExpectGolden(absl::string_view path, absl::string_view text) {
  const char* update = std::getenv("SIXGATE_UPDATE_GOLDENS");
  if (update != nullptr && absl::string_view(update) == "1") {
    std::ofstream file(FullPath(path), std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    EXPECT_TRUE(file.good()) << "cannot write " << path;
    return;
  }
  const std::string expected = ReadSourceFile(path);
  EXPECT_TRUE(expected == text) << path << " differs at " << FirstDifference(expected, text)
                                << "\nSIXGATE_UPDATE_GOLDENS=1 accepts the new text";
}

}  // namespace tests
