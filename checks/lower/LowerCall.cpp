//===- LowerCall.cpp - Calls ----------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who says what a callee does, in this order: a model, the C++ library's types
// (LowerStd*), an annotation, a body in view, the unknown rule. An annotated body
// is checked against what it says, and shows more.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace fdtidy::lower {

Value FunctionLowering::emitArgument(const Expr *Arg, QualType ParamType) {
  if (ParamType.isNull())
    ParamType = Arg->getType();
  if (ParamType->isReferenceType())
    return emitReference(Arg);
  if (Arg->isGLValue() && !isScalar(Arg->getType())) {
    // What emplace and its like pass on by reference, to a parameter by value.
    if (!classOf(ParamType) ||
        !Ctx.hasSameUnqualifiedType(ParamType, Arg->getType()))
      return emitReference(Arg);
    PlaceID Src = emitPlace(Arg), P = temp(ParamType);
    if (Src)
      copyRecord(P, Src, ParamType, Arg->isXValue());
    return Value::place(P);
  }
  if (isScalar(Arg->getType()))
    return emitScalar(Arg);
  if (valueType(Arg->getType()) == ir::ValueType::Other) {
    emitIgnored(Arg);
    return Value::unknown();
  }
  // An object by value. The callee destroys it, so nothing is pushed for it.
  const Expr *Source = Arg->IgnoreParens();
  if (const auto *C = dyn_cast<CXXConstructExpr>(Source);
      C && C->getConstructor()->isTrivial() &&
      C->getConstructor()->isCopyOrMoveConstructor() && C->getNumArgs() == 1)
    return load(emitPlace(C->getArg(0)));
  if (const auto *C = dyn_cast<CastExpr>(Source);
      C && C->getCastKind() == CK_LValueToRValue)
    return load(emitPlace(C->getSubExpr()));
  PlaceID P = temp(Arg->getType());
  emitInto(Arg, P);
  return Value::place(P);
}

void FunctionLowering::emitArguments(CallSite &Site,
                                     llvm::ArrayRef<const Expr *> Args) {
  const FunctionDecl *D = Site.Callee;
  for (size_t I = 0; I < Args.size(); ++I) {
    QualType T;
    if (D && I < D->getNumParams())
      T = D->getParamDecl(unsigned(I))->getType();
    Site.Args.push_back(emitArgument(Args[I], T));
    Site.Exprs.push_back(Args[I]);
  }
}

PlaceID FunctionLowering::resultPlace(CallSite &Site) {
  if (Site.Result.Into)
    return Site.Result.Into;
  return Site.Result.Into = temp(Site.Type);
}

Value FunctionLowering::unknownResult(CallSite &Site) {
  if (Site.Result.Ignored || Site.Type->isVoidType())
    return Value::unknown();
  if (!isScalar(Site.Type) && Site.Result.Into)
    assign(Site.Result.Into, Value::unknown());
  return Value::unknown();
}

void FunctionLowering::callFunction(ir::FunctionID F, llvm::ArrayRef<Value> Args,
                                    PlaceID Dst, bool MayThrow) {
  if (!reachable())
    return;
  const ir::FunctionInfo &Info = B.module().at(F).Info;
  const bool Throws =
      !Info.NoExcept && !Info.CLinkage && M.options().Exceptions;
  BlockID Unwind = Throws ? unwindTarget() : BlockID();
  const bool NoReturn = Info.NoReturn;
  ir::Fact &Call = B.call(F, Args, Dst);
  Call.Unwind = Unwind;
  Call.MayThrow = MayThrow && Throws;
  Call.NoReturn = NoReturn;
  if (NoReturn) {
    B.unreachable();
    leave();
  }
}

/// Whether anything that a handle could be in or behind is handed over.
static bool carries(llvm::ArrayRef<Value> Args) {
  return llvm::any_of(Args, [](const Value &V) {
    return V.Which == Value::Kind::Place || V.Which == Value::Kind::Address ||
           V.Which == Value::Kind::Function;
  });
}

/// The first argument that a variadic callee only formats: what follows a literal
/// format, or what the callee declares. None: as many as there are.
static size_t firstFormatted(const CallSite &Site) {
  const FunctionDecl *D = Site.Callee;
  const size_t Named = D->getNumParams();
  if (!D->isVariadic() || !Named || Site.Exprs.size() <= Named)
    return Site.Args.size();
  for (const auto *A : D->specific_attrs<FormatAttr>())
    if (A->getFirstArg() > int(Named))
      return Named;
  const Expr *Format = Site.Exprs[Named - 1];
  const auto *Text =
      Format ? dyn_cast<StringLiteral>(Format->IgnoreParenImpCasts()) : nullptr;
  return Text && Text->getCharByteWidth() == 1 && Text->getString().contains('%')
             ? Named
             : Site.Args.size();
}

