// Text of a file for /etc/sysctl.d.
#ifndef SIXGATE_ENGINE_FORMATS_SYSCTL_RENDER_H_
#define SIXGATE_ENGINE_FORMATS_SYSCTL_RENDER_H_

#include <string>

#include "engine/formats/sysctl/format.h"

namespace engine::formats::sysctl {

// One setting a line, in the given order; unparsed lines before them.
std::string Render(const SysctlFile& file);

}  // namespace engine::formats::sysctl

#endif  // SIXGATE_ENGINE_FORMATS_SYSCTL_RENDER_H_
