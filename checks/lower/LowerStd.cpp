//===- LowerStd.cpp - The C++ library by fixed field names ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Dispatches calls of the library to the files LowerStd*.cpp, and lowers its
// small free functions. The library's bodies are never looked at.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace fdtidy::lower {

StringRef StdCall::name() const {
  return D->getIdentifier() ? D->getName() : StringRef();
}

bool StdCall::giveUnknown() {
  Result = Value::unknown();
  return true;
}

void StdCall::evaluate(llvm::ArrayRef<const Expr *> Rest) {
  for (const Expr *Arg : Rest)
    L.emitIgnored(Arg);
}

bool StdCall::giveCopy(PlaceID P, QualType T, bool Move) {
  if (isScalar(T))
    return give(L.load(P));
  if (S.Into) {
    L.copyRecord(S.Into, P, T, Move);
    return give(L.load(S.Into));
  }
  return give(L.load(P));
}

bool StdCall::giveIterator(StdObject &O) {
  Value At = L.addressOf(O.element());
  QualType T = E->getType();
  if (T->isPointerType() || E->isGLValue())
    return give(At);
  if (!S.Into)
    return giveUnknown();
  // insert() and emplace() of a map give a pair of an iterator and a bool.
  PlaceID Iterator = S.Into;
  if (libraryType(T) == LibraryType::Pair)
    Iterator = L.field(S.Into, "first", templateArgument(classOf(T), 0));
  L.assign(L.field(Iterator, "at", L.Ctx.VoidPtrTy), At);
  return give(L.load(S.Into));
}

bool FunctionLowering::emitStdCall(const CallExpr *E, const FunctionDecl *D,
                                   const Expr *Object,
                                   llvm::ArrayRef<const Expr *> Args, Slot S,
                                   Value &Result) {
  StdCall Call{*this, E, D, Args, S};
  bool Known = false;
  if (Object) {
    // libc++ has members in private bases: the type is the object's own.
    const Expr *Own = Object->IgnoreParenBaseCasts();
    QualType T = Own->getType();
    const bool Arrow = T->isPointerType();
    const CXXRecordDecl *R = classOf(Arrow ? T->getPointeeType() : T);
    LibraryType Kind = libraryType(R);
    if (Kind == LibraryType::None || Kind == LibraryType::Other)
      return false;
    PlaceID P = Arrow ? deref(emitScalar(Own), T->getPointeeType())
                      : emitPlace(Own);
    at(E->getExprLoc());
    StdObject O(*this, P, R);
    Known = P && Call.onObject(O);
    if (!Known) { // borrows
      Call.evaluate(Args);
      Known = Call.giveUnknown();
    }
  } else {
    Known = Call.onFree();
  }
  if (Known)
    Result = Call.Result;
  return Known;
}

bool StdCall::onObject(StdObject &O) {
  switch (O.Kind) {
  case LibraryType::UniquePtr:
    return onUniquePtr(O);
  case LibraryType::SharedPtr:
  case LibraryType::ReferenceWrapper:
    return onSharedPtr(O);
  case LibraryType::Optional:
  case LibraryType::Expected:
  case LibraryType::Unexpected:
    return onOptional(O);
  case LibraryType::Pair:
  case LibraryType::Tuple:
    return onParts(O);
  case LibraryType::Variant:
    return onVariant(O);
  case LibraryType::Array:
    return onArray(O);
  case LibraryType::Atomic:
    return onAtomic(O);
  case LibraryType::Sequence:
  case LibraryType::Keyed:
  case LibraryType::InitializerList:
  case LibraryType::Span:
    return onContainer(O);
  case LibraryType::Iterator:
    return onIterator(O);
  case LibraryType::None:
  case LibraryType::Other:
    return false;
  }
  return false;
}

