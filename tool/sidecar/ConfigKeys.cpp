//===- ConfigKeys.cpp - The keys of a configuration -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rows.
//===----------------------------------------------------------------------===//
#include "ConfigKeys.h"
#include "Signals.h"
#include <algorithm>
#include <sys/un.h>

namespace sidecar {

namespace {

using V = ConfigValue;
using D = DaemonConfig;

void readEnv(const V &Value, D &Out) {
  if (const toml::table *T = Value.table())
    for (auto [Name, Node] : V::inFileOrder(*T)) {
      V Child = Value.child(Name->str(), *Node);
      if (Name->str().empty() || Name->str().find('=') != std::string::npos)
        Child.error(Name->source(), "not a name of a variable");
      else if (Name->str().find('\0') != std::string::npos)
        Value.error(Name->source(), "a name of a variable has no NUL");
      std::string Text;
      Child.read(Text);
      Out.Exec.Env.emplace_back(Name->str(), Text);
    }
}

void readUmask(const V &Value, D &Out) {
  std::string Text = Value.node().value_exact<std::string>().value_or("");
  char *End = nullptr;
  unsigned long Mask = std::strtoul(Text.c_str(), &End, 8);
  if (Text.empty() || *End != 0 || Mask > 0777)
    Value.error("expected an octal mode such as \"022\"");
  else
    Out.Exec.Umask = mode_t(Mask);
}

/// A name, or a number as a string or an integer.
void readAccount(const V &Value, std::string &Out) {
  if (auto Number = Value.node().value_exact<int64_t>(); Number && *Number >= 0)
    Out = std::to_string(*Number);
  else
    Value.read(Out);
  // Out of a template that had nothing to put there, most likely: not to be
  // taken for sidecar's own user.
  if (Value.node().value_exact<std::string>() == "")
    Value.error("expected a name or a number");
}

const std::pair<const char *, __rlimit_resource_t> LimitNames[] = {
    {"as", RLIMIT_AS},
    {"core", RLIMIT_CORE},
    {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},
    {"fsize", RLIMIT_FSIZE},
    {"memlock", RLIMIT_MEMLOCK},
    {"msgqueue", RLIMIT_MSGQUEUE},
    {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},
    {"nproc", RLIMIT_NPROC},
    {"rtprio", RLIMIT_RTPRIO},
    {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK}};

std::optional<rlim_t> limitValue(const toml::node &Node) {
  if (auto N = Node.value_exact<int64_t>(); N && *N >= 0)
    return rlim_t(*N);
  if (auto Text = Node.value_exact<std::string>(); Text == "unlimited")
    return RLIM_INFINITY;
  return std::nullopt;
}

void readLimits(const V &Value, D &Out) {
  const toml::table *T = Value.table();
  if (!T)
    return;
  std::vector<std::string> Known;
  for (auto [Name, Resource] : LimitNames)
    Known.push_back(Name);
  for (auto [Name, Node] : V::inFileOrder(*T)) {
    V Child = Value.child(Name->str(), *Node);
    auto Found = std::find_if(std::begin(LimitNames), std::end(LimitNames),
                              [&](auto &L) { return Name->str() == L.first; });
    if (Found == std::end(LimitNames)) {
      std::string Near = nearest(Name->str(), Known);
      Child.error(Name->source(),
                  "unknown limit" +
                      (Near.empty() ? "" : "; did you mean '" + Near + "'?"));
      continue;
    }
    const toml::array *Pair = Node->as_array();
    auto Soft = Pair && Pair->size() == 2 ? limitValue(*Pair->get(0))
                                          : limitValue(*Node);
    auto Hard = Pair && Pair->size() == 2 ? limitValue(*Pair->get(1)) : Soft;
    if (!Soft || !Hard || *Soft > *Hard)
      Child.error("expected a number, \"unlimited\", or [soft, hard] of them");
    else
      Out.Exec.Limits.push_back({Found->second, *Soft, *Hard});
  }
}

void readStream(const V &Value, StreamRules &Out) {
  if (Value.node().is_table())
    Out.Kind = StreamKind::File, readTable(Value, streamKeys(), Out);
  else
    Value.readChoice(Out.Kind, {{"prefix", StreamKind::Prefix},
                                {"raw", StreamKind::Raw},
                                {"null", StreamKind::Null}},
                     ", or a table such as { file = \"/var/log/x\" }");
  if (Out.Kind == StreamKind::File && !Out.Path.starts_with('/'))
    Value.error("a log file needs `file`, an absolute path");
}

void readReady(const V &Value, ReadyRules &Out) {
  if (auto Text = Value.node().value_exact<std::string>()) {
    Value.readChoice(Out.Kind, {{"none", ReadyKind::None},
                                {"notify-socket", ReadyKind::NotifySocket},
                                {"exit", ReadyKind::Exit}},
                     ", or a table such as { exec = [\"test\", \"-e\", \"/x\"] }");
    return;
  }
  const toml::table *T = Value.table();
  if (!T)
    return;
  size_t Ways = 0;
  for (const char *Key :
       {"notify_fd", "exec", "tcp", "notify_socket", "exit"})
    Ways += T->contains(Key);
  if (Ways != 1)
    Value.error("give one of notify_fd, exec, tcp, notify_socket and exit");
  readTable(Value, readyKeys(), Out);
}

void readTrue(const V &Value, ReadyRules &Out, ReadyKind Kind) {
  Out.Kind = Kind;
  if (Value.node().value_exact<bool>() != true)
    Value.error("expected true");
}

void readTcp(const V &Value, ReadyRules &Out) {
  std::string Text;
  Value.read(Text);
  size_t Colon = Text.rfind(':');
  if (Colon == std::string::npos || Colon == 0 || Colon + 1 == Text.size())
    return Value.error("expected \"host:port\"");
  Out.Kind = ReadyKind::Tcp;
  Out.Host = Text.substr(0, Colon);
  if (Out.Host.starts_with('[') && Out.Host.ends_with(']'))
    Out.Host = Out.Host.substr(1, Out.Host.size() - 2);
  Out.Port = Text.substr(Colon + 1);
}

void readSocket(const V &Value, Config &C) {
  Value.read(C.ControlSocket);
  constexpr size_t Most = sizeof(sockaddr_un::sun_path) - 1;
  if (C.ControlSocket && C.ControlSocket->size() > Most)
    Value.error("a path of a socket has " + std::to_string(Most) +
                " bytes at most");
}

void readStopSignal(const V &Value, D &Out) {
  std::string Text;
  Value.read(Text);
  std::optional<int> Signal = parseSignal(Text);
  if (Signal && *Signal != SIGSTOP && *Signal != SIGCHLD)
    Out.StopSignal = *Signal;
  else
    Value.error("expected a signal such as \"TERM\"");
}

void readExitCodes(const V &Value, D &Out) {
  const toml::array *Codes = Value.node().as_array();
  if (!Codes)
    return Value.error("expected a list of exit codes");
  for (const toml::node &Node : *Codes)
    if (auto Code = Node.value_exact<int64_t>();
        Code && *Code >= 0 && *Code <= 255)
      Out.SuccessExitCodes.insert(int(*Code));
    else
      Value.error("expected exit codes from 0 to 255");
}

void readRestarts(const V &Value, RestartRules &Out) {
  if (Value.node().value_exact<std::string>() == "unlimited") {
    Out.Budget = std::nullopt;
    return;
  }
  unsigned Restarts = 0;
  Value.readInteger(Restarts, 0, 1000000);
  Out.Budget = Restarts;
}

void readBudget(const V &Value, D &Out) {
  if (Value.node().value_exact<std::string>() == "unlimited")
    Out.Restart.Budget = std::nullopt;
  else if (!Value.node().is_table())
    Value.error("expected a table such as { restarts = 5 }, or \"unlimited\"");
  else
    readTable(Value, budgetKeys(), Out.Restart);
}

// clang-format off
const Key<Config> Global[] = {
  {"shutdown_budget", "duration", "\"8s\"", "the longest shutdown: at its end all that are left get KILL; below the runtime's own (usually 10 s)", [](const V &Value, Config &C) { Value.read(C.ShutdownBudget); }},
  {"line_length", "size", "\"16KiB\"", "longer lines are split; each further part has the prefix `[NAME]+ `, or `\"part\":true` in JSON", [](const V &Value, Config &C) { Value.readSize(C.Lines.Limit); if (C.Lines.Limit < 64 || C.Lines.Limit > (1 << 20)) Value.error("expected a size from 64B to 1MiB"); }},
  {"timestamp", "boolean", "false", "begin each line with the time, UTC, in milliseconds (not those of `raw` streams)", [](const V &Value, Config &C) { Value.read(C.Lines.Timestamp); }},
  {"format", "text, json", "\"text\"", "of lines on stdout and in log files (not those of `raw` streams)", [](const V &Value, Config &C) { Value.readChoice(C.Lines.Format, {{"text", LogFormat::Text}, {"json", LogFormat::Json}}); }},
  {"escape", "boolean", "false", "write control characters but tab as `\\xNN` in text lines", [](const V &Value, Config &C) { Value.read(C.Lines.Escape); }},
  {"drain_timeout", "duration", "\"1s\"", "how long the pipe of an ended daemon is read when another process holds it open, and how long the last output may take", [](const V &Value, Config &C) { Value.read(C.DrainTimeout); }},
  {"control_socket", "string", "\"/run/sidecar.sock\"", "path of the socket of `ctl` and `health`; `\"\"` for none", readSocket},
  {"die_with_parent", "boolean", "false", "daemons get KILL when sidecar dies, whatever of", [](const V &Value, Config &C) { Value.read(C.DieWithParent); }},
};

const Key<DaemonConfig> Daemon[] = {
  {"command", "list of strings", "required", "program and arguments; no shell", [](const V &Value, D &Out) { Value.read(Out.Exec.Command); if (Out.Exec.Command.empty() || Out.Exec.Command[0].empty()) Value.error("a program is needed"); }},
  {"cwd", "string", "sidecar's", "working directory", [](const V &Value, D &Out) { Value.read(Out.Exec.Cwd); }},
  {"env", "table of strings", "{}", "variables to set", readEnv},
  {"env_file", "string", "none", "file of `NAME=value` lines, set before `env`", [](const V &Value, D &Out) { Value.read(Out.Exec.EnvFile); }},
  {"clean_env", "boolean", "false", "do not pass on sidecar's own environment", [](const V &Value, D &Out) { Value.read(Out.Exec.CleanEnv); }},
  {"umask", "string", "sidecar's", "octal, such as `\"022\"`", readUmask},
  {"user", "name or number", "sidecar's", "also sets HOME, USER and LOGNAME unless given", [](const V &Value, D &Out) { readAccount(Value, Out.Exec.User); }},
  {"group", "name or number", "the user's", "with `user`, its supplementary groups stay", [](const V &Value, D &Out) { readAccount(Value, Out.Exec.Group); }},
  {"rlimits", "table", "sidecar's", "`nofile = 1024`, `core = [0, \"unlimited\"]` (soft, hard), …", readLimits},
  {"oom_score_adj", "integer", "sidecar's", "-1000 to 1000", [](const V &Value, D &Out) { int Score = 0; Value.readInteger(Score, -1000, 1000); Out.Exec.OomScoreAdj = Score; }},
  {"no_new_privs", "boolean", "false", "no privileges by setuid programs", [](const V &Value, D &Out) { Value.read(Out.Exec.NoNewPrivs); }},
  {"start", "boolean", "true", "false: wait for `ctl start`", [](const V &Value, D &Out) { Value.read(Out.Start); }},
  {"after", "list of names", "[]", "first start, reload and shutdown are ordered by it", [](const V &Value, D &Out) { Value.read(Out.After); }},
  {"ready", "none, notify-socket, exit or table", "\"none\"", "how to tell that it is ready", [](const V &Value, D &Out) { readReady(Value, Out.Ready); }},
  {"restart", "always, on-failure, never", "\"always\"", "what to do when it ends unasked", [](const V &Value, D &Out) { Value.readChoice(Out.Restart.Mode, {{"always", RestartMode::Always}, {"on-failure", RestartMode::OnFailure}, {"never", RestartMode::Never}}); }},
  {"backoff", "table", "see below", "the delay before a restart, doubled each time", [](const V &Value, D &Out) { readTable(Value, backoffKeys(), Out.Restart); }},
  {"budget", "table or \"unlimited\"", "see below", "how many unasked restarts are allowed", readBudget},
  {"critical", "boolean", "true", "whether sidecar ends when it fails for good", [](const V &Value, D &Out) { Value.read(Out.Critical); }},
  {"stop_signal", "signal", "\"TERM\"", "asks it to end; CONT follows", readStopSignal},
  {"stop_timeout", "duration", "\"5s\"", "then KILL", [](const V &Value, D &Out) { Value.read(Out.StopTimeout); }},
  {"stop_to", "group, leader", "\"group\"", "who gets the stop signal; `leader` for servers that stop their own workers", [](const V &Value, D &Out) { Value.readChoice(Out.StopTo, {{"group", StopTo::Group}, {"leader", StopTo::Leader}}); }},
  {"leftover", "kill, leave", "\"kill\"", "what is done to its group when the leader has ended", [](const V &Value, D &Out) { Value.readChoice(Out.Leftover, {{"kill", Leftover::Kill}, {"leave", Leftover::Leave}}); }},
  {"success_exit_codes", "list of integers", "[]", "acceptable as 0 is", readExitCodes},
  {"stdout", "prefix, raw, null or table", "\"prefix\"", "where its lines go", [](const V &Value, D &Out) { readStream(Value, Out.Stdout); }},
  {"stderr", "prefix, raw, null or table", "\"prefix\"", "likewise; prefix and raw go to sidecar's stdout", [](const V &Value, D &Out) { readStream(Value, Out.Stderr); }},
  {"overflow", "block, drop", "\"block\"", "when nobody reads sidecar's stdout: stop reading the daemon's, or lose lines and count them", [](const V &Value, D &Out) { Value.readChoice(Out.Overflow, {{"block", Overflow::Block}, {"drop", Overflow::Drop}}); }},
};

const Key<ReadyRules> Ready[] = {
  {"notify_fd", "integer", "none", "a newline on this descriptor, from 3 to 255", [](const V &Value, ReadyRules &R) { R.Kind = ReadyKind::NotifyFd; Value.readInteger(R.NotifyFd, 3, 255); }},
  {"exec", "list of strings", "none", "this command, run as the daemon's user, exits with 0", [](const V &Value, ReadyRules &R) { R.Kind = ReadyKind::Exec; Value.read(R.Command); if (R.Command.empty()) Value.error("a program is needed"); }},
  {"tcp", "\"host:port\"", "none", "a connection is accepted; the host is a number or resolved when the configuration is read", readTcp},
  {"notify_socket", "true", "none", "READY=1 on NOTIFY_SOCKET (as `ready = \"notify-socket\"`)", [](const V &Value, ReadyRules &R) { readTrue(Value, R, ReadyKind::NotifySocket); }},
  {"exit", "true", "none", "it has ended acceptably: a one-shot (as `ready = \"exit\"`)", [](const V &Value, ReadyRules &R) { readTrue(Value, R, ReadyKind::Exit); }},
  {"interval", "duration", "\"500ms\"", "between two probes of `exec` or `tcp`", [](const V &Value, ReadyRules &R) { Value.read(R.Interval); if (R.Interval < std::chrono::milliseconds(1)) Value.error("at least 1ms"); }},
  {"timeout", "duration", "\"30s\"", "then it has failed; `\"0s\"`: it may take for ever", [](const V &Value, ReadyRules &R) { Value.read(R.Timeout); }},
};

const Key<RestartRules> Backoff[] = {
  {"initial", "duration", "\"100ms\"", "the first delay", [](const V &Value, RestartRules &R) { Value.read(R.Initial); }},
  {"max", "duration", "\"10s\"", "the largest", [](const V &Value, RestartRules &R) { Value.read(R.Max); }},
  {"jitter", "number", "0.1", "share of the delay that is added or taken at random", [](const V &Value, RestartRules &R) { Value.read(R.Jitter, 0.0, 1.0); }},
  {"reset", "duration", "\"10s\"", "ready for so long: the next delay is the first again", [](const V &Value, RestartRules &R) { Value.read(R.Reset); }},
};

const Key<RestartRules> Budget[] = {
  {"restarts", "integer or \"unlimited\"", "5", "unasked restarts allowed in the window", readRestarts},
  {"window", "duration", "\"5m\"", "the time over which they are counted", [](const V &Value, RestartRules &R) { Value.read(R.Window); }},
};

const Key<StreamRules> Stream[] = {
  {"file", "string", "required", "absolute path, a regular file", [](const V &Value, StreamRules &S) { Value.read(S.Path); }},
  {"max_size", "size", "\"10MiB\"", "rotate when the file would grow beyond; `\"0B\"`: never", [](const V &Value, StreamRules &S) { Value.readSize(S.MaxSize); }},
  {"keep", "integer", "5", "rotated files, `FILE.1` the newest", [](const V &Value, StreamRules &S) { Value.readInteger(S.Keep, 1, 1000); }},
};
// clang-format on

} // namespace

std::span<const Key<Config>> globalKeys() { return Global; }
std::span<const Key<DaemonConfig>> daemonKeys() { return Daemon; }
std::span<const Key<ReadyRules>> readyKeys() { return Ready; }
std::span<const Key<RestartRules>> backoffKeys() { return Backoff; }
std::span<const Key<RestartRules>> budgetKeys() { return Budget; }
std::span<const Key<StreamRules>> streamKeys() { return Stream; }

} // namespace sidecar
