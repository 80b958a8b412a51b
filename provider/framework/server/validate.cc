#include "provider/framework/server/validate.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/rewrite.h"

namespace tf::server {

void ValidateConfig(const schema::Schema& schema, const ClientCapabilities& client,
                    const Value& config, Diagnostics& diagnostics) {
  const Value none = Value::Null(config.type());
  Rewrite(schema.body, {config, none, config},
          [&](const schema::Attribute& attribute, const Path& path, const Trio& trio) {
            if (trio.config.IsNull()) return trio.plan;
            if (!attribute.deprecation.empty()) {
              diagnostics.AddWarning(path, absl::StrCat(path.ToString(), " is deprecated"),
                                     attribute.deprecation);
            }
            if (attribute.write_only && !client.write_only_attributes_allowed) {
              diagnostics.AddError(
                  path, "Write-only attribute not supported by this client",
                  absl::StrCat(path.ToString(),
                               " is write-only, which Terraform 1.11 or later can set."));
            }
            if (trio.config.IsKnown()) {
              for (const schema::Validator& validator : attribute.validators) {
                validator.validate({path, trio.config}, diagnostics);
              }
            }
            return trio.plan;
          });
}

void ValidatePart(const Part& part, const Operation& operation, const Value& config,
                  Diagnostics& diagnostics) {
  ValidateConfig(part.schema(), operation.client, config, diagnostics);
  // Rules between attributes build on values that are right by themselves.
  if (diagnostics.HasError()) return;
  if (const auto* own = dynamic_cast<const PartWithValidate*>(&part)) {
    own->Validate({operation, config}, diagnostics);
  }
}

}  // namespace tf::server
