#include "provider/framework/schema/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::schema {
namespace {

using ::testing::HasSubstr;
using testing::Literal;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

struct Disk {
  Attr<std::string> path;
  Attr<int64_t> size;
  bool operator==(const Disk&) const = default;
};

struct Server {
  Attr<std::string> name;
  Attr<bool> on;
  Attr<int64_t> size;
  Attr<Number> price;
  Attr<Value> extra;
  Attr<std::vector<std::string>> tags;
  Attr<std::set<int64_t>> ports;
  Attr<std::map<std::string, std::vector<bool>>> flags;
  Attr<Disk> root;
  Attr<std::vector<Disk>> disks;
  Attr<std::map<std::string, Disk>> by_name;
  bool operator==(const Server&) const = default;
};

Fields<Disk> DiskFields() {
  return {Field("path", &Disk::path).Required(), Field("size", &Disk::size).Optional().Computed()};
}

Fields<Server> ServerFields() {
  return {
      Field("name", &Server::name).Required(),
      Field("on", &Server::on).Optional(),
      Field("size", &Server::size).Optional(),
      Field("price", &Server::price).Optional(),
      Field("extra", &Server::extra).Optional(),
      Field("tags", &Server::tags).Optional(),
      Field("ports", &Server::ports).Optional(),
      Field("flags", &Server::flags).Optional(),
      Field("root", &Server::root, DiskFields()).Optional(),
      Field("disks", &Server::disks, DiskFields()).Optional(),
      Field("by_name", &Server::by_name, DiskFields()).Optional(),
  };
}

TEST(FieldsTest, TypeHasEveryAttributeNestedOnesIncluded) {
  const Type disk = Type::Object({{"path", Type::String()}, {"size", Type::Number()}});
  EXPECT_EQ(ServerFields().type(), Type::Object({{"name", Type::String()},
                                                 {"on", Type::Bool()},
                                                 {"size", Type::Number()},
                                                 {"price", Type::Number()},
                                                 {"extra", Type::Dynamic()},
                                                 {"tags", Type::List(Type::String())},
                                                 {"ports", Type::Set(Type::Number())},
                                                 {"flags", Type::Map(Type::List(Type::Bool()))},
                                                 {"root", disk},
                                                 {"disks", Type::List(disk)},
                                                 {"by_name", Type::Map(disk)}}));
}

TEST(FieldsTest, SettersDescribeTheAttribute) {
  const Value eight = Value::Int(8);
  const Fields<Disk> fields = {Field("path", &Disk::path)
                                   .Required()
                                   .Sensitive()
                                   .Describe("Where.")
                                   .Deprecate("Use size.")
                                   .Validate({"short", nullptr})
                                   .Modify({"replaces", nullptr})
                                   .SameWhen([](const Value&, const Value&) { return true; }),
                               Field("size", &Disk::size).Default(eight)};
  const Attribute& path = fields.attributes()[0];
  EXPECT_EQ(path.name, "path");
  EXPECT_TRUE(path.required && path.sensitive && !path.optional && !path.computed);
  EXPECT_EQ(path.description, "Where.");
  EXPECT_EQ(path.deprecation, "Use size.");
  ASSERT_EQ(path.validators.size(), 2u);
  EXPECT_EQ(path.validators[1].description, "short");
  ASSERT_EQ(path.plan_modifiers.size(), 1u);
  EXPECT_EQ(path.plan_modifiers[0].description, "replaces");
  EXPECT_TRUE(path.semantic_equality(eight, eight));
  const Attribute& size = fields.attributes()[1];
  EXPECT_TRUE(size.optional && size.computed && !size.required && !size.write_only);
  EXPECT_EQ(size.default_value, eight);
  const Fields<Disk> others = {Field("path", &Disk::path).Optional().WriteOnly(),
                               Field("size", &Disk::size).Computed()};
  EXPECT_TRUE(others.attributes()[0].write_only && others.attributes()[0].optional);
  EXPECT_TRUE(others.attributes()[1].computed && !others.attributes()[1].optional);
}

TEST(FieldsTest, AnEmptyModelIsAllNull) {
  const Fields<Server> fields = ServerFields();
  EXPECT_EQ(fields.Store(Server()), Literal(fields.type(), "{}"));
  EXPECT_THAT(fields.Load(Literal(fields.type(), "{}")), IsOkAndHolds(Server()));
}

TEST(FieldsTest, LoadAndStoreAreInverse) {
  const Fields<Server> fields = ServerFields();
  const Value value = Literal(fields.type(), R"({
    name = "web", on = false, size = -9223372036854775808, price = 0.1, extra = {a = [1, "x"]},
    tags = ["b", "a", "b"], ports = [443, 80], flags = {x = [true], y = []},
    root = {path = "/", size = unknown}, disks = [{path = "/a", size = 1}, {path = unknown}],
    by_name = {"my disk" = {path = "/c"}}})");
  Server server;
  server.name = std::string("web");
  server.on = false;
  server.size = INT64_MIN;
  server.price = Number::Parse("0.1").value();
  server.extra = Literal(Type::Dynamic(), R"({a = [1, "x"]})");
  server.tags = std::vector<std::string>{"b", "a", "b"};
  server.ports = std::set<int64_t>{80, 443};
  server.flags = std::map<std::string, std::vector<bool>>{{"x", {true}}, {"y", {}}};
  server.root = Disk{.path = std::string("/"), .size = Attr<int64_t>::Unknown()};
  server.disks = std::vector<Disk>{{.path = std::string("/a"), .size = int64_t{1}},
                                   {.path = Attr<std::string>::Unknown(), .size = {}}};
  server.by_name =
      std::map<std::string, Disk>{{"my disk", {.path = std::string("/c"), .size = {}}}};
  EXPECT_THAT(fields.Load(value), IsOkAndHolds(server));
  EXPECT_EQ(fields.Store(server), value);
}

