#!/usr/bin/env python3
"""Every C++ name of the built-in tables is called in a test beside this file.

    names.py --tables checks/model

Functions of C are called by calls.py, all of them. A qualified name must occur
in one of the .cpp files here: its last part, and its class if it is a method.
"""
import argparse
import glob
import os
import re
import sys

import table

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", required=True)
    options = parser.parse_args()
    text = ""
    for path in glob.glob(os.path.join(HERE, "*.cpp")):
        with open(path, encoding="utf-8") as file:
            text += file.read()
    missing, seen = [], 0
    for path in sorted(glob.glob(os.path.join(options.tables, "*.yaml"))):
        for entry in table.read(path):
            names = entry.get("function", entry.get("method", []))
            for name in [names] if isinstance(names, str) else names:
                if "::" not in name:
                    continue
                seen += 1
                parts = name.split("::")
                needed = parts[-2:] if "method" in entry else parts[-1:]
                needed = [p.replace("operator ", "") for p in needed]
                if needed[-1].startswith("operator<"):
                    needed = needed[-1:]
                if not all(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text)
                           for p in needed):
                    missing.append(name)
    for name in missing:
        print(f"{name} is not called")
    print(f"{seen} names, {len(missing)} not called")
    sys.exit(bool(missing) or not seen)


if __name__ == "__main__":
    main()
