"""Root: this machine as it would be without our source tree, to install packages into.

An overlay over / whose changes are in memory, in a mount namespace of the test's own:
dpkg sees what is installed here and nothing that it does there stays. The source and
build trees are out of sight, so that what runs there runs from the packages alone.
Where the kernel refuses mounts to us there is nothing to install into: the test ends
with SKIP and says so.
"""
import atexit
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77  # SKIP_RETURN_CODE of the tests
APT = "apt-get install -y --no-install-recommends"


def enter_namespace():
    """Runs the program again in a mount namespace of its own, once."""
    if os.environ.pop("FDTIDY_TEST_NAMESPACE", None):
        return
    unshare = ["unshare", "--mount", "--propagation", "private"]
    probe = unshare + ["sh", "-c", "mount -t tmpfs none /mnt"]
    if os.geteuid() != 0 or not shutil.which("unshare") or subprocess.run(
            probe, capture_output=True, check=False).returncode != 0:
        print("skipped: packages are installed into an overlay of this machine, and "
              "that takes root and the right to mount")
        sys.exit(SKIP)
    os.environ["FDTIDY_TEST_NAMESPACE"] = "1"
    os.execvp("unshare", unshare + [sys.executable, "-B", *sys.argv])


class Root:
    def __init__(self, hidden):
        """hidden: folders of this machine that are empty there."""
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="fdtidy-root"))
        atexit.register(self.close)  # also where a test fails
        self.mount("-t", "tmpfs", "none", self.base)
        self.top = self.base / "root"
        for name in ("root", "upper", "work"):
            (self.base / name).mkdir()
        self.mount("-t", "overlay", "overlay", "-o",
                   f"lowerdir=/,upperdir={self.base}/upper,workdir={self.base}/work",
                   self.top)
        for name in ("proc", "dev", "sys"):
            self.mount("--rbind", f"/{name}", self.top / name)
        # First /tmp: what is hidden below it is so by that, and no mount must come to
        # lie under another, where no path leads for umount.
        self.mount("-t", "tmpfs", "none", self.top / "tmp")
        for folder in hidden:
            if (self.top / str(folder).lstrip("/")).is_dir():
                self.mount("-t", "tmpfs", "none", self.top / str(folder).lstrip("/"))
        (self.top / "tmp/work").mkdir()
        self.work = self.top / "tmp/work"

    @staticmethod
    def mount(*arguments):
        done = subprocess.run(["mount", *map(str, arguments)], text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            print(f"skipped: mount {arguments[-1]}: {done.stderr.strip()}")
            sys.exit(SKIP)

    def run(self, command, expect=0, says=(), cwd="/tmp/work", env=None):
        """Runs a command of the shell, or fails. expect: its exit code, or None for
        any but 0. says: what must be in its output. Returns the output."""
        done = subprocess.run(
            ["chroot", self.top, "/bin/sh", "-ec", f"cd {cwd}\n{command}"], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
                              "HOME": "/tmp", "DEBIAN_FRONTEND": "noninteractive",
                              **(env or {})})
        wrong = done.returncode == 0 if expect is None else done.returncode != expect
        lacking = [text for text in ([says] if isinstance(says, str) else says)
                   if text not in done.stdout]
        if wrong or lacking:
            sys.exit(f"$ {command}\n{done.stdout}\nended with {done.returncode}, expected "
                     f"{'a failure' if expect is None else expect}; lacks {lacking}")
        return done.stdout

    def write(self, name, text):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def install(self, debs):
        """Installs package files as a user does who has what they depend on."""
        (self.work / "debs").mkdir(exist_ok=True)
        for deb in debs:
            shutil.copy(deb, self.work / "debs")
        self.run(f"{APT} ./debs/*.deb")

    def close(self):
        subprocess.run(["umount", "--recursive", "--lazy", self.base], check=False,
                       capture_output=True)
        self.base.rmdir()


def blocks(page, language, test):
    """The blocks of a page of docs/ that say they are run by test/package/TEST."""
    return re.findall(rf"^<!-- test: is run by test/package/{test} -->\n"
                      rf"```{language}\n(.*?)^```$",
                      page.read_text(encoding="utf-8"), re.M | re.S)


def packages(folder):
    """The .debs of a build tree by name of package."""
    return {deb.name.split("_")[0]: deb
            for deb in sorted(pathlib.Path(folder).glob("*.deb"))}
