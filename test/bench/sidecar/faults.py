#!/usr/bin/env python3
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every system call of sidecar itself fails once, at every position of a whole life.

    test/bench/sidecar/faults.py --sidecar build/tool/sidecar/sidecar [--every N]

The life: six daemons start, each ready in a way of its own; one is killed, one
restarted, the configuration changed and read again, log files rotated and opened
anew, all stopped, TERM. A call of it fails by strace's injection, once and not in
the children, with each error of the table below. Then either the life goes on to
its end and the descriptors are those of a quiet supervisor, or sidecar ends with 71
and says why; nothing of it is left in either case. test/sidecar tries a part of
this at each run; all of it takes an hour.
"""
import argparse
import collections
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ERRORS = {
    "accept4": ["EMFILE", "ECONNABORTED"], "bind": ["ENOMEM"],
    "clone": ["EAGAIN"], "connect": ["EAGAIN"], "epoll_create1": ["EMFILE"],
    "epoll_ctl": ["ENOMEM"], "epoll_wait": ["EINTR"], "fchmod": ["EPERM"],
    "fcntl": ["EINVAL"], "fstat": ["ENOMEM"], "newfstatat": ["ENOMEM"],
    "getdents64": ["EIO"], "getpeername": ["ENOBUFS"], "getrandom": ["EAGAIN"],
    "getsockname": ["ENOBUFS"], "getsockopt": ["ENOBUFS"],
    "ioctl": ["ENOTTY"], "kill": ["EPERM"], "listen": ["EADDRINUSE"],
    "lstat": ["ENOMEM"], "mmap": ["ENOMEM"], "openat": ["EMFILE", "ENOMEM"],
    "pidfd_open": ["EMFILE", "ENOSYS"], "pidfd_send_signal": ["EPERM"],
    "pipe2": ["EMFILE"], "prctl": ["EINVAL"],
    "pwritev2": ["EINTR", "EAGAIN", "EIO", "ENOSPC", "EPERM"],
    "read": ["EINTR", "EIO"], "readlink": ["ENOENT"], "recvfrom": ["EINTR", "ECONNRESET"],
    "recvmsg": ["EINTR", "ENOBUFS"], "rename": ["EACCES"],
    "rt_sigprocmask": ["EINVAL"], "rt_sigaction": ["EINVAL"],
    "sendto": ["EINTR", "EPIPE", "ENOBUFS"], "setsockopt": ["ENOBUFS"],
    "signalfd4": ["EMFILE"], "socket": ["EMFILE"], "timerfd_create": ["EMFILE"],
    "timerfd_settime": ["ENOMEM"], "unlink": ["EACCES"], "waitid": ["EINTR"],
    "write": ["EINTR", "ENOSPC"],
}
# Not close: strace leaves out the call, and that would be the leak. Not brk: the
# kernel says by the old break that there is no room, and by no errno.

NOTIFY = ("import os,socket,time;s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM);"
          "s.connect(os.environ['NOTIFY_SOCKET']);s.send(b'READY=1');"
          "time.sleep(100000)")


def config(word, port):
    policy = ('critical = false\nbudget = "unlimited"\nstop_timeout = "1s"\n'
              'backoff = { initial = "5ms", max = "20ms" }\n')
    rows = (("fd", f"echo {word}; echo >&3; exec sleep 100000",
             "ready = { notify_fd = 3 }"),
            ("plain", "echo up; exec sleep 100000", ""),
            ("log", "seq 100; exec sleep 100000", 'stdout = { file = "$DIR/log", '
             'max_size = "64B", keep = 3 }'),
            ("probe", "exec sleep 100000", 'ready = { exec = ["true"], '
             'interval = "20ms" }'),
            ("tcp", "exec sleep 100000", f'ready = {{ tcp = "127.0.0.1:{port}", '
             'interval = "20ms" }'))
    return "".join(f"[daemon.{name}]\ncommand = ['sh', '-c', '{script}']\n"
                   f"{policy}{more}\n" for name, script, more in rows) + (
        f'[daemon.notify]\ncommand = ["python3", "-S", "-c", "{NOTIFY}"]\n'
        f'{policy}ready = "notify-socket"\n')


class Ended(Exception):
    """It is gone before its life was over."""


class Life:
    def __init__(self, harness, port, wrap):
        self.port = port
        self.harness = harness
        self.s = harness.Sidecar(config("one", port), wrap=wrap, files=["log"],
                                 globals_='drain_timeout = "100ms"')

    def ask(self, **request):
        """An answer, or none: the fault may have hit this one."""
        try:
            with socket.socket(socket.AF_UNIX) as c:
                c.settimeout(2)
                c.connect(self.s.socket)
                c.sendall(json.dumps(request).encode() + b"\n")
                with c.makefile() as answers:
                    return json.loads(answers.readline() or "{}")
        except (OSError, ValueError):
            return {}

    def until(self, what, true, again=None):
        """Until the status says so; `again` is done each second."""
        end = time.monotonic() + self.harness.PATIENCE
        next_try = 0
        while True:
            if self.s.process.poll() is not None:
                raise Ended
            if again and time.monotonic() >= next_try:
                again()
                next_try = time.monotonic() + 1
            status = self.ask(command="status").get("status")
            if status and true({d["name"]: d for d in status["daemons"]}, status):
                return status
            if time.monotonic() > end:
                raise AssertionError("in vain: " + what)
            time.sleep(0.01)

    def live(self):
        s = self.s
        ready = lambda ds, _: len(ds) == 6 and all(
            d["state"] == "ready" for d in ds.values())
        status = self.until("all are ready", ready)
        plain = next(d for d in status["daemons"] if d["name"] == "plain")
        os.kill(plain["pid"], signal.SIGKILL)
        self.until("the killed one is back", lambda ds, st: ready(ds, st) and
                   ds["plain"]["restarts_unasked"] > plain["restarts_unasked"])
        self.until("the restarted one is back", lambda ds, st: ready(ds, st) and
                   ds["log"]["restarts_asked"] > 0,
                   lambda: self.ask(command="restart", names=["log"], wait=False))
        s.write(config("two", self.port))
        self.until("the reload", lambda ds, st: ready(ds, st) and st["reloads"] > 0,
                   lambda: s.signal(signal.SIGHUP))
        s.signal(signal.SIGUSR2)
        s.signal(signal.SIGUSR1)
        names = ["fd", "plain", "log", "probe", "tcp", "notify"]
        self.until("all are stopped", lambda ds, _: all(
            d["state"] == "stopped" for d in ds.values()),
            lambda: self.ask(command="stop", names=names, wait=False))

    def descriptors(self, extra):
        s, held = self.s, []

        def quiet():
            held[:] = sorted(t for n, t in self.harness.descriptors(s.pid).items()
                             if n > 2)
            return any(held == sorted(s.fixed() + ["pipe"] * n)
                       for n in range(extra + 1))
        try:
            self.harness.eventually("quiet", quiet)
        except AssertionError:
            raise AssertionError(f"descriptors {held}, not {sorted(s.fixed())}")


def positions(harness, port):
    """{call: (first in main, last)} of a life without a fault."""
    with tempfile.NamedTemporaryFile("r") as log:
        run(harness, port, ["strace", "-qq", "-o", log.name], 0)
        first, last, main = {}, collections.Counter(), False
        for line in log:
            call = re.match(r"(\w+)\(", line)
            if not call:
                continue
            last[call[1]] += 1
            # The loader comes before, and its failures are not sidecar's.
            main = main or line.startswith("fcntl(0, F_GETFD)")
            if main:
                first.setdefault(call[1], last[call[1]])
    return {c: (first[c], last[c]) for c in first}


def run(harness, port, wrap, extra):
    """What is wrong with one life; nothing if it is as it should be."""
    life = Life(harness, port, wrap)
    with life.s as s:
        s.checked = s.expect_end = True
        try:
            life.live()
            life.descriptors(extra)
            s.signal(signal.SIGTERM)
            code = s.process.wait(harness.PATIENCE)
            wrong = "" if code == 0 else f"exit {code} after TERM"
        except Ended:
            code = s.process.wait()
            s.err.join(harness.PATIENCE)
            said = b" ".join(s.err.lines[-1:]).decode(errors="replace")
            wrong = "" if code == 71 and said else f"exit {code}: {said}"
        except (AssertionError, subprocess.TimeoutExpired) as e:
            wrong = str(e)
        # What it started has ended, or it left somebody.
        marker = f"DIR={s.folder}"
        left = []

        def gone():
            left[:] = [p for p in os.listdir("/proc") if p.isdigit() and
                       p not in (str(s.process.pid), str(os.getpid())) and
                       marker in environment(p)]
            return not left
        if s.process.poll() is not None:
            try:
                harness.eventually("gone", gone)
            except AssertionError:
                wrong = wrong or f"{len(left)} processes are left"
    gone()
    for pid in left:
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            pass
    return wrong


def greet(server):
    """Takes each connection of a probe, or there is no room for a further one."""
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return  # closed


def environment(pid):
    try:
        with open(f"/proc/{pid}/environ", "rb") as f:
            return f.read().decode(errors="replace").split("\0")
    except OSError:
        return []


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sidecar", required=True)
    parser.add_argument("--every", type=int, default=1, metavar="N",
                        help="only each N-th position")
    parser.add_argument("--calls", default="", metavar="REGEX")
    parser.add_argument("--patience", default="20", metavar="SECONDS")
    options = parser.parse_args()
    os.environ.update(SIDECAR=os.path.abspath(options.sidecar),
                      SIDECAR_TEST_PATIENCE=options.patience)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, os.path.join(here, "../../sidecar/behaviour"))
    sys.dont_write_bytecode = True
    import harness
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        threading.Thread(target=greet, args=(server,), daemon=True).start()
        found = positions(harness, port)
        untried = sorted(set(found) - set(ERRORS))
        print("not tried:", ", ".join(untried))
        tried = wrong = 0
        for call in sorted(set(found) & set(ERRORS)):
            first, last = found[call]
            if not re.search(options.calls, call):
                continue
            for error in ERRORS[call]:
                bad = {}
                ks = range(first, last + 1, options.every)
                for k in ks:
                    # Where pwritev2 is refused, stdout or stderr is opened anew.
                    extra = 1 if (call, error) == ("pwritev2", "EPERM") else 0
                    why = run(harness, port, [
                        "strace", "-qq", "-o", "/dev/null", "-e", "trace=" + call,
                        "-e", f"inject={call}:error={error}:when={k}"], extra)
                    tried += 1
                    if why:
                        bad[k] = why
                        print(f"{call} {error} at {k}: {why}", flush=True)
                wrong += len(bad)
                print(f"{call:<18}{error:<14}{first:>5} to {last:<5}"
                      f"{len(ks):>5} tried{len(bad):>5} wrong", flush=True)
    print(f"{tried} lives, {wrong} of them wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
