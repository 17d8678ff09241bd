//===- LowerStdAtomic.cpp - std::atomic by its value ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An atomic number or pointer is `.atomic::`, read and written like a plain one: what
// another thread does to it between two steps is as little known as of any other
// memory that threads share.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace fdtidy::lower {

Value StdCall::valueBefore(StdObject &O) {
  PlaceID Old = L.temp(O.valueType());
  L.assign(Old, L.load(O.value()));
  return L.load(Old);
}

/// The weak one may fail though both are equal; who calls it tries again.
Value StdCall::compareExchange(StdObject &O) {
  PlaceID Expected = L.emitPlace(Args[0]);
  const Value Desired = L.emitScalar(Args[1]);
  L.at(E->getExprLoc());
  PlaceID Result = L.temp(L.Ctx.BoolTy);
  if (!Expected || !L.reachable())
    return Value::unknown();
  BlockID Equal = L.B.newBlock(), Other = L.B.newBlock(),
          Done = L.B.newBlock();
  L.branchOn(L.load(O.value()), ir::CompareOp::EQ, L.load(Expected), Equal,
             Other);
  L.enter(Equal);
  L.assign(O.value(), Desired);
  L.assign(Result, Value::constant(1));
  L.jump(Done);
  L.enter(Other);
  L.assign(Expected, L.load(O.value()));
  L.assign(Result, Value::constant(0));
  L.jump(Done);
  L.enter(Done);
  return L.load(Result);
}

bool StdCall::onAtomic(StdObject &O) {
  if (!isScalar(O.valueType()))
    return false;
  if (isa<CXXConversionDecl>(D))
    return give(valueBefore(O));
  if (isOperator(OO_Equal) && Args.size() == 1) {
    const Value New = L.emitScalar(Args[0]);
    L.at(E->getExprLoc());
    L.assign(O.value(), New);
    return give(New);
  }
  if (D->isOverloadedOperator()) { // ++, +=, |= and the like
    evaluate(Args);
    L.assign(O.value(), Value::unknown());
    return giveUnknown();
  }
  enum Name { None, Load, Store, Exchange, Compare, Compute };
  switch (llvm::StringSwitch<Name>(name())
              .Case("load", Load)
              .Case("store", Store)
              .Case("exchange", Exchange)
              .Case("compare_exchange_strong", Compare)
              .Case("compare_exchange_weak", Compare)
              .StartsWith("fetch_", Compute)
              .Default(None)) {
  case None: // wait, notify_one, is_lock_free
    return false;
  case Load:
    return give(valueBefore(O));
  case Store:
  case Exchange: {
    if (Args.empty())
      return false;
    const Value New = L.emitScalar(Args[0]);
    L.at(E->getExprLoc());
    const Value Old =
        D->getReturnType()->isVoidType() ? Value::unknown() : valueBefore(O);
    L.assign(O.value(), New);
    return give(Old);
  }
  case Compare:
    return Args.size() >= 2 && give(compareExchange(O));
  case Compute:
    evaluate(Args);
    L.assign(O.value(), Value::unknown());
    return giveUnknown();
  }
  return false;
}

} // namespace fdtidy::lower
