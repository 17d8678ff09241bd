//===- BoundPath.cpp - The name of a socket -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements binding.
//===----------------------------------------------------------------------===//
#include "BoundPath.h"
#include <sys/stat.h>

namespace sidecar {

Result<sockaddr_un> unixAddress(const std::string &Path) {
  sockaddr_un Address{};
  Address.sun_family = AF_UNIX;
  if (Path.size() >= sizeof Address.sun_path)
    return Error{"bind", ENAMETOOLONG, Path};
  std::memcpy(Address.sun_path, Path.c_str(), Path.size() + 1);
  return Address;
}

Result<std::unique_ptr<BoundPath>> bindTo(const std::string &Path,
                                          BorrowedFd Socket) {
  Result<sockaddr_un> At = unixAddress(Path);
  if (!At)
    return At.error();
  // bind(2) gives the name the mode of the socket: there is no moment at which
  // others could connect.
  if (::fchmod(Socket.raw(), 0600) != 0)
    return Error::last("fchmod", Path);
  if (::bind(Socket.raw(), reinterpret_cast<sockaddr *>(&*At),
             sizeof(sockaddr_un)) != 0)
    return Error::last("bind", Path);
  return std::make_unique<BoundPath>(Path);
}

} // namespace sidecar
