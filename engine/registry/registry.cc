#include "engine/registry/registry.h"

#include <utility>

namespace engine::registry {

KeyRange KeyRange::Only(std::string key) {
  // Keys hold no NUL byte, so nothing lies between a key and the same key with "\x01" appended.
  std::string end = key + '\x01';
  return {std::move(key), std::move(end)};
}

Guard Guard::KeyHasRevision(std::string key, Revision revision) {
  return {Kind::kKeyHasRevision, KeyRange::Only(std::move(key)), revision};
}

Guard Guard::KeyAbsent(std::string key) {
  return {Kind::kKeyAbsent, KeyRange::Only(std::move(key)), Revision()};
}

Guard Guard::RangeEmpty(KeyRange range) {
  return {Kind::kRangeEmpty, std::move(range), Revision()};
}

}  // namespace engine::registry
