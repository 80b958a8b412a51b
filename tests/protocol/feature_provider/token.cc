// What leaves no state: the token and the restart.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/protocol/feature_provider/parts.h"
#include "tests/protocol/feature_provider/world.h"

namespace feature {
namespace {

using tf::Value;

// Shorter than any run of the tests that wants a renewal.
constexpr absl::Duration kLease = absl::Milliseconds(300);

class Token final : public tf::EphemeralResource,
                    public tf::EphemeralResourceWithRenew,
                    public tf::EphemeralResourceWithClose {
 public:
  Token() { schema_.body.attributes = {Required("name"), Computed("value")}; }

  absl::string_view type_name() const override { return "feature_token"; }
  const tf::schema::Schema& schema() const override { return schema_; }

  void Open(const tf::OpenRequest& request, tf::OpenResponse& response) const override {
    const std::string& name = request.config.attribute("name").string();
    WorldOf(request.operation).Log(absl::StrCat("open ", name));
    response.result = request.config.With("value", Value::String(absl::StrCat("secret-", name)));
    response.private_state.Set("name", name);
    response.renew_at = absl::Now() + kLease;
  }
  void Renew(const tf::RenewRequest& request, tf::RenewResponse& response) const override {
    WorldOf(request.operation).Log(absl::StrCat("renew ", *response.private_state.Find("name")));
    response.renew_at = absl::Now() + kLease;
  }
  void Close(const tf::CloseRequest& request, tf::Diagnostics&) const override {
    WorldOf(request.operation).Log(absl::StrCat("close ", *request.private_state.Find("name")));
  }

 private:
  tf::schema::Schema schema_;
};

class Restart final : public tf::Action, public tf::ActionWithPlan {
 public:
  Restart() { schema_.body.attributes = {Optional("machine"), Optional("fail", tf::Type::Bool())}; }

  absl::string_view type_name() const override { return "feature_restart"; }
  const tf::schema::Schema& schema() const override { return schema_; }

  void Plan(const tf::PlanActionRequest& request, tf::PlanActionResponse&) const override {
    WorldOf(request.operation)
        .Log(absl::StrCat("plan restart ", request.config.attribute("machine").ToString()));
  }
  void Invoke(const tf::InvokeRequest& request, tf::Diagnostics& diagnostics) const override {
    const std::string machine = request.config.attribute("machine").ToString();
    request.progress(absl::StrCat("stopping ", machine));
    request.progress(absl::StrCat("starting ", machine));
    WorldOf(request.operation).Log(absl::StrCat("restart ", machine));
    const Value& fail = request.config.attribute("fail");
    if (fail.IsKnown() && fail.boolean()) {
      diagnostics.AddError(tf::Path::Root("machine"), "Machine does not start",
                           absl::StrCat(machine, " stays off."));
    }
  }

 private:
  tf::schema::Schema schema_;
};

}  // namespace

std::unique_ptr<tf::EphemeralResource> NewToken() { return std::make_unique<Token>(); }
std::unique_ptr<tf::Action> NewRestart() { return std::make_unique<Restart>(); }

}  // namespace feature
