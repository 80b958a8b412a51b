#include "tests/protocol/mock_provider/empty_blocks.h"
#include "tests/protocol/mock_provider/parts.h"
#include "tests/protocol/mock_provider/stored_json.h"

namespace mock {
namespace {

class Action final : public tf::Action {
 public:
  explicit Action(const Named& named) : named_(named) {}

  absl::string_view type_name() const override { return named_.type_name; }
  const tf::schema::Schema& schema() const override { return named_.action; }

  void Invoke(const tf::InvokeRequest& request, tf::Diagnostics& diagnostics) const override {
    auto stored = ToStored(request.config);
    if (!stored.ok()) {
      diagnostics.AddError("Value Conversion Error", std::string(stored.status().message()));
      return;
    }
    DropEmptyBlocks(named_.definition.blocks, *stored->object);
    // An action is no resource of its own: it has no type to tell.
    request.progress(ToCompactJson({.resource_type = "", .values = *stored->object}));
  }

 private:
  const Named& named_;
};

}  // namespace

std::unique_ptr<tf::Action> NewAction(const Named& named) {
  return std::make_unique<Action>(named);
}

}  // namespace mock
