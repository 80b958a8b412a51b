#include "provider/framework/schema/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::schema {
namespace {

using ::testing::HasSubstr;
using testing::Literal;
using ::testing::Not;
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
  Attr<int32_t> cores;
  Attr<double> load;
  Attr<Number> price;
  Attr<Value> extra;
  Attr<std::vector<std::string>> tags;
  Attr<std::set<int64_t>> ports;
  Attr<std::map<std::string, std::vector<bool>>> flags;
  Attr<Disk> root;
  Attr<std::vector<Disk>> disks;
  Attr<std::map<std::string, Disk>> by_name;
  Attr<std::vector<Disk>> spares;
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
      Field("cores", &Server::cores).Optional(),
      Field("load", &Server::load).Optional(),
      Field("price", &Server::price).Optional(),
      Field("extra", &Server::extra).Optional(),
      Field("tags", &Server::tags).Optional(),
      Field("ports", &Server::ports).Optional(),
      Field("flags", &Server::flags).Optional(),
      Field("root", &Server::root, DiskFields()).Optional(),
      Field("disks", &Server::disks, DiskFields()).Optional(),
      Field("by_name", &Server::by_name, DiskFields()).Optional(),
      Field("spares", &Server::spares, SetOf(DiskFields())).Optional(),
  };
}

TEST(FieldsTest, TypeHasEveryAttributeNestedOnesIncluded) {
  const Type disk = Type::Object({{"path", Type::String()}, {"size", Type::Number()}});
  EXPECT_EQ(ServerFields().type(), Type::Object({{"name", Type::String()},
                                                 {"on", Type::Bool()},
                                                 {"size", Type::Number()},
                                                 {"cores", Type::Number()},
                                                 {"load", Type::Number()},
                                                 {"price", Type::Number()},
                                                 {"extra", Type::Dynamic()},
                                                 {"tags", Type::List(Type::String())},
                                                 {"ports", Type::Set(Type::Number())},
                                                 {"flags", Type::Map(Type::List(Type::Bool()))},
                                                 {"root", disk},
                                                 {"disks", Type::List(disk)},
                                                 {"by_name", Type::Map(disk)},
                                                 {"spares", Type::Set(disk)}}));
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
    by_name = {"my disk" = {path = "/c"}}, cores = -2147483648, load = 0.1,
    spares = [{path = "/x", size = unknown}]})");
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
  server.cores = INT32_MIN;
  server.load = 0.1;
  server.spares = std::vector<Disk>{{.path = std::string("/x"), .size = Attr<int64_t>::Unknown()}};
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
                                  "{spares = unknown}",
                                  "{spares = [{path = unknown}]}",
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
      {"{spares = [unknown]}", "{spares = unknown}"},
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
      {"{cores = 2147483648}", "cores: 2147483648 is not a whole number of at most 32 bits"},
      {"{cores = -2147483649}", "cores: -2147483649 is not a whole number of at most 32 bits"},
      {"{load = 1e400}", "is beyond the range of a 64-bit floating point number"},
      {"{load = 1e-400}", "is beyond the range of a 64-bit floating point number"},
      {R"({tags = ["a", null]})", "tags[1]: null cannot be an element here"},
      {"{ports = [null]}", "ports: null cannot be an element here"},
      {"{ports = [0.5]}", "ports: 0.5 is not a whole number"},
      {"{flags = {a = null}}", "flags[\"a\"]: null cannot be an element here"},
      {"{flags = {a = [true, null]}}", "flags[\"a\"][1]: null cannot be an element here"},
      {"{root = {size = 0.5}}", "root.size: 0.5 is not a whole number"},
      {"{disks = [{}, null]}", "disks[1]: null cannot be an element here"},
      {"{disks = [{}, {size = 0.5}]}", "disks[1].size: 0.5 is not a whole number"},
      {"{by_name = {a = null}}", "by_name[\"a\"]: null cannot be an element here"},
      {"{by_name = {a = {size = 0.5}}}", "by_name[\"a\"].size: 0.5 is not a whole number"},
      {"{spares = [{size = 0.5}]}", "spares: 0.5 is not a whole number"},
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
  Trail trail;
  EXPECT_OK(fields.LoadInto(Literal(fields.type(), R"({path = "/new"})"), disk, trail));
  EXPECT_EQ(disk, (Disk{.path = std::string("/new"), .size = {}}));
  EXPECT_EQ(trail.PathFrom(Path()), Path());
}