Value FunctionLowering::emitGeneralCall(CallSite &Site, bool Virtual) {
  const FunctionDecl *D = Site.Callee;
  if (!reachable())
    return Value::unknown();
  const bool Body = M.bodyOf(D) || specialOf(D) != Special::None;
  if (!Body && M.isLibrary(D) && !D->isNoReturn() && !Virtual)
    return emitLibraryCall(Site);
  // A number in a message is no descriptor that somebody keeps.
  if (!Body)
    for (size_t I = firstFormatted(Site); I < Site.Args.size(); ++I)
      if (Site.Exprs[I] && Site.Exprs[I]->getType()->isIntegerType()) {
        if (Site.Args[I].isPlace()) {
          at(Site.Loc);
          B.format(Site.Args[I], M.naming().display(D));
        }
        Site.Args[I] = Value::unknown();
      }
  llvm::SmallVector<Value, 6> Args;
  if (Site.This)
    Args.push_back(Site.This);
  Args.append(Site.Args.begin(), Site.Args.end());
  const bool NoThrow = isNoThrow(D);
  const bool CLinkage = !Ctx.getLangOpts().CPlusPlus || D->isExternC();
  const bool MayThrow = !Body && !NoThrow && !CLinkage && insideTry();
  // What gets nothing and is seen by nobody does nothing to handles, but it may
  // throw here, or not return.
  if (!Body && !D->isNoReturn() && !carries(Args) && !Virtual && !MayThrow &&
      valueType(Site.Type) != ir::ValueType::Record && !M.mayStart(Decl) &&
      (Site.Result.Ignored || !isScalar(Site.Type)))
    return unknownResult(Site);
  PlaceID Dst;
  if (!Site.Result.Ignored && !Site.Type->isVoidType() &&
      valueType(Site.Type) != ir::ValueType::Other)
    Dst = resultPlace(Site);
  else if (valueType(Site.Type) == ir::ValueType::Record ||
           (Site.Result.Ignored && isScalar(Site.Type) && Body))
    Dst = resultPlace(Site); // a handle may be in it, discarded
  at(Site.Loc);
  if (Virtual) {
    BlockID Unwind = NoThrow ? BlockID() : unwindTarget();
    ir::Fact &Call =
        B.callIndirect(Value::function(M.function(D)), Args, Dst);
    Call.Unwind = Unwind;
    Call.MayThrow = MayThrow;
  } else {
    callFunction(M.function(D), Args, Dst, MayThrow);
  }
  return Dst ? load(Dst) : Value::unknown();
}

Value FunctionLowering::emitIndirectCall(CallSite &Site, Value Callee) {
  if (!reachable())
    return Value::unknown();
  PlaceID Dst;
  if (!Site.Type->isVoidType() &&
      valueType(Site.Type) != ir::ValueType::Other)
    Dst = resultPlace(Site);
  at(Site.Loc);
  if (Callee.Which == Value::Kind::Function) {
    callFunction(Callee.Function, Site.Args, Dst);
    return load(Dst);
  }
  if (Callee.Which == Value::Kind::Address)
    Callee = Value::unknown();
  BlockID Unwind = Ctx.getLangOpts().CPlusPlus ? unwindTarget() : BlockID();
  ir::Fact &Call = B.callIndirect(Callee, Site.Args, Dst);
  Call.Unwind = Unwind;
  Call.MayThrow = Ctx.getLangOpts().CPlusPlus && insideTry();
  return load(Dst);
}

//===----------------------------------------------------------------------===//
// Call expressions
//===----------------------------------------------------------------------===//

