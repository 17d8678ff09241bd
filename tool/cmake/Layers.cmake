# Defines the layers and who may include whom:
#
#   fdtidy_layer(solve USES ir model)          a static library of *.cpp here
#   fdtidy_layer(lower CLANG USES ir model)    the same, and it may see Clang
#   fdtidy_plugin(FdTidyModule USES ...)       the module that clang-tidy loads
#
# Each layer has an include root in the build tree that holds nothing but a link to
# its folder, and sees its own root and those of what it USES. USES is not
# transitive: "solve/Join.h" is not found from ir, nor Clang from solve.
function(_fdtidy_root out layer)
  set(${out} "${CMAKE_BINARY_DIR}/roots/${layer}" PARENT_SCOPE)
endfunction()

function(_fdtidy_see target)
  foreach(layer IN LISTS ARGN)
    _fdtidy_root(root ${layer})
    target_include_directories(${target} PRIVATE "${root}")
  endforeach()
endfunction()

# Shares one precompiled header among all targets of a kind (llvm, clang, gtest).
# For GoogleTest and LLVM it is twice a file of 1 s, for Clang one of 5 s.
function(_fdtidy_precompile target kind)
  if(NOT FDTIDY_PCH)
    return()
  endif()
  set(pch fdtidy_pch_${kind})
  if(NOT TARGET ${pch})
    set(empty "${CMAKE_BINARY_DIR}/pch/${kind}.cpp")
    file(CONFIGURE OUTPUT "${empty}"
         CONTENT "// Carries the precompiled header of kind ${kind}.\n")
    add_library(${pch} OBJECT "${empty}")
    target_link_libraries(${pch} PRIVATE fdtidy_options)
    if(kind STREQUAL clang)
      target_link_libraries(${pch} PRIVATE fdtidy_clang)
    else()
      target_link_libraries(${pch} PRIVATE fdtidy_llvm)
    endif()
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
      target_compile_options(${pch} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
    target_precompile_headers(${pch} PRIVATE
      "${PROJECT_SOURCE_DIR}/tool/cmake/pch/${kind}.h")
  endif()
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
  target_precompile_headers(${target} REUSE_FROM ${pch})
endfunction()

function(fdtidy_layer layer)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CLANG" "" "USES;GENERATED")
  set(target fdtidy_${layer})
  _fdtidy_root(root ${layer})
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${layer}" SYMBOLIC)
  set_property(GLOBAL PROPERTY fdtidy_uses_${layer} ${arg_USES})
  list(TRANSFORM arg_USES PREPEND fdtidy_ OUTPUT_VARIABLE libraries)

  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  if(NOT sources)
    message(STATUS "layer ${layer}: no sources")
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${libraries})
    return()
  endif()
  add_library(${target} STATIC ${sources} ${arg_GENERATED})
  # For test/layering.py: the include path as the compiler gets it.
  file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/roots/${layer}.path"
       CONTENT "$<JOIN:$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>,\n>\n")
  target_link_libraries(${target} PRIVATE fdtidy_options PUBLIC ${libraries})
  _fdtidy_see(${target} ${layer} ${arg_USES})
  set(kind llvm)
  if(arg_CLANG)
    set(kind clang)
  endif()
  target_link_libraries(${target} PRIVATE fdtidy_${kind})
  _fdtidy_precompile(${target} ${kind})
endfunction()

function(fdtidy_plugin target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES")
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  if(NOT sources)
    message(STATUS "plugin ${target}: no sources")
    return()
  endif()
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME layer)
  _fdtidy_root(root ${layer})
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${layer}" SYMBOLIC)
  list(TRANSFORM arg_USES PREPEND fdtidy_ OUTPUT_VARIABLE libraries)
  add_library(${target} MODULE ${sources})
  # No LLVM library: clang-tidy has one, and a second would be a second set of
  # registries and options.
  target_link_libraries(${target} PRIVATE fdtidy_options fdtidy_clang ${libraries})
  # The usual FdTidyModule_EXPORTS would set it apart from its precompiled header.
  set_target_properties(${target} PROPERTIES DEFINE_SYMBOL "")
  _fdtidy_see(${target} ${layer} ${arg_USES})
  _fdtidy_precompile(${target} clang)
endfunction()

# An executable that may see every layer but the plugin.
function(fdtidy_driver target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  if(NOT sources)
    message(STATUS "driver ${target}: no sources")
    return()
  endif()
  list(TRANSFORM arg_USES PREPEND fdtidy_ OUTPUT_VARIABLE libraries)
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE fdtidy_options fdtidy_clang ${libraries}
    fdtidy_clang_lib)
  _fdtidy_see(${target} ${arg_USES})
  _fdtidy_precompile(${target} clang)
endfunction()
