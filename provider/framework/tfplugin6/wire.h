// Protobuf messages from and to the framework's own types.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_WIRE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_WIRE_H_

#include <exception>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "proto/tfplugin6.pb.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/function.h"
#include "provider/framework/operation.h"
#include "provider/framework/private_state.h"
#include "provider/framework/schema/identity.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::tfplugin6 {

namespace pb = ::tfplugin6;

using PbDiagnostics = google::protobuf::RepeatedPtrField<pb::Diagnostic>;

// A value of the type; an empty message is null. What the bytes break becomes an error that names
// `what`, and the result is null. `parts` as codec::DecodeMsgpack.
Value Decode(const pb::DynamicValue& message, const Type& type, absl::string_view what,
             Diagnostics& diagnostics, size_t* parts = nullptr);
// Whether it is null, of whatever type.
bool IsNull(const pb::DynamicValue& message);
// An object that may hold unknowns but is not one as a whole, or null.
Value DecodeObject(const pb::DynamicValue& message, const Type& type, absl::string_view what,
                   Diagnostics& diagnostics);
// The same, and null is an error.
Value DecodeConfig(const pb::DynamicValue& message, const Type& type, Diagnostics& diagnostics);
// A wholly known object, or null.
Value DecodeState(const pb::DynamicValue& message, const Type& type, absl::string_view what,
                  Diagnostics& diagnostics);
// An identity, which may hold unknowns and nulls; null where there is none.
Value Decode(const pb::ResourceIdentityData& message, const Type& type, Diagnostics& diagnostics);
// The object of a `config` block, in which nothing is written where the client sends null: it does
// so for a block that is not there.
Value DecodeConfigBlock(const pb::DynamicValue& message, const schema::Schema& schema,
                        Diagnostics& diagnostics);
// The configuration itself, if it holds no unknowns; else null, and an error.
Value Known(const Value& config, Diagnostics& diagnostics);
PrivateState DecodePrivate(absl::string_view bytes, Diagnostics& diagnostics);
// Above the limit it becomes an error that names the part, and `bytes` stay as they are: the next
// request could not read them.
void EncodePrivate(const PrivateState& state, absl::string_view type_name, std::string& bytes,
                   Diagnostics& diagnostics);
ClientCapabilities Decode(const pb::ClientCapabilities& message);

// What does not conform to the type becomes an error, and `message` stays as it is.
void Encode(const Value& value, const Type& type, pb::DynamicValue& message,
            Diagnostics& diagnostics);
// Empty for a null identity: the client takes that for none.
void Encode(const Value& identity, const Type& type, pb::ResourceIdentityData& message,
            Diagnostics& diagnostics);
void Encode(const Path& path, pb::AttributePath& message);
void Encode(const Diagnostics& diagnostics, PbDiagnostics& messages);
void Encode(const schema::Schema& schema, pb::Schema& message);
void Encode(const schema::IdentitySchema& schema, pb::ResourceIdentitySchema& message);
void Encode(const FunctionSignature& signature, pb::Function& message);
pb::Deferred::Reason Encode(DeferredReason reason);

// Valid UTF-8 for a string field: Go refuses a whole response for one bad byte.
std::string Text(absl::string_view text);

// The beginning of a name that the client sent, as a message quotes it.
std::string Named(absl::string_view name);

// Runs one RPC's body, which fills diagnostics, and puts these into the response. Exceptions of a
// provider's code end here.
template <class Body>
void Run(PbDiagnostics& messages, const Body& body) {
  Diagnostics diagnostics;
  try {
    body(diagnostics);
  } catch (const std::exception& error) {
    diagnostics.AddError("Unexpected error in the provider",
                         absl::StrCat("This is a bug in the provider: ", error.what()));
  } catch (...) {
    diagnostics.AddError("Unexpected error in the provider", "This is a bug in the provider.");
  }
  Encode(diagnostics, messages);
}

template <class Response>
void SetDeferred(const std::optional<DeferredReason>& deferred, Response& response) {
  if (deferred.has_value()) response.mutable_deferred()->set_reason(Encode(*deferred));
}

// The entry under the name, or null pointer with an error.
template <class Entries>
const typename Entries::mapped_type* FindPart(const Entries& entries, const std::string& name,
                                              Diagnostics& diagnostics) {
  const auto found = entries.find(name);
  if (found != entries.end()) return &found->second;
  diagnostics.AddError("Unknown type", absl::StrCat("This provider has no \"", Named(name), "\"."));
  return nullptr;
}

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_WIRE_H_
