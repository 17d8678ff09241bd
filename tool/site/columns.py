"""Code in two columns, as the pages of the checks have it: what is wrong beside what is
right. The second begins where the first line's gap ends; a comment is no column."""
import re


def columns(code):
    """The text of both columns, or None."""
    lines = code.split("\n")
    start = re.match(r"\S.*?\s{2,}(?=\S)(?!//|# )", lines[0])
    if not start:
        return None
    at = start.end()
    return ["\n".join(line[:at].rstrip() for line in lines),
            "\n".join(line[at:] for line in lines)]
