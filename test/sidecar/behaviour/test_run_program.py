# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""run -- CMD, what people use tini for."""
import os
import re
import shutil
import signal
import subprocess
import unittest

from harness import (Case, PATIENCE, SIDECAR, children, descendants, eventually,
                     kill)


def run(*args, **more):
    if "input" not in more:
        more["stdin"] = subprocess.DEVNULL
    return subprocess.run([SIDECAR, "run", *args], capture_output=True,
                          text=True, timeout=PATIENCE, **more)


def end(p):
    """With the program, which would keep the output of this test open."""
    if p.poll() is None:
        for kid in children(p.pid):
            try:
                os.kill(kid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        p.kill()
    p.wait()


class RunProgram(Case):
    def start(self, *args, **more):
        p = subprocess.Popen([SIDECAR, "run", *args], stdout=subprocess.PIPE,
                             stdin=subprocess.DEVNULL, text=True, **more)
        self.addCleanup(p.stdout.close)
        self.addCleanup(end, p)
        return p

    def test_its_code_is_ours(self):
        self.assertEqual(run("--", "sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(run("--", "true").returncode, 0)

    def test_its_signal_is_128_and_its_number(self):
        self.assertEqual(run("--", "sh", "-c", "kill -KILL $$").returncode, 137)

    def test_options_behind_the_dashes_are_its_own(self):
        self.assertEqual(run("--", "echo", "--help", "--", "-x").stdout,
                         "--help -- -x\n")

    def test_143_after_TERM(self):
        p = self.start("--", "sh", "-c", "echo up; exec sleep 1000")
        p.stdout.readline()
        p.terminate()
        self.assertEqual(p.wait(PATIENCE), 143)

    def test_126_and_127(self):
        self.assertEqual(run("--", "/etc/passwd").returncode, 126)
        self.assertEqual(run("--", "no-such-program").returncode, 127)

    def test_stdin_stdout_and_stderr_are_inherited(self):
        done = run("--", "sh", "-c", "cat; echo err >&2; readlink /proc/$$/fd/1",
                   input="in\n")
        self.assertRegex(done.stdout, r"^in\npipe:\[\d+\]\n$")
        self.assertEqual(done.stderr, "err\n")

    def test_signals_are_forwarded_as_received(self):
        names = ["HUP", "INT", "QUIT", "USR1", "USR2", "PIPE", "ALRM", "WINCH",
                 "TSTP", "CONT", "URG", "RTMIN+3"]
        # A handler and pause() would miss what comes between the two.
        script = ("import os,signal\n"
                  "all=signal.valid_signals()-{9,19,11,7,8,4,5,6,31,17}\n"
                  "signal.pthread_sigmask(signal.SIG_BLOCK,all)\n"
                  "print('up',flush=True)\n"
                  "while True: os.write(1,b'%d\\n'%signal.sigwait(all))")
        p = self.start("--", "python3", "-c", script)
        self.assertEqual(p.stdout.readline(), "up\n")
        for number in (signal.SIGTTIN, signal.SIGTTOU, signal.SIGCHLD):
            p.send_signal(number)  # these are not for it
        for name in names:
            number = (signal.SIGRTMIN + 3 if name == "RTMIN+3"
                      else signal.Signals["SIG" + name])
            p.send_signal(number)
            self.assertEqual(p.stdout.readline(), f"{int(number)}\n")

    def test_dispositions_and_mask_are_defaults(self):
        done = run("--", "grep", "-E", "Sig(Blk|Ign)", "/proc/self/status",
                   preexec_fn=lambda: signal.signal(signal.SIGUSR1,
                                                    signal.SIG_IGN))
        self.assertEqual(re.findall(r"\t(\w+)", done.stdout), ["0" * 16] * 2)

    def test_orphans_are_reaped(self):
        p = self.start("--", "sh", "-c",
                       "(sleep 0.1 & echo $!); exec sleep 1000")
        orphan = int(p.stdout.readline())
        eventually("the orphan is reaped",
                   lambda: not os.path.exists(f"/proc/{orphan}"))
        p.terminate()

    def test_own_group_same_session(self):
        p = self.start("--", "sh", "-c", "echo up; exec sleep 1000")
        p.stdout.readline()
        kid, = children(p.pid)
        self.assertEqual(os.getpgid(kid), kid)
        self.assertEqual(os.getsid(kid), os.getsid(p.pid))
        p.terminate()

    def test_no_KILL_unless_asked_for(self):
        script = ("trap 'echo term' TERM; echo up; "
                  "while :; do sleep 0.02; done")
        p = self.start("--", "sh", "-c", script)
        p.stdout.readline()
        for _ in range(3):
            p.terminate()
            self.assertEqual(p.stdout.readline(), "term\n")
        kid, = children(p.pid)
        os.kill(kid, signal.SIGKILL)
        self.assertEqual(p.wait(PATIENCE), 137)
        p = self.start("--stop-timeout", "10ms", "--", "sh", "-c",
                       script.replace("echo term", ""))
        p.stdout.readline()
        p.terminate()
        self.assertEqual(p.wait(PATIENCE), 137)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_signals_without_end_do_not_put_the_KILL_off(self):
        # TERM is heard, and from then on another USR1 whenever it listens.
        p = subprocess.Popen(
            ["strace", "-qq", "-o", "/dev/null", "-e", "trace=rt_sigtimedwait",
             "-e", "inject=rt_sigtimedwait:retval=10:when=2+", SIDECAR, "run",
             "--stop-timeout", "10ms", "--", "sh", "-c", "trap '' TERM USR1; "
             "echo up; while :; do sleep 0.02; done"], stdout=subprocess.PIPE,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        self.addCleanup(p.stdout.close)
        self.addCleanup(lambda: [kill(pid) for pid in descendants(p.pid)])
        p.stdout.readline()
        os.kill(children(p.pid)[0], signal.SIGTERM)
        self.assertEqual(p.wait(PATIENCE), 137)

    def test_no_descriptor_is_held(self):
        p = self.start("--", "sh", "-c", "echo up; exec sleep 1000")
        p.stdout.readline()
        self.assertEqual(sorted(map(int, os.listdir(f"/proc/{p.pid}/fd"))),
                         [0, 1, 2])
        p.terminate()

    def test_foreground_of_a_terminal(self):
        # Ctrl-C reaches the program itself, for it is in the foreground.
        done = subprocess.run(
            ["script", "-qec", f"{SIDECAR} run -- sh -c "
             "'cat /proc/$$/stat; exit 5'", "/dev/null"],
            capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 5)
        group, _, _, foreground = done.stdout.split()[4:8]
        self.assertEqual(group, foreground)


if __name__ == "__main__":
    unittest.main()
