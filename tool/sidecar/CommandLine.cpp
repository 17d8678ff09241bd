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
#include <cctype>
#include <cstdio>
#include <cstdlib>
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

/// CLI11's own range prints the largest double.
CLI::Validator wholeNumber() {
  auto Wrong = [](std::string &Text) {
    bool Digits = !Text.empty() && Text.size() < 10 &&
                  Text.find_first_not_of("0123456789") == std::string::npos;
    return Digits ? "" : "expected a whole number, not '" + Text + "'";
  };
  return {Wrong, "", "whole number"};
}

void addSocket(CLI::App &To, Parsed &Into) {
  To.add_option("--socket", Into.Socket,
                "control socket (else $SIDECAR_SOCKET, else "
                "/run/sidecar.sock)")
      ->type_name("PATH");
}

void addCtl(CLI::App &Ctl, Parsed &Into) {
  Ctl.require_subcommand(1);
  auto Add = [&](const char *Name, const char *What) {
    CLI::App *Sub = Ctl.add_subcommand(Name, What);
    Sub->callback([&Into, Name] { Into.Ctl.Command = Name; });
    addSocket(*Sub, Into); // before and behind the command
    return Sub;
  };
  auto Names = [&](CLI::App *Sub, bool Required) {
    CLI::Option *O = Sub->add_option("NAME", Into.Ctl.Names, "daemons");
    O->type_name("");
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
  Logs->add_option("NAME", Into.Ctl.Names, "daemon")
      ->required()
      ->expected(1)
      ->type_name("");
  Logs->add_option("-n", Into.Ctl.Lines, "only the last N lines")
      ->check(wholeNumber())
      ->type_name("N");
  Logs->add_flag("-f", Into.Ctl.Follow, "go on as it writes");
  Add("metrics", "print counters as Prometheus text");
}

/// What CLI11 says of a wrong usage, in words that name the word that is wrong:
/// where a command is missing it says no more than that.
std::string usageError(const CLI::App &App,
                       const std::vector<std::string> &Words, std::string Said) {
  const CLI::App *In = &App;
  std::string Path = App.get_name(), Wrong;
  for (const std::string &Word : Words) {
    auto Known = In->get_subcommands([](const CLI::App *) { return true; });
    if (Known.empty())
      break;
    auto Found =
        std::find_if(Known.begin(), Known.end(), [&](const CLI::App *S) {
          return S->get_name() == Word;
        });
    if (Found != Known.end()) {
      In = *Found;
      Path += " " + Word;
      continue;
    }
    bool Option = !Word.empty() && Word[0] == '-';
    if (!Option) {
      std::vector<std::string> Names;
      for (const CLI::App *S : Known)
        Names.push_back(S->get_name());
      std::string Near = nearest(Word, Names);
      Wrong = "there is no command '" + Word + "'" +
              (Near.empty() ? "" : " (did you mean '" + Near + "'?)");
    } else if (!In->get_option_no_throw(Word.substr(0, Word.find('='))))
      Wrong = "there is no option '" + Word + "' before the command";
    break;
  }
  if (Said.size() > 1 && !std::isupper(Said[1])) // not FILE, NAME
    Said[0] = char(std::tolower(Said[0]));
  std::vector<std::string> Rest = In->remaining();
  if (In->get_name() == "run" && !Rest.empty() && !Rest[0].starts_with('-'))
    Said += "; `sidecar run -- CMD` runs a program"; // as other inits do
  return (Wrong.empty() ? Said : Wrong) + "; see " + Path + " --help";
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
  App.footer("Exit codes are in sidecar(1), a configuration's keys in "
             "sidecar.toml(5).");
  App.set_version_flag("--version", "sidecar " SIDECAR_VERSION,
                       "Print the version and exit");
  Parsed Into;
  CLI::App *Run = App.add_subcommand(
      "run", "run the daemons of a configuration, or `run -- CMD ARG...`");
  Run->footer(
      "TERM and INT stop all daemons in order, a second one kills them; HUP "
      "reads the\nconfiguration again, USR1 prints the status, USR2 opens log "
      "files anew.\n\n`sidecar run [--stop-timeout DURATION] -- CMD ARG...` runs "
      "one program as its init,\nas tini does: signals go to it, and its exit "
      "code is sidecar's.");
  CLI::Option *File = Run->add_option("FILE", Into.Config, "configuration");
  File->type_name("");
  Run->add_option("--socket", Into.Socket,
                  "control socket, instead of the configuration's")
      ->type_name("PATH");
  CLI::Option *StopTimeout =
      Run->add_option("--stop-timeout", Into.StopTimeout,
                      "with CMD: KILL it so long after TERM or INT");
  StopTimeout->type_name("DURATION");
  CLI::App *Check =
      App.add_subcommand("check", "check a configuration; start nothing");
  Check->add_option("FILE", Into.Config, "configuration")
      ->required()
      ->type_name("");
  CLI::App *Ctl = App.add_subcommand("ctl", "talk to a running sidecar");
  addSocket(*Ctl, Into);
  addCtl(*Ctl, Into);
  CLI::App *Health =
      App.add_subcommand("health", "0 if every critical daemon is ready");
  addSocket(*Health, Into);

  auto Usage = [](const std::string &Text) {
    std::fprintf(stderr, "sidecar: %s\n", Text.c_str());
    return ExitAtOnce{ExitUsage};
  };
  try {
    App.parse(Cut, Argv);
  } catch (const CLI::ParseError &E) {
    if (E.get_exit_code() == 0) // help or version
      return ExitAtOnce{App.exit(E)};
    return Usage(usageError(App, {Argv + 1, Argv + Cut}, E.what()));
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
