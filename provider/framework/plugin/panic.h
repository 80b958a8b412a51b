// Last words of a process that crashes, in the form that clients show to their users.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_PANIC_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_PANIC_H_

namespace tf::plugin {

// From here on an uncaught exception and the signals of a crash (SEGV, BUS, FPE, ILL, ABRT) write
// `panic: <what>`, an empty line and the frames of the stack to stderr, and the process dies as it
// would have. A client keeps lines from `panic: ` on and prints them after its run, without TF_LOG.
void InstallPanicHandlers();

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_PANIC_H_
