# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Restarts, asked and unasked: how many spawns, and nothing left behind."""
import json
import os
import re
import signal
import unittest

from harness import (Case, FOREVER, SANITIZED, SIDECAR, Sidecar, children, daemon, descriptors,
                     eventually, read, state)

QUICK = dict(backoff='{ initial = "0s" }', budget='"unlimited"')
RESTARTS = int(os.environ.get("SIDECAR_TEST_RESTARTS", "1000"))


class Restart(Case):
    def test_many_restarts_leave_nothing(self):
        # Run with SIDECAR_TEST_RESTARTS=10000 for the full count.
        with Sidecar(daemon("a", "exec sleep 1000", **QUICK)) as s:
            s.wait_event("ready", "a")
            before = descriptors(s.pid)

            def memory():
                line = read(f"/proc/{s.pid}/status").split("VmRSS:")[1]
                return int(line.split()[0])
            first = None
            for n in range(RESTARTS):
                pid = s.wait_event("started", "a", n + 1)["pid"]
                os.kill(pid, signal.SIGKILL)
                if n == RESTARTS // 10:
                    first = memory()
                if n % 100 == 99:  # the harness keeps all events
                    s.wait_event("ready", "a", n + 2)
            s.wait_event("ready", "a", RESTARTS + 1)
            self.assertEqual(sorted(descriptors(s.pid).values()),
                             sorted(before.values()))
            child, = children(s.pid)  # and no zombie
            self.assertNotEqual(state(child), "Z")
            if not SANITIZED:
                self.assertLess(memory() - first, 200)
            self.assertEqual(s.status("a")["restarts_unasked"], RESTARTS)

    @unittest.skipIf(SANITIZED, "its memory is no measure")
    def test_memory_of_the_set_up_is_given_back(self):
        def code(pid):  # (size, resident) of the program's own
            text = read(f"/proc/{pid}/smaps")
            sizes = [re.search(r"Size: +(\d+).*?Rss: +(\d+)", part, re.S).groups()
                     for part in re.split(r"(?m)^(?=[0-9a-f]+-)", text)
                     if re.match(r"\S+ r-xp .*" + re.escape(
                         os.path.realpath(SIDECAR)), part)]
            return [sum(int(n) for n in column) for column in zip(*sizes)]
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            size = code(s.pid)[0]
            eventually("most of it has left", lambda: code(s.pid)[1] < size / 2)
            s.ctl("restart", "a")  # what it needs comes back

    def test_restart_then_shutdown_in_one_run(self):
        with Sidecar("".join(daemon(n, FOREVER) for n in "abcd")) as s:
            for n in "abcd":
                s.wait_line(f"[{n}] up")
            before = sorted(descriptors(s.pid).values())
            for count in range(2, 7):
                s.ctl("restart", "a", "b", "c", "d")
                for n in "abcd":  # ready means that it runs, not that it spoke
                    s.wait_line(f"[{n}] up", count)
            # The last client's connection closes just after its answer.
            eventually("the descriptors of the start", lambda: sorted(
                descriptors(s.pid).values()) == before)
            s.stop_all()
            s.check_descriptors()
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            self.assertEqual(s.out.lines.count(b"[a] up"), 6)

    def test_requests_before_the_spawn_make_one(self):
        slow = ("trap 'echo bye; while [ -e $DIR/hold ]; do sleep 0.02; done; "
                "exit 0' TERM; echo up; while :; do sleep 0.02; done")
        with Sidecar(daemon("a", slow)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            for _ in range(20):
                s.ctl("restart", "--no-wait", "a")
            s.wait_line("[a] bye")
            for _ in range(20):
                s.ctl("restart", "--no-wait", "a")
            os.unlink(s.folder + "/hold")
            s.wait_line("[a] up", 2)
            self.assertEqual(s.status("a")["starts"], 2)
            s.ctl("restart", "a")  # later: one more
            self.assertEqual(s.status("a")["starts"], 3)
            self.assertEqual(s.status("a")["restarts_asked"], 2)

    def test_every_caller_gets_an_answer_and_the_last_wins(self):
        slow = ("trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; exit 0' "
                "TERM; echo up; while :; do sleep 0.02; done")
        with Sidecar(daemon("a", slow)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            asked = []
            for command in ("restart", "restart", "stop"):
                c = s.connect()
                c.sendall(json.dumps({"command": command,
                                      "names": ["a"]}).encode() + b"\n")
                asked.append(c)
                # Heard in this order: each answer to a status comes after it.
                s.status()
            os.unlink(s.folder + "/hold")
            replies = [json.loads(c.makefile().readline()) for c in asked]
            for c in asked:
                c.close()
            self.assertEqual([r["ok"] for r in replies], [False, False, True])
            self.assertEqual(s.status("a")["state"], "stopped")
            self.assertEqual(s.status("a")["starts"], 1)

    def test_from_backoff_it_spawns_now(self):
        with Sidecar(daemon("a", "exit 1", start="false", critical="false",
                            backoff='{ initial = "1h", max = "1h" }',
                            budget='"unlimited"') + daemon("b", FOREVER)) as s:
            s.ctl("start", "--no-wait", "a")
            s.wait_event("backoff", "a")
            s.ctl("restart", "--no-wait", "a")
            s.wait_event("started", "a", 2)

    def test_from_failed_and_done_it_starts_again(self):
        with Sidecar(daemon("a", "exit 1", restart='"never"',
                            critical="false") +
                     daemon("c", "exit 0", restart='"never"') +
                     daemon("b", FOREVER)) as s:
            s.wait_event("ready", "b")
            s.wait_event("failed", "a")
            s.ctl("start", "--no-wait", "a")
            s.wait_event("failed", "a", 2)
            s.ctl("restart", "c")
            s.wait_event("started", "c", 2)
            # ready for a moment, it must not be the one that is kept to the end
            eventually("c is done again",
                       lambda: s.status("c")["state"] == "done")

    def test_a_daemon_that_is_not_critical_becomes_failed(self):
        with Sidecar(daemon("a", "exit 1", critical="false",
                            backoff='{ initial = "1ms" }',
                            budget="{ restarts = 2 }") +
                     daemon("b", FOREVER, after='["a"]')) as s:
            s.wait_event("failed", "a")
            self.assertEqual(len(s.events("started", "a")), 3)
            s.wait_event("ready", "b")

    def test_a_failed_dependency_releases_with_a_warning(self):
        with Sidecar(daemon("a", "exit 1", critical="false", restart='"never"',
                            ready="{ notify_fd = 3 }") +
                     daemon("b", FOREVER, after='["a"]')) as s:
            warned = s.wait_event("dependency-failed", "b")
            self.assertEqual(warned["after"], "a")
            s.wait_line("[b] up")

    def test_ctl_start_starts_what_it_is_after(self):
        with Sidecar(daemon("a", FOREVER, start="false") +
                     daemon("b", FOREVER, start="false", after='["a"]') +
                     daemon("c", FOREVER)) as s:
            s.wait_line("[c] up")
            s.ctl("start", "b")
            self.assertEqual(s.status("a")["state"], "ready")

    def test_ctl_start_starts_what_is_being_stopped_too(self):
        hold = ("trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; exit 0' "
                "TERM; echo up; while :; do sleep 0.02; done")
        with Sidecar(daemon("a", hold) +
                     daemon("b", FOREVER, start="false", after='["a"]')) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.ctl("stop", "--no-wait", "a")
            s.ctl("start", "--no-wait", "b")
            self.assertEqual((s.status("a")["want"], s.status("b")["state"]),
                             ("again", "waiting"))
            os.unlink(s.folder + "/hold")
            s.wait_line("[b] up")
            self.assertEqual(s.status("a")["starts"], 2)

    def test_storm_of_requests_has_the_exact_number_of_spawns(self):
        with Sidecar(daemon("a", "exec sleep 1000")) as s:
            s.wait_event("ready", "a")
            for _ in range(200):
                s.ctl("restart", "a")
            self.assertEqual(s.status("a")["starts"], 201)
            self.assertEqual(s.status("a")["restarts_asked"], 200)

    def test_storm_of_KILLs_on_four_daemons(self):
        names = "abcd"
        with Sidecar("".join(daemon(n, "exec sleep 1000", **QUICK)
                             for n in names)) as s:
            for n in range(100):
                for name in names:
                    pid = s.wait_event("started", name, n + 1)["pid"]
                    os.kill(pid, signal.SIGKILL)
            for name in names:
                s.wait_event("ready", name, 101)
            self.assertEqual(len(children(s.pid)), 4)

    def test_TERM_in_the_middle_of_restarts(self):
        for delay in range(10):
            with Sidecar(daemon("a", "exec sleep 1000", **QUICK) +
                         daemon("b", "exit 1", critical="false",
                                **QUICK)) as s:
                s.wait_event("started", "b", 3 * delay + 1)
                s.ctl("restart", "--no-wait", "a")
                s.signal(signal.SIGTERM)
                self.assertIn(s.wait(), (0, 1))  # 1: b's own exit, seen later


if __name__ == "__main__":
    unittest.main()
