#include "provider/framework/plugin/panic.h"

#include <execinfo.h>
#include <signal.h>
#include <unistd.h>
#include <unwind.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <initializer_list>

namespace tf::plugin {
namespace {

constexpr int kFramesMax = 64;

struct Frames {
  void* addresses[kFramesMax];
  int count = 0;
};

_Unwind_Reason_Code AddFrame(_Unwind_Context* context, void* argument) {
  auto* frames = static_cast<Frames*>(argument);
  if (frames->count == kFramesMax) return _URC_END_OF_STACK;
  const uintptr_t address = _Unwind_GetIP(context);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is what backtrace_symbols_fd takes.
  if (address != 0) frames->addresses[frames->count++] = reinterpret_cast<void*>(address);
  return _URC_NO_REASON;
}

// Everything below runs in signal handlers: no allocation, no locks, no stdio.
void Write(const char* text) {
  const ssize_t written = write(STDERR_FILENO, text, std::strlen(text));
  static_cast<void>(written);
}

// Not glibc's backtrace(): it loads a shared libgcc when it is first called, which costs time at
// start and is missing where this binary was the only thing installed.
void WriteFrames() {
  Frames frames;
  _Unwind_Backtrace(AddFrame, &frames);
  backtrace_symbols_fd(frames.addresses, frames.count, STDERR_FILENO);
}

void OnCrash(int number) {
  const char* name = sigabbrev_np(number);
  Write("panic: SIG");
  Write(name == nullptr ? "?" : name);
  Write("\n\n");
  WriteFrames();
  // The default action is back in place (SA_RESETHAND), and this comes as soon as we return.
  raise(number);
}

[[noreturn]] void OnTerminate() {
  const std::exception_ptr exception = std::current_exception();
  Write("panic: ");
  if (exception == nullptr) {
    Write("terminate called");
  } else {
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& error) {
      Write("uncaught exception: ");
      Write(error.what());
    } catch (...) {
      Write("uncaught exception of an unknown type");
    }
  }
  Write("\n\n");
  WriteFrames();
  // All is said: the handler for SIGABRT would say it again.
  signal(SIGABRT, SIG_DFL);
  std::abort();
}

}  // namespace

void InstallPanicHandlers() {
  struct sigaction action {};
  action.sa_handler = OnCrash;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    sigaction(number, &action, nullptr);
  }
  std::set_terminate(OnTerminate);
}

}  // namespace tf::plugin
