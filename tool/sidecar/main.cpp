//===- main.cpp - sidecar -------------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The subcommands, and what each exits with before it has anything to run.
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "Ctl.h"
#include "RunProgram.h"
#include "Supervisor.h"
#include <cstdio>

namespace sidecar {
namespace {

void print(const std::vector<std::string> &Errors) {
  for (const std::string &E : Errors)
    std::fprintf(stderr, "%s\n", E.c_str());
}

int perform(const RunFile &How) {
  LogFiles Files;
  SiteReading Read = readSite(How.Config, &Files);
  print(Read.Errors);
  if (!Read.Value)
    return ExitConfiguration;
  Result<std::unique_ptr<Supervisor>> S = Supervisor::open(
      {How.Config, How.Socket}, std::move(*Read.Value), std::move(Files));
  if (!S) {
    std::fprintf(stderr, "sidecar: %s\n", S.error().message().c_str());
    return ExitOsError;
  }
  return (*S)->run();
}

int perform(const CheckFile &How) {
  SiteReading Read = readSite(How.Config, nullptr);
  print(Read.Errors);
  return Read.Value ? 0 : ExitConfiguration;
}

int perform(const RunProgram &How) { return runProgram(How); }
int perform(const CtlRequest &How) { return runCtl(How); }
int perform(const ExitAtOnce &How) { return How.Code; }

} // namespace
} // namespace sidecar

int main(int Argc, char **Argv) {
  return std::visit([](const auto &How) { return sidecar::perform(How); },
                    sidecar::parseCommandLine(Argc, Argv));
}
