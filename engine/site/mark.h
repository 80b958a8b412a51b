// What the packet filter and the routing rules of a gateway agree on.
#ifndef SIXGATE_ENGINE_SITE_MARK_H_
#define SIXGATE_ENGINE_SITE_MARK_H_

#include <cstdint>

namespace engine::site {

// The ruleset puts this mark on packets to the managed prefix; routing has no way there for others.
// So nothing is open while no ruleset is loaded.
inline constexpr uint32_t kAdmittedMark = 0x6a;

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_MARK_H_
