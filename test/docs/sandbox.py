"""Runs the commands of a page in a folder with a small project.

A block whose first line is a comment with a file's name is that file; a `diff` block is
applied to what is there. `sh` blocks run as they are and must succeed. In a `console` block a line that begins with `$ ` runs,
and what follows is what it prints, on stdout or stderr; a line of `...` stands for any
number of lines, and `[N]` at the end for exit code N.
"""
import re
import shutil
import subprocess

# A project that is right, for pages that speak of one and do not show it.
PROJECT = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.20)\nproject(demo C)\n"
                      "add_library(demo a.c src/net/listen.c)\n",
    "a.c": "#include <unistd.h>\nvoid finish(int fd) { close(fd); }\n",
    "src/net/listen.c": "#include <sys/socket.h>\nint listener(void) {\n"
                        "  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);\n}\n",
    ".gitignore": "/build/\n",
}


class Sandbox:
    """The folder, and the environment in which commands run there."""

    def __init__(self, args, folder):
        self.folder = folder / "work"
        programs = folder / "bin"
        programs.mkdir(parents=True)
        for name, target in args.programs.items():
            (programs / name).symlink_to(target)
        for name, text in PROJECT.items():
            self.write(name, text)
        self.environment = {
            "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "dumb",
            "CC": args.clang, "CXX": args.clang + "++", "CMAKE_GENERATOR": "Ninja",
            "CPATH": str(args.source / "checks/include"), "plugin": args.plugin,
            "STANDINS": str(args.source / "test/sidecar/standins"), "top": str(args.source),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        self.run("git init -q -b main && git add . && git commit -q -m start")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def run(self, script):
        done = subprocess.run(["sh", "-eu", "-c", script], cwd=self.folder, text=True,
                              env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False, timeout=300)
        return done.returncode, done.stdout.replace(f"{self.folder}/", "")

    def has(self, program):
        return shutil.which(program, path=self.environment["PATH"]) is not None

    def script_problems(self, code):
        status, out = self.run(code)
        if status:
            yield f"exit code {status}:\n{out}"

    def console(self, code):
        """Yields (command, expected output and code, real output and code)."""
        commands = re.split(r"^\$ ", code, flags=re.M)
        for entry in commands[1:]:
            command, _, expected = entry.partition("\n")
            while command.endswith("\\"):
                line, _, expected = expected.partition("\n")
                command += "\n" + line
            status, out = self.run(command)
            if out and not out.endswith("\n"):
                out += "\n"
            yield command, expected, out + (f"[{status}]\n" if status else "")

    def console_problems(self, code):
        if not code.startswith("$ "):
            yield "text before the first '$ '"
        for command, expected, out in self.console(code):
            if not same(expected, out):
                yield f"'{command}' printed\n{out}"

    def console_now(self, code):
        """The block as it would have to be; what is as expected stays."""
        lines = []
        for command, expected, out in self.console(code):
            text = (expected if same(expected, out) else out).rstrip("\n")
            lines += [f"$ {command}"] + ([text] if text else [])
        return "\n".join(lines)


def same(expected, out):
    """Whether out is what is expected, `...` being any number of lines."""
    lines = expected.strip("\n").split("\n") if expected.strip("\n") else []
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "..." else
                      re.escape(line.rstrip()) + r"[ ]*\n" for line in lines)
    return re.fullmatch(pattern, out)
