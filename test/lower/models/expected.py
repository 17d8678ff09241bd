"""What the facts of a call must look like, by the effects of its model."""
import re

CONSTANTS = {}

# Kinds of effects whose `when` and `cloexec` an entry may give for all.
_WITH_WHEN = {
    "acquires", "releases", "releases-range", "transfers", "replaces",
    "escapes", "aliases", "copies", "sets", "locks", "unlocks", "probes",
    "spawns",
    "sets-cloexec", "clears-cloexec", "assigns-cloexec", "invokes",
    "invokes-later", "invokes-in-thread"}
_PLAIN = {"acquires": "out", "releases-range": "from", "transfers": "from",
          "aliases": "from", "copies": "from", "replaces": "of", "sets": "out",
          "allocates": "out", "invokes": "call", "invokes-later": "call",
          "invokes-in-thread": "call", "throws": "type"}
_KINDS = {"FILE*": "file", "DIR*": "dir"}


def _constant(text):
    value = 0
    for part in text.split("|"):
        part = part.strip()
        value |= {"null": 0, "false": 0, "true": 1}.get(
            part, CONSTANTS[part] if part in CONSTANTS else None) \
            if not re.match(r"-?\d", part) else int(part, 0)
    return value


class Guard:
    """`!arg1 & O_CLOEXEC` and the like."""

    def __init__(self, text):
        match = re.match(r'(!?)arg(\d+) (&|==|!=|has) (.*)$', text)
        self.negated = match.group(1) == "!"
        self.argument = int(match.group(2))
        self.operator = match.group(3)
        self.value = match.group(4)

    def chosen(self, holds):
        """An argument for which it holds, or does not; none if any will do."""
        if self.operator == "has":
            return '"re"' if holds else '"r"'
        if self.operator == "&":
            return str(_constant(self.value)) if holds != self.negated else "0"
        if (self.operator == "==") == holds:
            return str(_constant(self.value))
        if holds:
            return None  # the parameter: a branch leads to the fact
        return str(_constant(self.value) + 1)


