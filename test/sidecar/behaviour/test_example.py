# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The example that ships: four daemons, up, restarted, down."""
import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

from harness import Case, SIDECAR, Sidecar, eventually

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = HERE + "/../../../tool/sidecar/example/sidecar.toml"


class Example(Case):
    def test_check_accepts_it(self):
        done = subprocess.run([SIDECAR, "check", EXAMPLE], capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd here")
    def test_the_unit_of_systemd_is_one(self):
        with open(os.path.dirname(EXAMPLE) + "/sidecar.service") as f:
            unit = f.read()
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/sidecar.service"
            with open(path, "w") as f:
                f.write(unit.replace("/usr/bin/sidecar", SIDECAR))
            done = subprocess.run(["systemd-analyze", "--man=no", "verify", path],
                                  capture_output=True, text=True)
            said = [line for line in done.stderr.splitlines()
                    if "sidecar.service" in line]
            self.assertEqual((done.returncode, said), (0, []))
        for command in re.findall(r"(?m)^Exec\w+=/usr/bin/sidecar (.*)", unit):
            words = command.replace("/etc/sidecar.toml", "/nowhere").split()
            done = subprocess.run([SIDECAR, *words], capture_output=True)
            self.assertEqual(done.returncode, 78, command)  # no usage error

    def test_the_image_has_a_health_check_and_a_stop_signal(self):
        with open(os.path.dirname(EXAMPLE) + "/Containerfile") as f:
            text = f.read()
        self.assertRegex(text, r'(?m)^HEALTHCHECK .*CMD \["sidecar", "health"\]')
        self.assertIn("\nSTOPSIGNAL SIGTERM\n", text)
        for source in re.findall(r"(?m)^COPY ([^-]\S+)", text):
            self.assertTrue(os.path.exists(HERE + "/../../../" + source))

    def test_the_docs_name_every_event(self):
        top = HERE + "/../../../"
        with open(top + "docs/sidecar.md") as f:
            table = f.read().split("### Events\n")[1].split("\n## ")[0]
        said = set()
        for path in glob.glob(top + "tool/sidecar/*.cpp"):
            with open(path) as f:
                said |= set(re.findall(r'\b(?:write|report|line|field)\(\s*'
                                       r'"([a-z-]+)",\s*(?:\[|\))',
                                       f.read()))
        said |= {"exit", "status"}
        self.assertGreater(len(said), 15)
        self.assertEqual(said - set(re.findall(r"`([a-z-]+)`", table)), set())

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
