// Fatal checks for broken invariants. Input from outside never reaches one: it is checked and
// answered with a status (docs/design/conventions.md, "Errors").
//
//   SIXGATE_CHECK(begin <= end, "a range is ordered when it is made");
#ifndef SIXGATE_ENGINE_BASE_CHECK_H_
#define SIXGATE_ENGINE_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace engine::base {

// Writes `panic: …` to stderr, where the Terraform client looks for a plugin's last words, and
// aborts.
[[noreturn]] inline void CheckFailed(const char* file, int line, const char* condition,
                                     const char* why) {
  std::fprintf(stderr, "panic: %s:%d: check failed: %s (%s)\n\n", file, line, condition, why);
  std::abort();
}

}  // namespace engine::base

#define SIXGATE_CHECK(condition, why)                                   \
  do {                                                                  \
    if (!(condition)) [[unlikely]]                                      \
      ::engine::base::CheckFailed(__FILE__, __LINE__, #condition, why); \
  } while (false)

#endif  // SIXGATE_ENGINE_BASE_CHECK_H_
