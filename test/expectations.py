"""Reads what a file expects of the checks, in the words of clang's -verify.

check-fd.py says what those words are. Everything that could make an expectation pass
unread, such as a misspelt marker, is a Usage error.
"""
import re
from collections import namedtuple

LEVELS = ("error", "warning", "note", "remark")
WORDS = (LEVELS + tuple(f"{level}-re" for level in LEVELS) +
         ("no-diagnostics", "notes-exact"))

# Where and how often: line is None for anywhere, most is None for any number.
Expectation = namedtuple("Expectation",
                         "level file line least most pattern text origin")


class Usage(Exception):
    """The test itself is wrong: a bad marker, option or invocation."""


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
