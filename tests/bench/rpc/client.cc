// Measures two providers that answer alike: what they hold, how soon they are there, and how many
// requests a second they answer.
//
//   rpc_client OURS THEIRS [WORDS]
//
// WORDS stand in the names of the measurements wanted: "plan of 1000". The two take turns in
// everything, and a figure is the median of its turns. Prints one measurement a line as JSON, for
// rpc.py. Calls are bytes that were made before, and answers are not looked into, so that little of
// what is measured is this program.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/testing/plugin_client.h"
#include "tests/bench/rpc/calls.h"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
using tf::testing::PluginClient;

constexpr int kStarts = 60;
constexpr int kTurns = 5;
constexpr std::chrono::milliseconds kTurn{400};
// However long they take.
constexpr int kTurnCallsMin = 2;
constexpr int kFlights[] = {1, 10};
constexpr int kLoadCalls = 10000;
// One call in so many of the load carries a table.
constexpr int kLoadTableEvery = 100;

// Unasked, Go's frameworks log all they do, several times the work itself; the client drops it.
const std::map<std::string, std::string>& Quiet() {
  static const auto& variables = *new std::map<std::string, std::string>{
      {"TF_LOG_PROVIDER", "OFF"},
      {"TF_LOG_SDK", "OFF"},
      {"TF_LOG_SDK_FRAMEWORK", "OFF"},
      {"TF_LOG_SDK_PROTO", "OFF"},
  };
  return variables;
}

double Milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// What is measured of both, turn by turn.
struct Pair {
  std::vector<double> ours;
  std::vector<double> theirs;

  std::vector<double>& of(int side) { return side == 0 ? ours : theirs; }
  std::string Json() const {
    return absl::StrFormat("{\"ours\": %.6g, \"theirs\": %.6g}", Median(ours), Median(theirs));
  }
};

void Print(absl::string_view name, const std::vector<std::pair<std::string, Pair>>& pairs) {
  std::string line = absl::StrCat("{\"name\": \"", name, "\"");
  for (const auto& [key, pair] : pairs) absl::StrAppend(&line, ", \"", key, "\": ", pair.Json());
  std::printf("%s}\n", line.c_str());
  std::fflush(stdout);
}

class Plugin {
 public:
  static absl::StatusOr<std::unique_ptr<Plugin>> Start(const std::string& path) {
    ASSIGN_OR_RETURN(
        std::unique_ptr<PluginClient> client,
        PluginClient::Start({.command = {.arguments = {path}, .environment = Quiet()}}));
    return std::make_unique<Plugin>(std::move(client));
  }
  explicit Plugin(std::unique_ptr<PluginClient> client)
      : client_(std::move(client)), stub_(client_->channel()) {}

  const PluginClient& client() const { return *client_; }
  grpc::GenericStub& stub() { return stub_; }

  double MemoryMib() const {
    std::ifstream file(absl::StrCat("/proc/", client_->process().pid(), "/statm"));
    double size = 0;
    double resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
  }
  // Of all its threads, since it started.
  double CpuSeconds() const {
    std::ifstream file(absl::StrCat("/proc/", client_->process().pid(), "/stat"));
    std::string text;
    std::getline(file, text);
    // User and system time are the twelfth and thirteenth after the name, which may hold anything.
    const std::vector<std::string> fields = absl::StrSplit(text.substr(text.rfind(')') + 2), ' ');
    double ticks = 0;
    for (const size_t i : {11U, 12U}) {
      double each = 0;
      if (i < fields.size() && absl::SimpleAtod(fields[i], &each)) ticks += each;
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }

 private:
  const std::unique_ptr<PluginClient> client_;
  grpc::GenericStub stub_;
};

// Calls one after the other, `count` in flight, from one thread.
class Flights {
 public:
  Flights(grpc::GenericStub& stub, int count) : stub_(stub), flights_(static_cast<size_t>(count)) {}
  ~Flights() { queue_.Shutdown(); }
  Flights(const Flights&) = delete;
  Flights& operator=(const Flights&) = delete;

  // Calls what `next` gives until that is null; returns how many were answered.
  absl::StatusOr<int> Run(const std::function<const Call*()>& next) {
    int running = 0;
    for (Flight& flight : flights_) running += Begin(flight, next()) ? 1 : 0;
    int answered = 0;
    absl::Status status;
    while (running > 0) {
      void* tag = nullptr;
      bool ok = false;
      queue_.Next(&tag, &ok);
      Flight& flight = *static_cast<Flight*>(tag);
      ++answered;
      if (!flight.status.ok()) status = absl::UnavailableError(flight.status.error_message());
      const bool again = status.ok() && Begin(flight, next());
      running -= again ? 0 : 1;
    }
    RETURN_IF_ERROR(status);
    return answered;
  }

 private:
  struct Flight {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
    grpc::ByteBuffer answer;
    grpc::Status status;
  };

  bool Begin(Flight& flight, const Call* call) {
    if (call == nullptr) return false;
    flight.reader.reset();
    flight.context = std::make_unique<grpc::ClientContext>();
    flight.reader =
        stub_.PrepareUnaryCall(flight.context.get(), call->method, call->request, &queue_);
    flight.reader->StartCall();
    flight.reader->Finish(&flight.answer, &flight.status, &flight);
    return true;
  }

