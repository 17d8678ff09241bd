"""Reads model tables: the part of YAML that checks/model/*.yaml is written in.

A table is read as a list of entries, each a dict; every scalar is a string.
Python's own library has no YAML, and a test should not need more than that.
"""


class _Flow:
    """`{a: b, c: [d, "e"]}`, a quoted scalar or a plain one."""

    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at:self.at + 1]

    def take(self, char):
        if self.peek() != char:
            raise ValueError(f"expected '{char}' at {self.at} of {self.text!r}")
        self.at += 1

    def value(self, stops):
        first = self.peek()
        if first == "{":
            return self.mapping()
        if first == "[":
            return self.items("[", "]", lambda: self.value(",]"))
        if first in "\"'":
            end = self.text.index(first, self.at + 1)
            result = self.text[self.at + 1:end]
            self.at = end + 1
            return result
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            self.at += 1
        return self.text[start:self.at].strip()

    def mapping(self):
        def pair():
            key = self.value(":")
            self.take(":")
            return key, self.value(",}")
        return dict(self.items("{", "}", pair))

    def items(self, opening, closing, read):
        self.take(opening)
        result = []
        while self.peek() != closing:
            result.append(read())
            if self.peek() == ",":
                self.at += 1
        self.take(closing)
        return result


def _code(line):
    """The line without its comment."""
    quote = None
    for i, char in enumerate(line):
        if quote:
            quote = None if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#" and (i == 0 or line[i - 1].isspace()):
            return line[:i].rstrip()
    return line.rstrip()


def _indent(line):
    return len(line) - len(line.lstrip())


def _block(lines):
    """A list, a mapping, or a flow that begins on a line of its own."""
    if lines[0].lstrip()[0] in "{[":
        return _Flow(" ".join(line.strip() for line in lines)).value("")
    depth = _indent(lines[0])
    groups = []
    for line in lines:
        if _indent(line) == depth:
            groups.append([line])
        else:
            groups[-1].append(line)
    if lines[0].lstrip().startswith("- "):
        return [_value(g[0].replace("- ", "  ", 1), g[1:]) for g in groups]
    result = {}
    for group in groups:
        key, rest = group[0].split(":", 1)
        result[key.strip()] = _value(rest, group[1:])
    return result


def _value(first, rest):
    text = first.strip()
    is_key = ": " in text + " " and text[:1] not in "{[\"'" and \
        text.split(":", 1)[0].replace("-", "").isalnum()
    if not text:
        return _block(rest)
    if is_key and first.startswith(" " * 2):
        return _block([first] + rest)
    return _Flow(" ".join([text] + [r.strip() for r in rest])).value("")


def read(path):
    """The entries of the table at `path`."""
    with open(path, encoding="utf-8") as file:
        lines = [code for code in map(_code, file) if code.strip()]
    return _block(lines) if lines else []
