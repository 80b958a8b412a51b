#include "engine/alloc/choose.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace engine::alloc {
namespace {

using net::Address;
using net::kAddressBits;
using net::Prefix;
using Answers = std::vector<std::optional<Prefix>>;

FreeQuestion LowestWithin(const Prefix& range, int length) {
  return {.length = length, .from = range.first(), .to = range.last()};
}

FreeQuestion Exactly(const Prefix& block) {
  return {.length = block.length(), .from = block.first(), .to = block.first()};
}

absl::StatusOr<Answers> Ask(FreeView& view, absl::Span<const FreeQuestion> questions) {
  ASSIGN_OR_RETURN(Answers answers, view.Ask(questions));
  SIXGATE_CHECK(answers.size() == questions.size(), "a view answers each question");
  return answers;
}

absl::Status CheckInside(const Prefix& pool, const Prefix& prefix) {
  if (pool.Contains(prefix)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("prefix ", prefix.ToString(), " is outside of pool ", pool.ToString()));
}

// The free block that holds all of `prefix`.
absl::StatusOr<std::optional<Prefix>> FreeBlockAround(FreeView& view, const Prefix& pool,
                                                      const Prefix& prefix) {
  RETURN_IF_ERROR(CheckInside(pool, prefix));
  std::vector<FreeQuestion> questions;
  for (int length = pool.length(); length <= prefix.length(); ++length) {
    questions.push_back(Exactly(Prefix::Containing(prefix.first(), length)));
  }
  ASSIGN_OR_RETURN(const Answers answers, Ask(view, questions));
  for (const std::optional<Prefix>& answer : answers) {
    if (answer.has_value()) return answer;
  }
  return std::nullopt;
}

// Cuts `prefix` out of the free block around it; what is left over stays free.
FreeChange Split(const Prefix& block, const Prefix& prefix) {
  FreeChange change = {.removed = {block}};
  for (int length = block.length() + 1; length <= prefix.length(); ++length) {
    change.added.push_back(Prefix::Containing(prefix.first(), length).Buddy());
  }
  return change;
}

absl::Status NoneFree(FreeView& view, const Prefix& pool, int length) {
  ASSIGN_OR_RETURN(const std::optional<Prefix> largest, LargestFree(view, pool));
  return absl::ResourceExhaustedError(absl::StrCat(
      "no /", length, " is free in pool ", pool.ToString(), ": ",
      largest.has_value() ? absl::StrCat("the largest free block is ", largest->ToString())
                          : "it is full, until something in it is removed"));
}

}  // namespace

absl::StatusOr<Pick> Choose(FreeView& view, const Prefix& pool, int length, Strategy strategy) {
  SIXGATE_CHECK(strategy == Strategy::kLowest, "there is no other strategy");
  if (length < pool.length() || length > kAddressBits) {
    return absl::InvalidArgumentError(absl::StrCat("no /", length, " fits in pool ",
                                                   pool.ToString(), ": the length must be from ",
                                                   pool.length(), " to ", kAddressBits));
  }
  std::vector<FreeQuestion> questions;
  for (int shorter = pool.length(); shorter <= length; ++shorter) {
    questions.push_back(LowestWithin(pool, shorter));
  }
  ASSIGN_OR_RETURN(const Answers answers, Ask(view, questions));
  std::optional<Prefix> lowest;
  for (const std::optional<Prefix>& answer : answers) {
    if (answer.has_value() && (!lowest.has_value() || *answer < *lowest)) lowest = answer;
  }
  if (!lowest.has_value()) return NoneFree(view, pool, length);
  const Prefix prefix = Prefix::Containing(lowest->first(), length);
  return Pick{.prefix = prefix, .change = Split(*lowest, prefix)};
}

absl::StatusOr<FreeChange> Take(FreeView& view, const Prefix& pool, const Prefix& prefix) {
  ASSIGN_OR_RETURN(const std::optional<Prefix> block, FreeBlockAround(view, pool, prefix));
  if (!block.has_value()) {
    return absl::AlreadyExistsError(
        absl::StrCat("prefix ", prefix.ToString(), " is not free in pool ", pool.ToString()));
  }
  return Split(*block, prefix);
}

