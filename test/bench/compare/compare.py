#!/usr/bin/env python3
"""Runs analyzers over small wrong programs and their right twins.

    compare.py [--fdtidy=BIN] [--only=TOOL[,TOOL]] [--gcc=BIN]... [--llvm-root=DIR]
               [--readme=FILE]

A case is a file of cases/; with -DRIGHT it is the right twin. Its first line says which
defect it has. A tool *finds* it if it says of the wrong twin anything that it does not
say of the right one, whatever it calls it; what it says of the right twin is *false*.
Only what has to do with descriptors and streams is asked for, as TOOLS says. Prints a
table of cases and a line a tool. --readme=FILE compares the columns of the tools that
ran with the table that FILE shows, and fails where they are worse.
"""
import argparse
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CASES = sorted((HERE / "cases").iterdir(), key=lambda path: (path.suffix, path.name))
# clang-tidy's own checks that speak of descriptors, streams and who owns them.
TIDY_CHECKS = ("android-cloexec-*", "bugprone-posix-return",
               "bugprone-unused-return-value", "cppcoreguidelines-owning-memory",
               "cppcoreguidelines-special-member-functions")
TIDY_OPTIONS = ('{CheckOptions: {cppcoreguidelines-special-member-functions.'
                'AllowMissingMoveFunctions: true}}')


class Tool:
    """One analyzer: how it is called, and what of its output is a report."""

    def __init__(self, name, command, pattern, version, suffixes=(".c", ".cpp")):
        self.name, self.command, self.suffixes = name, command, suffixes
        self.pattern = re.compile(pattern, re.M)
        self.version = version

    def said(self, case, twin):
        """The reports of a twin, without their lines: twins differ in them."""
        language = ["-std=gnu17"] if case.suffix == ".c" else ["-std=c++20"]
        command = self.command(case.name, f"-D{twin}", language)
        done = subprocess.run(command, text=True, capture_output=True, check=False,
                              cwd=HERE / "cases")
        out = done.stdout + done.stderr
        if re.search(r"error: (?!.*\[)|No such file or directory", out):
            sys.exit(f"compare.py: {' '.join(command)}:\n{out}")
        return {re.sub(r"\d+", "N", text) for text in self.pattern.findall(out)}

    def verdict(self, case):
        if case.suffix not in self.suffixes:
            return "-"
        wrong, right = self.said(case, "WRONG"), self.said(case, "RIGHT")
        return ("found" if wrong - right else "missed") + (" false" if right else "")


def first_line(command):
    try:
        done = subprocess.run(command, text=True, capture_output=True, check=False)
    except OSError:
        return None
    found = re.search(r"(?:version |Cppcheck |fdtidy |\) )(\d+\.\d+[\d.]*)",
                      done.stdout)
    return found.group(1) if found else None


def gcc(binary):
    """Its analyzer is made for C, as its manual says."""
    version = first_line([binary, "--version"]) or "?"
    return Tool(f"gcc {version.partition('.')[0]}", lambda case, twin, std: [
        binary, "-fanalyzer", "-S", "-o", "/dev/null", *std, twin, case],
        r"warning: (.*\[-Wanalyzer-[\w-]+\])$", [binary, "--version"], (".c",))


def tools(args):
    clang, tidy = (f"{args.llvm_root}/bin/{name}" for name in ("clang", "clang-tidy"))
    unix = "unix,alpha.unix"
    return [
        Tool("fdtidy", lambda case, twin, std: [
            args.fdtidy, "check", case, "--", *std, twin],
            r"warning: (.*\[fd[\w-]+\])$", [args.fdtidy, "--version"]),
        Tool("clang analyzer", lambda case, twin, std: [
            clang, "--analyze", "-Xclang", f"-analyzer-checker={unix}",
            "-Xclang", "-analyzer-output=text", *std, twin, case],
            r"warning: (.*)$", [clang, "--version"]),
        *[gcc(binary) for binary in args.gcc or ["gcc"]],
        Tool("cppcheck", lambda case, twin, std: [
            "cppcheck", "-q", "--library=posix", "--enable=warning,style,performance",
            "--suppress=unusedStructMember", "--std=c++20", "--template={id}",
            "-U" + ("RIGHT" if twin == "-DWRONG" else "WRONG"), twin, case],
            r"^(resourceLeak|leakReturnValNotUsed|deallocuse|doubleFree|"
            r"mismatchAllocDealloc|useClosedFile|noCopyConstructor|noDestructor|"
            r"noOperatorEq|leakNoVarFunctionCall)$", ["cppcheck", "--version"]),
        Tool("clang-tidy", lambda case, twin, std: [
            tidy, "--quiet", f"--config={TIDY_OPTIONS}",
            f"--checks=-*,{','.join(TIDY_CHECKS)}", case, "--", *std, twin],
            r"warning: (.*)$", [tidy, "--version"]),
    ]


def defect(case):
    return case.read_text(encoding="utf-8").partition("\n")[0].removeprefix("// ")


def stale(readme, columns):
    """Says where the tools are worse now than the table in readme, or it lacks a row."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in readme.read_text(encoding="utf-8").split("\n")
            if line.startswith("| ")]
    header = next(row for row in rows if row[:2] == ["case", "defect"])
    shown = {row[0]: dict(zip(header, row)) for row in rows if len(row) == len(header)}
    problems = []
    for row, case in enumerate(CASES):
        told = {"defect": defect(case)}
        told.update((tool.name, verdicts[row]) for tool, _, verdicts in columns)
        for name, value in told.items():
            was = shown.get(case.name, {}).get(name)
            if was == "missed" and value == "found":
                print(f"{case.name}: {name} finds it now; the table says '{was}'")
            elif was != value:
                problems.append(f"{case.name}: {name} is '{value}', the table says "
                                f"'{was}'")
    return "\n".join(problems)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fdtidy", default="fdtidy")
    parser.add_argument("--gcc", action="append")
    parser.add_argument("--llvm-root", default="/usr/lib/llvm-22")
    parser.add_argument("--readme", type=pathlib.Path)
    parser.add_argument("--only", type=lambda text: text.split(","))
    args = parser.parse_args()

    columns = []
    for tool in tools(args):
        if args.only and tool.name not in args.only:
            continue
        version = first_line(tool.version)
        if not version:
            print(f"{tool.name}: not installed", file=sys.stderr)
            continue
        columns.append((tool, version, [tool.verdict(case) for case in CASES]))
    if not columns:
        sys.exit("compare.py: no tool")

    if args.readme:
        sys.exit(stale(args.readme, columns) or 0)
    print("| case | defect | " + " | ".join(tool.name for tool, _, _ in columns) + " |")
    print("|---|---|" + "---|" * len(columns))
    for row, case in enumerate(CASES):
        print(f"| {case.name} | {defect(case)} | " +
              " | ".join(verdicts[row] for _, _, verdicts in columns) + " |")
    print("\n| tool | found | missed | false | cases |")
    print("|---|---|---|---|---|")
    for tool, version, verdicts in columns:
        tried = [verdict for verdict in verdicts if verdict != "-"]
        print(f"| {tool.name} ({version}) | {sum('found' in v for v in tried)} | "
              f"{sum('missed' in v for v in tried)} | "
              f"{sum('false' in v for v in tried)} | {len(tried)} |")


if __name__ == "__main__":
    main()
