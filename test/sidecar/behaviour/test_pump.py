# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The original defect, wrong and right, in one shape."""
import os
import re
import signal
import subprocess
import tempfile
import unittest

from harness import PATIENCE

FIXTURES = os.environ["SIDECAR_FIXTURES"]
CHILD = "echo up; exec sleep 1000"
# The grandchild holds the pipe until the test is over.
GRANDCHILD = "sleep 1008 & echo $! >>{}; echo up; exec sleep 1000"


def pump(which, script, restarts, shutdowns):
    out = subprocess.run([f"{FIXTURES}/pump_{which}", script, str(restarts),
                          str(shutdowns)], stdout=subprocess.PIPE, text=True,
                         stdin=subprocess.DEVNULL, timeout=PATIENCE, check=True)
    return {k: int(v) for k, v in re.findall(r"(\w+)=(\d+)", out.stdout)}


class Pump(unittest.TestCase):
    def test_wrong_grows_by_restarts_and_shutdowns(self):
        for restarts, shutdowns in ((0, 1), (3, 1), (3, 2), (5, 4)):
            got = pump("wrong", CHILD, restarts, shutdowns)
            self.assertEqual(got["after"] - got["before"],
                             (restarts + 1) * shutdowns)

    def test_right_does_not(self):
        for restarts, shutdowns in ((0, 1), (3, 1), (3, 2), (5, 4)):
            got = pump("right", CHILD, restarts, shutdowns)
            self.assertEqual(got["after"], got["before"])
            self.assertEqual(got["ended"], got["started"])

    def grandchild(self):
        pids = tempfile.NamedTemporaryFile("r")
        self.addCleanup(pids.close)
        self.addCleanup(lambda: [os.kill(int(pid), signal.SIGKILL)
                                 for pid in pids])
        return GRANDCHILD.format(pids.name)

    def test_wrong_with_a_grandchild_keeps_its_pumps_too(self):
        got = pump("wrong", self.grandchild(), 3, 1)
        self.assertEqual(got["after"] - got["before"], 4)
        self.assertEqual(got["ended"], 0)

    def test_right_with_a_grandchild_ends_its_pumps(self):
        got = pump("right", self.grandchild(), 3, 1)
        self.assertEqual(got["after"], got["before"])
        self.assertEqual(got["ended"], got["started"])


if __name__ == "__main__":
    unittest.main()
