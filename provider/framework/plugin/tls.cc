#include "provider/framework/plugin/tls.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tf::plugin {
namespace {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

// Seconds. The start lies in the past so that a client whose clock was just set back accepts it;
// OpenSSL writes both in UTC.
constexpr long kValidFrom = -60L * 60;
constexpr long kValidUntil = 10L * 365 * 24 * 60 * 60;

constexpr int kSerialBits = 127;

std::string OpenSslReason() {
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof(text));
  ERR_clear_error();
  return text;
}

bool AddExtension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool SetSerial(X509* certificate) {
  const Number serial(BN_new());
  return serial != nullptr &&
         BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetName(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                                    0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

// X509_set_pubkey would look for an encoder, then read with a decoder what that wrote: a sixth of
// the start of the whole plugin.
bool SetPublicKey(X509* certificate, EVP_PKEY* key, const char* curve) {
  unsigned char* point = nullptr;
  const size_t size = EVP_PKEY_get1_encoded_public_key(key, &point);
  if (size == 0) return false;
  // It takes over the point if it succeeds.
  if (X509_PUBKEY_set0_param(
          X509_get_X509_PUBKEY(certificate), OBJ_nid2obj(NID_X9_62_id_ecPublicKey), V_ASN1_OBJECT,
          OBJ_nid2obj(EC_curve_nist2nid(curve)), point, static_cast<int>(size)) == 1) {
    return true;
  }
  OPENSSL_free(point);
  return false;
}

bool Fill(X509* certificate, EVP_PKEY* key, const char* curve) {
  return X509_set_version(certificate, X509_VERSION_3) == 1 && SetSerial(certificate) &&
         SetName(certificate) &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), kValidFrom) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), kValidUntil) != nullptr &&
         SetPublicKey(certificate, key, curve) &&
         // Clients check this name, not the common name.
         AddExtension(certificate, NID_subject_alt_name, "DNS:localhost") &&
         AddExtension(certificate, NID_key_usage, "critical,digitalSignature") &&
         AddExtension(certificate, NID_ext_key_usage, "serverAuth,clientAuth") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string Contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(std::max(size, 0L)));
}

}  // namespace

absl::StatusOr<Certificate> MakeCertificate(const char* curve) {
  // The settings of the machine's OpenSSL, which may be another version, are not for ours; reading
  // them takes a quarter of a millisecond.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  const Key key(EVP_EC_gen(curve));
  const X509Certificate certificate(X509_new());
  const Bio certificate_pem(BIO_new(BIO_s_mem()));
  const Bio certificate_der(BIO_new(BIO_s_mem()));
  const Bio key_pem(BIO_new(BIO_s_mem()));
  if (key == nullptr || certificate == nullptr || certificate_pem == nullptr ||
      certificate_der == nullptr || key_pem == nullptr ||
      !Fill(certificate.get(), key.get(), curve) ||
      PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
      i2d_X509_bio(certificate_der.get(), certificate.get()) != 1 ||
      // The traditional form: OpenSSL's way to PKCS #8 takes ten times as long, half a millisecond.
      PEM_write_bio_PrivateKey_traditional(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                           nullptr) != 1) {
    return absl::InternalError(
        absl::StrCat("cannot make a certificate with curve \"", curve, "\": ", OpenSslReason()));
  }
  return Certificate{.certificate_pem = Contents(certificate_pem.get()),
                     .private_key_pem = Contents(key_pem.get()),
                     .certificate_der = Contents(certificate_der.get())};
}

std::string HandshakeCertificate(absl::string_view certificate_der) {
  std::string base64 = absl::Base64Escape(certificate_der);
  base64.erase(base64.find_last_not_of('=') + 1);
  return base64;
}

absl::Status CheckCertificatePem(absl::string_view pem) {
  const int size = static_cast<int>(std::min<size_t>(pem.size(), INT_MAX));
  const Bio bio(BIO_new_mem_buf(pem.data(), size));
  const X509Certificate certificate(
      bio == nullptr ? nullptr : PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (certificate != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("not a PEM certificate: ", OpenSslReason()));
}

}  // namespace tf::plugin
