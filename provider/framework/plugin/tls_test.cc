#include "provider/framework/plugin/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "tests/support/status_matchers.h"

namespace tf::plugin {
namespace {

using ::testing::HasSubstr;
using ::tests::StatusIs;

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using X509Ptr = std::unique_ptr<X509, FreeX509>;

X509Ptr ParseDer(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  return X509Ptr(d2i_X509(nullptr, &data, static_cast<long>(der.size())));
}

TEST(CertificateTest, IsWhatClientsVerify) {
  ASSERT_OK_AND_ASSIGN(const Certificate made, MakeCertificate());
  const X509Ptr certificate = ParseDer(made.certificate_der);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                            nullptr),
            1);
  EXPECT_EQ(X509_get_extended_key_usage(certificate.get()),
            static_cast<uint32_t>(XKU_SSL_SERVER | XKU_SSL_CLIENT));
  EXPECT_EQ(X509_get_key_usage(certificate.get()), static_cast<uint32_t>(KU_DIGITAL_SIGNATURE));
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())), 1);
  EXPECT_EQ(X509_get_version(certificate.get()), X509_VERSION_3);
  EXPECT_EQ(X509_get_signature_nid(certificate.get()), NID_ecdsa_with_SHA256);
  EXPECT_EQ(X509_NAME_cmp(X509_get_issuer_name(certificate.get()),
                          X509_get_subject_name(certificate.get())),
            0);
  char curve[32] = {};
  EVP_PKEY_get_group_name(X509_get0_pubkey(certificate.get()), curve, sizeof(curve), nullptr);
  EXPECT_STREQ(curve, "prime256v1");
}

TEST(CertificateTest, IsValidFromThePastInUtc) {
  ASSERT_OK_AND_ASSIGN(const Certificate made, MakeCertificate());
  const X509Ptr certificate = ParseDer(made.certificate_der);
  ASSERT_NE(certificate, nullptr);
  const ASN1_TIME* from = X509_get0_notBefore(certificate.get());
  const auto* text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(from));
  EXPECT_EQ(text[ASN1_STRING_length(from) - 1], 'Z');
  int days = 0;
  int seconds = 0;
  ASSERT_EQ(ASN1_TIME_diff(&days, &seconds, from, nullptr), 1);
  EXPECT_EQ(days, 0);
  EXPECT_GE(seconds, 3600);
  EXPECT_LT(seconds, 3700);
  ASSERT_EQ(ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get())), 1);
  EXPECT_GE(days, 3649);
}

TEST(CertificateTest, PemFormsHoldTheSameCertificateAndItsKey) {
  ASSERT_OK_AND_ASSIGN(const Certificate made, MakeCertificate());
  EXPECT_OK(CheckCertificatePem(made.certificate_pem));
  BIO* bio = BIO_new_mem_buf(made.certificate_pem.data(), -1);
  const X509Ptr from_pem(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  bio = BIO_new_mem_buf(made.private_key_pem.data(), -1);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  ASSERT_NE(from_pem, nullptr);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(X509_cmp(from_pem.get(), ParseDer(made.certificate_der).get()), 0);
  EXPECT_EQ(X509_check_private_key(from_pem.get(), key), 1);
  EVP_PKEY_free(key);
}

TEST(CertificateTest, TwoAreNeverTheSame) {
  ASSERT_OK_AND_ASSIGN(const Certificate one, MakeCertificate());
  ASSERT_OK_AND_ASSIGN(const Certificate two, MakeCertificate());
  EXPECT_NE(one.private_key_pem, two.private_key_pem);
  const X509Ptr first = ParseDer(one.certificate_der);
  const X509Ptr second = ParseDer(two.certificate_der);
  EXPECT_NE(
      ASN1_INTEGER_cmp(X509_get0_serialNumber(first.get()), X509_get0_serialNumber(second.get())),
      0);
}

TEST(CertificateTest, UnknownCurveIsNamed) {
  EXPECT_THAT(MakeCertificate("P-1"),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("curve \"P-1\"")));
}

TEST(HandshakeCertificateTest, IsBase64WithoutPadding) {
  EXPECT_EQ(HandshakeCertificate("abc"), "YWJj");
  EXPECT_EQ(HandshakeCertificate("ab"), "YWI");
  EXPECT_EQ(HandshakeCertificate("a"), "YQ");
  EXPECT_EQ(HandshakeCertificate("\xFB\xFF\xFE"), "+//+");
  ASSERT_OK_AND_ASSIGN(const Certificate made, MakeCertificate());
  const std::string field = HandshakeCertificate(made.certificate_der);
  std::string decoded;
  ASSERT_TRUE(absl::Base64Unescape(field, &decoded));
  EXPECT_EQ(decoded, made.certificate_der);
}

TEST(CheckCertificatePemTest, RefusesEverythingElse) {
  ASSERT_OK_AND_ASSIGN(const Certificate made, MakeCertificate());
  const struct {
    const char* name;
    std::string pem;
  } cases[] = {
      {"text", "hello"},
      {"a key", made.private_key_pem},
      {"cut short", made.certificate_pem.substr(0, made.certificate_pem.size() / 2)},
      {"no certificate inside",
       "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(CheckCertificatePem(c.pem),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a PEM certificate")));
  }
}

}  // namespace
}  // namespace tf::plugin
