#!/usr/bin/env python3
"""Makes the packages of a build tree, and that of the other LLVM beside it.

    build.py --cpack=CPACK --build=DIR --other=DIR --into=DIR

--other is left out if it is not built.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys


def cpack(args, build, *options):
    done = subprocess.run(
        [args.cpack, "--config", str(build / "CPackConfig.cmake"), "-B",
         str(args.into), *options], text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpack", required=True)
    for name in ("--build", "--other", "--into"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    args = parser.parse_args()
    shutil.rmtree(args.into, ignore_errors=True)
    args.into.mkdir(parents=True)
    cpack(args, args.build)
    built = [args.other / name for name in
             ("CPackConfig.cmake", "bin/fdtidy", "lib/libFdTidyModule.so")]
    if all(path.exists() for path in built):
        cpack(args, args.other, "-D", "CPACK_COMPONENTS_ALL=llvm")
    shutil.rmtree(args.into / "_CPack_Packages")
    print(*sorted(deb.name for deb in args.into.glob("*.deb")), sep="\n")


if __name__ == "__main__":
    main()
