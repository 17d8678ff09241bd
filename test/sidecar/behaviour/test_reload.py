# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A reload: whole or not at all, and only what has changed."""
import json
import os
import signal
import socket
import time
import unittest

from harness import Case, FOREVER, Sidecar, daemon, eventually, read


# Ends when it is let: not before $DIR/hold has gone.
HELD = ("trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; exit 0' TERM; "
        "echo up; while :; do sleep 0.02; done")


class Reload(Case):
    def reload(self, s, config, globals_=""):
        count = len(s.events("reloaded"))
        s.globals = globals_
        s.write(config)
        s.signal(signal.SIGHUP)
        s.wait_event("reloaded", count=count + 1)

    def test_only_what_reaches_exec_restarts(self):
        with Sidecar(daemon("a", FOREVER) + daemon("b", FOREVER)) as s:
            s.wait_line("[b] up")
            a = s.status("a")["pid"]
            self.reload(s, daemon("a", FOREVER, stop_timeout='"1s"',
                                  critical="false") +
                        daemon("b", "echo new; exec sleep 1000"))
            s.wait_line("[b] new")
            self.assertEqual(s.status("a")["pid"], a)
            self.assertFalse(s.status("a")["critical"])
            self.assertEqual(s.status("b")["starts"], 2)

    def test_where_its_output_goes_reaches_exec(self):
        with Sidecar(daemon("a", FOREVER) + daemon("b", FOREVER)) as s:
            s.wait_line("[b] up")
            for n, to in enumerate(('"null"', '{ file = "$DIR/log" }',
                                    '{ file = "$DIR/other" }', '"prefix"')):
                self.reload(s, daemon("a", FOREVER, stdout=to) +
                            daemon("b", FOREVER))
                s.wait_event("ready", "a", n + 2)
            self.assertEqual(s.status("b")["starts"], 1)

    def test_an_invalid_one_changes_nothing(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.write(daemon("a", "echo never", user='"no-such-user"') +
                    daemon("b", FOREVER, colour="1"))
            s.signal(signal.SIGHUP)
            refused = s.wait_event("reload-refused")
            self.assertIn("unknown key", refused["errors"][0])
            self.assertEqual(s.status("a")["starts"], 1)
            self.assertEqual(len(s.status()["daemons"]), 1)

    def test_an_unknown_user_or_log_folder_refuses_all(self):
        for key, value in (("user", '"no-such-user"'),
                           ("stdout", '{ file = "/nowhere/log" }')):
            with self.subTest(key), Sidecar(daemon("a", FOREVER)) as s:
                s.wait_line("[a] up")
                s.write(daemon("a", "echo never") +
                        daemon("b", FOREVER, **{key: value}))
                s.signal(signal.SIGHUP)
                s.wait_event("reload-refused")
                self.assertEqual(s.status("a")["starts"], 1)

    def test_new_and_removed_daemons(self):
        with Sidecar(daemon("a", FOREVER) + daemon("b", FOREVER)) as s:
            s.wait_line("[b] up")
            self.reload(s, daemon("b", FOREVER) + daemon("c", FOREVER))
            s.wait_line("[c] up")
            eventually("a is gone", lambda: [
                d["name"] for d in s.status()["daemons"]] == ["b", "c"])
            self.assertEqual(s.status("b")["starts"], 1)

    def test_order(self):
        def config(word):
            return (daemon("a", f"echo {word}; exec sleep 1000") +
                    daemon("b", f"echo {word}; exec sleep 1000",
                           after='["a"]') +
                    daemon("c", f"echo {word}; exec sleep 1000",
                           after='["b"]'))
        with Sidecar(config("one")) as s:
            s.wait_event("ready", "c", 1)  # follows the line, on another stream
            before = len(s.events())
            self.reload(s, config("two"))
            s.wait_line("[c] two")
            s.wait_event("ready", "c", 2)
            order = [(e["event"], e["daemon"]) for e in s.events()[before:]
                     if e["event"] in ("ended", "ready")]
            self.assertEqual(order, [("ended", "c"), ("ended", "b"),
                                     ("ended", "a"), ("ready", "a"),
                                     ("ready", "b"), ("ready", "c")])

    def test_a_stopped_daemon_stays_stopped(self):
        with Sidecar(daemon("a", FOREVER) + daemon("b", FOREVER)) as s:
            s.wait_line("[b] up")
            s.ctl("stop", "a")
            self.reload(s, daemon("a", "echo new; exec sleep 1000") +
                        daemon("b", FOREVER))
            self.assertEqual(s.status("a")["state"], "stopped")
            s.ctl("start", "a")
            s.wait_line("[a] new")

    def test_changed_failed_and_done_ones_start_again(self):
        with Sidecar(daemon("a", "exit 1", restart='"never"',
                            critical="false") +
                     daemon("d", "exit 0", restart='"never"') +
                     daemon("b", FOREVER)) as s:
            s.wait_event("failed", "a")
            s.wait_event("ended", "d")
            self.reload(s, daemon("a", FOREVER) + daemon("d", FOREVER) +
                        daemon("b", FOREVER))
            s.wait_line("[a] up")
            s.wait_line("[d] up")
            self.assertEqual(s.status("b")["starts"], 1)

    def test_what_a_value_resolves_to_counts(self):
        def env(word):
            with open(path, "w") as f:
                f.write(f"# a comment\nWORD={word}\n")
        path = f"/tmp/sidecar-env-{os.getpid()}"
        self.addCleanup(os.unlink, path)
        config = daemon("a", "echo $WORD; exec sleep 1000",
                        env_file=f'"{path}"') + daemon("b", FOREVER)
        env("one")
        with Sidecar(config) as s:
            s.wait_line("[a] one")
            s.wait_line("[b] up")
            env("two")
            self.reload(s, config)
            s.wait_line("[a] two")
            self.assertEqual(s.status("b")["starts"], 1)

    def test_a_control_socket_in_use_refuses_the_reload(self):
        with Sidecar(daemon("o", FOREVER)) as other:
            other.wait_line("[o] up")
            with Sidecar(daemon("a", FOREVER), args=()) as s:
                s.wait_line("[a] up")
                # --socket and $SIDECAR_SOCKET go before the configuration's.
                self.reload(s, daemon("a", FOREVER),
                            f'control_socket = "{other.socket}"')
                self.assertEqual(s.status("a")["state"], "ready")

    def test_the_control_socket_moves(self):
        with Sidecar(daemon("a", FOREVER), env={"SIDECAR_SOCKET": ""},
                     globals_='control_socket = "$DIR/one"') as s:
            s.socket = s.folder + "/one"
            s.wait_line("[a] up")
            with s.connect() as held:  # a client of the old one is heard on
                s.ctl("status")
                self.reload(s, daemon("a", FOREVER),
                            globals_='control_socket = "$DIR/two"')
                self.assertFalse(os.path.exists(s.socket))
                held.sendall(b'{"command":"health"}\n')
                self.assertTrue(held.recv(100))
            s.socket = s.folder + "/two"
            self.assertEqual(s.status("a")["starts"], 1)
            self.reload(s, daemon("a", FOREVER), globals_='control_socket = ""')
            self.assertFalse(os.path.exists(s.socket))
            self.reload(s, daemon("a", FOREVER),
                        globals_='control_socket = "$DIR/ctl"')
            s.socket = s.folder + "/ctl"

    def test_a_control_socket_that_cannot_be_had_refuses_all(self):
        with Sidecar(daemon("a", FOREVER), env={"SIDECAR_SOCKET": ""},
                     globals_='control_socket = "$DIR/ctl"') as s:
            s.wait_line("[a] up")
            for path in ("/nowhere/socket", s.path):
                s.globals = f'control_socket = "{path}"'
                s.write(daemon("a", "echo never"))
                s.signal(signal.SIGHUP)
                s.wait_event("reload-refused")
            self.assertEqual(s.status("a")["starts"], 1)

    def test_global_keys_apply_in_place(self):
        with Sidecar(daemon("a", "echo up; while [ ! -e $DIR/go ]; do "
                                 "sleep 0.02; done; printf '\\033\\n'; "
                                 "exec sleep 1000")) as s:
            s.wait_line("[a] up")
            self.reload(s, daemon("a", "echo up; while [ ! -e $DIR/go ]; do "
                                  "sleep 0.02; done; printf '\\033\\n'; "
                                  "exec sleep 1000"), globals_="escape = true")
            open(s.folder + "/go", "w").close()
            s.wait_line("[a] \\x1B")
            self.assertEqual(s.status("a")["starts"], 1)

    def test_limits_that_are_waited_for_apply_in_place(self):
        def config(stop, ready):
            return (daemon("a", "trap '' TERM; echo up; "
                                "while :; do sleep 0.02; done", stop_timeout=stop) +
                    daemon("r", "exec sleep 1000", critical="false",
                           restart='"never"', ready='{ notify_fd = 3, '
                           f'timeout = {ready} }}') + daemon("b", FOREVER))
        with Sidecar(config('"9m"', '"9m"')) as s:
            s.wait_line("[a] up")
            s.wait_event("started", "r")
            s.ctl("stop", "--no-wait", "a")
            self.reload(s, config('"10ms"', '"10ms"'))
            s.wait_event("killed", "a")
            s.wait_event("not-ready", "r")
            s.wait_event("failed", "r")
            self.assertEqual(s.status("r")["starts"], 1)

    def test_a_delay_that_is_under_way_follows_the_new_rules(self):
        def config(delay):
            return (daemon("a", "exit 1", start="false", critical="false",
                           backoff=f'{{ initial = "{delay}", max = "{delay}" }}',
                           budget='"unlimited"') + daemon("b", FOREVER))
        with Sidecar(config("1h")) as s:
            s.ctl("start", "--no-wait", "a")
            s.wait_event("backoff", "a")
            self.reload(s, config("1ms"))
            s.wait_event("started", "a", 2)
            self.assertEqual(s.status("a")["restarts_asked"], 0)

    def test_the_time_after_which_delays_are_forgotten_does_too(self):
        def config(reset):
            return daemon("a", FOREVER, backoff='{ initial = "1ms", jitter = 0, '
                          f'reset = "{reset}" }}')
        with Sidecar(config("1h")) as s:
            for count in (1, 2, 3):
                s.wait_event("ready", "a", count)
                if count == 3:  # it has been ready for so long
                    self.reload(s, config("0s"))
                os.kill(s.status("a")["pid"], signal.SIGKILL)
            s.wait_event("ready", "a", 4)
            self.assertEqual([e["delay"] for e in s.events("backoff", "a")],
                             [0.001, 0.002, 0.001])

    def test_how_a_file_is_rotated_applies_in_place(self):
        def config(rules):
            return daemon("a", "while read l; do echo $l; done < $DIR/in",
                          stdout=f'{{ file = "$DIR/log", {rules} }}',
                          start="false", restart='"never"') + daemon("b", FOREVER)
        with Sidecar(config('max_size = "1MiB"'), files=["log"]) as s:
            os.mkfifo(s.folder + "/in")
            s.ctl("start", "a")
            log = s.folder + "/log"
            with open(s.folder + "/in", "w") as to:
                to.write("one\n")
                to.flush()
                eventually("one", lambda: read(log) == "one\n")
                self.reload(s, config('max_size = "5B", keep = 1'))
                to.write("two\nthree\n")
                to.flush()
                eventually("three", lambda: read(log) == "three\n")
                self.assertEqual(read(log + ".1"), "two\n")
                self.assertEqual(s.status("a")["starts"], 1)

    def test_another_stop_signal_is_for_the_next_stop(self):
        # It was asked to end by TERM, and ends by that: an acceptable end.
        script = ("trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; "
                  "trap - TERM; kill -TERM $$' TERM; echo up; "
                  "while :; do sleep 0.02; done")
        with Sidecar(daemon("a", script) + daemon("b", FOREVER)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.ctl("stop", "--no-wait", "a")
            self.reload(s, daemon("a", script, stop_signal='"INT"') +
                        daemon("b", FOREVER))
            s.signal(signal.SIGTERM)
            s.wait_event("shutdown")
            os.unlink(s.folder + "/hold")
            self.assertEqual(s.wait(), 0)

    def test_what_is_removed_has_no_say_in_health(self):
        with Sidecar(daemon("a", HELD) + daemon("b", FOREVER)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.wait_event("ready", "b")
            with s.connect() as c, c.makefile("rb") as answers:
                def well():
                    c.sendall(b'{"command":"health"}\n')
                    return json.loads(answers.readline())["ok"]
                self.assertTrue(well())
                self.reload(s, daemon("b", FOREVER))
                self.assertEqual([d["state"] for d in s.status()["daemons"]],
                                 ["ready", "stopping"])
                self.assertTrue(well())
                os.unlink(s.folder + "/hold")

    def test_what_is_removed_does_not_keep_it_when_all_else_is_done(self):
        done = daemon("b", "exit 0", restart='"never"')
        with Sidecar(daemon("a", HELD) + done, expect_end=True) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.wait_event("ended", "b")
            self.reload(s, done)
            time.sleep(1.2)  # until nothing else wakes it
            os.unlink(s.folder + "/hold")
            self.assertEqual(s.wait(), 0)
            self.assertEqual(s.events("exit")[0]["reason"], "done")

    def test_one_that_is_asked_to_stop_and_removed_has_ended(self):
        with Sidecar(daemon("a", HELD) + daemon("b", FOREVER)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            with s.connect() as c, c.makefile("rb") as answers:
                c.sendall(b'{"command":"stop","names":["a"]}\n')
                eventually("it is asked to stop",
                           lambda: s.status("a")["state"] == "stopping")
                self.reload(s, daemon("b", FOREVER))
                os.unlink(s.folder + "/hold")
                self.assertEqual(json.loads(answers.readline()), {"ok": True})

    def test_a_probe_that_is_under_way_changes_in_place(self):
        # Even one that hangs, or whose interval is long.
        for before, after in (
                ('{ exec = ["sleep", "1009"] }', '{ exec = ["true"] }'),
                ('{ exec = ["false"], interval = "10m" }',
                 '{ exec = ["test", "-e", "$DIR/probed"], interval = "5ms" }'),
                ('{ tcp = "127.0.0.1:$DEAD" }', '{ tcp = "127.0.0.1:$PORT" }'),
                ('{ exec = ["false"] }', '{ tcp = "127.0.0.1:$PORT" }')):
            with socket.create_server(("127.0.0.1", 0)) as alive, \
                    socket.socket() as dead:
                dead.bind(("127.0.0.1", 0))  # nobody listens

                def config(ready):
                    for name, s in (("$PORT", alive), ("$DEAD", dead)):
                        ready = ready.replace(name, str(s.getsockname()[1]))
                    return daemon("a", FOREVER, ready=ready)
                with self.subTest(before), Sidecar(config(before)) as s:
                    s.wait_line("[a] up")
                    self.assertEqual(s.status("a")["state"], "starting")
                    self.reload(s, config(after))
                    if "probed" in after:
                        open(s.folder + "/probed", "w").close()
                    s.wait_event("ready", "a")
                    # Only another kind reaches the daemon.
                    other = "exec" in before and "tcp" in after
                    self.assertEqual(s.status("a")["starts"], 1 + other)

    def test_line_length_applies_in_place(self):
        script = ("echo up; while [ ! -e $DIR/go ]; do sleep 0.02; done; "
                  "printf '%070d\\n' 0; exec sleep 1000")
        with Sidecar(daemon("a", script)) as s:
            s.wait_line("[a] up")
            self.reload(s, daemon("a", script), globals_='line_length = "64B"')
            open(s.folder + "/go", "w").close()
            s.wait_line("[a] " + "0" * 64)
            s.wait_line("[a]+ " + "0" * 6)
            self.assertEqual(s.status("a")["starts"], 1)

    def test_one_that_comes_back_waits_for_its_own_end(self):
        # Removed, and back again before it has ended: never two at once.
        a = daemon("a", "trap 'while [ -e $DIR/hold ]; do sleep 0.02; done; "
                        "exit 0' TERM; echo up; while :; do sleep 0.02; done")
        with Sidecar(a + daemon("b", FOREVER)) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            self.reload(s, daemon("b", FOREVER))
            self.reload(s, a + daemon("b", FOREVER))
            states = [(d["name"], d["state"], d["want"])
                      for d in s.status()["daemons"]]
            self.assertEqual(states, [("a", "waiting", "up"),
                                      ("b", "ready", "up"),
                                      ("a", "stopping", "gone")])
            # Prometheus takes no series twice.
            self.assertEqual(s.ctl("metrics").stdout.count(
                'sidecar_daemon_up{daemon="a"}'), 1)
            self.assertEqual(len(s.events("started", "a")), 1)
            os.unlink(s.folder + "/hold")
            s.wait_line("[a] up", 2)

    def test_a_wrong_program_of_a_new_one_follows_the_policy(self):
        # Only at the start of all is it the end at once.
        with Sidecar(daemon("b", FOREVER), expect_end=True) as s:
            s.wait_line("[b] up")
            self.reload(s, daemon("b", FOREVER) +
                        '[daemon.n]\ncommand = ["/nowhere/program"]\n'
                        'backoff = { initial = "1ms" }\n'
                        'budget = { restarts = 2 }\n')
            self.assertEqual(s.wait(), 127)
            self.assertEqual(len(s.events("ended", "n")), 3)

    def test_a_reload_during_the_shutdown_is_refused(self):
        with Sidecar(daemon("a", "trap 'while [ -e $DIR/hold ]; do sleep 0.02; "
                                 "done; exit 0' TERM; echo up; "
                                 "while :; do sleep 0.02; done")) as s:
            open(s.folder + "/hold", "w").close()
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            s.wait_event("shutdown")
            s.signal(signal.SIGHUP)
            self.assertEqual(s.wait_event("reload-refused")["errors"],
                             ["sidecar is shutting down"])
            os.unlink(s.folder + "/hold")
            self.assertEqual(s.wait(), 0)

    def test_many_reloads_leave_nothing(self):
        with Sidecar(daemon("a", FOREVER), files=["log"]) as s:
            s.wait_line("[a] up")
            for n in range(20):
                self.reload(s, daemon("a", f"echo {n}; exec sleep 1000") +
                            daemon(f"n{n}", "exec sleep 1000",
                                   stderr='{ file = "$DIR/log" }'))
                s.wait_event("ready", f"n{n}")


if __name__ == "__main__":
    unittest.main()
