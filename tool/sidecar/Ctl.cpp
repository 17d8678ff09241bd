//===- Ctl.cpp - The client of the control socket -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the client: one request, one reply, printed for people or not.
//===----------------------------------------------------------------------===//
#include "Ctl.h"
#include "JsonText.h"
#include "Listener.h"
#include "Outcome.h"
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/socket.h>

namespace sidecar {

namespace {

using nlohmann::json;

std::string requestLine(const CtlRequest &How) {
  std::string Line;
  JsonText J(Line);
  J.beginObject().field("command", std::string_view(How.Command));
  J.key("names").beginArray();
  for (const std::string &Name : How.Names)
    J.value(std::string_view(Name));
  J.endArray();
  J.field("wait", How.Wait);
  if (How.Command == "logs")
    J.field("lines", How.Lines).field("follow", How.Follow);
  J.endObject();
  return Line + "\n";
}

bool sendAll(BorrowedFd To, std::string_view Text) {
  while (!Text.empty()) {
    ssize_t Size = ::send(To.raw(), Text.data(), Text.size(), MSG_NOSIGNAL);
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      return false;
    Text.remove_prefix(size_t(Size));
  }
  return true;
}

/// Lines of a connection, one at a time.
class Replies {
public:
  Replies(BorrowedFd From, std::optional<TimePoint> Until)
      : From(From), Until(Until) {}
  /// Nothing at the end of the connection, or when its time is up.
  std::optional<std::string> next() {
    size_t End;
    while ((End = Buffer.find('\n')) == std::string::npos) {
      if (Until && !waitForMore())
        return std::nullopt;
      char Bytes[16384];
      ssize_t Size = ::recv(From.raw(), Bytes, sizeof Bytes, 0);
      if (Size < 0 && errno == EINTR)
        continue;
      if (Size <= 0)
        return std::nullopt;
      Buffer.append(Bytes, size_t(Size));
    }
    std::string Line = Buffer.substr(0, End);
    Buffer.erase(0, End + 1);
    return Line;
  }

private:
  bool waitForMore() const {
    int Count;
    do {
      auto Left = std::chrono::ceil<std::chrono::milliseconds>(
          std::max<Duration>(*Until - Clock::now(), Duration(0)));
      pollfd Wait{From.raw(), POLLIN, 0};
      Count = ::poll(&Wait, 1, int(Left.count()));
    } while (Count < 0 && errno == EINTR);
    return Count > 0 && Clock::now() < *Until;
  }

  BorrowedFd From;
  std::optional<TimePoint> Until;
  std::string Buffer;
};

std::string text(const json &Object, const char *Key) {
  auto Found = Object.find(Key);
  if (Found == Object.end() || Found->is_null())
    return "-";
  return Found->is_string()
             ? Found->get<std::string>()
             : Found->dump(-1, ' ', false, json::error_handler_t::replace);
}

void keepOnly(json &Status, const std::vector<std::string> &Names) {
  json Kept = json::array();
  for (const json &D : Status.value("daemons", json::array()))
    if (Names.empty() ||
        std::find(Names.begin(), Names.end(), text(D, "name")) != Names.end())
      Kept.push_back(D);
  Status["daemons"] = std::move(Kept);
}

/// Columns as wide as their widest cell.
void printTable(const json &Status) {
  static constexpr std::pair<const char *, const char *> Columns[] = {
      {"NAME", "name"},
      {"STATE", "state"},
      {"PID", "pid"},
      {"SINCE", "since"},
      {"ASKED", "restarts_asked"},
      {"UNASKED", "restarts_unasked"},
      {"LAST EXIT", "last_exit"},
      {"BYTES", "bytes_pumped"},
      {"DROPPED", "lines_dropped"},
      {"FDS", "open_descriptors"}};
  std::vector<std::vector<std::string>> Rows(1);
  for (auto [Title, Key] : Columns)
    Rows[0].push_back(Title);
  for (const json &D : Status.value("daemons", json::array())) {
    Rows.emplace_back();
    for (auto [Title, Key] : Columns)
      Rows.back().push_back(text(D, Key));
  }
  for (const std::vector<std::string> &Row : Rows) {
    std::string Line;
    for (size_t I = 0; I < Row.size(); ++I) {
      size_t Width = 0;
      for (const std::vector<std::string> &Other : Rows)
        Width = std::max(Width, Other[I].size());
      Line += Row[I];
      if (I + 1 < Row.size())
        Line += std::string(Width - Row[I].size() + 2, ' ');
    }
    std::printf("%s\n", Line.c_str());
  }
}

/// Returns the exit code of a reply that has come.
int show(const CtlRequest &How, const std::string &Line) {
  json Reply = json::parse(Line, nullptr, false);
  if (!Reply.is_object() || !Reply.value("ok", false)) {
    std::string Why = Reply.is_object() ? text(Reply, "error") : Line;
    std::fprintf(stderr, "sidecar: %s\n", Why.c_str());
    return 1;
  }
  if (How.Command == "status") {
    json &Status = Reply["status"];
    keepOnly(Status, How.Names);
    if (How.Json || !::isatty(STDOUT_FILENO))
      std::printf(
          "%s\n",
          Status.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    else
      printTable(Status);
  } else if (How.Command == "logs" || How.Command == "metrics") {
    std::string Text = Reply.value("text", "");
    std::fwrite(Text.data(), 1, Text.size(), stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

} // namespace

int runCtl(const CtlRequest &How) {
  bool Health = How.Command == "health";
  int NoSidecar = Health ? 1 : ExitUnavailable;
  std::optional<Duration> Limit;
  std::optional<TimePoint> Until;
  if (Health) { // a health check that hangs is a bad one
    Limit = std::chrono::seconds(1);
    Until = Clock::now() + *Limit;
  }
  Result<OwnedFd> Connection = connectTo(How.Socket, Limit);
  if (!Connection) {
    const char *Remedy = Connection.error().Number == EACCES
                             ? "ask as root or as the user who runs sidecar"
                             : "is sidecar running? --socket says where";
    std::fprintf(stderr, "sidecar: %s; %s\n",
                 Connection.error().message().c_str(), Remedy);
    return NoSidecar;
  }
  bool Sent = sendAll(Connection->borrow(), requestLine(How));
  Replies From(Connection->borrow(), Until);
  std::optional<std::string> Line = Sent ? From.next() : std::nullopt;
  if (!Line && How.Command == "shutdown" && Sent)
    return 0; // it has ended: that is the answer
  if (!Line) {
    std::fprintf(stderr, "sidecar: %s: no answer\n", How.Socket.c_str());
    return NoSidecar;
  }
  int Code = show(How, *Line);
  while (Code == 0 && How.Follow && (Line = From.next()))
    Code = show(How, *Line);
  return Code;
}

} // namespace sidecar
