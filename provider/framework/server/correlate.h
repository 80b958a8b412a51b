// Which object belongs to which, where nothing but their content can tell: elements of sets.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_CORRELATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_CORRELATE_H_

#include "absl/types/span.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// What an object holds by its schema: a body's attributes and blocks, or nested attributes only.
// Views of the schema.
struct Members {
  explicit Members(const schema::Body& body) : attributes(body.attributes), blocks(body.blocks) {}
  explicit Members(const schema::Attribute& attribute) : attributes(attribute.nested) {}

  absl::Span<const schema::Attribute> attributes;
  absl::Span<const schema::Block> blocks;
};

// What a null in the earlier object says about the later one.
enum class NullMeans { kNull, kAnything };

// Whether a known value may have become another spelling of the same.
enum class Spelling { kThis, kAny };

struct Match {
  NullMeans null;
  Spelling spelling;
};

// Whether the provider may give another value to what was `earlier`: it was unknown, or null where
// that may be anything and the provider computes it.
bool IsOpen(bool computed, const Value& earlier, Match match);

// Whether any attribute, however deep, has a semantic equality: else every spelling is this one.
bool HaveSpellings(const Members& members);

// Whether `later` can be what became of `earlier`: what was known is there still. What was unknown
// may be anything now.
bool CanBecome(const Members& members, const Value& earlier, const Value& later, Match match);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_CORRELATE_H_
