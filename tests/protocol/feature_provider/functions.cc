#include <string>

#include "absl/strings/str_cat.h"
#include "tests/protocol/feature_provider/parts.h"

namespace feature {
namespace {

using tf::FunctionResult;
using tf::FunctionSignature;
using tf::Type;
using tf::Value;

using Arguments = absl::Span<const Value>;

// Gives back what it is given.
std::unique_ptr<tf::Function> Echo(const char* name, Type type) {
  FunctionSignature signature;
  signature.summary = "Gives back its argument.";
  signature.parameters = {{"value", type, ""}};
  signature.result = type;
  return tf::NewFunction(name, signature, [](Arguments arguments) {
    return FunctionResult{arguments[0], std::nullopt};
  });
}

FunctionResult Join(Arguments arguments) {
  std::string text;
  for (size_t i = 1; i < arguments.size(); ++i) {
    absl::StrAppend(&text, i > 1 ? arguments[0].string() : "", arguments[i].string());
  }
  return {Value::String(text), std::nullopt};
}

}  // namespace

std::vector<std::unique_ptr<tf::Function>> NewFunctions() {
  std::vector<std::unique_ptr<tf::Function>> functions;
  functions.push_back(Echo("echo_string", Type::String()));
  functions.push_back(Echo("echo_number", Type::Number()));
  functions.push_back(Echo("echo_bool", Type::Bool()));
  functions.push_back(Echo("echo_list", Type::List(Type::String())));
  functions.push_back(Echo("echo_set", Type::Set(Type::Number())));
  functions.push_back(Echo("echo_map", Type::Map(Type::Bool())));
  functions.push_back(Echo("echo_object", Type::Object({{"a", Type::String()}})));
  functions.push_back(Echo("echo_dynamic", Type()));

  FunctionSignature join;
  join.summary = "Joins texts.";
  join.parameters = {{"separator", Type::String(), ""}};
  join.variadic = tf::Parameter{"texts", Type::String(), ""};
  join.result = Type::String();
  functions.push_back(tf::NewFunction("join", join, Join));

  FunctionSignature is_null;
  is_null.summary = "Whether the argument is null.";
  // Of a null of no type OpenTofu makes an unknown, and never asks.
  is_null.parameters = {{"value", Type::String(), "", true}};
  is_null.result = Type::Bool();
  functions.push_back(tf::NewFunction("is_null", is_null, [](Arguments arguments) {
    return FunctionResult{Value::Bool(arguments[0].IsNull()), std::nullopt};
  }));

  FunctionSignature is_known;
  is_known.summary = "A text that does not depend on the argument, known or not.";
  is_known.parameters = {{"value", Type(), "", false, true}};
  is_known.result = Type::String();
  functions.push_back(tf::NewFunction("constant", is_known, [](Arguments) {
    return FunctionResult{Value::String("constant"), std::nullopt};
  }));

  FunctionSignature fail = join;
  fail.summary = "Fails at its second argument.";
  functions.push_back(tf::NewFunction(
      "fail", fail, [](Arguments) { return FunctionResult::Error("not this one", 1); }));
  return functions;
}

}  // namespace feature
