// The pieces of a MessagePack encoding, one after the other, whatever they mean.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_READER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf::codec {

// A scalar, or the head of an array or map whose elements follow.
struct MsgpackToken {
  enum class Kind {
    kNil,
    kBool,
    kInt,     // negative
    kUint,    // zero or positive
    kFloat,   // of 32 or 64 bits
    kString,  // not checked to be UTF-8
    kBinary,
    kArray,
    kMap,
    kExtension,
  };

  Kind kind = Kind::kNil;
  bool boolean = false;
  int64_t negative = 0;
  uint64_t number = 0;
  double real = 0;
  // Of a string, binary or extension; part of the reader's bytes.
  absl::string_view bytes = {};
  // Of an extension.
  uint8_t extension = 0;
  // Elements of an array, pairs of a map. No more than the bytes that follow can hold.
  size_t count = 0;
};

// Not thread-safe.
class MsgpackReader {
 public:
  // `bytes` outlive the reader and its tokens.
  explicit MsgpackReader(absl::string_view bytes) : rest_(bytes) {}

  // kInvalidArgument when the bytes end too early, or for the one code that is never used. The
  // reader is of no use after that.
  absl::StatusOr<MsgpackToken> Next();
  // Passes over one value with all that is inside it; errors as Next.
  absl::Status Skip();
  // Bytes that are left.
  size_t left() const { return rest_.size(); }

 private:
  absl::StatusOr<uint64_t> TakeNumber(int bytes);
  absl::StatusOr<absl::string_view> TakeBytes(uint64_t length);
  absl::StatusOr<MsgpackToken> TakeScalar(uint8_t code);
  absl::StatusOr<MsgpackToken> TakeText(MsgpackToken::Kind kind, uint64_t length);
  absl::StatusOr<MsgpackToken> TakeExtension(uint64_t length);
  absl::StatusOr<MsgpackToken> TakeHead(MsgpackToken::Kind kind, uint64_t count);

  absl::string_view rest_;
};

// "a string", for messages.
absl::string_view ToString(MsgpackToken::Kind kind);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_READER_H_
