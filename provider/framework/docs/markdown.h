// Pieces of Markdown, as GitHub and the registries read it.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DOCS_MARKDOWN_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DOCS_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tf::docs {

// Plain text so that it reads as it is; one line.
std::string Escape(absl::string_view text);

// `text`, whatever backticks are in it.
std::string CodeSpan(absl::string_view text);

// A fenced block, whatever fences are in the text; without a line feed at its end.
std::string CodeBlock(absl::string_view language, absl::string_view text);

// The first paragraph of a Markdown text without its marks, as one line.
std::string PlainSummary(absl::string_view markdown);

// An item of a list with a line feed at its end; every line but the first is indented. `marker` is
// "- " or "1. ".
std::string ListItem(absl::string_view marker, absl::string_view markdown);

// Without blanks around it, and with a full stop where a line has no end of its own.
std::string WithFullStop(absl::string_view markdown);

}  // namespace tf::docs

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DOCS_MARKDOWN_H_
