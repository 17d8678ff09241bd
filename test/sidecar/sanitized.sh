#!/bin/sh
# sanitized.sh SOURCE BUILD COMPILER [LAUNCHER...]: builds sidecar with the address and
# the undefined behaviour sanitizer, and runs its tests. Any report ends the program
# without its exit line, which every test looks for. Not the one for vptr: it tries
# memory with a pipe of its own, and where the test of faults lets that one fail, it
# reports an object that is right.
set -eu
source=$1 build=$2 compiler=$3
shift 3
launcher=$(IFS=';' && echo "$*") # a list
cmake -G Ninja -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=None \
  "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher" \
  "-DCMAKE_CXX_FLAGS=-O1 -g1 -fsanitize=address,undefined \
-fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer" >"$build.log" 2>&1 &&
  cmake --build "$build" >>"$build.log" 2>&1 || {
  tail -n 40 "$build.log"
  exit 1
}
SIDECAR_SANITIZED=1 SIDECAR_TEST_RESTARTS=100 SIDECAR_TEST_EVERY=7 \
  ctest --test-dir "$build" --output-on-failure
