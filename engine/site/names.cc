#include "engine/site/names.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"

namespace engine::site {
namespace {

bool IsAlphanumeric(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

bool ConsistsOf(absl::string_view text, absl::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return IsAlphanumeric(c) || punctuation.find(c) != absl::string_view::npos;
  });
}

template <size_t n>
bool Contains(const std::array<absl::string_view, n>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

absl::Status CheckName(absl::string_view what, absl::string_view name) {
  const std::string quoted = absl::StrCat(what, " ", base::Quote(name));
  if (name.empty()) return absl::InvalidArgumentError(absl::StrCat(quoted, " is empty"));
  if (name.size() > kNameLengthMax) {
    return absl::InvalidArgumentError(absl::StrCat(quoted, " has ", name.size(), " bytes; at most ",
                                                   kNameLengthMax, " are allowed"));
  }
  if (!IsAlphanumeric(name[0]) || !ConsistsOf(name, "._-")) {
    return absl::InvalidArgumentError(absl::StrCat(
        quoted,
        " must begin with a letter or digit and go on with letters, digits, \".\", \"_\" and "
        "\"-\""));
  }
  return absl::OkStatus();
}

absl::Status CheckNetworkName(absl::string_view name) {
  static constexpr std::array<absl::string_view, 4> kTaken = {"bridge", "host", "none", "sixgate"};
  if (Contains(kTaken, name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("network name ", base::Quote(name),
                     " is taken in the container engine; choose another name"));
  }
  return CheckName("network name", name);
}

absl::Status CheckInterfaceName(absl::string_view what, absl::string_view name) {
  static constexpr std::array<absl::string_view, 5> kSpecial = {".", "..", "lo", "all", "default"};
  const std::string quoted = absl::StrCat(what, " ", base::Quote(name));
  if (name.empty()) return absl::InvalidArgumentError(absl::StrCat(quoted, " is empty"));
  if (name.size() > kInterfaceNameLengthMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        quoted, " has ", name.size(), " bytes; Linux takes at most ", kInterfaceNameLengthMax));
  }
  if (Contains(kSpecial, name)) {
    return absl::InvalidArgumentError(
        absl::StrCat(quoted, " has a meaning of its own in Linux; name a network interface"));
  }
  if (!ConsistsOf(name, "._-+")) {
    return absl::InvalidArgumentError(
        absl::StrCat(quoted, " may have letters, digits, \".\", \"_\", \"-\" and \"+\" only"));
  }
  return absl::OkStatus();
}

}  // namespace engine::site
