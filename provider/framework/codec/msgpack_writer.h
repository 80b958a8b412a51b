// The pieces of a MessagePack encoding, each in the form that Terraform's encoder chooses.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_WRITER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tf::codec {

// Not thread-safe. Appends to a string that outlives it. Lengths beyond 32 bits are a programming
// error.
class MsgpackWriter {
 public:
  explicit MsgpackWriter(std::string& out) : out_(out) {}

  void Nil();
  void Bool(bool value);
  // The shortest form; unsigned codes for zero and positive numbers.
  void Int(int64_t value);
  void Double(double value);
  void String(absl::string_view text);
  void Binary(absl::string_view bytes);
  // The elements, or the keys and values in turn, follow.
  void Array(size_t count);
  void Map(size_t count);
  void Extension(uint8_t extension, absl::string_view payload);

 private:
  void Byte(uint64_t value) { out_.push_back(static_cast<char>(value)); }
  void BigEndian(uint64_t value, int bytes);
  // A code and a length in one (if `code8` is not 0), two or four bytes, as short as possible.
  void Length(uint8_t code8, uint8_t code16, uint8_t code32, size_t length);

  std::string& out_;
};

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_WRITER_H_
