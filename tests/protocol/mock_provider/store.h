// Where the mock provider keeps its resources: one JSON file each, or nowhere but in the state.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORE_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/protocol/mock_provider/stored_json.h"

namespace mock {

// The largest file that is read; a resource that a client could send at all is smaller.
inline constexpr size_t kStoredBytesMax = size_t{64} << 20;

// Errors are those of files.h. Safe for several threads, each with resources of its own.
class Store {
 public:
  struct Options {
    std::string resource_directory = "terraform.resource";
    std::string data_directory = "terraform.data";
    // Nothing is written; every resource is as the state has it.
    bool only_state = false;
  };
  // What is asked for: one by its id, or all of a type.
  struct Query {
    std::optional<std::string> id = {};
    std::string resource_type = {};
    int64_t limit = 0;
  };

  explicit Store(Options options) : options_(std::move(options)) {}

  // Nothing: the state is right.
  absl::StatusOr<std::optional<StoredResource>> Read(const std::string& id) const;
  // The resource has an id, here and in Update. kAlreadyExists when a file of that name is there.
  absl::Status Write(const StoredResource& resource) const;
  absl::Status Update(const StoredResource& resource) const;
  // The directory goes with the last resource.
  absl::Status Delete(const std::string& id) const;

  // Passes each found to `take`, in the order of their files' names; files that cannot be read
  // count, but are passed over.
  absl::Status List(const Query& query,
                    const std::function<void(const StoredResource&)>& take) const;

  absl::StatusOr<StoredResource> ReadData(const std::string& id) const;

 private:
  std::string PathOf(const std::string& id) const;

  const Options options_;
};

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORE_H_
