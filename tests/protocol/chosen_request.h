// Requests made of choices: mostly the shape that the RPC has, with parts missing, twice, of the
// wrong type, from the future, or full of nonsense.
#ifndef SIXGATE_TESTS_PROTOCOL_CHOSEN_REQUEST_H_
#define SIXGATE_TESTS_PROTOCOL_CHOSEN_REQUEST_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "tests/protocol/choices.h"

namespace tests::protocol {

// The bytes of a message of this type. Without choices it is empty.
std::string ChosenRequest(const google::protobuf::Descriptor& type, Choices& choices);

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_CHOSEN_REQUEST_H_
