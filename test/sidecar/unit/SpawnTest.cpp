//===- SpawnTest.cpp - What a spawn gives, and what a failed one leaves
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Spawn.h"
#include <algorithm>
#include <dirent.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace sidecar;

namespace {

size_t openDescriptors() {
  size_t Count = 0;
  DIR *Folder = ::opendir("/proc/self/fd");
  while (::readdir(Folder))
    ++Count;
  ::closedir(Folder);
  return Count;
}

/// Runs \p Argv with stdout to a pipe; its output, or the stage that failed.
std::string run(ExecRules Rules) {
  Problems Errors;
  ExecPlan Plan = resolve(Rules, {"t", "daemon.a", {}}, Errors);
  OwnedFd Null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  std::optional<Pipe> Out = Pipe::open();
  Result<Spawned> S =
      spawn(Plan, {Null.borrow(), Out->Write.borrow(), Null.borrow(), {}, -1},
            {}, false);
  Out->Write.reset();
  if (!S)
    return S.error().message();
  ::waitpid(S->Child.pid(), nullptr, 0);
  StageFailure F{};
  if (::read(S->ErrorPipe.raw(), &F, sizeof F) == ssize_t(sizeof F))
    return std::string(name(F.At)) + ": " + std::strerror(F.Number);
  char Text[4096];
  ssize_t Size = ::read(Out->Read.raw(), Text, sizeof Text);
  return std::string(Text, size_t(std::max<ssize_t>(Size, 0)));
}
std::string shell(const std::string &Script, ExecRules Rules = {}) {
  Rules.Command = {"sh", "-c", Script};
  return run(Rules);
}

TEST(Spawn, SessionGroupAndPid) {
  EXPECT_EQ(shell("read a b c d pgrp sid rest < /proc/$$/stat; "
                  "[ $pgrp = $$ ] && [ $sid = $$ ] && echo own"),
            "own\n");
}
TEST(Spawn, LimitsUmaskAndFolder) {
  ExecRules R;
  R.Limits = {{RLIMIT_NOFILE, 100, 200}};
  R.Umask = 027;
  R.Cwd = "/usr";
  EXPECT_EQ(shell("ulimit -n; ulimit -Hn; umask; pwd", R),
            "100\n200\n0027\n/usr\n");
}
TEST(Spawn, UserAndGroups) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  ExecRules R;
  R.User = "65533"; // nobody's number
  R.Group = "65532";
  EXPECT_EQ(shell("id -u; id -g; id -G; grep Uid /proc/self/status", R),
            "65533\n65532\n65532\nUid:\t65533\t65533\t65533\t65533\n");
  R = {};
  R.Group = "65532"; // the user stays
  EXPECT_EQ(shell("id -u; id -g; id -G", R), "0\n65532\n65532\n");
}
TEST(Spawn, NoNewPrivsAndOomScore) {
  ExecRules R;
  R.NoNewPrivs = true;
  R.OomScoreAdj = 500;
  EXPECT_EQ(shell("grep NoNewPrivs /proc/self/status; "
                  "cat /proc/self/oom_score_adj", R),
            "NoNewPrivs:\t1\n500\n");
}
TEST(Spawn, EveryFailureHasItsStage) {
  ExecRules R;
  R.Command = {"/nowhere/x"};
  EXPECT_EQ(run(R), "exec: No such file or directory");
  R.Command = {"/etc/passwd"};
  EXPECT_EQ(run(R), "exec: Permission denied");
  R.Command = {"true"};
  R.Cwd = "/nowhere";
  EXPECT_EQ(run(R), "cwd: No such file or directory");
}
TEST(Spawn, NothingIsLeftOpen) {
  size_t Before = openDescriptors();
  ExecRules R;
  R.Command = {"/nowhere/x"};
  for (int I = 0; I < 20; ++I) {
    run(R);
    shell("true");
  }
  EXPECT_EQ(openDescriptors(), Before);
}
TEST(Spawn, WithoutDescriptorsItFailsAndLeavesNothing) {
  size_t Before = openDescriptors();
  Problems Errors;
  ExecRules R;
  R.Command = {"true"};
  ExecPlan Plan = resolve(R, {"t", "daemon.a", {}}, Errors);
  rlimit Old{}, Few{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &Old), 0);
  Few = Old;
  Few.rlim_cur = 3;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &Few), 0);
  BorrowedFd In(0);
  Result<Spawned> S = spawn(Plan, {In, In, In, {}, -1}, {}, false);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &Old), 0);
  ASSERT_FALSE(S);
  EXPECT_EQ(S.error().Number, EMFILE);
  EXPECT_EQ(openDescriptors(), Before);
}

} // namespace