TEST(FieldsTest, UnknownsAreKeptWhereThereIsAPlace) {
  const Fields<Server> fields = ServerFields();
  const char* const kUnknown[] = {"{name = unknown}",
                                  "{on = unknown}",
                                  "{extra = unknown}",
                                  "{tags = unknown}",
                                  "{disks = unknown}",
                                  "{root = unknown}",
                                  "{by_name = unknown}",
                                  "{root = {path = unknown}}",
                                  R"({by_name = {a = {size = unknown}}})",
                                  "{extra = [unknown]}"};
  for (const char* text : kUnknown) {
    SCOPED_TRACE(text);
    const Value value = Literal(fields.type(), text);
    ASSERT_OK_AND_ASSIGN(const Server server, fields.Load(value));
    EXPECT_NE(server, Server());
    EXPECT_EQ(fields.Store(server), value);
  }
}

TEST(FieldsTest, ACollectionWithAnUnknownElementIsUnknown) {
  const Fields<Server> fields = ServerFields();
  const struct {
    const char* value;
    const char* stored;
  } kCases[] = {
      {R"({tags = ["a", unknown]})", "{tags = unknown}"},
      {"{ports = [unknown]}", "{ports = unknown}"},
      {"{flags = {a = unknown}}", "{flags = unknown}"},
      {"{flags = {a = [unknown]}}", "{flags = unknown}"},
      {R"({disks = [unknown, {path = "/"}]})", "{disks = unknown}"},
      {"{by_name = {a = unknown}}", "{by_name = unknown}"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.value);
    ASSERT_OK_AND_ASSIGN(const Server server, fields.Load(Literal(fields.type(), c.value)));
    EXPECT_EQ(fields.Store(server), Literal(fields.type(), c.stored));
  }
}

TEST(FieldsTest, WhatTheModelCannotHoldIsNamed) {
  const Fields<Server> fields = ServerFields();
  const struct {
    const char* value;
    const char* message;
  } kCases[] = {
      {"{size = 1.5}", "size: 1.5 is not a whole number of at most 64 bits"},
      {"{size = 9223372036854775808}", "size: 9223372036854775808 is not a whole number"},
      {R"({tags = ["a", null]})", "tags: [1]: null cannot be an element here"},
      {"{ports = [null]}", "ports: [0]: null cannot be an element here"},
      {"{ports = [0.5]}", "ports: 0.5 is not a whole number"},
      {"{flags = {a = null}}", "flags: [\"a\"]: null cannot be an element here"},
      {"{root = {size = 0.5}}", "root: size: 0.5 is not a whole number"},
      {"{disks = [{}, null]}", "disks: [1]: null cannot be an element here"},
      {"{disks = [{size = 0.5}]}", "disks: size: 0.5 is not a whole number"},
      {"{by_name = {a = null}}", "by_name: [\"a\"]: null cannot be an element here"},
      {"{by_name = {a = {size = 0.5}}}", "by_name: size: 0.5 is not a whole number"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.value);
    EXPECT_THAT(fields.Load(Literal(fields.type(), c.value)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(FieldsTest, LoadReplacesWhatTheModelHeld) {
  const Fields<Disk> fields = DiskFields();
  Disk disk{.path = std::string("/old"), .size = int64_t{1}};
  EXPECT_OK(fields.LoadInto(Literal(fields.type(), R"({path = "/new"})"), disk));
  EXPECT_EQ(disk, (Disk{.path = std::string("/new"), .size = {}}));
}

}  // namespace
}  // namespace tf::schema
