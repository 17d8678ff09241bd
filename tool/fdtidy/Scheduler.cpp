//===- Scheduler.cpp - Work in processes of its own -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Scheduler.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace fdtidy {

namespace {

using Clock = std::chrono::steady_clock;

/// Owns one end of a pipe.
class PipeEnd {
public:
  explicit PipeEnd(int Raw) : Raw(Raw) {}
  PipeEnd(PipeEnd &&Other) noexcept : Raw(std::exchange(Other.Raw, -1)) {}
  PipeEnd &operator=(PipeEnd &&Other) noexcept {
    std::swap(Raw, Other.Raw);
    return *this;
  }
  ~PipeEnd() {
    if (Raw >= 0)
      ::close(Raw);
  }
  int get() const { return Raw; }

private:
  int Raw;
};

struct Job {
  unsigned Index;
  pid_t Pid;
  PipeEnd Out;
  Clock::time_point Deadline;
  std::string Text;
  bool Late = false;
};

void writeAll(int Fd, llvm::StringRef Text) {
  while (!Text.empty()) {
    ssize_t N = ::write(Fd, Text.data(), Text.size());
    if (N < 0 && errno == EINTR)
      continue;
    if (N < 0)
      _exit(1);
    Text = Text.drop_front(size_t(N));
  }
}

/// Starts job \p Index, or says why it cannot.
std::optional<Job> start(unsigned Index, std::chrono::seconds Limit,
                         llvm::function_ref<std::string(unsigned)> Work,
                         std::string &Why) {
  int Ends[2];
  if (::pipe2(Ends, O_CLOEXEC) != 0) {
    Why = std::string("pipe2: ") + std::strerror(errno);
    return std::nullopt;
  }
  PipeEnd Read(Ends[0]), Write(Ends[1]);
  const pid_t Pid = ::fork();
  if (Pid < 0) {
    Why = std::string("fork: ") + std::strerror(errno);
    return std::nullopt;
  }
  if (Pid == 0) {
    writeAll(Write.get(), Work(Index));
    _exit(0); // no destructor or buffer of the parent's runs here
  }
  return Job{Index, Pid, std::move(Read), Clock::now() + Limit, "", false};
}

/// Reads what there is. \returns false at the end.
bool readSome(Job &J) {
  char Buffer[65536];
  ssize_t N = ::read(J.Out.get(), Buffer, sizeof(Buffer));
  if (N < 0)
    return errno == EINTR || errno == EAGAIN;
  J.Text.append(Buffer, size_t(N));
  return N > 0;
}

JobEnd finish(Job &J, std::chrono::seconds Limit) {
  int Status = 0;
  while (::waitpid(J.Pid, &Status, 0) < 0 && errno == EINTR) {
  }
  if (J.Late)
    return {"", "no result after " + std::to_string(Limit.count()) +
                    " s; raise --timeout"};
  if (WIFSIGNALED(Status))
    return {"", std::string("the analysis crashed: ") +
                    strsignal(WTERMSIG(Status))};
  if (!WIFEXITED(Status) || WEXITSTATUS(Status) != 0)
    return {"", "the analysis ended without a result"};
  return {std::move(J.Text), ""};
}

} // namespace

void runJobs(unsigned Count, unsigned Parallel, std::chrono::seconds Limit,
             llvm::function_ref<std::string(unsigned)> Work,
             llvm::function_ref<void(unsigned, JobEnd)> Done) {
  llvm::outs().flush(); // or each child would have a copy of what is buffered
  llvm::errs().flush();
  std::vector<Job> Running;
  for (unsigned Next = 0; Next < Count || !Running.empty();) {
    while (Next < Count && Running.size() < std::max(Parallel, 1u)) {
      std::string Why;
      if (std::optional<Job> J = start(Next, Limit, Work, Why))
        Running.push_back(std::move(*J));
      else
        Done(Next, {"", Why});
      ++Next;
    }
    std::vector<pollfd> Watched;
    auto Wake = Clock::now() + std::chrono::hours(1);
    for (const Job &J : Running) {
      Watched.push_back({J.Out.get(), POLLIN, 0});
      Wake = std::min(Wake, J.Deadline);
    }
    const auto Left = std::chrono::ceil<std::chrono::milliseconds>(
        Wake - Clock::now());
    ::poll(Watched.data(), Watched.size(),
           int(std::max<int64_t>(Left.count(), 0)));
    std::vector<Job> Still;
    for (size_t I = 0; I < Running.size(); ++I) {
      Job &J = Running[I];
      if (!J.Late && Clock::now() >= J.Deadline) {
        ::kill(J.Pid, SIGKILL);
        J.Late = true;
        Done(J.Index, finish(J, Limit));
      } else if (Watched[I].revents != 0 && !readSome(J)) {
        Done(J.Index, finish(J, Limit));
      } else {
        Still.push_back(std::move(J));
      }
    }
    Running = std::move(Still);
  }
}

} // namespace fdtidy
