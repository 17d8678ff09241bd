#!/usr/bin/env python3
"""Installs the packages into a root without our source, uses them and removes them.

    install.py --packages=DIR --source=DIR --major=N

What docs/install.md tells to run is run, but for the making of the packages; systemd
is stood in for.
"""
import argparse
import pathlib
import shutil

from root import APT, Root, blocks, enter_namespace, packages

LEAK = """#include <fcntl.h>
#include <unistd.h>
int size(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  char Byte;
  if (read(Fd, &Byte, 1) != 1)
    return -2;
  close(Fd);
  return 0;
}
"""


def page(root, source, debs, major):
    """The commands of docs/install.md, which speaks of LLVM 22."""
    install, use, plugin, systemd = [
        block.replace("-22", f"-{major}") for block in
        blocks(source / "docs/install.md", "sh", "install.py")]
    (root.work / "build/packages").mkdir(parents=True)
    for deb in debs.values():
        shutil.copy(deb, root.work / "build/packages")
    root.write("bin/sudo", '#!/bin/sh\nexec "$@"\n')
    root.write("bin/systemctl", '#!/bin/sh\n[ "$*" = "enable --now sidecar" ] &&\n'
               "exec sidecar check /etc/sidecar.toml\n")
    root.run("chmod +x bin/*")
    path = "PATH=/tmp/work/bin:$PATH\n"
    made = "tool/setup/package "
    if not install.startswith(made) or "apt-get install " not in install:
        raise SystemExit(f"docs/install.md installs otherwise: {install}")
    root.run(path + install.partition("\n")[2].replace("apt-get install", APT))
    root.run(path + use, says=["examples as they should be", "fdtidy 0."])
    root.run(path + plugin, says="fd-leak")
    root.run(path + systemd)


def programs(root, major):
    root.run(f"fdtidy-{major} --version", says=f", LLVM {major}.")
    root.write("leak.c", LEAK)
    root.run(f"fdtidy-{major} check leak.c -- -std=c11", expect=1,
             says="leak.c:4:12: warning:")
    plugin = f"/usr/lib/fdtidy-{major}/lib/libFdTidyModule.so"
    root.run(f"clang-tidy-{major} --load={plugin} --checks='-*,fd-*' leak.c -- -std=c11",
             says="leak.c:4:12: warning:")


def sidecar(root):
    example = "/usr/share/doc/fdtidy-sidecar/examples/sidecar.toml"
    root.run(f"sidecar check {example}")
    root.run(f"sed 's/after/aftre/' {example} >wrong.toml; sidecar check wrong.toml",
             expect=78, says="wrong.toml")
    root.run("sidecar run -- sh -c 'exit 7'", expect=7)
    if (root.top / "usr/bin/systemd-analyze").exists():
        root.run("systemd-analyze verify /lib/systemd/system/sidecar.service")


def alternatives(root, majors):
    newest = max(majors, key=int)
    root.run("fdtidy --version", says=f", LLVM {newest}.")
    for major in majors:
        root.run(f"update-alternatives --set fdtidy /usr/bin/fdtidy-{major}\n"
                 "fdtidy --version", says=f", LLVM {major}.")
    root.run("update-alternatives --auto fdtidy; fdtidy --version",
             says=f", LLVM {newest}.")


def completion(root):
    """What is offered after some words, by the completion that bash would load."""
    def offered(*words):
        quoted = " ".join(f"'{word}'" for word in words)
        line = " ".join(words).replace(" = ", "=")
        return root.run(f"""cat >complete.bash <<'END'
. /usr/share/bash-completion/bash_completion
_completion_loader '{words[0]}'
COMP_WORDS=({quoted}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9
compopt() {{ :; }}
$(complete -p '{words[0]}' | sed 's/.*-F \\([^ ]*\\).*/\\1/') '{words[0]}' "${{COMP_WORDS[COMP_CWORD]}}" ''
printf '%s\\n' "${{COMPREPLY[@]}}"
END
bash complete.bash""").split()

    root.write("some.c", LEAK)
    root.write("site.toml", "")
    for words, wanted in [
            (["fdtidy", "ch"], ["check"]),
            (["fdtidy", "check", "--form"], ["--format="]),
            (["fdtidy", "check", "--format", "=", "sa"], ["sarif"]),
            (["fdtidy", "check", "--confidence", "=", ""], ["definite", "likely"]),
            (["fdtidy", "check", "som"], ["some.c"]),
            (["fdtidy", "explain", "fd-over"], ["fd-overwrite"]),
            (["fdtidy", "models", "openat2"], ["openat2"]),
            (["sidecar", "he"], ["health"]),
            (["sidecar", "ctl", "rest"], ["restart"]),
            (["sidecar", "ctl", "restart", "--no"], ["--no-wait"]),
            (["sidecar", "run", "si"], ["site.toml"])]:
        if offered(*words) != wanted:
            raise SystemExit(f"after {words} it offers {offered(*words)}, not {wanted}")


