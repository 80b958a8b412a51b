// The calls that are counted: made once with our codec, given to both providers as the same bytes.
#ifndef SIXGATE_TESTS_BENCH_RPC_CALLS_H_
#define SIXGATE_TESTS_BENCH_RPC_CALLS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace bench {

struct Call {
  std::string name;  // "plan of 8 attributes"
  std::string method;
  grpc::ByteBuffer request;
};

// Plan, apply and read of the creation of a record and of a table. kFailedPrecondition: the two do
// not answer the same, or with diagnostics; who does other work is not compared.
absl::StatusOr<std::vector<Call>> MakeCalls(const std::shared_ptr<grpc::Channel>& ours,
                                            const std::shared_ptr<grpc::Channel>& theirs);

}  // namespace bench

#endif  // SIXGATE_TESTS_BENCH_RPC_CALLS_H_
