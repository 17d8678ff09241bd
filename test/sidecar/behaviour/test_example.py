# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The example that ships: four daemons, up, restarted, down."""
import os
import re
import signal
import subprocess
import unittest

from harness import Case, SIDECAR, Sidecar, eventually

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = HERE + "/../../../tool/sidecar/example/sidecar.toml"


class Example(Case):
    def test_check_accepts_it(self):
        done = subprocess.run([SIDECAR, "check", EXAMPLE], capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_up_restarted_down(self):
        with open(EXAMPLE) as f:
            config = f.read().replace("[sidecar]\n", "")
        # The globals stand first in the file, right behind [sidecar]. It shall
        # also be right on a machine that is slow.
        config = re.sub(r'(timeout|budget) = "\d+s"', r'\1 = "10m"', config)
        lock = f"/tmp/sidecar-lock-{os.getpid()}"
        with Sidecar(config, env={"STANDINS": HERE + "/../standins",
                                  "LOCK": lock}) as s:
            for name in ("egress", "pipelock", "git-gate", "supervise"):
                s.wait_event("ready", name)
            ready = [e["daemon"] for e in s.events("ready")]
            self.assertEqual(ready, ["egress", "pipelock", "git-gate",
                                     "supervise"])
            eventually("it is well", lambda: subprocess.run(
                [SIDECAR, "health", "--socket", s.socket],
                stderr=subprocess.DEVNULL).returncode == 0)
            s.ctl("restart", "egress", "git-gate")
            os.kill(s.status("pipelock")["pid"], signal.SIGKILL)
            s.wait_event("ready", "pipelock", 2)
            s.stop_all()
            s.check_descriptors()
            s.ctl("start", "supervise")  # and what it is after: all
            s.signal(signal.SIGTERM)
            self.assertEqual(s.wait(), 0)


if __name__ == "__main__":
    unittest.main()
