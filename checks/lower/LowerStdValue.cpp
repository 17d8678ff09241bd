//===- LowerStdValue.cpp - Calls on smart pointers, optionals, tuples -----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

bool StdCall::onUniquePtr(StdObject &O) {
  StringRef N = name();
  switch (D->getOverloadedOperator()) {
  case OO_Star:
    return give(L.load(O.pointer())); // the reference that it is
  case OO_Arrow:
    return give(L.load(O.pointer()));
  case OO_Subscript: {
    Value I = L.emitScalar(Args[0]);
    return giveReference(
        L.indexOf(L.deref(L.load(O.pointer()), O.valueType()), I,
                  O.valueType()));
  }
  case OO_Equal: {
    const LibraryType From = libraryType(Args[0]->getType());
    if (From == LibraryType::UniquePtr) {
      PlaceID Src = L.emitPlace(Args[0]);
      L.at(E->getBeginLoc());
      O.assignFrom(Src, true);
    } else { // nullptr
      L.emitIgnored(Args[0]);
      L.at(E->getBeginLoc());
      O.resetPointer(Value::constant(0));
    }
    return giveReference(O.P);
  }
  default:
    break;
  }
  if (isa<CXXConversionDecl>(D)) {
    PlaceID R = L.temp(L.Ctx.BoolTy);
    L.compute(R, L.load(O.pointer()), ir::BinaryOp::NE, Value::constant(0));
    return give(L.load(R));
  }
  if (N == "get")
    return give(L.load(O.pointer()));
  if (N == "release") {
    PlaceID Old = S.Into ? S.Into : L.temp(O.pointerType());
    L.assign(Old, L.load(O.pointer()));
    L.assign(O.pointer(), Value::constant(0));
    return give(L.load(Old));
  }
  if (N == "reset") {
    Value New = Args.empty() || isa<CXXDefaultArgExpr>(Args[0])
                    ? Value::constant(0)
                    : L.emitScalar(Args[0]);
    L.at(E->getExprLoc());
    O.resetPointer(New);
    return giveUnknown();
  }
  if (N == "get_deleter")
    return giveReference(O.deleter());
  if (N == "swap" && Args.size() == 1) {
    PlaceID Other = L.emitPlace(Args[0]);
    if (!Other)
      return giveUnknown();
    StdObject B(L, Other, O.R);
    PlaceID T = L.temp(O.pointerType());
    L.assign(T, L.load(O.pointer()));
    L.assign(O.pointer(), L.load(B.pointer()));
    L.assign(B.pointer(), L.load(T));
    return giveUnknown();
  }
  return false;
}

/// shared_ptr, weak_ptr and reference_wrapper: what they point to is not ours.
bool StdCall::onSharedPtr(StdObject &O) {
  StringRef N = name();
  switch (D->getOverloadedOperator()) {
  case OO_Star:
  case OO_Arrow:
    return give(L.load(O.pointer()));
  case OO_Equal: {
    const LibraryType From = libraryType(Args[0]->getType());
    PlaceID Src = L.emitPlace(Args[0]);
    if (From == O.Kind && Src)
      O.copyFrom(Src, false);
    else if (O.Kind == LibraryType::SharedPtr)
      L.assign(O.pointer(), Value::unknown());
    return giveReference(O.P);
  }
  default:
    break;
  }
  if (isa<CXXConversionDecl>(D)) {
    if (O.Kind == LibraryType::ReferenceWrapper)
      return give(L.load(O.pointer()));
    PlaceID R = L.temp(L.Ctx.BoolTy);
    L.compute(R, L.load(O.pointer()), ir::BinaryOp::NE, Value::constant(0));
    return give(L.load(R));
  }
  if (N == "get")
    return give(L.load(O.pointer()));
  if (N == "reset") {
    Value New = Value::constant(0);
    if (!Args.empty() && !isa<CXXDefaultArgExpr>(Args[0])) {
      New = L.emitScalar(Args[0]);
      L.escape(New, "shared_ptr");
      evaluate(Args.drop_front());
    }
    L.assign(O.pointer(), New);
    return giveUnknown();
  }
  if (N == "lock" && S.Into) {
    L.assign(L.field(S.Into, "ptr", O.pointerType()), L.load(O.pointer()));
    return give(L.load(S.Into));
  }
  return false;
}

