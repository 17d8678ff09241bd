//===- Writer.cpp - Writing to a shared descriptor ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the ways of writing.
//===----------------------------------------------------------------------===//
#include "Writer.h"
#include <climits>
#include <csignal>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>

namespace sidecar {

Writer::Writer(EventLoop &Loop, BorrowedFd Target) : Target(Target) {
  struct stat Status {};
  if (::fstat(Target.raw(), &Status) != 0 || S_ISREG(Status.st_mode))
    return;
  if (S_ISSOCK(Status.st_mode)) {
    How = Way::Socket;
    return;
  }
  // /dev/null and its like cannot be waited for, and never block.
  Result<Registration> Trial = Loop.add(Target, EPOLLOUT, [](uint32_t) {});
  if (!Trial && Trial.error().Number == EPERM)
    return;
  How = Way::NoWait;
}

void Writer::fallBack() {
  std::string Path = "/proc/self/fd/" + std::to_string(Target.raw());
  Own = OwnedFd(
      ::open(Path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  How = Own ? Way::Reopened : Way::Timed;
}

/// poll(2) said that it is writable, but another process may have been faster:
/// an interval timer interrupts the write, again and again until it returns.
ssize_t Writer::timed(std::string_view Text) {
  pollfd Wait{Target.raw(), POLLOUT, 0};
  if (::poll(&Wait, 1, 0) == 0) {
    errno = EAGAIN;
    return -1;
  }
  struct sigaction Interrupt {
  }, Before{};
  Interrupt.sa_handler = [](int) {}; // without SA_RESTART
  ::sigaction(SIGALRM, &Interrupt, &Before);
  sigset_t Alarm, Mask;
  sigemptyset(&Alarm);
  sigaddset(&Alarm, SIGALRM);
  ::sigprocmask(SIG_UNBLOCK, &Alarm, &Mask);
  itimerval Soon{{0, 10000}, {0, 10000}}, Never{};
  ::setitimer(ITIMER_REAL, &Soon, nullptr);
  ssize_t Count = ::write(Target.raw(), Text.data(),
                          std::min<size_t>(Text.size(), PIPE_BUF));
  int Number = errno;
  ::setitimer(ITIMER_REAL, &Never, nullptr);
  ::sigprocmask(SIG_SETMASK, &Mask, nullptr);
  ::sigaction(SIGALRM, &Before, nullptr);
  errno = Number == EINTR ? EAGAIN : Number;
  return Count;
}

ssize_t Writer::attempt(std::string_view Text) {
  switch (How) {
  case Way::Socket:
    return ::send(Target.raw(), Text.data(), Text.size(),
                  MSG_DONTWAIT | MSG_NOSIGNAL);
  case Way::NoWait: {
    iovec Part{const_cast<char *>(Text.data()), Text.size()};
    ssize_t Count = ::pwritev2(Target.raw(), &Part, 1, -1, RWF_NOWAIT);
    if (Count >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS &&
                       errno != EPERM && errno != EINVAL))
      return Count;
    fallBack();
    return attempt(Text);
  }
  case Way::Timed:
    return timed(Text);
  case Way::Reopened:
  case Way::Plain:
    break;
  }
  return ::write(pollable().raw(), Text.data(), Text.size());
}

Writer::Attempt Writer::write(std::string_view Text) {
  ssize_t Count;
  do
    Count = attempt(Text);
  while (Count < 0 && errno == EINTR);
  if (Count >= 0)
    return {Outcome::Wrote, size_t(Count)};
  switch (errno) {
  case EAGAIN:
  case ENOBUFS:
    return {Outcome::Full};
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return {Outcome::NoSpace};
  default:
    return {Outcome::Dead};
  }
}

} // namespace sidecar
