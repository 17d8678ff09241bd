//===- CommandLine.cpp - What the user asked for --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parses by CLI11, but for what follows `--`: CLI11 drops it, and would take
// the options of CMD for ours.
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "Outcome.h"
#include "Units.h"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace sidecar {

std::string chosenSocket(const std::string &Option) {
  if (!Option.empty())
    return Option;
  const char *Variable = std::getenv("SIDECAR_SOCKET");
  return Variable ? Variable : "";
}

namespace {

struct Parsed {
  std::string Config, Socket, StopTimeout;
  CtlRequest Ctl;
  bool NoWait = false;
};

void addCtl(CLI::App &Ctl, Parsed &Into) {
  Ctl.require_subcommand(1);
  auto Add = [&](const char *Name, const char *What) {
    CLI::App *Sub = Ctl.add_subcommand(Name, What);
    Sub->callback([&Into, Name] { Into.Ctl.Command = Name; });
    return Sub;
  };
  auto Names = [&](CLI::App *Sub, bool Required) {
    CLI::Option *O = Sub->add_option("NAME", Into.Ctl.Names, "daemons");
    if (Required)
      O->required();
  };
  CLI::App *Status = Add("status", "show the daemons");
  Names(Status, false);
  Status->add_flag("--json", Into.Ctl.Json, "as JSON, one line");
  for (auto [Name, What] :
       {std::pair("start", "start daemons, and what they are after"),
        std::pair("stop", "stop daemons"),
        std::pair("restart", "restart daemons")}) {
    CLI::App *Sub = Add(Name, What);
    Names(Sub, true);
    Sub->add_flag("--no-wait", Into.NoWait, "do not wait for the effect");
  }
  CLI::App *Shutdown = Add("shutdown", "stop all daemons, and sidecar");
  Shutdown->add_flag("--no-wait", Into.NoWait, "do not wait for the end");
  CLI::App *Logs = Add("logs", "print the last output of a daemon");
  Logs->add_option("NAME", Into.Ctl.Names, "daemon")->required()->expected(1);
  Logs->add_option("-n", Into.Ctl.Lines, "only the last N lines")
      ->check(CLI::NonNegativeNumber);
  Logs->add_flag("-f", Into.Ctl.Follow, "go on as it writes");
  Add("metrics", "print counters as Prometheus text");
}

/// The first word of \p Words that should be a subcommand of \p App and is none,
/// or empty: CLI11 says of it that a subcommand is required.
std::string misspelt(const CLI::App &App, const std::vector<std::string> &Words) {
  const CLI::App *In = &App;
  for (const std::string &Word : Words) {
    auto Known = In->get_subcommands([](const CLI::App *) { return true; });
    if (Known.empty() || Word.empty() || Word[0] == '-')
      return "";
    auto Found = std::find_if(Known.begin(), Known.end(), [&](const CLI::App *S) {
      return S->get_name() == Word;
    });
    if (Found == Known.end())
      return Word;
    In = *Found;
  }
  return "";
}

} // namespace

CommandLine parseCommandLine(int Argc, char **Argv) {
  int Cut = 1;
  while (Cut < Argc && std::strcmp(Argv[Cut], "--") != 0)
    ++Cut;
  bool HasCut = Cut < Argc;
  std::vector<char *> Program;
  if (HasCut)
    Program.assign(Argv + Cut + 1, Argv + Argc + 1); // with the null pointer

  CLI::App App("Init and supervisor of a container with a handful of daemons.",
               "sidecar");
  App.require_subcommand(1);
  Parsed Into;
  auto AddSocket = [&](CLI::App *To) {
    To->add_option("--socket", Into.Socket,
                   "control socket (else $SIDECAR_SOCKET, else "
                   "/run/sidecar.sock)");
  };
  CLI::App *Run = App.add_subcommand(
      "run", "run the daemons of a configuration, or `run -- CMD ARG...`");
  CLI::Option *File = Run->add_option("FILE", Into.Config, "configuration");
  Run->add_option("--socket", Into.Socket,
                  "control socket, instead of the configuration's");
  CLI::Option *StopTimeout =
      Run->add_option("--stop-timeout", Into.StopTimeout,
                      "with CMD: KILL it so long after TERM or INT");
  CLI::App *Check =
      App.add_subcommand("check", "check a configuration; start nothing");
  Check->add_option("FILE", Into.Config, "configuration")->required();
  CLI::App *Ctl = App.add_subcommand("ctl", "talk to a running sidecar");
  AddSocket(Ctl);
  addCtl(*Ctl, Into);
  CLI::App *Health =
      App.add_subcommand("health", "0 if every critical daemon is ready");
  AddSocket(Health);

  auto Usage = [](const std::string &Text) {
    std::fprintf(stderr, "sidecar: %s\n", Text.c_str());
    return ExitAtOnce{ExitUsage};
  };
  try {
    App.parse(Cut, Argv);
  } catch (const CLI::ParseError &E) {
    if (std::string Word = misspelt(App, {Argv + 1, Argv + Cut}); !Word.empty())
      return Usage("there is no command '" + Word + "'; see --help");
    return ExitAtOnce{App.exit(E) == 0 ? 0 : ExitUsage};
  }
  if (HasCut && !Run->parsed())
    return Usage("`--` belongs to `run -- CMD`");
  if (Run->parsed() && HasCut) {
    if (File->count() > 0 || Program.size() < 2)
      return Usage("give either a configuration or `-- CMD`");
    RunProgram P{std::move(Program), {}};
    if (StopTimeout->count() > 0 &&
        !(P.StopTimeout = parseDuration(Into.StopTimeout)))
      return Usage("--stop-timeout: expected a duration such as \"8s\"");
    return P;
  }
  if (Run->parsed()) {
    if (File->count() == 0)
      return Usage("give either a configuration or `-- CMD`");
    if (StopTimeout->count() > 0)
      return Usage("--stop-timeout is for `run -- CMD`");
    return RunFile{Into.Config, chosenSocket(Into.Socket)};
  }
  if (Check->parsed())
    return CheckFile{Into.Config};
  if (Health->parsed())
    Into.Ctl.Command = "health";
  Into.Ctl.Socket = chosenSocket(Into.Socket);
  if (Into.Ctl.Socket.empty())
    Into.Ctl.Socket = DefaultSocket;
  Into.Ctl.Wait = !Into.NoWait;
  return Into.Ctl;
}

} // namespace sidecar