def zsh_completion(root):
    """The same of zsh, whose own functions are stood in for: they print."""
    def offered(*words):
        quoted = " ".join(f"'{word}'" for word in words)
        root.write("complete.zsh", f"""
_describe() {{ while [[ $1 == -* ]]; do shift; done; print -rl -- ${{(P)2}} }}
_files() {{ print -r -- files }}
compset() {{ : }}
words=({quoted}); CURRENT=$#words; PREFIX=$words[-1]
. /usr/share/zsh/vendor-completions/_fdtidy
""")
        return [line.partition(":")[0]
                for line in root.run("zsh -f complete.zsh").splitlines()]

    for words, wanted in [
            (["fdtidy", ""], ["check", "baseline", "explain", "models", "selftest"]),
            (["fdtidy", "check", "--"], ["--format=", "--diff=", "-p"]),
            (["fdtidy", "check", "--format=s"], ["text", "sarif", "github"]),
            (["fdtidy", "check", "--output=s"], ["files"]),
            (["fdtidy", "check", "some"], ["files"]),
            (["fdtidy", "explain", ""], ["fd-overwrite", "fdstrict-cloexec"]),
            (["fdtidy", "models", "o"], ["openat2"])]:
        lacking = set(wanted) - set(offered(*words))
        if lacking:
            raise SystemExit(f"zsh is not offered {lacking} after {words}")


def hook(root, source):
    """pre-commit, which clones the repository of the hook as its users have it."""
    repository = root.work / "hooks"
    repository.mkdir()
    shutil.copy(source / ".pre-commit-hooks.yaml", repository)
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
           "GIT_COMMITTER_EMAIL": "a@b", "PRE_COMMIT_HOME": "/tmp/work/cache"}
    root.run("git init -q -b main hooks; cd hooks; git add -A; git commit -qm hooks;"
             "git tag v1; git init -q -b main ../project", env=who)
    root.write("project/.pre-commit-config.yaml", """repos:
- repo: /tmp/work/hooks
  rev: v1
  hooks:
  - id: fdtidy
""")
    root.write("project/compile_commands.json",
               '[{"directory": "/tmp/work/project", "file": "leak.c",'
               ' "arguments": ["cc", "-c", "leak.c"]}]')
    root.write("project/leak.c", LEAK)
    commit = "cd project; pre-commit install; git add -A; git commit -m change"
    root.run(commit, expect=1, says="leak.c:4:12: warning:", env=who)
    root.write("project/leak.c", LEAK.replace("1)\n    return",
                                              "1) {\n    close(Fd);\n    return").replace(
        "-2;", "-2; }"))
    root.run(commit, says="Passed", env=who)
    # Without the packages it names what is missing.
    root.write("project/leak.c", LEAK)
    root.run("mv /usr/bin/fdtidy-pre-commit /usr/bin/kept")
    root.run(commit, expect=1, says="install the package fdtidy-22", env=who)
    root.run("mv /usr/bin/kept /usr/bin/fdtidy-pre-commit; rm /usr/bin/fdtidy")
    root.run(commit, expect=1, says="install the package fdtidy-22", env=who)


def removal(root, debs):
    root.run(f"dpkg --purge {' '.join(debs)}")
    left = root.run("ls -d /usr/bin/fdtidy* /usr/lib/fdtidy* /usr/include/fdtidy "
                    "/etc/alternatives/fdtidy /usr/share/doc/fdtidy* /usr/bin/sidecar "
                    "2>/dev/null || true")
    if left:
        raise SystemExit(f"removed packages leave: {left}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--major", required=True)
    args = parser.parse_args()
    enter_namespace()
    debs = packages(args.packages)
    root = Root(hidden=[args.source])
    page(root, args.source, debs, args.major)
    majors = [name.rpartition("-")[2] for name in debs
              if name.rpartition("-")[2].isdigit()]
    programs(root, args.major)
    sidecar(root)
    alternatives(root, majors)
    completion(root)
    if (root.top / "usr/bin/zsh").exists():
        zsh_completion(root)
    if (root.top / "usr/bin/pre-commit").exists():
        hook(root, args.source)
        root.run("update-alternatives --auto fdtidy")
    removal(root, debs)
    print(f"installed, used and removed: {', '.join(debs)}")


if __name__ == "__main__":
    main()
