//===- LowerBuiltin.cpp - Compiler builtins, and bytes copied or set ------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace fdtidy::lower {

bool FunctionLowering::emitBuiltin(CallSite &Site, Value &Result) {
  const auto *E = cast<CallExpr>(Site.E);
  Result = Value::unknown();
  switch (E->getBuiltinCallee()) {
  case Builtin::BI__builtin_expect:
  case Builtin::BI__builtin_expect_with_probability:
  case Builtin::BI__builtin_unpredictable:
  case Builtin::BI__builtin_assume_aligned:
  case Builtin::BI__builtin_launder:
    Result = emitScalar(E->getArg(0), Site.Result);
    return true;
  case Builtin::BI__builtin_addressof:
  case Builtin::BIaddressof:
  case Builtin::BI__addressof:
    Result = emitReference(E->getArg(0));
    return true;
  case Builtin::BImove:
  case Builtin::BIforward:
  case Builtin::BIforward_like:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIas_const:
    Result = emitReference(E->getArg(0));
    return true;
  case Builtin::BI__builtin_unreachable:
    if (reachable())
      B.unreachable();
    leave();
    return true;
  case Builtin::BI__builtin_trap:
  case Builtin::BI__builtin_debugtrap:
    if (reachable()) {
      B.exit();
      B.unreachable();
    }
    leave();
    return true;
  case Builtin::BI__builtin_assume:
  case Builtin::BI__assume: {
    BlockID True = B.newBlock(), False = B.newBlock();
    emitBranch(E->getArg(0), True, False);
    enter(False);
    B.unreachable();
    enter(True);
    return true;
  }
  case Builtin::BI__builtin_constant_p:
    Result = Value::constant(0);
    return true;
  case Builtin::BI__builtin_object_size:
  case Builtin::BI__builtin_dynamic_object_size:
  case Builtin::BI__builtin_classify_type:
    return true;
  case Builtin::BI__builtin_va_start:
  case Builtin::BI__builtin_va_end:
  case Builtin::BI__builtin_va_copy:
  case Builtin::BI__va_start:
    return true;
  case Builtin::BI__builtin_memcpy:
  case Builtin::BI__builtin_memmove:
  case Builtin::BI__builtin___memcpy_chk:
  case Builtin::BI__builtin___memmove_chk:
  case Builtin::BImemcpy:
  case Builtin::BImemmove:
  case Builtin::BI__builtin_memset:
  case Builtin::BI__builtin___memset_chk:
  case Builtin::BImemset:
  case Builtin::BIbzero:
  case Builtin::BI__builtin_bzero: {
    llvm::SmallVector<const Expr *, 4> Args(E->arg_begin(), E->arg_end());
    emitArguments(Site, Args);
    emitMemoryCall(Site);
    Result = Site.Args.empty() ? Value::unknown() : Site.Args[0];
    return true;
  }
  default:
    break;
  }
  // A library function that Clang knows (printf, strlen) is called like others.
  if (Ctx.BuiltinInfo.isPredefinedLibFunction(Site.Callee->getBuiltinID()) ||
      !Site.Callee->getName().starts_with("__") ||
      M.model(Site.Callee, E->getNumArgs()))
    return false;
  if (std::optional<int64_t> C = constantOf(E)) {
    Result = Value::constant(*C);
    return true;
  }
  llvm::SmallVector<const Expr *, 4> Args(E->arg_begin(), E->arg_end());
  emitArguments(Site, Args);
  // Atomics and the like: what is pointed to is not known afterwards.
  for (const auto &[I, Arg] : llvm::enumerate(Args)) {
    if (!Arg->getType()->isPointerType() || I >= Site.Args.size())
      continue;
    QualType T = Arg->getType()->getPointeeType();
    const Value V = Site.Args[I];
    if (!T.isConstQualified() && isScalar(T) && !T->isAnyCharacterType())
      if (PlaceID P = deref(V, T))
        assign(P, Value::unknown());
  }
  if (Site.Callee->isNoReturn() && reachable()) {
    B.unreachable();
    leave();
  }
  return true;
}

/// memcpy, memset and their kin, where they cover whole objects.
void FunctionLowering::emitMemoryCall(CallSite &Site) {
  if (Site.Args.size() < 2 || !reachable())
    return;
  auto PointeeOfArg = [&](unsigned I) {
    const Expr *E = Site.Exprs[I];
    while (const auto *C = dyn_cast_or_null<CastExpr>(E ? E->IgnoreParens()
                                                        : nullptr)) {
      if (C->getCastKind() != CK_BitCast && C->getCastKind() != CK_NoOp)
        break;
      E = C->getSubExpr();
    }
    E = E ? E->IgnoreParens() : nullptr;
    if (const auto *C = dyn_cast_or_null<CastExpr>(E);
        C && C->getCastKind() == CK_ArrayToPointerDecay)
      return C->getSubExpr()->getType();
    return E ? E->getType()->getPointeeType() : QualType();
  };
  StringRef Name = Site.Callee->getName();
  QualType T = PointeeOfArg(0);
  if (T.isNull() || T->isVoidType() || T->isAnyCharacterType())
    return;
  PlaceID Dst = deref(Site.Args[0], T);
  if (T->isArrayType() && Site.Args[0].Which == Value::Kind::Address)
    Dst = Site.Args[0].Place;
  if (!Dst)
    return;
  at(Site.Loc);
  if (Name.contains("memset") || Name.contains("bzero")) {
    const bool Zero =
        Name.contains("bzero") ||
        (Site.Args[1].isConstant() && (Site.Args[1].Constant & 255) == 0);
    const bool Ones =
        !Zero && Site.Args[1].isConstant() && (Site.Args[1].Constant & 255) == 255;
    if (Zero) {
      emitZero(Dst, T);
    } else if (Ones && Ctx.getAsConstantArrayType(T) &&
               isScalar(Ctx.getAsArrayType(T)->getElementType())) {
      QualType Element = Ctx.getAsArrayType(T)->getElementType();
      const uint64_t N = arrayLength(T, Ctx);
      for (uint64_t I = 0; N <= 16 && I < N; ++I)
        assign(indexOf(Dst, Value::constant(int64_t(I)), Element),
               Value::constant(-1));
      if (N > 16)
        assign(indexOf(Dst, Value::unknown(), Element), Value::constant(-1));
    } else if (Ones && isScalar(T)) {
      assign(Dst, Value::constant(-1));
    } else {
      assign(Dst, Value::unknown());
    }
    return;
  }
  QualType From = PointeeOfArg(1);
  if (From.isNull() || From->isVoidType())
    return assign(Dst, Value::unknown());
  PlaceID Src = deref(Site.Args[1], From);
  if (From->isArrayType() && Site.Args[1].Which == Value::Kind::Address)
    Src = Site.Args[1].Place;
  assign(Dst, load(Src));
}

} // namespace fdtidy::lower
