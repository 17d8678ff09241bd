# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each way to be ready, and not to be."""
import os
import signal
import socket
import unittest

from harness import Case, FOREVER, Sidecar, daemon, eventually, state, works

NOTIFY = ("import os,socket,sys,time;"
          "s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM);"
          "s.connect(os.environ['NOTIFY_SOCKET']);")

ONE_PORT = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo 40000 40000 "
            ">/proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"", "sh"]


class Ready(Case):
    def test_notify_fd_orders_the_start(self):
        with Sidecar(daemon("a", "while [ ! -e $DIR/go ]; do sleep 0.02; done; "
                                 "echo >&5; exec 5>&-; " + FOREVER,
                            ready="{ notify_fd = 5 }") +
                     daemon("b", FOREVER, after='["a"]')) as s:
            s.wait_event("started", "a")
            self.assertEqual(s.status("a")["state"], "starting")
            self.assertEqual(s.status("b")["state"], "waiting")
            open(s.folder + "/go", "w").close()
            s.wait_line("[b] up")

    def test_notify_fd_closed_without_a_word_is_a_failure(self):
        code, s = self.run_to_end(
            daemon("a", "exec 3>&-; exec sleep 1000",
                   ready="{ notify_fd = 3 }"))
        self.assertEqual(code, 124)

    def test_an_exit_says_more_than_its_notify_fd(self):
        code, s = self.run_to_end(
            daemon("a", "exit 9", ready="{ notify_fd = 3 }",
                   restart='"never"'))
        self.assertEqual(code, 9)

    def test_what_was_said_before_the_exit_counts_in_either_order(self):
        with Sidecar(daemon("a", "while [ ! -e $DIR/go ]; do sleep 0.02; done; "
                                 "echo >&3; exit 0", restart='"never"',
                            ready="{ notify_fd = 3 }") +
                     daemon("b", FOREVER)) as s:
            pid = s.wait_event("started", "a")["pid"]
            s.wait_event("ready", "b")
            os.kill(s.pid, signal.SIGSTOP)
            eventually("it is stopped", lambda: state(s.pid) == "T")
            s.signal(signal.SIGUSR1)  # signals are heard first, CHLD among them
            open(s.folder + "/go", "w").close()
            eventually("a zombie", lambda: state(pid) == "Z")
            os.kill(s.pid, signal.SIGCONT)
            s.wait_event("ended", "a")
            self.assertEqual(len(s.events("ready", "a")), 1)

    def test_notify_socket(self):
        with Sidecar('[daemon.a]\ncommand = ["python3", "-c", """' + NOTIFY +
                     "s.send(b'STATUS=warming up');"
                     "s.send(b'FOO=bar\\\\nREADY=1\\\\n');"
                     'time.sleep(1000)"""]\nready = "notify-socket"\n') as s:
            s.wait_event("ready", "a")
            self.assertEqual(s.status("a")["status_text"], "warming up")

    def test_notify_socket_closes_descriptors_that_come_along(self):
        with Sidecar('[daemon.a]\ncommand = ["python3", "-c", """' + NOTIFY +
                     "[socket.send_fds(s,[b'STATUS=x'],[0,1,2])"
                     " for _ in range(20)];s.send(b'READY=1');"
                     'time.sleep(1000)"""]\nready = "notify-socket"\n') as s:
            s.wait_event("ready", "a")

    def test_notify_socket_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        with Sidecar('[daemon.a]\nuser = "nobody"\n'
                     'command = ["python3", "-c", """' + NOTIFY +
                     "s.send(b'READY=1');time.sleep(1000)\"\"\"]\n"
                     'ready = "notify-socket"\n') as s:
            s.wait_event("ready", "a")

    def test_a_long_name_has_a_notify_socket_too(self):
        name = "n" * 150  # longer than the path of a socket
        with Sidecar(f'[daemon.{name}]\ncommand = ["python3", "-c", """' + NOTIFY +
                     "s.send(b'READY=1');time.sleep(1000)\"\"\"]\n"
                     'ready = "notify-socket"\n') as s:
            s.wait_event("ready", name)

    def test_exec_probe(self):
        with Sidecar(daemon("a", "sleep 0.1; touch $DIR/there; " + FOREVER,
                            ready='{ exec = ["test", "-e", "$DIR/there"], '
                                  'interval = "10ms" }') +
                     daemon("b", FOREVER, after='["a"]')) as s:
            s.wait_line("[b] up")
            self.assertTrue(os.path.exists(s.folder + "/there"))

    def test_a_probe_that_hangs_ends_with_its_daemon(self):
        with Sidecar(daemon("a", FOREVER,
                            ready='{ exec = ["sleep", "1003"] }') +
                     daemon("b", FOREVER)) as s:
            s.wait_line("[a] up")
            s.ctl("stop", "a")

    def test_tcp_probe(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with Sidecar('[daemon.a]\ncommand = ["python3", "-c", """'
                     "import socket,time;time.sleep(0.2);"
                     f"s=socket.create_server(('127.0.0.1',{port}));"
                     'time.sleep(1000)"""]\n'
                     f'ready = {{ tcp = "127.0.0.1:{port}", '
                     'interval = "20ms" }\n') as s:
            s.wait_event("ready", "a")

    @unittest.skipUnless(works(ONE_PORT), "no new network namespace here")
    def test_tcp_probe_does_not_take_itself_for_the_daemon(self):
        # It gets the one port that there is, where nobody listens.
        with Sidecar(daemon("a", FOREVER, restart='"never"', critical="false",
                            ready='{ tcp = "127.0.0.1:40000", interval = "1ms", '
                                  'timeout = "50ms" }') +
                     daemon("b", FOREVER), wrap=ONE_PORT) as s:
            s.wrapped = False  # exec made it the process itself
            s.wait_event("failed", "a")
            self.assertEqual(s.events("ready", "a"), [])

    def test_one_that_is_ready_costs_three_descriptors(self):
        # Its process and two pipes: what told that it is ready has gone.
        with socket.create_server(("127.0.0.1", 0)) as port:
            tcp = f'{{ tcp = "127.0.0.1:{port.getsockname()[1]}" }}'
            for ready, script in ((tcp, ""), ("{ notify_fd = 3 }", "echo >&3; "),
                                  ('{ exec = ["true"] }', "")):
                with self.subTest(ready), \
                        Sidecar(daemon("a", script + FOREVER, ready=ready)) as s:
                    s.wait_line("[a] up")
                    s.wait_event("ready", "a")
                    s.while_one_runs("a")

    def test_between_two_probes_nothing_is_held(self):
        with socket.socket() as dead:
            dead.bind(("127.0.0.1", 0))  # nobody listens
            tcp = f'tcp = "127.0.0.1:{dead.getsockname()[1]}"'
            for probe in (tcp, 'exec = ["false"]'):
                with self.subTest(probe), Sidecar(daemon(
                        "a", FOREVER,
                        ready=f'{{ {probe}, interval = "10m" }}')) as s:
                    s.wait_line("[a] up")
                    s.while_one_runs("a")

    def test_the_end_of_a_run_ends_what_asked_for_its_readiness(self):
        # The run itself lingers: a grandchild holds its pipes.
        holds = "sleep 1001 & echo pid=$!; "
        for ready in ('"notify-socket"', '{ exec = ["sleep", "1003"] }',
                      "{ notify_fd = 3 }"):
            with self.subTest(ready), \
                    Sidecar(daemon("a", holds + FOREVER, ready=ready,
                                   leftover='"leave"', stop_to='"leader"')) as s:
                s.wait_line("[a] up")
                s.ctl("stop", "a")
                s.lingering = 2
                s.check_descriptors()
                os.kill(int(s.out.lines[0].split(b"=")[1]), signal.SIGKILL)
                s.lingering = 0
                s.check_descriptors()
                s.signal(signal.SIGTERM)
                self.assertEqual(s.wait(), 0)

    def test_exit_is_a_one_shot(self):
        with Sidecar(daemon("a", "echo migrated", ready='"exit"') +
                     daemon("b", FOREVER, after='["a"]')) as s:
            s.wait_line("[b] up")
            self.assertEqual(s.status("a")["state"], "done")
            self.assertEqual(s.out.lines, [b"[a] migrated", b"[b] up"])

    def test_not_ready_later_is_retried(self):
        with Sidecar(daemon("a", FOREVER, critical="false",
                            ready='{ notify_fd = 3, timeout = "30ms" }',
                            backoff='{ initial = "1ms" }',
                            budget="{ restarts = 2 }") +
                     daemon("b", FOREVER)) as s:
            s.wait_event("failed", "a")
            self.assertEqual(len(s.events("not-ready", "a")), 3)


if __name__ == "__main__":
    unittest.main()
