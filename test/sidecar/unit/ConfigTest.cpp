//===- ConfigTest.cpp - Each error of a configuration, word for word
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConfigFile.h"
#include "Site.h"
#include <gtest/gtest.h>
#include <fstream>
#include <random>
#include <sstream>

using namespace sidecar;
using namespace std::chrono_literals;

namespace {

std::string errors(const std::string &Text) {
  std::string All;
  for (const std::string &E : readConfigText(Text, "f").Errors)
    All += E + "\n";
  return All;
}

const std::string A = "[daemon.a]\ncommand=['x']\n";

TEST(Config, Errors) {
  const std::pair<std::string, const char *> Rows[] = {
      {"", "f:1:1: there is no [daemon.NAME]\n"},
      {"[deamon.a]\n", "f:1:2: deamon: unknown table; there are [sidecar] and "
                       "[daemon.NAME]\n"},
      {"[daemon.a]\n", "f:1:9: daemon.a: `command` is missing\n"},
      {"[daemon.a]\ncommand='x'\n",
       "f:2:9: daemon.a.command: expected a list of strings\n"
       "f:2:9: daemon.a.command: a program is needed\n"},
      {"[daemon.a]\ncomand=['x']\n",
       "f:2:1: daemon.a.comand: unknown key; did you mean 'command'?\n"
       "f:1:9: daemon.a: `command` is missing\n"},
      {A + "zzz=1\n", "f:3:1: daemon.a.zzz: unknown key\n"},
      {"[daemon.'a b']\ncommand=['x']\n",
       "f:1:9: daemon.a b: a name has letters, digits, _ and - only\n"},
      {A + "after=['egress']\n",
       "f:3:7: daemon.a.after: there is no daemon 'egress'\n"},
      {A + "after=['b']\n",
       "f:3:7: daemon.a.after: there is no daemon 'b'; did you mean 'a'?\n"},
      {A + "after=['a']\n",
       "f:3:7: daemon.a.after: a cycle: a after a\n"},
      {A + "after=['b']\n[daemon.b]\ncommand=['x']\nafter=['a']\n",
       "f:6:7: daemon.b.after: a cycle: a after b after a\n"},
      {A + "stop_timeout='5'\n", "f:3:14: daemon.a.stop_timeout: expected a "
                                 "duration such as \"250ms\" or \"8s\"\n"},
      {A + "restart='sometimes'\n",
       "f:3:9: daemon.a.restart: expected one of \"always\", \"on-failure\", "
       "\"never\"\n"},
      {A + "env={'a=b'='x'}\n",
       "f:3:6: daemon.a.env.a=b: not a name of a variable\n"},
      {A + "env={\"a\\u0000b\"='x'}\n",
       "f:3:6: daemon.a.env: a name of a variable has no NUL\n"},
      {A + "critical=1\n", "f:3:10: daemon.a.critical: expected true or false\n"},
      {A + "umask='999'\n",
       "f:3:7: daemon.a.umask: expected an octal mode such as \"022\"\n"},
      {A + "stop_signal='TREM'\n",
       "f:3:13: daemon.a.stop_signal: expected a signal such as \"TERM\"\n"},
      {A + "rlimits={nofiles=3}\n", "f:3:10: daemon.a.rlimits.nofiles: unknown "
                                    "limit; did you mean 'nofile'?\n"},
      {A + "ready={notify_fd=2}\n",
       "f:3:18: daemon.a.ready.notify_fd: expected an integer from 3 to 255\n"},
      {A + "umask=22\n",
       "f:3:7: daemon.a.umask: expected an octal mode such as \"022\"\n"},
      {A + "user=''\n", "f:3:6: daemon.a.user: expected a name or a number\n"},
      {A + "budget=3\n", "f:3:8: daemon.a.budget: expected a table such as { "
                         "restarts = 5 }, or \"unlimited\"\n"},
      {A + "stdout='file'\n",
       "f:3:8: daemon.a.stdout: expected one of \"prefix\", \"raw\", "
       "\"null\", or a table such as { file = \"/var/log/x\" }\n"},
      {A + "ready='exec'\n",
       "f:3:7: daemon.a.ready: expected one of \"none\", \"notify-socket\", "
       "\"exit\", or a table such as { exec = [\"test\", \"-e\", \"/x\"] }\n"},
      {A + "ready={exit=false}\n",
       "f:3:13: daemon.a.ready.exit: expected true\n"},
      {A + "ready={interval='1s'}\n",
       "f:3:7: daemon.a.ready: give one of notify_fd, exec, tcp, notify_socket "
       "and exit\n"},
      {A + "ready={exec=['x'],tcp='h:1'}\n",
       "f:3:7: daemon.a.ready: give one of notify_fd, exec, tcp, notify_socket "
       "and exit\n"},
      {A + "ready={tcp='80'}\n",
       "f:3:12: daemon.a.ready.tcp: expected \"host:port\"\n"},
      {A + "stdout={file='log'}\n",
       "f:3:8: daemon.a.stdout: a log file needs `file`, an absolute path\n"},
      {A + "backoff={initial='1m'}\n",
       "f:1:9: daemon.a.backoff: `max` is smaller than `initial`\n"},
      {A + "budget={window='1s'}\n",
       "f:3:8: daemon.a.budget: can never be used up: the delays of so many "
       "restarts are longer than the window\n"},
      {"[sidecar]\nline_length='1B'\n" + A,
       "f:2:13: sidecar.line_length: expected a size from 64B to 1MiB\n"},
      {"[sidecar]\ncontrol_socket='/" + std::string(107, 'x') + "'\n" + A,
       "f:2:16: sidecar.control_socket: a path of a socket has 107 bytes at "
       "most\n"},
      {A + "stdout={file='/l',keep=2}\nstderr={file='/l'}\n",
       "f:1:9: daemon.a: /l is rotated by other rules elsewhere\n"},
  };
  for (const auto &[Text, Expected] : Rows)
    EXPECT_EQ(errors(Text), Expected) << Text;
}

TEST(Config, ErrorsOfSyntaxAreToldAndNotAssumedAway) {
  for (const char *Text : {"[*]", "[", "[a", "[[a]", "= 1", "a", "a =", "a.",
                           "a. = 1", "[a.]", "[.a]", "a = ]", "a = {,}"}) {
    std::string E = errors(Text);
    EXPECT_TRUE(E.starts_with("f:1:")) << Text << ": " << E;
    EXPECT_EQ(E.find("no [daemon.NAME]"), std::string::npos) << Text;
  }
}

TEST(Config, WhatCannotBeResolvedIsToldWithTheRest) {
  const std::string Folder = ::testing::TempDir(), Path = Folder + "site.toml";
  std::ofstream(Path) << "[daemon.a]\n"
                         "command = ['${SIDECAR_NOPE_1}']\n"
                         "cwd = '${SIDECAR_NOPE_2}'\n"
                         "env = { A = '${SIDECAR_NOPE_3}' }\n"
                         "user = 'no-such-user'\n"
                         "ready = { exec = ['${SIDECAR_NOPE_4}'] }\n"
                         "stdout = { file = '/nowhere/log' }\n"
                         "stderr = { file = '" +
                             Folder + "never' }\n";
  const std::string Site = Path + ":", Unset = "is not set\n";
  auto errors = [&] {
    LogFiles Files;
    SiteReading Read = readSite(Path, &Files);
    EXPECT_FALSE(Read.Value);
    EXPECT_EQ(Read.Errors.exitCode(), ExitConfiguration);
    std::string All;
    for (const std::string &E : Read.Errors.Texts)
      All += E + "\n";
    return All;
  };
  const std::string Resolved =
      Site + "4:7: daemon.a.env.A: variable 'SIDECAR_NOPE_3' " + Unset + Site +
      "5:8: daemon.a.user: there is no user 'no-such-user'\n" + Site +
      "2:11: daemon.a.command: variable 'SIDECAR_NOPE_1' " + Unset + Site +
      "3:7: daemon.a.cwd: variable 'SIDECAR_NOPE_2' " + Unset + Site +
      "6:9: daemon.a.ready.exec: variable 'SIDECAR_NOPE_4' " + Unset + Site +
      "7:10: daemon.a.stdout: access /nowhere/: No such file or directory\n";
  EXPECT_EQ(errors(), Resolved);
  std::ofstream(Path, std::ios::app) << "colour = 1\n";
  EXPECT_EQ(errors(), Site + "9:1: daemon.a.colour: unknown key\n" + Resolved);
  EXPECT_FALSE(std::ifstream(Folder + "never")); // no log file was made
  std::remove(Path.c_str());
}

TEST(Config, ADuplicateNameIsAnErrorOfSyntax) {
  std::string E = errors(A + A);
  EXPECT_TRUE(E.starts_with("f:3:")) << E;
}

TEST(Config, DaemonsComeInTheOrderOfTheFile) {
  ConfigReading R = readConfigText(
      "[daemon.z]\ncommand=['x']\n[daemon.a]\ncommand=['x']\n"
      "[daemon.m]\ncommand=['x']\nafter=['q']\n[daemon.q]\ncommand=['x']\n",
      "f");
  ASSERT_TRUE(R.Value);
  std::string Names, Order;
  for (const DaemonConfig &D : R.Value->Daemons)
    Names += D.Name;
  for (size_t I : startOrder(R.Value->Daemons))
    Order += R.Value->Daemons[I].Name;
  EXPECT_EQ(Names, "zamq");
  EXPECT_EQ(Order, "zaqm");
}

TEST(Config, Values) {
  ConfigReading R = readConfigText(
      A + "budget='unlimited'\nready={tcp='[::1]:80',timeout='1s'}\n"
          "rlimits={core=[0,'unlimited']}\nuser=1000\ngroup='g'\n"
          "success_exit_codes=[5]\noverflow='drop'\n",
      "f");
  ASSERT_TRUE(R.Value);
  const DaemonConfig &D = R.Value->Daemons[0];
  EXPECT_FALSE(D.Restart.Budget);
  EXPECT_EQ(D.Ready.Host, "::1");
  EXPECT_EQ(D.Ready.Port, "80");
  EXPECT_EQ(D.Ready.Timeout, Duration(1s));
  EXPECT_EQ(D.Exec.Limits[0].Hard, RLIM_INFINITY);
  EXPECT_EQ(D.Exec.User, "1000");
  EXPECT_TRUE(D.SuccessExitCodes.contains(5));
  EXPECT_EQ(D.Overflow, Overflow::Drop);
}

TEST(Config, AnyTextIsAConfigurationOrHasErrors) {
  const std::string Seed =
      "[sidecar]\ntimestamp=true\n" + A +
      "env={A='b'}\nready={exec=['t'],interval='1s'}\nafter=['b']\n"
      "[daemon.b]\ncommand=['y']\nbudget={restarts=3,window='1m'}\n";
  std::mt19937 Random(11);
  for (int I = 0; I < 5000; ++I) {
    std::string Text = Seed;
    for (unsigned N = Random() % 5; N-- > 0;)
      switch (size_t At = Random() % Text.size(); Random() % 3) {
      case 0:
        Text[At] = char(Random());
        break;
      case 1:
        Text.erase(At, Random() % 9);
        break;
      case 2:
        Text.insert(At, Text.substr(Random() % Text.size(), Random() % 20));
      }
    ConfigReading R = readConfigText(Text, "f");
    EXPECT_NE(R.Value.has_value(), !R.Errors.empty());
  }
}

} // namespace

// The docs have a row for each key, word for word.
TEST(Config, TheDocsHaveEveryKey) {
  std::ifstream In(SIDECAR_DOCS);
  std::ostringstream Text;
  Text << In.rdbuf();
  std::string Missing;
  for (const KeyDoc &K : configKeys()) {
    std::string Row = std::string("| ") + K.Table + " | `" + K.Key + "` | " +
                      K.Type + " | " + K.Default + " | " + K.Meaning + " |\n";
    if (Text.str().find(Row) == std::string::npos)
      Missing += Row;
  }
  EXPECT_EQ(Missing, "");
}
