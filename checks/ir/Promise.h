//===- Promise.h - What an annotation says of a function --------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Promise and Anchor. A promise is one thing that the declaration of a
// function with a body says about a handle that passes through it. A function's
// promises are its contract; written after its header as
// `says releases %fd, acquires ret ok(ret >= 0)`.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_PROMISE_H
#define FDTIDY_IR_PROMISE_H

#include "ir/Fact.h"

namespace fdtidy::ir {

/// Written acquires, lends, releases, takes, uses, borrows, unread.
enum class PromiseKind : uint8_t {
  Acquires, ///< Of is open on return, and the caller's to release
  Lends,    ///< Of, the result, stays somebody else's
  Releases, ///< Of is closed on return
  Takes,    ///< Of is the callee's to release
  Uses,     ///< Of must be open, and stays the caller's
  Borrows,  ///< Of stays the caller's, open or not
  Unread,   ///< an annotation that means nothing; Text is as it was written
};

struct Promise {
  PromiseKind Kind = PromiseKind::Borrows;
  PlaceID Of; ///< of all but Unread
  OwnerKind Owner = OwnerKind::Raw;
  Condition When; ///< on the result; none: always
  StringID Text;  ///< of Unread
};

/// A parameter, or the result, whose annotation could be written in front of At:
/// of a function whose callers need not see its body. Written after the header
/// as `anchor %fd at !3:8, ret`.
struct Anchor {
  PlaceID Of;
  LocID At; ///< invalid: the macros are not known there, or it is no plain text
};

llvm::StringRef spelling(PromiseKind Kind);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_PROMISE_H
