# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every system call of a spawn fails once, at every position.

Either sidecar goes on, and its descriptors come back to what they were, or it
ends with 71 and says why. The parent's calls fail by strace, the child's by the
hook of test builds.
"""
import errno
import fcntl
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

from harness import (Case, FOREVER, HOOKED, SANITIZED, SIDECAR, Sidecar, children,
                     daemon, eventually, kill, read, state, waiting,
                     writable)

PATIENT = dict(critical="false", backoff='{ initial = "1ms", max = "5ms" }',
               budget='"unlimited"')
CONFIG = (daemon("a", "echo up; exec sleep 1000",
                 ready='{ notify_fd = 3 }', **PATIENT).replace(
                     "echo up", "echo >&3; echo up") +
          daemon("b", FOREVER, **PATIENT))
STAGES = ["setsid", "dispositions", "oom_score_adj", "move-fds", "cloexec",
          "dup2", "rlimits", "setgroups", "setresgid", "setresuid", "pdeathsig",
          "no_new_privs", "umask", "cwd", "mask", "exec"]
EVERY = int(os.environ.get("SIDECAR_TEST_EVERY", "3"))


def strace(*args):
    return ["strace", "-qq", "-o", "/dev/null", *args]


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class Parent(Case):
    def life(self, s):
        """Up, killed, up again; False if it ended at set-up."""
        for count in (1, 2):
            for name in "ab":
                try:
                    s.wait_event("ready", name, count)
                except AssertionError:
                    if not s.err.ended:
                        raise
                    return False
            if count == 1:
                os.kill(s.events("started", "a")[-1]["pid"], signal.SIGKILL)
                os.kill(s.events("started", "b")[-1]["pid"], signal.SIGKILL)
        return True

    def positions(self, call):
        with tempfile.NamedTemporaryFile("r") as log:
            with Sidecar(CONFIG, wrap=["strace", "-qq", "-o", log.name,
                                       "-e", "trace=" + call]) as s:
                self.assertTrue(self.life(s))
            return len(log.readlines())

    def each(self, call, error):
        count = self.positions(call)
        self.assertGreater(count, 0)
        # With SIDECAR_TEST_EVERY=1 all of them.
        for k in range(1, count + 1, EVERY):
            with self.subTest(call=call, error=error, position=k), \
                    Sidecar(CONFIG, wrap=strace(
                        "-e", "trace=" + call, "-e",
                        f"inject={call}:error={error}:when={k}")) as s:
                s.patient = True
                if self.life(s):
                    continue  # the end of the block checks the descriptors
                code = s.process.wait()
                s.err.join()
                self.assertEqual(code, 71)
                self.assertIn(b"sidecar: ", s.err.lines[-1])

    def test_pipe2(self):
        self.each("pipe2", "EMFILE")

    def test_fork(self):
        self.each("clone", "EAGAIN")

    def test_fcntl(self):
        self.each("fcntl", "EINVAL")

    def test_epoll_ctl(self):
        self.each("epoll_ctl", "ENOMEM")

    def test_a_stream_goes_on_after_epoll_has_refused_it(self):
        # It is paused and resumed as stdout is read. Each return to epoll fails
        # once; to leave it never does. Stdout takes all that waits for it at once,
        # so that no later write is another chance.
        config = daemon("a", "exec seq 300000", restart='"never"', stderr='"null"')
        total = sum(len(f"[a] {n}\n") for n in range(1, 300001))

        def run(*inject):
            r, w = os.pipe()
            fcntl.fcntl(w, 1031, 1 << 20)  # F_SETPIPE_SZ
            got = 0
            with tempfile.NamedTemporaryFile("r") as log, \
                    Sidecar(config, stdout=w, expect_end=True, wrap=[
                        "strace", "-qq", "-o", log.name, "-e", "trace=epoll_ctl",
                        *inject]) as s:
                eventually("it runs, or has", lambda: s.err.ended or
                           children(s.process.pid))
                pid, = children(s.process.pid) or [None]
                over = pid is None
                while got < total and not over:
                    def next_part():
                        nonlocal over
                        over = s.err.ended or re.search("_DEL.*INJECTED",
                                                        read(log.name))
                        return (over or not writable(w) or
                                got + waiting(r) == total)
                    eventually("stdout is full, or a fault that is another's",
                               next_part)
                    if not over:
                        kill(pid, signal.SIGSTOP)
                        eventually("it is stopped, or has ended",
                                   lambda: state(pid) not in ("R", "S", "D"))
                        while count := waiting(r):
                            got += len(os.read(r, count))
                        kill(pid, signal.SIGCONT)
                for pid in children(s.process.pid):
                    kill(pid)
                os.close(r)
                os.close(w)
                s.process.wait()
                return len(log.readlines())
        for k in range(1, run() + 1, EVERY):
            with self.subTest(position=k):
                run("-e", f"inject=epoll_ctl:error=ENOMEM:when={k}")

    def test_timerfd(self):
        self.each("timerfd_settime", "ENOMEM")

    def test_what_serves_ctl(self):
        # All other calls, at every position: test/bench/sidecar/faults.py.
        for call, error in (("accept4", "EMFILE"), ("recvfrom", "ECONNRESET"),
                            ("sendto", "EPIPE")):
            self.each(call, error)

    def test_interrupted(self):
        # A system call that a signal interrupts is tried again, or waited for.
        for call in ("waitid", "epoll_wait", "pwritev2"):
            self.each(call, "EINTR")

    def test_a_fork_that_never_works_uses_up_the_budget(self):
        code, s = self.run_to_end(
            daemon("a", FOREVER, backoff='{ initial = "1ms" }',
                   budget="{ restarts = 2 }"),
            wrap=strace("-e", "trace=clone", "-e", "inject=clone:error=EAGAIN"))
        self.assertEqual(len(s.events("spawn-failed", "a")), 3)
        self.assertEqual(s.events("exit")[-1]["code"], 126)

    def test_an_exec_that_hangs_is_not_ready_in_time(self):
        # As on a mount that does not answer: it must not hang PID 1 as well.
        with Sidecar(daemon("a", FOREVER, restart='"never"', critical="false",
                            ready='{ notify_fd = 3, timeout = "100ms" }') +
                     daemon("b", FOREVER, start="false"), wrap=strace(
                         "-f", "-e", "trace=execve", "-e",
                         "inject=execve:delay_enter=1500000")) as s:
            s.expect_end = True
            s.wait_event("not-ready", "a")
            self.assertEqual(s.status("a")["state"], "stopping")
            s.wait_event("ended", "a")
            s.process.wait()

    def test_TERM_before_the_childs_setsid(self):
        # There is no group of its own yet: the signal goes to the pid.
        with Sidecar(daemon("a", FOREVER), wrap=strace(
                "-f", "-e", "trace=setsid", "-e",
                "inject=setsid:delay_enter=300000")) as s:
            s.wait_event("started", "a")
            s.signal(signal.SIGTERM)
            s.wait()
            self.assertEqual(s.events("ended", "a")[0]["status"], "signal TERM")

    def test_run_CMD_exits_with_71_if_it_cannot_fork(self):
        done = subprocess.run(
            [*strace("-e", "trace=clone", "-e", "inject=clone:error=EAGAIN"),
             SIDECAR, "run", "--", "true"], capture_output=True, text=True,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        self.assertEqual(done.returncode, 71)
        self.assertIn("fork", done.stderr)

    def test_without_pidfd_open(self):
        for error in ("ENOSYS", "EPERM", "EMFILE"):
            with self.subTest(error), Sidecar(CONFIG, wrap=strace(
                    "-e", "trace=pidfd_open", "-e",
                    f"inject=pidfd_open:error={error}")) as s:
                self.assertTrue(self.life(s))

    def test_without_close_range(self):
        for error in ("ENOSYS", "EPERM"):
            with self.subTest(error), Sidecar(CONFIG, wrap=strace(
                    "-f", "-e", "trace=close_range", "-e",
                    f"inject=close_range:error={error}")) as s:
                self.assertTrue(self.life(s))

    def test_without_pwritev2(self):
        for error in ("ENOSYS", "EPERM", "EOPNOTSUPP"):
            with self.subTest(error), Sidecar(CONFIG, wrap=strace(
                    "-e", "trace=pwritev2", "-e",
                    f"inject=pwritev2:error={error}")) as s:
                self.assertTrue(self.life(s))
                s.wait_line("[b] up")
                # Its own open files of stdout and stderr.
                s.files = ["pipe", "pipe"]

    def test_no_close_of_what_is_not_open(self):
        with tempfile.NamedTemporaryFile("r") as log:
            with Sidecar(CONFIG, wrap=["strace", "-qq", "-Z", "-o", log.name,
                                       "-e", "trace=close", "-e",
                                       "signal=none"]) as s:
                self.assertTrue(self.life(s))
                s.ctl("restart", "a", "b")
            self.assertEqual(log.read(), "")

    def test_EMFILE_for_a_while(self):
        with Sidecar(CONFIG) as s:
            s.wait_event("ready", "a")
            s.wait_event("ready", "b")
            def limit(n):
                subprocess.run(["prlimit", "--pid", str(s.pid),
                                f"--nofile={n}:1024"], check=True)
            limit(8)
            os.kill(s.events("started", "a")[-1]["pid"], signal.SIGKILL)
            s.wait_event("spawn-failed", "a", 3)
            with s.connect() as client:  # accept fails: no spin, no end
                client.sendall(b'{"command":"health"}\n')
                s.wait_event("spawn-failed", "a", 6)
                limit(1024)
                self.assertTrue(client.recv(100))
            s.wait_event("ready", "a", 2)


@unittest.skipUnless(HOOKED, "no build with the test hook")
class Child(Case):
    def test_every_stage_fails_once(self):
        as_root = 'user = "nobody"\n' if os.geteuid() == 0 else ""
        for stage in STAGES:
            if not as_root and stage.startswith("set") and stage != "setsid":
                continue
            with self.subTest(stage):
                folder = tempfile.mkdtemp(prefix="sidecar-once-")
                self.addCleanup(shutil.rmtree, folder)
                os.chmod(folder, 0o777)  # the child may be somebody else by then
                once = folder + "/once"
                open(once, "w").close()
                with Sidecar(CONFIG.replace("[daemon.a]\n",
                                            "[daemon.a]\n" + as_root),
                             binary=HOOKED, env=dict(
                                 SIDECAR_FAIL_STAGE=stage,
                                 SIDECAR_FAIL_FILE=once)) as s:
                    s.wait_event("ready", "a")
                    s.wait_event("ready", "b")
                    failed = [e["status"] for e in s.events("ended")]
                    self.assertEqual(failed,
                                     [f"{stage}: Input/output error"])

    def test_want_of_something_is_no_wrong_program(self):
        # A critical daemon's first start is tried again: that heals.
        for stage, error in (("move-fds", errno.EMFILE), ("exec", errno.ENOMEM),
                             ("exec", errno.EAGAIN)):
            with self.subTest(stage), tempfile.TemporaryDirectory() as folder:
                once = folder + "/once"
                open(once, "w").close()
                with Sidecar(daemon("a", FOREVER, backoff='{ initial = "1ms" }'),
                             binary=HOOKED, env=dict(
                                 SIDECAR_FAIL_STAGE=stage,
                                 SIDECAR_FAIL_ERRNO=str(error),
                                 SIDECAR_FAIL_FILE=once)) as s:
                    s.wait_event("ready", "a")
                    self.assertEqual(s.status("a")["restarts_unasked"], 1)

    def test_every_stage_is_126_for_a_critical_daemon(self):
        for stage in ("setsid", "dup2", "exec"):
            code, s = self.run_to_end(daemon("a", FOREVER), binary=HOOKED,
                                      env=dict(SIDECAR_FAIL_STAGE=stage))
            self.assertEqual(code, 126)


def valgrind_works():
    # It reads no DWARF that is younger than itself.
    return shutil.which("valgrind") and subprocess.run(
        ["valgrind", SIDECAR, "--help"], capture_output=True).returncode == 0


class Valgrind(Case):
    @classmethod
    def setUpClass(cls):  # not at import: it takes a second
        if SANITIZED or not valgrind_works():
            raise unittest.SkipTest("valgrind cannot run this build")

    def test_no_descriptor_and_no_byte_is_lost(self):
        with tempfile.NamedTemporaryFile("r") as log:
            with Sidecar(CONFIG, wrap=[
                    "valgrind", "--track-fds=yes", "--leak-check=full",
                    "--error-exitcode=99", "--log-file=" + log.name]) as s:
                s.wrapped = False  # valgrind is no parent
                s.wait_event("ready", "a")
                s.wait_event("ready", "b")
                s.ctl("restart", "a", "b")
                s.ctl("stop", "a", "b")
                s.signal(signal.SIGTERM)
                self.assertEqual(s.wait(), 0)
                s.checked = True
            text = log.read()
            self.assertIn("ERROR SUMMARY: 0 errors", text)
            opened = re.findall(r"Open (?:file descriptor|AF_UNIX socket) (\d+)",
                                text.split("FILE DESCRIPTORS")[-1])
            self.assertEqual([n for n in opened if int(n) > 2 and
                              log.name not in text.split(
                                  f"descriptor {n}:")[-1][:200]], [])


if __name__ == "__main__":
    unittest.main()
