"""Finds the calls in C and C++ text that close a handle, and says where they stand.

Text, not a syntax tree: comments, literals and directives are blanked, braces are
matched, and what precedes a brace tells what it opens. The compiler has the last
word on whether a site is code (mutate.py asks it).
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import bisect
import re
from collections import namedtuple

# One closing call. begin, end: the call in the text; place: catch | destructor |
# else | loop exit | error arm | plain; handle: local | parameter | local object |
# pointee | member | other; acquired: here | helper (a function of this text that
# acquires) | elsewhere; field: the handle's last name; ends_soon: the process does.
Site = namedtuple("Site", "line begin end closer argument function first last "
                          "place handle acquired field ends_soon")
Block = namedtuple("Block", "begin end header kind name")

BLANK = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^()\s\\]*)\(.*?\)(?P=d)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'', re.S)
ACQUIRERS = ("open openat open64 creat pipe pipe2 socket socketpair accept accept4 "
             "dup dup2 dup3 fcntl epoll_create epoll_create1 eventfd timerfd_create "
             "signalfd inotify_init inotify_init1 memfd_create mkstemp mkostemp "
             "mkstemps mkostemps shm_open mq_open posix_openpt openpty forkpty "
             "pidfd_open fopen fdopen freopen tmpfile popen fmemopen open_memstream "
             "opendir fdopendir").split()
ACQUIRE = re.compile(r"\b(?:%s)\s*\(" % "|".join(ACQUIRERS))
CONTROL = {"if", "for", "while", "switch", "catch", "return", "sizeof"}
ENDS = re.compile(r"\b(?:_?exit|_Exit|abort|quick_exit|exec[lv]p?e?|fexecve|err|errx)"
                  r"\s*\(")


def blanked(text):
    """The text with comments, literals, directives and #else arms as spaces."""
    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    text = BLANK.sub(spaces, text)
    lines, arms, index = text.split("\n"), [], 0
    while index < len(lines):
        line = lines[index]
        directive = re.match(r"\s*#\s*(\w*)(.*)", line)
        if directive:
            word, rest = directive.groups()
            if word in ("if", "ifdef", "ifndef"):
                foreign = re.search(r"^\s*0\b|_WIN|__APPLE__|WIN32", rest)
                arms.append([bool(foreign) and word != "ifndef"])
            elif word in ("else", "elif") and arms:
                arms[-1][0] = not arms[-1][0]
            elif word == "endif" and arms:
                arms.pop()
            while lines[index].endswith("\\") and index + 1 < len(lines):
                lines[index] = " " * len(lines[index])
                index += 1
            lines[index] = " " * len(lines[index])
        elif any(arm[0] for arm in arms):
            lines[index] = " " * len(line)
        index += 1
    return "\n".join(lines)


def close_of(text, begin):
    """The index behind the bracket that closes the one at begin, or None."""
    pairs, depth = {"(": ")", "{": "}", "[": "]"}, 0
    opening, closing = text[begin], pairs[text[begin]]
    for index in range(begin, len(text)):
        if text[index] == opening:
            depth += 1
        elif text[index] == closing:
            depth -= 1
            if not depth:
                return index + 1
    return None


def block_of(header):
    """What a brace opens, by the text between it and the statement before."""
    words = re.sub(r"__attribute__\s*\(\(.*?\)\)|\balignas\s*\([^()]*\)", " ",
                   header.strip()).strip()
    if re.search(r"\bcatch\s*\([^()]*\)$", words):
        return "catch", ""
    if re.search(r"\belse$", words):
        return "else", ""
    if re.search(r"\bdo$", words):
        return "loop", ""
    control = re.match(r"(?:.*\belse\s+)?(if|for|while|switch)\b", words, re.S)
    if control:
        return {"if": "if", "switch": "switch"}.get(control[1], "loop"), ""
    if re.search(r"\]\s*(?:\([^{}]*\))?\s*(?:mutable|noexcept|->[\w\s:<>*&]+)*$",
                 words):
        return "lambda", ""
    record = re.search(r"\b(?:class|struct|union)\s+(?:\[\[\w+\]\]\s*)?(?:\w+\s+)*?"
                       r"(\w+)\s*(?:final\s*)?(?::[^()]*)?$", words)
    if record and "(" not in words.split(record[1])[0][-40:]:
        return "record", record[1]
    if re.search(r"\b(?:namespace|extern|enum)\b[^()]*$|=\s*$|^try$|\breturn\b", words):
        return "other", ""
    function = re.search(r"((?:\w+\s*(?:<[^<>()]*>)?::\s*)*~?\w+|operator\W+)\s*\(",
                         words)
    if function and function[1] not in CONTROL:
        return "function", re.sub(r"\s", "", function[1])
    return "other", ""


def blocks(text):
    """Every braced block, outer before inner."""
    found, stack = [], []
    for match in re.finditer(r"[{}]", text):
        if match[0] == "{":
            stack.append(match.start())
        elif stack:
            begin = stack.pop()
            start = max(text.rfind(mark, 0, begin) for mark in ";{}")
            header = text[start + 1:begin]
            # An initialiser or a for header holds braces or semicolons itself.
            if header.count(")") > header.count("("):
                start = max(text.rfind("\n", 0, begin - 1), 0)
                while (text.count(")", start, begin) > text.count("(", start, begin)
                       and start > 0):
                    start = max(text.rfind("\n", 0, start), 0)
                header = text[start:begin]
            kind, name = block_of(header)
            found.append(Block(begin, match.end(), header, kind, name))
    return sorted(found, key=lambda block: block.begin)


