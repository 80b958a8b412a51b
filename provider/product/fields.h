// Attributes that several resources have.
#ifndef SIXGATE_PROVIDER_PRODUCT_FIELDS_H_
#define SIXGATE_PROVIDER_PRODUCT_FIELDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/inventory/error.h"
#include "engine/site/words.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/schema/validators.h"
#include "provider/product/attributes.h"

namespace product {

template <class M>
tf::schema::Field<M> IdField(const std::string& kind) {
  return tf::schema::Field("id", &M::id)
      .Computed()
      .Modify(tf::schema::UseNonNullStateForUnknown())
      .Describe("Identifier of the " + kind + ", a UUID.");
}

template <class M>
tf::schema::Field<M> RegistryIdField() {
  return tf::schema::Field("registry_id", &M::registry_id)
      .Computed()
      .Modify(tf::schema::UseNonNullStateForUnknown())
      .Describe("Identifier of the registry that holds the record.");
}

// Another value than the resource has makes a new one. A value that the resource did not have, as
// after an import from files, is set in place.
tf::schema::PlanModifier ReplacesOnceSet();

// A required argument that takes an id, and replaces when it changes.
template <class M>
tf::schema::Field<M> ReferenceField(std::string name, tf::Attr<std::string> M::*member,
                                    std::string description) {
  return tf::schema::Field<M>(std::move(name), member)
      .Required()
      .Modify(ReplacesOnceSet())
      .Describe(std::move(description));
}

// An assigned argument that replaces when another value is configured.
template <class M, class T>
tf::schema::Field<M> AssignedReplacingField(std::string name, tf::Attr<T> M::*member,
                                            tf::schema::SemanticEquality same) {
  return tf::schema::Field<M>(std::move(name), member)
      .Optional()
      .Computed()
      .SameWhen(std::move(same))
      .Modify(tf::schema::UseNonNullStateForUnknown())
      .Modify(tf::schema::RequiresReplaceIf(
          [](const tf::schema::ModifyRequest& request, const tf::Value&) {
            return !request.prior.IsNull() && !request.config.IsNull();
          },
          "another value is configured"));
}

template <class M>
tf::schema::Field<M> LabelsField() {
  return tf::schema::Field("labels", &M::labels)
      .Optional()
      .Describe("Free texts kept with the record; nothing depends on them.");
}

template <class M>
tf::schema::Field<M> DeletionProtectionField() {
  return tf::schema::Field("deletion_protection", &M::deletion_protection)
      .Default(tf::Value::Bool(false))
      .Describe(
          "Refuse to destroy. Kept in the registry, so it holds when the block is removed from the "
          "configuration too: set it to false, apply, then remove.");
}

// A string of one of E's words, with a default.
template <class M, class E>
tf::schema::Field<M> WordField(std::string name, tf::Attr<std::string> M::*member, E fallback) {
  std::vector<std::string> words;
  for (const absl::string_view word : WordsOf(E{})) words.emplace_back(word);
  return tf::schema::Field<M>(std::move(name), member)
      .Default(tf::Value::String(std::string(engine::site::ToWord(fallback))))
      .Validate(tf::schema::OneOf(std::move(words)));
}

// `parse` of a known text into `out`; null and unknown leave it. Errors name the attribute.
template <class T, class Out>
absl::Status ReadText(const tf::Attr<std::string>& text, absl::string_view attribute,
                      absl::StatusOr<T> (*parse)(absl::string_view), Out& out) {
  if (!text.IsKnown()) return absl::OkStatus();
  absl::StatusOr<T> parsed = parse(*text);
  if (!parsed.ok()) return engine::inventory::AtAttribute(parsed.status(), attribute);
  out = *std::move(parsed);
  return absl::OkStatus();
}

// Every text of a list or set.
template <class T, class Texts>
absl::Status ReadTexts(const tf::Attr<Texts>& texts, absl::string_view attribute,
                       absl::StatusOr<T> (*parse)(absl::string_view), std::vector<T>& out) {
  if (!texts.IsKnown()) return absl::OkStatus();
  out.clear();
  for (const std::string& text : *texts) {
    absl::StatusOr<T> parsed = parse(text);
    if (!parsed.ok()) return engine::inventory::AtAttribute(parsed.status(), attribute);
    out.push_back(*std::move(parsed));
  }
  return absl::OkStatus();
}

// The canonical texts of values.
template <class Texts, class Values>
Texts TextsOf(const Values& values) {
  Texts texts;
  for (const auto& value : values) texts.insert(texts.end(), value.ToString());
  return texts;
}

// A plain map or set of the record. An empty one leaves `attr` as it is unless that has elements:
// null and empty mean the same, and the user's choice stays.
template <class T>
void StoreEmptyAsIs(const T& value, tf::Attr<T>& attr) {
  const bool was_empty = !attr.IsKnown() || attr->empty();
  if (!value.empty()) {
    attr = value;
  } else if (!was_empty || attr.IsUnknown()) {
    attr = tf::Attr<T>();
  }
}

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FIELDS_H_
