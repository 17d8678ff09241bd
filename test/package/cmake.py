#!/usr/bin/env python3
"""Builds small projects against the installed CMake package FdTidy.

    cmake.py --packages=DIR --source=DIR --major=N

A finding must fail the build where it is told to, what is right must pass, and what
does not fit must be an error that names the remedy, at configuration.
"""
import argparse
import pathlib

from install import LEAK
from root import Root, blocks, enter_namespace, packages

PROJECT = """cmake_minimum_required(VERSION 3.20)
project(small LANGUAGES {languages})
{before}
find_package(FdTidy 0.1 REQUIRED)
add_library(small STATIC {source})
target_link_libraries(small PRIVATE FdTidy::annotations)
{after}
"""
RIGHT = LEAK.replace("    return -2;", "    Byte = 0;")
# A wrapper whose body is elsewhere: only its annotation says that it must be closed.
ANNOTATED = """#include <fdtidy/annotations.h>
#include <unistd.h>
FDTIDY_RETURNS_OWNED int openLog(const char *Name);
int firstByte(const char *Name) {
  int Fd = openLog(Name);
  if (Fd < 0)
    return -1;
  char Byte = 0;
  return read(Fd, &Byte, 1) == 1 ? Byte : -1;
}
"""
MARK = "[fd-leak"


class Project:
    def __init__(self, root):
        self.root = root
        self.count = 0

    def configure(self, after, text=LEAK, source="small.c", before="", **how):
        self.count += 1
        self.name = f"project{self.count}"
        self.root.write(f"{self.name}/{source}", text)
        self.root.write(f"{self.name}/CMakeLists.txt", PROJECT.format(
            languages="C" if source.endswith(".c") else "CXX", before=before,
            after=after, source=source))
        options = how.pop("options", "")
        return self.root.run(f"cmake -S {self.name} -B {self.name}/build -G Ninja "
                             f"{options} 2>&1 | tr -s ' \\n' '  '", **how)

    def build(self, **how):
        return self.root.run(f"cmake --build {self.name}/build", **how)


def enabled(project, major):
    fail = "fdtidy_enable(small WARNINGS_AS_ERRORS LLVM {})".format(major)
    project.configure(fail)
    project.build(expect=None, says=MARK)
    project.configure(fail, text=RIGHT)
    project.build()
    project.configure(fail, text=ANNOTATED, source="small.cpp")
    project.build(expect=None, says=MARK)
    # Without it a finding is a warning.
    project.configure(f"fdtidy_enable(small LLVM {major})")
    project.build(says=MARK)
    # Its checks and options. RIGHT has an open without O_CLOEXEC.
    project.configure(f"fdtidy_enable(small CHECKS fdstrict-cloexec LLVM {major}"
                      " WARNINGS_AS_ERRORS fdstrict-*)", text=RIGHT)
    project.build(expect=None, says="[fdstrict-cloexec")
    project.configure(f"fdtidy_enable(small CHECKS -fd-leak LLVM {major})")
    if MARK in project.build():
        raise SystemExit("CHECKS -fd-leak does not turn it off")
    project.configure(f"fdtidy_enable(small OPTIONS fd.Confidence:sure LLVM {major}"
                      " WARNINGS_AS_ERRORS)", text=RIGHT)
    project.build(expect=None, says="sure")


def as_documented(root, source):
    """The lines of docs/install.md, in a project that has those targets."""
    lines, = blocks(source / "docs/install.md", "cmake", "cmake.py")
    root.write("page/CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\n"
               "project(page C)\nadd_library(server right.c)\n"
               f"add_library(client leak.c)\n{lines}")
    root.write("page/right.c", RIGHT)
    root.write("page/leak.c", LEAK)
    root.run("cmake -S page -B page/build -G Ninja; cmake --build page/build -t server")
    root.run("cmake --build page/build -t client", expect=None, says=MARK)


def beside(project, major):
    """A clang-tidy that the project runs anyway keeps what it does."""
    tidy = (f'set(CMAKE_C_CLANG_TIDY clang-tidy-{major} "--checks=-*,misc-unused-*" '
            '--quiet)')
    unused = LEAK.replace("size(const char *Path) {",
                          "size(const char *Path, int Unused) {")
    project.configure("fdtidy_enable(small)", text=unused, before=tidy)
    said = project.build(says=[MARK, "[misc-unused-parameters"])
    if "bugprone" in said:
        raise SystemExit(f"more checks than those of the project run: {said}")


def refused(project, major):
    for after, options, before, says in [
            ("fdtidy_enable(smal)", "", "", "there is no target 'smal'"),
            ("fdtidy_enable()", "", "", "no target given"),
            ("fdtidy_enable(small LLVM 14)", "-D_fdtidy_clang_tidy_14=/bin/false", "",
             "'/bin/false --version' is no clang-tidy's"),
            ("fdtidy_enable(small LLVM 18)", "", "", "there is no clang-tidy-18"),
            ("fdtidy_enable(small)", "-DFDTIDY_CLANG_TIDY=/tmp/work/tidy-14", "",
             "is of LLVM 14, and the plugins that are installed are for"),
            ("fdtidy_enable(small)", "", "set(CMAKE_C_CLANG_TIDY /tmp/work/tidy-14)",
             "install the package fdtidy-14"),
            # One that says it is of the right major, and does not load anything.
            ("fdtidy_enable(small)", f"-DFDTIDY_CLANG_TIDY=/tmp/work/tidy-{major}", "",
             "does not load /usr/lib/fdtidy-"),
            ("fdtidy_enable(small OPTIONS Confidence=likely)", "", "",
             "OPTIONS are fd.NAME:VALUE, not 'Confidence=likely'")]:
        project.configure(after, options=options, before=before, says=says)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--major", required=True)
    args = parser.parse_args()
    enter_namespace()
    root = Root(hidden=[args.source])
    root.install(packages(args.packages).values())
    for version in ("14", args.major):
        root.write(f"tidy-{version}", f"#!/bin/sh\necho LLVM version {version}.0.0\n")
        (root.work / f"tidy-{version}").chmod(0o755)
    project = Project(root)
    enabled(project, args.major)
    as_documented(root, args.source)
    beside(project, args.major)
    refused(project, args.major)
    # The plugins are gone, the CMake package is not.
    root.run(f"mv /usr/lib/fdtidy-{args.major} /usr/lib/kept; rm -rf /usr/lib/fdtidy-*")
    project.configure("fdtidy_enable(small)", says="install the package fdtidy-22 or")


if __name__ == "__main__":
    main()
