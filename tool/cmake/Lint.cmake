# Lints what is compiled with our own plugin, at its strictest:
#
#   fdtidy_lint(sidecar_core sidecar)
#
# A finding is an error of the build. The plugin is named by the path it is built
# to, and the sources depend on it, so that a new plugin lints them anew. Off where
# the compiler is not the Clang of the clang-tidy that loads the plugin: they would
# not agree on what the flags mean.
option(FDTIDY_LINT "Lint sidecar with our own plugin as it is compiled" ON)

function(fdtidy_lint)
  if(NOT FDTIDY_LINT OR NOT TARGET FdTidyModule)
    return()
  endif()
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang OR
     NOT CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL FDTIDY_LLVM_VERSION OR
     CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL "${FDTIDY_LLVM_VERSION}.99")
    message(STATUS "no lint: the compiler is not Clang ${FDTIDY_LLVM_VERSION}")
    return()
  endif()
  set(plugin "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/libFdTidyModule.so")
  foreach(target IN LISTS ARGN)
    get_target_property(dir ${target} SOURCE_DIR)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY
      "${FDTIDY_LLVM_ROOT}/bin/clang-tidy;--load=${plugin};--quiet;--checks=-*,fd-*,fdstrict-*;--config={CheckOptions: {fd.Confidence: likely}};--header-filter=${dir}/;--warnings-as-errors=*")
    get_target_property(sources ${target} SOURCES)
    set_property(SOURCE ${sources} TARGET_DIRECTORY ${target}
                 APPEND PROPERTY OBJECT_DEPENDS "${plugin}")
    add_dependencies(${target} FdTidyModule)
  endforeach()
endfunction()
