#!/usr/bin/env python3
"""Compares the checks that clang-tidy lists with the rows of Checks.def.

    check-list.py --clang-tidy=BIN --plugin=SO --source=DIR

clang-tidy reports a plugin that it cannot open in one line on stderr, and goes on
without it. So each wrapper of ours asks for the list first. Prints the checks; fails
if one is missing, if one is listed that has no row, or if a row has no page in
docs/checks.
"""
import argparse
import pathlib
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    args = parser.parse_args()

    table = args.source / "checks" / "solve" / "Checks.def"
    rows = re.findall(r'^FD_CHECK\(\w+, "([\w-]+)"', table.read_text(), re.M)
    done = subprocess.run(
        [args.clang_tidy, f"--load={args.plugin}", "--checks=-*,fd-*,fdstrict-*",
         "--list-checks"], text=True, capture_output=True, check=False)
    listed = re.findall(r"^    (\S+)$", done.stdout, re.M)

    problems = [f"not listed: {name}" for name in rows if name not in listed]
    problems += [f"no row in Checks.def: {name}" for name in listed
                 if name not in rows]
    problems += [f"no page docs/checks/{name}.md" for name in rows
                 if not (args.source / "docs" / "checks" / f"{name}.md").exists()]
    if not rows:
        problems.append(f"{table}: no rows")
    if problems:
        print(*problems, done.stderr.rstrip(), sep="\n", file=sys.stderr)
        return 1
    print(*listed, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
