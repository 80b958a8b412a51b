// What the executable does when a person starts it instead of a Terraform client.
#ifndef SIXGATE_PROVIDER_PRODUCT_COMMAND_H_
#define SIXGATE_PROVIDER_PRODUCT_COMMAND_H_

namespace product {

// `arguments[0]` is the command: `registry init --id UUID [--registry URL]`, `--version`, `--help`.
// Writes its answer to stdout and what went wrong to stderr. Returns the exit code: 0, 1 when the
// command failed, 2 when it was not understood.
int RunCommand(int count, char** arguments);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_COMMAND_H_
