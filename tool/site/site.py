#!/usr/bin/env python3
"""Makes a static site of README.md and docs/ that opens without a network.

    site.py --source=DIR --output=DIR

Each page becomes HTML beside the others, under the name that it has in the tree; a link
to a page leads to its HTML, and one to another file of the tree becomes plain text, for
that file is not part of the site. A link that leads nowhere is an error, and so is an
anchor that no heading has. Uses Debian's python3-markdown and python3-pygments.
"""
import argparse
import html
import os
import pathlib
import re
import sys

import markdown
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from columns import columns

HERE = pathlib.Path(__file__).resolve().parent
FENCE = re.compile(r"^(?:<!-- test: .*? -->\n)?```(.*)\n((?:.*\n)*?)```$", re.M)
# A page's first line: its name, and after a gap one sentence about it.
TITLE = re.compile(r"\A# (\S.*?)(?: {2,}(\S.*))?\n")


def code(language, text):
    """A block of code, in colours if the language is known."""
    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    return highlight(text, lexer, HtmlFormatter(cssclass="code"))


def session(text):
    """Commands, and what they print: to pygments `%` and `#` are prompts, too."""
    lines = [f'<b>{html.escape(line)}</b>' if line.startswith("$ ") else
             html.escape(line) for line in text.rstrip("\n").split("\n")]
    return '<div class="code"><pre>' + "\n".join(lines) + "\n</pre></div>"


def block(match):
    language, text = match.group(1).strip(), match.group(2)
    if language == "console":
        return f"\n{session(text)}\n"
    sides = columns(text.rstrip("\n")) if language in ("c", "cpp") else None
    if not sides:
        return "\n" + code(language, text) + "\n"
    wrong, right = (code(language, re.sub(r"\n{2,}", "\n", side.strip("\n")) + "\n")
                    for side in sides)
    return (f'\n<div class="sides"><div class="wrong">{wrong}</div>'
            f'<div class="right">{right}</div></div>\n')


class Site:
    """The pages of a tree, and where each of them goes."""

    def __init__(self, source, output):
        self.source, self.output = source, output
        self.problems = []
        self.pages = [source / "README.md", *sorted((source / "docs").rglob("*.md")),
                      *sorted((source / "test/bench").glob("*/README.md"))]

    def target(self, page):
        """README.md is the start of its folder; the top one that of the site."""
        name = page.relative_to(self.source)
        return name.with_name("index.html") if name.name == "README.md" else \
            name.with_suffix(".html")

    def link(self, page, text, where):
        """HTML of a link of page: to a page, to the web, or mere text."""
        name, _, anchor = where.partition("#")
        if re.match(r"[a-z]+:", name):
            return f'<a href="{where}">{text}</a>'
        to = (page.parent / name).resolve() if name else page
        if to.is_dir() and to / "README.md" in self.pages:
            to = to / "README.md"
        if to in self.pages:
            here = self.target(page).parent
            href = os.path.relpath(self.target(to), here)
            return f'<a href="{href}{"#" + anchor if anchor else ""}">{text}</a>'
        if not to.exists():
            self.problems.append(f"{page.relative_to(self.source)}: dead link {where}")
        return f'<span class="file">{text}</span>'

    def navigation(self, page):
        """The lists of docs/README.md, which name every page."""
        index = self.source / "docs/README.md"
        text = index.read_text(encoding="utf-8")
        here = self.target(page).parent

        def entry(to, name):
            href = os.path.relpath(self.target(to), here)
            current = ' aria-current="page"' if to == page else ""
            return f'<li><a href="{href}"{current}>{html.escape(name)}</a></li>'
        parts = [f"<ul>{entry(self.source / 'README.md', 'fdtidy')}"
                 f"{entry(index, 'All pages')}</ul>"]
        for section in re.split(r"^## ", text, flags=re.M)[1:]:
            title, _, body = section.partition("\n")
            items = [entry((index.parent / where).resolve(), name)
                     for name, where in re.findall(r"\[([^\]]+)\]\(([^)#]+\.md)\)", body)
                     if (index.parent / where).resolve() in self.pages]
            parts.append(f"<h2>{html.escape(title)}</h2><ul>{''.join(items)}</ul>")
        return "\n".join(parts)

    def body(self, page):
        text = page.read_text(encoding="utf-8")
        title, lead = TITLE.match(text).groups() if TITLE.match(text) else (page.stem, "")
        text = TITLE.sub("", text, count=1)
        blocks = []

        def stash(match):
            blocks.append(block(match))
            return f"\n@@block{len(blocks) - 1}@@\n"
        text = FENCE.sub(stash, text)
        made = markdown.markdown(text, extensions=["tables", "toc", "sane_lists"])
        made = re.sub(r'<a href="([^"]*)">(.*?)</a>', lambda match: self.link(
            page, match.group(2), html.unescape(match.group(1))), made, flags=re.S)
        made = re.sub(r"<p>@@block(\d+)@@</p>",
                      lambda match: blocks[int(match.group(1))], made)
        made = made.replace("<table>", '<div class="table"><table>').replace(
            "</table>", "</table></div>")
        if "@@block" in made:
            self.problems.append(f"{page.relative_to(self.source)}: a block of code "
                                 "inside a paragraph or list")
        lead = f'<p class="lead">{html.escape(lead)}</p>' if lead else ""
        return title, f"<h1>{html.escape(title)}</h1>{lead}\n{made}"

    def write(self):
        for page in self.pages:
            title, body = self.body(page)
            target = self.output / self.target(page)
            target.parent.mkdir(parents=True, exist_ok=True)
            up = os.path.relpath(self.output, target.parent)
            target.write_text(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width\">"
                f"<title>{html.escape(title)} - fdtidy</title>"
                f"<link rel=\"stylesheet\" href=\"{up}/style.css\"></head>\n"
                f"<body><nav>{self.navigation(page)}</nav>\n<main>{body}</main>"
                "</body></html>\n", encoding="utf-8")
        light, dark = (HtmlFormatter(style=style).get_style_defs(".code")
                       for style in ("default", "github-dark"))
        (self.output / "style.css").write_text(
            f"{(HERE / 'style.css').read_text(encoding='utf-8')}\n{light}\n"
            f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
            ".code { background: var(--code); }\n", encoding="utf-8")
        self.check()

    def check(self):
        """Every link of what was written leads to a file, and to a heading in it."""
        ids = {}
        for page in self.pages:
            path = self.output / self.target(page)
            ids[path.resolve()] = set(re.findall(r' id="([^"]+)"',
                                                 path.read_text(encoding="utf-8")))
        for path in ids:
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(self.output.resolve())
            if re.search(r"<(?:script|img|iframe)|@import|<link[^>]*http", text):
                self.problems.append(f"{name}: uses what is not in the site")
            for href in re.findall(r'href="([^"]+)"', text):
                if re.match(r"[a-z]+:", href):
                    continue
                file, _, anchor = href.partition("#")
                to = (path.parent / file).resolve() if file else path
                if not to.exists() or (anchor and anchor not in ids.get(to, ())):
                    self.problems.append(f"{name}: dead link {href}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    args = parser.parse_args()
    site = Site(args.source.resolve(), args.output)
    site.write()
    for problem in site.problems:
        print(f"site: {problem}", file=sys.stderr)
    print(f"{len(site.pages)} pages: {args.output}/index.html")
    return 1 if site.problems else 0


if __name__ == "__main__":
    sys.exit(main())
