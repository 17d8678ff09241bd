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
#include <new>
#include <unistd.h>

namespace sidecar {
namespace {

void print(const std::vector<std::string> &Errors) {
  for (const std::string &E : Errors)
    std::fprintf(stderr, "%s\n", E.c_str());
}

int fail(const Error &E) {
  std::fprintf(stderr, "sidecar: %s\n", E.message().c_str());
  return ExitOsError;
}

int perform(const RunFile &How) {
  if (Result<void> Prepared = Supervisor::prepareProcess(); !Prepared)
    return fail(Prepared.error());
  LogFiles Files;
  SiteReading Read = readSite(How.Config, &Files);
  print(Read.Errors.Texts);
  if (!Read.Value)
    return Read.Errors.exitCode();
  Result<std::unique_ptr<Supervisor>> S = Supervisor::open(
      {How.Config, How.Socket}, std::move(*Read.Value), std::move(Files));
  if (!S)
    return fail(S.error());
  return (*S)->run();
}

int perform(const CheckFile &How) {
  SiteReading Read = readSite(How.Config, nullptr);
  print(Read.Errors.Texts);
  return Read.Value ? 0 : Read.Errors.exitCode();
}

int perform(const RunProgram &How) { return runProgram(How); }
int perform(const CtlRequest &How) { return runCtl(How); }
int perform(const ExitAtOnce &How) { return How.Code; }

} // namespace
} // namespace sidecar

int main(int Argc, char **Argv) {
  try {
    return std::visit([](const auto &How) { return sidecar::perform(How); },
                      sidecar::parseCommandLine(Argc, Argv));
  } catch (const std::bad_alloc &) {
    (void)!::write(STDERR_FILENO, "sidecar: out of memory\n", 23);
    return sidecar::ExitOsError;
  }
}
