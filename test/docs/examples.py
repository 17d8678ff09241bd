"""Judges the C and C++ of a page by clang-tidy with the plugin.

What is reported stands in the code, as a comment behind the line or on lines of its
own below it, word for word; one report too many or too few is a problem:

    int Fd = open(Path, O_RDONLY); // warning: descriptor 'Fd' is still open ...
    // note: lost here: the function returns

A warning is an exact text, ` [check]` may be left out; a note that is written must
occur. A block of two columns has no comments: the left one draws the message quoted
below the block and no other, the right one none.
"""
import json
import pathlib
import re
import subprocess

from columns import columns


# What the examples leave out for the sake of their width.
HEADERS = {"cpp": ("cerrno", "cstdio", "dirent.h", "fcntl.h", "fdtidy/annotations.h",
                   "csignal", "map", "stdexcept", "sys/socket.h", "sys/wait.h",
                   "thread", "unistd.h", "vector"),
           "c": ("errno.h", "dirent.h", "fcntl.h", "stdio.h", "sys/socket.h",
                 "sys/wait.h", "unistd.h")}
STANDARD = {"cpp": "-std=c++20", "c": "-std=gnu17"}
CLAIM = re.compile(r"^(?P<code>.*?)\s*// (?P<level>warning|note): (?P<text>.*)$")
FOUND = re.compile(r"^[^\n:]*:(\d+):\d+: (warning|error|note): (.*)$", re.M)


def claims(code):
    """Yields (line, level, text) for each comment that says what is reported."""
    above = 0
    for number, line in enumerate(code.split("\n"), 1):
        match = CLAIM.match(line)
        if match and not match.group("code"):
            yield above, match.group("level"), match.group("text")
            continue
        above = number
        if match:
            yield number, match.group("level"), match.group("text")


class Tidy:
    """Runs clang-tidy over examples in a folder of their own."""

    def __init__(self, args, folder):
        self.command = [args.clang_tidy, f"--load={args.plugin}", "--quiet"]
        self.folder = pathlib.Path(folder)
        self.include = args.source / "checks/include"
        self.folder.mkdir(parents=True)
        for language, names in HEADERS.items():
            header = self.prelude(language, "h")
            header.write_text("".join(f"#include <{name}>\n" for name in names),
                              encoding="utf-8")
            # Precompiled, for they are most of what an example costs.
            subprocess.run([args.clang, "-x", f"{'c++' if language == 'cpp' else 'c'}"
                            "-header", STANDARD[language], "-I", str(self.include),
                            str(header), "-o", str(self.prelude(language, "pch"))],
                           check=True)

    def prelude(self, language, suffix):
        return self.folder / f"prelude.{language}.{suffix}"

    def found(self, checks, language, code, before="", models=()):
        """(line, level, text) of each diagnostic; lines of before count below 1."""
        file = self.folder / f"example.{language}"
        file.write_text(f"{before}\n{code}\n", encoding="utf-8")
        lines = before.count("\n") + 1
        prelude = self.prelude(language, "pch")
        return [(line - lines, level, text) for line, level, text in
                self.run(checks, language, file, ["-include-pch", str(prelude)], models)]

    def run(self, checks, language, file, flags=(), models=()):
        options = {"fd.Models": ";".join(map(str, models))}
        done = subprocess.run(
            self.command + [f"--config={json.dumps({'CheckOptions': options})}",
                            f"--checks=-*,{checks}", str(file), "--",
                            STANDARD[language], "-I", str(self.include), *flags],
            text=True, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            return [(0, "error", done.stderr)]
        return [(int(line), level, text)
                for line, level, text in FOUND.findall(done.stdout)]


def as_said(found, code):
    """Says where what is found differs from what code says."""
    said = list(claims(code))
    for line, level, text in said:
        hits = [one for one in found if one[:2] == (line, level) and
                (one[2] == text or one[2].startswith(text + " ["))]
        if not hits:
            yield f"line {line} does not draw '{level}: {text}'"
        for hit in hits:
            found = [one for one in found if one != hit]
    for line, level, text in found:
        if level != "note":
            yield f"line {line} draws '{level}: {text}', and does not say so"


class Examples:
    """The C and C++ of one page, in its order."""

    def __init__(self, tidy, checks, source):
        self.tidy, self.checks, self.source = tidy, checks, source
        self.before, self.models = "", []

    def problems(self, block):
        """Judges a block that is no file of the page's sandbox."""
        before = self.before
        note = block.note or ""
        if note.startswith("includes "):
            before += f'#include "{self.source / note.removeprefix("includes ")}"\n'
        elif note == "begins the examples below":
            self.before += block.code + "\n"
        elif note:
            yield f"unknown note '{note}'"

        def found(code):
            return self.tidy.found(self.checks, block.language, code, before,
                                   self.models)
        sides = columns(block.code)
        if not sides:
            yield from as_said(found(block.code), block.code)
            return
        told = [text for _, level, text in found(sides[0]) if level != "note"]
        if [text.rpartition(" [")[0] for text in told] != block.quoted:
            yield f"the left column is told {told}, not {block.quoted}"
        right = [text for _, level, text in found(sides[1]) if level != "note"]
        if right:
            yield f"the right column is told {right}"

    def file_problems(self, block, file):
        """Judges a file of the page's sandbox, which has its neighbours. Where it
        says nothing of reports, commands of the page do, and it must compile."""
        found = self.tidy.run(self.checks, block.language, file, (), self.models)
        if not list(claims(block.code)):
            found = [one for one in found if one[1] == "error"]
        yield from as_said(found, block.code)
