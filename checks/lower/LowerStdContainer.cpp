//===- LowerStdContainer.cpp - Calls on arrays, containers, iterators -----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace fdtidy::lower {

bool StdCall::onArray(StdObject &O) {
  StringRef N = name();
  QualType T = O.valueType();
  if ((isOperator(OO_Subscript) || N == "at") && Args.size() == 1) {
    Value I = L.emitScalar(Args[0]);
    return giveReference(L.indexOf(O.P, I, T));
  }
  if (N == "data" || N == "begin" || N == "cbegin")
    return give(L.addressOf(O.P));
  if (N == "front")
    return giveReference(L.indexOf(O.P, Value::constant(0), T));
  if (N == "back") {
    const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(O.R);
    const int64_t Size =
        Spec ? int64_t(Spec->getTemplateArgs()[1].getAsIntegral()
                           .getLimitedValue())
             : 0;
    return giveReference(L.indexOf(
        O.P, Size ? Value::constant(Size - 1) : Value::unknown(), T));
  }
  if (N == "fill" && Args.size() == 1) {
    PlaceID Value = L.materialize(Args[0]);
    O.forEachPart([&](PlaceID Part, QualType, unsigned) {
      L.assign(Part, L.load(Value));
    });
    return giveUnknown();
  }
  if (isOperator(OO_Equal) && Args.size() == 1) {
    const bool Move = !Args[0]->isLValue();
    PlaceID Src = L.emitPlace(Args[0]);
    O.assignFrom(Src, Move);
    return giveReference(O.P);
  }
  if (N == "swap" && Args.size() == 1)
    return swapWith(O, Args[0]);
  return false;
}

void StdCall::escapeArgument(const Expr *Arg) {
  if (isScalar(Arg->getType()))
    return L.escape(L.emitScalar(Arg), "container");
  if (PlaceID P = L.materialize(Arg))
    L.escape(L.load(P), "container");
}

void StdCall::insertRange(StdObject &O, const Expr *First, const Expr *Last) {
  if (libraryType(First->getType()) != LibraryType::Iterator) {
    escapeArgument(First); // a pointer into an array
    return evaluate(Last);
  }
  PlaceID It = L.materialize(First);
  evaluate(Last);
  QualType T = O.valueType();
  if (It && L.reachable() && lower::valueType(T) != ir::ValueType::Other)
    L.B.insert(O.P,
               L.load(L.deref(L.load(L.field(It, "at", L.Ctx.VoidPtrTy)), T)));
}

/// splice(position, from, ...) and merge(from): elements of the one container are
/// the other's. False if it is not told from which.
bool StdCall::takeFrom(StdObject &O) {
  const Expr *From = nullptr;
  for (const Expr *Arg : Args)
    if (libraryType(Arg->getType().getNonReferenceType()) == O.Kind && !From)
      From = Arg;
  if (!From ||
      lower::valueType(O.valueType()) == ir::ValueType::Other)
    return false;
  PlaceID Source;
  for (const Expr *Arg : Args)
    if (Arg == From)
      Source = L.emitPlace(Arg);
    else
      evaluate(Arg);
  if (!Source || !L.reachable())
    return true;
  StdObject Old(L, Source, classOf(From->getType()));
  L.at(E->getExprLoc());
  L.B.insert(O.P, L.load(Old.element()));
  L.B.erase(Source, L.addressOf(Old.element()));
  return true;
}

/// What extract() gives: some element, if there was one, in a node of its own.
void StdCall::giveNode(StdObject &O) {
  const CXXRecordDecl *R = classOf(E->getType());
  if (!S.Into || !L.reachable() || libraryType(R) != LibraryType::Optional) {
    L.escape(L.load(O.element()), "extracted element");
    giveUnknown();
    return;
  }
  StdObject Node(L, S.Into, R);
  L.moveOver(Node.value(), O.element());
  L.assign(Node.has(), Value::unknown());
  give(L.load(S.Into));
}

