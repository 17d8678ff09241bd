//===- Cleanup.h - What the end of a scope runs -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Cleanup, an entry of the scope stack, and the targets of jumps, which
// are a block and the height of the stack there. As in Clang's own code
// generator, leaving a scope runs the entries above its height from the top.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_CLEANUP_H
#define FDTIDY_LOWER_CLEANUP_H

#include "ir/Place.h"
#include "clang/AST/Decl.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallVector.h"

namespace fdtidy::lower {

enum class CleanupKind : uint8_t {
  End,      ///< the storage of Place ends
  Destroy,  ///< its destructor runs, then the storage ends if it is a variable
  Call,     ///< __attribute__((cleanup(Function))) on Place
  Delete,   ///< operator delete of a `new` whose constructor throws
  Handlers, ///< of a try: nothing runs, unwinding may stop here
};

struct Cleanup {
  CleanupKind Kind = CleanupKind::End;
  bool UnwindOnly = false; ///< subobjects built so far, of a constructor
  bool EndsStorage = true; ///< false for a subobject and a parameter
  ir::PlaceID Place;
  clang::QualType Type;
  const clang::FunctionDecl *Function = nullptr;
  clang::SourceLocation Loc;
  ir::PlaceID Active; ///< runs only if this flag is 1: a conditional temporary
  llvm::SmallVector<ir::Edge, 2> Handlers;

  // Kept by the stack.
  ir::BlockID Landing;   ///< runs this entry and those below, then goes on
  ir::BlockID Returning; ///< the same, to leave by return
  int32_t NextLanding = -1; ///< the topmost entry from here down that unwinding
                            ///< has to visit
  bool HandlerBelow = false;
};

/// Where break, continue or a label goes.
struct JumpTarget {
  ir::BlockID Block;
  unsigned Height = 0; ///< of the scope stack
};

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_CLEANUP_H
