// A provider without any meaning, for the tests of what is around a provider. A function's name
// says what the process shall do.
#include <dirent.h>
#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/mutex.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"

namespace {

using engine::base::MutexLock;

// More than any pipe holds.
constexpr size_t kFloodSize = 4 << 20;

void Say(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) std::abort();
}

// `<descriptor> <what it is>` for each that a child would have.
std::string InheritedDescriptors() {
  std::map<int, std::string> inherited;
  DIR* directory = opendir("/proc/self/fd");
  while (const dirent* entry = readdir(directory)) {
    int fd = -1;
    if (!absl::SimpleAtoi(entry->d_name, &fd) || (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0) continue;
    char target[256] = {};
    if (readlink(absl::StrCat("/proc/self/fd/", fd).c_str(), target, sizeof(target) - 1) > 0) {
      inherited[fd] = target;
    }
  }
  closedir(directory);
  std::string text;
  for (const auto& [fd, target] : inherited) absl::StrAppend(&text, fd, " ", target, "\n");
  return text;
}

// A careless child: nothing is redirected, and it stays.
std::string SpawnSleeper() {
  char program[] = "sleep";
  char seconds[] = "600";
  char* arguments[] = {program, seconds, nullptr};
  pid_t pid = -1;
  if (posix_spawnp(&pid, program, nullptr, nullptr, arguments, environ) != 0) std::abort();
  return absl::StrCat(pid);
}

[[noreturn]] void StayForEver() {
  Say("stuck");
  while (true) pause();
}

class FixtureService : public tfplugin6::Provider::Service {
 public:
  void Release() {
    const MutexLock lock(mutex_);
    released_ = true;
    changed_.NotifyAll();
  }

  grpc::Status GetProviderSchema(grpc::ServerContext*, const tfplugin6::GetProviderSchema::Request*,
                                 tfplugin6::GetProviderSchema::Response* response) override {
    response->mutable_provider()->mutable_block();
    auto& function = (*response->mutable_functions())["echo"];
    function.add_parameters()->set_name("text");
    function.mutable_parameters(0)->set_type("\"string\"");
    function.mutable_return_()->set_type("\"string\"");
    return grpc::Status::OK;
  }

  grpc::Status CallFunction(grpc::ServerContext*, const tfplugin6::CallFunction::Request* request,
                            tfplugin6::CallFunction::Response* response) override {
    const std::string& what = request->name();
    std::string& answer = *response->mutable_result()->mutable_json();
    if (what == "echo") *response->mutable_result() = request->arguments(0);
    if (what == "flood")
      answer = absl::StrCat(write(STDOUT_FILENO, std::string(kFloodSize, 'x').data(), kFloodSize));
    if (what == "descriptors") answer = InheritedDescriptors();
    if (what == "child") answer = SpawnSleeper();
    if (what == "block") answer = absl::StrCat(Block());
    if (what == "stuck") StayForEver();
    if (what == "abort") std::abort();
    // tidy: what the panic handler is for
    if (what == "throw") std::thread([] { throw std::runtime_error("thrown on purpose"); }).join();
    return grpc::Status::OK;
  }

  grpc::Status StopProvider(grpc::ServerContext*, const tfplugin6::StopProvider::Request*,
                            tfplugin6::StopProvider::Response*) override {
    Release();
    return grpc::Status::OK;
  }

 private:
  // Until released; returns how many calls were in here at most so far.
  int Block() {
    const MutexLock lock(mutex_);
    ++blocked_;
    most_blocked_ = std::max(most_blocked_, blocked_);
    Say(absl::StrCat("blocked: ", blocked_));
    while (!released_) changed_.Wait(mutex_);
    --blocked_;
    return most_blocked_;
  }

  engine::base::Mutex mutex_;
  engine::base::CondVar changed_;
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
  int blocked_ ABSL_GUARDED_BY(mutex_) = 0;
  int most_blocked_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

int main(int argc, char** argv) {
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(), "provider.fixture");
  const std::string argument = argc > 1 ? argv[1] : "";
  FixtureService service;
  return tf::plugin::Serve(service, log,
                           {.addresses = {"registry.terraform.io/example/fixture",
                                          "registry.opentofu.org/example/fixture"},
                            .debug = argument == "--debug",
                            .calls_max = argument == "--one-call" ? 1 : 10,
                            .on_shutdown =
                                [&] {
                                  Say("on_shutdown");
                                  service.Release();
                                },
                            .on_exit =
                                [&] {
                                  Say("on_exit");
                                  if (argument == "--hang") StayForEver();
                                }});
}
