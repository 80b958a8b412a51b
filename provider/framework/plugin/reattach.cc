#include "provider/framework/plugin/reattach.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "provider/framework/plugin/json_text.h"

namespace tf::plugin {

std::string ReattachLine(const std::vector<std::string>& addresses, pid_t pid,
                         absl::string_view socket_path) {
  // ProtocolVersion is taken as 5 when it is missing. Without Test the client would shut us down
  // after its first phase.
  const std::string provider = absl::StrCat(R"({"Protocol":"grpc","ProtocolVersion":6,"Pid":)", pid,
                                            R"(,"Test":true,"Addr":{"Network":"unix","String":)",
                                            JsonString(socket_path), "}}");
  const std::string providers =
      absl::StrJoin(addresses, ",", [&](std::string* out, const std::string& address) {
        absl::StrAppend(out, JsonString(address), ":", provider);
      });
  // An apostrophe would end the shell's quotes.
  return absl::StrCat("TF_REATTACH_PROVIDERS='{",
                      absl::StrReplaceAll(providers, {{"'", "\\u0027"}}), "}'\n");
}

}  // namespace tf::plugin
