//===- ControlClient.cpp - One connection of the control socket -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements what the requests do, and their answers.
//===----------------------------------------------------------------------===//
#include "Control.h"
#include "Supervisor.h"
#include "Units.h"
#include <sys/epoll.h>
#include <sys/socket.h>

namespace sidecar {

static constexpr size_t LargestRequest = 64 << 10;
static constexpr Duration LongestIdle = std::chrono::seconds(10);

ControlClient::ControlClient(ControlServer &Server, OwnedFd Made)
    : Server(Server), Connection(std::move(Made)),
      Idle(Server.supervisor().loop(), [this] { hangUp(); }) {
  stayAwake();
}

void ControlClient::stayAwake() {
  Idle.arm(Server.supervisor().loop().now() + LongestIdle);
}

void ControlClient::hangUp() {
  Idle.cancel();
  Events.remove();
  Connection.reset();
}

/// Whether a request that has come can be taken up: one at a time.
bool ControlClient::nextIsHere() const {
  return Out.empty() && !Pending && !Following &&
         In.find('\n') != std::string::npos;
}

/// Registered for what matters now: to send if there is something, to take up
/// what has come, else to read. No more is read before that is done, so a client
/// that asks and asks costs no memory. One with a request under way is only
/// watched for its end, which needs no mask; to say nothing more is none.
Result<void> ControlClient::hear() {
  uint32_t Next = 0;
  if (!Out.empty() || nextIsHere())
    Next = EPOLLOUT;
  else if (!Pending && !Following)
    Next = EPOLLIN;
  if (Events && Next == Interest)
    return {};
  Events.remove();
  Result<Registration> Added = Server.supervisor().loop().add(
      Connection.borrow(), Next, [this](uint32_t E) { onEvents(E); });
  if (!Added)
    return Added.error();
  Events = std::move(*Added);
  Interest = Next;
  return {};
}

void ControlClient::onEvents(uint32_t Ready) {
  if (Ready & EPOLLIN)
    read();
  else if (Ready & EPOLLOUT)
    nextIsHere() ? takeLine() : send();
  else // the client has gone, and what it asked for goes on without it
    hangUp();
}

void ControlClient::read() {
  char Bytes[4096];
  ssize_t Size = ::recv(Connection.raw(), Bytes, sizeof Bytes, MSG_DONTWAIT);
  if (Size < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (Size <= 0)
    return hangUp();
  In.append(Bytes, size_t(Size));
  if (nextIsHere())
    takeLine();
  else if (In.size() > LargestRequest)
    refuse("the request is too long");
}

/// One request at a time; a further one waits in the buffer.
void ControlClient::takeLine() {
  size_t End = In.find('\n');
  std::string Line = In.substr(0, End);
  In.erase(0, End + 1);
  Result<Request> R = parseRequest(Line);
  if (!R)
    return replyError(R.error().message());
  perform(std::move(*R));
}

void ControlClient::reply(const std::string &Line) {
  Out += Line + "\n";
  Pending.reset();
  Goals.clear();
  send();
}

void ControlClient::replyError(const std::string &Why) {
  std::string Line;
  JsonText(Line)
      .beginObject()
      .field("ok", false)
      .field("error", std::string_view(Why))
      .endObject();
  reply(Line);
}

void ControlClient::replyText(const char *Key, const std::string &Text) {
  std::string Line;
  JsonText(Line)
      .beginObject()
      .field("ok", true)
      .field(Key, std::string_view(Text))
      .endObject();
  reply(Line);
}

void ControlClient::refuse(const std::string &Why) {
  HangUpWhenSent = true;
  replyError(Why);
}

void ControlClient::send() {
  while (!Out.empty()) {
    ssize_t Size = ::send(Connection.raw(), Out.data(), Out.size(),
                          MSG_DONTWAIT | MSG_NOSIGNAL);
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size < 0 && errno != EAGAIN)
      return hangUp();
    if (Size < 0)
      break;
    Out.erase(0, size_t(Size));
    stayAwake();
  }
  if ((Out.empty() && HangUpWhenSent) || !hear())
    hangUp();
}

void ControlClient::perform(Request R) {
  Supervisor &S = Server.supervisor();
  for (const std::string &Name : R.Names) {
    if (S.find(Name))
      continue;
    std::vector<std::string> Names;
    for (const auto &D : S.daemons())
      Names.push_back(D->name());
    std::string Near = nearest(Name, Names);
    return replyError("there is no daemon '" + Name + "'" +
                      (Near.empty() ? "" : "; did you mean '" + Near + "'?"));
  }
  switch (R.What) {
  case Request::Verb::Status:
    return reply("{\"ok\":true,\"status\":" + S.statusJson() + "}");
  case Request::Verb::Health: {
    std::string Why = S.unhealthy();
    return Why.empty() ? reply("{\"ok\":true}") : replyError(Why);
  }
  case Request::Verb::Metrics:
    return replyText("text", S.metricsText());
  case Request::Verb::Logs:
    return logs(R);
  case Request::Verb::Shutdown:
    S.beginShutdown("ctl");
    if (!R.Wait)
      return reply("{\"ok\":true}");
    Idle.cancel(); // its answer is that we hang up
    Pending = std::move(R);
    return (void)!hear();
  case Request::Verb::Start:
  case Request::Verb::Stop:
  case Request::Verb::Restart:
    return act(R);
  }
}

void ControlClient::act(const Request &R) {
  Supervisor &S = Server.supervisor();
  if (S.shuttingDown())
    return replyError("sidecar is shutting down");
  Goals.clear();
  for (const std::string &Name : R.Names) {
    Daemon &D = *S.find(Name);
    bool OnItsWay = R.What == Request::Verb::Start && D.hasProcess() &&
                    D.state() != State::Stopping;
    Goals.push_back({Name, D.spawns() - (OnItsWay ? 1 : 0)});
    if (R.What == Request::Verb::Start)
      S.startWithDependencies(D);
    else
      D.apply(R.What == Request::Verb::Stop ? Event::Stop : Event::Restart);
  }
  if (!R.Wait)
    return reply("{\"ok\":true}");
  Idle.cancel();
  Pending = R;
  if (!hear())
    hangUp();
}

ControlClient::Progress ControlClient::progress(const Goal &G,
                                                std::string &Why) const {
  const Daemon *D = Server.supervisor().find(G.Daemon);
  if (!D && Pending->What == Request::Verb::Stop)
    return Progress::Reached; // it has ended, and a reload removed it
  if (!D) {
    Why = G.Daemon + " is no longer in the configuration";
    return Progress::Missed;
  }
  State S = D->state();
  bool Ended = S == State::Stopped || S == State::Done || S == State::Failed;
  if (Pending->What == Request::Verb::Stop) {
    if (Ended)
      return Progress::Reached;
    if (D->want() == Want::Down || D->want() == Want::Gone)
      return Progress::Waiting;
    Why = G.Daemon + " was asked to start again";
    return Progress::Missed;
  }
  bool New = D->spawns() > G.Spawns;
  if (New && (S == State::Ready || S == State::Done))
    return Progress::Reached;
  if (D->want() == Want::Gone || S == State::Stopped ||
      (S == State::Stopping && D->want() == Want::Down)) {
    Why = G.Daemon + " was asked to stop";
    return Progress::Missed;
  }
  if (S == State::Failed || (New && S == State::Backoff)) {
    Why = G.Daemon + " failed: " +
          (D->lastEnding() ? D->lastEnding()->text() : std::string());
    return Progress::Missed;
  }
  return Progress::Waiting;
}

void ControlClient::answer() {
  if (!alive())
    return;
  if (Following)
    follow();
  if (Pending && Pending->What != Request::Verb::Shutdown) {
    std::string Why;
    size_t Reached = 0;
    for (const Goal &G : Goals)
      switch (progress(G, Why)) {
      case Progress::Waiting:
        break;
      case Progress::Reached:
        ++Reached;
        break;
      case Progress::Missed:
        return replyError(Why);
      }
    if (Reached == Goals.size())
      reply("{\"ok\":true}");
  }
}

static std::string lastLines(const std::string &Text, size_t Count) {
  size_t Begin = Text.size() - (Text.ends_with('\n') ? 1 : 0);
  for (size_t Seen = 0; Begin > 0; --Begin)
    if (Text[Begin - 1] == '\n' && ++Seen == Count)
      break;
  return Count == 0 ? "" : Text.substr(Begin);
}

void ControlClient::logs(const Request &R) {
  const Daemon &D = *Server.supervisor().find(R.Names[0]);
  std::string Text = D.tail().since(0);
  if (D.tail().total() > LogTail::Capacity)
    Text.erase(0, std::min(Text.find('\n'), Text.size() - 1) + 1); // cut line
  if (R.Lines >= 0)
    Text = lastLines(Text, size_t(R.Lines));
  if (R.Follow) {
    Following = R.Names[0];
    FollowedTo = D.tail().total();
    Idle.cancel();
  }
  replyText("text", Text);
}

void ControlClient::follow() {
  const Daemon *D = Server.supervisor().find(*Following);
  if (!D)
    return hangUp();
  if (!Out.empty() || D->tail().total() == FollowedTo) {
    if (Out.empty())
      Idle.cancel();
    return;
  }
  std::string Text = D->tail().since(FollowedTo);
  FollowedTo = D->tail().total();
  replyText("text", Text);
}

} // namespace sidecar
