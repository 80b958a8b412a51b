#include "provider/product/command.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/quote.h"
#include "engine/engine.h"

namespace product {
namespace {

constexpr char kVersion[] = "0.1.0";

constexpr char kHelp[] =
    R"(terraform-provider-sixgate: a plugin that Terraform and OpenTofu start by themselves.

  --version                  the version
  --debug                    serve for clients that attach, and print what to give them
  registry init --id UUID [--registry URL]
                             give a new, empty registry the id of one that was lost; the next apply
                             then records again what the states have
)";

constexpr int kUsage = 2;

int Fail(absl::string_view message, int code) {
  std::fprintf(stderr, "sixgate: %s\n", std::string(message).c_str());
  return code;
}

// `arguments` after "registry init".
int InitRegistry(const std::vector<std::string>& arguments) {
  engine::EngineOptions options;
  if (const char* environment = std::getenv("SIXGATE_REGISTRY")) options.registry_url = environment;
  std::string id;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) {
      return Fail(absl::StrCat(arguments[i], " needs a value; see --help"), kUsage);
    }
    if (arguments[i] == "--id") {
      id = arguments[i + 1];
    } else if (arguments[i] == "--registry") {
      options.registry_url = arguments[i + 1];
    } else {
      return Fail(
          absl::StrCat("unknown argument ", engine::base::Quote(arguments[i]), "; see --help"),
          kUsage);
    }
  }
  if (id.empty()) return Fail("registry init needs --id; see --help", kUsage);
  const std::string url = options.registry_url;
  const auto engine = engine::Engine::Open(std::move(options));
  if (!engine.ok()) return Fail(engine.status().message(), 1);
  const absl::Status status = (*engine)->InitRegistry(id);
  if (!status.ok()) return Fail(status.message(), 1);
  std::printf("%s has the id %s\n", url.c_str(), id.c_str());
  return 0;
}

}  // namespace

int RunCommand(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  if (words[0] == "--version") {
    std::printf("terraform-provider-sixgate %s\n", kVersion);
    return 0;
  }
  if (words[0] == "--help" || words[0] == "help") {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (words.size() >= 2 && words[0] == "registry" && words[1] == "init") {
    return InitRegistry({words.begin() + 2, words.end()});
  }
  return Fail(absl::StrCat("unknown command ", engine::base::Quote(words[0]), "; see --help"),
              kUsage);
}

}  // namespace product
