#!/usr/bin/env python3
"""Measures what the checks cost: user time of clang-tidy with and without them.

    overhead.py -p BUILD --plugin SO [--files REGEX] [--count N] [--rounds N]

A is clang-tidy with the plugin and its checks, B with one trivial check. They run in
pairs, A B then B A, on each file. README.md says how to read the figures.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import argparse
import pathlib
import random
import re
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "misc"))
import measure  # noqa: E402


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-p", dest="databases", action="append", required=True,
                        metavar="DIR", help="folder of a compile_commands.json")
    parser.add_argument("--plugin", required=True, help="the plugin to load")
    parser.add_argument("--clang-tidy", default="clang-tidy-22", metavar="BIN")
    parser.add_argument("--checks", default="fd-*,fdstrict-*", metavar="GLOB")
    parser.add_argument("--trivial", default="misc-unused-alias-decls",
                        metavar="CHECK", help="the one check of B")
    parser.add_argument("--files", default="", metavar="REGEX")
    parser.add_argument("--count", type=int, default=50, metavar="N",
                        help="how many files to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--beside", action="append", default=[],
                        choices=("analyze", "cppcheck"),
                        help="time this tool on the same files, once")
    parser.add_argument("--clang", default="clang-22", metavar="BIN")
    parser.add_argument("--limit", type=float, metavar="RATIO",
                        help="exit 1 if the ratio is above this")
    parser.add_argument("--verbose", action="store_true", help="a line for each file")
    return parser.parse_args()


def beside(tool, arguments, command):
    """The user time of another tool on one file."""
    file = measure.source_of(command)
    flags = measure.arguments_of(command)
    if tool == "analyze":
        words = [arguments.clang, "--analyze", "-w", "-o", "/dev/null", *flags, file]
    else:
        keep = [flag for flag in flags if re.match(r"-[IDU]\S", flag)]
        words = ["cppcheck", "--quiet", "--enable=warning", *keep, file]
    return measure.run(words, command["directory"], timeout=900).seconds


def main():
    arguments = options()
    units = []
    for directory in arguments.databases:
        tidy = measure.Tidy(arguments.clang_tidy, arguments.plugin, directory)
        plain = measure.Tidy(arguments.clang_tidy, None, directory)
        tidy.require(arguments.checks)
        plain.require(arguments.trivial)
        units += [(file, command, tidy, plain)
                  for file, command in measure.read_database(directory).items()
                  if re.search(arguments.files, file)]
    random.Random(arguments.seed).shuffle(units)
    best_with = best_without = 0.0
    ratios, medians, used = [], [], []
    other = dict.fromkeys(arguments.beside, 0.0)
    for file, command, tidy, plain in units:
        if len(used) == arguments.count:
            break
        times = {"with": [], "without": []}
        sides = [("with", tidy, arguments.checks), ("without", plain, arguments.trivial)]
        states = set()
        for number in range(arguments.rounds):
            for name, side, checks in sides[::-1] if number % 2 else sides:
                done = side.run(file, checks)
                states.add(done.state)
                times[name].append(done.seconds)
            if states != {"ok"}:
                break
        if states != {"ok"}:
            print(f"left out, {', '.join(sorted(states))}: {file}")
            continue
        used.append(file)
        best_with += min(times["with"])
        best_without += min(times["without"])
        ratios += [a / b for a, b in zip(times["with"], times["without"])]
        medians.append(statistics.median(times["with"]) /
                       statistics.median(times["without"]))
        if arguments.verbose:
            print(f"{min(times['with']):7.3f} {min(times['without']):7.3f} "
                  f"{medians[-1]:6.3f}  {file}")
        for tool in arguments.beside:
            other[tool] += beside(tool, arguments, command)
    if not used:
        raise SystemExit("no file was measured")
    ratio = best_with / best_without
    ratios.sort()
    low, high = ratios[len(ratios) // 4], ratios[(3 * len(ratios)) // 4]
    print(f"{len(used)} files, {arguments.rounds} rounds, user seconds, "
          f"sum of each file's best: with {best_with:.2f}, without {best_without:.2f}")
    print(f"ratio of sums {ratio:.4f}; files' medians: median "
          f"{statistics.median(medians):.4f}, worst {max(medians):.4f}; paired: "
          f"median {statistics.median(ratios):.4f}, quartiles {low:.4f} {high:.4f}")
    for tool, seconds in other.items():
        print(f"{tool}: {seconds:.2f} s, {seconds / best_without:.2f} times the plain run")
    return int(bool(arguments.limit) and ratio > arguments.limit)


if __name__ == "__main__":
    sys.exit(main())
