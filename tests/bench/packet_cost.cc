// What a packet takes from one cable to wherever it ends, for gateway.py:
//
//   packet_cost ROUNDS PACKETS FD:HEX…
//
// Each FD is a packet socket, inherited and bound to a cable; HEX is a UDP packet's frame. All take
// their turns in every round. The sender's own call carries a packet through all namespaces of one
// kernel to its end, on the same processor, so that the time of the calls is that of the packets.
// HEX may begin with "*": then each packet is a flow of its own.
//
// Prints [[nanoseconds a packet in each round]…], in the order of the arguments.
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace tests::bench {
namespace {

constexpr size_t kBatch = 64;
constexpr int kRoundsMax = 100'000;
constexpr int kPacketsMax = 10'000'000;
constexpr size_t kEthernetBytes = 14;
constexpr size_t kIpv6Bytes = 40;
constexpr size_t kUdpBytes = 8;
// What makes a flow, and what of the payload makes up for it in the checksum.
constexpr size_t kSourceTail = kEthernetBytes + 22;
constexpr size_t kSourcePort = kEthernetBytes + kIpv6Bytes;
constexpr size_t kMakesUp = kEthernetBytes + kIpv6Bytes + kUdpBytes;
constexpr size_t kFrameBytesMin = kMakesUp + 4;

// Adds to a 16-bit number of the frame and takes the same from another, as one's complements.
void Shift(std::string& frame, size_t place, size_t makes_up, uint16_t by) {
  const auto read = [&](size_t at) {
    return static_cast<uint32_t>(static_cast<uint8_t>(frame[at]) << 8 |
                                 static_cast<uint8_t>(frame[at + 1]));
  };
  const auto write = [&](size_t at, uint32_t sum) {
    sum = (sum & 0xFFFF) + (sum >> 16);
    frame[at] = static_cast<char>(sum >> 8);
    frame[at + 1] = static_cast<char>(sum & 0xFF);
  };
  write(place, read(place) + by);
  write(makes_up, read(makes_up) + static_cast<uint16_t>(~by));
}

class Sender {
 public:
  Sender(int socket, bool distinct, const std::string& frame)
      : socket_(socket), distinct_(distinct), frames_(kBatch, frame) {
    for (size_t i = 0; i < kBatch; ++i) {
      parts_[i] = {.iov_base = frames_[i].data(), .iov_len = frames_[i].size()};
      messages_[i].msg_hdr.msg_iov = &parts_[i];
      messages_[i].msg_hdr.msg_iovlen = 1;
      if (distinct_) Shift(frames_[i], kSourceTail, kMakesUp, static_cast<uint16_t>(i));
    }
  }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // Nanoseconds a packet; negative when one could not be sent.
  double Send(int packets) {
    const auto begin = std::chrono::steady_clock::now();
    for (int left = packets; left > 0;) {
      if (distinct_) {
        for (std::string& frame : frames_) Shift(frame, kSourcePort, kMakesUp + 2, 1);
      }
      const auto count = static_cast<unsigned>(std::min<int>(left, kBatch));
      const int sent = sendmmsg(socket_, messages_, count, 0);
      if (sent < 0 && errno != ENOBUFS && errno != EINTR) return -1;
      left -= std::max(sent, 0);
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / packets;
  }

 private:
  const int socket_;
  const bool distinct_;
  std::vector<std::string> frames_;
  iovec parts_[kBatch] = {};
  mmsghdr messages_[kBatch] = {};
};

// Alone on one processor while a burst lasts, as far as we may: what else runs is no packet's cost.
void TakeProcessor() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (int cpu = CPU_SETSIZE - 1; cpu >= 0; --cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    CPU_ZERO(&allowed);
    CPU_SET(cpu, &allowed);
    sched_setaffinity(0, sizeof allowed, &allowed);
    break;
  }
  const sched_param priority{.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &priority);
}

int Main(int argc, char** argv) {
  int rounds = 0;
  int packets = 0;
  if (argc < 4 || !absl::SimpleAtoi(argv[1], &rounds) || !absl::SimpleAtoi(argv[2], &packets) ||
      rounds < 1 || rounds > kRoundsMax || packets < 1 || packets > kPacketsMax) {
    std::fputs("usage: packet_cost ROUNDS PACKETS FD:[*]HEX...\n", stderr);
    return 2;
  }
  std::vector<std::unique_ptr<Sender>> senders;
  for (int i = 3; i < argc; ++i) {
    const std::pair<absl::string_view, absl::string_view> job = absl::StrSplit(argv[i], ':');
    const bool distinct = absl::StartsWith(job.second, "*");
    const std::string frame = absl::HexStringToBytes(job.second.substr(distinct ? 1 : 0));
    int socket = 0;
    if (!absl::SimpleAtoi(job.first, &socket) || frame.size() < kFrameBytesMin) {
      std::fprintf(stderr, "'%s' is no socket and frame\n", argv[i]);
      return 2;
    }
    senders.push_back(std::make_unique<Sender>(socket, distinct, frame));
  }
  TakeProcessor();
  std::vector<std::vector<double>> results(senders.size());
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < senders.size(); ++i) {
      results[i].push_back(senders[i]->Send(packets));
      if (results[i].back() < 0) {
        std::fprintf(stderr, "sending failed: %s\n", std::strerror(errno));
        return 1;
      }
    }
  }
  const auto text = [](std::string* out, const std::vector<double>& result) {
    absl::StrAppend(out, "[", absl::StrJoin(result, ", "), "]");
  };
  std::printf("[%s]\n", absl::StrJoin(results, ", ", text).c_str());
  return 0;
}

}  // namespace
}  // namespace tests::bench

int main(int argc, char** argv) { return tests::bench::Main(argc, argv); }
