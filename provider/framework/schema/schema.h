// The schema of a resource, data source or provider.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_SCHEMA_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_SCHEMA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "provider/framework/schema/attribute.h"

namespace tf::schema {

struct Block;

// Plain data: what a resource's or a block's body may hold.
struct Body {
  std::vector<Attribute> attributes;
  std::vector<Block> blocks;
  // Rules between its parts (rules.h). They see the object, in which blocks that are not there are
  // null.
  std::vector<Validator> validators = {};

  // The object type that the body implies.
  Type type() const;
  // Whether an attribute in it, however deep, is sensitive or write-only.
  bool HoldsSecret() const;
};

// A nested block: `rule { … }`. New schemas use nested attributes; blocks are for those that mirror
// an older one.
struct Block {
  enum class Nesting { kSingle, kGroup, kList, kSet, kMap };

  std::string name;
  Nesting nesting = Nesting::kList;
  Body body;
  int64_t min_items = 0;
  int64_t max_items = 0;  // 0: no limit
  // The provider may fill it in where the configuration has none (protocol 6.11); clients that do
  // not know this see an ordinary block. Everything inside is computed, too.
  bool computed = false;
  std::string description;
  std::string deprecation;
  // Of the block as a whole: its object, or the collection of its objects. Validators are not asked
  // where none is written.
  std::vector<Validator> validators = {};
  std::vector<PlanModifier> plan_modifiers = {};

  Type value_type() const;
};

// Plain data; made once, before the first request.
struct Schema {
  // Raised when the stored form changes; each old version has an upgrader.
  int64_t version = 0;
  Body body = {};
  // Markdown.
  std::string description = {};
  std::string deprecation = {};

  Type type() const { return body.type(); }
};

// What the client makes of a block that is written nowhere: none, or an empty group.
Value NoBlocks(const Block& block);
// What it makes of a body in which nothing is written.
Value EmptyObject(const Body& body);

// Whose schema it is: some rules only mean something in some.
enum class SchemaOwner {
  kProvider,
  kProviderMeta,
  kResource,
  kDataSource,
  kEphemeralResource,
  kListResource,
  kAction,
};

// Terraform's own rules for schemas (configschema.InternalValidate), which the client reports as
// "a bug in the provider" or answers with a crash, and two of ours: names begin with a letter or
// underscore, and nothing dynamic is inside a collection. Outside of managed resources there is no
// plan and no state that would not have a value, so nothing there is write-only, has a plan
// modifier, or is a computed block; terraform-plugin-framework has no place for them in the schemas
// of the others. Validators and rules are asked about what they take. kInvalidArgument names the
// first attribute that breaks one.
absl::Status CheckSchema(const Schema& schema, SchemaOwner owner);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_SCHEMA_H_
