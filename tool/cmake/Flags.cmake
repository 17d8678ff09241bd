# Defines what every target of ours is compiled with: fdtidy_warnings for all,
# fdtidy_options for what lives in LLVM's world (checks/, tool/fdtidy, test/unit).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

add_library(fdtidy_warnings INTERFACE)
target_compile_options(fdtidy_warnings INTERFACE -Wall -Wextra)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ reports these for what it inlined from LLVM's headers, system or not.
  target_compile_options(fdtidy_warnings INTERFACE
    -Wno-nonnull -Wno-maybe-uninitialized -Wno-array-bounds)
endif()
if(FDTIDY_WERROR)
  target_compile_options(fdtidy_warnings INTERFACE -Werror)
endif()

add_library(fdtidy_options INTERFACE)
target_link_libraries(fdtidy_options INTERFACE fdtidy_warnings)
# Without RTTI, as LLVM itself: a class derived from one of LLVM's would refer to
# type information that its libraries do not have.
target_compile_options(fdtidy_options INTERFACE -fno-exceptions
  $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
# Debian's LLVM is built with NDEBUG, and some of its headers change with it.
target_compile_definitions(fdtidy_options INTERFACE NDEBUG
  FDTIDY_LLVM_MAJOR=${FDTIDY_LLVM_VERSION})
# -fPIC for executables too, so that they share precompiled headers with the
# libraries; Clang refuses one built for another level of position independence.
target_compile_options(fdtidy_options INTERFACE -fPIC)
