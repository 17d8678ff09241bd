# Finds LLVM and Clang of one major and defines the targets fdtidy_llvm (headers
# of LLVM alone) and fdtidy_clang (Clang's and clang-tidy's too), and beside them
# fdtidy_llvm_lib and fdtidy_clang_lib, the shared libraries that executables link.
#
# LLVM's own CMake package is not used: it demands the development packages of
# everything that LLVM was configured with (zlib, libxml2, curl, ...).
set(FDTIDY_LLVM_ROOT "/usr/lib/llvm-${FDTIDY_LLVM_VERSION}" CACHE PATH
    "Where LLVM of that major is installed")

set(config "${FDTIDY_LLVM_ROOT}/include/llvm/Config/llvm-config.h")
if(NOT EXISTS "${config}")
  message(FATAL_ERROR "no LLVM ${FDTIDY_LLVM_VERSION} under ${FDTIDY_LLVM_ROOT}; "
    "run tool/setup/install or set FDTIDY_LLVM_ROOT")
endif()
file(STRINGS "${config}" line REGEX "^#define LLVM_VERSION_STRING ")
string(REGEX REPLACE ".*\"(([0-9]+)[^\"]*)\".*" "\\1;\\2" version "${line}")
list(GET version 1 major)
list(GET version 0 FDTIDY_LLVM_FULL_VERSION)
if(NOT major EQUAL FDTIDY_LLVM_VERSION)
  message(FATAL_ERROR "LLVM under ${FDTIDY_LLVM_ROOT} is ${FDTIDY_LLVM_FULL_VERSION}, "
    "not ${FDTIDY_LLVM_VERSION}")
endif()
if(NOT EXISTS "${FDTIDY_LLVM_ROOT}/include/clang-tidy/ClangTidyModule.h")
  message(FATAL_ERROR "no clang-tidy headers under ${FDTIDY_LLVM_ROOT}; "
    "run tool/setup/install (package libclang-${major}-dev)")
endif()

# Clang's headers lie beside LLVM's. A root that holds links to LLVM's alone keeps
# them out of sight of the layers that may not know Clang.
set(llvm_only "${CMAKE_BINARY_DIR}/roots/llvm-only")
file(MAKE_DIRECTORY "${llvm_only}")
foreach(name IN ITEMS llvm llvm-c)
  file(CREATE_LINK "${FDTIDY_LLVM_ROOT}/include/${name}" "${llvm_only}/${name}"
       SYMBOLIC)
endforeach()

add_library(fdtidy_llvm INTERFACE)
target_include_directories(fdtidy_llvm SYSTEM INTERFACE "${llvm_only}")
add_library(fdtidy_clang INTERFACE)
target_include_directories(fdtidy_clang SYSTEM INTERFACE
  "${FDTIDY_LLVM_ROOT}/include")

# The shared libraries, never a second static copy: one process, one LLVM.
file(GLOB clang_cpp "${FDTIDY_LLVM_ROOT}/lib/libclang-cpp.so*")
list(GET clang_cpp 0 clang_cpp)
add_library(fdtidy_llvm_lib INTERFACE)
target_link_libraries(fdtidy_llvm_lib INTERFACE
  "${FDTIDY_LLVM_ROOT}/lib/libLLVM.so")
add_library(fdtidy_clang_lib INTERFACE)
target_link_libraries(fdtidy_clang_lib INTERFACE "${clang_cpp}" fdtidy_llvm_lib)

message(STATUS "LLVM ${FDTIDY_LLVM_FULL_VERSION} in ${FDTIDY_LLVM_ROOT}")
