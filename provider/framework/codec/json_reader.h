// Reads JSON piece by piece, as the expected type asks for it. Numbers stay text, so that none of
// their digits is lost; a general parser would turn them into doubles.
//
//   RETURN_IF_ERROR(reader.BeginArray());
//   while (true) {
//     ASSIGN_OR_RETURN(const bool more, reader.NextElement());
//     if (!more) break;
//     ASSIGN_OR_RETURN(const std::string text, reader.ReadString());
//   }
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_READER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_READER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/codec/limits.h"

namespace tf::codec {

// Not thread-safe. A copy reads on from the same position, independently. Every function fails with
// kInvalidArgument, naming the byte, when the text is not JSON or has another kind of value there;
// the reader is of no use after that.
class JsonReader {
 public:
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  // Brackets in each other. A value takes up to two levels where it is dynamic, and its type two
  // for each of its own.
  static constexpr int kNestingMax = 4 * kDepthMax;

  // `text` outlives the reader.
  explicit JsonReader(absl::string_view text) : text_(text) {}

  // The kind of the value that comes next.
  absl::StatusOr<Kind> Peek();

  absl::Status ReadNull();
  absl::StatusOr<bool> ReadBool();
  // The digits as they stand in the text.
  absl::StatusOr<absl::string_view> ReadNumber();
  // Without quotes and escapes; valid UTF-8.
  absl::StatusOr<std::string> ReadString();

  absl::Status BeginArray();
  // True: an element follows, which must be read or skipped. False: the array has ended.
  absl::StatusOr<bool> NextElement();
  absl::Status BeginObject();
  // True: the value of the member `name` follows, which must be read or skipped.
  absl::StatusOr<bool> NextMember(std::string& name);

  // Passes over a whole value, which must be JSON too.
  absl::Status Skip();
  // Fails unless only blanks are left.
  absl::Status End();

 private:
  absl::Status Error(absl::string_view reason) const;
  void SkipBlanks();
  bool Take(char c);
  absl::Status TakeWord(absl::string_view word);
  bool TakeDigits();
  absl::Status Begin(char bracket);
  absl::StatusOr<bool> Next(char closing_bracket);
  absl::Status AppendEscape(std::string& out);
  absl::StatusOr<char32_t> ReadHex();

  absl::string_view text_;
  size_t position_ = 0;
  int nesting_ = 0;
  // Whether nothing was read of the innermost array or object yet.
  bool at_first_ = false;
};

// "a string", for messages.
absl::string_view ToString(JsonReader::Kind kind);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_READER_H_
