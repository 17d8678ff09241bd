//===- Listener.cpp - A unix socket that hears clients --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements binding and connecting.
//===----------------------------------------------------------------------===//
#include "Listener.h"
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>

namespace sidecar {

static Result<OwnedFd> connectAs(int Type, const std::string &Path,
                                 std::optional<Duration> Limit) {
  Result<sockaddr_un> To = unixAddress(Path);
  if (!To)
    return To.error();
  OwnedFd Socket(::socket(AF_UNIX, Type, 0));
  if (!Socket)
    return Error::last("socket");
  if (Limit) {
    timeval Longest{Limit->count() / 1000000000,
                    Limit->count() / 1000 % 1000000};
    for (int Option : {SO_SNDTIMEO, SO_RCVTIMEO})
      if (::setsockopt(Socket.raw(), SOL_SOCKET, Option, &Longest,
                       sizeof Longest) != 0)
        return Error::last("setsockopt");
  }
  if (::connect(Socket.raw(), reinterpret_cast<sockaddr *>(&*To),
                sizeof(sockaddr_un)) != 0)
    return Error::last("connect", Path);
  return Socket;
}

Result<OwnedFd> connectTo(const std::string &Path,
                          std::optional<Duration> Limit) {
  return connectAs(SOCK_STREAM | SOCK_CLOEXEC, Path, Limit);
}

static Error inUse(const std::string &Path) {
  return Error{"", 0,
               Path + ": in use by another sidecar; choose another path by "
                      "--socket"};
}

namespace {
/// PATH.lock, held while PATH is looked at and bound: of two that start at one
/// instant on one stale socket the later one would take away the name that the
/// other has just bound. Its own name goes before the lock does.
struct PathLock {
  OwnedFd File;
  std::unique_ptr<BoundPath> Name;
  static Result<PathLock> take(const std::string &Path);
};
} // namespace

Result<PathLock> PathLock::take(const std::string &Path) {
  const std::string Lock = Path + ".lock";
  while (true) {
    OwnedFd File(
        ::open(Lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!File)
      return Error::last("open", Lock);
    // Whoever has it is about to listen; nobody waits, for a stranger could
    // hold it forever.
    if (::flock(File.raw(), LOCK_EX | LOCK_NB) != 0)
      return errno == EWOULDBLOCK ? inUse(Path) : Error::last("flock", Lock);
    // The name may have gone with the one that had it: then nobody else sees
    // this lock.
    struct stat Ours {}, Named {};
    if (::fstat(File.raw(), &Ours) != 0)
      return Error::last("fstat", Lock);
    if (::lstat(Lock.c_str(), &Named) == 0 && Ours.st_ino == Named.st_ino &&
        Ours.st_dev == Named.st_dev)
      return PathLock{std::move(File), std::make_unique<BoundPath>(Lock)};
  }
}

Result<Listener> Listener::open(const std::string &Path) {
  Result<PathLock> Alone = PathLock::take(Path);
  if (!Alone)
    return Alone.error();
  OwnedFd Socket(
      ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!Socket)
    return Error::last("socket", "control socket");
  struct stat Status {};
  if (::lstat(Path.c_str(), &Status) == 0) {
    if (!S_ISSOCK(Status.st_mode))
      return Error{"", 0, Path + ": exists and is not a socket"};
    // Refused: nobody listens. A full backlog is EAGAIN: somebody does.
    Result<OwnedFd> Other =
        connectAs(SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, Path, {});
    if (Other || Other.error().Number == EAGAIN)
      return inUse(Path);
    if (Other.error().Number != ECONNREFUSED)
      return Other.error();
    if (::unlink(Path.c_str()) != 0)
      return Error::last("unlink", Path);
  }
  Result<std::unique_ptr<BoundPath>> Name = bindTo(Path, Socket.borrow());
  if (!Name)
    return Name.error();
  if (::listen(Socket.raw(), 16) != 0)
    return Error::last("listen", Path);
  return Listener{std::move(*Name), std::move(Socket)};
}

} // namespace sidecar
