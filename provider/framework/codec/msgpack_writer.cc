#include "provider/framework/codec/msgpack_writer.h"

#include <bit>
#include <limits>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace tf::codec {

void MsgpackWriter::BigEndian(uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) Byte(value >> shift & 0xFF);
}

void MsgpackWriter::Length(uint8_t code8, uint8_t code16, uint8_t code32, size_t length) {
  SIXGATE_CHECK(length <= std::numeric_limits<uint32_t>::max(),
                "no value on the wire has 4 GiB or more");
  if (code8 != 0 && length <= std::numeric_limits<uint8_t>::max()) {
    Byte(code8);
    BigEndian(length, 1);
  } else if (length <= std::numeric_limits<uint16_t>::max()) {
    Byte(code16);
    BigEndian(length, 2);
  } else {
    Byte(code32);
    BigEndian(length, 4);
  }
}

void MsgpackWriter::Nil() { Byte(0xC0); }
void MsgpackWriter::Bool(bool value) { Byte(value ? 0xC3 : 0xC2); }

void MsgpackWriter::Int(int64_t value) {
  const uint64_t bits = static_cast<uint64_t>(value);
  if (value >= -32 && value <= 0x7F) {
    Byte(bits & 0xFF);
    return;
  }
  // Bytes that hold the number, as a power of two.
  int power = 0;
  if (value >= 0) {
    while (power < 3 && bits >> (8 << power) != 0) ++power;
    Byte(0xCCu + static_cast<unsigned>(power));
  } else {
    while (power < 3 && value >> ((8 << power) - 1) != -1) ++power;
    Byte(0xD0u + static_cast<unsigned>(power));
  }
  BigEndian(bits, 1 << power);
}

void MsgpackWriter::Double(double value) {
  Byte(0xCB);
  BigEndian(std::bit_cast<uint64_t>(value), 8);
}

void MsgpackWriter::String(absl::string_view text) {
  if (text.size() < 32) {
    Byte(0xA0 | text.size());
  } else {
    Length(0xD9, 0xDA, 0xDB, text.size());
  }
  absl::StrAppend(&out_, text);
}

void MsgpackWriter::Binary(absl::string_view bytes) {
  Length(0xC4, 0xC5, 0xC6, bytes.size());
  absl::StrAppend(&out_, bytes);
}

void MsgpackWriter::Array(size_t count) {
  if (count < 16) {
    Byte(0x90 | count);
  } else {
    Length(0, 0xDC, 0xDD, count);
  }
}

void MsgpackWriter::Map(size_t count) {
  if (count < 16) {
    Byte(0x80 | count);
  } else {
    Length(0, 0xDE, 0xDF, count);
  }
}

void MsgpackWriter::Extension(uint8_t extension, absl::string_view payload) {
  if (payload.size() <= 16 && std::has_single_bit(payload.size())) {
    Byte(0xD4 + static_cast<uint64_t>(std::countr_zero(payload.size())));
  } else {
    Length(0xC7, 0xC8, 0xC9, payload.size());
  }
  Byte(extension);
  absl::StrAppend(&out_, payload);
}

}  // namespace tf::codec
