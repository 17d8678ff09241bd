"""The places at which sidecar keeps its descriptors in order, and each one undone.

A mutant is a row of edits (file, old, new) of its sources. Most are made from the
text, so that a new place is a new mutant; some are written out.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import collections
import re

Edit = collections.namedtuple("Edit", "file begin end new")
Mutant = collections.namedtuple("Mutant", "operator file line what edits")

# Fields and locals that own something open; the rest of what has a reset() does not.
OWNERS = ("Write", "Read", "Connection", "ErrorPipe", "PidFd", "Socket", "File",
          "Current", "Lingering", "Running")
# Steps by which a restart, a reload or the shutdown lets go, that are no reset().
STEPS = (
    ("Daemon.cpp", r"Lingering = std::move\(Current\);",
     "(void)Current.release();"),
    ("Daemon.cpp", r"    abandonLingering\(\);\n    Lingering =", "    Lingering ="),
    ("Daemon.cpp", r"    return LingerTimer.arm\(Until\);\n  abandonLingering\(\);",
     "    return LingerTimer.arm(Until);"),
    ("Daemon.cpp", r"LingerTimer.arm\(Host.Loop.now\(\) \+ Host.DrainTimeout\);", ";"),
    ("Daemon.cpp", r"Lingering->abandonStreams\(\);", ";"),
    ("Daemon.cpp", r"\blinger\(\);\n", ";\n"),
    ("Incarnation.cpp", r"Child\.reaped\(\);", ";"),
    ("Incarnation.cpp", r"Ready->end\(\);", ";"),
    ("Incarnation.cpp", r"\(\*Ready\)->closeChildEnd\(\);", ";"),
    ("Incarnation.cpp", r"Reader->abandon\(\);", ";"),
    ("Incarnation.cpp", r"(?<=Reader\)\n      )Reader->drain\(\);\n  return Failure",
     ";\n  return Failure"),
    ("StreamReader.cpp", r"return close\(\);\n  if", "return;\n  if"),
    ("StreamReader.cpp", r"return close\(\);\n    case", "return;\n    case"),
    ("StreamReader.cpp", r"(?<=Waiting\);\n  )close\(\);", ";"),
    ("Supervisor.cpp", r"D->tidy\(\);", ";"),
    ("Supervisor.cpp", r"return D->Removed && !D->hasProcess\(\) && !D->lingers\(\);",
     "(void)D;\n    return false;"),
    ("Shutdown.cpp", r"D->abandonLingering\(\);", ";"),
    ("Reload.cpp", r"(?<=Removed = true;\n)      D->ReloadPending = false;\n"
     r"      D->apply\(Event::Shutdown\);", "\n"),
    ("Control.cpp", r"std::erase_if\(Clients, \[\]\(auto &C\) \{ return !C.alive\(\); "
     r"\}\) > 0", "false"),
    ("Control.cpp", r"Clients\.pop_back\(\);", ";"),
    ("Control.cpp", r"Ears = Listener\(\);", ";"),
    ("ControlClient.cpp", r"return hangUp\(\);\n  In", "return;\n  In"),
    ("ControlClient.cpp", r"(?<=without it\n    )hangUp\(\);", ";"),
    ("ControlClient.cpp", r"\[this\] \{ hangUp\(\); \}", "[] {}"),
    ("Probe.cpp", r"~ExecProbe\(\) override \{ end\(\); \}",
     "~ExecProbe() override {}"),
    ("Probe.cpp", r"(?<=return failed\(\);\n    )end\(\);", ";"),
)


def line(text, at):
    return text.count("\n", 0, at) + 1


class Sources:
    """The text of every file, and edits of it."""

    def __init__(self, folder):
        self.text = {f.name: f.read_text() for f in sorted(folder.glob("*.[ch]*"))}

    def mutant(self, operator, file, match, new, what=None):
        old = " ".join(match.group().split())
        new_text = match.expand(new) if "\\" in new else new
        return Mutant(operator, file, line(self.text[file], match.start()),
                      what or f"{old[:60]} -> {' '.join(new_text.split())[:40]}",
                      [Edit(file, match.start(), match.end(), new_text)])

    def each(self, operator, pattern, new, files=None):
        for file, text in self.text.items():
            if files is None or file in files:
                for match in re.finditer(pattern, text, re.M):
                    yield self.mutant(operator, file, match, new)

    def changed(self, edits):
        """{file: text} of what a mutant changes."""
        out = {}
        for file in {e.file for e in edits}:
            text = self.text[file]
            for e in sorted((e for e in edits if e.file == file), reverse=True):
                text = text[:e.begin] + e.new + text[e.end:]
            out[file] = text
        return out


def closes(s):
    yield from s.each("delete a close", r"::close(?:dir)?\((\w+)\)", r"(void)(\1)")


def resets(s):
    for operator, new in (("delete a reset", "(void)0;"),
                          ("forget at a reset", r"(void)\1.release();")):
        for m in s.each(operator, r"\b((?:\w+(?:\.|->))*(?:%s))\.reset\(\);"
                        % "|".join(OWNERS), new):
            # An optional<Process> has no release().
            if "Running" not in m.what or operator == "delete a reset":
                yield m


def destructors(s):
    yield from s.each("delete a destructor's release", r"(~\w+\(\) )\{ (?:reset|remove)\(\); \}",
                      r"\1{}")
    yield from s.each("delete a destructor's release", r"return Pipe\{OwnedFd\(Ends\[0\]\), "
                      r"OwnedFd\(Ends\[1\]\)\};",
                      "Pipe P;\n    P.Read.reset(Ends[0]);\n    return P;")


def moves(s):
    rows = (("OwnedFd.h", r"Raw\(Other\.release\(\)\)", "Raw(Other.raw())"),
            ("OwnedFd.h", r"reset\(Other\.release\(\)\);", "reset(Other.raw());"),
            ("OwnedFd.h", r"reset\(Other\.release\(\)\);", "Raw = Other.release();"),
            ("OwnedFd.h", r"std::exchange\(Raw, -1\)", "Raw"),
            ("OwnedFd.h", r"if \(int Old = std::exchange\(Raw, Next\); Old >= 0\)",
             "if (int Old = Raw; Old >= 0)"))
    for file, pattern, new in rows:
        for match in re.finditer(pattern, s.text[file]):
            yield s.mutant("delete a move", file, match, new)
    owner = r"(?:Connection|Made|Epoll|Alarm|ErrorPipe|Socket|File|Read|PidFd|SignalFd|Null|Own)"
    yield from s.each("delete a move",
                      r"std::move\((\*?(?:\w+(?:\.|->))*%s)\)" % owner,
                      r"OwnedFd((\1).raw())")


def write_ends(s):
    """The incarnation keeps the child's end of a pipe."""
    header, field = "Incarnation.h", "  OwnedFd ErrorPipe;\n"
    at = s.text[header].index(field)
    for stream in ("Out", "Err"):
        old = f"  {stream}->Ends.Write.reset();\n"
        begin = s.text["Incarnation.cpp"].index(old)
        after = "  Run->Ready = std::move(*Ready);\n"
        put = s.text["Incarnation.cpp"].index(after)
        yield Mutant("keep a write end", "Incarnation.cpp",
                     line(s.text["Incarnation.cpp"], begin),
                     f"the incarnation keeps the child's end of {stream}",
                     [Edit(header, at, at, "  OwnedFd Kept;\n"),
                      Edit("Incarnation.cpp", begin, begin + len(old), ""),
                      Edit("Incarnation.cpp", put, put,
                           f"  Run->Kept = std::move({stream}->Ends.Write);\n")])
    text, old = s.text["Spawn.cpp"], "std::move(Errors->Read)};"
    begin = text.index(old)
    field = "  OwnedFd ErrorPipe;\n"
    at = s.text["Spawn.h"].index(field)
    child = "Told, std::move(Child->Child), std::move(Child->ErrorPipe)));\n"
    put = s.text["Incarnation.cpp"].index(child) + len(child)
    yield Mutant("keep a write end", "Spawn.cpp", line(text, begin),
                 "the incarnation keeps the child's end of the error pipe",
                 [Edit("Spawn.cpp", begin, begin + len(old),
                       "std::move(Errors->Read), std::move(Errors->Write)};"),
                  Edit("Spawn.h", at + len(field), at + len(field),
                       "  OwnedFd Kept;\n"),
                  Edit("Incarnation.h", s.text[header].index("  OwnedFd ErrorPipe;\n"),
                       s.text[header].index("  OwnedFd ErrorPipe;\n"),
                       "  OwnedFd Kept;\n"),
                  Edit("Incarnation.cpp", put, put,
                       "  Run->Kept = std::move(Child->Kept);\n")])