class Effect:
    def __init__(self, kind, value, entry):
        self.kind = kind
        self.members = dict(value) if isinstance(value, dict) else \
            {_PLAIN.get(kind, "arg"): value}
        for key in ("when", "cloexec"):
            if key in entry and (key != "when" or kind in _WITH_WHEN):
                self.members.setdefault(key, entry[key])
        guards = self.members.get("if", [])
        self.guards = [Guard(g) for g in
                       ([guards] if isinstance(guards, str) else guards)]

    def chosen(self, prototype, holds):
        """Arguments by index for which the guards hold, or the last does not.
        None if that cannot be had."""
        result = {}
        for guard in self.guards:
            text = guard.chosen(holds or guard is not self.guards[-1])
            if text is not None:
                result[guard.argument] = text
            elif not holds:
                return None
        return result

    def cloexec_arguments(self):
        """Arguments by index that make the handle close-on-exec."""
        rule = self.members.get("cloexec", "")
        if not rule.lstrip("!").startswith("arg"):
            return {}
        guard = Guard(rule)
        return {guard.argument: guard.chosen(True) or "1"}

    def slot(self, *names):
        """The printed place of a slot, as a pattern; None if it has none."""
        text = next((self.members[n] for n in names if n in self.members), None)
        match = re.match(r"(\**)arg(\d+)((?:->|\.|\[).*)?$", text or "")
        if not match:
            return None
        stars, index, path = match.groups()
        if path is None:
            return re.escape(f"{stars}%a{index}")
        return r"\S*%a" + index + r"\S*" + re.escape(path.lstrip("->.")) + r"\S*"

    def test(self):
        """`>= 0` of the result, as the facts print it; "" without one."""
        when = self.members.get("when")
        out = self.members.get("out", self.members.get("to", "ret"))
        kind = self.members.get("kind", "raw")
        if when is None and self.kind in ("acquires", "transfers") and \
                out == "ret" and kind != "owner":
            when = "ret >= 0" if kind == "raw" else "ret != null"
        if when is None or when == "always":
            return ""
        operator, constant = re.match(r"\S+ (\S+) (.*)", when).groups()
        return f" {operator} {_constant(constant)}"

    def ok(self):
        test = self.test()
        return rf" ok\(\S+{re.escape(test)}\)" if test else ""

    def cloexec(self):
        rule = self.members.get("cloexec", "unknown")
        if rule == "no":
            return " inherited"
        return "" if rule == "unknown" else " cloexec"

    def owner(self):
        kind = self.members.get("kind", "raw")
        return _KINDS.get(kind, kind)

    def pattern(self, name):
        """What the facts of a call of `name` must match; None if nothing."""
        place = self.slot("arg", "from", "of", "call") or r"\S+"
        by = f'by "{re.escape(name)}"'
        out = self.slot("out", "to")
        if self.kind == "acquires":
            end = f" {self.members['end']}" if "end" in self.members else ""
            into = rf" -> .*{out}{end}" if out else ""
            least = r" min\(\S+\)" if "minimum" in self.members else ""
            return (rf"acquire {by} {self.owner()}{self.cloexec()}"
                    rf"{least}{self.ok()}{into}")
        if self.kind == "releases":
            return rf"release {place} {by} {self.owner()}{self.ok()}$"
        if self.kind == "replaces":
            return (rf"dup2 {self.slot('from')}, {self.slot('of')} {by}"
                    rf"{self.cloexec()}")
        if self.kind == "waits" and self.members.get("arg", "child") == "child":
            return rf"await \? {by}$"
        if self.kind == "numbers":
            return rf"format {place} {by}$" if "to" in self.members else None
        if self.kind == "spawns" and "cloexec" in self.members:
            return rf"fork {by}" # what happens in the child does not concern us
        if self.kind == "copies" and self.members.get("to", "ret") == "ret":
            return rf"%r = (move )?{place}$"
        return {
            "releases-range": rf"release \? {by} {self.owner()}",
            "transfers": rf"transfer {place} to {self.owner()} {by}{self.ok()}$",
            "escapes": rf"escape {place} as {by[3:]}",
            "aliases": rf"alias {place} as {self.owner()} {by}",
            "sets": rf"{out or '%r'} = {self.members.get('value')}$",
            "uses": rf"use {place} {by}",
            "probes": rf"\S+ = probe {place} {by} raw ok\(",
            "locks": rf'escape {place} as "lock"',
            "sets-cloexec": rf"cloexec {place}, 1",
            "clears-cloexec": rf"cloexec {place}, 0",
            "assigns-cloexec": rf"cloexec {place}, \S+",
            "allocates": rf"alloc {by}",
            "frees": rf"free {place} ",
            "waits": rf"wait {place} {by}",
            "joins": rf"await {place} {by}",
            "invokes": rf"call \*+{place}\(",
            "invokes-later": rf'escape {place} as "callback"',
            "unblocks": rf"unblock {place} {by}$",
            "names-process": rf"process {place} {by}$",
            "sets-cloexec-range": r"cloexec \?, 1$",
            "invokes-in-child": rf"fork {by}(.|\n)*call \*+{place}\(",
            "invokes-in-thread": rf"call \*+{place}\(.*\) thread",
            "forks": rf"fork {by}",
            "execs": rf"^  exec {by}$",
            "spawns": rf"fork {by}(.|\n)*^  exec {by}$",
            "exits": r"^  exit$",
            "pure": rf'%r = call @"[^"]*\b{re.escape(name)}\b', # asked twice
        }.get(self.kind)


def effects(entry):
    """The effects of an entry of a table, in its order."""
    shared = {k: entry[k] for k in ("when", "cloexec") if k in entry}
    result = []
    for key, value in entry.items():
        if key in ("function", "man", "arity", "when", "cloexec", "constants"):
            continue
        for one in value if isinstance(value, list) else [value]:
            result.append(Effect(key, one, shared))
    return result


def mismatches(name, body, effects, present, absent):
    """What is wrong with the facts, a line each. `effects` are all that the
    model has; some may depend on parameters."""
    wrong = []
    if not any(e.kind == "pure" for e in effects) and \
            re.search(rf'call @"[^"]*\b{re.escape(name)}\b', body):
        wrong.append(f"{name}: the model is not applied")
    for effect in present:
        pattern = effect.pattern(name)
        if pattern and not re.search(pattern, body, re.M):
            wrong.append(f"{name}: {effect.kind}: no fact matches {pattern}")
    for effect in absent:
        pattern = effect.pattern(name)
        if pattern and re.search(pattern, body, re.M):
            wrong.append(f"{name}: {effect.kind}: though its condition does not "
                         f"hold, a fact matches {pattern}")
    if not any(e.kind in ("escapes", "locks", "invokes-later")
               for e in effects) and "  escape " in body:
        wrong.append(f"{name}: something escapes")
    return wrong
