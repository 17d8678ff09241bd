"""ranges.py FDTIDY: a repository with a history, and what --diff says of it. The
working directory is empty and its own."""
import json
import os
import pathlib
import re
import subprocess
import sys

FDTIDY = sys.argv[1]
RIGHT = """#include <fcntl.h>
#include <unistd.h>
int {0}(const char *P) {{
  int Fd = open(P, O_RDONLY);
  if (Fd < 0)
    return -1;
  close(Fd);
  return 0;
}}
"""
WRONG = RIGHT.replace("  close(Fd);\n", "")
HELPER = "#include <unistd.h>\nstatic inline void done(int Fd) {{ {0} }}\n"
USER = RIGHT.replace("  close(Fd);", "  done(Fd);")


def run(*command, code=0):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode != code:
        sys.exit(f"{command} ended with {done.returncode}, not {code}:\n{done.stdout}")
    return done.stdout


def write(name, text):
    pathlib.Path(name).write_text(text, encoding="utf-8")


def commit(**files):
    for name, text in files.items():
        write(name.replace("_", "."), text)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "change")
    return run("git", "rev-parse", "HEAD").strip()


def diff(spec, code, *says, silent=(), options=()):
    said = run(FDTIDY, "check", f"--diff={spec}", "-j1", *options, code=code)
    for text in says:
        if text not in said:
            sys.exit(f"--diff={spec} does not say '{text}':\n{said}")
    for text in silent:
        if text in said:
            sys.exit(f"--diff={spec} says '{text}':\n{said}")
    return said


def database(*names):
    write("compile_commands.json", json.dumps(
        [{"directory": os.getcwd(), "file": name, "arguments": ["cc", "-c", name]}
         for name in names]))


def units(said):
    return int(re.search(r"(\d+) translation unit", said).group(1))


def ranges():
    """old.c is wrong from the beginning, a.c from `wrong` on, b.c on a branch."""
    database("a.c", "b.c", "old.c")
    first = commit(a_c=RIGHT.format("a"), b_c=RIGHT.format("b"),
                   old_c=WRONG.format("old"))
    wrong = commit(a_c="\n" + WRONG.format("a"), old_c="\n" + WRONG.format("old"))
    mended = commit(a_c=RIGHT.format("a"))
    run("git", "checkout", "-q", "-b", "branch", wrong)
    commit(b_c=WRONG.format("b"))
    run("git", "checkout", "-q", "main")
    diff(f"{first}..{wrong}", 1, "a.c:5:12: warning:", "int Fd = open(P, O_RDONLY);",
         silent=["old.c:", "b.c:"])
    diff(f"{first}..{mended}", 0, silent=["warning:"])
    diff(f"{first}..", 0, silent=["warning:"])
    diff(f"{wrong}..HEAD", 0, silent=["warning:"])
    # The branch left main at `wrong`; main has gone on.
    diff("main...branch", 1, "b.c:4:12: warning:", silent=["a.c:", "old.c:"])
    diff("main..branch", 1, "b.c:4:12: warning:", "a.c:5:12: warning:")
    diff("...branch", 1, "b.c:4:12: warning:", silent=["a.c:"])
    # What is in the work tree alone has no say, in what changed and in what did not.
    write("a.c", "int broken = ;\n")
    diff(f"{first}..{wrong}", 1, "a.c:5:12: warning:")
    diff("main...branch", 1, "b.c:4:12: warning:")
    run("git", "checkout", "-q", "--", "a.c")
    diff("main..nowhere", 2, "git knows no revision 'nowhere'")
    run("git", "checkout", "-q", "--orphan", "island")
    commit(a_c=RIGHT.format("a"))
    diff("main...island", 2, "'main...island' have in common; a shallow clone wants")
    run("git", "checkout", "-q", "main")


