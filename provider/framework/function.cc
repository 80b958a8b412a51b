#include "provider/framework/function.h"

namespace tf {
namespace {

class CallableFunction final : public Function {
 public:
  CallableFunction(std::string name, FunctionSignature signature,
                   std::function<FunctionResult(absl::Span<const Value>)> call)
      : name_(std::move(name)), signature_(std::move(signature)), call_(std::move(call)) {}

  absl::string_view name() const override { return name_; }
  const FunctionSignature& signature() const override { return signature_; }
  FunctionResult Call(absl::Span<const Value> arguments) const override { return call_(arguments); }

 private:
  const std::string name_;
  const FunctionSignature signature_;
  const std::function<FunctionResult(absl::Span<const Value>)> call_;
};

}  // namespace

std::unique_ptr<Function> NewFunction(
    std::string name, FunctionSignature signature,
    std::function<FunctionResult(absl::Span<const Value> arguments)> call) {
  return std::make_unique<CallableFunction>(std::move(name), std::move(signature), std::move(call));
}

}  // namespace tf
