#!/usr/bin/env python3
"""Looks into the packages without installing them.

    contents.py --packages=DIR --source=DIR --build=DIR --major=N

Beside them `cmake --install` below a prefix of its own. Their control files, that no two have a file in common, that each option of --help is in
a manual page, and what lintian and mandoc say where they are installed.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from root import blocks, packages

DEPENDS = {
    "fdtidy-{0}": ["fdtidy-common", "libclang-common-{0}-dev", "libclang-cpp{0}",
                   "libllvm{0}", "libc6", "libstdc++6"],
    "fdtidy-common": [],
    "fdtidy-sidecar": ["libc6"],
}
FILES = {
    "fdtidy-{0}": ["usr/bin/fdtidy-{0}", "usr/lib/fdtidy-{0}/bin/fdtidy",
                   "usr/lib/fdtidy-{0}/lib/libFdTidyModule.so",
                   "usr/share/man/man1/fdtidy-{0}.1.gz",
                   "usr/share/bash-completion/completions/fdtidy-{0}"],
    "fdtidy-common": ["usr/include/fdtidy/annotations.h", "usr/bin/fdtidy-pre-commit",
                      "usr/share/cmake/FdTidy/FdTidyConfig.cmake",
                      "usr/share/cmake/FdTidy/FdTidyConfigVersion.cmake",
                      "usr/share/man/man1/fdtidy.1.gz",
                      "usr/share/man/man1/fdtidy-pre-commit.1.gz",
                      "usr/share/bash-completion/completions/fdtidy",
                      "usr/share/zsh/vendor-completions/_fdtidy",
                      "usr/share/doc/fdtidy-common/checks/fd-leak.md"],
    "fdtidy-sidecar": ["usr/bin/sidecar", "usr/share/man/man1/sidecar.1.gz",
                       "usr/share/man/man5/sidecar.toml.5.gz",
                       "usr/lib/systemd/system/sidecar.service",
                       "usr/share/doc/fdtidy-sidecar/examples/sidecar.toml",
                       "usr/share/doc/fdtidy-sidecar/sidecar.md",
                       "usr/share/bash-completion/completions/sidecar"],
}
# Each help is asked for by these words; a page has what all of a program say.
HELPS = {
    "fdtidy.1": ("usr/lib/fdtidy-{0}/bin/fdtidy",
                 [["help"], *[[name, "--help"] for name in (
                     "check", "baseline", "explain", "models", "selftest")]]),
    "sidecar.1": ("usr/bin/sidecar",
                  [["--help"], *[[name, "--help"] for name in (
                      "run", "check", "ctl", "health")],
                   *[["ctl", name, "--help"] for name in (
                       "status", "start", "stop", "restart", "shutdown", "logs",
                       "metrics")]]),
}


def output(*command):
    done = subprocess.run([str(word) for word in command], text=True,
                          capture_output=True, check=False)
    return done.stdout + done.stderr


def control_problems(name, deb, wanted, version):
    fields = dict(re.findall(r"^(\w[\w-]*): *(.*)$", output("dpkg-deb", "-f", deb),
                             re.M))
    if fields.get("Version") != version:
        yield f"{name}: version {fields.get('Version')}, the project has {version}"
    for needed in wanted:
        if not re.search(rf"(^|, ){re.escape(needed)}( \(|,|$)",
                         fields.get("Depends", "")):
            yield f"{name}: does not depend on {needed}: {fields.get('Depends')}"
    if (fields.get("Architecture") == "all") != (name == "fdtidy-common"):
        yield f"{name}: architecture {fields.get('Architecture')}"


def manual(folder, name):
    """A page as text with an option as a user types it."""
    page = next(pathlib.Path(folder).rglob(name + ".gz"))
    text = output("gzip", "-dc", page)
    text = re.sub(r"Fl (\S+) Ns = Ns Ar (\S+)", r" -\1=\2 ", text)
    return re.sub(r"Fl (-?[\w-]+)", r" -\1 ", text)


def help_problems(folder, major):
    for page, (program, helps) in HELPS.items():
        text = manual(folder, page)
        program = pathlib.Path(folder, program.format(major))
        for words in helps:
            said = output(program, *words)
            options = re.findall(r"^  (-[^\s=,]+(?:=\S+)?)", said, re.M)
            listed = re.findall(r"^  ([a-z]+)  ", said, re.M)
            if not options and not listed and words not in (
                    ["explain", "--help"], ["selftest", "--help"]):
                yield f"{program.name} {' '.join(words)} lists nothing: {said}"
            for what in options + [name for name in listed if name != "help"]:
                if not re.search(rf"(?<![\w-]){re.escape(what)}(?![\w-])", text):
                    yield f"{page} lacks '{what}' of {' '.join(words)}"


def key_problems(folder, source):
    """sidecar.toml.5 must have every key of the configuration."""
    text = manual(folder, "sidecar.toml.5")
    page = (source / "docs/sidecar.md").read_text(encoding="utf-8")
    configuration, = re.findall(r"^## Configuration$(.*?)^## ", page, re.M | re.S)
    rows = re.findall(r"^\| [^|]+ \| `([a-z_]+)` \|", configuration, re.M)
    if len(rows) < 40:
        yield f"docs/sidecar.md has {len(rows)} keys"
    for key in rows:
        if f".It Va {key}\n" not in text:
            yield f"sidecar.toml.5 lacks {key}"


def prefix_problems(source, build, major):
    """What docs/install.md makes of a build tree works from there."""
    commands, = blocks(source / "docs/install.md", "sh", "contents.py")
    with tempfile.TemporaryDirectory() as home:
        folder = f"{home}/.local"
        said = output("sh", "-ec", f"HOME={home}\n" +
                      commands.replace("build/llvm-22", str(build)))
        outside = [path for path in re.findall(r"^-- \S+: (/\S+)", said, re.M)
                   if not path.startswith(folder)]
        if outside or "Error" in said:
            yield f"cmake --install writes {outside}: {said}"
        leak = pathlib.Path(folder, "leak.c")
        leak.write_text("#include <stddef.h>\n#include <fcntl.h>\n"
                        "void f(void) { int Fd = open(\"a\", 0); }\n")
        for name in ("fdtidy", f"fdtidy-{major}"):
            said = output(f"{folder}/bin/{name}", "check", leak, "--")
            if "[fd-leak]" not in said:
                yield f"bin/{name} below a prefix: {said}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--major", required=True)
    args = parser.parse_args()
    debs = packages(args.packages)
    version = re.search(r"project\(fdtidy VERSION (\S+)",
                        (args.source / "CMakeLists.txt").read_text()).group(1)
    changelog = (args.source / "tool/package/debian/changelog").read_text()
    problems = []
    if not changelog.startswith(f"fdtidy ({version})"):
        problems.append("the changelog does not begin with the project's version")
    problems += prefix_problems(args.source, args.build, args.major)
    owners = {}
    for name, deb in debs.items():
        for path in re.findall(r"^-.* \./(\S+)$", output("dpkg-deb", "-c", deb), re.M):
            if path in owners:
                problems.append(f"{path} is in {name} and in {owners[path]}")
            owners[path] = name
            if path.startswith("etc/"):
                problems.append(f"{name}: {path} would be a conffile")
    with tempfile.TemporaryDirectory() as folder:
        for pattern, wanted in DEPENDS.items():
            name = pattern.format(args.major)
            if name not in debs:
                problems.append(f"there is no package {name}")
                continue
            problems += control_problems(
                name, debs[name], [what.format(args.major) for what in wanted], version)
            output("dpkg-deb", "-x", debs[name], folder)
            expected = [path.format(args.major) for path in FILES[pattern]] + [
                f"usr/share/doc/{name}/copyright", f"usr/share/doc/{name}/changelog.gz"]
            problems += [f"{name} lacks {path}" for path in expected
                         if not pathlib.Path(folder, path).is_symlink()
                         and not pathlib.Path(folder, path).is_file()]
        if not problems:
            problems += [*help_problems(folder, args.major),
                         *key_problems(folder, args.source)]
        if shutil.which("mandoc"):
            for page in pathlib.Path(folder).rglob("man/man*/*.gz"):
                if page.is_file() and not page.is_symlink():
                    plain = pathlib.Path(folder, page.stem)
                    plain.write_text(output("gzip", "-dc", page), encoding="utf-8")
                    problems += output("mandoc", "-Tlint", "-Wwarning",
                                       plain).splitlines()
    if shutil.which("lintian"):
        problems += [line for line in output("lintian", *debs.values()).splitlines()
                     if line[:2] in ("E:", "W:")]
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
