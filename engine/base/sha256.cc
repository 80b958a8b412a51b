#include "engine/base/sha256.h"

#include <openssl/evp.h>

#include <array>

#include "absl/strings/escaping.h"
#include "engine/base/check.h"

namespace engine::base {

std::string Sha256(absl::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned int size = 0;
  const int ok =
      EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  SIXGATE_CHECK(ok == 1, "SHA-256 is part of every OpenSSL");
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

}  // namespace engine::base
