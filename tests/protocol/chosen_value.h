// Encodings of values made of choices: of the type, nearly of the type, or any bytes.
#ifndef SIXGATE_TESTS_PROTOCOL_CHOSEN_VALUE_H_
#define SIXGATE_TESTS_PROTOCOL_CHOSEN_VALUE_H_

#include <string>

#include "provider/framework/value/type.h"
#include "tests/protocol/choices.h"

namespace tests::protocol {

std::string ChosenMsgpack(const tf::Type& type, Choices& choices);
std::string ChosenJson(const tf::Type& type, Choices& choices);

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_CHOSEN_VALUE_H_