bool StdCall::onContainer(StdObject &O) {
  enum Name {
    None, Insert, Emplace, TryEmplace, Erase, Clear, Front, Ends, Data, Swap,
    At, Pop, Extract
  };
  const Name Which =
      isOperator(OO_Subscript)
          ? At
          : llvm::StringSwitch<Name>(name())
                .Case("push_back", Insert)
                .Case("push_front", Insert)
                .Case("push", Insert)
                .Case("insert", Insert)
                .Case("emplace_back", Emplace)
                .Case("emplace_front", Emplace)
                .Case("emplace", Emplace)
                .Case("emplace_hint", TryEmplace)
                .Case("try_emplace", TryEmplace)
                .Case("insert_or_assign", TryEmplace)
                .Case("erase", Erase)
                .Case("extract", Extract)
                .Case("pop_back", Pop)
                .Case("pop_front", Pop)
                .Case("pop", Pop)
                .Case("clear", Clear)
                .Case("front", Front)
                .Case("back", Front)
                .Case("top", Front)
                .Case("begin", Ends)
                .Case("end", Ends)
                .Case("cbegin", Ends)
                .Case("cend", Ends)
                .Case("rbegin", Ends)
                .Case("rend", Ends)
                .Case("find", Ends)
                .Case("lower_bound", Ends)
                .Case("upper_bound", Ends)
                .Case("equal_range", Ends)
                .Case("data", Data)
                .Case("swap", Swap)
                .Case("at", At)
                .Default(None);
  QualType T = O.valueType();
  const bool Follows = lower::valueType(T) != ir::ValueType::Other;
  bool Asked = false;
  auto InsertNew = [&](llvm::ArrayRef<const Expr *> From, Value Key) {
    if (!Follows)
      return evaluate(From);
    if (isScalar(T) && From.size() == 1 && isScalar(From[0]->getType())) {
      Value V = L.emitScalar(From[0]);
      L.at(E->getExprLoc());
      if (L.reachable())
        L.B.insert(O.P, V, Key);
      return;
    }
    PlaceID New = L.temp(T);
    emitEmplaced(L, New, T, From, E->getExprLoc());
    L.at(E->getExprLoc());
    if (asksOutcome(O))
      return (void)(Asked = insertAsked(O, New, Key));
    if (L.reachable())
      L.B.insert(O.P, L.load(New), Key);
  };
  switch (Which) {
  case None:
    break;
  case Insert: {
    llvm::ArrayRef<const Expr *> From = Args;
    auto IsIterator = [&](unsigned I) {
      return libraryType(From[I]->getType()) == LibraryType::Iterator ||
             From[I]->getType()->isPointerType();
    };
    // insert(position, first, last), insert(position, value),
    // insert(first, last), insert({...})
    if (From.size() == 3 && IsIterator(1) && IsIterator(2)) {
      evaluate(From[0]);
      insertRange(O, From[1], From[2]);
      return giveIterator(O);
    }
    if (From.size() == 2 && IsIterator(0)) {
      if (IsIterator(1) &&
          L.Ctx.hasSameUnqualifiedType(From[0]->getType(), From[1]->getType()) &&
          !L.Ctx.hasSameUnqualifiedType(From[1]->getType(), T)) {
        insertRange(O, From[0], From[1]);
        return giveIterator(O);
      }
      evaluate(From[0]);
      From = From.drop_front();
    }
    if (From.size() == 1 &&
        libraryType(From[0]->getType()) == LibraryType::InitializerList) {
      if (From[0]->isPRValue())
        L.emitInto(From[0], O.P);
      else
        evaluate(From);
      return giveUnknown();
    }
    if (From.size() == 1 && libraryType(T) != LibraryType::Optional) {
      const CXXRecordDecl *R = classOf(From[0]->getType());
      if (libraryType(R) == LibraryType::Optional) { // extract() gave it
        StdObject Node(L, L.materialize(From[0]), R);
        L.at(E->getExprLoc());
        if (Node.P && L.reachable() && Follows && Node.isNodeHandle()) {
          L.B.insert(O.P, L.load(Node.value()));
          L.assign(Node.has(), Value::constant(0));
        }
        return giveUnknown();
      }
    }
    if (From.size() != 1) {
      for (const Expr *Arg : From) // (position, count, value)
        escapeArgument(Arg);
      return giveIterator(O);
    }
    InsertNew(From, Value());
    return Asked || giveIterator(O);
  }
  case Emplace:
    InsertNew(Args, Value());
    if (Asked)
      return true;
    if (E->isGLValue()) // emplace_back gives a reference
      return giveReference(O.element());
    return giveIterator(O);
  case TryEmplace: {
    // (key, what the mapped value is made of)
    if (!Follows || Args.empty() || libraryType(T) != LibraryType::Pair ||
        name() == "emplace_hint") {
      evaluate(Args);
      return giveIterator(O);
    }
    const CXXRecordDecl *PairType = classOf(T);
    PlaceID New = L.temp(T);
    StdObject Pair(L, New, PairType);
    auto Types = templateArguments(PairType);
    emitEmplaced(L, Pair.part(0, Types[0]), Types[0], Args[0],
                 E->getExprLoc());
    emitEmplaced(L, Pair.part(1, Types[1]), Types[1], Args.drop_front(),
                 E->getExprLoc());
    L.at(E->getExprLoc());
    const Value Key = L.load(Pair.part(0, Types[0]));
    if (name() == "try_emplace" && asksOutcome(O))
      return insertAsked(O, New, Key);
    if (L.reachable())
      L.B.insert(O.P, L.load(New), Key);
    return giveIterator(O);
  }
  case Erase:
  case Extract: {
    Value Element, Key;
    if (Args.size() == 1 || Args.size() == 2) {
      if (libraryType(Args[0]->getType()) == LibraryType::Iterator) {
        PlaceID It = L.materialize(Args[0]);
        Element = L.load(L.field(It, "at", L.Ctx.VoidPtrTy));
      } else if (isScalar(Args[0]->getType())) {
        Key = L.emitScalar(Args[0]);
      } else {
        evaluate(Args[0]);
      }
      evaluate(Args.drop_front());
    } else {
      evaluate(Args);
    }
    L.at(E->getExprLoc());
    if (Which == Extract)
      giveNode(O);
    else
      O.destroyElements();
    if (L.reachable() && Follows)
      L.B.erase(O.P, Element, Key);
    return Which == Extract || giveIterator(O);
  }
  case Pop:
    O.destroyElements();
    if (L.reachable() && Follows)
      L.B.erase(O.P, L.addressOf(O.element()));
    return giveUnknown();
  case Clear:
    O.destroyElements();
    if (L.reachable() && Follows)
      L.B.clear(O.P);
    return giveUnknown();
  case Front:
    return giveReference(O.element());
  case Ends:
    evaluate(Args);
    return giveIterator(O);
  case Data:
    return give(L.addressOf(O.element()));
  case Swap:
    return Args.size() == 1 && swapWith(O, Args[0]);
  case At: {
    Value Key = Value::unknown();
    if (Args.size() == 1 && isScalar(Args[0]->getType()))
      Key = L.emitScalar(Args[0]);
    else
      evaluate(Args);
    PlaceID Element = O.element(Key);
    if (O.Kind != LibraryType::Keyed || libraryType(T) != LibraryType::Pair)
      return giveReference(Element);
    const CXXRecordDecl *Pair = classOf(T);
    if (isOperator(OO_Subscript) && Key.isPlace() && L.reachable() &&
        lower::valueType(templateArgument(Pair, 0)) == ir::ValueType::Int)
      L.B.key(L.field(Element, "first", templateArgument(Pair, 0)), Key.Place);
    return giveReference(
        L.field(Element, "second", templateArgument(Pair, 1)));
  }
  }
  if (isOperator(OO_Equal) && Args.size() == 1) {
    if (libraryType(Args[0]->getType()) == O.Kind) {
      const bool Move = !Args[0]->isLValue();
      PlaceID Src = L.emitPlace(Args[0]);
      L.at(E->getBeginLoc());
      O.assignFrom(Src, Move);
    } else {
      O.destroyElements();
      if (L.reachable())
        L.B.clear(O.P);
      if (libraryType(Args[0]->getType()) == LibraryType::InitializerList &&
          Args[0]->isPRValue())
        L.emitInto(Args[0], O.P);
      else
        evaluate(Args);
    }
    return giveReference(O.P);
  }
  if (name() == "splice" || name() == "splice_after" || name() == "merge")
    if (takeFrom(O))
      return giveUnknown();
  // assign, resize, append_range, ...
  if (const auto *Method = dyn_cast<CXXMethodDecl>(D);
      Method && !Method->isConst()) {
    for (const Expr *Arg : Args)
      escapeArgument(Arg);
    return giveUnknown();
  }
  return false;
}

