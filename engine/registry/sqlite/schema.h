// What a registry file holds, and making a new one.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_SCHEMA_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_SCHEMA_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace engine::registry::sqlite {

// SQLite's application_id: "6gat". `file registry.db` shows it.
inline constexpr int64_t kApplicationId = 0x36676174;
// SQLite's user_version.
inline constexpr int64_t kFormat = 1;

// Makes an empty registry at `path`, and the directories above it, durably. The file is written
// elsewhere and then given its name, so that no other process ever sees a part of it; if another
// was faster, its file stays.
//
// kPermissionDenied, kResourceExhausted (disk full), kFailedPrecondition (the path cannot be a
// file's), kUnavailable. No file is left behind, though directories may be.
absl::Status CreateFile(const std::string& path);

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_SCHEMA_H_
