#include "provider/framework/private_state.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace tf {
namespace {

using Json = nlohmann::json;
using Texts = std::map<std::string, std::string, std::less<>>;

// Beside texts that could be taken for those of terraform-plugin-framework; no Base64 itself.
constexpr char kOursKey[] = ".form";
constexpr char kOurs[] = "texts";

// The JSON document that terraform-plugin-framework keeps as this text, or nothing. Go writes
// Base64 in one way only; absl also reads others.
std::optional<std::string> Document(const std::string& text) {
  std::string document;
  if (!absl::Base64Unescape(text, &document) || absl::Base64Escape(document) != text ||
      !Json::accept(document)) {
    return std::nullopt;
  }
  return document;
}

// The texts if each is such a document, or nothing.
std::optional<Texts> Documents(const Texts& texts) {
  Texts documents;
  for (const auto& [key, text] : texts) {
    std::optional<std::string> document = Document(text);
    if (!document.has_value()) return std::nullopt;
    if (!absl::StartsWith(key, ".")) documents.emplace(key, *std::move(document));
  }
  return documents;
}

}  // namespace

absl::StatusOr<PrivateState> PrivateState::FromBytes(absl::string_view bytes) {
  PrivateState state;
  if (bytes.empty()) return state;
  const auto invalid = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(
        "private state of ", bytes.size(), " bytes ", why,
        "; it was not written by this provider, or was damaged: remove the resource from the state "
        "and import it again"));
  };
  if (bytes.size() > kBytesMax) {
    return invalid(absl::StrCat("is larger than ", kBytesMax, " bytes"));
  }
  const Json json = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!json.is_object()) return invalid("is not a JSON object");
  Texts texts;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return state;
    texts.emplace(key, value.get<std::string>());
  }
  std::optional<Texts> documents = Documents(texts);
  state.texts_ = documents.has_value() ? *std::move(documents) : std::move(texts);
  state.texts_.erase(kOursKey);
  return state;
}

std::string PrivateState::ToBytes() const {
  if (texts_.empty()) return "";
  Json json = texts_;
  if (Documents(texts_).has_value()) json[kOursKey] = kOurs;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
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
