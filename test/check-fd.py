#!/usr/bin/env python3
"""Runs checks over one file and compares what they say with what it expects.

    check-fd.py --clang-tidy=BIN [--plugin=SO] CHECKS FILE [option...]

CHECKS is a comma list of names or globs, each of which `--list-checks` must list.
Expectations are comments in FILE, in the words of clang's -verify:

    close(fd); // expected-warning {{closed twice}}
    // expected-note@-2 {{opened here}}
    // expected-warning@+1 2 {{two of them on the next line}}
    // expected-warning-re@fd.h:12 {{'{{a|b}}' is not closed}}
    // expected-no-diagnostics

Where: @+N, @-N, @LINE, @#name (of a comment `// #name`), @* (anywhere), @FILE:LINE.
How often: N, N+ or N-M; once if nothing is said. Text matches as a substring of the
message with its [check-name]; only after -re are {{...}} inside it regexes.

Warnings match exactly: a missing or an extra one fails. A note that is written must
occur; others may, unless FILE says expected-notes-exact. A compile error, an
unknown or misspelt marker, and a file that expects nothing fail.

Options: --prefix=foo[,bar] reads foo-warning instead; --opt KEY=VALUE sets a check
option; --tidy-arg=ARG goes to clang-tidy; anything else, or all after --, goes to the
compiler.
"""
import json
import os
import re
import subprocess
import sys
from collections import namedtuple

from expectations import Expectations, Usage

Diagnostic = namedtuple("Diagnostic", "level file line text")


class Arguments:
    """What the command line asks for."""

    def __init__(self, argv):
        self.clang_tidy, self.plugin = None, None
        self.prefixes, self.options = ["expected"], {}
        self.tidy, self.compiler, positional = [], [], []
        words = iter(argv)
        for word in words:
            name, equals, value = word.partition("=")
            if word == "--":
                self.compiler += words
            elif name in ("--clang-tidy", "--plugin", "--prefix", "--opt",
                          "--tidy-arg"):
                if not equals:
                    value = next(words, None)
                    if value is None:
                        raise Usage(f"{name} needs a value")
                self.set(name[2:], value)
            elif word.startswith("-"):
                self.compiler.append(word)
                if word in ("-I", "-D", "-U", "-include", "-isystem", "-x"):
                    self.compiler.append(next(words, ""))
            else:
                positional.append(word)
        if len(positional) != 2 or not self.clang_tidy:
            raise Usage("usage: check-fd.py --clang-tidy=BIN [--plugin=SO] "
                        "CHECKS FILE [option...]")
        self.checks = positional[0].split(",")
        self.file = positional[1]

    def set(self, name, value):
        if name == "clang-tidy":
            self.clang_tidy = value
        elif name == "plugin":
            self.plugin = value
        elif name == "prefix":
            self.prefixes = value.split(",")
        elif name == "tidy-arg":
            self.tidy.append(value)
        else:
            key, equals, text = value.partition("=")
            if not equals:
                raise Usage(f"--opt {value}: expected KEY=VALUE")
            self.options[key] = text

    def command(self):
        load = [f"--load={self.plugin}"] if self.plugin else []
        # A configuration of its own, so that no .clang-tidy above FILE counts.
        config = json.dumps({"CheckOptions": self.options})
        return [self.clang_tidy, *load, f"--config={config}",
                "--checks=-*," + ",".join(self.checks)]


def run(command):
    done = subprocess.run(command, text=True, capture_output=True, check=False,
                          errors="replace", stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        raise Usage(f"clang-tidy ended with {done.returncode}:\n"
                    f"{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def require_checks(args):
    out, err = run(args.command() + ["--list-checks"])
    listed = {line.strip() for line in out.splitlines() if line.startswith("    ")}
    for check in args.checks:
        glob = re.compile(re.escape(check).replace(r"\*", ".*"))
        if not any(glob.fullmatch(name) for name in listed):
            raise Usage(f"clang-tidy does not list '{check}'\n{err}".rstrip())


def diagnostics(args):
    is_c = args.file.endswith(".c")
    given = any(flag.startswith(("-std=", "--std")) for flag in args.compiler)
    std = [] if given else ["-std=c17" if is_c else "-std=c++20"]
    out, err = run(args.command() + ["--quiet", *args.tidy, args.file, "--",
                                     *std, *args.compiler])
    line = re.compile(r"(?:(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: )?"
                      r"(?P<level>error|warning|note|remark): (?P<text>.*)")
    found = []
    for match in filter(None, map(line.fullmatch, out.splitlines())):
        number = match.group("line")
        found.append(Diagnostic(match.group("level"), match.group("file"),
                                int(number) if number else None,
                                match.group("text")))
    return found, out, err


def same_file(seen, wanted):
    if seen is None:
        return False
    if os.path.exists(wanted) and os.path.exists(seen):
        return os.path.samefile(seen, wanted)
    return seen == wanted or seen.endswith("/" + wanted)


def compare(found, expected):
    """Returns lines that say how the two differ; none if they agree."""
    left, problems = list(found), []
    for want in expected.entries:
        hits = [d for d in left if d.level == want.level
                and (want.line is None or d.line == want.line)
                and (want.file is None or same_file(d.file, want.file))
                and want.pattern.search(d.text)]
        # Unlisted notes are permitted, so more of a listed one are too.
        loose = want.level == "note" and not expected.notes_exact
        hits = hits if want.most is None or loose else hits[:want.most]
        for hit in hits:
            left.remove(hit)
        if len(hits) < want.least:
            line = want.line if want.line else "*"
            seen = f" ({len(hits)} of {want.least} seen)" if want.least > 1 else ""
            problems.append(f"expected but not seen: {want.file or '*'}:{line}: "
                            f"{want.level}: {want.text}{seen}")
    for diagnostic in left:
        if diagnostic.level != "note" or expected.notes_exact:
            problems.append(f"seen but not expected: {diagnostic.file}:"
                            f"{diagnostic.line}: {diagnostic.level}: "
                            f"{diagnostic.text}")
    return problems


def main(argv):
    args = Arguments(argv)
    with open(args.file, encoding="utf-8") as file:
        text = file.read()
    expected = Expectations(args.file, text, args.prefixes)
    prefix = args.prefixes[0]
    if not expected.entries and not expected.silent:
        raise Usage(f"{args.file}: expects nothing; "
                    f"say '{prefix}-no-diagnostics' if that is meant")
    if expected.entries and expected.silent:
        raise Usage(f"{args.file}: '{prefix}-no-diagnostics' beside an expectation")
    require_checks(args)
    found, out, err = diagnostics(args)
    problems = [f"does not compile: {d.file}:{d.line}: {d.text}" for d in found
                if d.text.endswith("[clang-diagnostic-error]")]
    problems = problems or compare(found, expected)
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        print(f"---- what clang-tidy said\n{out}{err}".rstrip(), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Usage, OSError) as error:
        print(f"check-fd: {error}", file=sys.stderr)
        sys.exit(2)