def steps(s):
    for file, pattern, new in STEPS:
        found = list(re.finditer(pattern, s.text[file]))
        if not found:
            raise SystemExit(f"{file}: nothing matches {pattern}")
        for match in found:
            yield s.mutant("skip a release", file, match, new)


def flags(s):
    one = r"(?:O|SOCK|TFD|SFD|EPOLL|MSG_CMSG)_CLOEXEC"
    for m in s.each("drop close-on-exec", rf"\s*\| {one}\b|\b{one} \|\s*|\b{one}\b",
                    "\x00"):
        edit = m.edits[0]
        alone = "|" not in s.text[edit.file][edit.begin:edit.end]
        yield m._replace(edits=[edit._replace(new="0" if alone else "")],
                         what=m.what.replace("\x00", ""))
    yield from s.each("drop close-on-exec", r"\bF_DUPFD_CLOEXEC\b", "F_DUPFD",
                      ("SpawnChild.cpp",))
    yield from s.each("drop close-on-exec", r"check\(Stage::CloseOnExec, "
                      r"closeOnExec\(\)\);", "check(Stage::CloseOnExec, true);")


def raw_uses(name, text, field):
    """Rewrites the uses of an owner that is an int now; yields (begin, end, new)."""
    n = re.escape(name)
    front = r"(?<![\w.>])" if not field else r"(?<!\w)"
    path = r"((?:\w+(?:\.|->))*)" if field else r"()"
    rows = (
        (rf"{front}std::move\({path}{n}\)(?!\()", r"OwnedFd(\1%s)" % name),
        (rf"{front}{path}{n}\.raw\(\)", r"\1%s" % name),
        (rf"{front}{path}{n}\.borrow\(\)", r"BorrowedFd(\1%s)" % name),
        (rf"\(void\){front}{path}{n}\.release\(\)", r"(void)\1%s" % name),
        (rf"{front}{path}{n}\.reset\(\);", r"(::close(\1%s), \1%s = -1);" % (name, name)),
        (rf"!{path}{n}\b(?![.(])", r"\1%s < 0" % name),
        (rf"\bif \({path}{n}\)", r"if (\1%s >= 0)" % name),
        (rf"bool\({path}{n}\)", r"(\1%s >= 0)" % name),
        (rf"{front}{path}{n} \?", r"\1%s >= 0 ?" % name),
        (rf"return {n};", "return OwnedFd(%s);" % name),
    )
    taken = []
    for pattern, new in rows:
        for match in re.finditer(pattern, text):
            if not any(b < match.end() and match.start() < e for b, e, _ in taken):
                taken.append((match.start(), match.end(), match.expand(new)))
    return taken


