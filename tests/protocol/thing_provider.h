// A provider with one part of every kind, all called "fake_thing" and all of the same schema. So
// one name and one object fit every request there is, also of RPCs that nobody has written yet.
#ifndef SIXGATE_TESTS_PROTOCOL_THING_PROVIDER_H_
#define SIXGATE_TESTS_PROTOCOL_THING_PROVIDER_H_

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/strings/string_view.h"
#include "provider/framework/provider.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tests::protocol {

inline constexpr char kThing[] = "fake_thing";

// Called first in every part: which method it is, the object's `name` (or the private state's,
// where there is no object), and how it would be stopped where the framework has a way. True: the
// work was interrupted, and the part answers with an error and with what a half-done work leaves.
using Hook = std::function<bool(absl::string_view method, const std::string& name,
                                const std::optional<std::stop_token>& stop)>;

// Of the managed resource; the provider and the other parts have the same type.
tf::schema::Schema ThingSchema();

// Of the managed resource: its name.
tf::schema::IdentitySchema ThingIdentitySchema();

// A configuration: nothing is set but the name.
tf::Value Thing(const std::string& name);

// What an interrupted Create, Update or Delete leaves.
tf::Value HalfAThing(const std::string& name);

// The name of an object that has a known one, or nothing.
std::string NameOf(const tf::Value& object);

struct ThingOptions {
  // Without it nothing is ever interrupted.
  Hook hook = nullptr;
  // From schema version 0. Without it the old state is the new one.
  tf::Value (*upgrade)(const tf::Value& old_state, tf::Diagnostics& diagnostics) = nullptr;
};

std::unique_ptr<tf::Provider> NewThingProvider(ThingOptions options = {});

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_THING_PROVIDER_H_
