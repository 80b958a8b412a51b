#include "engine/formats/sysctl/render.h"

#include "absl/strings/str_cat.h"

namespace engine::formats::sysctl {

std::string Render(const SysctlFile& file) {
  std::string text = absl::StrCat(kWrittenBy, "\n");
  for (const Unparsed& kept : file.unparsed) absl::StrAppend(&text, kept.text, "\n");
  for (const Setting& setting : file.settings) {
    absl::StrAppend(&text, setting.may_be_missing ? "-" : "", setting.key, " = ", setting.value,
                    "\n");
  }
  return text;
}

}  // namespace engine::formats::sysctl
