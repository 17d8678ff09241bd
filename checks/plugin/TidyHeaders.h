//===- TidyHeaders.h - clang-tidy's headers, by release ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Includes what a module needs of clang-tidy. The one place where the plugin
// tells releases apart: up to 21 the registry had a header of its own, which 22
// keeps only to warn of.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_TIDYHEADERS_H
#define FDTIDY_PLUGIN_TIDYHEADERS_H

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#if FDTIDY_LLVM_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

#endif // FDTIDY_PLUGIN_TIDYHEADERS_H
