//===- ExecPlanTest.cpp - Commands, resolved
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ExecPlan.h"
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>

using namespace sidecar;

namespace {

ExecPlan plan(const ExecRules &Rules, std::string *Errors = nullptr) {
  Problems List;
  ExecPlan P = resolve(Rules, {"f", "daemon.a", {{"user", "7:3"}}}, List);
  for (const std::string &E : List.Texts)
    if (Errors)
      *Errors += E + "\n";
    else
      ADD_FAILURE() << E;
  return P;
}
bool has(const ExecPlan &P, const std::string &Variable) {
  return std::find(P.Env.begin(), P.Env.end(), Variable) != P.Env.end();
}

TEST(Expand, Forms) {
  std::map<std::string, std::string> V{{"A", "1"}, {"E", ""}};
  const std::pair<const char *, const char *> Rows[] = {
      {"x${A}y", "x1y"},     {"${A}${A}", "11"},  {"${B:-d}", "d"},
      {"${E:-d}", "d"},      {"${E}", ""},        {"${B:-}", ""},
      {"$A $ {A}", "$A $ {A}"}, {"$${A}", "${A}"}, {"${A", "`${` without `}`"},
      {"${B}", "variable 'B' is not set"}};
  for (auto [Text, Expected] : Rows) {
    std::string Out = Text, Problem;
    EXPECT_EQ(expand(Out, V, Problem) ? Out : Problem, Expected) << Text;
  }
}
TEST(ExecPlan, TheEnvironmentIsLayered) {
  ::setenv("SIDECAR_T", "ours", 1);
  ::setenv("NOTIFY_SOCKET", "/run/ours", 1);
  ExecRules R;
  R.Command = {"x"};
  R.Env = {{"B", "${SIDECAR_T}-b"}};
  ExecPlan P = plan(R);
  EXPECT_TRUE(has(P, "SIDECAR_T=ours"));
  EXPECT_TRUE(has(P, "B=ours-b"));
  EXPECT_FALSE(has(P, "NOTIFY_SOCKET=/run/ours"));
  R.CleanEnv = true;
  EXPECT_EQ(plan(R).Env, std::vector<std::string>{"B=ours-b"});
  ::unsetenv("NOTIFY_SOCKET");
}
TEST(ExecPlan, PathIsTheDaemons) {
  ExecRules R;
  R.Command = {"prog"};
  R.Env = {{"PATH", "/one::/two"}};
  EXPECT_EQ(plan(R).Candidates,
            (std::vector<std::string>{"/one/prog", "./prog", "/two/prog"}));
  R.Command = {"./prog"};
  EXPECT_EQ(plan(R).Candidates, std::vector<std::string>{"./prog"});
}
TEST(ExecPlan, AUserBringsItsVariablesUnlessGiven) {
  ExecRules R;
  R.Command = {"x"};
  R.User = "nobody";
  R.Env = {{"HOME", "/given"}};
  ExecPlan P = plan(R);
  EXPECT_TRUE(has(P, "HOME=/given"));
  EXPECT_TRUE(has(P, "USER=nobody"));
  EXPECT_TRUE(has(P, "LOGNAME=nobody"));
}
TEST(ExecPlan, Errors) {
  ExecRules R;
  R.Command = {"${NOPE_1}"};
  R.Cwd = "${NOPE_2}";
  R.User = "no-such-user";
  R.EnvFile = "/nowhere/env";
  std::string E;
  plan(R, &E);
  EXPECT_EQ(E, "f: daemon.a.env_file: /nowhere/env: No such file or directory\n"
               "f:7:3: daemon.a.user: there is no user 'no-such-user'\n"
               "f: daemon.a.command: variable 'NOPE_1' is not set\n"
               "f: daemon.a.cwd: variable 'NOPE_2' is not set\n");
}
TEST(ExecPlan, TheNumberThatChangesNothingIsNoAccount) {
  ExecRules R; // setresuid(-1, …) succeeds, and root stays root
  R.Command = {"x"};
  std::string E;
  R.User = "4294967295";
  R.Group = "0";
  plan(R, &E);
  EXPECT_EQ(E, "f:7:3: daemon.a.user: there is no user '4294967295'\n");
  E.clear();
  R.User = "0";
  R.Group = "4294967295";
  plan(R, &E);
  EXPECT_EQ(E, "f: daemon.a.group: there is no group '4294967295'\n");
  R.Group = "4294967294";
  EXPECT_EQ(plan(R).Ids.value_or(Credentials{}).Group, 4294967294u);
}
TEST(ExecPlan, ErrorsOfAnEnvFile) {
  std::string Path = ::testing::TempDir() + "env";
  std::ofstream(Path) << "# a comment\n\nA=1 # part of it\nexport B=2\n=3\nC\n"
                      << "D=a" << '\0' << "b\n";
  ExecRules R;
  R.Command = {"x"};
  R.EnvFile = Path;
  std::string E;
  EXPECT_TRUE(has(plan(R, &E), "A=1 # part of it"));
  std::string Expected;
  for (const char *Line : {":4", ":5", ":6", ":7"})
    Expected += "f: daemon.a.env_file: " + Path + Line +
                ": expected NAME=value\n";
  EXPECT_EQ(E, Expected);
  E.clear();
  R.EnvFile = "/";
  plan(R, &E);
  EXPECT_EQ(E, "f: daemon.a.env_file: /: Is a directory; name a file in it\n");
  std::remove(Path.c_str());
}

} // namespace
