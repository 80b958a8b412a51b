// Files of /etc/sysctl.d, as systemd-sysctl and procps read them.
#ifndef SIXGATE_ENGINE_FORMATS_SYSCTL_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_SYSCTL_FORMAT_H_

#include <string>
#include <vector>

#include "engine/formats/text.h"

namespace engine::formats::sysctl {

// Parts of a key are divided by "/", because names of interfaces may have dots:
// "net/ipv6/conf/vmbr2.20/accept_ra".
struct Setting {
  std::string key = {};
  std::string value = {};
  // Whether it is no error that the key is not there, as with an interface that comes later; then
  // systemd sets it when the interface appears.
  bool may_be_missing = false;

  bool operator==(const Setting&) const = default;
};

struct SysctlFile {
  std::vector<Setting> settings = {};
  // Comments, and lines without a value, which take others' settings back.
  std::vector<Unparsed> unparsed = {};

  bool operator==(const SysctlFile&) const = default;
};

}  // namespace engine::formats::sysctl

#endif  // SIXGATE_ENGINE_FORMATS_SYSCTL_FORMAT_H_
