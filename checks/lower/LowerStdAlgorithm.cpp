//===- LowerStdAlgorithm.cpp - Algorithms that call back per element ------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An algorithm that calls what it is given once for each element is the loop
// that it stands for.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

/// What an algorithm calls: a lambda, or a function of one parameter.
struct StdCall::PerElement {
  const CXXMethodDecl *Op = nullptr; ///< of a lambda
  PlaceID Object;                    ///< the same
  Value Function;                    ///< of a function
  QualType Parameter;                ///< null: nobody knows what is called

  PerElement(FunctionLowering &L, const Expr *Callee) {
    const FunctionProtoType *Proto = nullptr;
    if (isScalar(Callee->getType())) {
      Function = L.emitScalar(Callee);
      QualType Of = Callee->getType();
      if (Of->isPointerType())
        Of = Of->getPointeeType();
      if (Function.Which == Value::Kind::Function)
        Proto = Of->getAs<FunctionProtoType>();
    } else {
      const CXXRecordDecl *R = classOf(Callee->getType());
      Object = L.materialize(Callee);
      if (R && R->isLambda())
        Op = R->getLambdaCallOperator();
      if (Object && Op && !Op->isTemplated())
        Proto = Op->getType()->getAs<FunctionProtoType>();
    }
    if (Proto && Proto->getNumParams() == 1)
      Parameter = Proto->getParamType(0);
  }

  void call(FunctionLowering &L, PlaceID Item, PlaceID Result = {}) {
    const Value Argument =
        Parameter->isReferenceType() ? L.addressOf(Item) : L.load(Item);
    if (Op)
      L.callFunction(L.M.function(Op), {L.addressOf(Object), Argument}, Result);
    else
      L.callFunction(Function.Function, {Argument}, Result);
  }
};

/// Opens a loop that may have any number of rounds; leaves in \p Body.
void StdCall::emitRounds(BlockID Head, BlockID Body, BlockID Done) {
  L.enterFromHere(Head);
  ir::Edge Edges[2];
  Edges[0].To = Body;
  Edges[1].To = Done;
  if (L.reachable())
    L.B.branchEdges(Edges);
  L.enter(Body);
}

/// for (auto &x : range) f(x)
bool StdCall::onForEach() {
  if (Args.size() != 3)
    return false;
  PlaceID At = L.materialize(Args[0]);
  evaluate(Args[1]);
  PerElement Each(L, Args[2]);
  if (!At)
    return giveUnknown();
  if (Each.Parameter.isNull()) {
    L.escape(L.load(At), "for_each");
    return giveUnknown();
  }
  PlaceID Item =
      Args[0]->getType()->isPointerType()
          ? L.deref(L.load(At), Args[0]->getType()->getPointeeType())
          : L.deref(L.load(L.field(At, "at", L.Ctx.VoidPtrTy)),
                    Each.Parameter.getNonReferenceType());
  BlockID Head = L.B.newBlock(), Body = L.B.newBlock(), Done = L.B.newBlock();
  emitRounds(Head, Body, Done);
  Each.call(L, Item);
  L.jump(Head);
  L.enter(Done);
  return giveUnknown();
}

/// std::erase_if(c, f): for (auto &x : c) if (f(x)) c.erase(x)
bool StdCall::onEraseIf() {
  if (Args.size() != 2)
    return false;
  const CXXRecordDecl *R = classOf(Args[0]->getType());
  PlaceID P = L.emitPlace(Args[0]);
  PerElement Each(L, Args[1]);
  if (!P || !isContainer(libraryType(R)))
    return giveUnknown();
  StdObject O(L, P, R);
  if (Each.Parameter.isNull()) {
    L.escape(L.load(O.element()), "erase_if");
    return giveUnknown();
  }
  BlockID Head = L.B.newBlock(), Body = L.B.newBlock(), Erase = L.B.newBlock(),
          Done = L.B.newBlock();
  emitRounds(Head, Body, Done);
  L.at(E->getExprLoc());
  PlaceID Goes = L.temp(L.Ctx.BoolTy);
  Each.call(L, O.element(), Goes);
  L.branchOn(L.load(Goes), ir::CompareOp::NE, Value::constant(0), Erase, Head);
  L.enter(Erase);
  L.at(E->getExprLoc());
  O.destroyElements();
  if (L.reachable() && lower::valueType(O.valueType()) != ir::ValueType::Other)
    L.B.erase(O.P, L.addressOf(O.element()), Value());
  L.jump(Head);
  L.enter(Done);
  return giveUnknown();
}

} // namespace fdtidy::lower
