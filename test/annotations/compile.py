#!/usr/bin/env python3
"""Compiles the annotations header with every GCC and Clang that is installed, in
every standard that each knows, with all warnings on and as errors."""
import argparse
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
GCC = ["-Wall", "-Wextra", "-Wpedantic"]
# Clang's everything, less what objects to a language version as such and to what
# the test's own C idioms must do.
CLANG = GCC + ["-Weverything", "-Wno-c++98-compat", "-Wno-c++98-compat-pedantic"]
C = ["c99", "c11", "c17"]
CXX = ["c++11", "c++14", "c++17", "c++20"]


def compilers():
    """Yields each compiler once, by its real path."""
    pattern = re.compile(r"(gcc|g\+\+|clang|clang\+\+)(-\d+)?")
    seen = set()
    for folder in os.environ["PATH"].split(os.pathsep):
        for entry in sorted(pathlib.Path(folder).glob("*")):
            match = pattern.fullmatch(entry.name)
            # clang++ is a link to clang: the name decides the language.
            key = match and (entry.resolve(), "++" in entry.name)
            if match and key not in seen and os.access(entry, os.X_OK):
                seen.add(key)
                yield entry, match.group(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", required=True)
    args = parser.parse_args()
    failed, tried = 0, 0
    for path, kind in compilers():
        is_cxx = kind.endswith("++")
        source = HERE / ("use.cpp" if is_cxx else "use.c")
        for std in CXX if is_cxx else C:
            command = [str(path), f"-std={std}", "-fsyntax-only", "-Werror",
                       *(CLANG if "clang" in kind else GCC),
                       "-I", args.include, str(source)]
            done = subprocess.run(command, capture_output=True, text=True,
                                  check=False)
            tried += 1
            if done.returncode != 0:
                failed += 1
                print(" ".join(command), done.stderr, sep="\n")
        print(f"{path}: {source.name}")
    print(f"{tried} compilations, {failed} failed")
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
