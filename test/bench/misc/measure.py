"""One run of a tool on one translation unit: its time, its end, its findings.

Shared by the scripts of test/bench, which put this folder on their path.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
from collections import namedtuple

# state: ok | crash | timeout | not parsed; seconds: user time of the process.
Run = namedtuple("Run", "state seconds output")
# notes: [(file, line, message)], the path that the finding tells.
Finding = namedtuple("Finding", "file line check message notes")

LINE = re.compile(
    r"^(?P<file>/[^:\n]*):(?P<line>\d+):\d+: (?P<level>warning|error|note): "
    r"(?P<text>.*?)(?: \[(?P<check>[\w.,-]+)\])?$", re.M)


def read_database(directory):
    """The commands of a compile database, one for each file, in its order."""
    path = os.path.join(directory, "compile_commands.json")
    with open(path, encoding="utf-8") as stream:
        commands = json.load(stream)
    first = {}
    for command in commands:
        first.setdefault(source_of(command), command)
    return first


def source_of(command):
    return os.path.normpath(
        os.path.join(command["directory"], command["file"]))


def arguments_of(command):
    """What the compiler is told, without its name, output and input."""
    import shlex
    words = command.get("arguments") or shlex.split(command["command"])
    kept, skip = [], False
    for word in words[1:]:
        if skip or word in ("-o", "-c", "-MF", "-MT", "-MQ", "-MD", "-MMD"):
            skip = word in ("-o", "-MF", "-MT", "-MQ")
            continue
        path = os.path.normpath(os.path.join(command["directory"], word))
        if path != source_of(command):
            kept.append(word)
    return kept


def run(words, cwd=None, timeout=120):
    """Runs a command; measures the user time of that one process."""
    with tempfile.TemporaryFile("w+", errors="replace") as text:
        process = subprocess.Popen(words, cwd=cwd, stdout=text, stderr=text,
                                   stdin=subprocess.DEVNULL,
                                   start_new_session=True)
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        text.seek(0)
        output = text.read()
    if late.is_set():
        state = "timeout"
    elif process.returncode < 0 or process.returncode >= 128:
        state = "crash"
    elif "[clang-diagnostic-error]" in output:
        state = "not parsed"
    else:
        state = "ok"
    return Run(state, usage.ru_utime, output)


class Tidy:
    """clang-tidy with the plugin, over the files of one compile database."""

    def __init__(self, binary, plugin, database, options=(), timeout=120):
        self.binary, self.plugin, self.database = binary, plugin, database
        self.config = json.dumps({"CheckOptions": dict(options)})
        self.timeout = timeout

    def words(self, file, checks, overlay=None, header_filter=""):
        words = [self.binary, "--quiet", f"--checks=-*,{checks}",
                 f"--config={self.config}", "-p", self.database,
                 f"--header-filter={header_filter}"]
        if self.plugin:
            words.append(f"--load={self.plugin}")
        if overlay:
            words.append(f"--vfsoverlay={overlay}")
        return words + [file]

    def run(self, file, checks, overlay=None, header_filter=""):
        return run(self.words(file, checks, overlay, header_filter),
                   timeout=self.timeout)

    def require(self, checks):
        """Fails unless a check is there: no plugin finds nothing, with exit 0."""
        words = self.words("-", checks)[:-1] + ["--list-checks"]
        listed = run(words).output
        if not re.search(r"^    \S", listed, re.M):
            raise SystemExit(f"no check matches '{checks}':\n{listed}")


def findings(output):
    """The findings in clang-tidy's text, each with its notes."""
    found = []
    for match in LINE.finditer(output):
        place = os.path.normpath(match["file"]), int(match["line"])
        if match["level"] == "note":
            if found:
                found[-1].notes.append((*place, match["text"]))
        elif match["check"]:
            check = match["check"].split(",")[0]
            found.append(Finding(*place, check, match["text"], []))
    return [f for f in found if not f.check.startswith("clang-diagnostic")]