absl::StatusOr<FreeChange> Release(FreeView& view, const Prefix& pool, const Prefix& prefix) {
  RETURN_IF_ERROR(CheckInside(pool, prefix));
  // For each length from the prefix's up to the pool's: the block around, then its buddy.
  std::vector<FreeQuestion> questions;
  for (Prefix block = prefix;; block = block.Parent()) {
    questions.push_back(Exactly(block));
    if (block == pool) break;
    questions.push_back(Exactly(block.Buddy()));
  }
  ASSIGN_OR_RETURN(const Answers answers, Ask(view, questions));
  for (size_t i = 0; i < answers.size(); i += 2) {
    if (!answers[i].has_value()) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("prefix ", prefix.ToString(), " is free already in pool ", pool.ToString(),
                     ": the free block is ", answers[i]->ToString()));
  }
  FreeChange change;
  Prefix merged = prefix;
  for (size_t i = 1; i < answers.size() && answers[i].has_value(); i += 2) {
    change.removed.push_back(*answers[i]);
    merged = merged.Parent();
  }
  change.added.push_back(merged);
  if (merged != pool) change.absent.push_back(merged.Buddy());
  return change;
}

absl::StatusOr<FreeChange> Reserve(FreeView& view, const Prefix& pool, const Prefix& range) {
  ASSIGN_OR_RETURN(const std::optional<Prefix> around, FreeBlockAround(view, pool, range));
  if (around.has_value()) return Split(*around, range);
  FreeChange change;
  std::vector<FreeQuestion> questions;
  for (int length = range.length() + 1; length <= kAddressBits; ++length) {
    questions.push_back(LowestWithin(range, length));
  }
  while (!questions.empty()) {
    ASSIGN_OR_RETURN(const Answers answers, Ask(view, questions));
    questions.clear();
    for (const std::optional<Prefix>& answer : answers) {
      if (!answer.has_value()) continue;
      change.removed.push_back(*answer);
      // Go on behind it, unless it ends the range.
      if (answer->last() == range.last()) continue;
      questions.push_back({.length = answer->length(),
                           .from = Address(answer->last().value() + 1),
                           .to = range.last()});
    }
  }
  std::sort(change.removed.begin(), change.removed.end());
  return change;
}

absl::StatusOr<bool> IsFree(FreeView& view, const Prefix& pool, const Prefix& prefix) {
  ASSIGN_OR_RETURN(const std::optional<Prefix> block, FreeBlockAround(view, pool, prefix));
  return block.has_value();
}

absl::StatusOr<std::optional<Prefix>> LargestFree(FreeView& view, const Prefix& pool) {
  std::vector<FreeQuestion> questions;
  for (int length = pool.length(); length <= kAddressBits; ++length) {
    questions.push_back(LowestWithin(pool, length));
  }
  ASSIGN_OR_RETURN(const Answers answers, Ask(view, questions));
  const auto largest = std::find_if(answers.begin(), answers.end(),
                                    [](const auto& answer) { return answer.has_value(); });
  return largest == answers.end() ? std::nullopt : *largest;
}

std::optional<Prefix> LowestOf(const FreeBlocks& blocks, const FreeQuestion& question) {
  auto it = blocks.lower_bound(Prefix::Containing(question.from, question.length));
  if (it != blocks.end() && it->first() < question.from) ++it;  // `from` is inside of that one
  if (it == blocks.end() || it->length() != question.length || it->first() > question.to) {
    return std::nullopt;
  }
  return *it;
}

absl::StatusOr<Pick> FreeSet::Choose(int length, Strategy strategy) {
  ASSIGN_OR_RETURN(Pick pick, alloc::Choose(*this, pool_, length, strategy));
  Apply(pick.change);
  return pick;
}

absl::StatusOr<FreeChange> FreeSet::Take(const Prefix& prefix) {
  ASSIGN_OR_RETURN(FreeChange change, alloc::Take(*this, pool_, prefix));
  Apply(change);
  return change;
}

absl::StatusOr<FreeChange> FreeSet::Release(const Prefix& prefix) {
  ASSIGN_OR_RETURN(FreeChange change, alloc::Release(*this, pool_, prefix));
  Apply(change);
  return change;
}

absl::StatusOr<FreeChange> FreeSet::Reserve(const Prefix& range) {
  ASSIGN_OR_RETURN(FreeChange change, alloc::Reserve(*this, pool_, range));
  Apply(change);
  return change;
}

absl::StatusOr<bool> FreeSet::IsFree(const Prefix& prefix) {
  return alloc::IsFree(*this, pool_, prefix);
}

absl::StatusOr<std::optional<Prefix>> FreeSet::LargestFree() {
  return alloc::LargestFree(*this, pool_);
}

absl::StatusOr<Answers> FreeSet::Ask(absl::Span<const FreeQuestion> questions) {
  Answers answers;
  for (const FreeQuestion& question : questions) {
    answers.push_back(LowestOf(blocks_, question));
  }
  return answers;
}

void FreeSet::Apply(const FreeChange& change) {
  for (const Prefix& block : change.removed) blocks_.erase(block);
  for (const Prefix& block : change.added) blocks_.insert(block);
}

}  // namespace engine::alloc
