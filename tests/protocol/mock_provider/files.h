// Small files, with the messages that Go programs have for what goes wrong: the mock provider's
// users compare them.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_FILES_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_FILES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mock {

// All of them: kNotFound where there is no such file, else kUnknown; the message is
// "open terraform.data/a.json: no such file or directory". A path with a NUL is an "invalid
// argument".

// kResourceExhausted for a file of more than `bytes_max`.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t bytes_max);
absl::Status WriteFile(const std::string& path, absl::string_view text);
// OK when it is there.
absl::Status FindFile(const std::string& path);
absl::Status RemoveFile(const std::string& path);
// With its parents; OK when it is there already.
absl::Status MakeDirectory(const std::string& path);
// Names of the files in it, sorted; no directories.
absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& directory);
// Leaves it where it is when there is anything in it.
void RemoveIfEmpty(const std::string& directory);

// "terraform.data/a.json", without the steps that lead nowhere.
std::string Join(const std::string& directory, const std::string& name);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_FILES_H_