TEST(FieldsTest, TheTrailLeadsToWhatCannotBeLoaded) {
  const Fields<Server> fields = ServerFields();
  Server server;
  Trail trail;
  EXPECT_THAT(
      fields.LoadInto(Literal(fields.type(), "{disks = [{}, {size = 0.5}]}"), server, trail),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("0.5 is not a whole number")));
  EXPECT_EQ(trail.PathFrom(Path::Root("on")),
            Path::Root("on").Attribute("disks").Index(1).Attribute("size"));
}

TEST(FieldsTest, ASetIsStoredInItsOwnOrderWithEachElementOnce) {
  const Fields<Server> fields = ServerFields();
  Server server;
  const Disk a = {.path = std::string("/a"), .size = {}};
  const Disk b = {.path = std::string("/b"), .size = {}};
  server.spares = std::vector<Disk>{b, a, b};
  EXPECT_EQ(fields.Store(server).attribute("spares"),
            Literal(Type::Set(DiskFields().type()), R"([{path = "/a"}, {path = "/b"}])"));
}

TEST(FieldsTest, DigitsThatADoubleDoesNotHaveMeanTheSame) {
  const Fields<Server> fields = ServerFields();
  const Value third = Value::Number(Number::Parse("0.33333333333333333333333333").value());
  ASSERT_OK_AND_ASSIGN(
      const Server server,
      fields.Load(Literal(fields.type(), "{load = 0.33333333333333333333333333}")));
  EXPECT_EQ(*server.load, 1.0 / 3);
  const Value stored = fields.Store(server).attribute("load");
  EXPECT_EQ(stored.number().ToString(), "0.3333333333333333");
  for (const Attribute& attribute : fields.attributes()) {
    if (attribute.name != "load") continue;
    EXPECT_TRUE(attribute.semantic_equality(stored, third));
    EXPECT_FALSE(attribute.semantic_equality(stored, Value::Int(1)));
  }
}

enum class Mode { kFast, kSafe };

struct Bound {
  Attr<Mode> mode;
  Attr<std::string> key;
  Attr<int64_t> hex;
  bool operator==(const Bound&) const = default;
};

Fields<Bound> BoundFields() {
  return {Field("mode", &Bound::mode, Words<Mode>({{"fast", Mode::kFast}, {"safe", Mode::kSafe}}))
              .Optional(),
          Field("key", &Bound::key, Base64()).Optional(),
          Field("hex", &Bound::hex,
                Text<int64_t>(
                    "hexadecimal number",
                    [](absl::string_view text) -> absl::StatusOr<int64_t> {
                      int64_t number = 0;
                      if (absl::SimpleHexAtoi(text, &number)) return number;
                      return absl::InvalidArgumentError("no digits");
                    },
                    [](const int64_t& number) { return absl::StrCat(absl::Hex(number)); }))
              .Optional()};
}

TEST(BinderTest, LoadAndStoreAreInverse) {
  const Fields<Bound> fields = BoundFields();
  const Value value = Literal(fields.type(), R"({mode = "safe", key = "AP8=", hex = "ff"})");
  const Bound bound = {.mode = Mode::kSafe, .key = std::string("\0\xff", 2), .hex = int64_t{255}};
  EXPECT_THAT(fields.Load(value), IsOkAndHolds(bound));
  EXPECT_EQ(fields.Store(bound), value);
  EXPECT_EQ(fields.Store(Bound()), Literal(fields.type(), "{}"));
}

