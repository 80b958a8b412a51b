#include "tests/protocol/wire_client.h"

#include <grpcpp/generic/generic_stub.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "proto/tfplugin6.pb.h"
#include "provider/framework/codec/msgpack_reader.h"
#include "tests/protocol/plain_request.h"

namespace tests::protocol {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
namespace pb = ::tfplugin6;

// Waits for the one operation that is under way.
bool Await(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  SIXGATE_CHECK(queue.Next(&tag, &ok), "an operation is under way");
  return ok;
}

std::string Text(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!buffer.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

bool IsMsgpack(absl::string_view bytes) {
  tf::codec::MsgpackReader reader(bytes);
  return reader.Skip().ok() && reader.left() == 0;
}

class Judging {
 public:
  explicit Judging(const std::string& request) : request_(request) {}

  void Look(const Message& message) {
    LookAtParts(message);
    if (const auto* diagnostic = dynamic_cast<const pb::Diagnostic*>(&message)) {
      result.has_error |= diagnostic->severity() == pb::Diagnostic::ERROR;
      if (diagnostic->severity() == pb::Diagnostic::INVALID || diagnostic->summary().empty()) {
        Complain(absl::StrCat("a diagnostic without severity or summary: ", diagnostic->detail()));
      }
    }
    result.has_error |= dynamic_cast<const pb::FunctionError*>(&message) != nullptr;
    const auto* value = dynamic_cast<const pb::DynamicValue*>(&message);
    if (value != nullptr && !value->msgpack().empty() && !IsMsgpack(value->msgpack()) &&
        !absl::StrContains(request_, value->msgpack())) {
      Complain("a value that is no MessagePack");
    }
    const auto* schema = dynamic_cast<const pb::Schema*>(&message);
    if (schema != nullptr && !schema->has_block()) Complain("a schema without a block");
    const auto* event = dynamic_cast<const pb::InvokeAction::Event*>(&message);
    if (event != nullptr && event->type_case() == 0) Complain("an event of no kind");
  }
  void Complain(std::string complaint) { result.complaints.push_back(std::move(complaint)); }

  Judgement result;

 private:
  void LookAtParts(const Message& message) {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) Look(reflection.GetMessage(message, field));
      for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i) {
        Look(reflection.GetRepeatedMessage(message, field, i));
      }
    }
  }

  const std::string& request_;
};

}  // namespace

WireAnswer Ask(const std::shared_ptr<grpc::Channel>& channel,
               const google::protobuf::MethodDescriptor& method, const std::string& request,
               std::chrono::seconds patience) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + patience);
  const std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call =
      stub.PrepareCall(&context, Path(method), &queue);
  call->StartCall(nullptr);
  Await(queue);
  const grpc::Slice slice(request);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  // A server that has answered already does not read it.
  Await(queue);
  WireAnswer answer;
  for (grpc::ByteBuffer message;; message.Clear()) {
    call->Read(&message, nullptr);
    if (!Await(queue)) break;
    answer.messages.push_back(Text(message));
  }
  call->Finish(&answer.status, nullptr);
  Await(queue);
  return answer;
}

Judgement Judge(const google::protobuf::MethodDescriptor& method, const std::string& request,
                const WireAnswer& answer) {
  Judging judging(request);
  if (!method.server_streaming() && answer.messages.size() != 1) {
    judging.Complain(absl::StrCat(answer.messages.size(), " messages"));
  }
  for (const std::string& bytes : answer.messages) {
    const std::unique_ptr<Message> message = NewMessage(*method.output_type());
    // Also refuses text that is not valid UTF-8, as Go does.
    if (message->ParseFromString(bytes)) {
      judging.Look(*message);
    } else {
      judging.Complain("a message that cannot be read");
    }
  }
  return judging.result;
}

}  // namespace tests::protocol
