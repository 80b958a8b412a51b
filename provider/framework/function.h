// A provider-defined function: provider::sixgate::subnet(…).
#ifndef SIXGATE_PROVIDER_FRAMEWORK_FUNCTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_FUNCTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/value/value.h"

namespace tf {

struct Parameter {
  std::string name;
  Type type;
  std::string description;
  // Without these the client answers null with an error and unknown with unknown, by itself.
  bool allow_null = false;
  bool allow_unknown = false;
};

// Plain data; made once.
struct FunctionSignature {
  std::string summary;
  std::string description;  // Markdown
  std::vector<Parameter> parameters;
  std::optional<Parameter> variadic;
  Type result;
  // Not empty: deprecated, and this says what to use instead.
  std::string deprecation = {};
};

struct FunctionError {
  std::string text;
  // Index of the argument at fault.
  std::optional<int64_t> argument;
};

struct FunctionResult {
  Value value;
  std::optional<FunctionError> error;

  static FunctionResult Error(std::string text, std::optional<int64_t> argument = std::nullopt) {
    return {Value(), FunctionError{std::move(text), argument}};
  }
};

// Pure: the client compares results between plan and apply. Called on unconfigured processes, from
// several threads at once.
class Function {
 public:
  virtual ~Function() = default;
  virtual absl::string_view name() const = 0;
  // The same object for the life of the function.
  virtual const FunctionSignature& signature() const = 0;
  // `arguments` have the parameters' types; variadic ones follow the others.
  virtual FunctionResult Call(absl::Span<const Value> arguments) const = 0;
};

// A function of a name, a signature and what it does; `call` keeps Call's promises.
std::unique_ptr<Function> NewFunction(
    std::string name, FunctionSignature signature,
    std::function<FunctionResult(absl::Span<const Value> arguments)> call);

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_FUNCTION_H_