TEST(BinderTest, WhatIsNoneIsRefused) {
  const Fields<Bound> fields = BoundFields();
  EXPECT_THAT(fields.Load(Literal(fields.type(), R"({mode = "slow"})")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "mode: \"slow\" is none of the words that are known here"));
  EXPECT_THAT(
      fields.Load(Literal(fields.type(), R"({key = "!"})")),
      StatusIs(absl::StatusCode::kInvalidArgument, "key: it has something else than base64 in it"));
}

struct Secrets {
  Attr<Mode> mode;
  Attr<int64_t> text;
  Attr<int64_t> integer;
  Attr<int32_t> small;
  Attr<double> real;
  Attr<std::vector<int64_t>> list;
  Attr<std::map<std::string, int64_t>> map;
};

// Each attribute as `set` leaves it.
Fields<Secrets> SecretsFields(const std::function<Field<Secrets>(Field<Secrets>)>& set) {
  const Binder<int64_t> parsed = Text<int64_t>(
      "hexadecimal number",
      [](absl::string_view text) -> absl::StatusOr<int64_t> {
        return absl::InvalidArgumentError(absl::StrCat(text, " has no digits"));
      },
      [](const int64_t& number) { return absl::StrCat(absl::Hex(number)); });
  return {set(Field("mode", &Secrets::mode, Words<Mode>({{"fast", Mode::kFast}})).Optional()),
          set(Field("text", &Secrets::text, parsed).Optional()),
          set(Field("integer", &Secrets::integer).Optional()),
          set(Field("small", &Secrets::small).Optional()),
          set(Field("real", &Secrets::real).Optional()),
          set(Field("list", &Secrets::list).Optional()),
          set(Field("map", &Secrets::map).Optional())};
}

struct SecretsHolder {
  Attr<Secrets> all;
  Attr<std::map<std::string, Secrets>> map;
};

TEST(BinderTest, WhatIsSecretIsInNoMessage) {
  const auto plain = [](Field<Secrets> field) { return field; };
  const auto sensitive = [](Field<Secrets> field) { return std::move(field).Sensitive(); };
  const auto write_only = [](Field<Secrets> field) { return std::move(field).WriteOnly(); };
  const struct {
    const char* object;
    const char* secret;
    const char* quoted;
    const char* hidden;
  } kCases[] = {
      {R"({mode = "hunter2"})", "hunter2",
       "mode: \"hunter2\" is none of the words that are known here", "mode: must be \"fast\""},
      {R"({text = "hunter2"})", "hunter2", "text: hunter2 has no digits",
       "text: must be a valid hexadecimal number"},
      {"{integer = 4242.5}", "4242.5", "integer: 4242.5 is not a whole number of at most 64 bits",
       "integer: must be a whole number of at most 64 bits"},
      {"{small = 42424242424242}", "42424242424242",
       "small: 42424242424242 is not a whole number of at most 32 bits",
       "small: must be a whole number of at most 32 bits"},
      {"{real = 4242e500}", "4242", nullptr,
       "real: must be within the range of a 64-bit floating point number"},
      {"{list = [1, 4242.5]}", "4242.5", "list[1]: 4242.5 is not a whole number of at most 64 bits",
       "list[1]: must be a whole number of at most 64 bits"},
      {"{list = [1, null]}", "hunter2", "list[1]: null cannot be an element here",
       "list[1]: must not be null"},
      {"{map = {hunter2 = 4242.5}}", "hunter2",
       "map[\"hunter2\"]: 4242.5 is not a whole number of at most 64 bits",
       "map: must be a whole number of at most 64 bits"},
      {"{map = {hunter2 = null}}", "hunter2", "map[\"hunter2\"]: null cannot be an element here",
       "map: must not be null"},
  };
  const auto message = [](const auto& fields, const Value& value) {
    const auto loaded = fields.Load(value);
    EXPECT_THAT(loaded, StatusIs(absl::StatusCode::kInvalidArgument));
    return std::string(loaded.status().message());
  };
  // The text that says where, then what: "integer: must …" with the words for a secret between.
  const auto with_words = [](const std::string& text) {
    return absl::StrReplaceAll(text, {{": ", ": (sensitive value) "}});
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.object);
    const Fields<Secrets> shown = SecretsFields(plain);
    const Value value = Literal(shown.type(), c.object);
    if (c.quoted != nullptr) {
      EXPECT_EQ(message(shown, value), c.quoted);
    }
    for (const auto& fields : {SecretsFields(sensitive), SecretsFields(write_only)}) {
      EXPECT_EQ(message(fields, value), with_words(c.hidden));
    }
    // Inside of what is secret.
    const Fields<SecretsHolder> holder = {
        Field("all", &SecretsHolder::all, shown).Optional().Sensitive(),
        Field("map", &SecretsHolder::map, shown).Optional().Sensitive()};
    EXPECT_EQ(message(holder, Literal(holder.type(), absl::StrCat("{all = ", c.object, "}"))),
              with_words(absl::StrCat("all.", c.hidden)));
    const std::string in_map =
        message(holder, Literal(holder.type(), absl::StrCat("{map = {hunter2 = ", c.object, "}}")));
    EXPECT_THAT(in_map, HasSubstr("map: (sensitive value) must"));
    EXPECT_THAT(in_map, Not(HasSubstr("hunter2")));
    EXPECT_THAT(in_map, Not(HasSubstr(c.secret)));
  }
}

