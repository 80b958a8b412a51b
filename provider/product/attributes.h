// What sixgate's attributes have in common: the rules for prefixes, addresses, names and the like,
// and when two spellings mean the same.
#ifndef SIXGATE_PROVIDER_PRODUCT_ATTRIBUTES_H_
#define SIXGATE_PROVIDER_PRODUCT_ATTRIBUTES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/net/prefix.h"
#include "provider/framework/schema/attribute.h"
#include "provider/framework/value/value.h"

namespace product {

// An IPv6 prefix in any spelling, without host bits.
tf::schema::Validator IsPrefix();
// An IPv6 address in any spelling.
tf::schema::Validator IsAddress();
// An IPv6 or IPv4 address.
tf::schema::Validator IsAnyAddress();
// An IPv4 prefix or address.
tf::schema::Validator IsIpv4Prefix();
// An IPv6 address, with or without the length of its link.
tf::schema::Validator IsInterfaceAddress();
// A release of Docker whose networking is known.
tf::schema::Validator IsEngineVersion();
// The name of a Linux network interface.
tf::schema::Validator IsInterface();
// A prefix, or a bare address that means its /128.
tf::schema::Validator IsSource();
tf::schema::Validator IsDestination();
// A unicast MAC address.
tf::schema::Validator IsMacAddress();
// "443" or "8000-8010".
tf::schema::Validator IsPortRange();
// A duration as Go and Terraform write it: "90s", "1h30m"; not negative.
tf::schema::Validator IsDuration();
// A time as RFC 3339 writes it.
tf::schema::Validator IsTime();
// The name of an object (engine/site/names.h): it becomes part of file names, comments and import
// ids.
tf::schema::Validator IsName();

// "2001:db8::1", which means its /128, or "2001:db8::1/126". kInvalidArgument for anything else.
absl::StatusOr<engine::net::InterfaceAddress> ParseInterfaceAddress(absl::string_view text);
// A time as RFC 3339 writes it. kInvalidArgument for anything else.
absl::StatusOr<absl::Time> ParseTime(absl::string_view text);

// Semantic equalities for SameWhen.
bool SamePrefix(const tf::Value& a, const tf::Value& b);
bool SameAddress(const tf::Value& a, const tf::Value& b);
bool SameInterfaceAddress(const tf::Value& a, const tf::Value& b);
bool SameMacAddress(const tf::Value& a, const tf::Value& b);
bool SameTime(const tf::Value& a, const tf::Value& b);
bool SameIpv4Prefix(const tf::Value& a, const tf::Value& b);
// Lists, element by element, or sets.
bool SameAnyAddresses(const tf::Value& a, const tf::Value& b);
bool SameIpv4Prefixes(const tf::Value& a, const tf::Value& b);
bool SamePortRanges(const tf::Value& a, const tf::Value& b);
// Lists or sets of sources or destinations: the same addresses, however they are cut into prefixes.
bool SameSources(const tf::Value& a, const tf::Value& b);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_ATTRIBUTES_H_
