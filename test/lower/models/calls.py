#!/usr/bin/env python3
"""Calls every C function of the built-in tables and looks at its facts.

    calls.py --fdtidy F --clang C --tables checks/model --language c|c++

Each effect gets a call in which its conditions hold, and one in which they do
not. The facts of the first must contain what the effect says, those of the
second must not. A model that is not applied leaves an unknown call behind, and
that is an error for every entry. Prototypes are those of declarations.h.
"""
import argparse
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import expected
import table

HERE = os.path.dirname(os.path.abspath(__file__))

Prototype = collections.namedtuple("Prototype", "result params variadic")


def prototypes(clang, language_flags):
    """Name -> Prototype of every function that declarations.h declares."""
    dump = subprocess.run(
        [clang, *language_flags, "-fsyntax-only", "-Xclang", "-ast-dump=json",
         os.path.join(HERE, "declarations.h")],
        stdout=subprocess.PIPE, check=True).stdout
    found = {}

    def visit(node):
        for child in node.get("inner", []):
            if child.get("kind") == "LinkageSpecDecl":
                if child["language"] == "C":  # not glibc's extern "C++"
                    visit(child)
            elif child.get("kind") == "FunctionDecl":
                params = [parameter_type(p["type"]["qualType"])
                          for p in child.get("inner", [])
                          if p["kind"] == "ParmVarDecl"]
                found.setdefault(child["name"], Prototype(
                    result_type(child["type"]["qualType"]), params,
                    child.get("variadic", False)))
    visit(json.loads(dump))
    return found


def parameter_type(text):
    """As a program may write it."""
    text = re.sub(r"\b(__)?restrict\b", "__restrict", text)
    return re.sub(r"\b__size_t\b", "size_t", text).replace(" _Nonnull", "")


def result_type(text):
    """`int` of `int (const char *, ...)`, as far as void matters."""
    return text.split("(")[0].strip()


def spelling(param, name):
    if "__va_list_tag" in param:
        return f"va_list {name}"
    return f"__typeof__({param}) {name}"


def function_text(title, name, prototype, chosen):
    """A function whose parameters are the arguments that are not chosen."""
    params, args = [], []
    for i, param in enumerate(prototype.params):
        if i in chosen:
            args.append(chosen[i] if chosen[i].startswith('"')
                        else f"(__typeof__({param}))({chosen[i]})")
        else:
            params.append(spelling(param, f"a{i}"))
            args.append(f"a{i}")
    if prototype.variadic:
        for i in range(len(args), max([len(args), *(c + 1 for c in chosen)])):
            if i in chosen:
                args.append(chosen[i])
            else:
                params.append(f"int a{i}")
                args.append(f"a{i}")
        params.append(f"int a{len(args)}")
        args.append(f"a{len(args)}")
    call = f"({name})({', '.join(args)})"
    if prototype.result != "void":
        call = f"__typeof__({call}) r = {call}"
    return f"void {title}({', '.join(params) or 'void'}) {{ {call}; }}\n"


def bodies(text):
    """Title -> facts of each function in the printed IR."""
    found = {}
    for part in re.split(r"(?m)^(?=func )", text):
        title = re.match(r'func @"[^"]*" "(\w+)', part)
        if title:
            found[title.group(1)] = re.sub(r" ![\d:/\w.]*$", "", part,
                                           flags=re.M)
    return found


def entries(tables, constants):
    """(name, effects) of each function of C in the tables."""
    for path in sorted(glob.glob(os.path.join(tables, "*.yaml"))):
        for entry in table.read(path):
            for name, value in entry.get("constants", {}).items():
                constants[name] = int(value, 0)
            names = entry.get("function", [])
            for name in [names] if isinstance(names, str) else names:
                if "::" not in name:
                    yield name, expected.effects(entry)


def cases(listed, known, errors):
    """Title -> (name, source, the model's effects, those that take place in it,
    those that do not)."""
    result = {}
    for name, effects in listed:
        if name.startswith("__builtin_"):
            continue
        if name in ("at_quick_exit",) and name not in known:
            continue  # of C++ linkage in C++
        if name not in known:
            errors.append(f"{name}: no prototype; add it to declarations.h")
            continue
        prototype = known[name]
        always = [e for e in effects if not e.guards]
        variants = [(f"t_{name}", {}, always, [])]
        for i, effect in enumerate(e for e in effects if e.guards):
            variants.append((f"t_{name}_if{i}", effect.chosen(prototype, True),
                             [effect], []))
            rest = [e for e in effects if e.kind == effect.kind]
            if len(rest) == 1:
                off = effect.chosen(prototype, False)
                if off is not None:
                    variants.append((f"t_{name}_not{i}", off, [], [effect]))
        for title, chosen, present, absent in variants:
            for effect in present:
                for index, text in effect.cloexec_arguments().items():
                    chosen.setdefault(index, text)
            result[title] = (name, function_text(title, name, prototype, chosen),
                             effects, present, absent)
    return result


def main():
    parser = argparse.ArgumentParser()
    for option in ("fdtidy", "clang", "tables"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--language", choices=("c", "c++"), required=True)
    parser.add_argument("--keep", help="write the calls to this file")
    options = parser.parse_args()
    flags = ["-x", options.language, "-I", HERE,
             "-std=gnu2x" if options.language == "c" else "-std=gnu++20"]
    constants, errors = {}, []
    listed = list(entries(options.tables, constants))
    expected.CONSTANTS.update(constants)
    tests = cases(listed, prototypes(options.clang, flags), errors)

    with tempfile.TemporaryDirectory() as scratch:
        path = options.keep or os.path.join(scratch, "calls.c")
        with open(path, "w", encoding="utf-8") as file:
            file.write('#include "declarations.h"\n')
            file.writelines(test[1] for test in tests.values())
        run = subprocess.run(
            [options.fdtidy, "lower", "--everything", path, "--", *flags, "-w"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            check=False)
    if run.returncode:
        errors.append("\n".join(run.stderr.splitlines()[:20]))
    facts = bodies(run.stdout)
    for title, (name, source, effects, present, absent) in tests.items():
        body = facts.get(title)
        if body is None:
            errors.append(f"{title}: not lowered: {source.strip()}")
            continue
        wrong = expected.mismatches(name, body, effects, present, absent)
        if wrong:
            errors.append("\n".join([source.strip(), *wrong, body.rstrip()]))
    for error in errors:
        print(error, end="\n\n")
    print(f"{len(listed)} functions, {len(tests)} calls, {len(errors)} wrong")
    sys.exit(bool(errors) or not tests)


if __name__ == "__main__":
    main()