bool StdCall::onOptional(StdObject &O) {
  StringRef N = name();
  if (O.Kind == LibraryType::Unexpected)
    return N == "error" &&
           giveReference(L.field(O.P, "err", templateArgument(O.R, 0)));
  switch (D->getOverloadedOperator()) {
  case OO_Star:
    return giveReference(O.value());
  case OO_Arrow:
    return give(L.addressOf(O.value()));
  case OO_Equal: {
    QualType From = Args[0]->getType();
    const CXXRecordDecl *C = classOf(From);
    const LibraryType Kind = libraryType(C);
    if (C && isInStd(C) && C->getIdentifier() && C->getName() == "nullopt_t") {
      L.at(E->getBeginLoc());
      O.reset();
    } else if (Kind == O.Kind &&
               !L.Ctx.hasSameUnqualifiedType(From, O.valueType())) {
      const bool Move = !Args[0]->isLValue();
      PlaceID Src = L.emitPlace(Args[0]);
      L.at(E->getBeginLoc());
      O.assignFrom(Src, Move);
    } else if (Kind == LibraryType::Unexpected) {
      PlaceID Src = L.emitPlace(Args[0]);
      O.reset();
      QualType Err = templateArgument(O.R, 1);
      L.copyRecord(O.error(), L.field(Src, "err", Err), Err, true);
    } else {
      // Assigning to a full optional and filling an empty one differ only in
      // what becomes of the old value; here it ends first.
      PlaceID New = L.temp(O.valueType());
      emitEmplaced(L, New, O.valueType(), Args, E->getExprLoc());
      L.at(E->getBeginLoc());
      O.reset();
      L.moveOver(O.value(), New);
      L.assign(O.has(), Value::constant(1));
    }
    return giveReference(O.P);
  }
  default:
    break;
  }
  if (isa<CXXConversionDecl>(D) || N == "has_value")
    return give(L.load(O.has()));
  if (O.isNodeHandle()) {
    if (N == "empty") {
      PlaceID Empty = L.temp(L.Ctx.BoolTy);
      L.compute(Empty, L.load(O.has()), ir::BinaryOp::EQ, Value::constant(0));
      return give(L.load(Empty));
    }
    const CXXRecordDecl *Pair = classOf(O.valueType());
    if (N == "key")
      return giveReference(
          L.field(O.value(), "first", templateArgument(Pair, 0)));
    if (N == "mapped")
      return giveReference(
          L.field(O.value(), "second", templateArgument(Pair, 1)));
    if (N == "value")
      return giveReference(O.value());
  }
  if (N == "value") {
    if (L.M.options().Exceptions && L.reachable()) {
      BlockID Throw = L.B.newBlock(), Some = L.B.newBlock();
      L.branchOn(L.load(O.has()), ir::CompareOp::NE, Value::constant(0), Some,
                 Throw);
      L.enter(Throw);
      BlockID Unwind = L.unwindTarget();
      if (O.Kind == LibraryType::Optional)
        L.B.raise({"std::bad_optional_access", "std::exception"}, Unwind);
      else
        L.B.raise({"std::bad_expected_access", "std::exception"}, Unwind);
      L.B.unreachable();
      L.enter(Some);
    }
    return giveReference(O.value());
  }
  if (N == "error")
    return giveReference(O.error());
  if (N == "reset") {
    O.reset();
    return giveUnknown();
  }
  if (N == "emplace") {
    O.reset();
    emitEmplaced(L, O.value(), O.valueType(), Args, E->getExprLoc());
    L.assign(O.has(), Value::constant(1));
    return giveReference(O.value());
  }
  if (N == "value_or" && Args.size() == 1) {
    QualType T = O.valueType();
    PlaceID Out = S.Into ? S.Into : L.temp(T);
    BlockID Some = L.B.newBlock(), None = L.B.newBlock(),
            Done = L.B.newBlock();
    PlaceID Else = L.temp(T);
    emitEmplaced(L, Else, T, Args, E->getExprLoc());
    L.branchOn(L.load(O.has()), ir::CompareOp::NE, Value::constant(0), Some,
               None);
    L.enter(Some);
    if (isScalar(T))
      L.assign(Out, L.load(O.value()));
    else
      L.copyRecord(Out, O.value(), T, false);
    L.jump(Done);
    L.enter(None);
    L.moveOver(Out, Else);
    L.jump(Done);
    L.enter(Done);
    return give(L.load(Out));
  }
  if (N == "swap" && Args.size() == 1)
    return swapWith(O, Args[0]);
  return false;
}

