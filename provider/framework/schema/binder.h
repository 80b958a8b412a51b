// How a member of a model is written as a value where its C++ type alone does not tell:
//
//   Field("mode", &Model::mode, Words<Mode>({{"fast", Mode::kFast}, {"safe", Mode::kSafe}}))
//   Field("cidr", &Model::cidr, Text<Prefix>("IPv6 prefix", &Prefix::Parse, &Prefix::ToString))
//   Field("key", &Model::key, Base64())
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_BINDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_BINDER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "provider/framework/schema/attribute.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/schema/value_traits.h"

namespace tf::schema {

// Plain data. Both functions see known values only; `load` is like ValueTraits<T>::Load.
template <class T>
struct Binder {
  Type type;
  std::function<Value(const T&)> store;
  std::function<absl::Status(const Value&, T&, Trail&)> load;
  // What the configuration must be for `load` to succeed.
  std::vector<Validator> validators = {};
  // Of attributes in which two values may mean the same T.
  SemanticEquality same = nullptr;
};

// Two values mean the same when a T takes them for equal.
template <class T>
SemanticEquality SameOnceLoaded(std::function<absl::Status(const Value&, T&, Trail&)> load) {
  return [load = std::move(load)](const Value& a, const Value& b) {
    T first{};
    T second{};
    Trail trail;
    return load(a, first, trail).ok() && load(b, second, trail).ok() && first == second;
  };
}

// By ValueTraits.
template <class T>
Binder<T> BinderOf() {
  Binder<T> binder = {ValueTraits<T>::type(), &ValueTraits<T>::Store, &ValueTraits<T>::Load};
  binder.validators = {FitsModel([](const Value& value, Trail& trail) {
    T scratch{};
    return ValueTraits<T>::Load(value, scratch, trail);
  })};
  if constexpr (kRounds<T>) binder.same = SameOnceLoaded<T>(binder.load);
  return binder;
}

// kInvalidArgument that quotes it.
absl::Status UnknownWord(absl::string_view text);

// One word of an enum.
template <class E>
struct Word {
  std::string text;
  E value;
};

// An enum as one of a few words. Storing an enumerator without a word is a programming error.
template <class E>
Binder<E> Words(std::vector<Word<E>> words) {
  std::vector<std::string> texts;
  for (const Word<E>& word : words) texts.push_back(word.text);
  Binder<E> binder;
  binder.type = Type::String();
  binder.store = [words](const E& value) {
    for (const Word<E>& word : words) {
      if (word.value == value) return Value::String(word.text);
    }
    SIXGATE_CHECK(false, "every enumerator has a word");
  };
  binder.validators = {OneOf(std::move(texts))};
  binder.load = [words, must = binder.validators[0].description](const Value& value, E& target,
                                                                 Trail& trail) {
    for (const Word<E>& word : words) {
      if (word.text != value.string()) continue;
      target = word.value;
      return absl::OkStatus();
    }
    trail.Require(must);
    return UnknownWord(value.string());
  };
  return binder;
}

// A T as text. Texts of the same T are spellings of it: the one that is configured stays. `what`
// names the kind of value in messages.
template <class T>
Binder<T> Text(const std::string& what, std::function<absl::StatusOr<T>(absl::string_view)> parse,
               std::function<std::string(const T&)> format) {
  Binder<T> binder;
  binder.type = Type::String();
  binder.store = [format = std::move(format)](const T& value) {
    return Value::String(format(value));
  };
  binder.validators = {
      Parses(what, [parse](absl::string_view text) { return parse(text).status(); })};
  binder.load = [parse = std::move(parse), must = binder.validators[0].description](
                    const Value& value, T& target, Trail& trail) -> absl::Status {
    absl::StatusOr<T> parsed = parse(value.string());
    if (!parsed.ok()) {
      trail.Require(must);
      return parsed.status();
    }
    target = *std::move(parsed);
    return absl::OkStatus();
  };
  binder.same = SameOnceLoaded<T>(binder.load);
  return binder;
}

// Bytes, which a Terraform string cannot hold, as standard base64 text.
Binder<std::string> Base64();

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_BINDER_H_
