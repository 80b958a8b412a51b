// Values written as text in tests, as Terraform's configuration and Value::ToString write them:
//
//   const Value plan = Literal(body, R"({name = "web", id = unknown, ports = [80, 443]})");
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_LITERAL_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_LITERAL_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

// The value of the type. `null` and `unknown` may stand anywhere; attributes left out are null;
// commas are optional; JSON is accepted as well. Where the type is dynamic, the text makes it.
// kInvalidArgument names what was expected, and where.
absl::StatusOr<Value> ParseLiteral(const Type& type, absl::string_view text);

// The same; what is wrong stops the program with a message.
Value Literal(const Type& type, absl::string_view text);
// An object of the body, in which blocks left out are what Terraform makes of them: empty lists,
// sets and maps, null single ones.
Value Literal(const schema::Body& body, absl::string_view text);

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_LITERAL_H_
