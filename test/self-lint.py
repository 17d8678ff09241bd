#!/usr/bin/env python3
"""Runs our checks over all our own translation units.

Configures a build tree of its own without precompiled headers, for the sake of its
compile database alone, and runs the clang-tidy of the same major with the plugin over
every entry. Fails on any finding, and where silence would prove nothing: if a check of
Checks.def is not listed, if the plugin says nothing about a file that leaks, or if
no translation unit of ours acquires anything.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

LEAK = """#include <fcntl.h>
void leak(const char *Path) { int Fd = open(Path, O_RDONLY); (void)Fd; }
"""
# Calls that acquire, as our own sources spell them: a floor, not a census.
ACQUIRES = re.compile(r"\b(?:::)?(open|openat|pipe2|socket|socketpair|accept4|dup|"
                      r"epoll_create1|eventfd|timerfd_create|signalfd|memfd_create|"
                      r"inotify_init1|pidfd_open|mkostemp|fopen|opendir|fdopendir)\(")


def output(command, **more):
    return subprocess.run(command, text=True, check=False, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def database(args):
    """The compile commands of our sources; generated ones are not ours."""
    done = output(["cmake", "-G", "Ninja", "-S", args.source, "-B", args.build,
                   f"-DFDTIDY_LLVM_VERSION={args.llvm_major}",
                   f"-DFDTIDY_LLVM_ROOT={args.llvm_root}", "-DFDTIDY_PCH=OFF"])
    if done.returncode != 0:
        sys.exit(f"self-lint: configuring failed\n{done.stdout}")
    commands = json.loads((args.build / "compile_commands.json").read_text())
    files = {pathlib.Path(c["directory"], c["file"]).resolve() for c in commands}
    build = args.source / "build"
    return sorted(f for f in files if f.is_relative_to(args.source / args.under)
                  and not any(f.is_relative_to(args.source / path)
                              for path in args.leave_out)
                  and not f.is_relative_to(args.build)
                  and not f.is_relative_to(build))


def missing_checks(args, tidy):
    listed = set(output(tidy + ["--checks=-*,fd-*,fdstrict-*",
                                "--list-checks"]).stdout.split())
    table = args.source / "checks" / "solve" / "Checks.def"
    names = re.findall(r'^\s*FD_CHECK\w*\([^"]*"(fd(?:strict)?-[\w-]+)"',
                       table.read_text(), re.M) if table.exists() else []
    return [name for name in [*names, "fd-leak"] if name not in listed]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--llvm-major", required=True)
    parser.add_argument("--llvm-root", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--under", default="", help="lint this folder alone")
    parser.add_argument("--leave-out", action="append", default=[],
                        help="a file or folder that is not linted; may be given again")
    args = parser.parse_args()
    args.source, args.build = args.source.resolve(), args.build.resolve()
    tidy = [f"{args.llvm_root}/bin/clang-tidy", f"--load={args.plugin}"]

    missing = missing_checks(args, tidy)
    if missing:
        sys.exit(f"self-lint: --list-checks lacks {', '.join(missing)}")
    files = database(args)

    tidy += ["--config={}", "--checks=-*,fd-*", "--warnings-as-errors=fd-*", "--quiet"]
    probe = args.build / "leak.cpp"
    probe.write_text(LEAK, encoding="utf-8")
    if "[fd-leak" not in output(tidy + [str(probe), "--", "-std=c++20"]).stdout:
        sys.exit("self-lint: the plugin does not see a plain leak")

    def lint(file):
        return output(tidy + ["--header-filter=.*", "-p", str(args.build), str(file)])

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for file, done in zip(files, pool.map(lint, files)):
            if done.returncode != 0:
                failed += 1
                print(f"== {file.relative_to(args.source)}", done.stdout, sep="\n")
    acquired = sum(len(ACQUIRES.findall(file.read_text())) for file in files)
    print(f"{len(files)} translation units, {acquired} acquiring calls, "
          f"{failed} with findings")
    # That acquisitions are seen at all, the planted leak has shown.
    return 0 if files and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