Value FunctionLowering::emitCall(const CallExpr *E, Slot S) {
  CallSite Site;
  Site.E = E;
  Site.Type = E->isGLValue() && !E->getType()->isReferenceType()
                  ? (E->isXValue()
                         ? Ctx.getRValueReferenceType(E->getType())
                         : Ctx.getLValueReferenceType(E->getType()))
                  : E->getType();
  Site.Result = S;
  Site.Loc = E->getExprLoc();
  llvm::SmallVector<const Expr *, 6> Args(E->arg_begin(), E->arg_end());
  const Expr *Callee = E->getCallee()->IgnoreParens();
  const FunctionDecl *D = E->getDirectCallee();
  if (!D)
    D = knownFunction(Callee);
  if (D && D->isTemplated() && !isa<CXXMethodDecl>(D))
    D = nullptr;

  // The object of a member function, and whether the call is virtual.
  const Expr *Object = nullptr;
  bool Virtual = false, Arrow = false;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *C = Callee->IgnoreParens();
    if (isa<CXXPseudoDestructorExpr>(C)) {
      emitIgnored(cast<CXXPseudoDestructorExpr>(C)->getBase());
      return Value::unknown();
    }
    if (const auto *ME = dyn_cast<MemberExpr>(C)) {
      Object = ME->getBase();
      Arrow = ME->isArrow();
      const auto *Method = dyn_cast<CXXMethodDecl>(ME->getMemberDecl());
      if (Method && Method->isVirtual() && !ME->hasQualifier()) {
        const CXXMethodDecl *Exact = Method->getDevirtualizedMethod(
            Object, Ctx.getLangOpts().AppleKext);
        if (Exact)
          D = Exact;
        else
          Virtual = true;
      }
    } else { // through a pointer to member
      Site.Callee = nullptr;
      if (const Expr *O = Member->getImplicitObjectArgument())
        Site.Args.push_back(O->getType()->isPointerType() ? emitScalar(O)
                                                          : emitReference(O));
      Site.Exprs.push_back(nullptr);
      for (const Expr *Arg : Args) {
        Site.Args.push_back(emitArgument(Arg, Arg->getType()));
        Site.Exprs.push_back(Arg);
      }
      return emitIndirectCall(Site, Value::unknown());
    }
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(D);
    if (Method && Method->isInstance() && !Args.empty()) {
      Object = Args[0];
      Args.erase(Args.begin());
      if (Method->isVirtual()) {
        const CXXMethodDecl *Exact = Method->getDevirtualizedMethod(
            Object, Ctx.getLangOpts().AppleKext);
        if (Exact)
          D = Exact;
        else
          Virtual = true;
      }
    }
    Site.Loc = Op->isAssignmentOp() ? E->getBeginLoc() : E->getExprLoc();
  }
  Site.Callee = D;

  if (D) {
    if (const unsigned Builtin = D->getBuiltinID()) {
      Value Result;
      Site.E = E;
      (void)Builtin;
      if (!M.model(D, unsigned(Args.size())) && emitBuiltin(Site, Result))
        return Result;
    }
    const model::FunctionModel *Model = M.model(D, unsigned(Args.size()));
    if (!Model) {
      Value Result;
      if (isInStd(D) && emitStdCall(E, D, Object, Args, S, Result))
        return Result;
    }
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D);
        Method && Method->isInstance() && Object) {
      Site.This = Arrow ? emitScalar(Object) : emitReference(Object);
    } else if (Object) {
      emitIgnored(Object);
    }
    // A trivial assignment is a copy.
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D);
        Method && Method->isTrivial() && Args.size() == 1 &&
        (Method->isCopyAssignmentOperator() ||
         Method->isMoveAssignmentOperator())) {
      PlaceID Src = emitPlace(Args[0]);
      PlaceID Dst = deref(Site.This, typeOf(Ctx, Method->getParent()));
      at(E->getBeginLoc());
      assign(Dst, load(Src));
      return Site.This;
    }
    emitArguments(Site, Args);
    at(Site.Loc);
    if (!Virtual && !S.Ignored && !Args.empty() &&
        Site.Type->isIntegralOrEnumerationType() &&
        (Model || M.isLibrary(D)) && isPure(D, Model) && isWorthAsking(D))
      return emitQuestion(Site);
    if (Model && !Virtual)
      return emitModel(Site, *Model);
    if (const model::FunctionModel *Said = M.annotation(D, Virtual))
      return emitAnnotated(Site, *Said, Virtual);
    return emitGeneralCall(Site, Virtual);
  }

  // A function pointer, or what is not understood.
  Value Target = Value::unknown();
  if (Callee->getType()->isDependentType()) {
    // nothing
  } else if (Callee->getType()->isBlockPointerType()) {
    emitIgnored(Callee);
  } else {
    Target = Callee->isGLValue() ? addressOf(emitPlace(Callee))
                                 : emitScalar(Callee);
  }
  const auto *Proto =
      Callee->getType()->getPointeeType().isNull()
          ? nullptr
          : Callee->getType()->getPointeeType()->getAs<FunctionProtoType>();
  for (size_t I = 0; I < Args.size(); ++I) {
    QualType T = Proto && I < Proto->getNumParams()
                     ? Proto->getParamType(unsigned(I))
                     : Args[I]->getType();
    Site.Args.push_back(emitArgument(Args[I], T));
    Site.Exprs.push_back(Args[I]);
  }
  return emitIndirectCall(Site, Target);
}

} // namespace fdtidy::lower
