# The CMake package FdTidy: fdtidy's checks as a part of a build.
#
#   find_package(FdTidy REQUIRED)
#   fdtidy_enable(server client WARNINGS_AS_ERRORS)
#   target_link_libraries(server PRIVATE FdTidy::annotations)
#
# Defines
#
#   fdtidy_enable(TARGET...
#       [CHECKS GLOB...]               beside fd-*: fdstrict-cloexec, -fd-leak
#       [WARNINGS_AS_ERRORS [GLOB...]] a finding fails the build; all, or those
#       [OPTIONS fd.NAME:VALUE...]     see docs/options.md
#       [LLVM MAJOR])                  else that of the target's clang-tidy, or the
#                                      newest for which there are both
#
#     which sets C_CLANG_TIDY and CXX_CLANG_TIDY, or, where they are set, loads the
#     plugin into the clang-tidy that they name and adds its checks to theirs.
#
#   FdTidy::annotations     an interface library: <fdtidy/annotations.h>
#   FDTIDY_CLANG_TIDY       cache; which clang-tidy to take, if not one on the PATH
#   FdTidy_LLVM_VERSIONS    the majors for which a plugin is installed
#   FdTidy_PLUGIN_<major>   its path
get_filename_component(_fdtidy_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

set(FdTidy_LLVM_VERSIONS "")
file(GLOB _fdtidy_plugins "${_fdtidy_prefix}/lib/fdtidy-*/lib/libFdTidyModule.so")
foreach(_fdtidy_plugin IN LISTS _fdtidy_plugins)
  if(_fdtidy_plugin MATCHES "/fdtidy-([0-9]+)/")
    set(FdTidy_PLUGIN_${CMAKE_MATCH_1} "${_fdtidy_plugin}")
    list(APPEND FdTidy_LLVM_VERSIONS ${CMAKE_MATCH_1})
  endif()
endforeach()
list(SORT FdTidy_LLVM_VERSIONS COMPARE NATURAL ORDER DESCENDING)
if(NOT FdTidy_LLVM_VERSIONS)
  set(FdTidy_FOUND FALSE)
  set(FdTidy_NOT_FOUND_MESSAGE "no plugin in ${_fdtidy_prefix}/lib/fdtidy-*; install \
the package fdtidy-22 or fdtidy-19, that of your clang-tidy")
  return()
endif()

set(FDTIDY_CLANG_TIDY "" CACHE FILEPATH "The clang-tidy that loads fdtidy's plugin")

if(NOT TARGET FdTidy::annotations)
  add_library(FdTidy::annotations INTERFACE IMPORTED)
  set_target_properties(FdTidy::annotations PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_fdtidy_prefix}/include")
endif()

# The LLVM major of a clang-tidy, asked once.
function(_fdtidy_major out tidy)
  get_property(major GLOBAL PROPERTY "_fdtidy_major:${tidy}")
  if(NOT major)
    execute_process(COMMAND "${tidy}" --version OUTPUT_VARIABLE said ERROR_VARIABLE said
                    RESULT_VARIABLE code)
    if(NOT code EQUAL 0 OR NOT said MATCHES "LLVM version ([0-9]+)")
      message(FATAL_ERROR "fdtidy_enable: '${tidy} --version' is no clang-tidy's: ${said}")
    endif()
    set(major ${CMAKE_MATCH_1})
    set_property(GLOBAL PROPERTY "_fdtidy_major:${tidy}" ${major})
  endif()
  set(${out} ${major} PARENT_SCOPE)
endfunction()

# A clang-tidy for which there is a plugin; of `wanted`, if that is not empty.
function(_fdtidy_find out wanted)
  if(FDTIDY_CLANG_TIDY)
    set(${out} "${FDTIDY_CLANG_TIDY}" PARENT_SCOPE)
    return()
  endif()
  if(NOT wanted)
    set(wanted ${FdTidy_LLVM_VERSIONS})
  endif()
  foreach(major IN LISTS wanted)
    find_program(_fdtidy_clang_tidy_${major} clang-tidy-${major}
                 PATHS "/usr/lib/llvm-${major}/bin")
    mark_as_advanced(_fdtidy_clang_tidy_${major})
    if(_fdtidy_clang_tidy_${major})
      set(${out} "${_fdtidy_clang_tidy_${major}}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  list(JOIN wanted " or clang-tidy-" names)
  message(FATAL_ERROR "fdtidy_enable: there is no clang-tidy-${names}; install it, or \
set FDTIDY_CLANG_TIDY")
endfunction()

# The plugin for a clang-tidy, which is made to load it: one that it cannot load costs
# clang-tidy a line, and the build would go on unchecked.
function(_fdtidy_plugin out tidy)
  _fdtidy_major(major "${tidy}")
  if(NOT DEFINED FdTidy_PLUGIN_${major})
    list(JOIN FdTidy_LLVM_VERSIONS " and " there)
    message(FATAL_ERROR "fdtidy_enable: '${tidy}' is of LLVM ${major}, and the plugins \
that are installed are for ${there}; install the package fdtidy-${major}, or set \
FDTIDY_CLANG_TIDY to a clang-tidy of theirs")
  endif()
  set(plugin "${FdTidy_PLUGIN_${major}}")
  get_property(proved GLOBAL PROPERTY "_fdtidy_proved:${tidy}")
  if(NOT proved)
    execute_process(COMMAND "${tidy}" "--load=${plugin}" "--checks=-*,fd-*" --list-checks
                    OUTPUT_VARIABLE listed ERROR_VARIABLE said)
    if(NOT listed MATCHES "fd-leak")
      message(FATAL_ERROR "fdtidy_enable: '${tidy}' does not load ${plugin}: ${said}")
    endif()
    set_property(GLOBAL PROPERTY "_fdtidy_proved:${tidy}" TRUE)
  endif()
  set(${out} "${plugin}" PARENT_SCOPE)
endfunction()

# `command` with the plugin and its checks in it, whatever it has already.
function(_fdtidy_command out command checks errors config)
  list(GET command 0 tidy)
  find_program(found "${tidy}" NO_CACHE)
  if(NOT found)
    message(FATAL_ERROR "fdtidy_enable: there is no clang-tidy '${tidy}'")
  endif()
  _fdtidy_plugin(plugin "${found}")
  set(result "")
  foreach(argument IN LISTS command)
    if(argument MATCHES "^--?checks=(.*)$")
      set(checks "${CMAKE_MATCH_1},${checks}")
    elseif(argument MATCHES "^--?warnings-as-errors=(.*)$")
      if(errors)
        set(errors "${CMAKE_MATCH_1},${errors}")
      else()
        set(errors "${CMAKE_MATCH_1}")
      endif()
    elseif(argument MATCHES "^--?config(-file)?=" AND config)
      message(FATAL_ERROR "fdtidy_enable: OPTIONS and the target's '${argument}' do not \
go together; put the options there")
    else()
      list(APPEND result "${argument}")
    endif()
  endforeach()
  list(APPEND result "--load=${plugin}" "--checks=${checks}")
  if(errors)
    list(APPEND result "--warnings-as-errors=${errors}")
  endif()
  if(config)
    list(APPEND result "${config}")
  endif()
  set(${out} "${result}" PARENT_SCOPE)
endfunction()

function(fdtidy_enable)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "LLVM" "CHECKS;WARNINGS_AS_ERRORS;OPTIONS")
  if(NOT arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "fdtidy_enable: no target given")
  endif()
  list(JOIN arg_CHECKS "," checks)
  if(checks)
    set(checks ",${checks}")
  endif()
  set(checks "fd-*${checks}")
  list(JOIN arg_WARNINGS_AS_ERRORS "," errors)
  if("WARNINGS_AS_ERRORS" IN_LIST arg_KEYWORDS_MISSING_VALUES)
    set(errors "fd-*,fdstrict-*")
  endif()
  set(config "")
  foreach(option IN LISTS arg_OPTIONS)
    if(NOT option MATCHES "^(fd\\.[A-Za-z]+):(.+)$")
      message(FATAL_ERROR "fdtidy_enable: OPTIONS are fd.NAME:VALUE, not '${option}'")
    endif()
    string(APPEND config "{key: '${CMAKE_MATCH_1}', value: '${CMAKE_MATCH_2}'}, ")
  endforeach()
  if(config)
    set(config "--config={InheritParentConfig: true, CheckOptions: [${config}]}")
  endif()
  foreach(target IN LISTS arg_UNPARSED_ARGUMENTS)
    if(NOT TARGET "${target}")
      message(FATAL_ERROR "fdtidy_enable: there is no target '${target}'")
    endif()
    foreach(language IN ITEMS C CXX)
      get_target_property(command "${target}" ${language}_CLANG_TIDY)
      if(command AND NOT arg_LLVM)
        _fdtidy_command(command "${command}" "${checks}" "${errors}" "${config}")
      else()
        _fdtidy_find(tidy "${arg_LLVM}")
        _fdtidy_command(command "${tidy};--quiet" "-*,${checks}" "${errors}" "${config}")
      endif()
      set_target_properties("${target}" PROPERTIES ${language}_CLANG_TIDY "${command}")
    endforeach()
  endforeach()
endfunction()
