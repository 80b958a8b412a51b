// The one-time certificates of go-plugin's "AutoMTLS": both sides make a self-signed one, and each
// trusts exactly the other's.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_TLS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_TLS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf::plugin {

struct Certificate {
  std::string certificate_pem;
  std::string private_key_pem;
  std::string certificate_der;
};

// A new key on `curve` and a self-signed certificate for it: DNS name localhost, for servers and
// clients, valid from an hour ago for ten years. P-256 is the quickest, and every client takes it.
// kInternal: OpenSSL refused (the curve is unknown, or there is no randomness).
absl::StatusOr<Certificate> MakeCertificate(const char* curve = "P-256");

// The sixth field of the handshake line: standard base64 of the DER without padding. Clients refuse
// the padded form.
std::string HandshakeCertificate(absl::string_view certificate_der);

// kInvalidArgument when `pem` does not begin with a certificate that can be read.
absl::Status CheckCertificatePem(absl::string_view pem);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_TLS_H_