  grpc::GenericStub& stub_;
  grpc::CompletionQueue queue_;
  std::vector<Flight> flights_;
};

struct Paths {
  std::string each[2];
};

absl::Status MeasureStarts(const Paths& paths) {
  Pair line;
  Pair schema;
  Pair memory;
  for (int i = 0; i < kStarts; ++i) {
    for (int side = 0; side < 2; ++side) {
      ASSIGN_OR_RETURN(const std::unique_ptr<Plugin> plugin, Plugin::Start(paths.each[side]));
      const PluginClient& client = plugin->client();
      grpc::ClientContext context;
      tfplugin6::GetProviderSchema::Response answer;
      const grpc::Status status =
          tfplugin6::Provider::NewStub(client.channel())->GetProviderSchema(&context, {}, &answer);
      if (!status.ok()) return absl::UnavailableError(status.error_message());
      line.of(side).push_back(Milliseconds(client.greeted() - client.started()));
      schema.of(side).push_back(Milliseconds(Clock::now() - client.started()));
      memory.of(side).push_back(plugin->MemoryMib());
    }
  }
  Print("start", {{"line_ms", line}, {"schema_ms", schema}, {"memory_mib", memory}});
  return absl::OkStatus();
}

absl::Status MeasureLoad(const Paths& paths) {
  std::unique_ptr<Plugin> plugins[2];
  for (int side = 0; side < 2; ++side) {
    ASSIGN_OR_RETURN(plugins[side], Plugin::Start(paths.each[side]));
  }
  ASSIGN_OR_RETURN(const std::vector<Call> calls,
                   MakeCalls(plugins[0]->client().channel(), plugins[1]->client().channel()));
  Pair memory;
  for (int side = 0; side < 2; ++side) {
    Flights flights(plugins[side]->stub(), 10);
    int begun = 0;
    const auto next = [&]() -> const Call* {
      if (begun == kLoadCalls) return nullptr;
      const size_t verb = static_cast<size_t>(begun) % 3;
      const size_t resource = begun++ % kLoadTableEvery == 0 ? 1 : 0;
      return &calls[resource * 3 + verb];
    };
    RETURN_IF_ERROR(flights.Run(next).status());
    memory.of(side).push_back(plugins[side]->MemoryMib());
  }
  Print("load", {{"memory_mib", memory}});
  return absl::OkStatus();
}

absl::Status MeasureRate(const std::string& name, const Call& call, int in_flight,
                         const std::unique_ptr<Plugin> (&plugins)[2]) {
  Pair rate;
  Pair cpu;
  for (int turn = 0; turn < kTurns; ++turn) {
    for (int side = 0; side < 2; ++side) {
      Plugin& plugin = *plugins[side];
      Flights flights(plugin.stub(), in_flight);
      const double cpu_before = plugin.CpuSeconds();
      const Clock::time_point begin = Clock::now();
      int begun = 0;
      ASSIGN_OR_RETURN(const int answered, flights.Run([&] {
        const bool go_on = ++begun <= kTurnCallsMin || Clock::now() - begin < kTurn;
        return go_on ? &call : nullptr;
      }));
      const double seconds = Milliseconds(Clock::now() - begin) / 1000;
      rate.of(side).push_back(answered / seconds);
      cpu.of(side).push_back((plugin.CpuSeconds() - cpu_before) / answered * 1e6);
    }
  }
  Print(name, {{"rate", rate}, {"cpu_us", cpu}});
  return absl::OkStatus();
}

absl::Status MeasureRates(const Paths& paths, absl::string_view words) {
  std::unique_ptr<Plugin> plugins[2];
  for (int side = 0; side < 2; ++side) {
    ASSIGN_OR_RETURN(plugins[side], Plugin::Start(paths.each[side]));
  }
  ASSIGN_OR_RETURN(const std::vector<Call> calls,
                   MakeCalls(plugins[0]->client().channel(), plugins[1]->client().channel()));
  for (const Call& call : calls) {
    for (const int in_flight : kFlights) {
      const std::string name = absl::StrCat(call.name, ", ", in_flight, " in flight");
      if (!absl::StrContains(name, words)) continue;
      RETURN_IF_ERROR(MeasureRate(name, call, in_flight, plugins));
    }
  }
  return absl::OkStatus();
}

absl::Status Measure(const Paths& paths, absl::string_view words) {
  if (absl::StrContains("start", words)) RETURN_IF_ERROR(MeasureStarts(paths));
  if (absl::StrContains("load", words)) RETURN_IF_ERROR(MeasureLoad(paths));
  return MeasureRates(paths, words);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "usage: rpc_client OURS THEIRS [WORDS]\n");
    return 2;
  }
  const absl::Status status = bench::Measure({{argv[1], argv[2]}}, argc == 4 ? argv[3] : "");
  if (status.ok()) return 0;
  std::fprintf(stderr, "rpc_client: %s\n", std::string(status.message()).c_str());
  return 1;
}
