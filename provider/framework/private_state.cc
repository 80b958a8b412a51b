#include "provider/framework/private_state.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace tf {

absl::StatusOr<PrivateState> PrivateState::FromBytes(absl::string_view bytes) {
  PrivateState state;
  if (bytes.empty()) return state;
  const auto invalid = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(
        "private state of ", bytes.size(), " bytes ", why,
        "; it was not written by this provider, or was damaged: remove the resource from the state "
        "and import it again"));
  };
  if (bytes.size() > kBytesMax) return invalid("is larger than any this provider writes");
  const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!json.is_object()) return invalid("is not a JSON object");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return invalid("holds something else than texts");
    state.texts_.emplace(key, value.get<std::string>());
  }
  return state;
}

std::string PrivateState::ToBytes() const {
  if (texts_.empty()) return "";
  return nlohmann::json(texts_).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

const std::string* PrivateState::Find(absl::string_view key) const {
  const auto found = texts_.find(std::string(key));
  return found == texts_.end() ? nullptr : &found->second;
}

void PrivateState::Set(absl::string_view key, std::string text) {
  texts_.insert_or_assign(std::string(key), std::move(text));
}

void PrivateState::Remove(absl::string_view key) { texts_.erase(std::string(key)); }

}  // namespace tf
