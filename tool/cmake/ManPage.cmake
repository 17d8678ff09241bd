# Writes the manual page of a program whose --help tells all:
#
#   cmake -DPROGRAM=build/bin/fdtidy -DINPUT=fdtidy.1.in -DOUTPUT=fdtidy.1 -P ManPage.cmake
#
# INPUT is mdoc(7). Its line @SUBCOMMANDS@ becomes a section of every subcommand that
# `PROGRAM help` lists, made of what `PROGRAM SUBCOMMAND --help` prints:
#
#   usage: fdtidy check [OPTIONS] [FILES...]
#
#   What it does, in one paragraph or more.
#
#     --format=FORMAT     text, json, sarif or html
#
# and @SHARED@ the options that `PROGRAM help` itself lists, for those subcommands
# that have no --help of their own.
function(ask out)
  execute_process(COMMAND "${PROGRAM}" ${ARGN} OUTPUT_VARIABLE text
                  RESULT_VARIABLE code ERROR_QUIET)
  if(NOT code EQUAL 0)
    set(text "")
  endif()
  # What means something to a list of CMake's, or to roff.
  string(REPLACE "\\" "\\e" text "${text}")
  string(REPLACE ";" "@SEMI@" text "${text}")
  string(REPLACE "[" "\\(lB" text "${text}")
  string(REPLACE "]" "\\(rB" text "${text}")
  string(REPLACE "\n" ";" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# A line that is text, even if it begins like a request; a sentence begins a line.
function(as_text out line)
  string(REGEX REPLACE "([a-z]\\.) ([A-Z])" "\\1\n\\2" line "${line}")
  string(REGEX REPLACE "^([.'])" "\\\\&\\1" line "${line}")
  set(${out} "${line}\n" PARENT_SCOPE)
endfunction()

# `--name=VALUE` or `-n VALUE` or `--name`, as mdoc has options.
function(as_option out name help)
  if(name MATCHES "^-([^=]+)=(.*)$")
    set(item "Fl ${CMAKE_MATCH_1} Ns = Ns Ar ${CMAKE_MATCH_2}")
  elseif(name MATCHES "^-([^ ]+) (.*)$")
    set(item "Fl ${CMAKE_MATCH_1} Ar ${CMAKE_MATCH_2}")
  else()
    string(SUBSTRING "${name}" 1 -1 bare)
    set(item "Fl ${bare}")
  endif()
  as_text(text "${help}")
  set(${out} ".It ${item}\n${text}" PARENT_SCOPE)
endfunction()

function(options out)
  set(result "")
  foreach(line IN LISTS ARGN)
    if(line MATCHES "^  (-[^ ]+( [A-Z]+)?) +(.*)$" AND
       NOT CMAKE_MATCH_1 STREQUAL "--version") # in the synopsis
      as_option(item "${CMAKE_MATCH_1}" "${CMAKE_MATCH_3}")
      string(APPEND result "${item}")
    endif()
  endforeach()
  if(result)
    set(result ".Bl -tag -width Ds\n${result}.El\n")
  endif()
  set(${out} "${result}" PARENT_SCOPE)
endfunction()

function(subcommand out name summary)
  ask(lines ${name} --help)
  set(result ".Ss ${name}\n")
  if(NOT lines)
    string(SUBSTRING "${summary}" 0 1 first)
    string(SUBSTRING "${summary}" 1 -1 rest)
    string(TOUPPER "${first}" first)
    as_text(text "${first}${rest}.")
    set(${out} "${result}${text}" PARENT_SCOPE)
    return()
  endif()
  foreach(line IN LISTS lines)
    if(line MATCHES "^usage: [^ ]+ (.*)$")
      string(APPEND result ".D1 Nm Ic ${CMAKE_MATCH_1}\n")
    elseif(line MATCHES "^[^ ]")
      as_text(text "${line}")
      string(APPEND result "${text}")
    endif()
  endforeach()
  options(listed ${lines})
  set(${out} "${result}${listed}" PARENT_SCOPE)
endfunction()

ask(overview help)
set(sections "")
foreach(line IN LISTS overview)
  if(line MATCHES "^  ([a-z]+) +(.*)$" AND NOT CMAKE_MATCH_1 STREQUAL help)
    subcommand(section ${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    string(APPEND sections "${section}")
  endif()
endforeach()
if(NOT sections)
  message(FATAL_ERROR "'${PROGRAM} help' lists no subcommand")
endif()
options(shared ${overview})
file(READ "${INPUT}" page)
foreach(mark IN ITEMS sections shared)
  string(REPLACE "@SEMI@" ";" ${mark} "${${mark}}")
endforeach()
string(REPLACE "@SUBCOMMANDS@\n" "${sections}" page "${page}")
string(REPLACE "@SHARED@\n" "${shared}" page "${page}")
file(WRITE "${OUTPUT}" "${page}")
