// The generated pages of docs/: writes them, or says how they differ from what is there.
//
//   write_docs ROOT            in the project's folder; pages of parts that are gone go, too
//   write_docs --check ROOT    ends with 1 on any difference, naming the files
//
// Either ends with 1 when a reader would miss something: an example, a description.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "provider/framework/docs/generate.h"
#include "provider/product/provider.h"

namespace {

namespace fs = std::filesystem;

// Where generated pages are and nothing else; beside them index.md.
constexpr const char* kFolders[] = {"resources",           "data-sources",   "functions",
                                    "ephemeral-resources", "list-resources", "actions"};

std::optional<std::string> Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.good()) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

bool Write(const fs::path& path, const std::string& text) {
  std::error_code ignored;  // the file says it
  fs::create_directories(path.parent_path(), ignored);
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  return file.flush().good();
}

// The pages that are there, by their path in `docs`.
std::map<std::string, std::string> PagesIn(const fs::path& docs) {
  std::map<std::string, std::string> pages;
  if (auto text = Read(docs / "index.md")) pages["index.md"] = *std::move(text);
  for (const char* folder : kFolders) {
    std::error_code ignored;  // most folders need not be there
    for (const fs::directory_entry& entry : fs::directory_iterator(docs / folder, ignored)) {
      const std::string path = absl::StrCat(folder, "/", entry.path().filename().string());
      pages[path] = Read(entry.path()).value_or("");
    }
  }
  return pages;
}

tf::docs::Documentation Generate(const fs::path& root) {
  return tf::docs::Generate(
      *product::NewProvider(),
      {.provider_name = "sixgate",
       .example = [root](const std::string& path) { return Read(root / path); },
       .guides = {{"guides/security.md",
                   "Security of the result: what is promised, what is not, and how it is shown",
                   {"index.md", "resources/gateway.md", "resources/host.md",
                    "resources/firewall_opening.md", "resources/egress_opening.md"}}}});
}

// How what is there differs, a line each.
std::vector<std::string> Differences(const std::map<std::string, std::string>& wanted,
                                     std::map<std::string, std::string> found) {
  std::vector<std::string> lines;
  for (const auto& [path, text] : wanted) {
    const auto page = found.extract(path);
    if (page.empty()) {
      lines.push_back(absl::StrCat("docs/", path, " is missing"));
    } else if (page.mapped() != text) {
      lines.push_back(absl::StrCat("docs/", path, " differs from the schema and the examples"));
    }
  }
  for (const auto& [path, text] : found) {
    lines.push_back(absl::StrCat("docs/", path, " belongs to no part of the provider"));
  }
  return lines;
}

// Makes `docs` what is wanted; how that fails, a line each.
std::vector<std::string> WriteAll(const std::map<std::string, std::string>& wanted,
                                  const fs::path& docs) {
  std::vector<std::string> failures;
  for (const auto& [path, text] : PagesIn(docs)) {
    std::error_code error;
    if (!wanted.contains(path)) fs::remove(docs / path, error);
    if (error) failures.push_back(absl::StrCat("cannot remove docs/", path));
  }
  for (const auto& [path, text] : wanted) {
    if (!Write(docs / path, text)) failures.push_back(absl::StrCat("cannot write docs/", path));
  }
  return failures;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 3 && absl::string_view(argv[1]) == "--check";
  if (argc != 2 && !check) {
    std::fputs("usage: write_docs [--check] ROOT\n", stderr);
    return 2;
  }
  const fs::path root = argv[argc - 1];
  const tf::docs::Documentation documentation = Generate(root);
  std::vector<std::string> lines = documentation.gaps;
  const std::vector<std::string> others =
      check ? Differences(documentation.pages, PagesIn(root / "docs"))
            : WriteAll(documentation.pages, root / "docs");
  lines.insert(lines.end(), others.begin(), others.end());
  for (const std::string& line : lines) std::fprintf(stderr, "%s\n", line.c_str());
  if (check && !others.empty()) std::fputs("./dev docs writes them\n", stderr);
  return lines.empty() ? 0 : 1;
}
