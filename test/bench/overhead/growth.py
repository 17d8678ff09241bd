#!/usr/bin/env python3
"""Shows that time grows linearly, on generated code with exactly one leak each.

    growth.py --plugin SO [--kind KIND]

Functions: acquisitions one after the other, branches in a row while one handle is
open, and independent optional handles, each closed under its own guard but one.
Classes: many methods that use a few members, and many members that are descriptors;
the destructor forgets one. The time of the same file with one trivial check is taken off; the exponent is the slope
between the first and the last size, on logarithmic scales.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import argparse
import json
import math
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "misc"))
import measure  # noqa: E402

PRELUDE = """extern "C" {
int open(const char *path, int flags, ...) noexcept;
int close(int fd) noexcept;
long read(int fd, void *buffer, unsigned long size) noexcept;
}
void work(int step) noexcept;
"""


def acquisitions(count):
    """Opened, read and closed count times; the last is not closed."""
    body = []
    for index in range(count):
        done = "" if index == count - 1 else f"  close(fd{index});\n"
        body.append(f'  int fd{index} = open("f", 0);\n'
                    f"  if (fd{index} < 0)\n    return -1;\n"
                    f"  read(fd{index}, buffer, sizeof buffer);\n{done}")
    return (f"{PRELUDE}int acquisitions() {{\n  char buffer[8];\n{''.join(body)}"
            "  return 0;\n}\n")


def branches(count):
    """One handle over count independent branches; one of two ends closes it."""
    body = "".join(f"  if (flags[{i}])\n    work({i});\n" for i in range(count))
    return (f"{PRELUDE}int branches(const bool *flags) {{\n"
            f'  int fd = open("f", 0);\n  if (fd < 0)\n    return -1;\n{body}'
            f"  if (flags[{count}])\n    return 1;\n  close(fd);\n  return 0;\n}}\n")


def optional(count):
    """count handles that may be open, each closed if it is, but one."""
    opened = "".join(f"  int fd{i} = -1;\n  if (flags[{i}])\n"
                     f'    fd{i} = open("f", 0);\n' for i in range(count))
    closed = "".join(f"  if (fd{i} >= 0)\n    close(fd{i});\n"
                     for i in range(count) if i != count // 2)
    return (f"{PRELUDE}void optional(const bool *flags) {{\n{opened}  work(0);\n"
            f"{closed}}}\n")


def owner(fields, methods):
    """A class that opens its fields and closes all but the last; what its methods
    do with them goes round."""
    def lines(text, numbers):
        return "".join(text.format(i) for i in numbers)
    opened = lines('    fd{0} = open("f", 0);\n', range(fields))
    closed = lines("    if (fd{0} >= 0)\n      close(fd{0});\n", range(fields - 1))
    used = "".join(
        f"  void use{i}() {{\n    char buffer[8];\n    if (fd{i % fields} >= 0)\n"
        f"      read(fd{i % fields}, buffer, sizeof buffer);\n  }}\n"
        for i in range(methods))
    members = lines("  int fd{0} = -1;\n", range(fields))
    return (f"{PRELUDE}class Owner {{\npublic:\n  Owner() {{\n{opened}  }}\n"
            "  Owner(const Owner &) = delete;\n"
            f"  ~Owner() {{\n{closed}  }}\n{used}private:\n{members}}};\n"
            "void live() {\n  Owner one;\n  one.use0();\n}\n")


KINDS = {
    "acquisitions": (acquisitions, (100, 300, 1000, 3000, 10000), "fd-leak"),
    "branches": (branches, (10, 30, 100, 300, 1000), "fd-leak"),
    "optional": (optional, (2, 4, 6, 8, 10, 12, 14, 16), "fd-leak"),
    "methods": (lambda count: owner(4, count), (10, 30, 100, 300),
                "fd-member-leak"),
    "fields": (lambda count: owner(count, 2), (2, 4, 8, 15, 30),
               "fd-member-leak"),
}


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", required=True, help="the plugin to load")
    parser.add_argument("--clang-tidy", default="clang-tidy-22", metavar="BIN")
    parser.add_argument("--checks", default="fd-*,fdstrict-*", metavar="GLOB")
    parser.add_argument("--trivial", default="misc-unused-alias-decls",
                        metavar="CHECK")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--timeout", type=int, default=300, metavar="SECONDS")
    parser.add_argument("--exponent", type=float, default=1.25, metavar="E",
                        help="exit 1 above this slope")
    parser.add_argument("--write", metavar="DIR", help="only write the files there")
    return parser.parse_args()


def best(tidy, file, checks, rounds):
    runs = [tidy.run(file, checks) for _ in range(rounds)]
    return min(run.seconds for run in runs), runs[0]


def main():
    arguments = options()
    kinds = arguments.kind or list(KINDS)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(arguments.write or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        commands = []
        for kind in kinds:
            generate, sizes, _ = KINDS[kind]
            for size in sizes:
                file = folder / f"{kind}-{size}.cpp"
                file.write_text(generate(size))
                commands.append({"directory": str(folder), "file": str(file),
                                 "arguments": ["clang++", "-std=c++20", str(file)]})
        (folder / "compile_commands.json").write_text(json.dumps(commands))
        if arguments.write:
            return 0
        with_checks = measure.Tidy(arguments.clang_tidy, arguments.plugin,
                                   str(folder), timeout=arguments.timeout)
        plain = measure.Tidy(arguments.clang_tidy, None, str(folder),
                             timeout=arguments.timeout)
        with_checks.require(arguments.checks)
        for kind in kinds:
            points = []
            _, sizes, counted = KINDS[kind]
            for size in sizes:
                file = str(folder / f"{kind}-{size}.cpp")
                total, run = best(with_checks, file, arguments.checks,
                                  arguments.rounds)
                base, _ = best(plain, file, arguments.trivial, arguments.rounds)
                reports = [f for f in measure.findings(run.output)
                           if f.check.startswith("fd-")]
                right = [f.check for f in reports] == [counted]
                failed |= not right or run.state != "ok"
                points.append((size, max(total - base, 0.001)))
                print(f"{kind} {size:>6}: {total:7.3f} s, {base:7.3f} s plain, "
                      f"{run.state}, {len(reports)} reports"
                      f"{'' if right else '  WRONG'}", flush=True)
            # From the first size whose cost stands out of the noise.
            heavy = [point for point in points if point[1] >= 0.02]
            if len(heavy) > 1:
                (small, low), (large, high) = heavy[0], heavy[-1]
                slope = math.log(high / low) / math.log(large / small)
                failed |= slope > arguments.exponent
                print(f"{kind}: time grows as size to the power {slope:.2f}")
            else:
                print(f"{kind}: too quick to tell a slope")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
