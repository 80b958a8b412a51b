#include "provider/framework/codec/msgpack_reader.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace tf::codec {

using Kind = MsgpackToken::Kind;

absl::string_view ToString(Kind kind) {
  switch (kind) {
    case Kind::kNil:
      return "null";
    case Kind::kBool:
      return "a bool";
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kFloat:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kBinary:
      return "bytes";
    case Kind::kArray:
      return "an array";
    case Kind::kMap:
      return "a map";
    case Kind::kExtension:
      break;
  }
  return "an unknown";
}

absl::StatusOr<absl::string_view> MsgpackReader::TakeBytes(uint64_t length) {
  if (length > rest_.size()) {
    return absl::InvalidArgumentError(absl::StrCat("the encoding ends too early: ", length,
                                                   " bytes are announced, ", rest_.size(),
                                                   " are left"));
  }
  const absl::string_view bytes = rest_.substr(0, static_cast<size_t>(length));
  rest_.remove_prefix(bytes.size());
  return bytes;
}

absl::StatusOr<uint64_t> MsgpackReader::TakeNumber(int bytes) {
  ASSIGN_OR_RETURN(const absl::string_view text, TakeBytes(static_cast<uint64_t>(bytes)));
  uint64_t number = 0;
  for (const char c : text) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

absl::StatusOr<MsgpackToken> MsgpackReader::TakeText(Kind kind, uint64_t length) {
  MsgpackToken token{.kind = kind};
  ASSIGN_OR_RETURN(token.bytes, TakeBytes(length));
  return token;
}

absl::StatusOr<MsgpackToken> MsgpackReader::TakeExtension(uint64_t length) {
  ASSIGN_OR_RETURN(const uint64_t extension, TakeNumber(1));
  ASSIGN_OR_RETURN(MsgpackToken token, TakeText(Kind::kExtension, length));
  token.extension = static_cast<uint8_t>(extension);
  return token;
}

absl::StatusOr<MsgpackToken> MsgpackReader::TakeHead(Kind kind, uint64_t count) {
  // Every element takes a byte at least, so nobody can make us reserve much for a few bytes.
  if (count > rest_.size() / (kind == Kind::kMap ? 2 : 1)) {
    return absl::InvalidArgumentError(absl::StrCat("the encoding ends too early: ", count,
                                                   " elements are announced, ", rest_.size(),
                                                   " bytes are left"));
  }
  return MsgpackToken{.kind = kind, .count = static_cast<size_t>(count)};
}

absl::StatusOr<MsgpackToken> MsgpackReader::TakeScalar(uint8_t code) {
  switch (code) {
    case 0xC0:
      return MsgpackToken{.kind = Kind::kNil};
    case 0xC2:
    case 0xC3:
      return MsgpackToken{.kind = Kind::kBool, .boolean = code == 0xC3};
    case 0xCA: {
      ASSIGN_OR_RETURN(const uint64_t bits, TakeNumber(4));
      return MsgpackToken{.kind = Kind::kFloat,
                          .real = std::bit_cast<float>(static_cast<uint32_t>(bits))};
    }
    case 0xCB: {
      ASSIGN_OR_RETURN(const uint64_t bits, TakeNumber(8));
      return MsgpackToken{.kind = Kind::kFloat, .real = std::bit_cast<double>(bits)};
    }
    case 0xCC:
    case 0xCD:
    case 0xCE:
    case 0xCF: {
      ASSIGN_OR_RETURN(const uint64_t number, TakeNumber(1 << (code - 0xCC)));
      return MsgpackToken{.kind = Kind::kUint, .number = number};
    }
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3: {
      const int size = 1 << (code - 0xD0);
      ASSIGN_OR_RETURN(const uint64_t bits, TakeNumber(size));
      const int unused = 64 - 8 * size;
      const int64_t number = static_cast<int64_t>(bits << unused) >> unused;
      if (number < 0) return MsgpackToken{.kind = Kind::kInt, .negative = number};
      return MsgpackToken{.kind = Kind::kUint, .number = static_cast<uint64_t>(number)};
    }
    default:
      return absl::InvalidArgumentError("the code 0xc1 has no meaning in MessagePack");
  }
}

absl::StatusOr<MsgpackToken> MsgpackReader::Next() {
  ASSIGN_OR_RETURN(const uint64_t lead, TakeNumber(1));
  const uint8_t code = static_cast<uint8_t>(lead);
  if (code <= 0x7F) return MsgpackToken{.kind = Kind::kUint, .number = code};
  if (code <= 0x8F) return TakeHead(Kind::kMap, code & 0x0F);
  if (code <= 0x9F) return TakeHead(Kind::kArray, code & 0x0F);
  if (code <= 0xBF) return TakeText(Kind::kString, code & 0x1F);
  if (code >= 0xE0) return MsgpackToken{.kind = Kind::kInt, .negative = code - 0x100};
  if (code >= 0xD4 && code <= 0xD8) return TakeExtension(uint64_t{1} << (code - 0xD4));
  // What is left has its length in one, two or four bytes, or none.
  const auto in_family = [code](int first, int size) {
    return code >= first && code < first + size;
  };
  if (in_family(0xC4, 3)) {
    ASSIGN_OR_RETURN(const uint64_t length, TakeNumber(1 << (code - 0xC4)));
    return TakeText(Kind::kBinary, length);
  }
  if (in_family(0xC7, 3)) {
    ASSIGN_OR_RETURN(const uint64_t length, TakeNumber(1 << (code - 0xC7)));
    return TakeExtension(length);
  }
  if (in_family(0xD9, 3)) {
    ASSIGN_OR_RETURN(const uint64_t length, TakeNumber(1 << (code - 0xD9)));
    return TakeText(Kind::kString, length);
  }
  if (in_family(0xDC, 2)) {
    ASSIGN_OR_RETURN(const uint64_t count, TakeNumber(2 << (code - 0xDC)));
    return TakeHead(Kind::kArray, count);
  }
  if (in_family(0xDE, 2)) {
    ASSIGN_OR_RETURN(const uint64_t count, TakeNumber(2 << (code - 0xDE)));
    return TakeHead(Kind::kMap, count);
  }
  return TakeScalar(code);
}

absl::Status MsgpackReader::Skip() {
  // Values still to pass. Each token takes a byte, so the loop ends with the bytes.
  for (size_t values = 1; values > 0; --values) {
    ASSIGN_OR_RETURN(const MsgpackToken token, Next());
    values += token.kind == Kind::kMap ? 2 * token.count : token.count;
  }
  return absl::OkStatus();
}

}  // namespace tf::codec
