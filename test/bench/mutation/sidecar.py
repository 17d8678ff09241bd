#!/usr/bin/env python3
"""Undoes sidecar's descriptor discipline, one place at a time.

    sidecar.py --plugin SO --fdtidy BIN --work DIR [--only REGEX] [--json FILE]

Each mutant is compiled, linted (the plugin over what the change reaches, at the
strictest setting; then `fdtidy check`, which links them) and tried by the tests
that compare descriptors. README.md says what counts.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import argparse
import collections
import filecmp
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[2]
sys.path.insert(0, str(HERE))
import sidecar_mutants  # noqa: E402

# Why no test can see a mutant that none sees.
EQUIVALENT = (
    ("drop close-on-exec", "", "the child itself sets close-on-exec from 3 on"),
    ("forget at a reset", "Daemon.cpp", "the incarnation has let go of all that it held: "
                                        "memory is lost, and no descriptor"),
    ("forget at a reset", "Incarnation.cpp", "readErrorPipe() has closed it already"),
    ("forget at a reset", "SpawnChild.cpp", "the child execs or exits soon"),
)

FINDING = re.compile(r"(\w+\.\w+:\d+):\d+: warning: (.*\[(?:fd|fdstrict)-[\w-]+\])")


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", required=True, help="the plugin to load")
    parser.add_argument("--fdtidy", required=True, help="the driver, for the whole program")
    parser.add_argument("--work", type=pathlib.Path, required=True, metavar="DIR",
                        help="a folder for the copy that is changed and built")
    parser.add_argument("--llvm-root", default="/usr/lib/llvm-22", metavar="DIR")
    parser.add_argument("--only", default="", metavar="REGEX",
                        help="mutants whose line in the list matches")
    parser.add_argument("--list", action="store_true", help="print the mutants, no run")
    parser.add_argument("--no-lint", action="store_true", help="tests only")
    parser.add_argument("--plugin-only", action="store_true",
                        help="do not ask the driver where the plugin is silent")
    parser.add_argument("--no-tests", action="store_true", help="lint only")
    parser.add_argument("--known", metavar="FILE", action="append", default=[],
                        help="do not repeat what that --json of an earlier run has")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--patience", type=int, default=10, metavar="SECONDS",
                        help="how long a test waits before it is red")
    parser.add_argument("--json", metavar="FILE",
                        help="write every result here; what it has is not repeated")
    return parser.parse_args()


def run(command, **more):
    return subprocess.run(command, text=True, check=False, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, **more)


def copy_changed(old, new):
    """Copies what differs, with the time of now: an object of an earlier run's last
    mutant is older than the text that was put back, and must stay so."""
    if not os.path.exists(new) or not filecmp.cmp(old, new, shallow=False):
        shutil.copyfile(old, new)
        shutil.copymode(old, new)


class Copy:
    """The copy of the sources that is changed, its build, and what is said of it."""

    def __init__(self, args):
        self.args = args
        self.top = args.work / "src"
        self.sources = self.top / "tool/sidecar"
        self.build = args.work / "build"
        for part in ("tool/sidecar", "test/sidecar", "docs"):
            shutil.copytree(TOP / part, self.top / part, dirs_exist_ok=True,
                            copy_function=copy_changed)
        root = args.llvm_root
        done = run(["cmake", "-G", "Ninja", "-S", str(self.sources), "-B",
                    str(self.build), "-DCMAKE_BUILD_TYPE=None",
                    f"-DCMAKE_CXX_COMPILER={root}/bin/clang++",
                    "-DCMAKE_CXX_FLAGS=-O0 -w", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
                    *(["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]
                      if shutil.which("ccache") else [])])
        if done.returncode or (not args.no_tests and self.compile().returncode):
            sys.exit(f"the copy does not build\n{done.stdout}{self.compile().stdout}")
        self.units = sorted(p.name for p in self.sources.glob("*.cpp"))
        self.database()

    def database(self):
        """A compile database of the program alone, for the driver."""
        folder = self.args.work / "program"
        folder.mkdir(exist_ok=True)
        commands = json.loads((self.build / "compile_commands.json").read_text())
        seen = {}
        for c in commands:
            file = pathlib.Path(c["file"])
            if file.parent == self.sources and "HOOKS" not in c["command"]:
                seen[file] = c
        (folder / "compile_commands.json").write_text(json.dumps(list(seen.values())))
        self.program = folder

    def compile(self):
        return run(["ninja", "-C", str(self.build), "-j", str(self.args.jobs),
                    "sidecar", "sidecar_hooked"])

    def put(self, texts):
        for file, text in texts.items():
            (self.sources / file).write_text(text)

    def reached(self, files):
        """The translation units that include one of the files, those first that are
        named alike."""
        def includes(unit):
            todo, seen = [unit], set()
            while todo:
                name = todo.pop()
                if name not in seen and (self.sources / name).exists():
                    seen.add(name)
                    text = (self.sources / name).read_text()
                    todo += re.findall(r'#include "([\w.]+)"', text)
            return seen
        stems = {pathlib.Path(f).stem for f in files}
        units = [u for u in self.units if includes(u) & set(files)]
        return sorted(units, key=lambda u: pathlib.Path(u).stem not in stems)

    def lint(self, files):
        """The first finding of the plugin, or of the driver over the units that may
        know of the change; None if it does not compile."""
        for unit in self.reached(files):
            said = run([f"{self.args.llvm_root}/bin/clang-tidy",
                        f"--load={self.args.plugin}", "-p", str(self.program), "--quiet",
                        "--checks=-*,fd-*,fdstrict-*", "--header-filter=.*/tool/sidecar/",
                        "--config={CheckOptions: {fd.Confidence: likely}}",
                        str(self.sources / unit)]).stdout
            if "[clang-diagnostic-error]" in said:
                return None
            found = FINDING.search(said)
            if found:
                return f"{found[1]}: {found[2]}"
        if self.args.plugin_only:
            return ""
        headers = {pathlib.Path(f).with_suffix(".h").name for f in files}
        units = sorted({*self.reached(files), *self.reached(headers)})
        said = run([self.args.fdtidy, "check", "-p", str(self.program), "-j",
                    str(self.args.jobs), "--checks=fdstrict-*", "--confidence=likely",
                    *(str(self.sources / u) for u in units)], cwd=self.top).stdout
        found = FINDING.search(said)
        return f"whole program: {found[1]}: {found[2]}" if found else ""

    def test(self, files=()):
        """The red test as sidecar_red.py has it; {} if all are green."""
        environment = {**os.environ, "SIDECAR": str(self.build / "sidecar"),
                       "SIDECAR_HOOKED": str(self.build / "test/sidecar_hooked"),
                       "SIDECAR_FIXTURES": str(self.build / "test"),
                       "SIDECAR_TEST_PATIENCE": str(self.args.patience),
                       "SIDECAR_TEST_RESTARTS": "100",
                       "PYTHONDONTWRITEBYTECODE": "1"}
        done = run(["unshare", "--pid", "--fork", "--mount-proc", "--kill-child",
                    sys.executable, "-W", "ignore", str(HERE / "sidecar_red.py"),
                    str(self.top / "test/sidecar/behaviour"), *files], env=environment)
        try:
            return json.loads(done.stdout.rsplit("\n", 2)[1]) or {}
        except (IndexError, ValueError):
            sys.exit(f"the tests do not run:\n{done.stdout}")


def try_one(copy, sources, mutant, known):
    changed = sources.changed(mutant.edits)
    result = dict(operator=mutant.operator, file=mutant.file, line=mutant.line,
                  what=mutant.what, finding=None, red=None, compiles=True)
    result.update(known.get(title(result), {}))
    lint = result["finding"] is None and not copy.args.no_lint
    test = result["red"] is None and not copy.args.no_tests
    if not result["compiles"] or not (lint or test):
        return result
    copy.put(changed)
    try:
        if lint:
            result["finding"] = copy.lint(changed)
            if result["finding"] is None:
                return dict(result, compiles=False)
        if test:
            if copy.compile().returncode:
                return dict(result, compiles=False)
            result["red"] = copy.test(changed)
    finally:
        copy.put({f: sources.text[f] for f in changed})
    return result


def outcome(result):
    if not result["compiles"]:
        return "does not compile"
    if result["red"] == {}:
        return "equivalent"
    if result["red"] and not result["red"]["holds"]:
        return "red otherwise"
    return "found" if result["finding"] else "survived"


def said(red):
    return f"{red['test']}: {red['why']}" if red else "-"


def title(result):
    return f"{result['file']}:{result['line']}: {result['operator']}: {result['what']}"


def reason(result):
    for operator, what, why in EQUIVALENT:
        if result["operator"] == operator and what in title(result):
            return why
    return "an owner releases it anyway, at the end of a scope or of its object"


def report(results):
    by = collections.defaultdict(collections.Counter)
    for r in results:
        by[r["operator"]][outcome(r)] += 1
        by["all"][outcome(r)] += 1
    print(f"\n{'':<32}{'found':>6}{'of':>5}   share   equivalent   red otherwise"
          "   not compiled")
    for operator, count in by.items():
        counted = count["found"] + count["survived"]
        share = f"{100 * count['found'] / counted:.0f} %" if counted else "-"
        print(f"{operator:<32}{count['found']:>6}{counted:>5}{share:>8}"
              f"{count['equivalent']:>13}{count['red otherwise']:>16}"
              f"{count['does not compile']:>15}")
    for kind in ("survived", "equivalent", "red otherwise", "does not compile"):
        print(f"\n{kind}:")
        for r in results:
            if outcome(r) == kind:
                print("  " + title(r))
                if kind == "survived" or kind == "red otherwise":
                    print(f"      red: {said(r['red'])}")
                elif kind == "equivalent":
                    print("      " + (f"and yet: {r['finding']}" if r["finding"]
                                      else reason(r)))


def main():
    args = options()
    sources, mutants = sidecar_mutants.all_mutants(TOP / "tool/sidecar")
    chosen = [m for m in mutants if re.search(args.only, title(m._asdict()))]
    if args.list:
        for m in chosen:
            print(title(m._asdict()))
        return 0
    args.work.mkdir(parents=True, exist_ok=True)
    args.work = args.work.resolve()
    copy = Copy(args)
    known = collections.defaultdict(dict)
    resumed = os.path.exists(args.json or "")
    for path in args.known + [args.json] * resumed:
        for r in json.loads(pathlib.Path(path).read_text()):
            known[title(r)].update({k: v for k, v in r.items() if v is not None})
    finding = "" if args.no_lint or resumed else copy.lint(["OwnedFd.h"])
    red = {} if args.no_tests or resumed else copy.test()
    if finding or red:
        sys.exit(f"before any change: {finding or said(red)}")
    results = []
    for m in chosen:
        r = try_one(copy, sources, m, known)
        results.append(r)
        print(f"{outcome(r):<17} {title(r)}\n    {r['finding'] or '-'}\n    "
              f"{said(r['red'])}", flush=True)
        if args.json:
            pathlib.Path(args.json).write_text(json.dumps(results, indent=1))
    report(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
