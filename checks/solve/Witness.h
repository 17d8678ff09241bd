//===- Witness.h - How a path got where it is -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Step, a node of a path that disjuncts share, and its owner StepArena.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_WITNESS_H
#define FDTIDY_SOLVE_WITNESS_H

#include "ir/TypedID.h"
#include <deque>
#include <vector>

namespace fdtidy::solve {

enum class StepKind : uint8_t {
  Acquired,  ///< by the callee Text
  Inside,    ///< by the callee Text, in a wrapper whose call was an Acquired
  Branch,    ///< the condition at Loc was Taken or not
  Called,    ///< Text was called and did something to the handle
  Thrown,    ///< an exception leaves Text
  Released,  ///< by the closer Text
  Stored,    ///< a further holder
  Executed,  ///< another program was started by Text
  Lost,      ///< the last holder went
};

struct Step {
  StepKind Kind = StepKind::Branch;
  ir::LocID Loc;
  ir::StringID Text;
  bool Taken = true;
  const Step *Before = nullptr;
};

/// Owns the steps of one function's runs.
class StepArena {
public:
  const Step *add(const Step &S) { return &Steps.emplace_back(S); }

private:
  std::deque<Step> Steps;
};

/// The steps from the first to \p Last.
inline std::vector<Step> pathTo(const Step *Last) {
  std::vector<Step> Path;
  for (; Last; Last = Last->Before)
    Path.insert(Path.begin(), *Last);
  return Path;
}

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_WITNESS_H
