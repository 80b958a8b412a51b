// Which names objects and interfaces may have. What passes here can be written into every format
// without quoting, and is no more than a file name's part.
#ifndef SIXGATE_ENGINE_SITE_NAMES_H_
#define SIXGATE_ENGINE_SITE_NAMES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace engine::site {

inline constexpr int kNameLengthMax = 63;
// IFNAMSIZ without its final zero.
inline constexpr int kInterfaceNameLengthMax = 15;

// Names of gateways, hosts, container networks, addresses, and ids of openings: 1 to 63 letters,
// digits, ".", "_" and "-", the first one a letter or a digit. kInvalidArgument says which rule is
// broken; `what` begins the message ("host name").
absl::Status CheckName(absl::string_view what, absl::string_view name);

// As CheckName, and kInvalidArgument for what a container engine has taken: "bridge", "host",
// "none", and "sixgate", which is what the network "default" is called there.
absl::Status CheckNetworkName(absl::string_view name);

// 1 to 15 letters, digits, ".", "_", "-" and "+", not ".", "..", "lo", nor "all" and "default",
// which mean something else in sysctl. Linux would take more, but wildcards, quotes and blanks mean
// something in the files the name is written to.
absl::Status CheckInterfaceName(absl::string_view what, absl::string_view name);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_NAMES_H_
