//===- Analysis.h - A module's findings and summaries -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Analysis: solves the functions of a module bottom-up over strongly
// connected components of its call graph.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_ANALYSIS_H
#define FDTIDY_SOLVE_ANALYSIS_H

#include "solve/Evidence.h"
#include "solve/Run.h"
#include "solve/StaleOwner.h"
#include <map>

namespace fdtidy::solve {

/// What the engine did, for `--stats` and `--explain-gaps`.
struct Statistics {
  unsigned Functions = 0;
  unsigned Acquisitions = 0;
  unsigned Runs = 0;
  std::vector<ir::FunctionID> GaveUp; ///< past a budget
  std::map<Gap, ir::FunctionID> Gaps;
  std::map<ir::FunctionID, std::string> Disjuncts; ///< if they are to be kept
};

class Analysis : public CalleeOracle {
public:
  Analysis(const ir::Module &M, const Options &Opts);
  ~Analysis() override;

  /// Solves everything. Findings come in the order of functions, then of
  /// acquisitions; the same input gives the same list.
  std::vector<Finding> run();

  const Summary *summary(ir::FunctionID F) override;
  void complete(ir::FunctionID F, unsigned Entry) override;
  bool borrows(const ir::Function &F, const ir::Fact &Call,
               ir::FunctionID Callee, unsigned Argument) override;
  bool onlyReads(ir::RecordID R, ir::StringID Field) override;
  /// Whether \p F leaves an acquisition to its callers, or releases what they
  /// may have open.
  bool concerns(ir::FunctionID F) const;
  ProcessEnd &processEnd() override { return End; }
  const Statistics &statistics() const { return Stats; }
  /// The functions that have a place of record \p R, or are its members.
  llvm::ArrayRef<ir::FunctionID> mentioning(ir::RecordID R);
  /// Runs \p F, which is solved, with a handle at \p At on entry that is \p
  /// State, where it finds \p Known, and other handles lie \p Apart.
  std::unique_ptr<Run> follow(ir::FunctionID F, LocationID At,
                              ir::OwnerKind Owner,
                              Typestate State = Typestate::Open,
                              const KnownFields &Known = {},
                              llvm::ArrayRef<LocationID> Apart = {});

private:
  void judgeClasses();
  void judgeContracts();
  void judgeStale();
  void judgeStrictly();
  /// Whether handles begin or end in \p F, whose callees have been passed: what
  /// else there is to find, a caller of \p F with a handle finds.
  bool mayFind(ir::FunctionID F) const;
  void solveComponent(llvm::ArrayRef<ir::FunctionID> Members);
  /// Solves \p F once more. Returns whether its summary changed.
  bool solve(ir::FunctionID F, bool Recursive);

  const ir::Module &M;
  Options Opts;
  Evidence Borrowers;
  ProcessEnd End;
  StepArena Steps;
  std::vector<std::unique_ptr<Summary>> Summaries;
  std::vector<std::vector<Finding>> Found;
  std::vector<std::vector<StaleOwner>> Stale; ///< as Found; judged at the end
  std::map<ir::FunctionID, Flow> Flows;
  /// By function: its component, where that waits for somebody to ask.
  std::vector<std::vector<ir::FunctionID>> Waiting;
  std::vector<std::vector<ir::FunctionID>> Mentioning; ///< by record, once asked
  Statistics Stats;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_ANALYSIS_H
