// A directory that is removed, with all in it, at the end of its scope.
#ifndef SIXGATE_TESTS_CONFORMANCE_TEMPORARY_DIRECTORY_H_
#define SIXGATE_TESTS_CONFORMANCE_TEMPORARY_DIRECTORY_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"

namespace tests::conformance {

class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(absl::StrCat(::testing::TempDir(), "registry-XXXXXX")) {
    SIXGATE_CHECK(mkdtemp(path_.data()) != nullptr, "tests need a place for files");
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string File(absl::string_view name) const { return absl::StrCat(path_, "/", name); }

 private:
  std::string path_;
};

}  // namespace tests::conformance

#endif  // SIXGATE_TESTS_CONFORMANCE_TEMPORARY_DIRECTORY_H_
