//===- Typestate.h - What has become of a handle ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Typestate and HandleState. Who must close a handle, its owner kind, is
// a second axis; the two are never multiplied.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_TYPESTATE_H
#define FDTIDY_SOLVE_TYPESTATE_H

#include "ir/Fact.h"
#include "solve/Value.h"

namespace fdtidy::solve {

enum class Typestate : uint8_t {
  Open,    ///< acquired here, and ours to release
  Foreign, ///< a number from elsewhere: no duty
  Failed,  ///< the acquisition failed: a negative constant, or null
  Closed,  ///< released; its holders are stale
  Escaped, ///< somebody whom we cannot see has it
};

llvm::StringRef name(Typestate State);

/// What an exec does to a handle.
enum class OnExec : uint8_t { Unknown, Closes, Keeps };

/// One handle of the group that a run follows.
struct HandleState {
  Typestate State = Typestate::Open;
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
  ir::PipeEnd End = ir::PipeEnd::None;
  bool Kept = false;    ///< some variable has held it, not only a temporary
  bool Parked = false;  ///< acquired before a fork, seen from its child
  bool Used = false;    ///< used as a descriptor on every path
  bool Unblocked = false; ///< a read of it may not wait
  /// Where the pid lies, in the record that holds the handle, of a child that the
  /// path has signalled or waited for.
  LocationID Child;
  /// What has led to the element that holds it when it was last seen in use: an
  /// index, iterator, pointer or reference that has not changed since.
  ir::PlaceID InUseBy;
  bool Beside = false; ///< an element was put beside the one that holds it
  /// Where its number lies as the key or index of an element, for those who look
  /// it up: the holder of last resort.
  LocationID Key;
  OnExec Exec = OnExec::Unknown;
  /// While Exec is unknown: closed if any of the bits is set in the flags, which
  /// the function was given. A wrapper's caller knows them.
  SymbolID ExecFlags;
  int64_t ExecBits = 0;
  /// Somebody may have seen to what an exec does to it: its number was told to
  /// others, or everything was closed that was not wanted.
  bool SeenTo = false;
  int64_t Lo = 0;       ///< the number, or the pointer, is at least this
  SymbolID AtLeast;     ///< and this, if given: F_DUPFD
  int64_t Hi = std::numeric_limits<int64_t>::max();
  ir::FactID ReleasedAt;
  SymbolID ReleaseResult;
  const struct Step *ReleaseStep = nullptr;

  /// Standard streams are nobody's duty.
  bool isStandard() const {
    return Owner == ir::OwnerKind::Standard ||
           (Owner == ir::OwnerKind::Raw && Hi <= 2 && Lo >= 0);
  }
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_TYPESTATE_H
