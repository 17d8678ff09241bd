#!/usr/bin/env python3
"""Compares what README.md and docs/ say is there with what is there.

    overview.py --source=DIR

The table of checks in README.md must be that of Checks.def, row by row; every
relative link in README.md and docs/ must lead somewhere; docs/README.md must name
every page under it; the table of analyzers must be that of test/bench/compare.
"""
import argparse
import pathlib
import re
import sys

ROW = re.compile(r'^FD_CHECK\(\w+, "([\w-]+)", (\w+), (\d+),\s+"([^"]+)"\)', re.M)
# What the table says of each kind; an unknown one is a KeyError, and meant to be.
DEFAULT = {"On": "on", "OptIn": "opt-in"}


def table_problems(source):
    rows = [f"| [{name}](docs/checks/{name}.md) | {what} | {DEFAULT[default]} | "
            f"[{cwe}](https://cwe.mitre.org/data/definitions/{cwe}.html) |"
            for name, default, cwe, what in
            ROW.findall((source / "checks/solve/Checks.def").read_text())]
    shown = re.findall(r"^\| \[fd.*$", (source / "README.md").read_text(), re.M)
    yield from (f"README.md lacks the row: {row}" for row in rows if row not in shown)
    yield from (f"README.md has a stale row: {row}" for row in shown
                if row not in rows)
    if not rows:
        yield "no rows in Checks.def"


def link_problems(source):
    pages = [source / "README.md", *sorted((source / "docs").rglob("*.md"))]
    for page in pages:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"),
                      flags=re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            target = link.partition("#")[0]
            if ":" not in target and not (page.parent / target).exists():
                yield f"{page.relative_to(source)}: dead link {link}"


def comparison_problems(source):
    """The README's figures are those that stand beside the command."""
    def rows(page):
        return re.findall(r"^\| [\w -]+ \([\d.]+\) \|(?: \d+ \|){4}$",
                          (source / page).read_text(), re.M)
    measured, shown = rows("test/bench/compare/README.md"), rows("README.md")
    if not measured or measured != shown:
        yield f"README.md compares {shown}, test/bench/compare {measured}"


def index_problems(source):
    index = source / "docs" / "README.md"
    text = index.read_text(encoding="utf-8")
    for page in sorted((source / "docs").rglob("*.md")):
        name = page.relative_to(index.parent)
        if page != index and f"]({name})" not in text:
            yield f"docs/README.md does not name {name}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    source = parser.parse_args().source
    problems = [*table_problems(source), *link_problems(source),
                *index_problems(source), *comparison_problems(source)]
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
