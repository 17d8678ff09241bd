"""Runs check-fd.py over small broken files and compares its words.

    broken.py COMMAND...       COMMAND is %check-tidy
"""
import pathlib
import subprocess
import sys
import tempfile

CHECK = "bugprone-suspicious-semicolon"
CODE = "void f(int X) {\n  if (X > 2);%s\n  X = 3;\n}\n"
HIT = " // expected-warning {{unintended semicolon}}"

# What stands after the semicolon in line 2; what check-fd must say; its exit code.
TABLE = [
    ("", "expects nothing; say 'expected-no-diagnostics'", 2),
    (" // expected-no-diagnostics", "seen but not expected: F:2: warning:", 1),
    (HIT, "", 0),
    (HIT + " expected-no-diagnostics", "beside an expectation", 2),
    (HIT + HIT, "expected but not seen: F:2: warning: unintended semicolon", 1),
    (" // expected-warning 2 {{semicolon}}", "semicolon (1 of 2 seen)", 1),
    (" // expected-warning 1+ {{semicolon}}", "", 0),
    (" // expected-warning 0-1 {{semicolon}}", "", 0),
    (" // expected-warning@+1 {{semicolon}}", "seen but not expected: F:2:", 1),
    (" // expected-warning@* {{semicolon}}", "", 0),
    (" // expected-warning@#gone {{semicolon}}", "no line is marked '#gone'", 2),
    (" // expected-note {{semicolon}}", "seen but not expected: F:2: warning", 1),
    (" // expected-warning {{semi{{.*}}n}}", "expected but not seen: F:2:", 1),
    (" // expected-warning-re {{semi{{.*}}n}}", "", 0),
    (" // expected-warning-re {{semicolon}}", "-re without a {{regex}}", 2),
    (" // expected-warning-re {{a{{(}}b}}", "bad regex in 'a{{(}}b'", 2),
    (" // expected-warning {{}}", "'expected-warning' expects no text", 2),
    (" // expected-warning {{semicolon", "no '}}' closes 'expected-warning'", 2),
    (" // expected-warning semicolon", "expected '{{' after", 2),
    # Misspelt markers: each would else be no expectation at all.
    (HIT + " expectd-note {{x}}", "F:2: unknown marker 'expectd-note'; "
     "did you mean 'expected-note'?", 2),
    (HIT + " expected-warnings {{x}}", "did you mean 'expected-warning'?", 2),
    (HIT + " exepcted-note {{x}}", "did you mean 'expected-note'?", 2),
    (HIT + " expected_note {{x}}", "did you mean 'expected-note'?", 2),
    (HIT + " Expected-Note {{x}}", "did you mean 'expected-note'?", 2),
    (HIT + " expected-hint {{x}}", "unknown marker 'expected-hint'", 2),
    (HIT + " expected-note-er {{x}}", "did you mean 'expected-note-re'?", 2),
    (HIT + " expected note {{x}}", "'{{' without a known marker", 2),
    (HIT + " other-note {{x}}", "'{{' without a known marker", 2),
    (HIT + " expected-nodiagnostics", "did you mean 'expected-no-diagnostics'?", 2),
    (HIT + "\n// expected-note-exact", "unknown marker 'expected-note-exact'", 2),
    # Braces and markers outside of comments are nothing special.
    (HIT + "\n  int A[1][1] = {{1}}; (void)A;", "", 0),
    (HIT + '\n  (void)"// expectd-note {{x}}";', "", 0),
    (HIT + "\n  (void)R\"(// expectd-note {{x}})\";", "", 0),
    (HIT + "\n  Y = 4;", "does not compile: F:3: use of undeclared", 1),
    (HIT + "\n#include \"gone.h\"", "does not compile: F:3: 'gone.h' file not", 1),
]


def run(command, check, file, *more):
    done = subprocess.run([*command, check, file, *more], text=True,
                          capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).replace(file, "F")


def main(command):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        file = str(pathlib.Path(folder) / "broken.cpp")
        cases = [(CHECK, *row) for row in TABLE]
        cases += [("no-such-check", HIT, "does not list 'no-such-check'", 2),
                  (CHECK + ",no-such-check", HIT, "list 'no-such-check'", 2),
                  ("nothing-*", HIT, "does not list 'nothing-*'", 2)]
        for check, text, words, code in cases:
            pathlib.Path(file).write_text(CODE % text, encoding="utf-8")
            got, said = run(command, check, file)
            if got != code or words not in said:
                failed += 1
                print(f"{text.strip()!r}\n  wanted {code}: {words}\n"
                      f"  got {got}: {said}")
        # A file that no RUN line reads under this prefix expects nothing of it.
        pathlib.Path(file).write_text(CODE % HIT, encoding="utf-8")
        got, said = run(command, CHECK, file, "--prefix=foo")
        if got != 2 or "without a known marker" not in said:
            failed += 1
            print(f"--prefix=foo: got {got}: {said}")
    print(f"{len(cases) + 1} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
