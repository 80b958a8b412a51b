// Text of systemd-networkd's files.
#ifndef SIXGATE_ENGINE_FORMATS_NETWORKD_RENDER_H_
#define SIXGATE_ENGINE_FORMATS_NETWORKD_RENDER_H_

#include <string>

#include "engine/formats/networkd/format.h"

namespace engine::formats::networkd {

// Sections and keys in a fixed order, empty sections left out, unparsed lines at the end of their
// section. Texts in the file must be without line ends, as names that engine/site checked are.
std::string Render(const NetworkFile& file);
std::string Render(const NetDevFile& file);

}  // namespace engine::formats::networkd

#endif  // SIXGATE_ENGINE_FORMATS_NETWORKD_RENDER_H_