def raw_locals(s):
    for file, text in s.text.items():
        for match in re.finditer(r"^ +OwnedFd (\w+)\(", text, re.M):
            name = match[1]
            depth, end = 1, match.end()
            while depth:
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            if text[end] != ";":
                continue
            close = text.find("\n}\n", end)
            close = len(text) if close < 0 else close
            if file == "SpawnChild.cpp":
                close = text.index("\n  }\n", end)
            edits = [Edit(file, text.index("OwnedFd", match.start()), end,
                          f"int {name} = {text[match.end():end - 1]}")]
            edits += [Edit(file, end + b, end + e, new)
                      for b, e, new in raw_uses(name, text[end:close], False)]
            yield Mutant("owner to raw int", file, line(text, match.end()),
                         f"local {name}", edits)


def raw_fields(s):
    """A field, where its class is the only one with that name in these files."""
    fields = (("Control.h", "Connection", "ControlClient.cpp"),
              ("EventLoop.h", "Epoll", "EventLoop.cpp"),
              ("EventLoop.h", "Alarm", "EventLoop.cpp"),
              ("Incarnation.h", "ErrorPipe", "Incarnation.cpp"),
              ("Listener.h", "Socket", "Listener.cpp", "Control.cpp"),
              ("LogFile.h", "File", "LogFile.cpp"),
              ("Notify.cpp", "Socket"), ("Probe.cpp", "Socket"),
              ("Spawn.h", "PidFd", "Spawn.cpp"),
              ("StreamReader.h", "Read", "StreamReader.cpp"),
              ("Supervisor.h", "Signals", "Supervisor.cpp"),
              ("Supervisor.h", "DevNull", "Supervisor.cpp"),
              ("Writer.h", "Own", "Writer.cpp"))
    for declared, name, *others in fields:
        text = s.text[declared]
        match = re.search(rf"^ +OwnedFd {name};", text, re.M)
        edits = [Edit(declared, match.start(), match.end(), f"  int {name} = -1;")]
        for file in (declared, *others):
            text = s.text[file]
            # In a constructor's list the parameter of that name is an owner still.
            for init in re.finditer(rf"\b{name}\(std::move\((\w+)\)\)", text):
                edits.append(Edit(file, init.start(), init.end(),
                                  f"{name}({init[1]}.release())"))
            for assign in re.finditer(
                    rf"\b{name} = (?:OwnedFd\(\s*([^;]*)\)|std::move\(([^;]*)\));", text):
                new = assign[1] if assign[1] else f"({assign[2]}).release()"
                edits.append(Edit(file, assign.start(), assign.end(),
                                  f"{name} = {new};"))
            local = [(m.start(), text.find("\n}\n", m.start()))
                     for m in re.finditer(rf"^ +OwnedFd {name}\(", text, re.M)]
            for begin, end, new in raw_uses(name, text, True):
                clash = any(e.file == file and e.begin < end and begin < e.end
                            for e in edits)
                if not clash and not any(b <= begin < e for b, e in local):
                    edits.append(Edit(file, begin, end, new))
            for made in re.finditer(rf"(return (?:Listener|OpenLog)\{{.*std::move\({name}\))",
                                    text):
                if (declared, name) == ("Listener.h", "Socket"):
                    edits.append(Edit(file, made.end() - len(f"std::move({name})"),
                                      made.end(), f"{name}.release()"))
        yield Mutant("owner to raw int", declared,
                     line(s.text[declared], match.start() + 1), f"field {name}", edits)


def all_mutants(folder):
    s = Sources(folder)
    found = []
    for make in (closes, resets, destructors, moves, raw_locals, raw_fields, write_ends,
                 steps, flags):
        found += make(s)
    return s, found
