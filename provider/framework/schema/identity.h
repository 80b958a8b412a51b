// What names an object of a resource apart from its state: used by import blocks, by searches and
// to find the object again. Terraform 1.12 and OpenTofu 1.12 or later.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_IDENTITY_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_IDENTITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "provider/framework/value/type.h"

namespace tf::schema {

// Plain data. Exactly one of the two is true.
struct IdentityAttribute {
  std::string name;
  // A string, number or bool, or a list of one of these.
  Type type = Type::String();
  bool required_for_import = false;
  bool optional_for_import = false;
  std::string description = {};
};

// Plain data; made once, before the first request.
struct IdentitySchema {
  // Raised when the stored form changes; each old version has an upgrader.
  int64_t version = 0;
  std::vector<IdentityAttribute> attributes = {};

  // The object type that the attributes imply.
  Type type() const;
};

// The client's rules for identities. kInvalidArgument names the first attribute that breaks one.
absl::Status CheckIdentity(const IdentitySchema& schema);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_IDENTITY_H_
