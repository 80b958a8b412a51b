// What the mock provider offers of each definition.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PARTS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PARTS_H_

#include <memory>
#include <string>

#include "provider/framework/action.h"
#include "provider/framework/data_source.h"
#include "provider/framework/list_resource.h"
#include "provider/framework/resource.h"
#include "tests/protocol/mock_provider/definition.h"

namespace mock {

// Plain data: one definition under its name. It outlives the parts made of it.
struct Named {
  std::string type_name;
  Definition definition;
  tf::schema::Schema resource;
  tf::schema::Schema data_source;
  tf::schema::Schema action;
  tf::schema::Schema list;
};

// Kept as a file named by its id.
std::unique_ptr<tf::Resource> NewResource(const Named& named);
// Read from a file named by its id.
std::unique_ptr<tf::DataSource> NewDataSource(const Named& named);
// Finds what the resources wrote.
std::unique_ptr<tf::ListResource> NewListResource(const Named& named);
// Tells its configuration as its progress.
std::unique_ptr<tf::Action> NewAction(const Named& named);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PARTS_H_
