#include "engine/alloc/free_overlay.h"

#include <cstddef>
#include <utility>

#include "engine/base/status_macros.h"

namespace engine::alloc {

using net::Prefix;

void FreeOverlay::Apply(const FreeChange& change) {
  for (const Prefix& block : change.removed) {
    if (added_.erase(block) == 0) removed_.insert(block);
  }
  for (const Prefix& block : change.added) {
    if (removed_.erase(block) == 0) added_.insert(block);
  }
  for (const Prefix& block : change.absent) {
    // One that is absent because it was removed on top says nothing about the base.
    if (!removed_.contains(block)) absent_.insert(block);
  }
}

FreeChange FreeOverlay::Net() const {
  FreeChange net = {.removed = {removed_.begin(), removed_.end()},
                    .added = {added_.begin(), added_.end()}};
  for (const Prefix& block : absent_) {
    if (!added_.contains(block)) net.absent.push_back(block);
  }
  return net;
}

absl::StatusOr<std::vector<std::optional<Prefix>>> FreeOverlay::Ask(
    absl::Span<const FreeQuestion> questions) {
  std::vector<std::optional<Prefix>> answers(questions.size());
  // The questions that are still open, and where their answers belong.
  std::vector<FreeQuestion> open(questions.begin(), questions.end());
  std::vector<size_t> places(questions.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  while (!open.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::optional<Prefix>> found, base_.Ask(open));
    std::vector<FreeQuestion> next_open;
    std::vector<size_t> next_places;
    for (size_t i = 0; i < found.size(); ++i) {
      if (!found[i].has_value() || !removed_.contains(*found[i])) {
        answers[places[i]] = found[i];
      } else if (found[i]->last() < open[i].to) {
        next_open.push_back({.length = open[i].length,
                             .from = net::Address(found[i]->last().value() + 1),
                             .to = open[i].to});
        next_places.push_back(places[i]);
      }
    }
    open = std::move(next_open);
    places = std::move(next_places);
  }
  for (size_t i = 0; i < questions.size(); ++i) {
    const std::optional<Prefix> added = LowestOf(added_, questions[i]);
    if (added.has_value() && (!answers[i].has_value() || *added < *answers[i])) answers[i] = added;
  }
  return answers;
}

}  // namespace engine::alloc
