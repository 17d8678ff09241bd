#!/usr/bin/env python3
"""Runs the tests of check-fd again with more compiler flags: what they expect
holds with another C++ library, too, and with fortified calls.

    rerun.py --flags=FLAGS FILE... -- CHECK-FD...

CHECK-FD is what %check-fd stands for. Each `RUN: %check-fd` line of each FILE is run
with FLAGS after its own. A FILE without such a line, and no FILE at all, are errors.
"""
import concurrent.futures
import os
import re
import shlex
import subprocess
import sys


def commands(file, check, flags):
    """The command lines of FILE's tests."""
    with open(file, encoding="utf-8") as text:
        lines = re.findall(r"^// RUN: %check-fd (.*)$", text.read(), re.MULTILINE)
    if not lines:
        sys.exit(f"rerun: {file}: no line 'RUN: %check-fd ...'")
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for line in lines:
        here = os.path.dirname(os.path.abspath(file))
        line = line.replace("%root", root).replace("%s", file)
        line = line.replace("%S", here)
        yield [*check, *shlex.split(line), *flags]


def run(command):
    return subprocess.run(command, text=True, capture_output=True, check=False)


def main(argv):
    if "--" not in argv or not argv[0].startswith("--flags="):
        sys.exit(__doc__)
    split = argv.index("--")
    flags, files = shlex.split(argv[0][len("--flags="):]), argv[1:split]
    if not files:
        sys.exit("rerun: no files")
    todo = [c for file in files for c in commands(file, argv[split + 1:], flags)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for command, done in zip(todo, pool.map(run, todo)):
            if done.returncode:
                failed += 1
                print(f"---- {shlex.join(command)}\n{done.stdout}{done.stderr}")
    print(f"rerun: {len(todo)} tests, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
