//===- Toml.h - toml++, for a program that must not end ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Includes toml++ without its assertions. Some do not hold for wrong files, `[*]`
// among them: with NDEBUG the compiler may assume what is false, without it PID 1
// would abort. The parser goes on to its own error where they are not there.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_TOML_H
#define SIDECAR_TOML_H

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(Condition) static_cast<void>(0)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#endif
