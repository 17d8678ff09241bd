//===- Status.cpp - What there is to know ---------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the status as one line of JSON, the health, and the metrics, which
// are the same numbers as Prometheus text.
//===----------------------------------------------------------------------===//
#include "Directory.h"
#include "ProcStat.h"
#include "Supervisor.h"

namespace sidecar {

namespace {

/// Entries of /proc/PID/fd; nothing where that cannot be read.
std::optional<int64_t> openDescriptors(const Daemon &D) {
  if (!D.hasProcess() || !procIsOurs())
    return std::nullopt;
  std::string Path = "/proc/" + std::to_string(D.process().pid()) + "/fd";
  Directory Folder(::opendir(Path.c_str()));
  if (!Folder)
    return std::nullopt;
  int64_t Count = 0;
  while (const dirent *Entry = ::readdir(Folder.get()))
    Count += Entry->d_name[0] != '.';
  return Count;
}

void daemonJson(JsonText &J, const Daemon &D, TimePoint Now) {
  J.beginObject()
      .field("name", std::string_view(D.name()))
      .field("state", name(D.state()))
      .field("want", name(D.want()))
      .field("critical", D.plan().Config.Critical);
  J.key("pid");
  if (D.hasProcess())
    J.value(int64_t(D.process().pid()));
  else
    J.null();
  J.key("since").seconds(seconds(Now - D.since()));
  J.field("starts", D.spawns())
      .field("restarts_asked", D.restartsAsked())
      .field("restarts_unasked", D.restartsUnasked());
  J.key("last_exit");
  if (D.lastEnding())
    J.value(D.lastEnding()->text());
  else
    J.null();
  J.field("bytes_pumped", D.counts().BytesPumped)
      .field("bytes_lost", D.counts().BytesLost)
      .field("lines_dropped", D.counts().LinesDropped)
      .field("blocked", D.blocked());
  J.key("open_descriptors");
  if (std::optional<int64_t> Count = openDescriptors(D))
    J.value(*Count);
  else
    J.null();
  J.field("status_text", std::string_view(D.statusText())).endObject();
}

struct Metric {
  const char *Name, *Type, *Help;
  std::optional<double> (*Value)(const Daemon &D, TimePoint Now);
};

const Metric Metrics[] = {
    {"sidecar_daemon_up", "gauge", "1 if the daemon is ready.",
     [](const Daemon &D, TimePoint) {
       return std::optional<double>(D.state() == State::Ready);
     }},
    {"sidecar_daemon_state_seconds", "gauge", "Time in the present state.",
     [](const Daemon &D, TimePoint Now) {
       return std::optional(seconds(Now - D.since()));
     }},
    {"sidecar_daemon_starts_total", "counter", "Spawns, first one included.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.spawns()));
     }},
    {"sidecar_daemon_restarts_asked_total", "counter", "Restarts by request.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.restartsAsked()));
     }},
    {"sidecar_daemon_restarts_unasked_total", "counter",
     "Restarts after an end that nobody asked for.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.restartsUnasked()));
     }},
    {"sidecar_daemon_bytes_pumped_total", "counter", "Bytes read from it.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.counts().BytesPumped));
     }},
    {"sidecar_daemon_bytes_lost_total", "counter",
     "Bytes left in a pipe at the end of its time, or that a log's disk did "
     "not "
     "take.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.counts().BytesLost));
     }},
    {"sidecar_daemon_lines_dropped_total", "counter",
     "Lines lost because stdout was stuck.",
     [](const Daemon &D, TimePoint) {
       return std::optional(double(D.counts().LinesDropped));
     }},
    {"sidecar_daemon_blocked", "gauge",
     "1 while the daemon's output waits for somebody to read stdout.",
     [](const Daemon &D, TimePoint) {
       return std::optional<double>(D.blocked());
     }},
    {"sidecar_daemon_open_descriptors", "gauge", "Open descriptors.",
     [](const Daemon &D, TimePoint) {
       std::optional<int64_t> N = openDescriptors(D);
       return N ? std::optional(double(*N)) : std::nullopt;
     }},
};

std::string number(double Value) {
  char Text[40];
  std::snprintf(Text, sizeof Text, "%.15g", Value);
  return Text;
}

void metric(std::string &Out, const char *Name, const char *Type,
            const char *Help, double Value) {
  Out += std::string("# HELP ") + Name + " " + Help + "\n# TYPE " + Name + " " +
         Type + "\n" + Name + " " + number(Value) + "\n";
}

} // namespace

std::string Supervisor::statusJson() const {
  std::string Line;
  JsonText J(Line);
  TimePoint Now = Clock::now();
  J.beginObject().field("event", "status").field("pid", int64_t(::getpid()));
  J.key("uptime").seconds(seconds(Now - Started));
  J.field("shutting_down", shuttingDown())
      .field("reloads", Reloads)
      .field("stdout_bytes", Stdout.bytesWritten())
      .field("stdout_bytes_discarded", Stdout.bytesDiscarded())
      .field("events_dropped", Events.dropped());
  J.key("daemons").beginArray();
  for (const std::unique_ptr<Daemon> &D : Daemons)
    daemonJson(J, *D, Now);
  J.endArray().endObject();
  return Line;
}

std::string Supervisor::unhealthy() const {
  for (const std::unique_ptr<Daemon> &D : Daemons)
    if (!D->Removed && D->plan().Config.Critical &&
        D->state() != State::Ready && D->state() != State::Done)
      return D->name() + " is " + name(D->state());
  return {};
}

std::string Supervisor::metricsText() const {
  std::string Out;
  TimePoint Now = Clock::now();
  metric(Out, "sidecar_uptime_seconds", "gauge", "Time since the start.",
         seconds(Now - Started));
  metric(Out, "sidecar_reloads_total", "counter", "Reloads that took effect.",
         double(Reloads));
  metric(Out, "sidecar_stdout_bytes_total", "counter", "Bytes written.",
         double(Stdout.bytesWritten()));
  metric(Out, "sidecar_stdout_discarded_bytes_total", "counter",
         "Bytes that stdout did not take.", double(Stdout.bytesDiscarded()));
  metric(Out, "sidecar_events_dropped_total", "counter",
         "Events that stderr did not take.", double(Events.dropped()));
  for (const Metric &M : Metrics) {
    Out += std::string("# HELP ") + M.Name + " " + M.Help + "\n# TYPE " +
           M.Name + " " + M.Type + "\n";
    for (const std::unique_ptr<Daemon> &D : Daemons) {
      if (D->Removed) // its name may be another's again
        continue;
      if (std::optional<double> Value = M.Value(*D, Now))
        Out += std::string(M.Name) + "{daemon=\"" + D->name() + "\"} " +
               number(*Value) + "\n";
    }
  }
  return Out;
}

} // namespace sidecar
