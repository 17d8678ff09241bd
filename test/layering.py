#!/usr/bin/env python3
"""Shows that the layers hold: what a layer may not include is not found.

Every layer's folder holds a CMakeLists.txt, so one preprocessor run per layer asks
__has_include for each of the others, for Clang's headers and for LLVM's. Includes
that walk around the include roots with "../" are looked for in the text.
"""
import argparse
import pathlib
import re
import subprocess
import sys

# What each layer sees besides itself.
USES = {
    "model": {"llvm"},
    "ir": {"llvm"},
    "lower": {"llvm", "clang", "ir", "model"},
    "solve": {"llvm", "ir", "model"},
    "diagnose": {"llvm", "solve", "ir", "model"},
    "engine": {"llvm", "clang", "diagnose", "solve", "lower", "ir", "model"},
}
HEADERS = {"llvm": "llvm/ADT/StringRef.h", "clang": "clang/AST/Decl.h",
           "clang-tidy": "clang-tidy/ClangTidyCheck.h"}
ROOMS = [*USES, "plugin"]


def questions(layer):
    seen = USES[layer] | {layer}
    for name in [*HEADERS, *ROOMS]:
        header = HEADERS.get(name, f"{name}/CMakeLists.txt")
        found = name in seen or (name == "clang-tidy" and "clang" in seen)
        yield (f'#if {"!" if found else ""}__has_include("{header}")\n'
               f'#error {layer} {"does not see" if found else "sees"} {name}\n'
               "#endif\n")


def preprocess(cxx, layer, path):
    flags = [f"-I{folder}" for folder in path.read_text().split("\n") if folder]
    done = subprocess.run([cxx, "-x", "c++", "-E", "-o", "/dev/null", *flags, "-"],
                          input="".join(questions(layer)), text=True,
                          capture_output=True, check=False)
    return [line for line in done.stderr.splitlines() if "error:" in line]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roots", type=pathlib.Path, required=True,
                        help="where CMake left the include path of each layer")
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--cxx", required=True)
    args = parser.parse_args()

    problems, tried = [], []
    for layer in USES:
        path = args.roots / f"{layer}.path"
        folder = args.source / "checks" / layer
        if path.exists():
            tried.append(layer)
            problems += preprocess(args.cxx, layer, path)
        elif list(folder.glob("*.cpp")):
            problems.append(f"error: {path} is missing")
        for file in sorted([*folder.glob("*.h"), *folder.glob("*.cpp")]):
            for line in re.findall(r'#\s*include\s*"\.\./.*', file.read_text()):
                problems.append(f"error: {file} leaves its layer: {line}")
    print("layers seen:", *tried)
    print(*problems, sep="\n")
    return 1 if problems or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
