# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""As PID 1 of a pid namespace of its own; without /proc."""
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

from harness import (Case, FOREVER, PATIENCE, SANITIZED, SIDECAR, Sidecar,
                     children, daemon, eventually, kill, read, running, works)

NEW = ["unshare", "--pid", "--fork", "--mount-proc"]


@unittest.skipUnless(works(NEW), "no new pid namespace here")
class Pid1(Case):
    def test_shutdown_takes_everything_with_it(self):
        with Sidecar(daemon("a", "setsid sleep 1006 & " + FOREVER) +
                     daemon("b", FOREVER, after='["a"]'), wrap=NEW) as s:
            s.wait_line("[b] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            eventually("the sleeper is gone", lambda: not running("sleep 1006"))

    def test_TERM_during_the_set_up_is_in_time(self):
        # The kernel throws away what PID 1 has at its default.
        folder = tempfile.mkdtemp(prefix="sidecar-pid1-")
        self.addCleanup(shutil.rmtree, folder)
        site = folder + "/site.toml"
        os.mkfifo(site)
        p = subprocess.Popen([*NEW, SIDECAR, "run", "--socket", folder + "/ctl",
                              site], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True)

        def blocked():
            pid = (children(p.pid) or [0])[0]
            text = read(f"/proc/{pid}/status") if pid else ""
            if "Name:\tsidecar" not in text:  # unshare blocks it, too, for a moment
                return False
            return "SigBlk:\t" in text and int(
                text.split("SigBlk:\t")[1].split()[0], 16) >> 14 & 1
        eventually("TERM is blocked", blocked)
        os.kill(children(p.pid)[0], signal.SIGTERM)
        with open(site, "w") as to:
            to.write(daemon("a", "echo never"))
        said = p.communicate(timeout=PATIENCE)[1]
        self.assertEqual(p.returncode, 0)
        self.assertNotIn("started", said)
        self.assertIn('"reason":"TERM"', said)

    def test_orphans_are_reaped(self):
        with Sidecar(daemon("a", "(sleep 0.05 &); (sleep 0.06 &); " + FOREVER),
                     wrap=NEW) as s:
            s.wait_line("[a] up")
            eventually("only the daemon is left", lambda: len(children(s.pid)) == 1)

    def test_restarts(self):
        with Sidecar(daemon("a", FOREVER), wrap=NEW) as s:
            s.wait_line("[a] up")
            for _ in range(20):
                s.ctl("restart", "a")


FOREIGN_PROC = ["unshare", "--pid", "--fork"]
LAST_PID = "/proc/sys/kernel/ns_last_pid"


@unittest.skipUnless(works(FOREIGN_PROC), "no new pid namespace here")
class ForeignProc(Case):
    """/proc is that of another pid namespace: its numbers are others'."""

    def test_it_asks_nothing_there(self):
        with Sidecar(daemon("a", FOREVER), wrap=FOREIGN_PROC) as s:
            s.wait_line("[a] up")
            self.assertIsNone(s.status("a")["open_descriptors"])

    @unittest.skipUnless(os.access(LAST_PID, os.W_OK), "no choice of numbers here")
    def test_it_kills_nobody_for_a_number_that_stands_there(self):
        # A process of ours and its child, and sidecar and somebody who is not its
        # child with just these numbers in their own namespace.
        folder = tempfile.mkdtemp(prefix="sidecar-foreign-")
        self.addCleanup(shutil.rmtree, folder)
        with open(folder + "/site.toml", "w") as f:
            f.write(f'[sidecar]\ncontrol_socket = "{folder}/ctl"\n' + daemon(
                "a", f"setsid sh -c 'touch {folder}/away; exec sleep 1015' & "
                f"while [ ! -e {folder}/away ]; do sleep 0.02; done; exit 0",
                restart='"never"'))
        with subprocess.Popen(["sh", "-c", "sleep 1013 & echo $!; wait"],
                              stdout=subprocess.PIPE, text=True) as family:
            child = int(family.stdout.readline())
            try:
                done = subprocess.run(
                    [*FOREIGN_PROC, "sh", "-c",
                     f"echo {child - 1} >{LAST_PID}; sleep 1014 & v=$!; "
                     f"echo {family.pid - 1} >{LAST_PID}; "
                     f"{SIDECAR} run {folder}/site.toml & s=$!; "
                     "wait $s; echo $s $v $?; kill -KILL $v && echo alive"],
                    capture_output=True, text=True, timeout=PATIENCE,
                    stdin=subprocess.DEVNULL,
                    env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            finally:
                kill(child)
                family.kill()
        self.assertEqual(done.stdout, f"{family.pid} {child} 0\nalive\n")
        self.assertIn("orphans-not-found", done.stderr)


NO_PROC = ["unshare", "--mount", "sh", "-c",
           "mount -t tmpfs none /proc && exec \"$@\"", "sh"]

NO_PROC_PID1 = ["unshare", "--pid", "--fork", *NO_PROC[1:]]


# A sanitizer reads its options, and who leaks, from /proc.
@unittest.skipIf(SANITIZED, "a sanitizer needs /proc")
@unittest.skipUnless(works(NO_PROC), "/proc cannot be covered here")
class WithoutProc(Case):
    def test_it_runs_and_says_what_it_cannot_do(self):
        with Sidecar(daemon("a", FOREVER), wrap=NO_PROC) as s:
            s.wrapped = False  # exec made it the process itself
            s.wait_line("[a] up")
            s.ctl("restart", "a")
            s.wait_line("[a] up", 2)
            self.assertIsNone(s.status("a")["open_descriptors"])
            s.stop_all()
            s.check_descriptors()
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)

    def test_adopted_sessions_cannot_be_found(self):
        away = "setsid sh -c 'echo away; exec sleep 1007' & "
        with Sidecar(daemon("a", away + FOREVER), wrap=NO_PROC,
                     globals_='drain_timeout = "10ms"') as s:
            s.wrapped = False
            s.wait_line("[a] away")
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            s.wait()
            self.assertTrue(s.events("orphans-not-found"))
        for pid in running("sleep 1007"):
            kill(pid)

    @unittest.skipUnless(works(NO_PROC_PID1), "no new pid namespace here")
    def test_PID_1_finds_all_once_what_it_spares_has_gone(self):
        with Sidecar(daemon("a", "exit 0", leftover='"leave"', restart='"never"') +
                     daemon("b", "setsid sleep 1011 & " + FOREVER),
                     wrap=NO_PROC_PID1) as s:
            s.wait_event("ended", "a")
            s.wait_line("[b] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            self.assertEqual(s.events("orphans-not-found"), [])

    def test_a_terminal_without_proc(self):
        ours, theirs = os.openpty()
        with Sidecar(daemon("a", "seq 50; " + FOREVER), wrap=NO_PROC,
                     stdout=theirs) as s:
            s.wrapped = False
            os.close(theirs)
            got = b""
            while b"[a] up" not in got:
                got += os.read(ours, 4096)
            self.assertIn(b"[a] 50\r\n", got)
            s.stop_all()
            s.check_descriptors()
        os.close(ours)


if __name__ == "__main__":
    unittest.main()
