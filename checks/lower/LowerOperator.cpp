//===- LowerOperator.cpp - Operators and casts ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

/// The IR's operator, or nothing for / % and what is no number's.
static std::optional<ir::BinaryOp> arithmeticOp(BinaryOperatorKind Op) {
  switch (Op) {
  case BO_EQ: return ir::BinaryOp::EQ;
  case BO_NE: return ir::BinaryOp::NE;
  case BO_LT: return ir::BinaryOp::LT;
  case BO_LE: return ir::BinaryOp::LE;
  case BO_GT: return ir::BinaryOp::GT;
  case BO_GE: return ir::BinaryOp::GE;
  case BO_Add: case BO_AddAssign: return ir::BinaryOp::Add;
  case BO_Sub: case BO_SubAssign: return ir::BinaryOp::Sub;
  case BO_Mul: case BO_MulAssign: return ir::BinaryOp::Mul;
  case BO_And: case BO_AndAssign: return ir::BinaryOp::And;
  case BO_Or: case BO_OrAssign: return ir::BinaryOp::Or;
  case BO_Xor: case BO_XorAssign: return ir::BinaryOp::Xor;
  case BO_Shl: case BO_ShlAssign: return ir::BinaryOp::Shl;
  case BO_Shr: case BO_ShrAssign: return ir::BinaryOp::Shr;
  default: return std::nullopt;
  }
}

Value FunctionLowering::emitArithmetic(ir::BinaryOp Op, Value L, Value R,
                                       QualType T) {
  if (L.isConstant() && R.isConstant()) {
    const uint64_t A = uint64_t(L.Constant), C = uint64_t(R.Constant);
    switch (Op) {
    case ir::BinaryOp::Add: return Value::constant(int64_t(A + C));
    case ir::BinaryOp::Sub: return Value::constant(int64_t(A - C));
    case ir::BinaryOp::Or: return Value::constant(int64_t(A | C));
    case ir::BinaryOp::And: return Value::constant(int64_t(A & C));
    default: break;
    }
  }
  if (!L.isPlace() && !R.isPlace() &&
      (L.Which == Value::Kind::Unknown || R.Which == Value::Kind::Unknown))
    return Value::unknown();
  PlaceID Result = temp(T);
  compute(Result, L, Op, R);
  return Value::place(Result);
}

/// Whether following a pointer to \p T can lead to a handle: bytes and text
/// cannot.
static bool mayPointToHandle(QualType T) {
  if (T.isNull())
    return false;
  T = plainType(T);
  return !T->isAnyCharacterType() && !T->isVoidType() &&
         valueType(T) != ir::ValueType::Other;
}

Value FunctionLowering::pointerPlus(Value Pointer, Value Offset, bool Minus,
                                    QualType Pointee) {
  if (Offset.isConstant() && Offset.Constant == 0)
    return Pointer;
  if (!mayPointToHandle(Pointee))
    return Value::unknown();
  if (Minus)
    Offset = Offset.isConstant() ? Value::constant(-Offset.Constant)
                                 : Value::unknown();
  PlaceID Base;
  if (Pointer.Which == Value::Kind::Address) {
    const ir::Place P = B.function().place(Pointer.Place);
    if (P.Kind == ir::PlaceKind::Index && P.Type != ir::ValueType::Array) {
      Base = P.Parent;
      if (Offset.isConstant())
        Offset.Constant += P.Number;
    } else {
      Base = Pointer.Place;
    }
  } else {
    Base = deref(Pointer, Pointee);
  }
  return Base ? Value::address(indexOf(Base, Offset, Pointee))
              : Value::unknown();
}

Value FunctionLowering::emitBinary(const BinaryOperator *E, Slot S) {
  switch (E->getOpcode()) {
  case BO_Assign:
    return emitAssign(E, S);
  case BO_Comma:
    emitIgnored(E->getLHS());
    return emitScalar(E->getRHS(), S);
  case BO_LAnd:
  case BO_LOr:
    if (std::optional<bool> C = constantCondition(E))
      return Value::constant(*C);
    return emitFlow(E);
  case BO_PtrMemI:
  case BO_PtrMemD:
    return unknownConstruct(E);
  default:
    break;
  }
  if (std::optional<int64_t> C = constantOf(E))
    return Value::constant(*C);
  QualType LT = E->getLHS()->getType(), RT = E->getRHS()->getType();
  Value L = isScalar(LT) ? emitScalar(E->getLHS())
                         : (emitIgnored(E->getLHS()), Value::unknown());
  Value R = isScalar(RT) ? emitScalar(E->getRHS())
                         : (emitIgnored(E->getRHS()), Value::unknown());
  at(E->getOperatorLoc());
  if (S.Ignored)
    return Value::unknown();
  if (E->isAdditiveOp() && E->getType()->isPointerType()) {
    const bool Minus = E->getOpcode() == BO_Sub;
    if (LT->isPointerType())
      return pointerPlus(L, R, Minus, LT->getPointeeType());
    return pointerPlus(R, L, false, RT->getPointeeType());
  }
  std::optional<ir::BinaryOp> Op = arithmeticOp(E->getOpcode());
  if (!Op || !isScalar(E->getType()) ||
      (E->getOpcode() == BO_Sub && LT->isPointerType()))
    return Value::unknown();
  return emitArithmetic(*Op, L, R, E->getType());
}

