//===- Scheduler.h - Work in processes of its own ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines runJobs: each job in a forked process, so that one that crashes or
// never ends costs nothing but its own result.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_SCHEDULER_H
#define FDTIDY_TOOL_SCHEDULER_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <chrono>
#include <string>

namespace fdtidy {

struct JobEnd {
  std::string Output;
  std::string Failure; ///< empty, or why there is no output
};

/// Runs \p Work for 0 to \p Count - 1, at most \p Parallel at a time, each in a
/// process of its own that is killed after \p Limit. \p Done is told the end of
/// each here, in the order in which they come.
void runJobs(unsigned Count, unsigned Parallel, std::chrono::seconds Limit,
             llvm::function_ref<std::string(unsigned)> Work,
             llvm::function_ref<void(unsigned, JobEnd)> Done);

} // namespace fdtidy

#endif // FDTIDY_TOOL_SCHEDULER_H
