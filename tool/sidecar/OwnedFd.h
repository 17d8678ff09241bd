//===- OwnedFd.h - Owners of file descriptors -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines OwnedFd, which closes one descriptor; BorrowedFd, which names one
// that somebody else closes; and Pipe, both ends of one. The header stands
// alone and may be copied.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_OWNEDFD_H
#define SIDECAR_OWNEDFD_H

#include <fcntl.h>
#include <optional>
#include <unistd.h>
#include <utility>

namespace sidecar {

/// A descriptor that somebody else closes, for the length of a call or for as
/// long as the owner is known to live.
class BorrowedFd {
public:
  BorrowedFd() = default;
  explicit BorrowedFd(int Raw) : Raw(Raw) {}
  explicit operator bool() const { return Raw >= 0; }
  /// For the system call, and for nothing else.
  int raw() const { return Raw; }

private:
  int Raw = -1;
};

/// Owns one open descriptor, or none.
class [[nodiscard]] OwnedFd {
public:
  OwnedFd() = default;
  explicit OwnedFd(int Raw) : Raw(Raw) {}
  OwnedFd(OwnedFd &&Other) noexcept : Raw(Other.release()) {}
  OwnedFd &operator=(OwnedFd &&Other) noexcept { // closes what it held
    reset(Other.release());
    return *this;
  }
  OwnedFd(const OwnedFd &) = delete;
  OwnedFd &operator=(const OwnedFd &) = delete;
  ~OwnedFd() { reset(); }

  explicit operator bool() const { return Raw >= 0; }
  BorrowedFd borrow() const { return BorrowedFd(Raw); }
  int raw() const { return Raw; }
  [[nodiscard]] int release() { return std::exchange(Raw, -1); }
  void reset(int Next = -1) {
    if (int Old = std::exchange(Raw, Next); Old >= 0)
      ::close(Old); // never retried: after EINTR it is closed, close(2)
  }

private:
  int Raw = -1;
};

/// Both ends of a pipe, close-on-exec. O_NONBLOCK is left to the holder of an
/// end: pipe2(2) would set it on both, and a child that got the other end as
/// its stdout would see EAGAIN.
struct Pipe {
  OwnedFd Read;
  OwnedFd Write;

  /// Both ends or neither; on failure errno says why.
  static std::optional<Pipe> open() {
    int Ends[2];
    if (::pipe2(Ends, O_CLOEXEC) != 0)
      return std::nullopt;
    return Pipe{OwnedFd(Ends[0]), OwnedFd(Ends[1])};
  }
};

} // namespace sidecar

#endif
