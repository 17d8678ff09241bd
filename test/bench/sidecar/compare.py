#!/usr/bin/env python3
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""sidecar beside supervisord, s6, runit and tini: one machine, one run.

    test/bench/sidecar/compare.py --sidecar build/tool/sidecar/sidecar

Each row is the median (and the minimum) of --rounds: four daemons up, restart
after KILL at no backoff with daemons up for 2 s, PSS of all supervisor
processes, TERM to exit with idle daemons, and a stream of log lines with a
prefix to a pipe that is read. n/a: the tool cannot. A tool that is not installed
is left out. Programs come from Debian: supervisor, s6, runit, tini.
"""
import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

NAMES = ["egress", "pipelock", "git-gate", "supervise"]


def write(path, text, mode=0o644):
    with open(path, "w") as f:
        f.write(text)
    os.chmod(path, mode)


def up_script(folder, name):
    # Its pid goes to a file of its own by one rename: that it is up.
    return (f"#!/bin/sh\necho $$ >{folder}/{name}.new\n"
            f"mv {folder}/{name}.new {folder}/{name}.pid\n"
            "exec sleep 100000\n")


class Tool:
    """One supervisor: how its folder is made and how it is run."""
    daemons = 4
    prefix = True

    def __init__(self, folder):
        self.folder = folder
        self.names = NAMES[:self.daemons]
        self.scripts = {}
        for name in self.names:
            self.scripts[name] = f"{folder}/{name}.sh"
            write(self.scripts[name], up_script(folder, name), 0o755)
        self.make()

    def start(self, stdout):
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=stdout,
            stderr=subprocess.DEVNULL, cwd=self.folder,
            env={**os.environ, "SIDECAR_SOCKET": self.folder + "/ctl"})

    def pids(self):
        return [int(open(f"{self.folder}/{n}.pid").read()) for n in self.names]

    def wait_up(self, names=None):
        left = list(names or self.names)
        while left:
            left = [n for n in left
                    if not os.path.exists(f"{self.folder}/{n}.pid")]
        return time.monotonic()

    def supervisors(self):
        """All processes of the tool that are no daemon."""
        daemons = set(self.pids())
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            if pid in daemons:
                continue
            found.append(pid)
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children") as f:
                    todo += map(int, f.read().split())
        return found

    def pss(self):
        total = 0
        for pid in self.supervisors():
            with open(f"/proc/{pid}/smaps_rollup") as f:
                total += next(int(l.split()[1]) for l in f
                              if l.startswith("Pss:"))
        return total

    stop_signal = signal.SIGTERM

    def stop(self):
        self.process.send_signal(self.stop_signal)
        self.process.wait(60)


class Sidecar(Tool):
    name = "sidecar"
    binary = None
    available = True

    def make(self):
        write(self.folder + "/site.toml", "".join(
            f"[daemon.{n}]\ncommand = [\"{self.scripts[n]}\"]\n"
            'backoff = { initial = "0s" }\nbudget = "unlimited"\n'
            for n in self.names))

    def command(self):
        return [self.binary, "run", self.folder + "/site.toml"]


class Supervisord(Tool):
    name = "supervisord"
    available = shutil.which("supervisord")

    def make(self):
        write(self.folder + "/site.conf",
              f"[supervisord]\nnodaemon=true\nuser=root\n"
              f"logfile=/dev/null\nlogfile_maxbytes=0\n"
              f"pidfile={self.folder}/pid\n" + "".join(
                  f"[program:{n}]\ncommand={self.scripts[n]}\nstartsecs=0\n"
                  "autorestart=true\nstdout_logfile=/dev/fd/1\n"
                  "stdout_logfile_maxbytes=0\nredirect_stderr=true\n"
                  for n in self.names))
    prefix = False

    def command(self):
        return ["supervisord", "-c", self.folder + "/site.conf"]


class S6(Tool):
    name = "s6"
    available = shutil.which("s6-svscan")
    prefix = False

    def make(self):
        for n in self.names:
            os.makedirs(f"{self.folder}/scan/{n}")
            shutil.copy(self.scripts[n], f"{self.folder}/scan/{n}/run")

    def command(self):
        return ["s6-svscan", self.folder + "/scan"]


class Runit(Tool):
    name = "runit"
    available = shutil.which("runsvdir")
    prefix = False
    stop_signal = signal.SIGHUP  # runsvdir then sends TERM to each runsv

    def make(self):
        for n in self.names:
            os.makedirs(f"{self.folder}/scan/{n}")
            shutil.copy(self.scripts[n], f"{self.folder}/scan/{n}/run")

    def command(self):
        return ["runsvdir", self.folder + "/scan"]

    def stop(self):
        runsvs = [p for p in self.supervisors() if p != self.process.pid]
        super().stop()
        while any(os.path.exists(f"/proc/{p}") for p in runsvs):
            pass


class Tini(Tool):
    name = "tini"
    available = shutil.which("tini")
    daemons = 1
    prefix = False

    def make(self):
        pass

    def command(self):
        return ["tini", "-s", "--", self.scripts[self.names[0]]]


def measure(kind, rounds):
    got = {"up ms": [], "restart ms": [], "PSS kB": [], "stop ms": []}
    for _ in range(rounds):
        folder = tempfile.mkdtemp(prefix="bench-")
        tool = kind(folder)
        try:
            began = time.monotonic()
            tool.start(subprocess.DEVNULL)
            up = (tool.wait_up() - began) * 1e3
            got["up ms"].append(up if tool.daemons == 4 else None)
            time.sleep(2)
            got["PSS kB"].append(tool.pss())
            if tool.daemons == 4:
                name, pid = tool.names[1], tool.pids()[1]
                os.unlink(f"{folder}/{name}.pid")
                began = time.monotonic()
                os.kill(pid, signal.SIGKILL)
                got["restart ms"].append((tool.wait_up([name]) - began) * 1e3)
                time.sleep(0.2)
            else:
                got["restart ms"].append(None)
            began = time.monotonic()
            tool.stop()
            got["stop ms"].append((time.monotonic() - began) * 1e3)
        finally:
            for pid in tool.pids():
                try:
                    with open(f"/proc/{pid}/cmdline") as f:
                        if "100000" in f.read():
                            os.kill(pid, signal.SIGKILL)
                except (FileNotFoundError, ProcessLookupError):
                    pass
            if tool.process.poll() is None:
                tool.process.kill()
                tool.process.wait()
            shutil.rmtree(folder, ignore_errors=True)
    return got


def stream(command, megabytes, env=None):
    """Seconds until a reader has seen the end of so much output."""
    began = time.monotonic()
    p = subprocess.Popen(command, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                         env={**os.environ, **(env or {})})
    total = 0
    while chunk := os.read(p.stdout.fileno(), 1 << 20):
        total += len(chunk)
    p.wait()
    p.stdout.close()
    if total < megabytes << 20:
        raise SystemExit(f"{command}: only {total} bytes came out")
    return time.monotonic() - began


def streams(binary, megabytes, rounds):
    folder = tempfile.mkdtemp(prefix="bench-")
    line = "x" * 99
    source = f"yes {line} | head -c {megabytes << 20}"
    write(folder + "/site.toml",
          f"[sidecar]\nshutdown_budget = \"60s\"\n[daemon.a]\n"
          f"command = [\"sh\", \"-c\", \"{source}\"]\nrestart = \"never\"\n")
    kinds = {"sidecar": [binary, "run", folder + "/site.toml"],
             "cat": ["sh", "-c", source + " | cat"],
             "sed (a prefix)": ["sh", "-c", source + " | sed 's/^/[a] /'"]}
    if shutil.which("s6-log"):
        kinds["s6-log"] = ["sh", "-c", source + " | s6-log 'p[a]' 1"]
    got = {k: [stream(c, megabytes, {"SIDECAR_SOCKET": folder + "/ctl"})
               for _ in range(rounds)] for k, c in kinds.items()}
    shutil.rmtree(folder, ignore_errors=True)
    return got


def show(values):
    if None in values:
        return "n/a"
    return f"{statistics.median(values):.1f} ({min(values):.1f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sidecar", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=1024)
    options = parser.parse_args()
    Sidecar.binary = os.path.abspath(options.sidecar)
    kinds = [k for k in (Sidecar, Supervisord, S6, Runit, Tini) if k.available]
    table = {k.name: measure(k, options.rounds) for k in kinds}
    print("| median (minimum) | " + " | ".join(table) + " |")
    print("|---|" + "---|" * len(table))
    for row in ("up ms", "restart ms", "PSS kB", "stop ms"):
        print(f"| {row} | " + " | ".join(show(t[row]) for t in table.values()) +
              " |")
    got = streams(Sidecar.binary, options.megabytes, max(1, options.rounds // 2))
    print(f"\n| {options.megabytes} MiB of lines, s | " + " | ".join(got) +
          " |\n|---|" + "---|" * len(got))
    print("| median (minimum) | " + " | ".join(map(show, got.values())) + " |")


if __name__ == "__main__":
    sys.exit(main())
