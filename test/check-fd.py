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

LEVELS = ("error", "warning", "note", "remark")
WORDS = (LEVELS + tuple(f"{level}-re" for level in LEVELS) +
         ("no-diagnostics", "notes-exact"))

# Line is a number or None for anywhere; Most is None for any number.
Expectation = namedtuple("Expectation",
                         "level file line least most pattern text origin")
Diagnostic = namedtuple("Diagnostic", "level file line text")


class Usage(Exception):
    """The test itself is wrong: a bad marker, option or invocation."""


# ---- The command line


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


# ---- Expectations


def comments(text):
    """Yields (offset, comment) for each comment of C++ text."""
    token = re.compile(r'R"([^()\s\\]{0,16})\(.*?\)\1"'
                       r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\''
                       r"|//(?:\\\n|[^\n])*|/\*.*?\*/", re.S)
    for match in token.finditer(text):
        if match.group().startswith("/"):
            yield match.start(), match.group()


def distance(a, b, limit):
    """Edits (insert, delete, replace, swap neighbours) from a to b, up to limit."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before, row = None, list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if last and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def misspelt(word, valid):
    """The marker that word was meant to be, or None."""
    for marker in sorted(valid):
        if distance(word.replace("_", "-").lower(), marker, 2) <= 2:
            return marker
    prefix = word.partition("-")[0]
    known = {marker.partition("-")[0] for marker in valid}
    return f"{prefix}-warning" if prefix in known and "-" in word else None


def close_of(text, start):
    """The offset of the }} that closes the {{ before start; they nest."""
    depth = 1
    for match in re.compile(r"\{\{|\}\}").finditer(text, start):
        depth += 1 if match.group() == "{{" else -1
        if depth == 0:
            # `[{{]}}}` closes at the last }}, so that a } may end the text.
            end = match.start()
            while text.startswith("}}}", end):
                end += 1
            return end
    return -1


def pattern_of(text, is_regex, where):
    """Literal text, or with -re literal text around {{regex}} parts."""
    if not is_regex:
        return re.compile(re.escape(text))
    parts = re.split(r"\{\{(.*?)\}\}(?!\})", text)
    if len(parts) == 1:
        raise Usage(f"{where}: -re without a {{{{regex}}}} in '{text}'")
    try:
        return re.compile("".join(f"(?:{part})" if i % 2 else re.escape(part)
                                  for i, part in enumerate(parts)))
    except re.error as error:
        raise Usage(f"{where}: bad regex in '{text}': {error}") from error


class Expectations:
    """What a file expects under some prefixes."""

    # What lit and FileCheck read is none of ours.
    directive = re.compile(r"//\s*(RUN|REQUIRES|UNSUPPORTED|XFAIL|"
                           r"([A-Z0-9-]+-)?CHECK(-[A-Z]+)*):")
    marker = re.compile(
        r"(?:@(?P<at>[+-]?\d+|\*|#[\w.-]+|[^\s{}:]+:(?:\d+|\*)))?"
        r"[ \t]*(?P<count>\d+\+|\d+-\d+|\d+|\+)?[ \t]*(?P<open>\{\{)?")

    def __init__(self, path, text, prefixes):
        self.path, self.text = path, text
        self.entries, self.silent, self.notes_exact = [], False, False
        self.lines = {}
        spans = list(comments(text))
        # All prefixes that some RUN line of this file reads are known; others are
        # mistakes, or this run would skip them in silence.
        known = set(prefixes)
        for offset, comment in spans:
            if re.match(r"//\s*RUN:", comment):
                for names in re.findall(r"--prefix[= ](\S+)", comment):
                    known.update(names.split(","))
                if "--prefix" not in comment:
                    known.add("expected")
            for name in re.finditer(r"(?:^//|\s)#([A-Za-z][\w.-]*)", comment):
                self.lines[name.group(1)] = self.line(offset + name.start())
        for offset, comment in spans:
            if not self.directive.match(comment):
                self.read(offset, comment, prefixes, known)

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def read(self, offset, comment, prefixes, known):
        valid = {f"{prefix}-{word}" for prefix in known for word in WORDS}
        at = 0
        for match in re.finditer(r"[A-Za-z_][\w]*(?:-\w+)+|\w+|\{\{", comment):
            if match.start() < at:
                continue
            word, here = match.group(), self.line(offset + match.start())
            where = f"{self.path}:{here}"
            if word == "{{":
                raise Usage(f"{where}: '{{{{' without a known marker before it")
            if word not in valid:
                meant = misspelt(word, valid) if re.search("[-_]", word) else None
                if meant:
                    raise Usage(f"{where}: unknown marker '{word}'; "
                                f"did you mean '{meant}'?")
                continue
            prefix = max((p for p in known if word.startswith(p + "-")), key=len)
            word = word[len(prefix) + 1:]
            mine = prefix in prefixes
            if word in ("no-diagnostics", "notes-exact"):
                if mine and word == "no-diagnostics":
                    self.silent = True
                elif mine:
                    self.notes_exact = True
                continue
            at = self.entry(comment, match.end(), word, prefix, here, mine)

    def entry(self, comment, start, word, prefix, here, mine):
        where = f"{self.path}:{here}"
        match = self.marker.match(comment, start)
        if not match.group("open"):
            raise Usage(f"{where}: expected '{{{{' after '{prefix}-{word}'")
        end = close_of(comment, match.end())
        if end < 0:
            raise Usage(f"{where}: no '}}}}' closes '{prefix}-{word}'")
        text = comment[match.end():end].strip()
        if not text:
            raise Usage(f"{where}: '{prefix}-{word}' expects no text")
        level = word.removesuffix("-re")
        file, line = self.place(match.group("at"), here, where)
        least, most = self.count(match.group("count"))
        pattern = pattern_of(text, word.endswith("-re"), where)
        if mine:
            self.entries.append(Expectation(level, file, line, least, most,
                                            pattern, text, here))
        return end + 2

    def place(self, at, here, where):
        if not at:
            return self.path, here
        if at == "*":
            return None, None
        if at[0] == "#":
            if at[1:] not in self.lines:
                raise Usage(f"{where}: no line is marked '{at}'")
            return self.path, self.lines[at[1:]]
        if ":" in at:
            file, _, line = at.rpartition(":")
            return file, None if line == "*" else int(line)
        return self.path, here + int(at) if at[0] in "+-" else int(at)

    @staticmethod
    def count(text):
        if not text:
            return 1, 1
        if text.endswith("+"):
            return int(text[:-1] or 1), None
        least, _, most = text.partition("-")
        return int(least), int(most or least)


# ---- Running and comparing


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
