// Another process, for tests of what processes do to each other. It is a new program and not a fork
// of the test, whose threads and locks a fork would tear apart.
#ifndef SIXGATE_TESTS_CONFORMANCE_CHILD_PROCESS_H_
#define SIXGATE_TESTS_CONFORMANCE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace tests::conformance {

// Killed at the end of its scope if it still runs. Not thread-safe.
class ChildProcess {
 public:
  // Starts the program argv[0]; not to be able to is a broken invariant.
  explicit ChildProcess(const std::vector<std::string>& argv);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line that it wrote to its standard output, without the newline; nothing at the end.
  // Waits for it.
  std::optional<std::string> ReadLine();

  // Lets it read the end of its standard input.
  void CloseInput();

  // SIGKILL.
  void Kill();

  // Its exit code, or -1 if a signal ended it. Waits for the end.
  int Wait();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::optional<int> exit_code_;
  std::string buffer_;
};

}  // namespace tests::conformance

#endif  // SIXGATE_TESTS_CONFORMANCE_CHILD_PROCESS_H_
