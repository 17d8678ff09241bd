//===- Evidence.h - Who borrows, by how they are called ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Evidence: an argument of an unseen function is a borrow if some caller
// in this module shows that the handle is still its own after the call.
//
//   - It releases the handle by a known closer on every path after the call,
//     whatever the call's result.
//   - It lies in a field that the destructor of its class always releases, and
//     stays there.
//   - Where the call did not fail, it may release it, and it releases it or gives
//     it on unless it gives up itself. Who had handed it over would not close it
//     then; an error path that closes nothing is the defect, not the proof. Who
//     lends it to yet another function has not given it on.
//   - It gives the same function the same handle again, which did not fail.
//
// Returning or storing it afterwards proves nothing (a pool's client does that).
// A call through a pointer or of a virtual function speaks for all of that field,
// that global, that function.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_EVIDENCE_H
#define FDTIDY_SOLVE_EVIDENCE_H

#include "solve/DestroyedFields.h"
#include <set>

namespace fdtidy::solve {

class Evidence {
public:
  explicit Evidence(const ir::Module &M);
  /// Whether \p Call of \p F, of \p Callee if that is known, only lends its
  /// argument.
  bool borrows(const ir::Function &F, const ir::Fact &Call,
               ir::FunctionID Callee, unsigned Argument) const {
    return Borrowed.count({{.Function = Callee}, Argument}) ||
           Borrowed.count({whom(F, Call), Argument});
  }

private:
  /// Whom a call is of: a function, or whatever a field or a global points to.
  struct Whom {
    ir::FunctionID Function;
    ir::RecordID Record = {};
    ir::StringID Pointer = {};
    auto operator<=>(const Whom &) const = default;
    explicit operator bool() const { return Function || Pointer; }
  };
  static Whom whom(const ir::Function &F, const ir::Fact &Call);
  bool isUnseen(const ir::Function &F, const ir::Fact &Call) const;
  using Lending = std::pair<Whom, unsigned>; ///< to whom, as which argument
  bool learn(const ir::Function &F, const Closers &Known,
             const DestroyedFields &Fields, const std::set<Lending> *Lent);

  const ir::Module &M;
  std::set<Lending> Borrowed;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_EVIDENCE_H
