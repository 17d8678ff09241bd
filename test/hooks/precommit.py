"""precommit.py HOOK FDTIDY: drives Debian's pre-commit over a repository made here,
without network: a commit that is refused, and commits that pass."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HOOK, FDTIDY = sys.argv[1:]
RIGHT = """#include <fcntl.h>
#include <unistd.h>
int f(const char *P) {
  int Fd = open(P, O_RDONLY);
  if (Fd < 0)
    return -1;
  close(Fd);
  return 0;
}
"""
WRONG = RIGHT.replace("  close(Fd);\n", "")
HELPER = ("#include <unistd.h>\nstatic inline void done(int Fd) { close(Fd); }\n")
USER = ('#include "helper.h"\n#include <fcntl.h>\nint g(const char *P) {\n'
        "  int Fd = open(P, O_RDONLY);\n  if (Fd < 0)\n    return -1;\n"
        "  done(Fd);\n  return 0;\n}\n")


def run(*command, expect=0):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if (done.returncode == 0) != (expect == 0):
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def write(name, text):
    pathlib.Path(name).write_text(text, encoding="utf-8")


def commit(*names, expect=0, says=""):
    run("git", "add", "-A", "--", *(names or ["."]))
    out = run("git", "commit", "-m", "change", expect=expect)
    if says not in out:
        sys.exit(f"'{says}' is not in:\n{out}")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.environ.update(
        FDTIDY=FDTIDY, HOME=folder, GIT_CONFIG_NOSYSTEM="1",
        GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@b", GIT_COMMITTER_NAME="a",
        GIT_COMMITTER_EMAIL="a@b", PRE_COMMIT_HOME=folder + "/cache")
    run("git", "init", "-q", "-b", "main", "repo")
    os.chdir("repo")
    write(".pre-commit-config.yaml", f"""repos:
- repo: local
  hooks:
  - id: fdtidy
    name: fdtidy
    entry: {HOOK}
    language: system
    types_or: [c, c++]
    require_serial: true
""")
    write(".gitignore", "compile_commands.json\n")
    sources = ["right.c", "old.c", "with blank.c", "user.c", "renamed.c"]
    write("compile_commands.json", json.dumps(
        [{"directory": os.getcwd(), "file": name,
          "arguments": ["cc", "-c", name]} for name in sources]))
    # What was wrong before the hook came stays where it is.
    write("old.c", WRONG.replace("int f", "int old"))
    write("helper.h", HELPER)
    commit()
    run("pre-commit", "install")
    write("right.c", RIGHT)
    write("with blank.c", RIGHT.replace("int f", "int blank"))
    write("user.c", USER)
    commit()
    # A finding that was there is no reason to refuse, moved or not.
    write("old.c", "// A comment.\n" + WRONG.replace("int f", "int old"))
    commit()
    # A close that goes.
    write("right.c", WRONG)
    commit(expect=1, says="[fd-leak]")
    write("right.c", RIGHT)
    write("with blank.c", WRONG.replace("int f", "int blank"))
    commit(expect=1, says="with blank.c:4:12: warning:")
    write("with blank.c", RIGHT.replace("int f", "int blank"))
    # A header: what it does to who includes it.
    write("helper.h", HELPER.replace("close(Fd);", "(void)Fd;"))
    commit(expect=1, says="user.c:")
    write("helper.h", HELPER)
    run("git", "add", "-A")
    # Renamed, with the old finding in it.
    run("git", "mv", "old.c", "renamed.c")
    commit()
    # A file that is partly staged: what counts is what is committed.
    write("right.c", RIGHT + "/* staged */\n")
    run("git", "add", "right.c")
    write("right.c", WRONG + "/* not staged */\n")
    run("git", "commit", "-m", "part")
    run("git", "checkout", "-q", "--", "right.c")
    # All files: everything counts.
    if "[fd-leak]" not in run("pre-commit", "run", "--all-files", expect=1):
        sys.exit("--all-files does not tell of renamed.c")
    # What pre-commit is to pass on: where the database is. A header alone is
    # nothing to analyse where no change says who has to do with it.
    os.mkdir("out")
    os.rename("compile_commands.json", "out/compile_commands.json")
    config = pathlib.Path(".pre-commit-config.yaml").read_text(encoding="utf-8")
    write(".pre-commit-config.yaml", config
          + "    args: [-p, out, --most-units=3]\n")
    run("git", "add", ".pre-commit-config.yaml")
    run("git", "commit", "-qm", "args")
    run("pre-commit", "run", "--files", "helper.h")
    if "[fd-leak]" not in run("pre-commit", "run", "--all-files", expect=1):
        sys.exit("args keep --all-files from its work")
    write("right.c", WRONG)
    commit("right.c", expect=1, says="[fd-leak]")
    write("right.c", RIGHT)
    os.rename("out/compile_commands.json", "compile_commands.json")
    write(".pre-commit-config.yaml", config)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "no args")
    # Only deletions: nothing is left to look at.
    run("git", "rm", "-q", "renamed.c")
    commit()
    # A source that the database lacks, and no database: it says so.
    write("unknown.c", RIGHT)
    commit(expect=1, says="unknown.c: not in ")
    os.remove("compile_commands.json")
    commit(expect=1, says="no compile_commands.json")
    run("git", "reset", "-q", "--hard")
    # SKIP is pre-commit's own way out.
    os.environ["SKIP"] = "fdtidy"
    write("right.c", WRONG)
    commit()
