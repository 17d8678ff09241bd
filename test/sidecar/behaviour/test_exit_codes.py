# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each row of the table of exit codes, and the exit line."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

from harness import Case, FOREVER, SIDECAR, Sidecar, daemon, eventually, state

NO_RETRY = 'restart = "never"\n'


class ExitCodes(Case):
    def end(self, config, **more):
        code, s = self.run_to_end(config, **more)
        return code, s.events("exit")[-1]

    def test_0_asked_to_stop(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)
            self.assertEqual(s.events("exit")[-1]["reason"], "shutdown")

    def test_0_every_daemon_is_done(self):
        code, last = self.end(daemon("a", "exit 0", restart='"on-failure"') +
                              daemon("b", "exit 5", restart='"never"',
                                     success_exit_codes="[5]"))
        self.assertEqual((code, last["reason"]), (0, "done"))

    def test_N_of_a_critical_daemon(self):
        code, last = self.end(daemon("a", FOREVER) +
                              daemon("b", "exit 42", restart='"never"'))
        self.assertEqual(code, 42)
        self.assertEqual(last, {"event": "exit", "reason": "daemon-failed",
                                "daemon": "b", "status": "exit 42", "code": 42})

    def test_128_S_of_a_critical_daemon(self):
        code, last = self.end(daemon("a", "kill -USR1 $$", restart='"never"'))
        self.assertEqual((code, last["status"]), (138, "signal USR1"))

    def test_N_after_the_budget(self):
        code, s = self.run_to_end(
            daemon("a", "exit 9", backoff='{ initial = "1ms" }',
                   budget='{ restarts = 3 }'))
        self.assertEqual((code, len(s.events("started", "a"))), (9, 4))

    def test_of_those_seen_in_one_turn_the_first_to_start_counts(self):
        script = "echo up; while [ ! -e $DIR/go ]; do sleep 0.02; done; exit "
        for n in range(3):
            with Sidecar("".join(daemon(name, script + code, restart='"never"')
                                 for name, code in ("a3", "b4", "c5")),
                         expect_end=True) as s:
                pids = []
                for name in ("a", "b", "c"):
                    s.wait_event("started", name)
                    pids.append(s.events("started", name)[0]["pid"])
                os.kill(s.pid, signal.SIGSTOP)
                eventually("it is stopped", lambda: state(s.pid) == "T")
                open(s.folder + "/go", "w").close()
                for pid in reversed(pids):
                    eventually("a zombie", lambda p=pid: state(p) == "Z")
                os.kill(s.pid, signal.SIGCONT)
                self.assertEqual(s.wait(), 3)

    def test_first_unacceptable_end_of_a_shutdown(self):
        with Sidecar(daemon("a", "trap 'exit 3' TERM; echo up; "
                                 "while :; do sleep 0.05; done") +
                     daemon("b", "trap 'exit 4' TERM; echo up; "
                                 "while :; do sleep 0.05; done",
                            after='["a"]')) as s:
            s.wait_line("[b] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 4)  # b ends first
            self.assertEqual(s.events("exit")[-1]["daemon"], "b")

    def test_1_budget_used_up_by_acceptable_exits(self):
        code, last = self.end(daemon("a", "exit 0",
                                     backoff='{ initial = "1ms" }',
                                     budget='{ restarts = 1 }'))
        self.assertEqual((code, last["daemon"]), (1, "a"))

    def test_1_acceptable_code_that_is_not_0(self):
        code, _ = self.end(daemon("a", "exit 5", success_exit_codes="[5]",
                                  budget='{ restarts = 0 }'))
        self.assertEqual(code, 1)

    def test_1_nothing_left_and_one_failed(self):
        code, last = self.end(daemon("a", "exit 6", restart='"never"',
                                     critical="false") +
                              daemon("b", "exit 0", restart='"never"'))
        self.assertEqual((code, last["reason"], last["daemon"]),
                         (1, "nothing-left", "a"))

    def test_126_not_executable(self):
        code, last = self.end('[daemon.a]\ncommand = ["/etc/passwd"]\n')
        self.assertEqual((code, last["status"]),
                         (126, "exec: Permission denied"))

    def test_126_working_directory(self):
        code, last = self.end(daemon("a", "true", cwd='"/nowhere"'))
        self.assertEqual((code, last["status"]),
                         (126, "cwd: No such file or directory"))

    def test_127_not_found(self):
        for command in ("/nowhere/program", "no-such-program"):
            code, last = self.end(f'[daemon.a]\ncommand = ["{command}"]\n')
            self.assertEqual((code, last["status"]),
                             (127, "exec: No such file or directory"))

    def test_127_later_is_a_failure_like_others(self):
        config = ('[daemon.a]\ncommand = ["$DIR/program"]\n'
                  'backoff = { initial = "1ms" }\nbudget = { restarts = 2 }\n')
        with Sidecar(daemon("b", "exit 0", restart='"never"') +
                     "[daemon.a]\nstart = false\ncommand = [\"$DIR/program\"]\n"
                     'backoff = { initial = "1ms" }\n'
                     "budget = { restarts = 2 }\n", expect_end=True) as s:
            with open(s.folder + "/program", "w") as f:
                f.write("#!/bin/sh\nrm $0\n")
            os.chmod(s.folder + "/program", 0o755)
            s.ctl("start", "--no-wait", "a")
            self.assertEqual(s.wait(), 127)
            self.assertEqual(len(s.events("started", "a")), 3)

    def test_124_not_ready_in_time(self):
        code, last = self.end(
            daemon("a", "sleep 1000",
                   ready='{ notify_fd = 3, timeout = "10ms" }'))
        self.assertEqual((code, last["status"]), (124, "not ready"))

    def test_124_later_is_a_failure_like_others(self):
        script = ("if mkdir $DIR/once; then echo >&3; echo up; fi 2>/dev/null; "
                  "exec sleep 1000")
        with Sidecar(daemon("a", script, backoff='{ initial = "1ms" }',
                            ready='{ notify_fd = 3, timeout = "10m" }',
                            budget="{ restarts = 2 }"), expect_end=True) as s:
            s.wait_event("ready", "a")
            s.write(daemon("a", script, backoff='{ initial = "1ms" }',
                           ready='{ notify_fd = 3, timeout = "10ms" }',
                           budget="{ restarts = 2 }"))
            s.signal(signal.SIGHUP)
            s.wait_event("reloaded")
            os.kill(s.events("started", "a")[0]["pid"], signal.SIGKILL)
            self.assertEqual(s.wait(), 124)
            self.assertEqual(len(s.events("started", "a")), 3)

    def test_137_our_kill_at_stop_timeout(self):
        with Sidecar(daemon("a", "trap '' TERM; echo up; "
                                 "while :; do sleep 0.05; done",
                            stop_timeout='"10ms"')) as s:
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 137)
            self.assertEqual(s.events("exit")[-1]["reason"], "killed")

    def test_leftovers_do_not_count(self):
        with Sidecar(daemon("a", "(trap '' TERM; echo kid; sleep 1000) & "
                                 "trap 'exit 0' TERM; echo up; "
                                 "while :; do sleep 0.05; done",
                            stop_to='"leader"')) as s:
            s.wait_line("[a] kid")
            s.wait_line("[a] up")
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)

    def test_64_usage(self):
        for args in (["run"], ["frobnicate"], [], ["run", "a", "--", "b"],
                     ["ctl"], ["ctl", "start"], ["run", "--"], ["check"]):
            self.assertEqual(subprocess.run([SIDECAR, *args],
                                            capture_output=True).returncode,
                             64, args)

    def test_64_names_what_is_wrong(self):
        for args, said in (
                ("frob", "there is no command 'frob'; see sidecar --help"),
                ("ctl stauts", "there is no command 'stauts' (did you mean "
                               "'status'?); see sidecar ctl --help"),
                ("ctl frob", "there is no command 'frob'; see sidecar ctl --help"),
                ("--frob", "there is no option '--frob' before the command; "
                           "see sidecar --help"),
                ("ctl", "a subcommand is required; see sidecar ctl --help"),
                ("check", "FILE is required; see sidecar check --help"),
                ("run --frob x", "the following argument was not expected: --frob; "
                                 "see sidecar run --help"),
                ("run sleep 5", "the following argument was not expected: 5; "
                                "`sidecar run -- CMD` runs a program; "
                                "see sidecar run --help"),
                ("ctl logs a -n -3", "-n: expected a whole number, not '-3'; "
                                     "see sidecar ctl logs --help")):
            done = subprocess.run([SIDECAR, *args.split()], capture_output=True,
                                  text=True)
            self.assertEqual((done.returncode, done.stdout, done.stderr),
                             (64, "", f"sidecar: {said}\n"))

    def test_help_says_what_an_init_hears_and_how_it_runs_a_program(self):
        done = subprocess.run([SIDECAR, "run", "--help"], capture_output=True,
                              text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("TERM", "HUP", "USR1", "USR2", "-- CMD ARG..."):
            self.assertIn(word, done.stdout)
        self.assertLess(max(map(len, done.stdout.splitlines())), 90)

    def test_version(self):
        done = subprocess.run([SIDECAR, "--version"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"^sidecar \d+\.\d+\.\d+\n$")

    def test_socket_stands_before_or_behind_the_command_of_ctl(self):
        for args in ("ctl --socket /no/x status", "ctl status --socket /no/x"):
            done = subprocess.run([SIDECAR, *args.split()], capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 69)
            self.assertIn("connect /no/x: ", done.stderr)

    def test_78_configuration(self):
        for text in ("x", "[daemon.a]\n", "[daemon.a]\ncommand=['a']\nuser='?'"):
            with self.subTest(text):
                done = subprocess.run([SIDECAR, "run", "/dev/stdin"],
                                      input=text.encode(), capture_output=True)
                self.assertEqual(done.returncode, 78)
                self.assertIn(b"/dev/stdin", done.stderr)

    def test_check_tries_log_files_and_makes_none(self):
        folder = tempfile.mkdtemp(prefix="sidecar-check-")
        self.addCleanup(shutil.rmtree, folder)
        there = folder + "/there"
        open(there, "w").close()
        os.mkfifo(folder + "/fifo")
        for path, said in ((folder + "/new", ""), (there, ""),
                           (folder + "/no/log", "/no/: No such file or directory"),
                           (there + "/log", "/there/log: Not a directory"),
                           (folder, folder + ": not a regular file"),
                           (folder + "/fifo", "/fifo: not a regular file")):
            for stream in ("stdout", "stderr"):
                done = subprocess.run(
                    [SIDECAR, "check", "/dev/stdin"], capture_output=True, text=True,
                    input=daemon("a", "echo never",
                                 **{stream: f'{{ file = "{path}" }}'}))
                self.assertEqual(done.returncode, 78 if said else 0)
                self.assertIn(said, done.stderr)
        self.assertEqual(sorted(os.listdir(folder)), ["fifo", "there"])

    def test_check_starts_nothing(self):
        for text, code in ((daemon("a", "echo never"), 0), ("x", 78),
                           (daemon("a", "x", user='"?"'), 78)):
            done = subprocess.run([SIDECAR, "check", "/dev/stdin"],
                                  input=text.encode(), capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (code, b""))
            self.assertEqual(done.stderr == b"", code == 0)

    def test_78_no_such_file(self):
        done = subprocess.run([SIDECAR, "run", "/nowhere/x.toml"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 78)
        self.assertIn("No such file", done.stderr)
        self.assertIn("`sidecar run -- CMD` runs a program", done.stderr)

    def test_78_a_folder_is_no_configuration(self):
        done = subprocess.run([SIDECAR, "check", "/"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr),
                         (78, "/: cannot be read: Is a directory; name a file in it\n"))

    def test_78_a_file_that_has_no_end(self):
        done = subprocess.run([SIDECAR, "check", "/dev/zero"], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 78)
        self.assertIn("File too large; 4MiB is the most", done.stderr)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_71_the_system_fails_before_the_first_spawn(self):
        # As PATH is opened; the configuration itself may be right.
        folder = tempfile.mkdtemp(prefix="sidecar-71-")
        self.addCleanup(shutil.rmtree, folder)
        site, env = folder + "/site.toml", folder + "/env"
        with open(site, "w") as f:
            f.write(f"[sidecar]\ncontrol_socket = '{folder}/ctl'\n" +
                    daemon("a", "echo never", env_file=f'"{env}"', user='"daemon"',
                           stdout=f'{{ file = "{folder}/log" }}'))
        open(env, "w").close()
        for path, said in ((site, "site.toml: cannot be read: Too many open files"),
                           (env, "/env: Too many open files"),
                           (folder + "/log", "/log: Too many open files"),
                           ("/etc/passwd", "'daemon' cannot be looked up: Too many")):
            for call in ("run", "check"):
                if (call, path) == ("check", folder + "/log"):
                    continue  # it opens none
                done = subprocess.run(
                    ["strace", "-qq", "-o", "/dev/null", "-P", path, "-e",
                     "trace=openat", "-e", "inject=openat:error=EMFILE",
                     SIDECAR, call, site], capture_output=True, text=True,
                    env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
                self.assertIn(said, done.stderr)
                self.assertEqual(done.returncode, 71)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_71_a_socket_that_cannot_be_asked_is_not_in_use(self):
        path = f"/tmp/sidecar-asked-{os.getpid()}"
        self.addCleanup(lambda: os.path.exists(path) and os.unlink(path))
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(path)
        done = subprocess.run(
            ["strace", "-qq", "-o", "/dev/null", "-e", "trace=connect", "-e",
             "inject=connect:error=EACCES", SIDECAR, "run", "--socket", path,
             "/dev/stdin"], input=daemon("a", "echo never"), capture_output=True,
            text=True, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        self.assertEqual((done.returncode, done.stderr),
                         (71, f"sidecar: connect {path}: Permission denied\n"))

    def test_71_control_socket_in_use(self):
        with Sidecar(daemon("a", FOREVER)) as s:
            s.wait_line("[a] up")
            done = subprocess.run([SIDECAR, "run", s.path], env=s.env,
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 71)
            self.assertIn("in use by another sidecar", done.stderr)
            self.assertNotIn("started", done.stderr)

    def test_a_term_never_changes_a_fixed_code(self):
        with Sidecar(daemon("a", "trap 'echo bye; sleep 0.2; exit 0' TERM; "
                                 "echo up; while :; do sleep 0.05; done") +
                     daemon("b", "exit 42", restart='"never"',
                            after='["a"]')) as s:
            s.wait_event("shutdown")
            s.signal(signal.SIGTERM)
            self.assertIn(s.wait(), (42,))


if __name__ == "__main__":
    unittest.main()