def includers(cache):
    """Who includes a header, or a source, and what of that is remembered."""
    database("user.c", "other.c", "all.c")
    commit(user_c='#include "helper.h"\n' + USER.format("u"),
           other_c=RIGHT.format("other"), helper_h=HELPER.format("close(Fd);"),
           part_c=RIGHT.format("part"), all_c='#include "part.c"\n')
    lost = HELPER.format("(void)Fd;")
    write("helper.h", lost)
    diff("HEAD", 1, "user.c:5:12: warning:")
    kept, = cache.glob("fdtidy/includes-*.json")
    inode = kept.stat().st_ino
    # The next time nothing is scanned, though the header has changed again.
    write("helper.h", lost + "/* again */\n")
    said = diff("HEAD", 1, "user.c:5:12: warning:")
    if units(said) != 1 or kept.stat().st_ino != inode:
        sys.exit(f"what is known is not used: {said}")
    # One that includes it from now on, and one that does not any more.
    write("other.c", '#include "helper.h"\n' + USER.format("other"))
    write("user.c", RIGHT.format("u"))
    diff("HEAD", 1, "other.c:5:12: warning:", silent=["user.c:"])
    run("git", "checkout", "-q", "--", ".")
    # A source that another includes: itself it is no unit.
    write("part.c", WRONG.format("part"))
    diff("HEAD", 1, "part.c:4:12: warning:")
    database("user.c", "other.c", "all.c", "part.c")
    if units(diff("HEAD", 1, "part.c:4:12: warning:")) != 2:
        sys.exit("all.c is not analysed, which includes part.c")
    # No more than so many: what changed itself comes first, the rest is named.
    said = diff("HEAD", 1, "left to CI, for more than 1 translation unit have to do "
                "with the change: all.c", options=["--most-units=1"])
    if units(said) != 1:
        sys.exit(f"more than one unit: {said}")
    # A source that nobody names: nobody is asked, even by a cache that is lost.
    run("git", "checkout", "-q", "--", ".")
    kept.unlink()
    write("other.c", WRONG.format("other"))
    diff("HEAD", 1, "other.c:4:12: warning:")
    if kept.exists():
        sys.exit("all was scanned for a source that nobody includes")
    run("git", "checkout", "-q", "--", ".")
    # Damaged in every way: said, scanned again, and whole afterwards.
    write("helper.h", lost)
    for damage in ('{"version": 1', "[]", '{"version": 2}', "",
                   '{"version": 1, "files": [], "units": {"k": [0, "s"]}}',
                   '{"version": 1, "files": [], "units": {"k": [0]}}'):
        kept.write_text(damage, encoding="utf-8")
        diff("HEAD", 1, f"{kept}: damaged; every unit is scanned again",
             "user.c:5:12: warning:")
        diff("HEAD", 1, "user.c:5:12: warning:", silent=["damaged"])
    # No place to keep it: said, and no reason to fail.
    os.environ["XDG_CACHE_HOME"] = os.path.abspath("helper.h")
    diff("HEAD", 1, "who includes what is not kept", "user.c:5:12: warning:")


def results(cache):
    """What came of a unit is not found out again while what it reads is the same."""
    database("old.c")
    commit(old_c='#include "helper.h"\n' + USER.format("old"),
           helper_h=HELPER.format("(void)Fd;"))
    write("old.c", "\n" + pathlib.Path("old.c").read_text(encoding="utf-8"))
    diff("HEAD", 0)
    kept, = [file for file in cache.glob("fdtidy/results-*/*.json")
             if os.getcwd() + "/old.c" in file.read_text(encoding="utf-8")]
    known = json.loads(kept.read_text(encoding="utf-8"))
    before, change = known["results"]  # in the order found, the last one first
    if len(before["report"]["findings"]) != 1 or before["read"] == change["read"]:
        sys.exit(f"not the change and what was before: {known}")
    # It is believed: with another memory of HEAD the finding is new.
    before["report"]["findings"] = []
    kept.write_text(json.dumps(known), encoding="utf-8")
    diff("HEAD", 1, "old.c:6:12: warning:")
    # But not once a header is another one, though its size and time are the same.
    was = os.stat("helper.h")
    write("helper.h", HELPER.format("close(Fd);"))
    diff("HEAD", 0, silent=["warning:"])
    write("helper.h", HELPER.format("(void)Fd;"))
    os.utime("helper.h", ns=(was.st_atime_ns, was.st_mtime_ns))
    # What passes is HEAD's the next time.
    change["report"]["findings"] = []
    kept.write_text(json.dumps({"version": 1, "results": [change]}), encoding="utf-8")
    run("git", "commit", "-qam", "moved")
    write("old.c", "\n" + pathlib.Path("old.c").read_text(encoding="utf-8"))
    diff("HEAD", 1, "old.c:7:12: warning:")
    for damage in ('{"version": 1', "[]", '{"version": 2}', "",
                   '{"version": 1, "results": [{"read": ["a"], "report": {}}]}',
                   '{"version": 1, "results": [{"read": [], "report": {}}]}'):
        kept.write_text(damage, encoding="utf-8")
        diff("HEAD", 0, f"{kept}: damaged; what it holds is found anew")
        diff("HEAD", 0, silent=["damaged"])
    os.environ["XDG_CACHE_HOME"] = os.path.abspath("helper.h")
    diff("HEAD", 0, "what is found is not kept")
    os.environ["XDG_CACHE_HOME"] = str(cache)


def main():
    here = pathlib.Path.cwd()
    cache = here / "cache"
    os.environ.update(
        HOME=str(here), XDG_CACHE_HOME=str(cache), GIT_CONFIG_NOSYSTEM="1",
        GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@b", GIT_COMMITTER_NAME="a",
        GIT_COMMITTER_EMAIL="a@b")
    for name, part in (("ranges", ranges), ("results", lambda: results(cache)),
                       ("includers", lambda: includers(cache))):
        run("git", "init", "-q", "-b", "main", name)
        os.chdir(here / name)
        write(".gitignore", "compile_commands.json\n")
        part()
        os.chdir(here)


main()
