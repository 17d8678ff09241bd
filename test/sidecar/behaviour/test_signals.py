# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each row of the table of signals."""
import os
import shutil
import signal
import tempfile
import time
import unittest

from harness import (Case, FOREVER, Sidecar, alive, daemon, eventually, kill,
                     read, state)

STUBBORN = "trap '' TERM INT; echo up; while :; do sleep 0.05; done"


class Signals(Case):
    def test_TERM_and_INT_shut_down_in_order(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), Sidecar(
                    daemon("a", FOREVER) + daemon("b", FOREVER, after='["a"]') +
                    daemon("c", FOREVER, after='["b"]')) as s:
                s.wait_line("[c] up")
                s.signal(number)
                self.assertEqual(s.wait(), 0)
                self.assertEqual([e["daemon"] for e in s.events("ended")],
                                 ["c", "b", "a"])

    def test_a_stopped_process_takes_TERM(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            pid = s.status("a")["pid"]
            os.kill(pid, signal.SIGSTOP)
            eventually("it is stopped", lambda: state(pid) == "T")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)

    def test_budget_ends_in_KILL(self):
        with Sidecar(daemon("a", STUBBORN) +
                     daemon("b", STUBBORN, after='["a"]'),
                     globals_='shutdown_budget = "600ms"') as s:
            s.wait_line("[b] up")
            began = time.monotonic()
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 137)
            self.assertGreaterEqual(time.monotonic() - began, 0.6)
            self.assertEqual(len(s.events("hurry")), 1)

    def test_the_rest_gets_its_signal_before_the_budget_ends(self):
        with Sidecar(daemon("a", FOREVER) +
                     daemon("b", STUBBORN, after='["a"]'),
                     globals_='shutdown_budget = "100ms"') as s:
            s.wait_line("[b] up")
            s.signal(signal.SIGTERM)
            s.wait()
            # The first deadly signal counts, however late it is acted upon.
            ended = {e["daemon"]: e["status"] for e in s.events("ended")}
            self.assertEqual(ended, {"a": "signal TERM", "b": "signal KILL"})

    def test_second_TERM_and_QUIT_kill_every_group_now(self):
        for first, second in ((signal.SIGTERM, signal.SIGTERM),
                              (signal.SIGTERM, signal.SIGINT),
                              (signal.SIGTERM, signal.SIGQUIT),
                              (signal.SIGQUIT, None)):
            with self.subTest((first, second)), Sidecar(
                    daemon("a", "sleep 1001 & echo $!; " + STUBBORN)) as s:
                s.wait_line("[a] up")
                kid = int(s.out.lines[0].split()[1])
                s.signal(first)
                s.wait_event("shutdown")
                if second:
                    s.signal(second)
                self.assertEqual(s.wait(), 137)
                eventually("the grandchild is gone", lambda: not alive(kid))

    def test_the_first_TERM_of_a_shutdown_that_began_otherwise_kills_nobody(self):
        with Sidecar(daemon("a", "trap 'while [ -e $DIR/hold ]; do sleep 0.02; "
                                 "done; echo bye; exit 0' TERM; echo up; "
                                 "while :; do sleep 0.02; done")) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.ctl("shutdown", "--no-wait")
            s.signal(signal.SIGTERM)
            for _ in range(2):  # the second answer is of a later turn
                s.status()
            os.unlink(s.folder + "/hold")
            self.assertEqual(s.wait(), 0)
            self.assertIn(b"[a] bye", s.out.lines)

    def test_two_quick_TERMs_arrive_as_one(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            os.kill(s.pid, signal.SIGSTOP)
            eventually("it is stopped", lambda: state(s.pid) == "T")
            s.signal(signal.SIGTERM)
            s.signal(signal.SIGTERM)
            s.signal(signal.SIGCONT)
            self.assertEqual(s.wait(), 0)

    def test_HUP_reads_the_configuration_again(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.write(daemon("a", "echo changed; exec sleep 1000"))
            s.signal(signal.SIGHUP)
            s.wait_line("[a] changed")

    def test_USR1_reports_status_on_stderr(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGUSR1)
            status = s.wait_event("status")
            self.assertEqual(status["daemons"][0]["name"], "a")
            self.assertEqual(status["daemons"][0]["state"], "ready")

    def test_USR2_reopens_log_files(self):
        with Sidecar(daemon("a", "while read l; do echo $l; done < $DIR/in",
                            stdout='{ file = "$DIR/log" }', start="false",
                            restart='"never"', critical="false") +
                     daemon("b", FOREVER), files=["log"]) as s:
            os.mkfifo(s.folder + "/in")
            s.ctl("start", "a")
            with open(s.folder + "/in", "w") as to:
                to.write("one\n")
                to.flush()
                log = s.folder + "/log"
                eventually("one", lambda: read(log) == "one\n")
                os.rename(log, log + ".old")
                s.signal(signal.SIGUSR2)
                s.wait_event("logs-reopened")
                to.write("two\n")
            eventually("two", lambda: read(log) == "two\n")
            self.assertEqual(read(log + ".old"), "one\n")

    def test_CHLD_reaps_orphans(self):
        # The middle process dies, so that its child becomes ours, and ends.
        with Sidecar(daemon("a", "(sleep 0.1 & echo $!) & wait; " +
                            FOREVER)) as s:
            s.wait_line("[a] up")
            orphan = int(s.out.lines[0].split()[1])
            eventually("the orphan is reaped",
                       lambda: not os.path.exists(f"/proc/{orphan}"))

    def test_PIPE_and_others_are_ignored(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            for number in (signal.SIGPIPE, signal.SIGALRM, signal.SIGWINCH,
                           signal.SIGTSTP, signal.SIGRTMIN):
                s.signal(number)
            self.assertEqual(s.status("a")["state"], "ready")

    def test_KILL_ends_the_daemons_too_where_that_is_wanted(self):
        for wanted in ("true", "false"):
            with self.subTest(wanted), Sidecar(
                    daemon("a", FOREVER), expect_end=True,
                    globals_=f"die_with_parent = {wanted}") as s:
                s.wait_line("[a] up")
                pid = s.status("a")["pid"]
                s.process.kill()
                s.process.wait()
                if wanted == "true":
                    eventually("it is gone", lambda: not alive(pid))
                self.assertEqual(alive(pid), wanted == "false")
                kill(pid)

    def test_what_comes_during_the_set_up_is_kept(self):
        # Not by HUP or USR1 it ends: they are heard when there is somebody to.
        folder = tempfile.mkdtemp(prefix="sidecar-early-")
        self.addCleanup(shutil.rmtree, folder)
        os.mkfifo(folder + "/env")
        with Sidecar(daemon("a", FOREVER, env_file=f'"{folder}/env"')) as s:
            def reads():
                try:
                    return os.open(folder + "/env", os.O_WRONLY | os.O_NONBLOCK)
                except OSError:
                    return None
            fifo = []
            eventually("it reads", lambda: fifo.append(reads()) or fifo[-1])
            for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGPIPE,
                           signal.SIGALRM, signal.SIGWINCH):
                s.signal(number)
            os.close(fifo[-1])
            s.wait_event("status")
            s.wait_event("logs-reopened")
            s.wait_line("[a] up")

    def test_inherited_dispositions_and_masks(self):
        def preexec():
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK,
                                   {signal.SIGTERM, signal.SIGUSR2})
        with Sidecar(daemon("a", "exec grep -E '^Sig(Blk|Ign)' "
                                 "/proc/self/status", restart='"never"') +
                     daemon("b", FOREVER), preexec=preexec) as s:
            ended = s.wait_event("ended", "a")
            self.assertEqual(ended["status"], "exit 0")
            s.wait_line("[a] SigBlk:\t0000000000000000")
            s.wait_line("[a] SigIgn:\t0000000000000000")


if __name__ == "__main__":
    unittest.main()
