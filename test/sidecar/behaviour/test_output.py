# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lines: what is written, where, and what happens when nobody reads."""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from harness import (Case, FOREVER, SIDECAR, Sidecar, children, cpu_seconds,
                     daemon, descriptors, eventually, read, state,
                     waiting, writable)

ONCE = dict(restart='"never"')
NOISY = "echo up >&2; while :; do echo " + "x" * 200 + "; done"


class Output(Case):
    def lines(self, script, globals_="", **keys):
        code, s = self.run_to_end(daemon("a", script, **ONCE, **keys),
                                  globals_=globals_)
        return bytes(s.out.raw)

    def test_prefix_and_a_newline_at_the_end(self):
        self.assertEqual(self.lines("printf 'one\\n\\ntwo'"),
                         b"[a] one\n[a] \n[a] two\n")

    def test_stderr_goes_to_stdout(self):
        self.assertEqual(self.lines("echo one >&2"), b"[a] one\n")

    def test_raw_adds_nothing(self):
        self.assertEqual(self.lines("printf 'one\\ntwo'", stdout='"raw"'),
                         b"one\ntwo")

    def test_null(self):
        self.assertEqual(self.lines("echo one; echo two >&2", stdout='"null"'),
                         b"[a] two\n")

    def test_long_lines_are_split_and_marked(self):
        self.assertEqual(
            self.lines("printf '%0150d\\n%064d\\n' 0 0",
                       globals_='line_length = "64B"'),
            b"[a] " + b"0" * 64 + b"\n[a]+ " + b"0" * 64 + b"\n[a]+ " +
            b"0" * 22 + b"\n[a] " + b"0" * 64 + b"\n")

    def test_escape(self):
        self.assertEqual(self.lines("printf 'a\\033[1m\\tb\\n'",
                                    globals_="escape = true"),
                         b"[a] a\\x1B[1m\tb\n")

    def test_timestamp(self):
        self.assertRegex(self.lines("echo x", globals_="timestamp = true"),
                         rb"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[a\] x\n$")

    def test_json_survives_what_is_not_UTF_8(self):
        out = self.lines("printf 'a\\377\"\\\\\\001\\n'",
                         globals_='format = "json"')
        self.assertEqual(json.loads(out),
                         {"daemon": "a", "stream": "stdout",
                          "line": "a\ufffd\"\\\x01"})

    def test_byte_exact(self):
        data = os.urandom(3 << 20)
        path = f"/tmp/sidecar-bytes-{os.getpid()}"
        with open(path, "wb") as f:
            f.write(data)
        try:
            self.assertEqual(self.lines("cat " + path,
                                        stdout='"raw"'), data)
        finally:
            os.unlink(path)

    def test_lines_of_daemons_are_never_mixed(self):
        count = 20000
        code, s = self.run_to_end("".join(
            daemon(n, f"yes {n * 40} | head -n {count}", **ONCE)
            for n in "abcd"))
        self.assertEqual(sorted(s.out.lines), sorted(
            f"[{n}] {n * 40}".encode() for n in "abcd" for _ in range(count)))

    def test_a_file_and_its_rotation_lose_no_line(self):
        with Sidecar(daemon("a", "seq 20000", start="false",
                            stdout='{ file = "$DIR/log", max_size = "8KiB", '
                                   'keep = 100 }', **ONCE) +
                     daemon("b", FOREVER), files=["log"]) as s:
            s.ctl("start", "--no-wait", "a")
            s.wait_event("ended", "a")
            names = sorted((n for n in os.listdir(s.folder)
                            if n.startswith("log")),
                           key=lambda n: int(n[4:] or 0), reverse=True)
            self.assertGreater(len(names), 5)
            for n in names:
                self.assertLessEqual(os.path.getsize(s.folder + "/" + n), 8192)
            text = "".join(read(s.folder + "/" + n) for n in names)
            self.assertEqual(text, "".join(f"{n}\n" for n in range(1, 20001)))

    def test_keep_bounds_the_files(self):
        with Sidecar(daemon("a", "seq 20000", start="false",
                            stdout='{ file = "$DIR/log", max_size = "8KiB", '
                                   'keep = 2 }', **ONCE) +
                     daemon("b", FOREVER), files=["log"]) as s:
            s.ctl("start", "--no-wait", "a")
            s.wait_event("ended", "a")
            self.assertEqual(sorted(n for n in os.listdir(s.folder)
                                    if n.startswith("log")),
                             ["log", "log.1", "log.2"])

    def test_a_full_disk_is_counted_and_not_fatal(self):
        with open("/dev/full", "wb") as full, \
                Sidecar(daemon("a", FOREVER), stdout=full) as s:
            s.wait_event("ready", "a")
            eventually("the loss is counted",
                       lambda: s.status()["stdout_bytes_discarded"] > 0)

    def test_closed_stdout(self):
        r, w = os.pipe()
        os.close(r)
        with Sidecar(daemon("a", FOREVER), stdout=w) as s:
            os.close(w)
            s.wait_event("ready", "a")
            eventually("the loss is counted",
                       lambda: s.status()["stdout_bytes_discarded"] > 0)

    def test_a_terminal_that_has_hung_up(self):
        ours, theirs = os.openpty()
        with Sidecar(daemon("a", "while [ ! -e $DIR/go ]; do sleep 0.02; done; "
                                 "seq 1000; exec sleep 1000"), stdout=theirs) as s:
            os.close(theirs)
            os.close(ours)
            open(s.folder + "/go", "w").close()
            eventually("the loss is counted",
                       lambda: s.status()["stdout_bytes_discarded"] > 0)

    def stuck(self, make):
        """Nobody reads stdout: TERM works, no CPU is used, others go on."""
        # Each of the two times alone must end it; the other is 10 minutes.
        for limit in ('drain_timeout = "10ms"', 'shutdown_budget = "10ms"'):
            read_end, write_end = make()
            with self.subTest(limit):
                self.stuck_until(limit, write_end)
            os.close(read_end)
            os.close(write_end)

    def stuck_until(self, limit, stdout):
        with Sidecar(daemon("a", NOISY, stderr='"null"') +
                     daemon("d", NOISY, stderr='"null"', overflow='"drop"') +
                     daemon("f", "while :; do echo x; sleep 0.1; done",
                            stdout='{ file = "$DIR/log" }'),
                     stdout=stdout, files=["log"], globals_=limit) as s:
            eventually("lines are dropped",
                       lambda: s.status("d")["lines_dropped"] > 0)
            eventually("the noisy one waits", lambda: s.status("a")["blocked"])
            s.ctl("stop", "d")
            log = s.folder + "/log"
            size, used = os.path.getsize(log), cpu_seconds(s.pid)
            began = time.monotonic()
            eventually("ten lines more in the file",
                       lambda: os.path.getsize(log) >= size + 20)
            self.assertLess(cpu_seconds(s.pid) - used,
                            (time.monotonic() - began) / 100)
            self.assertTrue(s.status("a")["blocked"])
            s.signal(signal.SIGTERM)
            s.wait()

    def test_a_pipe_that_nobody_reads(self):
        self.stuck(os.pipe)

    def test_a_socket_that_nobody_reads(self):
        def pair():
            a, b = socket.socketpair()
            return a.detach(), b.detach()
        self.stuck(pair)

    def test_a_terminal_that_nobody_reads(self):
        self.stuck(os.openpty_pair if hasattr(os, "openpty_pair")
                   else self.terminal)

    def terminal(self):
        return os.openpty()

    def test_what_was_stuck_comes_when_somebody_reads(self):
        r, w = os.pipe()
        with Sidecar(daemon("a", "seq 100000", restart='"never"'),
                     stdout=w, expect_end=True) as s:
            os.close(w)
            eventually("it waits", lambda: s.status("a")["blocked"])
            got = b""
            while chunk := os.read(r, 65536):
                got += chunk
            os.close(r)
            self.assertEqual(s.wait(), 0)
            self.assertEqual(got, b"".join(b"[a] %d\n" % n
                                           for n in range(1, 100001)))

    def test_a_regular_file_is_appended_to_where_it_stands(self):
        with tempfile.TemporaryFile() as f:
            f.write(b"before\n")
            f.flush()
            with Sidecar(daemon("a", FOREVER), stdout=f) as s:
                s.wait_event("ready", "a")
                eventually("a line", lambda: os.fstat(f.fileno()).st_size > 7)
            f.seek(0)
            self.assertEqual(f.read(), b"before\n[a] up\n")

    def test_a_named_FIFO(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        os.mkfifo(folder + "/fifo")
        r = os.open(folder + "/fifo", os.O_RDONLY | os.O_NONBLOCK)
        w = os.open(folder + "/fifo", os.O_WRONLY)
        os.set_blocking(r, True)
        with Sidecar(daemon("a", "seq 30000", restart='"never"'),
                     stdout=w, expect_end=True) as s:
            os.close(w)
            got = b""
            while chunk := os.read(r, 65536):
                got += chunk
            self.assertEqual(s.wait(), 0)
        os.close(r)
        self.assertEqual(got, b"".join(b"[a] %d\n" % n
                                       for n in range(1, 30001)))

    def test_a_log_file_that_is_full_loses_lines_and_counts_them(self):
        with Sidecar(daemon("a", "while read l; do echo $l; done < $DIR/in",
                            stdout='{ file = "$DIR/log" }', start="false", **ONCE) +
                     daemon("b", FOREVER), files=["log"]) as s:
            os.mkfifo(s.folder + "/in")
            s.ctl("start", "a")
            log = s.folder + "/log"

            def room(size):
                subprocess.run(["prlimit", "--pid", str(s.pid), f"--fsize={size}:"],
                               check=True)
            with open(s.folder + "/in", "w") as to:
                def say(line):
                    to.write(line + "\n")
                    to.flush()
                say("one")
                eventually("one", lambda: read(log) == "one\n")
                room(6)  # as on a full disk: a part of it is written
                say("two")
                eventually("a part", lambda: read(log) == "one\ntw")
                say("three")
                eventually("the loss is counted",
                           lambda: s.status("a")["bytes_lost"] == 2 + 6)
                room("unlimited")
                say("four")
                eventually("four", lambda: read(log) == "one\ntw\nfour\n")
                room(17)  # full again is another event, one for all of the time
                for line in ("five", "six", "seven"):
                    say(line)
            eventually("all are lost", lambda: s.status("a")["bytes_lost"] == 8 + 4 + 6)
            self.assertEqual([e["error"] for e in s.events("log-failed", "a")],
                             [f"write {log}: File too large"] * 2)

    def test_a_log_file_that_cannot_be_rotated_grows_and_says_so(self):
        with Sidecar(daemon("a", "echo one; echo two; echo three; exec sleep 1000",
                            stdout='{ file = "$DIR/log", max_size = "5B", keep = 1 }',
                            start="false") + daemon("b", FOREVER),
                     files=["log"]) as s:
            log = s.folder + "/log"
            os.makedirs(log + ".1/x")
            s.ctl("start", "a")
            eventually("all lines", lambda: read(log) == "one\ntwo\nthree\n")
            self.assertEqual(s.wait_event("log-failed", "a")["error"],
                             f"rename {log}: Is a directory")

    def test_a_log_file_does_not_take_the_place_of_a_closed_stdout(self):
        with Sidecar(daemon("a", "echo err >&2; echo out; exec sleep 1000",
                            stdout='{ file = "$DIR/log" }'), files=["log"],
                     wrap=["sh", "-c", 'exec "$@" >&-', "sh"]) as s:
            s.wrapped = False  # exec made it the process itself
            log = s.folder + "/log"
            eventually("both lines", lambda: s.status("a")["bytes_pumped"] == 8)
            eventually("the log", lambda: read(log) == "out\n")
            self.assertEqual(descriptors(s.pid)[1], "/dev/null")

    def test_one_sink_for_a_file_of_two(self):
        with Sidecar("".join(daemon(
                n, f"yes {n * 50} | head -n 5000", start="false",
                stdout='{ file = "$DIR/log", max_size = "0B" }', **ONCE)
                for n in "ab") + daemon("c", FOREVER), files=["log"]) as s:
            s.ctl("start", "--no-wait", "a", "b")
            s.wait_event("ended", "a")
            s.wait_event("ended", "b")
            lines = read(s.folder + "/log").splitlines()
            self.assertEqual(sorted(lines), ["a" * 50] * 5000 + ["b" * 50] * 5000)

    def test_a_kill_during_rotation_loses_and_doubles_nothing(self):
        for n in range(5):
            with Sidecar(daemon("a", "seq 1000000", stdout='{ file = "$DIR/log", '
                                'max_size = "4KiB", keep = 3 }'),
                         expect_end=True) as s:
                eventually("it has rotated", lambda: os.path.exists(
                    f"{s.folder}/log.{n % 3 + 1}"))
                s.process.kill()
                s.process.wait()
                names = [f"{s.folder}/log{x}" for x in (".3", ".2", ".1", "")]
                text = "".join(read(x) for x in names if os.path.exists(x))
                *lines, last = text.split("\n")
                first = int(lines[0])
                self.assertEqual(lines, [str(first + i)
                                         for i in range(len(lines))])

    def test_the_exit_line_waits_for_stderr(self):
        # What does not fit is dropped, but the last line is worth waiting for.
        r, w = os.pipe()
        p = subprocess.Popen([SIDECAR, "run", "/dev/stdin"],
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             stderr=w, env={**os.environ, "SIDECAR_SOCKET": ""})
        os.close(w)
        p.stdin.write(b"[sidecar]\ncontrol_socket = ''\n"
                      b"shutdown_budget = '10m'\n" +
                      daemon("a", "exit 1", backoff='{ initial = "0s" }',
                             budget="{ restarts = 2000 }").encode())
        p.stdin.close()
        eventually("it waits for stderr", lambda: children(p.pid) == [] and
                   state(p.pid) == "S" and waiting(r) > 60000)
        text = b""
        while chunk := os.read(r, 65536):
            text += chunk
        os.close(r)
        self.assertEqual(p.wait(), 1)
        self.assertEqual(json.loads(text.splitlines()[-1])["event"], "exit")

    def shared(self, config):
        """Runs with 2>&1: what it is, and both ends of a pipe."""
        r, w = os.pipe()
        p = subprocess.Popen([SIDECAR, "run", "/dev/stdin"],
                             stdin=subprocess.PIPE, stdout=w, stderr=w,
                             env={**os.environ, "SIDECAR_SOCKET": ""})
        p.stdin.write(b"[sidecar]\ncontrol_socket = ''\n" + config.encode())
        p.stdin.close()
        return p, r, w

    def lines_of_both(self, r, w):
        """Every line that was read is a whole one: (daemons', events)."""
        os.close(w)
        text = b""
        while chunk := os.read(r, 65536):
            text += chunk
        os.close(r)
        lines = text.splitlines()
        said = [l for l in lines if l.startswith(b"{")]
        return ([l for l in lines if not l.startswith(b"{")],
                [json.loads(l) for l in said])

    def test_events_come_between_lines_where_stderr_is_stdout(self):
        line = "x" * 100
        p, *ends = self.shared(
            daemon("a", f"yes {line} | head -n 100000", **ONCE) +
            daemon("b", "exit 1", backoff='{ initial = "0s" }', critical="false",
                   budget="{ restarts = 100 }"))
        theirs, events = self.lines_of_both(*ends)
        self.assertEqual(p.wait(), 1)
        self.assertEqual(set(theirs), {b"[a] " + line.encode()})
        self.assertEqual(len(theirs), 100000)
        self.assertEqual(len([e for e in events if e["event"] == "started"]), 102)
        self.assertEqual(events[-1]["event"], "exit")

    def test_the_exit_line_is_the_last_where_stderr_is_stdout(self):
        line = "x" * 100
        p, r, w = self.shared(
            "shutdown_budget = '10m'\ndrain_timeout = '10ms'\n" +
            daemon("a", f"exec yes {line}") + daemon("b", f"exec yes {line}"))
        eventually("it is full", lambda: not writable(w))
        p.send_signal(signal.SIGTERM)
        eventually("the daemons have ended", lambda: children(p.pid) == [])
        theirs, events = self.lines_of_both(r, w)
        self.assertEqual(p.wait(), 0)
        self.assertLessEqual(set(theirs), {b"[a] " + line.encode(),
                                           b"[b] " + line.encode()})
        self.assertEqual(events[-1]["event"], "exit")

    def test_stdout_of_others_stays_blocking(self):
        r, w = os.pipe()
        with Sidecar(daemon("a", FOREVER), stdout=w) as s:
            s.wait_event("ready", "a")
            self.assertTrue(os.get_blocking(w))
        os.close(w)
        os.close(r)

    def test_a_daemons_own_stdout_is_blocking(self):
        self.assertEqual(self.lines("grep flags /proc/self/fdinfo/1"),
                         b"[a] flags:\t01\n")

    def test_stdin_is_dev_null(self):
        self.assertEqual(self.lines("readlink /proc/$$/fd/0; cat"),
                         b"[a] /dev/null\n")

    def test_only_three_descriptors_reach_a_daemon(self):
        r, w = os.pipe()
        os.set_inheritable(w, True)
        code, s = self.run_to_end(
            daemon("a", "exec ls -l /proc/self/fd", **ONCE), inherited=[w])
        os.close(r)
        os.close(w)
        numbers = [l.split()[-3] for l in s.out.lines if b"->" in l]
        self.assertEqual(numbers, [b"0", b"1", b"2", b"3"])  # 3: ls's own


if __name__ == "__main__":
    unittest.main()
