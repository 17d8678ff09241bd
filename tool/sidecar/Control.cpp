//===- Control.cpp - The control socket's server --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements listening and accepting.
//===----------------------------------------------------------------------===//
#include "Control.h"
#include "Supervisor.h"
#include <sys/epoll.h>
#include <sys/socket.h>

namespace sidecar {

static constexpr size_t MostClients = 32;

ControlServer::ControlServer(Supervisor &Of)
    : Of(Of), AcceptAgain(Of.loop(), [this] { resumeAccepting(); }) {}

Result<void> ControlServer::listen(const std::string &Path) {
  if (Ears.Name ? Ears.Name->Path == Path : Path.empty())
    return {};
  if (Path.empty()) {
    Events.remove();
    Ears = Listener();
    return {};
  }
  Result<Listener> Next = Listener::open(Path);
  if (!Next)
    return Next.error();
  Result<Registration> Added = Of.loop().add(Next->Socket.borrow(), EPOLLIN,
                                             [this](uint32_t) { accept(); });
  if (!Added)
    return Added.error();
  Events = std::move(*Added); // the old one goes before its socket does
  Ears = std::move(*Next);
  return {};
}

/// Neither spins nor gives up: tries again when a client has gone, or soon.
void ControlServer::pauseAccepting() {
  Events.pause();
  AcceptAgain.arm(Of.loop().now() + std::chrono::milliseconds(200));
}

void ControlServer::resumeAccepting() {
  if (!Events.resume())
    AcceptAgain.arm(Of.loop().now() + std::chrono::milliseconds(200));
}

void ControlServer::accept() {
  if (Clients.size() >= MostClients)
    return pauseAccepting();
  OwnedFd Connection(::accept4(Ears.Socket.raw(), nullptr, nullptr,
                               SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!Connection) {
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
      pauseAccepting(); // EMFILE and its like stay true for a while
    return;
  }
  ucred Peer{};
  socklen_t Size = sizeof Peer;
  bool Allowed = ::getsockopt(Connection.raw(), SOL_SOCKET, SO_PEERCRED, &Peer,
                              &Size) == 0 &&
                 (Peer.uid == 0 || Peer.uid == ::geteuid());
  ControlClient &Client = Clients.emplace_back(*this, std::move(Connection));
  if (!Allowed)
    return Client.refuse("only root and sidecar's own user may ask");
  if (!Client.listen())
    Clients.pop_back();
}

void ControlServer::answer() {
  for (ControlClient &Client : Clients)
    Client.answer();
  if (std::erase_if(Clients, [](auto &C) { return !C.alive(); }) > 0)
    resumeAccepting();
}

} // namespace sidecar
