// A managed resource. The required part is small; what only some resources do stands in interfaces
// of its own below, which a resource derives from as well.
//
// An error diagnostic never stops a response's state from being stored: return what is really
// there.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_RESOURCE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "provider/framework/part.h"
#include "provider/framework/private_state.h"
#include "provider/framework/schema/identity.h"
#include "provider/framework/value/path.h"

namespace tf {

struct CreateRequest {
  const Operation& operation;
  Value config;
  Value plan;
};

// What Create, Update, Delete and Read answer with. `state` starts as what the client keeps when
// the method does nothing: null for Create, the prior state for the others.
struct StateResponse {
  Value state;
  PrivateState private_state;
  Diagnostics diagnostics;
  // Read and Import only.
  std::optional<DeferredReason> deferred = std::nullopt;
};

struct ReadRequest {
  const Operation& operation;
  Value state;
};

struct UpdateRequest {
  const Operation& operation;
  Value config;
  Value prior;
  Value plan;
};

struct DeleteRequest {
  const Operation& operation;
  Value state;
};

class Resource : public Part {
 public:
  // Sets the state, wholly known and equal to the plan where the plan is known.
  virtual void Create(const CreateRequest& request, StateResponse& response) const = 0;
  // Sets the state as it is found; null when the object is gone.
  virtual void Read(const ReadRequest& request, StateResponse& response) const = 0;
  virtual void Update(const UpdateRequest& request, StateResponse& response) const = 0;
  // Sets the state to null once the object is gone.
  virtual void Delete(const DeleteRequest& request, StateResponse& response) const = 0;
};

struct PlanRequest {
  const Operation& operation;
  Value config;
  // Null for a create.
  Value prior;
  // Of the first plan, where this one is made in the apply: what it chose must not change. Empty in
  // the first, and from clients older than Terraform 1.16.
  PrivateState planned_private = {};
};

struct PlanResponse {
  // In: the proposed state with defaults, unknowns and attribute plan modifiers done; null for a
  // destroy, and then stays so. Out: the plan.
  Value plan;
  std::vector<Path> requires_replace;
  PrivateState private_state;
  Diagnostics diagnostics;
  std::optional<DeferredReason> deferred = std::nullopt;
};

// Rules of the plan that need more than one attribute, or the provider. Free of side effects, and
// the same answer to the same question: the client asks at least twice.
class ResourceWithPlan {
 public:
  virtual ~ResourceWithPlan() = default;
  virtual void Plan(const PlanRequest& request, PlanResponse& response) const = 0;
};

struct ImportRequest {
  const Operation& operation;
  // As the user typed it; valid UTF-8, at most server::kImportIdBytesMax bytes. Empty where the
  // import is by identity.
  std::string id;
  // Null where the import is by id; what the user may leave out may be null in it.
  Value identity = {};
};

// Makes `terraform import` and import blocks work. Sets the state, whose unset attributes are null;
// the client reads the resource right after. Free of side effects: import blocks run in plan.
class ResourceWithImport {
 public:
  virtual ~ResourceWithImport() = default;
  virtual void Import(const ImportRequest& request, StateResponse& response) const = 0;
};

// Turns the stored JSON of one older schema version into today's state.
struct StateUpgrader {
  int64_t from_version = 0;
  // Type of the state as that version stored it.
  Type from_type;
  std::function<Value(const Value& old_state, Diagnostics& diagnostics)> upgrade = nullptr;
};

// Makes states of older schema versions readable. Safe for several threads.
class ResourceWithUpgrade {
 public:
  virtual ~ResourceWithUpgrade() = default;
  // One for each version before the schema's, each straight to today's.
  virtual std::vector<StateUpgrader> Upgraders() const = 0;
};

struct MoveRequest {
  const Operation& operation;
  std::string source_provider_address;
  std::string source_type_name;
  int64_t source_schema_version = 0;
  // As the source stored it; the resource parses it with the type it expects.
  std::string source_state_json;
  // The source provider's private data, in its own form.
  std::string source_private = {};
  // The identity as the source stored it, or empty.
  std::string source_identity_json = {};
  int64_t source_identity_schema_version = 0;
};

struct IdentityRequest {
  const Operation& operation;
  // Not null. A plan's may hold unknowns, and one that was only imported nulls.
  const Value& state;
  // As it was before; null where there was none.
  const Value& prior;
};

// Gives objects an identity apart from their state. The server fills it in wherever the protocol
// has a place for it, and refuses one that changes while the object stays the same.
class ResourceWithIdentity {
 public:
  virtual ~ResourceWithIdentity() = default;
  // The same object for the life of the resource.
  virtual const schema::IdentitySchema& identity_schema() const = 0;
  // Of the identity schema's type. By default the state's attributes of the same names.
  virtual Value Identity(const IdentityRequest& request) const;
  // Whether an update may change the identity.
  virtual bool HasMutableIdentity() const { return false; }
  // One for each version before the identity schema's, each straight to today's.
  virtual std::vector<StateUpgrader> IdentityUpgraders() const { return {}; }
};

// Improves the configuration that `-generate-config-out` writes for an imported object.
class ResourceWithGenerateConfig {
 public:
  virtual ~ResourceWithGenerateConfig() = default;
  // `config` has what can be configured of the state, without what is deprecated or says nothing.
  // For rules between attributes: of two that exclude each other, set one to null.
  virtual void GenerateConfig(const Value& state, Value& config,
                              Diagnostics& diagnostics) const = 0;
};

// Takes over objects that another resource type has in the state. Safe for several threads.
class ResourceWithMove {
 public:
  virtual ~ResourceWithMove() = default;
  // True when it knows the source; then the response is set. False: the server refuses the move in
  // the user's words.
  virtual bool Move(const MoveRequest& request, StateResponse& response) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_RESOURCE_H_
