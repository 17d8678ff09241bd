//===- Writer.h - Writing to a shared descriptor ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Writer, which writes to stdout or stderr without ever blocking and
// without O_NONBLOCK on the open file that others share. The way is chosen by
// what the descriptor is:
//
//   regular file, or what epoll refuses   write
//   socket                                send, MSG_DONTWAIT
//   anonymous pipe                        pwritev2, RWF_NOWAIT
//   where that is not supported           an open file of our own, O_NONBLOCK
//   and without /proc                     poll, PIPE_BUF at most, and a timer
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_WRITER_H
#define SIDECAR_WRITER_H

#include "EventLoop.h"
#include <string_view>

namespace sidecar {

class Writer {
public:
  /// \p Target stays borrowed.
  Writer(EventLoop &Loop, BorrowedFd Target);

  enum class Outcome : uint8_t {
    Wrote,   // some or all of it
    Full,    // try again when pollable() is writable
    NoSpace, // ENOSPC, EDQUOT, EFBIG: this write is lost, a later one may do
    Dead     // nobody will ever read it
  };
  struct Attempt {
    Outcome What;
    size_t Count = 0; // bytes, for Wrote
  };
  Attempt write(std::string_view Text);

  /// The descriptor to wait on with EPOLLOUT.
  BorrowedFd pollable() const { return Own ? Own.borrow() : Target; }

private:
  enum class Way : uint8_t { Plain, Socket, NoWait, Reopened, Timed };
  void fallBack(); // from NoWait
  ssize_t attempt(std::string_view Text);
  ssize_t timed(std::string_view Text);

  BorrowedFd Target;
  OwnedFd Own; // Reopened
  Way How = Way::Plain;
};

} // namespace sidecar

#endif
