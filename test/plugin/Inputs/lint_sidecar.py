"""Our checks over the sources of sidecar, at their strictest: silence, and a proof
that there was something to be silent about.

Each call that acquires, as a source spells it, must be an acquisition of the lowered
function too: a check that sees none has nothing to say either.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ACQUIRERS = ("open", "opendir", "pipe2", "socket", "accept4", "epoll_create1",
             "timerfd_create", "signalfd")
# Those that acquire if an argument says so.
BY_ARGUMENT = (("syscall", "SYS_pidfd_open"), ("fcntl", "F_DUPFD_CLOEXEC"))


def spelt(text):
    text = re.sub(r"//.*", "", text)
    # `::open(` is the system's; `Pipe::open(` is ours.
    names = {n for n in ACQUIRERS if re.search(rf"(?<!\w)::{n}\(", text)}
    return names | {n for n, argument in BY_ARGUMENT
                    if re.search(rf"(?<!\w)::{n}\([^;]*\b{argument}\b", text)}


def output(command):
    return subprocess.run(command, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=pathlib.Path, required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--fdtidy", required=True)
    args = parser.parse_args()
    files = sorted(args.sources.glob("*.cpp"))

    def lint(file):
        said = output([args.clang_tidy, f"--load={args.plugin}", "-p", args.build,
                       "--quiet", "--checks=-*,fd-*,fdstrict-*",
                       "--config={CheckOptions: {fd.Confidence: likely}}",
                       f"--header-filter={args.sources}/",
                       "--warnings-as-errors=*", str(file)])
        return said.stdout if said.returncode else ""

    def lower(file):
        text = output([args.fdtidy, "lower", "-p", args.build, str(file)]).stdout
        return set(re.findall(r'= acquire by "(\w+)"', text))

    wrong = []
    seen = set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong += [said for said in pool.map(lint, files) if said]
        acquiring = [f for f in files if spelt(f.read_text())]
        for file, lowered in zip(acquiring, pool.map(lower, acquiring)):
            seen |= lowered
            for name in sorted(spelt(file.read_text()) - lowered):
                wrong.append(f"{file.name}: the call of {name} is no acquisition\n")
    header = spelt((args.sources / "OwnedFd.h").read_text())
    wrong += [f"OwnedFd.h: {name} is not seen\n" for name in sorted(header - seen)]
    if not header or len(acquiring) < 10:
        wrong.append("the sources do not acquire as they used to\n")
    sys.stdout.writelines(wrong)
    print(f"{len(files)} sources, {len(acquiring)} that acquire, by "
          f"{', '.join(sorted(seen))}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
