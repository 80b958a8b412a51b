#include "engine/inventory/error.h"

#include "absl/strings/cord.h"

namespace engine::inventory {
namespace {

constexpr absl::string_view kAttribute = "sixgate/attribute";
constexpr absl::string_view kOccupantOwner = "sixgate/occupant_owner";

absl::Status With(absl::Status status, absl::string_view type, absl::string_view text) {
  if (!status.ok() && !status.GetPayload(type).has_value()) {
    status.SetPayload(type, absl::Cord(text));
  }
  return status;
}

std::string PayloadOf(const absl::Status& status, absl::string_view type) {
  const auto payload = status.GetPayload(type);
  return payload.has_value() ? std::string(*payload) : "";
}

}  // namespace

absl::Status AtAttribute(absl::Status status, absl::string_view attribute) {
  return With(std::move(status), kAttribute, attribute);
}

std::string AttributeOf(const absl::Status& status) { return PayloadOf(status, kAttribute); }

absl::Status WithOccupantOwner(absl::Status status, absl::string_view owner) {
  return With(std::move(status), kOccupantOwner, owner);
}

std::string OccupantOwnerOf(const absl::Status& status) {
  return PayloadOf(status, kOccupantOwner);
}

absl::Status Reword(const absl::Status& status, absl::StatusCode code, absl::string_view message) {
  absl::Status reworded(code, message);
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    reworded.SetPayload(type, payload);
  });
  return reworded;
}

}  // namespace engine::inventory