/// `o == std::nullopt`, `p != nullptr`: operators of the library.
bool StdCall::onFreeOfOptional() {
  if (Args.size() != 2)
    return false;
  auto IsEmpty = [&](const Expr *Arg) {
    const CXXRecordDecl *C = classOf(Arg->getType());
    return Arg->getType()->isNullPtrType() ||
           (C && isInStd(C) && C->getIdentifier() &&
            C->getName() == "nullopt_t");
  };
  const Expr *Object = Args[0], *Other = Args[1];
  if (IsEmpty(Object))
    std::swap(Object, Other);
  if (!IsEmpty(Other))
    return false;
  const CXXRecordDecl *R = classOf(Object->getType());
  const LibraryType Kind = libraryType(R);
  if (Kind != LibraryType::Optional && Kind != LibraryType::UniquePtr &&
      Kind != LibraryType::SharedPtr)
    return false;
  PlaceID P = L.emitPlace(Object);
  if (!P)
    return giveUnknown();
  StdObject O(L, P, R);
  PlaceID Result = L.temp(L.Ctx.BoolTy);
  L.compute(Result,
            L.load(Kind == LibraryType::Optional ? O.has() : O.pointer()),
            isOperator(OO_EqualEqual) ? ir::BinaryOp::EQ : ir::BinaryOp::NE,
            Value::constant(0));
  return give(L.load(Result));
}

bool StdCall::onParts(StdObject &O) {
  if (isOperator(OO_Equal) && Args.size() == 1) {
    const CXXRecordDecl *From = classOf(Args[0]->getType());
    const bool Move = !Args[0]->isLValue();
    PlaceID Src = L.emitPlace(Args[0]);
    L.at(E->getBeginLoc());
    if (!Src)
      return giveReference(O.P);
    const LibraryType Kind = libraryType(From);
    if (Kind == LibraryType::Pair || Kind == LibraryType::Tuple) {
      StdObject Other(L, Src, From);
      auto Types = templateArguments(From);
      auto Mine = templateArguments(O.R);
      for (unsigned I = 0; I < Mine.size() && I < Types.size(); ++I) {
        PlaceID To = O.part(I, Mine[I]), Part = Other.part(I, Types[I]);
        if (Mine[I]->isReferenceType()) // std::tie(a, b) = f()
          To = L.deref(L.load(To), Mine[I]->getPointeeType());
        if (Types[I]->isReferenceType())
          Part = L.deref(L.load(Part), Types[I]->getPointeeType());
        const CXXRecordDecl *C = classOf(Mine[I]);
        if (!C || !L.emitAssignObject(To, Part, C, Move))
          L.assign(To, L.load(Part));
      }
    }
    return giveReference(O.P);
  }
  if (name() == "swap" && Args.size() == 1)
    return swapWith(O, Args[0]);
  return false;
}

/// make_unique, make_shared, make_optional.
bool StdCall::onMake() {
  if (!S.Into)
    return false;
  const CXXRecordDecl *R = classOf(E->getType());
  StdObject O(L, S.Into, R);
  QualType T = O.valueType();
  if (O.Kind == LibraryType::Optional) {
    emitEmplaced(L, O.value(), T, Args, E->getExprLoc());
    L.assign(O.has(), Value::constant(1));
    return give(L.load(S.Into));
  }
  if (O.Kind != LibraryType::UniquePtr && O.Kind != LibraryType::SharedPtr)
    return false;
  if (!L.reachable())
    return giveUnknown();
  PlaceID P = L.temp(O.pointerType());
  std::string Record;
  if (ir::RecordID ID = L.M.record(recordOf(T)))
    Record = L.B.module().text(L.B.module().at(ID).Name).str();
  L.B.alloc(P, Record, "new");
  QualType Whole = templateArgument(R, 0);
  if (!Whole.isNull() && Whole->isArrayType()) {
    evaluate(Args);
  } else {
    emitEmplaced(L, L.deref(L.load(P), T), T, Args, E->getExprLoc());
  }
  L.at(E->getExprLoc());
  L.assign(O.pointer(), L.load(P));
  if (O.Kind == LibraryType::SharedPtr)
    L.escape(L.load(P), "shared_ptr");
  return give(L.load(S.Into));
}

} // namespace fdtidy::lower