TEST(BinderTest, ValidatorsSayItAtTheAttribute) {
  const Fields<Bound> fields = BoundFields();
  const char* const kTexts[] = {"slow", "!", "x"};
  const char* const kDetails[] = {"\"slow\" is not one of \"fast\", \"safe\".",
                                  "it has something else than base64 in it.", "no digits."};
  for (size_t i = 0; i < fields.attributes().size(); ++i) {
    const Attribute& attribute = fields.attributes()[i];
    SCOPED_TRACE(attribute.name);
    ASSERT_EQ(attribute.validators.size(), 1u);
    Diagnostics diagnostics;
    attribute.validators[0].validate({Path::Root("a"), Value::String(kTexts[i])}, diagnostics);
    ASSERT_EQ(diagnostics.list().size(), 1u);
    EXPECT_EQ(diagnostics.list()[0].path, Path::Root("a"));
    EXPECT_EQ(diagnostics.list()[0].detail, kDetails[i]);
  }
}

TEST(BinderTest, SpellingsOfTheSameMeanTheSame) {
  const Fields<Bound> fields = BoundFields();
  const SemanticEquality& same = fields.attributes()[2].semantic_equality;
  EXPECT_TRUE(same(Value::String("ff"), Value::String("0xFF")));
  EXPECT_FALSE(same(Value::String("ff"), Value::String("fe")));
  EXPECT_FALSE(same(Value::String("x"), Value::String("x")));
}

struct Rack {
  Attr<std::string> name;
  Attr<Disk> single;
  Attr<Disk> group;
  Attr<std::vector<Disk>> list;
  Attr<std::vector<Disk>> set;
  Attr<std::map<std::string, Disk>> map;
  bool operator==(const Rack&) const = default;
};

Validator Rule(std::string description) {
  return {std::move(description), [](const ValidateRequest&, Diagnostics&) {}};
}

Fields<Rack> RackFields() {
  const Fields<Disk> disk = {Field("path", &Disk::path).Required(),
                             Field("size", &Disk::size).Optional(), Rule("inner")};
  return {Field("name", &Rack::name).Optional(),
          BlockField("single", &Rack::single, disk).Describe("One.").Deprecate("Use group."),
          BlockField("group", &Rack::group, disk).Group(),
          BlockField("list", &Rack::list, disk).Required().MaxItems(3),
          BlockField("set", &Rack::set, SetOf(disk)),
          BlockField("map", &Rack::map, disk),
          Rule("outer")};
}

