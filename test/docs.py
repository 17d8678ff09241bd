#!/usr/bin/env python3
"""Compiles the examples of docs/checks and checks what the pages promise.

    docs.py --clang-tidy=BIN --plugin=SO --source=DIR

A page has the headings of HEADINGS in that order. Its first block of code has two
columns. The left one must be flagged, by this check alone and with the message quoted
below it; the right one must be silent. docs/annotations.md has such blocks, each with
its message, after one of declarations. docs/options.md must list every option that the
plugin has, with its default, and no other.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HEADINGS = ["Flagged | Right", "Not reported", "Options", "Limits"]
# What the examples leave out for the sake of the columns.
PRELUDE = "".join(f"#include <{name}>\n" for name in (
    "cerrno", "cstdio", "dirent.h", "fcntl.h", "fdtidy/annotations.h", "stdexcept",
    "sys/socket.h", "unistd.h"))


def columns(code):
    """Splits lines of two columns where the first line's gap ends."""
    lines = code.split("\n")
    start = re.match(r"\S.*?\s{2,}", lines[0])
    if not start:
        return None
    at = start.end()
    return ["\n".join(line[:at].rstrip() for line in lines),
            "\n".join(line[at:] for line in lines)]


class Tidy:
    """Runs clang-tidy over snippets."""

    def __init__(self, args, folder):
        self.command = [args.clang_tidy, f"--load={args.plugin}", "--config={}",
                        "--quiet"]
        self.file = pathlib.Path(folder, "example.cpp")
        self.include = args.source / "checks/include"

    def warnings(self, checks, code):
        self.file.write_text(PRELUDE + code + "\n", encoding="utf-8")
        done = subprocess.run(
            self.command + [f"--checks=-*,{checks}", str(self.file), "--",
                            "-std=c++20", "-I", str(self.include)],
            text=True, capture_output=True, check=False)
        return re.findall(r": (?:warning|error): (.*) \[([\w-]+)\]$", done.stdout,
                          re.M)


def page_problems(tidy, page):
    name, text = page.stem, page.read_text(encoding="utf-8")
    if not re.match(rf"# {name} +\S.*\.\n", text):
        yield "the first line is not '# name  one sentence.'"
    headings = re.findall(r"^## (.*)$", text, re.M)
    if headings != HEADINGS:
        yield f"headings are {headings}"
    block = re.search(r"```\w+\n(.*?)\n```", text, re.S)
    quoted = re.search(r"^> (.*)$", text, re.M)
    sides = columns(block.group(1)) if block else None
    if not sides or not quoted:
        yield "lacks an example of two columns, or the message below it"
        return
    checks = f"fd-*,{name}"
    flagged, right = (tidy.warnings(checks, side) for side in sides)
    if flagged != [(quoted.group(1), name)]:
        yield f"the left column is told {flagged}, not '{quoted.group(1)}'"
    if right:
        yield f"the right column is told {right}"


def guide_problems(tidy, page):
    text = page.read_text(encoding="utf-8")
    declared, *examples = re.findall(r"```cpp\n(.*?)\n```\n+(?:> ([^\n]*)\n)?", text,
                                     re.S)
    if not examples:
        yield "no examples"
    for code, quoted in examples:
        flagged, right = (tidy.warnings("fd-*", declared[0] + "\n" + side)
                          for side in columns(code))
        if [message for message, _ in flagged] != [quoted]:
            yield f"the left column is told {flagged}, not '{quoted}'"
        if right:
            yield f"the right column is told {right}"


def option_problems(args):
    source = (args.source / "checks/engine/SharedOptions.cpp").read_text()
    names = re.findall(r'^  V\("(\w+)"', source, re.M)
    text = (args.source / "docs/options.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `fd\.(\w+)` \|", text, re.M)
    if sorted(names) != sorted(listed):
        yield f"options.md lists {listed}, the plugin has {names}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    args = parser.parse_args()
    problems = list(option_problems(args))
    pages = sorted((args.source / "docs" / "checks").glob("fd*.md"))
    with tempfile.TemporaryDirectory() as folder:
        tidy = Tidy(args, folder)
        for page in pages:
            problems += [f"{page.name}: {what}" for what in page_problems(tidy, page)]
        page = args.source / "docs/annotations.md"
        problems += [f"{page.name}: {what}" for what in guide_problems(tidy, page)]
    if not pages:
        problems.append("no pages in docs/checks")
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
