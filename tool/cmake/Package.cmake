# What `cpack` makes of it: Debian packages that install side by side.
#
#   fdtidy-<major>   component llvm; `fdtidy` is an alternative
#   fdtidy-common    component common
#   fdtidy-sidecar   component sidecar
#
# Each build tree makes all three; the last two do not depend on the LLVM, so those of
# one tree serve for both majors. `tool/setup/package` makes a release's set.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fdtidy)
set(CPACK_PACKAGE_VENDOR "the fdtidy authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_COMPONENTS_ALL llvm common)
if(TARGET sidecar)
  list(APPEND CPACK_COMPONENTS_ALL sidecar)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)

set(FDTIDY_MAINTAINER "fdtidy maintainers <fdtidy@packages.invalid>" CACHE STRING
    "Who answers for the packages that are made here")
mark_as_advanced(FDTIDY_MAINTAINER)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${FDTIDY_MAINTAINER}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
# Each has a synopsis of its own as the first line of its description.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Clang's own headers are in libclang-common-N-dev; of the shared libraries
# dpkg-shlibdeps knows.
set(major ${FDTIDY_LLVM_VERSION})
set(CPACK_DEBIAN_LLVM_PACKAGE_NAME "fdtidy-${major}")
set(CPACK_DEBIAN_LLVM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LLVM_PACKAGE_DEPENDS
    "fdtidy-common (>= ${PROJECT_VERSION}), libclang-common-${major}-dev")
set(CPACK_DEBIAN_LLVM_PACKAGE_RECOMMENDS
    "clang-tidy-${major}, libstdc++-dev | libc++-${major}-dev")
set(CPACK_DEBIAN_LLVM_PACKAGE_SUGGESTS "git, pre-commit")
set(CPACK_DEBIAN_LLVM_DESCRIPTION
"find file-descriptor bugs in C and C++, for LLVM ${major}
A plugin for clang-tidy-${major} and a driver that follow every path of a
program's functions and report descriptors, streams and directories that
a path never closes, closes twice, uses after their close, or lets a child
inherit.

Versions for other LLVM releases can be installed beside it; 'fdtidy' is
one of them, by update-alternatives.")
set(scripts "${CMAKE_BINARY_DIR}/install/debian")
foreach(script IN ITEMS postinst prerm)
  configure_file("${PROJECT_SOURCE_DIR}/tool/package/debian/${script}.in"
                 "${scripts}/${script}" @ONLY
                 FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
                                  GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  list(APPEND CPACK_DEBIAN_LLVM_PACKAGE_CONTROL_EXTRA "${scripts}/${script}")
endforeach()

set(CPACK_DEBIAN_COMMON_PACKAGE_NAME fdtidy-common)
set(CPACK_DEBIAN_COMMON_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_COMMON_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_COMMON_PACKAGE_SUGGESTS "fdtidy-22 | fdtidy-19")
set(CPACK_DEBIAN_COMMON_DESCRIPTION
"find file-descriptor bugs in C and C++, what all versions share
The header of annotations, by which a declaration says what it does to
descriptors; the CMake package FdTidy; the pre-commit hook; manual pages,
shell completion and a page on every check.")

set(CPACK_DEBIAN_SIDECAR_PACKAGE_NAME fdtidy-sidecar)
set(CPACK_DEBIAN_SIDECAR_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_SIDECAR_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_SIDECAR_DESCRIPTION
"init process and supervisor of a handful of daemons
sidecar starts the daemons of a container in order, pumps their output to
its own with a prefix, restarts them when they die, and shuts them down in
order. It holds no descriptor longer than the child it belongs to, which
fdtidy checks.")

# Debian wants a copyright file and a changelog in each.
set(changelog "${CMAKE_BINARY_DIR}/install/changelog.gz")
execute_process(COMMAND "${FDTIDY_GZIP}" -9nc
                        "${PROJECT_SOURCE_DIR}/tool/package/debian/changelog"
                OUTPUT_FILE "${changelog}" COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
             "${PROJECT_SOURCE_DIR}/tool/package/debian/changelog")
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER "${component}" upper)
  install(FILES "${PROJECT_SOURCE_DIR}/tool/package/debian/copyright" "${changelog}"
          DESTINATION "share/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}"
          COMPONENT ${component})
endforeach()
include(CPack)
