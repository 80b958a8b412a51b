#include "provider/product/functions/functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace product {
namespace {

using tf::FunctionResult;
using tf::Value;

Value Text(std::string text) { return Value::String(std::move(text)); }
Value Int(int64_t number) { return Value::Int(number); }

FunctionResult Call(absl::string_view name, const std::vector<Value>& arguments) {
  for (const auto& function : Functions()) {
    if (function->name() != name) continue;
    EXPECT_EQ(function->signature().parameters.size(), arguments.size()) << name;
    return function->Call(arguments);
  }
  ADD_FAILURE() << "no function " << name;
  return {};
}

struct Case {
  std::string name;
  std::vector<Value> arguments;
  Value result;
};

TEST(FunctionsTest, ReturnTheirResult) {
  const std::string prefix = "2001:db8:1234:321d::/64";
  const std::vector<Case> cases = {
      {"subnet", {Text(prefix), Int(76), Int(2)}, Text("2001:db8:1234:321d:20::/76")},
      {"subnet", {Text("2001:DB8::/48"), Int(64), Int(65535)}, Text("2001:db8:0:ffff::/64")},
      {"subnet",
       {Text("::/0"), Int(128), Value::Number(*tf::Number::Parse("18446744073709551616"))},
       Text("0:0:0:1::/128")},
      {"host_address", {Text(prefix), Int(2)}, Text("2001:db8:1234:321d::2")},
      {"contains", {Text(prefix), Text("2001:db8:1234:321d::1")}, Value::Bool(true)},
      {"contains", {Text(prefix), Text("2001:db8:1234:321e::1")}, Value::Bool(false)},
      {"contains", {Text(prefix), Text("2001:db8:1234:321d:20::/76")}, Value::Bool(true)},
      {"contains", {Text(prefix), Text("2001:db8:1234::/48")}, Value::Bool(false)},
      {"canonical", {Text("2001:0DB8:0:0::0:1")}, Text("2001:db8::1")},
      {"canonical", {Text("2001:0DB8:0:0::/64")}, Text("2001:db8::/64")},
      {"expand", {Text("2001:db8::1")}, Text("2001:0db8:0000:0000:0000:0000:0000:0001")},
      {"eui64", {Text("fe80::/64"), Text("00:50:56:00:6f:9f")}, Text("fe80::250:56ff:fe00:6f9f")},
      {"reverse_dns",
       {Text("2001:db8::1")},
       Text("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")},
      {"reverse_dns", {Text("2001:db8::/32")}, Text("8.b.d.0.1.0.0.2.ip6.arpa")},
      {"slot_of", {Text(prefix), Int(76), Text("2001:db8:1234:321d:3e81::5")}, Int(1000)},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const FunctionResult result = Call(c.name, c.arguments);
    EXPECT_FALSE(result.error.has_value()) << result.error->text;
    EXPECT_EQ(result.value, c.result) << result.value.ToString();
  }
}

struct ErrorCase {
  std::string name;
  std::vector<Value> arguments;
  int64_t argument;
  std::string text;
};

TEST(FunctionsTest, LayAnErrorToTheArgumentAtFault) {
  const std::vector<ErrorCase> cases = {
      {"subnet", {Text("2001:db8::1/64"), Int(76), Int(2)}, 0, "2001:db8::/64"},
      {"subnet", {Text("2001:db8::/64"), Int(129), Int(0)}, 1, "129"},
      {"subnet", {Text("2001:db8::/64"), Int(60), Int(0)}, 1, "60"},
      {"subnet", {Text("2001:db8::/64"), Int(76), Int(4096)}, 2, "4096"},
      {"subnet", {Text("2001:db8::/64"), Int(76), Int(-1)}, 2, "-1"},
      {"host_address", {Text("2001:db8::/126"), Int(4)}, 1, "4"},
      {"contains", {Text("2001:db8::/64"), Text("192.0.2.1")}, 1, "IPv4"},
      {"canonical", {Text("fe80::1%eth0")}, 0, "zone"},
      {"expand", {Text("")}, 0, "empty"},
      {"eui64", {Text("2001:db8::/76"), Text("00:00:5e:00:53:01")}, 0, "/76"},
      {"eui64", {Text("2001:db8::/64"), Text("00:00:5e:00:53")}, 1, "00:00:5e:00:53"},
      {"reverse_dns", {Text("2001:db8::/33")}, 0, "33"},
      {"slot_of", {Text("2001:db8::/64"), Int(64), Text("2001:db8::1")}, 1, "64"},
      {"slot_of", {Text("2001:db8::/64"), Int(76), Text("2001:db9::1")}, 2, "2001:db9::1"},
  };
  for (const ErrorCase& c : cases) {
    SCOPED_TRACE(c.name + " " + c.text);
    const FunctionResult result = Call(c.name, c.arguments);
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->argument, c.argument) << result.error->text;
    EXPECT_THAT(result.error->text, testing::HasSubstr(c.text));
  }
}

}  // namespace
}  // namespace product