bool StdCall::onIterator(StdObject &O) {
  PlaceID At = L.field(O.P, "at", L.Ctx.VoidPtrTy);
  switch (D->getOverloadedOperator()) {
  case OO_Star:
  case OO_Arrow:
    return give(L.load(At));
  case OO_Subscript:
    evaluate(Args);
    return give(L.load(At));
  case OO_PlusPlus:
  case OO_MinusMinus:
    if (!E->isGLValue() && S.Into)
      L.assign(L.field(S.Into, "at", L.Ctx.VoidPtrTy), L.load(At));
    L.assign(At, L.load(At)); // another element, by the same summary
    if (E->isGLValue())
      return giveReference(O.P);
    return S.Into ? give(L.load(S.Into)) : giveUnknown();
  case OO_PlusEqual:
  case OO_MinusEqual:
    evaluate(Args);
    L.assign(At, L.load(At));
    return giveReference(O.P);
  case OO_Plus:
  case OO_Minus:
    evaluate(Args);
    if (!S.Into)
      return giveUnknown();
    L.assign(L.field(S.Into, "at", L.Ctx.VoidPtrTy), L.load(At));
    return give(L.load(S.Into));
  case OO_Equal: {
    PlaceID Src = L.emitPlace(Args[0]);
    L.assign(At, L.load(L.field(Src, "at", L.Ctx.VoidPtrTy)));
    return giveReference(O.P);
  }
  default:
    return false;
  }
}

} // namespace fdtidy::lower
