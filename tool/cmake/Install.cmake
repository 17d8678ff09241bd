# What `cmake --install` puts where, by component:
#
#   llvm     the plugin and the driver of this LLVM, in lib/fdtidy-<major>; bin/fdtidy-<major>
#   default  bin/fdtidy, which in a package is an alternative instead
#   common   the annotations, the CMake package, the hook, man pages, completion, pages
#   sidecar  the supervisor with its unit, example and pages
#
# Paths count from the prefix; nothing is written outside it.
set(home "lib/fdtidy-${FDTIDY_LLVM_VERSION}")
set(versioned "fdtidy-${FDTIDY_LLVM_VERSION}")
set(made "${CMAKE_BINARY_DIR}/install")
set(shipped "${PROJECT_SOURCE_DIR}/tool/package")
file(MAKE_DIRECTORY "${made}")

# Links are made here and copied as links.
function(_fdtidy_install_link folder name target component)
  file(MAKE_DIRECTORY "${made}/${component}-links/${folder}")
  file(CREATE_LINK "${target}" "${made}/${component}-links/${folder}/${name}" SYMBOLIC)
  install(FILES "${made}/${component}-links/${folder}/${name}"
          DESTINATION "${folder}" COMPONENT ${component})
endfunction()

# A manual page, which is compressed as Debian wants it: without name and time.
find_program(FDTIDY_GZIP gzip REQUIRED)
mark_as_advanced(FDTIDY_GZIP)
set(manuals "")
function(_fdtidy_install_man page component)
  cmake_path(GET page FILENAME name)
  cmake_path(GET page EXTENSION LAST_ONLY section)
  string(SUBSTRING "${section}" 1 -1 section)
  set(packed "${made}/${name}.gz")
  add_custom_command(OUTPUT "${packed}"
    COMMAND "${FDTIDY_GZIP}" -9nc "${page}" > "${packed}"
    DEPENDS "${page}" VERBATIM)
  install(FILES "${packed}" DESTINATION "share/man/man${section}"
          COMPONENT ${component})
  set(manuals ${manuals} "${packed}" PARENT_SCOPE)
endfunction()

install(TARGETS fdtidy RUNTIME DESTINATION "${home}/bin" COMPONENT llvm)
install(TARGETS FdTidyModule LIBRARY DESTINATION "${home}/lib" COMPONENT llvm)
if(NOT FDTIDY_LLVM_ROOT STREQUAL "/usr/lib/llvm-${FDTIDY_LLVM_VERSION}")
  # Debian's libraries are where the loader looks; others are not.
  set_target_properties(fdtidy PROPERTIES INSTALL_RPATH "${FDTIDY_LLVM_ROOT}/lib")
endif()
_fdtidy_install_link(bin ${versioned} "../${home}/bin/fdtidy" llvm)
_fdtidy_install_link(bin fdtidy ${versioned} default)
_fdtidy_install_link(share/man/man1 ${versioned}.1.gz fdtidy.1.gz llvm)
_fdtidy_install_link(share/bash-completion/completions ${versioned} fdtidy llvm)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/checks/include/fdtidy" DESTINATION include
        COMPONENT common FILES_MATCHING PATTERN "*.h")
include(CMakePackageConfigHelpers)
write_basic_package_version_file("${made}/FdTidyConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${shipped}/cmake/FdTidyConfig.cmake" "${made}/FdTidyConfigVersion.cmake"
        DESTINATION share/cmake/FdTidy COMPONENT common)
install(PROGRAMS "${PROJECT_SOURCE_DIR}/tool/hooks/fdtidy-pre-commit" DESTINATION bin
        COMPONENT common)
install(FILES "${shipped}/completion/fdtidy.bash" RENAME fdtidy COMPONENT common
        DESTINATION share/bash-completion/completions)
install(FILES "${shipped}/completion/fdtidy.zsh" RENAME _fdtidy COMPONENT common
        DESTINATION share/zsh/vendor-completions)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION share/doc/fdtidy-common
        COMPONENT common FILES_MATCHING PATTERN "*.md" PATTERN "sidecar*" EXCLUDE)

set(page "${made}/fdtidy.1")
add_custom_command(OUTPUT "${page}"
  COMMAND "${CMAKE_COMMAND}" "-DPROGRAM=$<TARGET_FILE:fdtidy>"
          "-DINPUT=${shipped}/man/fdtidy.1.in" "-DOUTPUT=${page}"
          -P "${PROJECT_SOURCE_DIR}/tool/cmake/ManPage.cmake"
  DEPENDS fdtidy "${shipped}/man/fdtidy.1.in"
          "${PROJECT_SOURCE_DIR}/tool/cmake/ManPage.cmake"
  COMMENT "Writing the manual page of fdtidy" VERBATIM)
_fdtidy_install_man("${page}" common)
_fdtidy_install_man("${shipped}/man/fdtidy-pre-commit.1" common)

if(TARGET sidecar)
  # The program itself is installed by its own CMakeLists.txt.
  set(page "${made}/sidecar.toml.5")
  set(table "${PROJECT_SOURCE_DIR}/docs/sidecar.md")
  add_custom_command(OUTPUT "${page}"
    COMMAND "${CMAKE_COMMAND}" "-DTABLE=${table}"
            "-DINPUT=${shipped}/man/sidecar.toml.5.in" "-DOUTPUT=${page}"
            -P "${PROJECT_SOURCE_DIR}/tool/cmake/KeyTable.cmake"
    DEPENDS "${table}" "${shipped}/man/sidecar.toml.5.in"
            "${PROJECT_SOURCE_DIR}/tool/cmake/KeyTable.cmake"
    COMMENT "Writing the manual page of sidecar.toml" VERBATIM)
  _fdtidy_install_man("${page}" sidecar)
  _fdtidy_install_man("${shipped}/man/sidecar.1" sidecar)
  install(FILES "${PROJECT_SOURCE_DIR}/tool/sidecar/example/sidecar.service"
          DESTINATION lib/systemd/system COMPONENT sidecar)
  install(FILES "${PROJECT_SOURCE_DIR}/tool/sidecar/example/sidecar.toml"
          DESTINATION share/doc/fdtidy-sidecar/examples COMPONENT sidecar)
  install(FILES "${table}" "${PROJECT_SOURCE_DIR}/docs/sidecar-descriptors.md"
          DESTINATION share/doc/fdtidy-sidecar COMPONENT sidecar)
  install(FILES "${shipped}/completion/sidecar.bash" RENAME sidecar COMPONENT sidecar
          DESTINATION share/bash-completion/completions)
endif()

add_custom_target(manuals ALL DEPENDS ${manuals})
