#!/usr/bin/env python3
"""Removes one closing call at a time from real code and sees whether a check fires.

    mutate.py -p BUILD --plugin SO [--seed N] [--count N] [option...]

The sources stay as they are: clang-tidy reads each mutant through a file overlay.
README.md says how a site is chosen and what counts as a hit.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "misc"))
import measure  # noqa: E402
import sites  # noqa: E402

HITS = ("function", "path", "field")
GOAL = ("local", "local object")


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-p", dest="databases", action="append", required=True,
                        metavar="DIR", help="folder of a compile_commands.json")
    parser.add_argument("--plugin", help="the plugin to load")
    parser.add_argument("--clang-tidy", default="clang-tidy-22", metavar="BIN")
    parser.add_argument("--clang", default="clang-22", metavar="BIN")
    parser.add_argument("--checks", default="fd-*", metavar="GLOB")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE",
                        help="a check option, such as fd.Confidence=likely")
    parser.add_argument("--closer", action="append", metavar="NAME",
                        default=["close", "fclose", "closedir", "pclose"],
                        help="one more function whose calls are removed")
    parser.add_argument("--files", default="", metavar="REGEX")
    parser.add_argument("--count", type=int, default=150, metavar="N")
    parser.add_argument("--each", type=int, default=10, metavar="N",
                        help="sites of each rare place to try for first")
    parser.add_argument("--per-file", type=int, default=8, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--goal-only", action="store_true",
                        help="only locals and members of local objects, acquired in "
                             "the same file")
    parser.add_argument("--cause", action="store_true",
                        help="run misses again with fd.UnknownCallee=borrow")
    parser.add_argument("--list", action="store_true", help="print the sites, no run")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=120, metavar="SECONDS")
    parser.add_argument("--json", metavar="FILE", help="write every result here")
    return parser.parse_args()


def without(text, site):
    """The text with the call replaced, each line where it was."""
    call = text[site.begin:site.end]
    before = text[:site.begin].rstrip()
    statement = (before.endswith((";", "{", "}", ")", ":")) or
                 before.endswith("else")) and text[site.end:].lstrip()[:1] == ";"
    simple = re.fullmatch(r"[\w\s.\->\[\]*&:]*", site.argument)
    effect = re.search(r"\w\s*\(|\+\+|--|(?<![=!<>])=(?!=)", site.argument)
    if simple and not effect:
        new = "(void)0" if statement else "0"
    else:
        new = f"(void)({site.argument})" if statement else f"((void)({site.argument}), 0)"
    missing = call.count("\n") - new.count("\n")
    return text[:site.begin] + new + "\n" * missing + text[site.end:]


class Unit:
    """One file of the database: its sites, and what the checks say of it as it is."""

    def __init__(self, tidy, command, closers):
        self.tidy, self.command = tidy, command
        self.file = measure.source_of(command)
        self.text = pathlib.Path(self.file).read_text(errors="surrogateescape")
        self.sites = sites.sites(self.text, closers)
        self.before = None

    def overlay(self, folder, text):
        """Writes text beside an overlay that puts it in this file's place."""
        copy = os.path.join(folder, os.path.basename(self.file))
        pathlib.Path(copy).write_text(text, errors="surrogateescape")
        root = {"version": 0, "use-external-names": False, "roots": [{
            "type": "file", "name": self.file, "external-contents": copy}]}
        path = os.path.join(folder, "overlay.yaml")
        pathlib.Path(path).write_text(json.dumps(root))
        return path

    def compiled(self, clang):
        """The sites that are code: each is given a name that no one declared."""
        text = self.text
        for index, site in reversed(list(enumerate(self.sites))):
            text = f"{text[:site.begin]}fdtidy_site_{index}(){text[site.end:]}"
        with tempfile.TemporaryDirectory() as folder:
            overlay = self.overlay(folder, text)
            words = [clang, "-fsyntax-only", "-ferror-limit=0", "-w",
                     "-ivfsoverlay", overlay,
                     "-Werror=implicit-function-declaration",
                     *measure.arguments_of(self.command), self.file]
            output = measure.run(words, self.command["directory"]).output
        named = set(map(int, re.findall(r"error: .*fdtidy_site_(\d+)\b", output)))
        return [site for index, site in enumerate(self.sites) if index in named]

    def findings(self, checks, text=None, tidy=None):
        with tempfile.TemporaryDirectory() as folder:
            overlay = None if text is None else self.overlay(folder, text)
            run = (tidy or self.tidy).run(self.file, checks, overlay)
        found = measure.findings(run.output) if run.state == "ok" else []
        return run.state, found


def new_findings(before, after):
    """What the mutant adds, as a multiset; columns may shift, lines may not. A report
    that tells one more losing exit in its notes is new."""
    def key(finding):
        return finding._replace(notes=tuple(finding.notes))

    known = collections.Counter(map(key, before))
    added = []
    for finding in after:
        if known[key(finding)]:
            known[key(finding)] -= 1
        else:
            added.append(finding)
    return added


def judge(unit, site, added):
    """Where the mutant's new finding is, seen from the removed call."""
    def within(file, line):
        return file == unit.file and site.first <= line <= site.last

    if any(within(f.file, f.line) for f in added):
        return "function"
    if any(within(note[0], note[1]) for f in added for note in f.notes):
        return "path"
    named = re.compile(r"\b%s\b" % re.escape(site.field)) if site.field else None
    if named and any(named.search(f.message) for f in added):
        return "field"
    return "elsewhere" if added else "missed"


