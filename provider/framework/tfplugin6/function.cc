// Provider-defined functions.
#include <optional>

#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

void SetError(const FunctionError& error, pb::CallFunction::Response& response) {
  response.mutable_error()->set_text(Text(error.text));
  if (error.argument.has_value()) response.mutable_error()->set_function_argument(*error.argument);
}

// Nobody writes so many; each message takes tens of bytes here for two on the wire.
constexpr int kArgumentsMax = 10'000;

// Why the argument cannot be given to the function, or nothing.
std::optional<std::string> Refusal(const Parameter& parameter, const Value& argument) {
  if (argument.IsNull() && !parameter.allow_null) {
    return absl::StrCat(parameter.name, " must not be null");
  }
  if (!argument.IsWhollyKnown() && !parameter.allow_unknown) {
    return absl::StrCat(parameter.name, " must be known");
  }
  return std::nullopt;
}

// The arguments by the signature's types, or an error in the response.
std::optional<std::vector<Value>> DecodeArguments(const FunctionSignature& signature,
                                                  const pb::CallFunction::Request& request,
                                                  pb::CallFunction::Response& response) {
  const int fixed = static_cast<int>(signature.parameters.size());
  if (request.arguments_size() < fixed ||
      (request.arguments_size() > fixed && !signature.variadic.has_value())) {
    SetError({absl::StrCat("takes ", signature.variadic.has_value() ? "at least " : "", fixed,
                           " arguments, not ", request.arguments_size()),
              {}},
             response);
    return std::nullopt;
  }
  if (request.arguments_size() > kArgumentsMax) {
    SetError({absl::StrCat("takes at most ", kArgumentsMax, " arguments, not ",
                           request.arguments_size()),
              {}},
             response);
    return std::nullopt;
  }
  std::vector<Value> arguments;
  size_t parts = 0;
  for (int i = 0; i < request.arguments_size(); ++i) {
    const Parameter& parameter =
        i < fixed ? signature.parameters[static_cast<size_t>(i)] : *signature.variadic;
    Diagnostics diagnostics;
    arguments.push_back(
        Decode(request.arguments(i), parameter.type, parameter.name, diagnostics, &parts));
    const std::optional<std::string> refusal = diagnostics.HasError()
                                                   ? diagnostics.list().front().detail
                                                   : Refusal(parameter, arguments.back());
    if (refusal.has_value()) {
      SetError({*refusal, i}, response);
      return std::nullopt;
    }
  }
  return arguments;
}

void Call(const Function& function, const pb::CallFunction::Request& request,
          pb::CallFunction::Response& response, Diagnostics& diagnostics) {
  const FunctionSignature& signature = function.signature();
  const auto arguments = DecodeArguments(signature, request, response);
  if (!arguments.has_value()) return;
  const FunctionResult result = function.Call(*arguments);
  if (result.error.has_value()) {
    SetError(*result.error, response);
  } else {
    Encode(result.value, signature.result, *response.mutable_result(), diagnostics);
  }
}

}  // namespace

grpc::Status ProviderService::CallFunction(Context, const pb::CallFunction::Request* request,
                                           pb::CallFunction::Response* response) {
  RequestLog request_log(log_, "CallFunction", {"tf_function_name", request->name()});
  const auto found = server_.functions().find(request->name());
  if (found == server_.functions().end()) {
    SetError({absl::StrCat("this provider has no function \"", Named(request->name()), "\""), {}},
             *response);
    request_log.CountError();
    return grpc::Status::OK;
  }
  PbDiagnostics unexpected;
  Run(unexpected,
      [&](Diagnostics& diagnostics) { Call(*found->second, *request, *response, diagnostics); });
  if (!unexpected.empty()) SetError({unexpected[0].detail(), {}}, *response);
  if (response->has_error()) request_log.CountError();
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
