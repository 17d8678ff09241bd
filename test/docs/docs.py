#!/usr/bin/env python3
"""Compiles, runs or loads every block of code in docs/, and checks what it claims.

    docs.py --clang-tidy=BIN --clang=BIN --plugin=SO --fdtidy=BIN [--sidecar=BIN]
            --source=DIR [--update] [PAGE...]

pages.py says what a block is, examples.py how code says what is reported of it, and
sandbox.py how commands say what they print. A page of a check has the headings of
HEADINGS in that order, and its first block two columns, of which `fdtidy explain` and
`fdtidy selftest` make use. docs/options.md must list every option that the plugin has,
and the report in README.md is what the plugin says of the example.
--update writes what `console` blocks print into the pages instead of comparing it; the
target `update-docs` does so for all.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tool/site"))

import data
from columns import columns
from examples import Examples, Tidy
from pages import Page
from sandbox import Sandbox

HEADINGS = ["Flagged | Right", "How to fix", "Not reported", "Options",
            "In the field", "Limits"]
# What says nothing that could be wrong: a drawing, a command line in words.
PLAIN = ("", "text")


def run_elsewhere(block, page, source):
    """Problems of a block that another test runs."""
    test = source / block.note.removeprefix("is run by ")
    if not test.is_file():
        yield f"there is no {test.relative_to(source)}"
        return
    text = test.read_text(encoding="utf-8")
    if page.path.name not in text:
        lines = [line.split("#")[0].strip(" \\") for line in block.code.split("\n")]
        missing = [line for line in lines if line and line not in text]
        if missing:
            yield (f"{test.name} neither reads {page.path.name} nor has "
                   f"'{missing[0]}'")


def block_problems(block, page, examples, sandbox, source):
    if block.note and block.note.startswith("is run by "):
        yield from run_elsewhere(block, page, source)
    elif block.language in ("c", "cpp"):
        if not block.file:
            yield from examples.problems(block)
            return
        file = sandbox.write(block.file, block.code)
        if file.suffix in (".c", ".cpp"):
            yield from examples.file_problems(block, file)
    elif block.language == "sh":
        yield from sandbox.script_problems(block.code)
    elif block.language == "diff":
        sandbox.write("block.diff", block.code)
        yield from sandbox.script_problems("patch -s -p0 <block.diff")
    elif block.language == "console":
        if sandbox.updates is not None:
            sandbox.updates.append((block, sandbox.console_now(block.code)))
        else:
            yield from sandbox.console_problems(block.code)
    elif block.language == "yaml":
        yield from data.yaml_problems(block, sandbox, examples.models)
    elif block.language == "toml":
        yield from data.toml_problems(block, sandbox)
    elif block.language == "json":
        yield from data.json_problems(block)
    elif block.file:
        sandbox.write(block.file, block.code)
    elif block.language not in PLAIN:
        yield (f"'{block.language}' is run by nothing; name the test that does: "
               "<!-- test: is run by PATH -->")
    elif re.search(r"^\$ |(?:warning|error): ", block.code, re.M):
        yield "shows what a program prints, and is no 'console' block"


def page_problems(page, args, tidy, folder):
    check = page.name if page.name.startswith("fd") and page.path.parent.name == \
        "checks" else None
    examples = Examples(tidy, f"fd-*,{check}" if check else "fd-*", args.source)
    sandbox = Sandbox(args, folder)
    sandbox.updates = [] if args.update else None
    if page.stray:
        yield page.where, f"not read as code or a note: {page.stray}"
    if check:
        yield from ((page.where, what) for what in check_page_problems(page))
    for block in page.blocks:
        for what in block_problems(block, page, examples, sandbox, args.source):
            yield f"{page.where}:{block.line}", what
    if sandbox.updates:
        lines = page.text.split("\n")
        for block, now in reversed(sandbox.updates):
            lines[block.line - 1:block.line + block.code.count("\n")] = [now]
        page.path.write_text("\n".join(lines), encoding="utf-8")


def check_page_problems(page):
    if not re.match(rf"# {page.name} +\S.*\.\n", page.text):
        yield "the first line is not '# name  one sentence.'"
    if page.headings != HEADINGS:
        yield f"headings are {page.headings}, not {HEADINGS}"
    first = page.blocks[0] if page.blocks else None
    if not first or not columns(first.code) or len(first.quoted) != 1:
        yield "lacks an example of two columns, or the message below it"


def option_problems(source):
    text = (source / "checks/engine/SharedOptions.cpp").read_text()
    names = re.findall(r'^  V\("(\w+)"', text, re.M)
    page = (source / "docs/options.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `fd\.(\w+)` \|", page, re.M)
    if sorted(names) != sorted(listed):
        yield ("docs/options.md", f"lists {listed}, the plugin has {names}")


def picture_problems(args):
    """The report in README.md is the first that the plugin gives of the example."""
    shown = re.search(r"^```\n(.*?)^```", (args.source / "README.md").read_text(),
                      re.M | re.S).group(1)
    done = subprocess.run(
        [args.clang_tidy, f"--load={args.plugin}", "--config={}", "--quiet",
         "--checks=-*,fd-*", "supervisor.cpp", "--", "-std=c++20"], text=True,
        cwd=args.source / "test/examples", capture_output=True, check=False)
    told = done.stdout.replace(f"{args.source.resolve()}/test/examples/", "")
    if not told.startswith(shown):
        yield "README.md", f"shows a report that is not this:\n{told}"


def main():
    parser = argparse.ArgumentParser()
    for name in ("clang-tidy", "clang", "plugin", "fdtidy"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--sidecar")
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("page", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    args.programs = {"fdtidy": args.fdtidy, "clang-tidy-22": args.clang_tidy,
                     "sidecar": args.sidecar}
    if not args.sidecar:
        del args.programs["sidecar"]
    paths = args.page or sorted((args.source / "docs").rglob("*.md"))
    problems = [*option_problems(args.source), *picture_problems(args)]
    blocks = 0
    with tempfile.TemporaryDirectory() as top:
        tidy = Tidy(args, pathlib.Path(top, "examples"))
        for path in paths:
            page = Page(path.resolve(), args.source.resolve())
            blocks += len(page.blocks)
            folder = pathlib.Path(top, page.where)
            problems += page_problems(page, args, tidy, folder)
    if not blocks:
        problems.append(("docs", "no block of code"))
    for where, what in problems:
        print(f"{where}: {what}", file=sys.stderr)
    print(f"{len(paths)} pages, {blocks} blocks of code")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
