//===- SpawnChild.cpp - The child between fork and exec -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the stages. Everything here is async-signal-safe; the set*id calls
// go around libc, whose wrappers signal other threads.
//===----------------------------------------------------------------------===//
#include "SpawnChild.h"
#include "ExecPlan.h"
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

namespace sidecar {

const char *name(Stage S) {
  static constexpr const char *Names[] = {
      "fork",      "setsid",    "dispositions", "oom_score_adj", "move-fds",
      "cloexec",   "dup2",      "rlimits",      "setgroups",     "setresgid",
      "setresuid", "pdeathsig", "no_new_privs", "umask",         "cwd",
      "mask",      "exec"};
  return Names[int32_t(S)];
}

namespace {

/// Test builds make a stage fail: SIDECAR_FAIL_STAGE names it, and the file
/// SIDECAR_FAIL_FILE, which is removed, says that it has not failed yet.
/// SIDECAR_FAIL_ERRNO is the number, else EIO.
#ifdef SIDECAR_TEST_HOOKS
bool injected(Stage S) {
  const char *At = getenv("SIDECAR_FAIL_STAGE");
  const char *Once = getenv("SIDECAR_FAIL_FILE");
  if (!At || std::strcmp(At, name(S)) != 0 || (Once && ::unlink(Once) != 0))
    return false;
  const char *Number = getenv("SIDECAR_FAIL_ERRNO");
  errno = Number ? std::atoi(Number) : EIO;
  return true;
}
#else
bool injected(Stage) { return false; }
#endif

class Child {
public:
  explicit Child(const ChildSetup &Setup)
      : Setup(Setup), Errors(Setup.ErrorPipe.raw()) {}

  [[noreturn]] void run() {
    check(Stage::Session, ::setsid() >= 0);
    check(Stage::Dispositions, defaultDispositions());
    check(Stage::OomScore, oomScore());
    check(Stage::MoveDescriptors, moveDescriptors());
    check(Stage::CloseOnExec, closeOnExec());
    check(Stage::PlaceDescriptors, placeDescriptors());
    check(Stage::Limits, limits());
    if (Setup.Ids) {
      const Credentials &Ids = *Setup.Ids;
      check(Stage::Groups, ::syscall(SYS_setgroups, Ids.Groups.size(),
                                     Ids.Groups.data()) == 0);
      check(Stage::Group,
            ::syscall(SYS_setresgid, Ids.Group, Ids.Group, Ids.Group) == 0);
      if (Ids.User)
        check(Stage::User,
              ::syscall(SYS_setresuid, *Ids.User, *Ids.User, *Ids.User) == 0);
    }
    check(Stage::ParentDeath, dieWithParent()); // a set*id call undoes it
    check(Stage::NoNewPrivs,
          !Setup.NoNewPrivs || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    if (Setup.Umask)
      ::umask(*Setup.Umask);
    check(Stage::Umask, true);
    check(Stage::WorkingDirectory, !Setup.Cwd || ::chdir(Setup.Cwd) == 0);
    check(Stage::Mask, emptyMask());
    check(Stage::Exec, true); // for the test hook
    check(Stage::Exec, exec());
    ::_exit(126);
  }

private:
  void check(Stage S, bool Succeeded) {
    if (Succeeded && !injected(S))
      return;
    StageFailure Failure{S, errno};
    (void)!::write(Errors, &Failure, sizeof Failure);
    ::_exit(126);
  }

  static bool defaultDispositions() {
    struct sigaction Default {};
    Default.sa_handler = SIG_DFL;
    for (int Signal = 1; Signal < NSIG; ++Signal)
      if (::sigaction(Signal, &Default, nullptr) != 0 && errno != EINVAL)
        return false; // EINVAL: KILL, STOP, and libc's own
    return true;
  }

  bool oomScore() const {
    if (!Setup.OomScore)
      return true;
    OwnedFd File(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    if (!File)
      return false;
    size_t Size = std::strlen(Setup.OomScore);
    bool Written = ::write(File.raw(), Setup.OomScore, Size) == ssize_t(Size);
    int Number = errno;
    File.reset();
    errno = Number;
    return Written;
  }

  /// Copies of all sources above all targets: no dup2 overwrites a source.
  bool moveDescriptors() {
    int Floor = std::max(3, Setup.NotifyTarget + 1);
    auto Move = [&](BorrowedFd From, int &To) {
      To = ::fcntl(From.raw(), F_DUPFD_CLOEXEC, Floor);
      return To >= 0;
    };
    int Report;
    if (!Move(Setup.ErrorPipe, Report))
      return false;
    Errors = Report;
    return Move(Setup.Stdin, Sources[0]) && Move(Setup.Stdout, Sources[1]) &&
           Move(Setup.Stderr, Sources[2]) &&
           (!Setup.Notify || Move(Setup.Notify, Sources[3]));
  }

  /// Ours are close-on-exec from birth; these are what we inherited ourselves.
  static bool closeOnExec() {
#ifdef SYS_close_range
    if (::syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
      return true;
    if (errno != ENOSYS && errno != EINVAL && errno != EPERM)
      return false;
#endif
    rlimit Open{};
    if (::getrlimit(RLIMIT_NOFILE, &Open) != 0)
      return false;
    int Last = int(std::min<rlim_t>(Open.rlim_cur, 65536));
    for (int Fd = 3; Fd < Last; ++Fd)
      (void)::fcntl(Fd, F_SETFD, FD_CLOEXEC); // EBADF: none of that number
    return true;
  }

  bool placeDescriptors() const {
    for (int Target = 0; Target < 3; ++Target)
      if (::dup2(Sources[Target], Target) < 0)
        return false;
    return !Setup.Notify || ::dup2(Sources[3], Setup.NotifyTarget) >= 0;
  }

  bool limits() const {
    for (size_t I = 0; I < Setup.LimitCount; ++I) {
      rlimit Value{Setup.Limits[I].Soft, Setup.Limits[I].Hard};
      if (::setrlimit(Setup.Limits[I].Resource, &Value) != 0)
        return false;
    }
    return true;
  }

  bool dieWithParent() const {
    if (Setup.DieWith == 0)
      return true;
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
      return false;
    if (::getppid() != Setup.DieWith)
      ::_exit(126); // it has died already, and nobody reads the report
    return true;
  }

  static bool emptyMask() {
    sigset_t None;
    sigemptyset(&None);
    return ::sigprocmask(SIG_SETMASK, &None, nullptr) == 0;
  }

  /// As execvp(3), with the candidates worked out before. Always false.
  bool exec() const {
    bool Denied = false;
    for (char *const *Path = Setup.Candidates; *Path; ++Path) {
      ::execve(*Path, Setup.Argv, Setup.Env);
      if (errno == EACCES)
        Denied = true;
      else if (errno != ENOENT && errno != ENOTDIR)
        return false;
    }
    errno = Denied ? EACCES : ENOENT;
    return false;
  }

  const ChildSetup &Setup;
  int Errors; // descriptors of a process that execs or exits: never closed
  int Sources[4] = {-1, -1, -1, -1};
};

} // namespace

void runChild(const ChildSetup &Setup) { Child(Setup).run(); }

} // namespace sidecar
