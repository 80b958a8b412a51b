// Rules between the parts of one object, as values. They stand among the fields they are about:
//
//   return {Field("cidr", &Model::cidr).Optional(),
//           Field("parent", &Model::parent).Optional(),
//           ExactlyOneOf({"cidr", "parent"})};
//
// A part is named as a path of attributes and single blocks below the object: "wan.address". Names
// of nothing are found when the schema is made. A value that is not known yet may turn out null or
// not, so a rule complains only of what stays wrong either way. Blocks that are not there count as
// null.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_RULES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_RULES_H_

#include <string>
#include <vector>

#include "provider/framework/schema/attribute.h"

namespace tf::schema {

// At most one is set.
Validator ConflictsWith(std::vector<std::string> names);

// One is set, and no other.
Validator ExactlyOneOf(std::vector<std::string> names);

// One or more are set.
Validator AtLeastOneOf(std::vector<std::string> names);

// All are set, or none.
Validator RequiredTogether(std::vector<std::string> names);

// Where `name` is set, so are the others.
Validator AlsoRequires(const std::string& name, std::vector<std::string> others);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_RULES_H_