bool StdCall::onFree() {
  enum Name {
    None, Same, Address, Exchange, Swap, Get, OfVariant, Tie, MakePair, Make, Ref,
    Ends, ForEach, EraseIf, Compare
  };
  StringRef N = name();
  if (N.empty()) {
    switch (D->getOverloadedOperator()) {
    case OO_EqualEqual:
    case OO_ExclaimEqual:
      return onFreeOfOptional();
    default:
      return false;
    }
  }
  const Name Which =
      llvm::StringSwitch<Name>(N)
          .Case("move", Same)
          .Case("forward", Same)
          .Case("as_const", Same)
          .Case("move_if_noexcept", Same)
          .Case("forward_like", Same)
          .Case("to_underlying", Same)
          .Case("launder", Same)
          .Case("addressof", Address)
          .Case("__addressof", Address)
          .Case("exchange", Exchange)
          .Case("swap", Swap)
          .Case("get", Get)
          .Case("get_if", OfVariant)
          .Case("holds_alternative", OfVariant)
          .Case("tie", Tie)
          .Case("forward_as_tuple", Tie)
          .Case("make_pair", MakePair)
          .Case("make_tuple", MakePair)
          .Case("make_unique", Make)
          .Case("make_shared", Make)
          .Case("make_optional", Make)
          .Case("make_unique_for_overwrite", Make)
          .Case("make_shared_for_overwrite", Make)
          .Case("ref", Ref)
          .Case("cref", Ref)
          .Case("begin", Ends)
          .Case("end", Ends)
          .Case("cbegin", Ends)
          .Case("cend", Ends)
          .Case("data", Ends)
          .Case("for_each", ForEach)
          .Case("erase_if", EraseIf)
          .Default(None);
  switch (Which) {
  case None:
  case Compare:
    return false;
  case Same:
    if (Args.size() != 1) // std::move of a range
      return false;
    if (E->isGLValue())
      return give(L.emitReference(Args[0]));
    return give(isScalar(Args[0]->getType()) ? L.emitScalar(Args[0])
                                             : Value::unknown());
  case Address:
    return Args.size() == 1 && give(L.emitReference(Args[0]));
  case Exchange: {
    if (Args.size() != 2)
      return false;
    QualType T = Args[0]->getType();
    PlaceID P = L.emitPlace(Args[0]);
    if (isScalar(T)) {
      // The new value may be computed from the old one.
      Value New = L.emitScalar(Args[1]);
      PlaceID Old = S.Into ? S.Into : L.temp(T);
      L.at(E->getExprLoc());
      L.assign(Old, L.load(P));
      L.assign(P, New);
      return give(L.load(Old));
    }
    PlaceID New = L.temp(T);
    if (classOf(Args[1]->getType()) == classOf(T))
      L.emitInto(Args[1], New);
    else
      emitEmplaced(L, New, T, Args[1], E->getExprLoc());
    PlaceID Old = S.Into ? S.Into : L.temp(T);
    L.at(E->getExprLoc());
    L.moveOver(Old, P);
    L.moveOver(P, New);
    return give(L.load(Old));
  }
  case Swap: {
    if (Args.size() != 2)
      return false;
    QualType T = Args[0]->getType();
    PlaceID A = L.emitPlace(Args[0]), B = L.emitPlace(Args[1]);
    PlaceID Old = L.temp(T);
    L.at(E->getExprLoc());
    L.moveOver(Old, A);
    L.moveOver(A, B);
    L.moveOver(B, Old);
    return giveUnknown();
  }
  case Get: {
    if (Args.size() != 1)
      return false;
    if (onFreeOfVariant())
      return true;
    const CXXRecordDecl *R = classOf(Args[0]->getType());
    const LibraryType Kind = libraryType(R);
    const TemplateArgumentList *Given = D->getTemplateSpecializationArgs();
    if (!Given || Given->size() == 0)
      return false;
    unsigned I = 0;
    QualType T;
    const TemplateArgument &First = Given->get(0);
    auto Types = templateArguments(R);
    if (First.getKind() == TemplateArgument::Integral) {
      I = unsigned(First.getAsIntegral().getLimitedValue());
    } else if (First.getKind() == TemplateArgument::Type) {
      while (I < Types.size() &&
             !L.Ctx.hasSameType(Types[I], First.getAsType()))
        ++I;
    }
    if (Kind == LibraryType::Array)
      T = Types.empty() ? QualType() : Types[0];
    else if (I < Types.size())
      T = Types[I];
    if (T.isNull())
      return false;
    PlaceID P = L.emitPlace(Args[0]);
    if (!P)
      return giveUnknown();
    if (Kind == LibraryType::Array)
      return giveReference(L.indexOf(P, Value::constant(I), T));
    if (Kind != LibraryType::Pair && Kind != LibraryType::Tuple)
      return giveUnknown();
    StdObject O(L, P, R);
    PlaceID Part = O.part(I, T);
    if (T->isReferenceType())
      return give(L.load(Part));
    return giveReference(Part);
  }
  case OfVariant:
    return onFreeOfVariant();
  case Tie: {
    if (!S.Into)
      return false;
    StdObject O(L, S.Into, classOf(E->getType()));
    auto Types = templateArguments(O.R);
    for (unsigned I = 0; I < Args.size() && I < Types.size(); ++I)
      L.assign(O.part(I, Types[I]), L.emitReference(Args[I]));
    return give(L.load(S.Into));
  }
  case MakePair: {
    if (!S.Into)
      return false;
    StdObject O(L, S.Into, classOf(E->getType()));
    auto Types = templateArguments(O.R);
    for (unsigned I = 0; I < Args.size() && I < Types.size(); ++I) {
      if (Types[I]->isReferenceType())
        L.assign(O.part(I, Types[I]), L.emitReference(Args[I]));
      else
        emitEmplaced(L, O.part(I, Types[I]), Types[I], Args[I],
                     E->getExprLoc());
    }
    return give(L.load(S.Into));
  }
  case Make:
    return onMake();
  case Ref: {
    if (!S.Into || Args.size() != 1)
      return false;
    StdObject O(L, S.Into, classOf(E->getType()));
    L.assign(O.pointer(), L.emitReference(Args[0]));
    return give(L.load(S.Into));
  }
  case Ends: {
    if (Args.size() != 1)
      return false;
    QualType T = Args[0]->getType();
    PlaceID P = L.emitPlace(Args[0]);
    if (!P)
      return giveUnknown();
    if (T->isArrayType())
      return give(L.addressOf(P));
    StdObject O(L, P, classOf(T));
    if (O.Kind == LibraryType::Array)
      return onArray(O) || giveUnknown();
    if (isContainer(O.Kind))
      return giveIterator(O);
    return giveUnknown();
  }
  case ForEach:
    return onForEach();
  case EraseIf:
    return onEraseIf();
  }
  return false;
}

bool StdCall::swapWith(StdObject &O, const Expr *Other) {
  PlaceID There = L.emitPlace(Other);
  PlaceID Old = L.temp(typeOf(L.Ctx, O.R));
  L.moveOver(Old, O.P);
  L.moveOver(O.P, There);
  L.moveOver(There, Old);
  return giveUnknown();
}

} // namespace fdtidy::lower
