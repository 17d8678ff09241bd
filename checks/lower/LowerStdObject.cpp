//===- LowerStdObject.cpp - Library objects as a whole --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Their destruction, copies, moves and default values.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

bool FunctionLowering::emitStdDestroy(PlaceID P, const CXXRecordDecl *R) {
  StdObject O(*this, P, R);
  if (O.Kind != LibraryType::None) {
    O.destroy();
    return true;
  }
  const model::TypeModel *Type = M.typeModel(R);
  // A destructor in view shows what it does.
  const CXXDestructorDecl *Destructor = R->getDestructor();
  const bool Unseen = Destructor && Destructor->isUserProvided() &&
                      !M.bodyOf(Destructor);
  if (!M.isSystem(R) && !(Type && Unseen))
    return false;
  // A type of another library: its own business, unless a model calls it owner.
  if (Type && Type->Owner && reachable())
    B.release(load(P), ("~" + R->getName()).str(), ir::OwnerKind::Object);
  return true;
}

/// An object of a library type without fields of ours goes over as a whole.
/// Returns false if its type is the program's own.
bool FunctionLowering::copyUnknownLibraryObject(PlaceID Dst, PlaceID Src,
                                                const CXXRecordDecl *R,
                                                bool Move) {
  if (!M.isSystem(R))
    return false;
  if (Move)
    moveOver(Dst, Src);
  else
    assign(Dst, load(Src));
  return true;
}

bool FunctionLowering::emitStdCopy(PlaceID Dst, PlaceID Src,
                                   const CXXRecordDecl *R, bool Move) {
  StdObject O(*this, Dst, R);
  if (O.Kind == LibraryType::None)
    return copyUnknownLibraryObject(Dst, Src, R, Move);
  O.copyFrom(Src, Move);
  return true;
}

bool FunctionLowering::emitStdAssign(PlaceID Dst, PlaceID Src,
                                     const CXXRecordDecl *R, bool Move) {
  StdObject O(*this, Dst, R);
  if (O.Kind == LibraryType::None)
    return copyUnknownLibraryObject(Dst, Src, R, Move);
  O.assignFrom(Src, Move);
  return true;
}

bool FunctionLowering::emitStdDefault(PlaceID Dst, const CXXRecordDecl *R) {
  StdObject O(*this, Dst, R);
  if (O.Kind == LibraryType::None)
    return false;
  O.makeEmpty();
  return true;
}

} // namespace fdtidy::lower
