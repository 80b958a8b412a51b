// What a test lets another process do to a registry:
//
//   registry_client <user> <url> <timeout> <command> [<argument>…]
//
// <user> is the number of the user to become first, or "self". Commands:
//   commit <key>            puts the key with an empty value
//   read                    reads the revision
//   increment <key> <n>     n times compare-and-swap
//   claim <name> <n>        n guarded claims (workload.h)
//   append <prefix>         puts <prefix>1, <prefix>2, … until it is killed; prints each number
//   once
//                           it was acknowledged
// All but the last print one line at the end: "OK", or the status. A command that is preceded by
// "wait" prints "ready" first and begins when its standard input ends.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/registry/open.h"
#include "engine/registry/registry.h"
#include "tests/conformance/workload.h"

namespace tests::conformance {
namespace {

using ::engine::registry::Registry;
using ::engine::registry::Write;

void Print(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

absl::Status Become(const std::string& user) {
  int id = 0;
  if (user == "self") return absl::OkStatus();
  if (absl::SimpleAtoi(user, &id) && setgid(static_cast<gid_t>(id)) == 0 &&
      setuid(static_cast<uid_t>(id)) == 0) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("cannot become user ", user));
}

absl::Status Append(Registry& registry, const std::string& prefix) {
  for (int number = 1;; ++number) {
    const std::string key = absl::StrCat(prefix, number);
    // Two keys, to be found both or neither.
    RETURN_IF_ERROR(registry
                        .Commit({.writes = {Write::Put(key, std::string(300, 'v')),
                                            Write::Put(absl::StrCat("twin/", key), "")}})
                        .status());
    Print(absl::StrCat(number));
  }
}

absl::Status Run(Registry& registry, const std::vector<std::string>& words) {
  int times = 0;
  if (words.size() == 2 && words[0] == "commit") {
    return registry.Commit({.writes = {Write::Put(words[1], "")}}).status();
  }
  if (words.size() == 1 && words[0] == "read") return registry.Read().status();
  if (words.size() == 2 && words[0] == "append") return Append(registry, words[1]);
  if (words.size() == 3 && absl::SimpleAtoi(words[2], &times)) {
    if (words[0] == "increment") return Increment(registry, words[1], times);
    if (words[0] == "claim") return ClaimBlocks(registry, words[1], times);
  }
  return absl::InvalidArgumentError("unknown command");
}

absl::Status Main(std::vector<std::string> words) {
  if (words.size() < 5) return absl::InvalidArgumentError("missing arguments");
  RETURN_IF_ERROR(Become(words[1]));
  absl::Duration timeout;
  if (!absl::ParseDuration(words[3], &timeout)) return absl::InvalidArgumentError("bad timeout");
  ASSIGN_OR_RETURN(const std::unique_ptr<Registry> registry,
                   engine::registry::OpenRegistry(words[2], {.operation_timeout = timeout}));
  words.erase(words.begin(), words.begin() + 4);
  if (words[0] == "wait") {
    words.erase(words.begin());
    Print("ready");
    while (std::getchar() != EOF) continue;
  }
  return Run(*registry, words);
}

}  // namespace
}  // namespace tests::conformance

int main(int argc, char** argv) {
  const absl::Status status = tests::conformance::Main(std::vector<std::string>(argv, argv + argc));
  tests::conformance::Print(status.ToString());
  return status.ok() ? EXIT_SUCCESS : EXIT_FAILURE;
}