PlaceID FunctionLowering::emitAssignPlace(const BinaryOperator *E, Slot S) {
  QualType T = E->getLHS()->getType();
  if (!isScalar(T)) { // a struct, in C
    if (valueType(T) == ir::ValueType::Other) {
      emitIgnored(E->getRHS());
      return emitPlace(E->getLHS());
    }
    PlaceID Dst = emitPlace(E->getLHS());
    const Expr *Source = E->getRHS()->IgnoreParenImpCasts();
    if (Source->isGLValue()) {
      PlaceID Src = emitPlace(Source);
      at(E->getBeginLoc());
      assign(Dst, load(Src));
    } else if (Dst) {
      // The old value may be read on the right: p = (struct p){p.b, p.a}.
      PlaceID Src = materialize(E->getRHS());
      at(E->getBeginLoc());
      assign(Dst, load(Src));
    } else {
      emitIgnored(E->getRHS());
    }
    return Dst;
  }
  // C++17: the right operand comes first. C leaves it open.
  Value V = emitScalar(E->getRHS());
  PlaceID Dst = emitPlace(E->getLHS());
  at(E->getBeginLoc());
  if (!Dst) {
    escapeIfHandle(V, T, "unknown place");
    if (!V.isConstant() || S.Ignored)
      return {};
    Dst = temp(T); // of `Status = errno = 0`, what `Status` gets is known
  }
  assign(Dst, V);
  return Dst;
}

Value FunctionLowering::emitAssign(const BinaryOperator *E, Slot S) {
  return load(emitAssignPlace(E, S));
}

PlaceID
FunctionLowering::emitCompoundAssign(const CompoundAssignOperator *E) {
  QualType T = E->getLHS()->getType();
  Value R = isScalar(E->getRHS()->getType())
                ? emitScalar(E->getRHS())
                : (emitIgnored(E->getRHS()), Value::unknown());
  PlaceID Dst = emitPlace(E->getLHS());
  at(E->getOperatorLoc());
  if (!Dst || !reachable())
    return Dst;
  std::optional<ir::BinaryOp> Op = arithmeticOp(E->getOpcode());
  if (T->isPointerType())
    assign(Dst, pointerPlus(load(Dst), Value::unknown(), false,
                            T->getPointeeType()));
  else if (!Op || !isScalar(T) || R.Which == Value::Kind::Unknown)
    assign(Dst, Value::unknown());
  else
    compute(Dst, load(Dst), *Op, R);
  noteBitSet(E, Dst);
  return Dst;
}

PlaceID FunctionLowering::emitIncrement(const UnaryOperator *E) {
  QualType T = E->getSubExpr()->getType();
  PlaceID P = emitPlace(E->getSubExpr());
  at(E->getOperatorLoc());
  if (!P || !reachable())
    return P;
  if (T->isPointerType())
    assign(P, pointerPlus(load(P), Value::unknown(), false,
                          T->getPointeeType()));
  else if (isScalar(T))
    compute(P, load(P),
            E->isIncrementOp() ? ir::BinaryOp::Add : ir::BinaryOp::Sub,
            Value::constant(1));
  return P;
}

