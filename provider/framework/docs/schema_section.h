// The section "Schema" of a page: what may be set and what can be read.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DOCS_SCHEMA_SECTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DOCS_SCHEMA_SECTION_H_

#include <string>
#include <vector>

#include "provider/framework/schema/identity.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/type.h"

namespace tf::docs {

struct SchemaSection {
  std::string markdown;
  // Paths of attributes and blocks without a description: "networks.subnet".
  std::vector<std::string> undescribed;
};

// Attributes and blocks of one level, required ones first, then optional, then read-only ones, each
// sorted by name; behind them a section with an anchor for each that has parts.
SchemaSection MakeSchemaSection(const schema::Body& body);

// The section "Identity Schema": what names an object in an import block.
SchemaSection MakeIdentitySection(const schema::IdentitySchema& identity);

// "List of String". Objects inside are "Object".
std::string TypeTitle(const Type& type);

// As a type constraint: "list(object({ name = string }))".
std::string TypeExpression(const Type& type);

}  // namespace tf::docs

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DOCS_SCHEMA_SECTION_H_