def handle_of(argument, function, text, records):
    """Whose place the handle is, and its last name."""
    plain = re.sub(r"^[&*(\s]+|\)+$|\s", "", argument)
    if not re.fullmatch(r"(?:this->)?[\w:]+(?:(?:\.|->)\w+|\[[^\[\]]*\])*", plain):
        return "other", plain
    names = re.findall(r"[A-Za-z_]\w*", re.sub(r"\[[^\]]*\]", "", plain))
    if not names:
        return "other", plain
    field, body = names[-1], text[function.begin:function.end]
    if names[0] == "this" or (len(names) == 1 and
                              re.match(r"m_|.*_$|_[a-z]", names[0])):
        return "member", field
    root = re.escape(names[0])
    declared = re.search(r"[\w>*&\]]\s*[*&\s]\s*(?:[\w\[\]*]+\s*(?:=[^;,()]*)?,\s*)*"
                         r"%s\s*(?:[;=,\[{(:]|\))" % root, body)
    keyword = declared and re.match(r"(?:return|else|case|delete|throw)\b",
                                    body[:declared.end()].split(";")[-1].strip())
    if "->" in plain or argument.lstrip("( ").startswith("*"):
        return "pointee", field
    if declared and not keyword:
        return ("local object" if len(names) > 1 else "local"), field
    if re.search(r"\b%s\s*(?:\[[^\]]*\])?\s*[,)]" % root, function.header):
        return "parameter", field
    if records or "::" in function.name:
        return "member", field
    return "other", field


def acquired_of(handle, argument, field, function, text, helpers):
    """Whether the text shows where the handle comes from."""
    if handle in ("local", "local object"):
        text = text[function.begin:function.end]
    plain = re.sub(r"\s|\[[^\]]*\]$", "", argument)
    answer = "elsewhere"
    for name in {re.escape(plain), re.escape(field)} - {""}:
        stored = r"(?<!\w)%s\s*(?:\[\w*\])?\s*(?:=(?!=)|\(|\{)([^;]*)" % name
        for value in re.finditer(stored, text):
            if ACQUIRE.search(value[1]):
                return "here"
            if helpers.intersection(re.findall(r"(\w+)\s*\(", value[1])):
                answer = "helper"
        filled = r"\b(\w+)\s*\((?:[^;()]*,)?\s*&?\s*%s\s*[,)\[]" % name
        for call in re.finditer(filled, text):
            if call[1] in ("pipe", "pipe2", "socketpair", "openpty", "forkpty"):
                return "here"
            if call[1] in helpers:
                answer = "helper"
    return answer


def place_of(text, begin, end, inside, function):
    """What kind of arm the call stands in."""
    if any(block.kind == "catch" for block in inside):
        return "catch"
    if "~" in function.name:
        return "destructor"
    before = text[:begin].rstrip().removesuffix("(void)").rstrip()
    inner = inside[-1] if inside else None
    if before.endswith("else") or inner and inner.kind == "else":
        return "else"
    rest = text[end:inner.end if inner else function.end]
    leaves = re.match(r"[^{}]*?\b(?:return|goto|throw|break|continue)\b", rest)
    if leaves and any(block.kind == "loop" for block in inside):
        return "loop exit"
    if leaves and inner and inner.kind in ("if", "switch"):
        return "error arm"
    return "plain"


def sites(source, closers):
    """Every call of a closer in a function of the text."""
    text = blanked(source)
    starts = [0] + [match.end() for match in re.finditer("\n", text)]
    every = blocks(text)
    functions = [block for block in every if block.kind == "function"]
    helpers = {f.name.split("::")[-1] for f in functions
               if ACQUIRE.search(text[f.begin:f.end])}

    def line(index):
        return bisect.bisect_right(starts, index)

    found = []
    names = "|".join(re.escape(closer) for closer in closers)
    for match in re.finditer(r"(?<![\w.>:~])(?:::\s*)?(%s)\s*(?=\()" % names, text):
        end = close_of(text, match.end())
        around = [b for b in every if b.begin < match.start() < b.end]
        named = [b for b in around if b.kind == "function"]
        before = text[:match.start()].rstrip()
        declares = re.search(r"(?<!\breturn)(?<!\belse)(?<!\bdo)\s*[\w*&>]$", before)
        argument = source[match.end() + 1:end - 1].strip() if end else ""
        if not argument or not named or (declares and not re.search(
                r"\b(?:return|else|do)$", before)):
            continue
        function = named[0]
        inside = [b for b in around if b.begin > function.begin]
        records = [b for b in around if b.kind == "record"]
        handle, field = handle_of(argument, function, text, records)
        acquired = acquired_of(handle, argument, field, function, text, helpers)
        first = function.begin - len(function.header.lstrip())
        found.append(Site(
            line(match.start()), match.start(), end, match[1], argument,
            function.name, line(first), line(function.end),
            place_of(text, match.start(), end, inside, function), handle, acquired,
            field, bool(ENDS.search(text[end:end + 200]))))
    return found
