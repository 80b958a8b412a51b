// Documentation of a provider, made from its schemas, in the layout of the Terraform registry; the
// OpenTofu registry shows the same.
//
//   const Documentation documentation = Generate(*provider, {.provider_name = "sixgate",
//                                                            .example = ReadFromDisk});
//   for (const auto& [path, text] : documentation.pages) Write("docs/" + path, text);
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DOCS_GENERATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DOCS_GENERATE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "provider/framework/provider.h"

namespace tf::docs {

// A page that people wrote, and the generated ones that name it.
struct Guide {
  std::string path;  // in the documentation's folder: "guides/security.md"
  std::string title;
  std::vector<std::string> pages;  // "index.md"
};

struct Options {
  // The prefix of its types: "sixgate".
  std::string provider_name;
  // The text of a file such as "examples/resources/sixgate_host/resource.tf", or nothing.
  std::function<std::optional<std::string>(const std::string& path)> example;
  std::vector<Guide> guides = {};
};

struct Documentation {
  // Markdown by path: "index.md", "resources/host.md", "functions/subnet.md".
  std::map<std::string, std::string> pages;
  // What a reader would miss, a line each: an example that is not there (named by its path), an
  // attribute without a description.
  std::vector<std::string> gaps;
};

// The same provider gives the same text. Each of the provider's lists is asked for once.
Documentation Generate(const Provider& provider, const Options& options);

}  // namespace tf::docs

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DOCS_GENERATE_H_
