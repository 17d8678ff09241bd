//===- StdCall.h - One call of a function of the C++ library ----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines StdCall and StdObject: what the files LowerStd*.cpp share.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_STDCALL_H
#define FDTIDY_LOWER_STDCALL_H

#include "lower/FunctionLowering.h"
#include "lower/LibraryType.h"

namespace fdtidy::lower {

/// An object of a library type, and what is done to it whole.
struct StdObject {
  FunctionLowering &L;
  PlaceID P;
  const clang::CXXRecordDecl *R;
  LibraryType Kind;

  StdObject(FunctionLowering &L, PlaceID P, const clang::CXXRecordDecl *R)
      : L(L), P(P), R(R), Kind(libraryType(R)) {}

  clang::QualType valueType() const; ///< of .ptr's pointee, .val or elements
  bool isNodeHandle() const; ///< an optional element, out of its container
  clang::QualType pointerType() const;
  PlaceID pointer() { return L.field(P, "ptr", pointerType()); }
  PlaceID deleter() { return L.field(P, "del", deleterType()); }
  clang::QualType deleterType() const;
  PlaceID has() { return L.field(P, "has", L.Ctx.BoolTy); }
  PlaceID value() {
    return L.field(P, Kind == LibraryType::Atomic ? "atomic::" : "val",
                   valueType());
  }
  PlaceID error() { return L.field(P, "err", templateArgument(R, 1)); }
  PlaceID index() { return L.field(P, "index", L.Ctx.IntTy); }
  /// Some element, or the one that \p By tells.
  PlaceID element(Value By = Value::unknown()) {
    return L.element(P, valueType(), By);
  }
  /// Element \p I of a pair or tuple, alternative \p I of a variant.
  PlaceID part(unsigned I, clang::QualType T);

  void destroy();
  void copyFrom(PlaceID Src, bool Move);
  void assignFrom(PlaceID Src, bool Move);
  /// Makes a pair or tuple of another one, part by part. False if it is not.
  bool convertFrom(const clang::Expr *Arg);
  void makeEmpty(); ///< default construction
  void reset();     ///< of an optional: its value ends
  void destroyElements();
  /// Calls the deleter on \p Pointer, if it is not null.
  void deletePointer(Value Pointer);
  /// Moves the old pointer out, stores \p New, deletes the old.
  void resetPointer(Value New);

  // A variant: LowerStdVariant.cpp.
  /// Visits those of the alternatives that are \p Wanted, each where \p Index
  /// says that it is the one; all paths meet again.
  void forEachAlternative(
      PlaceID Index, llvm::function_ref<bool(clang::QualType)> Wanted,
      llvm::function_ref<void(PlaceID, clang::QualType, unsigned)> Visit);
  void destroyAlternative();
  void copyAlternative(StdObject &From, bool Move);
  void constructVariant(llvm::ArrayRef<const clang::Expr *> Args,
                        clang::SourceLocation Loc);
  void assignToVariant(const clang::Expr *Arg, clang::SourceLocation Loc);
  /// Makes alternative \p I of \p Args; what none is chosen for escapes.
  void emplaceAlternative(std::optional<unsigned> I,
                          llvm::ArrayRef<const clang::Expr *> Args,
                          clang::SourceLocation Loc);
  /// Which one the template arguments of `get<I>` or `get<T>` name.
  std::optional<unsigned>
  alternativeOf(llvm::ArrayRef<clang::TemplateArgument> Given) const;
  static llvm::ArrayRef<clang::TemplateArgument>
  templateArgumentsOf(const clang::CXXRecordDecl *Tag);

  /// The one of the elements, if \p Elements is set.
  void forEachPart(
      llvm::function_ref<void(PlaceID, clang::QualType, unsigned)> Visit);
};

struct StdCall {
  FunctionLowering &L;
  const clang::CallExpr *E;
  const clang::FunctionDecl *D;
  llvm::ArrayRef<const clang::Expr *> Args;
  Slot S;
  Value Result = Value::unknown();

  llvm::StringRef name() const;
  bool isOperator(clang::OverloadedOperatorKind Op) const {
    return D->getOverloadedOperator() == Op;
  }

  // Calls on an object; false: not known.
  bool onObject(StdObject &O);
  bool onUniquePtr(StdObject &O);
  bool onSharedPtr(StdObject &O);
  bool onOptional(StdObject &O);
  bool onParts(StdObject &O);
  bool onVariant(StdObject &O);
  bool onArray(StdObject &O);
  bool onAtomic(StdObject &O);
  /// The value of an atomic in a temporary of its own: a later write must not
  /// change the result.
  Value valueBefore(StdObject &O);
  /// `a.compare_exchange_strong(expected, desired)`.
  Value compareExchange(StdObject &O);
  bool onContainer(StdObject &O);
  bool onIterator(StdObject &O);
  bool onFree();
  bool onFreeOfOptional();
  bool onFreeOfVariant();
  bool onForEach();
  bool onEraseIf();
  bool asksOutcome(StdObject &O);
  bool insertAsked(StdObject &O, PlaceID New, Value Key);
  struct PerElement;
  void emitRounds(ir::BlockID Head, ir::BlockID Body, ir::BlockID Done);
  bool onMake();
  /// \p O and what \p Other denotes, an object of the same type, change places.
  bool swapWith(StdObject &O, const clang::Expr *Other);

  /// The call's result is a reference or pointer to \p P.
  bool giveReference(PlaceID P) {
    Result = L.addressOf(P);
    return true;
  }
  bool give(Value V) {
    Result = V;
    return true;
  }
  /// The result is an object equal to that at \p P.
  bool giveCopy(PlaceID P, clang::QualType T, bool Move);
  /// An iterator to an element of \p O, or past its end.
  bool giveIterator(StdObject &O);
  bool giveUnknown();
  void giveNode(StdObject &O);
  bool takeFrom(StdObject &O);
  /// What \p Arg denotes, or leads to, goes where nobody follows.
  void escapeArgument(const clang::Expr *Arg);
  /// Puts what lies from \p First to \p Last into \p O.
  void insertRange(StdObject &O, const clang::Expr *First,
                   const clang::Expr *Last);
  /// Evaluates what is not used.
  void evaluate(llvm::ArrayRef<const clang::Expr *> Rest);
  /// The value of a scalar argument that is taken by reference or value.
  Value scalar(const clang::Expr *Arg) { return L.emitScalar(Arg); }
};

/// Constructs a \p T at \p Dst from \p Args, as the library's emplace does.
/// False if it cannot be told how; then nothing has been evaluated.
bool emitEmplaced(FunctionLowering &L, PlaceID Dst, clang::QualType T,
                  llvm::ArrayRef<const clang::Expr *> Args,
                  clang::SourceLocation Loc);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_STDCALL_H
