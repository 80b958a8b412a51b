#include "provider/framework/server/state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using testing::Attributes;
using testing::Literal;
using testing::NewBlock;
using testing::Optional;
using N = schema::Block::Nesting;

TEST(StorableTest, BlocksThatAreNullBecomeNoBlocks) {
  const Body inner = {
      .attributes = {Optional("name"), Optional("tags", Type::List(Type::String()))},
      .blocks = {NewBlock("deep", N::kSet, Attributes({Optional("name")}))}};
  const Body body = {
      .attributes = {Optional("name")},
      .blocks = {NewBlock("list", N::kList, inner), NewBlock("set", N::kSet, inner),
                 NewBlock("map", N::kMap, inner), NewBlock("single", N::kSingle, inner)}};
  struct Case {
    const char* name;
    const char* state;
    const char* want;
  };
  for (const Case& c : std::vector<Case>{
           {"all of them", "{}", "{list = [], set = [], map = {}}"},
           {"inside of blocks",
            R"({list = [{name = "a"}], set = [{}], map = {k = {}}, single = {}})",
            R"({list = [{name = "a", deep = []}], set = [{deep = []}], map = {k = {deep = []}},
                single = {deep = []}})"},
           {"what is there",
            R"({list = [{tags = ["t"], deep = [{name = "d"}]}], set = [], map = {}})",
            R"({list = [{tags = ["t"], deep = [{name = "d"}]}], set = [], map = {}})"},
       }) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    EXPECT_EQ(Storable(body, Literal(body, c.state), "read", diagnostics), Literal(body, c.want));
    EXPECT_TRUE(diagnostics.empty());
  }
  Diagnostics diagnostics;
  const Value none = Value::Null(body.type());
  EXPECT_EQ(Storable(body, none, "read", diagnostics), none);
}

}  // namespace
}  // namespace tf::server
