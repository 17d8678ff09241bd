//===- Control.h - The control socket's server ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ControlServer, which hears the clients of the control socket, and
// ControlClient, one connection: it asks, waits for the effect, is answered.
// Clients, their requests, replies and idle time are bounded.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CONTROL_H
#define SIDECAR_CONTROL_H

#include "EventLoop.h"
#include "Listener.h"
#include "Request.h"
#include <list>

namespace sidecar {

class ControlServer;
class Daemon;
class Supervisor;

class ControlClient {
public:
  ControlClient(ControlServer &Server, OwnedFd Connection);

  /// False when it is to be destroyed.
  bool alive() const { return bool(Connection); }
  /// Answers what waits, if it can be answered now.
  void answer();
  /// Refuses, in words, and hangs up when that is sent.
  void refuse(const std::string &Why);
  Result<void> listen() { return hear(); }

private:
  /// What is waited for: this daemon's incarnation beyond \p Spawns is ready,
  /// or, for a stop, there is none.
  struct Goal {
    std::string Daemon;
    uint64_t Spawns;
  };
  enum class Progress : uint8_t { Waiting, Reached, Missed };

  Result<void> hear();
  void onEvents(uint32_t Events);
  void read();
  bool nextIsHere() const;
  void takeLine();
  void perform(Request R);
  void act(const Request &R);
  void logs(const Request &R);
  void follow();
  Progress progress(const Goal &G, std::string &Why) const;
  void reply(const std::string &Line);
  void replyError(const std::string &Why);
  void replyText(const char *Key, const std::string &Text);
  void send();
  void hangUp();
  void stayAwake();

  ControlServer &Server;
  OwnedFd Connection;
  Registration Events; // after Connection: it goes first
  uint32_t Interest = 0;
  Timer Idle;
  std::string In, Out;
  std::optional<Request> Pending;
  std::vector<Goal> Goals;
  std::optional<std::string> Following; // a daemon
  uint64_t FollowedTo = 0;
  bool HangUpWhenSent = false;
};

class ControlServer {
public:
  explicit ControlServer(Supervisor &Of);

  /// Hears on \p Path instead of what it heard on; "" for nowhere.
  Result<void> listen(const std::string &Path);
  /// After each turn of the loop.
  void answer();
  Supervisor &supervisor() { return Of; }

private:
  void accept();
  void pauseAccepting();
  void resumeAccepting();

  Supervisor &Of;
  Listener Ears;
  Registration Events; // after Ears: it goes first
  Timer AcceptAgain;
  std::list<ControlClient> Clients;
};

} // namespace sidecar

#endif
