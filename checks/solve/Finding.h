//===- Finding.h - A defect and how it comes about --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CheckKind, Finding and Loss: what the solver found, without words.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_FINDING_H
#define FDTIDY_SOLVE_FINDING_H

#include "ir/Promise.h"
#include "solve/Value.h"
#include "solve/Witness.h"
#include <optional>
#include <string>
#include <vector>

namespace fdtidy::solve {

enum class CheckKind : uint8_t {
#define FD_CHECK(Enum, Name, Default, CWE, Summary) Enum,
#include "solve/Checks.def"
};

/// \returns the check's name: "fd-leak".
llvm::StringRef checkName(CheckKind Kind);

enum class Confidence : uint8_t {
  Definite, ///< the default
  Likely,   ///< reported if `fd.Confidence` is likely
};

/// How the last holder went.
enum class LossKind : uint8_t {
  Discard,   ///< a temporary died; nobody ever held the handle
  Overwrite, ///< the last holder was overwritten
  ScopeEnd,  ///< the last holder's storage ended
  Erase,     ///< a container let the element that held it go
  Free,      ///< the record that held it was freed
  Return,    ///< the function returned
  Throw,     ///< the same while an exception was in flight
};

struct Loss {
  LossKind Kind = LossKind::Return;
  ir::LocID At;
  std::string Holder; ///< the last one, as the user wrote it: "p[1]"
  std::vector<Step> Path;
  bool Used = false; ///< the path used the handle before
  /// Of a member: what another field held on entry has decided that it is so.
  bool ByField = false;
  LocationID Child = {}; ///< where the pid of a child lies that the path named
  std::string Shown = {}; ///< an element by what leads to it: "It->second"
};

/// How a body contradicts its annotation.
enum class Breach : uint8_t {
  None,
  LeavesOpen,  ///< it was to release the handle, or to take it
  LeavesUnset, ///< it was to acquire an out-parameter
  Closes,      ///< it was to leave it to the caller
  Keeps,       ///< the same; what keeps it will release it
  ClosesField, ///< the field was annotated to be somebody else's
  IsBorrowed,  ///< the result was to be the caller's
  IsNew,       ///< the result was to be somebody else's
  Unread,      ///< the annotation means nothing; Finding::Name is its text
};

struct Finding {
  CheckKind Check = CheckKind::Leak;
  Confidence Sure = Confidence::Definite;
  ir::FunctionID In;
  ir::LocID At;           ///< where the report stands
  ir::LocID AcquiredAt;   ///< the acquiring call in that function, if any
  ir::StringID Callee;    ///< who acquired: "pipe2", "open_log"
  ir::StringID Closer;    ///< of a release: who releases here, or uses
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
  ir::PipeEnd End = ir::PipeEnd::None;
  std::string Name;       ///< of the handle: its holder, as the user wrote it
  ir::PromiseKind Promised = ir::PromiseKind::Borrows; ///< of a contract
  ir::LocID EditAt; ///< of a suggestion: where the annotation goes, if it is sure
  Breach How = Breach::None;                           ///< of a contract
  bool ForReader = false; ///< a wait for who reads the pipe, not a read
  /// Of a double close: At is the first one, and the last of Path is to come.
  bool Again = false;
  bool None = false;      ///< of a use: the variable holds no handle at all
  bool ByCallee = false;  ///< a callee acquired it, and perhaps others with it
  std::string OtherName;  ///< the other end, lost by the same statement
  std::vector<Loss> Losses;  ///< of a leak: the losing exits, the first first
  std::vector<Step> Path;    ///< of all others: the steps to At
};

/// Puts the findings of one acquisition into a list, handle by handle: what is
/// the same of both ends of a pipe is one finding, which names the other too.
class EndJoiner {
public:
  explicit EndJoiner(std::vector<Finding> &Into) : Into(Into) {}
  ~EndJoiner();
  /// The finding before, which \p F may join.
  const Finding *last() const { return First ? &*First : nullptr; }
  void add(Finding F, bool Joins);

private:
  std::vector<Finding> &Into;
  std::optional<Finding> First;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_FINDING_H