def wanted(site):
    return site.handle in GOAL and site.acquired != "elsewhere"


def choose(units, arguments):
    """Sites in an order drawn from the seed: rare places first, then any."""
    draw = random.Random(arguments.seed)
    pool = [(unit, site) for unit in units for site in unit.sites
            if wanted(site) or not arguments.goal_only]
    draw.shuffle(pool)
    rare = collections.Counter()
    first, then = [], []
    for unit, site in pool:
        early = site.place != "plain" and rare[site.place] < arguments.each
        rare[site.place] += early
        (first if early else then).append((unit, site))
    code, per_file, chosen = {}, collections.Counter(), []
    for unit, site in first + then:
        if len(chosen) == arguments.count:
            break
        if per_file[unit.file] == arguments.per_file:
            continue
        if unit.file not in code:
            code[unit.file] = unit.compiled(arguments.clang)
        if site in code[unit.file]:
            per_file[unit.file] += 1
            chosen.append((unit, site))
    return chosen


def try_one(unit, site, arguments, generous):
    text = without(unit.text, site)
    state, after = unit.findings(arguments.checks, text)
    result = dict(site._asdict(), file=unit.file, goal=wanted(site), cause="")
    if state != "ok":
        return dict(result, outcome=state)
    added = new_findings(unit.before, after)
    result["outcome"] = judge(unit, site, added)
    result["findings"] = [f"{f.file}:{f.line}: {f.message} [{f.check}]" for f in added]
    if result["outcome"] == "missed" and generous:
        _, before = unit.findings(arguments.checks, None, generous)
        _, after = unit.findings(arguments.checks, text, generous)
        if judge(unit, site, new_findings(before, after)) in HITS:
            result["cause"] = "unknown callee"
    return result


def table(title, results, key):
    print(f"\n{title:<24}{'hit':>5}{'of':>5}   share")
    for name in sorted({key(r) for r in results}):
        rows = [r for r in results if key(r) == name]
        hit = sum(r["outcome"] in HITS for r in rows)
        print(f"{name:<24}{hit:>5}{len(rows):>5}   {100 * hit / len(rows):.0f} %")


def report(results):
    for state in ("crash", "timeout", "not parsed"):
        for r in results:
            if r["outcome"] == state:
                print(f"{state}: {r['file']}:{r['line']}")
    results = [r for r in results if r["outcome"] in (*HITS, "elsewhere", "missed")]
    table("all", results, lambda r: "all")
    table("the goal's kind", results, lambda r: "yes" if r["goal"] else "no")
    table("handle", results, lambda r: r["handle"])
    table("acquired", results, lambda r: r["acquired"])
    goal = [r for r in results if r["goal"]] or results
    table("place (goal's kind)", goal, lambda r: r["place"])
    table("then ends the process", goal, lambda r: "yes" if r["ends_soon"] else "no")
    print("\noutcomes:", dict(collections.Counter(r["outcome"] for r in results)))
    if any(r["cause"] for r in results):
        print("causes:", dict(collections.Counter(
            r["cause"] for r in results if r["cause"])))
    print("\nmissed:")
    for r in results:
        if r["outcome"] not in HITS:
            kind = "" if r["goal"] else " (not the goal's kind)"
            print(f"  {r['file']}:{r['line']}: {r['closer']}({r['argument']}) in "
                  f"{r['function']}: {r['place']}, {r['handle']}, acquired "
                  f"{r['acquired']}, {r['outcome']} {r['cause']}{kind}")


def main():
    arguments = options()
    settings = dict(o.split("=", 1) for o in arguments.option)
    units, seen = [], set()
    tidy = generous = None
    for directory in arguments.databases:
        tidy = measure.Tidy(arguments.clang_tidy, arguments.plugin, directory,
                            settings, arguments.timeout)
        for file, command in measure.read_database(directory).items():
            if re.search(arguments.files, file) and file not in seen:
                seen.add(file)
                units.append(Unit(tidy, command, arguments.closer))
    chosen = choose(units, arguments)
    if arguments.list:
        for unit, site in chosen:
            print(f"{unit.file}:{site.line}: {site.closer}({site.argument}) in "
                  f"{site.function} [{site.first}-{site.last}]: {site.place}, "
                  f"{site.handle}, acquired {site.acquired}")
        return 0
    tidy.require(arguments.checks)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        used = list({id(unit): unit for unit, _ in chosen}.values())
        states = list(pool.map(lambda u: u.findings(arguments.checks), used))
        for unit, (state, found) in zip(used, states):
            unit.before = found
            if state != "ok":
                print(f"{state} before any change: {unit.file}")
        bad = {u.file for u, (state, _) in zip(used, states) if state != "ok"}
        jobs = [pair for pair in chosen if pair[0].file not in bad]

        def one(pair):
            unit, site = pair
            generous = arguments.cause and measure.Tidy(
                arguments.clang_tidy, arguments.plugin, unit.tidy.database,
                {**settings, "fd.UnknownCallee": "borrow"}, arguments.timeout)
            return try_one(unit, site, arguments, generous)

        results = list(pool.map(one, jobs))
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(results, indent=1))
    print(f"{len(results)} mutants of {len(used)} files, seed {arguments.seed}")
    report(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
