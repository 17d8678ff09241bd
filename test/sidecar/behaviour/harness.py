# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs sidecar as its users do, and waits for what it says, never for time.

Every test that runs daemons ends in the same way: they are stopped, and the
supervisor's descriptors are compared, by number and target, with what it holds
when nothing runs. A leak is an error everywhere, not in one test.

No test depends on how long something takes: on a busy machine everything takes
longer. So the supervisor's own time-outs are ten minutes here, unless a test is
about one of them; that one is as short as can be, and the test waits for it.
"""
import array
import collections
import fcntl
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import threading
import time
import unittest

SIDECAR = os.environ["SIDECAR"]
HOOKED = os.environ.get("SIDECAR_HOOKED", "")
# Built with -fsanitize=address,undefined: what it finds goes to stderr as a last
# line that is no event, and memory is no measure.
SANITIZED = bool(os.environ.get("SIDECAR_SANITIZED"))
PATIENCE = float(os.environ.get("SIDECAR_TEST_PATIENCE", "120"))


def eventually(what, true):
    """Waits until true() holds; the time is only for tests that fail."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise AssertionError("in vain: " + what)
        time.sleep(0.005)


def descriptors(pid):
    """{number: target} of a process, socket and pipe numbers left out."""
    # Of a process in another mount namespace, whose files our root does not reach,
    # the kernel says their whole path there: below a root that chroot made, too.
    root = os.readlink(f"/proc/{pid}/root").rstrip("/")
    found = {}
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
        except FileNotFoundError:
            continue
        if target.startswith(root + "/"):
            target = target[len(root):]
        found[int(name)] = re.sub(r"^(pipe|socket):\[\d+\]$", r"\1", target)
    return found


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def parent(pid):
    try:
        return int(read(f"/proc/{pid}/stat").rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def children(pid):
    return [p for p in processes() if parent(p) == pid]


def descendants(pid):
    found = children(pid)
    for p in found:  # it grows
        found += children(p)
    return found


def running(command):
    """The processes of a command line, as its words with a space between."""
    def words(pid):
        try:
            return read(f"/proc/{pid}/cmdline").rstrip("\0").replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    return [p for p in processes() if words(p) == command]


def kill(pid, number=signal.SIGKILL):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def state(pid):
    """R, S, D, T, Z and so on, or nothing when it is gone."""
    try:
        return read(f"/proc/{pid}/stat").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def cpu_seconds(pid):
    """What it has used of the processor, to the nanosecond."""
    return int(read(f"/proc/{pid}/schedstat").split()[0]) / 1e9


def works(wrap):
    """Whether what a command needs, such as a namespace, can be had here."""
    return shutil.which(wrap[0]) and subprocess.run(
        [*wrap, "true"], capture_output=True).returncode == 0


def alive(pid):
    return state(pid) not in ("", "Z")


def read(path):
    with open(path, "rb") as f:
        return f.read().decode(errors="replace")


def waiting(pipe):
    """The bytes in a pipe that nobody has read."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def writable(fd):
    return bool(select.select([], [fd], [], 0)[1])


class Lines(threading.Thread):
    """All lines of a stream, and a way to wait for one."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream, self.lines, self.changed = stream, [], threading.Condition()
        self.raw = bytearray()
        self.ended = False
        self.start()

    def run(self):
        rest = b""
        while chunk := os.read(self.stream.fileno(), 65536):
            with self.changed:
                self.raw += chunk
                *whole, rest = (rest + chunk).split(b"\n")
                self.lines += whole
                self.changed.notify_all()
        with self.changed:
            if rest:
                self.lines.append(rest)
            self.ended = True
            self.changed.notify_all()

    def wait(self, what, true):
        with self.changed:
            ok = self.changed.wait_for(lambda: true(self.lines) or self.ended,
                                       PATIENCE)
            if not ok or not true(self.lines):
                tail = b"\n".join(self.lines[-25:]).decode(errors="replace")
                raise AssertionError(f"in vain: {what}; the last lines:\n{tail}")


class Sidecar:
    """A running `sidecar run FILE`; a context that checks its descriptors."""

    def __init__(self, config, *, wrap=(), binary=None, env=None, stdout=None,
                 files=(), globals_="", args=(), expect_end=False, preexec=None,
                 inherited=()):
        self.folder = tempfile.mkdtemp(prefix="sidecar-test-")
        self.socket = self.folder + "/ctl"
        self.path = self.folder + "/site.toml"
        self.globals = globals_
        self.files = [self.folder + "/" + f for f in files]
        self.write(config)
        environment = {**os.environ, "SIDECAR_SOCKET": self.socket,
                       "DIR": self.folder, **(env or {})}
        if wrap:  # it looks for leaks by ptrace and /proc
            environment["ASAN_OPTIONS"] = "detect_leaks=0"
        self.env = environment
        self.process = subprocess.Popen(
            [*wrap, binary or SIDECAR, "run", self.path, *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.PIPE, env=environment, preexec_fn=preexec,
            pass_fds=inherited)
        self.out = Lines(self.process.stdout) if stdout is None else None
        self.err = Lines(self.process.stderr)
        self.wrapped = bool(wrap)
        self.expect_end = expect_end
        self.checked = False
        self.kept = None
        self.lingering = 0  # pipes of ended daemons that others hold open
        self.patient = False
        self.answered = False
        self.parsed, self.known = 0, collections.defaultdict(list)

    def write(self, config):
        with open(self.path, "w") as f:
            f.write(patient(("[sidecar]\n" + self.globals + "\n" + config)
                            .replace("$DIR", self.folder)))

    @property
    def pid(self):
        if not self.wrapped:
            return self.process.pid
        eventually("the wrapped process", lambda: children(self.process.pid))
        return children(self.process.pid)[0]

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is None and not self.expect_end and \
                    self.process.poll() is None and not self.checked:
                self.stop_all()
                self.check_descriptors()
                self.signal(signal.SIGTERM)
                self.wait()
        finally:
            if self.process.poll() is None:
                # Whatever runs on would keep our pipes open, and us waiting.
                theirs = descendants(self.process.pid)
                self.process.kill()
                self.process.wait()
                for pid in theirs:
                    kill(pid)
            for stream in (self.out, self.err):
                if stream:
                    stream.join(PATIENCE)
                    stream.stream.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # What it says.
    def events(self, event=None, daemon=None):
        while self.parsed < len(self.err.lines):  # one reader: the test
            try:
                e = json.loads(self.err.lines[self.parsed])
                for key in {(e["event"], e.get("daemon")), (e["event"], None),
                            (None, None)}:
                    self.known[key].append(e)
            except (ValueError, KeyError, TypeError):
                pass  # a message before the first event
            self.parsed += 1
        return self.known[event, daemon]

    def wait_event(self, event, daemon=None, count=1):
        self.err.wait(f"{count} x {event} of {daemon}",
                      lambda _: len(self.events(event, daemon)) >= count)
        return self.events(event, daemon)[count - 1]

    def wait_line(self, text, count=1):
        text = text.encode() if isinstance(text, str) else text
        self.out.wait(f"{count} x {text!r}",
                      lambda lines: lines.count(text) >= count)

    # What one does to it.
    def signal(self, number):
        os.kill(self.pid, number)

    def ctl(self, *args, code=0):
        eventually("a control socket", lambda: os.path.exists(self.socket) or
                   self.process.poll() is not None)
        done = subprocess.run([SIDECAR, "ctl", "--socket", self.socket, *args],
                              capture_output=True, text=True, timeout=PATIENCE)
        if (done.returncode == 69 and "refused" in done.stderr and
                not self.answered and self.process.poll() is None):
            time.sleep(0.005)  # it has its name before somebody listens
            return self.ctl(*args, code=code)
        self.answered = True
        if done.returncode == 69 and self.patient:  # an injected fault hit it
            self.patient = False
            return self.ctl(*args, code=code)
        if code is not None and done.returncode != code:
            raise AssertionError(f"ctl {args}: {done}")
        return done

    def status(self, name=None):
        status = json.loads(self.ctl("status", "--json").stdout)
        if name is None:
            return status
        return next(d for d in status["daemons"] if d["name"] == name)

    def wait(self):
        code = self.process.wait(PATIENCE)
        self.err.join(PATIENCE)
        if self.out:
            self.out.join(PATIENCE)
        last = json.loads(self.err.lines[-1])
        if last["event"] != "exit" or (not self.wrapped and last["code"] != code):
            raise AssertionError(f"exit {code}, but the last line is {last}")
        return code

    def connect(self):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(PATIENCE)
        s.connect(self.socket)
        return s

    # What must hold.
    def stop_all(self):
        daemons = self.status()["daemons"]
        # With one failed and none alive sidecar would end: the last one stays.
        if any(d["state"] == "failed" for d in daemons):
            def ready():
                return [d["name"] for d in self.status()["daemons"]
                        if d["state"] == "ready"]
            eventually("one that can stay is ready", ready)
            self.kept = ready()[-1]
        names = [d["name"] for d in daemons if d["want"] != "gone"]
        if self.kept:
            names.remove(self.kept)
        if names:
            self.ctl("stop", *names)

    def fixed(self):
        """What it holds when nothing runs, by target."""
        ours = ["anon_inode:[eventpoll]", "anon_inode:[timerfd]",
                "anon_inode:[signalfd]", "/dev/null", "socket", *self.files]
        if self.kept:
            ours += ["anon_inode:[pidfd]", "pipe", "pipe"]
        return sorted(ours + ["pipe"] * self.lingering)

    def check_descriptors(self):
        pid = self.pid

        def now():
            return sorted(t for n, t in descriptors(pid).items() if n > 2)
        self.checked = True
        try:
            eventually("the descriptors of a quiet supervisor",
                       lambda: now() == self.fixed())
        except AssertionError:
            raise AssertionError(f"descriptors {now()}, not {self.fixed()}")

    def while_one_runs(self, name):
        """The same while that one daemon, and no other, runs."""
        self.kept = name
        self.check_descriptors()
        self.kept, self.checked = None, False


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.before = collections.Counter(descriptors(os.getpid()).values())

    def run_to_end(self, config, **more):
        """Runs until it ends by itself: (code, sidecar)."""
        with Sidecar(config, expect_end=True, **more) as s:
            code = s.wait()
        return code, s


def patient(config):
    """With time-outs of ten minutes for those that it does not set."""
    def more(section):
        head, body = section.groups()
        keys = (("shutdown_budget", "drain_timeout") if head == "[sidecar]\n"
                else ("stop_timeout",))
        body = re.sub(r"(?m)^(ready = \{)(?!.*\btimeout\b)",
                      r'\1 timeout = "10m",', body)
        return head + "".join(f'{key} = "10m"\n' for key in keys
                              if not re.search(rf"(?m)^{key} *=", body)) + body
    return re.sub(r"(?ms)^(\[(?:sidecar|daemon\.[-\w]+)\]\n)(.*?)(?=^\[|\Z)",
                  more, config)


def daemon(name, script, **keys):
    """A table that runs a shell script."""
    text = f"[daemon.{name}]\ncommand = [\"sh\", \"-c\", {json.dumps(script)}]\n"
    for key, value in keys.items():
        text += f"{key} = {value}\n"
    return text


# Says that it runs, and waits in a way that needs no child of its own.
FOREVER = "echo up; exec sleep 1000"

if __name__ == "__main__":
    unittest.main()
