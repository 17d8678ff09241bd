# The lit suite: everything under test/ that is tested by running a program.
#
#   %fdtidy      the driver
#   %plugin      libFdTidyModule.so
#   %clang-tidy  clang-tidy of the major we build against, without the plugin
#   %clang       clang, and %clangxx clang++, of that major
#   %check-fd    check-fd.py with that clang-tidy and the plugin
#   %check-tidy  check-fd.py with that clang-tidy alone
#   %llvm-major  22 or 19, also as the feature llvm-22 or llvm-19
#   %other-clang-tidy  clang-tidy of the other major; feature other-llvm if there
#   %rerun       rerun.py, which takes %check-fd as its last words
#   %python      the Python that runs lit
#   %root        the top of the source tree
#   %build       that of the build tree; feature sidecar if sidecar is built there
import os
import shutil

import lit.formats


config.name = f"fdtidy-llvm{config.llvm_major}"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".test", ".fdir"]
config.excludes = ["Inputs", "annotations", "bench", "docs", "examples", "fuzz",
                   "package", "sidecar", "unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.fdtidy_build, "test", "lit")

major = str(config.llvm_major)
config.available_features.add(f"llvm-{major}")

other = "19" if major == "22" else "22"
other_tidy = f"/usr/lib/llvm-{other}/bin/clang-tidy"
if os.path.exists(other_tidy):
    config.available_features.add("other-llvm")
if config.fdtidy_sidecar:
    config.available_features.add("sidecar")
if major == "22" and os.path.isdir(f"{config.llvm_root}/include/c++/v1"):
    config.available_features.add("libcxx")
if shutil.which("pre-commit"):
    config.available_features.add("pre-commit")

clang_tidy = f"{config.llvm_root}/bin/clang-tidy"
check = (f"{config.fdtidy_python} {config.test_source_root}/check-fd.py"
         f" --clang-tidy={clang_tidy}")
config.substitutions += [
    ("%fdtidy", config.fdtidy_driver),
    ("%plugin", config.fdtidy_plugin),
    ("%clang-tidy", clang_tidy),
    ("%other-clang-tidy", other_tidy),
    ("%clangxx", f"{config.llvm_root}/bin/clang++"),
    ("%clang", f"{config.llvm_root}/bin/clang"),
    ("%check-fd", f"{check} --plugin={config.fdtidy_plugin}"),
    ("%check-tidy", check),
    ("%llvm-major", major),
    ("%rerun", f"{config.fdtidy_python} {config.test_source_root}/rerun.py"),
    ("%python", config.fdtidy_python),
    ("%root", config.fdtidy_source),
    ("%build", config.fdtidy_build),
]
# FileCheck, not, count and split-file by their plain names.
config.environment["PATH"] = os.pathsep.join(
    [config.llvm_tools, os.environ.get("PATH", "/usr/bin:/bin")])
