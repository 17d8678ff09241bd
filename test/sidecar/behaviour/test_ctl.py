# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ctl and health, and clients that mean no good."""
import fcntl
import json
import os
import random
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import unittest

from harness import (Case, FOREVER, PATIENCE, SANITIZED, SIDECAR, Sidecar,
                     daemon, descriptors, eventually, read)


class Ctl(Case):
    def test_the_socket_is_0600_and_goes(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            mode = os.stat(s.socket).st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o600)
            s.signal(signal.SIGTERM)
            s.wait()
            self.assertFalse(os.path.exists(s.socket))

    def test_a_stale_socket_is_replaced(self):
        path = f"/tmp/sidecar-stale-{os.getpid()}"
        self.addCleanup(lambda: os.path.exists(path) and os.unlink(path))
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(path)
        with Sidecar(daemon("a", FOREVER), env={"SIDECAR_SOCKET": path}) as s:
            s.wait_line("[a] up")
            s.socket = path
            self.assertEqual(s.status("a")["state"], "ready")

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_of_two_that_start_at_one_instant_one_has_the_socket(self):
        # Each finds it stale, and looks for long before it takes it.
        slow = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=unlink,bind,listen",
                "-e", "inject=unlink,bind,listen:delay_enter=200000"]
        folder = tempfile.mkdtemp(prefix="sidecar-stale-")
        self.addCleanup(shutil.rmtree, folder)
        path = folder + "/ctl"
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(path)
        three = [Sidecar(daemon("a", FOREVER), wrap=slow, expect_end=True,
                        env={"SIDECAR_SOCKET": path}) for _ in range(3)]
        with three[0], three[1], three[2]:
            for s in three:
                s.err.wait("a start or an end", lambda lines: s.err.ended or
                           s.events("started"))
            lucky, = [s for s in three if not s.err.ended]
            for s in three:
                if s != lucky:
                    self.assertEqual(s.process.wait(), 71)
                    self.assertIn(b"in use by another sidecar", s.err.lines[-1])
            lucky.socket = path
            self.assertEqual(lucky.status()["pid"], lucky.pid)
            self.assertEqual(os.listdir(folder), ["ctl"])
            lucky.signal(signal.SIGTERM)
            self.assertEqual(lucky.wait(), 0)

    def test_the_lock_of_a_sidecar_that_was_killed_is_no_obstacle(self):
        folder = tempfile.mkdtemp(prefix="sidecar-lock-")
        self.addCleanup(shutil.rmtree, folder)

        def run():
            return subprocess.run(
                [SIDECAR, "run", "--socket", folder + "/ctl", "/dev/stdin"],
                input=daemon("a", "exit 0", restart='"never"'),
                capture_output=True, text=True)
        open(folder + "/ctl.lock", "w").close()
        self.assertEqual(run().returncode, 0)
        self.assertEqual(os.listdir(folder), [])
        with open(folder + "/ctl.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = run()
        self.assertEqual(done.returncode, 71)
        self.assertIn("in use by another sidecar", done.stderr)

    def test_no_sidecar(self):
        for args, code in ((["ctl", "status"], 69), (["health"], 1)):
            done = subprocess.run([SIDECAR, *args, "--socket", "/nowhere/x"]
                                  if args == ["health"] else
                                  [SIDECAR, "ctl", "--socket", "/nowhere/x",
                                   "status"], capture_output=True)
            self.assertEqual(done.returncode, code)

    def test_health(self):
        def health():
            return subprocess.run([SIDECAR, "health", "--socket", s.socket],
                                  capture_output=True).returncode
        with Sidecar(daemon("a", FOREVER) + daemon("n", FOREVER,
                                                   critical="false")) as s:
            s.wait_line("[a] up")
            s.wait_line("[n] up")
            # On a busy machine its second may not do.
            eventually("it is well", lambda: health() == 0)
            s.ctl("stop", "n")
            eventually("it is well", lambda: health() == 0)
            s.ctl("stop", "a")
            self.assertEqual(health(), 1)

    def test_health_has_a_timeout_of_its_own(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGSTOP)
            try:
                done = subprocess.run([SIDECAR, "health", "--socket", s.socket],
                                      capture_output=True, timeout=PATIENCE)
            finally:
                s.signal(signal.SIGCONT)
            self.assertEqual(done.returncode, 1)

    def test_a_second_is_all_that_health_takes(self):
        # However slowly an answer comes, byte by byte.
        folder = tempfile.mkdtemp(prefix="sidecar-slow-")
        self.addCleanup(shutil.rmtree, folder)
        with socket.socket(socket.AF_UNIX) as slow:
            slow.bind(folder + "/ctl")
            slow.listen()
            with subprocess.Popen([SIDECAR, "health", "--socket", folder + "/ctl"],
                                  stderr=subprocess.PIPE) as health:
                peer, _ = slow.accept()
                try:
                    def ended():
                        if health.poll() is None:
                            peer.send(b" ")
                        return health.poll() is not None
                    eventually("it has ended", ended)
                except BrokenPipeError:
                    health.wait()
                finally:
                    health.kill()
                    peer.close()
                self.assertEqual(health.returncode, 1)

    def test_unknown_names_are_refused_with_the_nearest(self):
        with Sidecar(daemon("egress", FOREVER)) as s:
            done = s.ctl("restart", "egres", code=1)
            self.assertIn("did you mean 'egress'?", done.stderr)

    def test_logs(self):
        with Sidecar(daemon("a", "seq 100; " + FOREVER) +
                     daemon("q", "seq 30000; exec sleep 1000",
                            stdout='"null"')) as s:
            s.wait_line("[a] up")
            self.assertEqual(s.ctl("logs", "a", "-n", "2").stdout,
                             "[a] 100\n[a] up\n")
            self.assertEqual(len(s.ctl("logs", "a").stdout.splitlines()), 101)
            self.assertEqual(s.ctl("logs", "a", "-n", "0").stdout, "")

    def test_logs_keep_the_last_64_KiB(self):
        with Sidecar(daemon("a", "seq 30000; " + FOREVER)) as s:
            s.wait_line("[a] up")
            text = s.ctl("logs", "a").stdout
            self.assertLessEqual(len(text), 65536)
            self.assertGreater(len(text), 65000)
            self.assertRegex(text, r"^\[a\] \d+\n")
            self.assertTrue(text.endswith("[a] 30000\n[a] up\n"))

    def test_logs_follow(self):
        with Sidecar(daemon("a", "echo one; while [ ! -e $DIR/go ]; "
                                 "do sleep 0.02; done; echo two; "
                                 "exec sleep 1000")) as s:
            s.wait_line("[a] one")
            with subprocess.Popen([SIDECAR, "ctl", "--socket", s.socket, "logs",
                                   "a", "-f"], stdout=subprocess.PIPE) as logs:
                self.assertEqual(logs.stdout.readline(), b"[a] one\n")
                open(s.folder + "/go", "w").close()
                self.assertEqual(logs.stdout.readline(), b"[a] two\n")
                logs.kill()

    def test_metrics(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            text = s.ctl("metrics").stdout
            self.assertIn('sidecar_daemon_up{daemon="a"} 1\n', text)
            self.assertIn('sidecar_daemon_bytes_pumped_total{daemon="a"} 3\n',
                          text)
            for line in text.splitlines():
                self.assertRegex(line, r"^(# (HELP|TYPE) .*|"
                                 r'[a-z_]+(\{daemon="[^"]+"\})? [-0-9.e+]+)$')

    def test_status_is_a_table_on_a_terminal(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            ours, theirs = os.openpty()
            subprocess.run([SIDECAR, "ctl", "--socket", s.socket, "status"],
                           stdout=theirs, check=True)
            text = os.read(ours, 4096).decode()
            os.close(ours)
            os.close(theirs)
            self.assertRegex(text, r"NAME +STATE +PID[^\n]+\r?\na +ready ")

    def test_shutdown(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.ctl("shutdown")
            self.assertEqual(s.wait(), 0)

    def test_requests_are_refused_during_shutdown(self):
        with Sidecar(daemon("a", "trap 'while [ -e $DIR/hold ]; do sleep 0.02; "
                                 "done; exit 0' TERM; echo up; "
                                 "while :; do sleep 0.02; done")) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.ctl("shutdown", "--no-wait")
            done = s.ctl("restart", "a", code=1)
            self.assertIn("shutting down", done.stderr)
            os.unlink(s.folder + "/hold")
            self.assertEqual(s.wait(), 0)

    def test_hostile_clients_cost_nobody_else_anything(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            seed = random.Random(5)
            held = []
            for n in range(60):
                c = s.connect()
                kind = n % 6
                try:
                    if kind == 0:
                        c.sendall(b'{"command":')  # partial, and waits
                        held.append(c)
                        if len(held) > 8:
                            held.pop(0).close()
                        continue
                    if kind == 1:
                        c.sendall(b"x" * 100000)  # too long
                    if kind == 2:
                        c.sendall(seed.randbytes(500) + b"\n")
                    if kind == 3:
                        c.sendall(b"[" * 60000 + b"\n")
                    if kind == 4:
                        c.sendall(b'{"command":"status"}\n' * 1000)
                    if kind == 5:
                        c.sendall(b'{"command":"logs","names":["a"],'
                                  b'"follow":true}\n')
                except (BrokenPipeError, ConnectionResetError):
                    pass
                c.close()
                self.assertEqual(s.status("a")["state"], "ready")
            for c in held:
                c.close()

    def test_a_silent_client_is_hung_up_on(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            with s.connect() as silent, s.connect() as partial:
                partial.sendall(b'{"command":')
                self.assertEqual(silent.recv(100), b"")  # after 10 s
                self.assertEqual(partial.recv(100), b"")

    def test_there_are_32_clients_at_most(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            follow = b'{"command":"logs","names":["a"],"follow":true}\n'
            held = []
            for _ in range(32):  # none of them is ever idle
                held.append(s.connect())
                held[-1].sendall(follow)
                held[-1].recv(100)
            with s.connect() as more:
                more.sendall(b'{"command":"health"}\n')
                more.settimeout(0.3)
                with self.assertRaises(TimeoutError):
                    more.recv(100)
                held.pop().close()
                more.settimeout(PATIENCE)
                self.assertIn(b"true", more.recv(100))
            for c in held:
                c.close()

    @unittest.skipIf(SANITIZED, "its memory is no measure")
    def test_a_client_that_does_not_read_costs_no_memory(self):
        with Sidecar(daemon("a", "seq 20000; " + FOREVER)) as s:
            s.wait_line("[a] up")
            with s.connect() as c:
                c.setblocking(False)
                try:  # requests are read one by one, as replies are taken
                    while True:
                        c.send(b'{"command":"logs","names":["a"]}\n' * 100)
                except BlockingIOError:
                    pass
                memory = read(f"/proc/{s.pid}/status").split("VmRSS:")[1]
                self.assertLess(int(memory.split()[0]), 16384)
                s.ctl("status")

    def test_a_client_that_asks_and_asks_costs_no_memory(self):
        # It is read from no faster than it is answered.
        ask = b"{}\n"
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            with s.connect() as c:
                c.setblocking(False)
                sent, answers = 0, 0
                while answers < 20000:
                    try:
                        sent += c.send(ask * 1000)
                    except BlockingIOError:
                        pass
                    try:
                        answers += c.recv(65536).count(b"\n")
                    except BlockingIOError:
                        pass
                    # The rest is in the kernel's buffers, or in sidecar.
                    self.assertLess(sent - answers * len(ask), 1 << 20)

    def test_requests_that_come_at_once_get_an_answer_each(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            with s.connect() as c, c.makefile("rb") as answers:
                c.sendall(b'{"command":"health"}\n' * 50)
                for _ in range(50):  # no other event helps it on
                    self.assertTrue(json.loads(answers.readline())["ok"])

    def test_a_client_that_says_nothing_more_is_answered(self):
        # As `nc -N` and socat do: all is sent, and that half is closed.
        for request in (b'{"command":"restart","names":["a"]}\n',
                        b'{"command":"status"}\n' * 20):
            with Sidecar(daemon("a", FOREVER)) as s:
                s.wait_line("[a] up")
                with s.connect() as c, c.makefile("rb") as answers:
                    c.sendall(request)
                    c.shutdown(socket.SHUT_WR)
                    said = answers.readlines()
                self.assertEqual([json.loads(line)["ok"] for line in said],
                                 [True] * request.count(b"\n"))

    def test_a_client_that_goes_while_it_waits_is_let_go(self):
        hold = ("trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; exit 0' "
                "TERM; echo up; while :; do sleep 0.02; done")
        with Sidecar(daemon("a", hold)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            quiet = len(descriptors(s.pid))
            with s.connect() as c:
                c.sendall(b'{"command":"restart","names":["a"]}\n')
                eventually("it is asked to stop",
                           lambda: s.status("a")["state"] == "stopping")
            eventually("its connection is closed",
                       lambda: len(descriptors(s.pid)) == quiet)
            os.unlink(s.folder + "/hold")
            s.wait_line("[a] up", 2)  # what it asked for goes on

    def test_fuzzed_requests_get_an_answer_each(self):
        seed = random.Random(int(os.environ.get("SIDECAR_TEST_SEED", "7")))
        parts = ['{', '}', '"command"', ':', '"start"', '"logs"', '"names"',
                 '["a"]', '[1]', ',', '"wait"', 'false', '-1', '"lines"', 'null',
                 '"follow"', '1e999', '"\\ud800"', '\xff']
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            with s.connect() as c, c.makefile("rb") as answers:
                for _ in range(2000):
                    text = "".join(seed.choice(parts)
                                   for _ in range(seed.randrange(9)))
                    c.sendall(text.encode("latin-1") + b"\n")
                    self.assertFalse(json.loads(answers.readline())["ok"])

    def test_another_user_is_refused(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            os.chmod(s.folder, 0o755)
            os.chmod(s.socket, 0o666)  # so that only the peer check is left
            code = ("import socket,sys;s=socket.socket(socket.AF_UNIX);"
                    "s.connect(sys.argv[1]);"
                    "print(s.makefile().readline())")
            done = subprocess.run(["setpriv", "--reuid", "65534", "--clear-groups",
                                   "python3", "-c", code, s.socket],
                                  capture_output=True, text=True)
            self.assertNotIn("daemons", done.stdout)
            self.assertIn("only root", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
