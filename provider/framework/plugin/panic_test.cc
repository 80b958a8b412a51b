#include "provider/framework/plugin/panic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace tf::plugin {
namespace {

using ::testing::KilledBySignal;

// `panic: …`, an empty line, and frames: each ends in an address in brackets.
#define EXPECT_PANIC(statement, signal_number, first_line) \
  EXPECT_EXIT(                                             \
      {                                                    \
        InstallPanicHandlers();                            \
        statement;                                         \
      },                                                   \
      KilledBySignal(signal_number), "^panic: " first_line "\n\n(.*\\[0x[0-9a-f]+\\]\n){3,}")

// Nothing catches on a thread of one's own.
template <class Exception>
void ThrowOnAThread(const Exception& exception) {
  std::thread([&] { throw exception; }).join();  // tidy: what the handler is for
}

TEST(PanicDeathTest, AbortShowsItsStack) { EXPECT_PANIC(std::abort(), SIGABRT, "SIGABRT"); }

TEST(PanicDeathTest, EveryCrashSignalIsNamed) {
  EXPECT_PANIC(raise(SIGSEGV), SIGSEGV, "SIGSEGV");
  EXPECT_PANIC(raise(SIGBUS), SIGBUS, "SIGBUS");
  EXPECT_PANIC(raise(SIGFPE), SIGFPE, "SIGFPE");
  EXPECT_PANIC(raise(SIGILL), SIGILL, "SIGILL");
}

TEST(PanicDeathTest, UncaughtExceptionSaysWhatOnce) {
  EXPECT_PANIC(ThrowOnAThread(std::runtime_error("out of luck")), SIGABRT,
               "uncaught exception: out of luck");
}

TEST(PanicDeathTest, ThrownValuesThatAreNoExceptionsAreNamedToo) {
  EXPECT_PANIC(ThrowOnAThread(7), SIGABRT, "uncaught exception of an unknown type");
}

TEST(PanicDeathTest, TerminateWithoutExceptionIsNamed) {
  EXPECT_PANIC(std::terminate(), SIGABRT, "terminate called");
}

}  // namespace
}  // namespace tf::plugin
