//===- VersionGuard.cpp - Refuses a Clang of another major ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A plugin of another major can load, list its checks and find nothing, with exit
// code 0: the layouts of the AST differ, the names of its symbols hardly. So the
// process ends here, before the registry or any other initialiser of ours runs.
// Nothing of LLVM is called but the one function that has kept its signature
// since 2.x, for all else may have another layout.
//===----------------------------------------------------------------------===//
#include "clang/Basic/Version.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

static_assert(CLANG_VERSION_MAJOR == FDTIDY_LLVM_MAJOR,
              "headers of another Clang than the build is configured for");

/// The major in "Debian clang version 22.1.8", or 0.
static int majorIn(const char *Version) {
  const char *Word = std::strstr(Version, "clang version ");
  return Word ? std::atoi(Word + std::strlen("clang version ")) : 0;
}

__attribute__((constructor(101))) static void refuseAnotherMajor() {
  const std::string Version = clang::getClangFullVersion();
  const int Running = majorIn(Version.c_str());
  // A vendor's Clang that words it otherwise gives no evidence of a mismatch.
  if (Running == 0 || Running == FDTIDY_LLVM_MAJOR)
    return;
  std::fprintf(stderr,
               "libFdTidyModule.so: built for Clang %d, loaded into Clang %d "
               "(%s)\n"
               "run it with clang-tidy-%d, or load the plugin of fdtidy's "
               "package for LLVM %d, built with -DFDTIDY_LLVM_VERSION=%d\n",
               FDTIDY_LLVM_MAJOR, Running, Version.c_str(), FDTIDY_LLVM_MAJOR,
               Running, Running);
  std::fflush(stderr);
  // Neither exit handlers nor destructors: half of this process is foreign to us.
  _exit(2);
}
