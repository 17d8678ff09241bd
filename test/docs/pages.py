"""Reads a page of docs/: its headings and its blocks of code.

A block is what stands between two lines of ```, and its language the word behind the
first. `<!-- test: ... -->` on the line above it is for the tests:

    begins the examples below   goes in front of the page's later C and C++
    includes PATH               PATH, from the top of the tree, is included first
    is run by PATH              that test runs the commands, or reads the page
"""
import re
from collections import namedtuple

# file: the name that a comment in the first line gives it, or None. quoted: the
# messages that stand below it as `> message`.
Block = namedtuple("Block", "line language code file note quoted")

FILE = re.compile(r"(?://|#) ((?:[\w-]+/)*[\w-]*\.[\w.-]*\w|CMakeLists\.txt)"
                  r"(?:[,:; ].*)?$")
BLOCK = re.compile(r"^(?:<!-- test: (?P<note>.*?) -->\n)?"
                   r"```(?P<language>.*)\n(?P<code>(?:.*\n)*?)```\n"
                   r"(?P<quoted>(?:\n*> .*\n)*)", re.M)


class Page:
    """The text of a page, and what of it is code."""

    def __init__(self, path, source):
        self.path, self.name = path, path.stem
        self.where = str(path.relative_to(source))
        self.text = path.read_text(encoding="utf-8")
        self.blocks = [self.block(match) for match in BLOCK.finditer(self.text)]
        outside = BLOCK.sub("", self.text)
        self.headings = re.findall(r"^## (.*)$", outside, re.M)
        # What BLOCK does not read would go untested.
        self.stray = re.findall(r"^ *```.*$|<!-- test: .*", outside, re.M)

    def block(self, match):
        code = match.group("code").rstrip("\n")
        first = code.partition("\n")[0]
        named = FILE.match(first)
        start = match.start("code")
        return Block(self.text.count("\n", 0, start) + 1,
                     match.group("language").strip(), code,
                     named.group(1) if named else None, match.group("note"),
                     re.findall(r"^> (.*)$", match.group("quoted"), re.M))
