#!/usr/bin/env python3
"""Runs every block of docs/ci.md where the packages are installed.

    ci.py --packages=DIR --source=DIR --major=N

`sh` blocks and the steps of the workflows are run over a project that is right, where
they must pass; over the same with a leak in the last commit, where they must fail and
tell of it, in the file that the platform reads if there is one; and, where they load
the plugin, over the right one without it, where they must fail. Blocks that begin with
`# .clang-tidy` are a file, and the Containerfile's commands make the image.
"""
import argparse
import json
import pathlib
import re

import yaml

from install import LEAK
from root import Root, enter_namespace, packages

RIGHT = LEAK.replace("    return -2;", "    Byte = 0;")
COMMIT = ("export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a "
          "GIT_COMMITTER_EMAIL=a@b")
ENVIRONMENT = {"GITHUB_BASE_REF": "main", "GITHUB_WORKSPACE": "/tmp/work/project",
               # Neither asks anybody, nor waits.
               "CMAKE_GENERATOR": "Ninja"}
PLUGIN = "libFdTidyModule.so"


class Block:
    """What a block makes a job run, and the file that the platform reads."""

    def __init__(self, language, text):
        self.text, self.report, self.commands = text, None, []
        self.file = re.match(r"# (\.clang-tidy)\n", text)
        if self.file:
            return
        if language == "sh":
            self.commands = [text]
            return
        job = yaml.safe_load(text)
        if "jobs" in job:
            steps = job["jobs"]["fdtidy"]["steps"]
            self.commands = [step["run"] for step in steps if "run" in step]
            for step in steps:
                self.report = step.get("with", {}).get("sarif_file", self.report)
        else:
            self.commands = job["fdtidy"]["script"]
            self.report = job["fdtidy"]["artifacts"]["reports"]["codequality"]


def blocks(page):
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$",
                                     page.read_text(encoding="utf-8"), re.M | re.S):
        if language == "dockerfile":
            continue
        yield Block(language, text)


def image(root, page):
    """The RUN lines of the Containerfile; there is no network to update from."""
    text = re.search(r"^```dockerfile\n(.*?)^```$", page.read_text(encoding="utf-8"),
                     re.M | re.S).group(1)
    lines = re.findall(r"^RUN ((?:.*\\\n)*.*)$", text, re.M)
    if len(lines) != 2 or "COPY *.deb /tmp/debs/\n" not in text:
        raise SystemExit(f"the Containerfile is not as it was: {lines}")
    root.run("ln -s /tmp/work/debs /tmp/debs")
    for line in lines:
        root.run(line.replace("apt-get update && ", ""))


def project(root, last):
    """A repository whose origin/main is right, and whose HEAD is `last`."""
    root.run("rm -rf project; mkdir -p project/src; cd project; git init -q -b work")
    root.write("project/CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\n"
               "project(p LANGUAGES C)\nadd_library(p src/size.c)\n")
    root.write("project/.gitignore", "/build/\n*.json\n*.sarif\n")
    for text in (RIGHT, last):
        root.write("project/src/size.c", text)
        root.run(f"{COMMIT}; cd project; git add -A; git commit -qm c --allow-empty;"
                 "git update-ref refs/remotes/origin/main $(git rev-list HEAD | tail -1)")


def findings(root, name):
    """Rule, path and line of what a platform would show."""
    data = json.loads((root.work / "project" / name).read_text(encoding="utf-8"))
    if isinstance(data, list):
        return [(issue["check_name"], issue["location"]["path"],
                 issue["location"]["lines"]["begin"]) for issue in data]
    places = [(result["ruleId"], result["locations"][0]["physicalLocation"])
              for result in data["runs"][0]["results"]]
    return [(rule, place["artifactLocation"]["uri"], place["region"]["startLine"])
            for rule, place in places]


def run(root, block, **how):
    """Step after step as a job does, which ends with the first that fails."""
    script = "set -e\ncd /tmp/work/project\n" + "\n".join(
        f"sh -e <<'STEP'\n{command}\nSTEP" for command in block.commands)
    return root.run(script, env=ENVIRONMENT, **how)


def try_block(root, block, major):
    project(root, RIGHT)
    run(root, block)
    if block.report and findings(root, block.report):
        raise SystemExit(f"{block.report} tells of what is right")
    project(root, LEAK)
    said = run(root, block, expect=None)
    if block.report:
        if findings(root, block.report) != [("fd-leak", "src/size.c", 4)]:
            raise SystemExit(f"{block.report}: {findings(root, block.report)}")
    elif "fd-leak" not in said or "src/size.c" not in said:
        raise SystemExit(f"it fails for another reason than the leak:\n{said}")
    if PLUGIN in block.text:
        project(root, RIGHT)
        lib = f"/usr/lib/fdtidy-{major}/lib"
        root.run(f"mv {lib}/{PLUGIN} {lib}/kept")
        run(root, block, expect=None)
        root.run(f"mv {lib}/kept {lib}/{PLUGIN}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--major", required=True)
    args = parser.parse_args()
    enter_namespace()
    root = Root(hidden=[args.source])
    root.install(packages(args.packages).values())
    page = args.source / "docs/ci.md"
    image(root, page)
    found = list(blocks(page))
    # The checks of the page's .clang-tidy, for those that have none of their own.
    tidy, = [block for block in found if block.file]
    root.write(".clang-tidy", tidy.text)
    jobs = [block for block in found if not block.file]
    if len(jobs) < 8:
        raise SystemExit(f"the page has {len(jobs)} blocks that can be run")
    for block in jobs:
        try_block(root, block, args.major)
    # What the guard is for: without it a plugin that is not there costs nothing.
    unguarded = Block("sh", "\n".join(
        line for line in next(block.text for block in jobs
                              if "run-clang-tidy" in block.text).splitlines()
        if "--list-checks" not in line))
    project(root, LEAK)
    root.run(f"rm /usr/lib/fdtidy-{args.major}/lib/{PLUGIN}")
    run(root, unguarded)
    print(f"ran {len(jobs)} blocks of docs/ci.md")


if __name__ == "__main__":
    main()
