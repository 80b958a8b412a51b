// RETURN_IF_ERROR and ASSIGN_OR_RETURN, as Abseil's own status_macros.h has them since 2026; this
// file goes away when the oldest supported Abseil has that one.
//
//   RETURN_IF_ERROR(file.Write(text));
//   ASSIGN_OR_RETURN(const Prefix prefix, Prefix::Parse(text));
#ifndef SIXGATE_ENGINE_BASE_STATUS_MACROS_H_
#define SIXGATE_ENGINE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace engine::base {

// The same code, with `context: ` before the message; an OK status stays OK.
inline absl::Status Annotate(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(context, ": ", status.message()));
}

}  // namespace engine::base

#define RETURN_IF_ERROR(expr)                        \
  do {                                               \
    absl::Status sixgate_status = (expr);            \
    if (!sixgate_status.ok()) return sixgate_status; \
  } while (false)

#define SIXGATE_CONCAT_INNER(a, b) a##b
#define SIXGATE_CONCAT(a, b) SIXGATE_CONCAT_INNER(a, b)
#define ASSIGN_OR_RETURN(lhs, expr) \
  SIXGATE_ASSIGN_OR_RETURN(SIXGATE_CONCAT(sixgate_statusor_, __LINE__), lhs, expr)
#define SIXGATE_ASSIGN_OR_RETURN(statusor, lhs, expr) \
  auto statusor = (expr);                             \
  if (!statusor.ok()) return statusor.status();       \
  lhs = std::move(statusor).value()

#endif  // SIXGATE_ENGINE_BASE_STATUS_MACROS_H_
