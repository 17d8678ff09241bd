# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a shutdown leaves: nothing, but for what `leave` spares."""
import os
import shutil
import signal
import time
import unittest

from harness import (Case, FOREVER, Sidecar, alive, cpu_seconds, daemon,
                     eventually, running)


class Shutdown(Case):
    def pids(self, s, count):
        s.out.wait("a pid", lambda lines: len(
            [l for l in lines if b"pid=" in l]) >= count)
        return [int(l.split(b"pid=")[1]) for l in s.out.lines if b"pid=" in l]

    def test_a_grandchild_that_holds_stdout(self):
        with Sidecar(daemon("a", "sleep 1001 & echo pid=$!; " + FOREVER)) as s:
            s.wait_line("[a] up")
            kid, = self.pids(s, 1)
            s.ctl("restart", "a")
            # leftover = kill; the signal is sent, and kills when the kernel gets to it
            eventually("the grandchild is gone", lambda: not alive(kid))

    def test_a_restart_never_waits_for_a_lingering_pipe(self):
        with Sidecar(daemon("a", "sleep 1001 & echo pid=$!; " + FOREVER,
                            leftover='"leave"', stop_to='"leader"')) as s:
            s.wait_line("[a] up")
            for n in range(3):  # the drain timeout is 10 minutes
                s.ctl("restart", "a")
                s.wait_line("[a] up", n + 2)
            s.stop_all()
            s.lingering = 2  # stdout and stderr of the last run only
            s.check_descriptors()
            for pid in self.pids(s, 4):
                self.assertTrue(alive(pid))
                os.kill(pid, signal.SIGKILL)
            s.lingering = 0
            s.check_descriptors()
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)

    def test_a_lingering_pipe_is_closed_at_its_timeout(self):
        with Sidecar(daemon("a", "sleep 1001 & echo pid=$!; " + FOREVER,
                            leftover='"leave"', stop_to='"leader"'),
                     globals_='drain_timeout = "10ms"') as s:
            s.wait_line("[a] up")
            s.stop_all()
            s.check_descriptors()
            pid, = self.pids(s, 1)
            self.assertTrue(alive(pid))
            os.kill(pid, signal.SIGKILL)

    def test_what_a_run_wrote_comes_before_what_the_next_one_writes(self):
        # Its grandchild holds the pipe, so the last line has no end yet.
        with Sidecar(daemon("a", "sleep 1001 & echo pid=$!; "
                                 "trap 'printf last; exit 0' TERM; echo up; "
                                 "while :; do sleep 0.02; done",
                            leftover='"leave"', stop_to='"leader"')) as s:
            s.wait_line("[a] up")
            s.ctl("restart", "a")
            s.wait_line("[a] up", 2)
            lines = [l for l in s.out.lines if b"pid=" not in l]
            self.assertEqual(lines, [b"[a] up", b"[a] last", b"[a] up"])
            for pid in self.pids(s, 2):
                os.kill(pid, signal.SIGKILL)

    def test_leave_spares_it_at_the_end_too(self):
        with Sidecar(daemon("a", "sleep 1001 & echo pid=$!; " + FOREVER,
                            leftover='"leave"', stop_to='"leader"'),
                     globals_='drain_timeout = "10ms"') as s:
            s.wait_line("[a] up")
            pid, = self.pids(s, 1)
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            self.assertTrue(alive(pid))
            os.kill(pid, signal.SIGKILL)

    def test_a_grandchild_in_its_own_session(self):
        with Sidecar(daemon("a", "setsid sh -c 'echo pid=$$; trap \"\" TERM; "
                                 "sleep 1004 & setsid sleep 1005 & wait' & " +
                            FOREVER)) as s:
            s.wait_line("[a] up")
            pid, = self.pids(s, 1)
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            eventually("the session's leader is gone", lambda: not alive(pid))
            eventually("and what it started, too", lambda: not (
                running("sleep 1004") or running("sleep 1005")))

    def test_one_that_forks_faster_than_it_is_stopped(self):
        with Sidecar(daemon("a", FORKS, stop_timeout='"10ms"')) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 137)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_one_that_forks_faster_than_its_orphans_are_reaped(self):
        # There is always one more, and TERM must not wait for the last.
        with Sidecar(daemon("a", FORKS, stop_timeout='"10ms"'),
                     globals_='drain_timeout = "10ms"', wrap=[
                "strace", "-qq", "-o", "/dev/null", "-e", "trace=waitid", "-e",
                "inject=waitid:delay_exit=2000"]) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 137)

    def test_a_daemon_that_closes_stdout_and_lives(self):
        with Sidecar(daemon("a", "echo up; exec >&- 2>&-; exec sleep 1000") +
                     daemon("b", FOREVER)) as s:
            s.wait_line("[b] up")
            s.wait_line("[a] up")
            eventually("no CPU is used", lambda: idle(s.pid))
            self.assertEqual(s.status("a")["state"], "ready")

    def test_levels_stop_together(self):
        with Sidecar(daemon("a", FOREVER) + "".join(
                daemon(n, "trap 'echo bye; while [ ! -e $DIR/go ]; do "
                          "sleep 0.02; done; exit 0' TERM; echo up; "
                          "while :; do sleep 0.02; done", after='["a"]')
                for n in "bcdef")) as s:
            for n in "bcdef":
                s.wait_line(f"[{n}] up")
            s.signal(signal.SIGTERM)
            for n in "bcdef":  # each waits until all have been asked
                s.wait_line(f"[{n}] bye")
            open(s.folder + "/go", "w").close()
            self.assertEqual(s.wait(), 0)
            self.assertEqual(s.events("ended")[-1]["daemon"], "a")

    def test_stop_to_leader_spares_the_workers(self):
        with Sidecar(daemon("a", "sh -c 'trap \"echo hit\" TERM; echo kid; "
                                 "while :; do sleep 0.02; done' & "
                                 "trap 'exit 0' TERM; echo up; wait",
                            stop_to='"leader"')) as s:
            s.wait_line("[a] up")
            s.wait_line("[a] kid")
            s.stop_all()
            self.assertNotIn(b"[a] hit", s.out.lines)

    def test_stop_signal(self):
        with Sidecar(daemon("a", "trap 'echo int; exit 0' INT; echo up; "
                                 "while :; do sleep 0.02; done",
                            stop_signal='"INT"')) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            self.assertIn(b"[a] int", s.out.lines)

    def test_TERM_at_once(self):
        # Mid-spawn: whatever it was doing, it ends in order.
        for _ in range(20):
            with Sidecar("".join(daemon(n, FOREVER) for n in "abcd")) as s:
                s.wait_event("started", "a")
                s.signal(signal.SIGTERM)
                self.assertEqual(s.wait(), 0)

    def test_the_last_line_is_not_lost(self):
        with Sidecar(daemon("a", "trap 'seq 20000; printf last; exit 0' TERM; "
                                 "echo up; while :; do sleep 0.02; done")) as s:
            s.wait_line("[a] up")
            s.ctl("restart", "a")
            s.wait_line("[a] up", 2)
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            lines = [b"[a] " + str(n).encode() for n in range(1, 20001)]
            run = [l for l in s.out.lines if l != b"[a] Terminated"]
            self.assertEqual(run, ([b"[a] up"] + lines + [b"[a] last"]) * 2)


FORKS = ("trap '' TERM; echo up; f() { while :; do (sleep 0.01 & "
         "sleep 0.01 &) ; done; }; f & f & f & wait")


def idle(pid):
    """Under 1 % of a while; a busy machine makes that less, not more."""
    before = cpu_seconds(pid)
    time.sleep(0.5)
    return cpu_seconds(pid) - before < 0.005


if __name__ == "__main__":
    unittest.main()
