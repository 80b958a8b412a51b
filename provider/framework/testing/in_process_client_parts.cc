// What core does with parts that leave no state.
#include <gtest/gtest.h>

#include <utility>

#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/in_process_client.h"
#include "provider/framework/testing/print_value.h"

namespace tf::testing {

OpenAnswer Client::Live(absl::string_view type_name, const Config& config, int renewals) {
  const std::string name(type_name);
  const schema::Body& body =
      connection_->server().ephemeral_resources().at(name).part->schema().body;
  const Value value = config.For(body);
  OpenAnswer answer = {Value::Null(body.type()), std::nullopt, "", std::nullopt,
                       connection_->ValidateEphemeral(name, value)};
  if (answer.diagnostics.HasError()) return answer;
  answer = connection_->Open(name, value);
  if (answer.diagnostics.HasError() || answer.deferred.has_value()) return answer;
  const Value none = Value::Null(body.type());
  for (const Violation& violation :
       CheckPlan(body, {.prior = none, .config = value, .planned = answer.result})) {
    ADD_FAILURE() << "Provider produced invalid ephemeral resource instance " << name << ": "
                  << violation.ToString();
  }
  EXPECT_TRUE(answer.result.IsWhollyKnown()) << name << ": " << answer.result.ToString();
  RenewAnswer last = {answer.renew_at, answer.private_state, {}};
  for (int i = 0; i < renewals && last.renew_at.has_value(); ++i) {
    last = connection_->Renew(name, last.private_state);
    answer.diagnostics.Append(last.diagnostics);
  }
  // Core closes with what Open gave it, whatever was renewed since.
  answer.diagnostics.Append(connection_->Close(name, answer.private_state));
  EXPECT_FALSE(connection_->Close(name, answer.private_state).HasError())
      << "closed a second time: " << name;
  return answer;
}

SearchResult Client::Search(absl::string_view type_name, const Config& config,
                            const SearchOptions& options) {
  const std::string name(type_name);
  const Value value =
      config.For(connection_->server().list_resources().at(name).part->schema().body);
  SearchResult result = {{}, connection_->ValidateList(name, value)};
  if (result.diagnostics.HasError()) return result;
  connection_->List(name, {value, options.include_resource, options.limit}, [&](ListEvent event) {
    result.diagnostics.Append(event.diagnostics);
    if (result.diagnostics.HasError()) return false;
    if (event.identity.IsNull()) {
      EXPECT_FALSE(event.diagnostics.empty()) << "missing identity data for " << name;
      return true;
    }
    EXPECT_TRUE(event.identity.IsWhollyKnown()) << name;
    result.found.push_back(std::move(event));
    return static_cast<int64_t>(result.found.size()) < options.limit;
  });
  return result;
}

InvokeAnswer Client::Invoke(absl::string_view type_name, const Config& config) {
  const std::string name(type_name);
  const Value value = config.For(connection_->server().actions().at(name).part->schema().body);
  InvokeAnswer answer = {{}, connection_->ValidateAction(name, value)};
  if (answer.diagnostics.HasError()) return answer;
  const PlanActionAnswer planned = connection_->PlanAction(name, value);
  answer.diagnostics.Append(planned.diagnostics);
  if (answer.diagnostics.HasError() || planned.deferred.has_value()) return answer;
  InvokeAnswer invoked = connection_->InvokeAction(name, value);
  answer.progress = std::move(invoked.progress);
  answer.diagnostics.Append(invoked.diagnostics);
  return answer;
}

}  // namespace tf::testing