Value FunctionLowering::emitUnary(const UnaryOperator *E, Slot S) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getOpcode()) {
  case UO_AddrOf:
    if (const auto *R = dyn_cast<DeclRefExpr>(Sub->IgnoreParens())) {
      if (const auto *F = dyn_cast<FunctionDecl>(R->getDecl()))
        return functionValue(F);
      if (isa<FieldDecl, IndirectFieldDecl>(R->getDecl()))
        return Value::unknown(); // a pointer to member
    }
    return addressOf(emitPlace(Sub));
  case UO_PostInc:
  case UO_PostDec: {
    if (S.Ignored) {
      emitIncrement(E);
      return Value::unknown();
    }
    Value Old = copyToTemp(load(emitPlace(Sub)), E->getType());
    emitIncrement(E);
    return Old;
  }
  case UO_PreInc:
  case UO_PreDec: // an rvalue in C
    return load(emitIncrement(E));
  case UO_Plus:
  case UO_Extension:
    return emitScalar(Sub, S);
  default:
    break;
  }
  if (std::optional<int64_t> C = constantOf(E))
    return Value::constant(*C);
  switch (E->getOpcode()) {
  case UO_LNot: {
    const Expr *Core = strip(Sub);
    if (const auto *Op = dyn_cast<BinaryOperator>(Core);
        Op && Op->isLogicalOp())
      return emitFlow(E);
    Value V = isScalar(Sub->getType())
                  ? emitScalar(Sub)
                  : (emitIgnored(Sub), Value::unknown());
    return emitArithmetic(ir::BinaryOp::EQ, V, Value::constant(0),
                          E->getType());
  }
  case UO_Minus:
    if (!isScalar(E->getType()))
      break;
    return emitArithmetic(ir::BinaryOp::Sub, Value::constant(0),
                          emitScalar(Sub), E->getType());
  case UO_Not:
    if (!isScalar(E->getType()))
      break;
    return emitArithmetic(ir::BinaryOp::Xor, emitScalar(Sub),
                          Value::constant(-1), E->getType());
  case UO_Coawait:
  default:
    break;
  }
  emitIgnored(Sub);
  return Value::unknown();
}

//===----------------------------------------------------------------------===//
// Casts
//===----------------------------------------------------------------------===//

Value FunctionLowering::emitCast(const CastExpr *E, Slot S) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getCastKind()) {
  case CK_LValueToRValue: {
    // A constant that has a name is its value.
    const auto *R = dyn_cast<DeclRefExpr>(Sub->IgnoreParens());
    if (R && R->getType().isConstQualified())
      if (std::optional<int64_t> C = constantOf(E))
        return Value::constant(*C);
    if (const auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr)
      if (std::optional<int64_t> C = M.fixedValue(V))
        return Value::constant(*C);
    return load(emitPlace(Sub));
  }
  case CK_ArrayToPointerDecay:
    if (Sub->isGLValue())
      return addressOf(emitPlace(Sub));
    return addressOf(materialize(Sub));
  case CK_FunctionToPointerDecay:
  case CK_BuiltinFnToFnPtr:
    if (const FunctionDecl *F = knownFunction(Sub))
      return functionValue(F);
    return addressOf(emitPlace(Sub));
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    emitIgnored(Sub);
    return Value::constant(0);
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
  case CK_MemberPointerToBoolean: {
    if (std::optional<int64_t> C = constantOf(E))
      return Value::constant(*C);
    Value V = emitScalar(Sub);
    return emitArithmetic(ir::BinaryOp::NE, V, Value::constant(0),
                          E->getType());
  }
  case CK_IntegralCast:
    if (std::optional<int64_t> C = constantOf(E))
      return Value::constant(*C);
    return emitScalar(Sub, S);
  case CK_IntegralToPointer:
    // `(void *)(intptr_t)(fd + 1)`: null is none, and who gets the pointer
    // computes the number back.
    if (const auto *Sum = dyn_cast<BinaryOperator>(Sub->IgnoreParenCasts());
        Sum && Sum->isAdditiveOp() && !constantOf(Sub) &&
        Sum->getLHS()->IgnoreParenCasts()->getType()->isIntegerType()) {
      Value Number = emitScalar(Sum->getLHS());
      emitIgnored(Sum->getRHS());
      escape(Number, "number in a pointer");
      return Value::unknown();
    }
    [[fallthrough]];
  case CK_NoOp:
  case CK_BitCast:
  case CK_LValueBitCast:
  case CK_LValueToRValueBitCast:
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
  case CK_BaseToDerived:
  case CK_AddressSpaceConversion:
  case CK_PointerToIntegral:
  case CK_BooleanToSignedIntegral:
  case CK_AtomicToNonAtomic:
  case CK_NonAtomicToAtomic:
  case CK_UserDefinedConversion:
  case CK_ConstructorConversion:
  case CK_CPointerToObjCPointerCast:
  case CK_AnyPointerToBlockPointerCast:
    if (Sub->isGLValue())
      return load(emitPlace(Sub));
    return emitScalar(Sub, S);
  case CK_Dynamic: {
    // The object, or null.
    Value V = emitScalar(Sub);
    PlaceID Result = temp(E->getType());
    BlockID Null = B.newBlock(), Same = B.newBlock(), Done = B.newBlock();
    if (reachable())
      B.branchEither(Same, Null);
    leave();
    enter(Same);
    assign(Result, V);
    jump(Done);
    enter(Null);
    assign(Result, Value::constant(0));
    jump(Done);
    enter(Done);
    return Value::place(Result);
  }
  case CK_ToVoid:
    emitIgnored(Sub);
    return Value::unknown();
  default:
    emitIgnored(Sub);
    return Value::unknown();
  }
}

} // namespace fdtidy::lower
