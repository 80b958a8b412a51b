// Walks configuration, prior state and plan of one object side by side, along the schema, and makes
// the plan anew. Every rule of the server that concerns single attributes (defaults, unknowns, plan
// modifiers, kept spellings) is a Visit given to this walk.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_REWRITE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_REWRITE_H_

#include <functional>

#include "provider/framework/schema/schema.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// The same attribute in three objects; null where there is none.
struct Trio {
  Value config;
  Value prior;
  Value plan;
  // Whether the object that holds the attribute is configured; false inside a default, and inside
  // what the provider computed as a whole.
  bool holder_configured = true;
};

// Which attributes a walk is about. The others, and objects that hold none of them however deep,
// are passed over: what a walk costs depends on what it can change.
using Concerns = bool (*)(const schema::Attribute& attribute);
bool AllAttributes(const schema::Attribute& attribute);

// Returns the attribute's new plan. Called for an attribute before its nested ones, which are then
// visited below what it returned. The path of what is inside a set is the set's.
using Visit =
    std::function<Value(const schema::Attribute& attribute, const Path& path, const Trio& trio)>;

// The same for a nested block as a whole; null leaves them as they are.
using VisitBlock =
    std::function<Value(const schema::Block& block, const Path& path, const Trio& trio)>;

// `trio` holds objects of the body's type; returns the new plan, or trio.plan itself when nothing
// in it changes. Elements of lists go together by index, of maps by key, of sets by their content.
Value Rewrite(const schema::Body& body, const Trio& trio, Concerns concerns, const Visit& visit,
              const VisitBlock& visit_block = nullptr);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_REWRITE_H_