TEST(BlockFieldTest, DescribesBlocks) {
  const Fields<Rack> fields = RackFields();
  const Body& body = fields.body();
  EXPECT_EQ(fields.type(), body.type());
  ASSERT_EQ(body.attributes.size(), 1u);
  ASSERT_EQ(body.blocks.size(), 5u);
  ASSERT_EQ(body.validators.size(), 1u);
  EXPECT_EQ(body.validators[0].description, "outer");
  const Block::Nesting kNestings[] = {Block::Nesting::kSingle, Block::Nesting::kGroup,
                                      Block::Nesting::kList, Block::Nesting::kSet,
                                      Block::Nesting::kMap};
  for (size_t i = 0; i < 5; ++i) {
    SCOPED_TRACE(body.blocks[i].name);
    EXPECT_EQ(body.blocks[i].nesting, kNestings[i]);
    EXPECT_EQ(body.blocks[i].body.attributes.size(), 2u);
    ASSERT_EQ(body.blocks[i].body.validators.size(), 1u);
    EXPECT_EQ(body.blocks[i].body.validators[0].description, "inner");
  }
  EXPECT_EQ(body.blocks[0].description, "One.");
  EXPECT_EQ(body.blocks[0].deprecation, "Use group.");
  EXPECT_EQ(body.blocks[2].min_items, 1);
  EXPECT_EQ(body.blocks[2].max_items, 3);
  EXPECT_OK(CheckSchema({.version = 0, .body = body}, SchemaOwner::kResource));
}

TEST(BlockFieldTest, ARequiredSingleBlockIsThereOnce) {
  const Fields<Rack> fields = {BlockField("single", &Rack::single, DiskFields()).Required()};
  EXPECT_EQ(fields.body().blocks[0].min_items, 1);
  EXPECT_EQ(fields.body().blocks[0].max_items, 1);
}

TEST(BlockFieldTest, LoadAndStoreAreInverse) {
  const Fields<Rack> fields = RackFields();
  const Value value = Literal(fields.body(), R"({name = "r", single = {path = "/s"},
    group = {path = "/g", size = unknown}, list = [{path = "/l"}], set = [{path = "/t"}],
    map = {m = {path = "/m"}}})");
  const auto disk = [](const char* path) { return Disk{.path = std::string(path), .size = {}}; };
  Rack rack;
  rack.name = std::string("r");
  rack.single = disk("/s");
  rack.group = Disk{.path = std::string("/g"), .size = Attr<int64_t>::Unknown()};
  rack.list = std::vector<Disk>{disk("/l")};
  rack.set = std::vector<Disk>{disk("/t")};
  rack.map = std::map<std::string, Disk>{{"m", disk("/m")}};
  EXPECT_THAT(fields.Load(value), IsOkAndHolds(rack));
  EXPECT_EQ(fields.Store(rack), value);
}

TEST(BlockFieldTest, WhatIsNullIsStoredAsTerraformHasIt) {
  const Fields<Rack> fields = RackFields();
  EXPECT_EQ(fields.Store(Rack()),
            Literal(fields.type(), "{group = {}, list = [], set = [], map = {}}"));
}

TEST(BlockFieldTest, UnknownBlocksAreKept) {
  const Fields<Rack> fields = RackFields();
  const Value value = Literal(fields.body(), "{list = unknown, set = unknown, group = {}}");
  ASSERT_OK_AND_ASSIGN(const Rack rack, fields.Load(value));
  EXPECT_TRUE(rack.list.IsUnknown() && rack.set.IsUnknown());
  EXPECT_EQ(fields.Store(rack), value);
}

TEST(FieldsTest, RulesOfNestedObjectsBecomeTheAttributes) {
  const Fields<Disk> disk = {Field("path", &Disk::path).Optional(), Rule("inner")};
  const Fields<Rack> fields = {Field("single", &Rack::single, disk).Optional(),
                               Field("list", &Rack::list, disk).Optional()};
  ASSERT_EQ(fields.attributes()[0].validators.size(), 1u);
  EXPECT_EQ(fields.attributes()[0].validators[0].description, "inner");
  ASSERT_EQ(fields.attributes()[1].validators.size(), 2u);
  EXPECT_EQ(fields.attributes()[1].validators[1].description, "each inner");
}

}  // namespace
}  // namespace tf::schema
