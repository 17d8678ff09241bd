//===- LowerStdInsert.cpp - A map that may have the key already -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// insert(), emplace() and try_emplace() of a map do nothing where the key is
// there, and say so in the second part of what they return. Where the body asks
// for that, there are two ways on; where it does not, the author knows that the
// key is new.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

/// The call that \p E is, without what surrounds the making of its result.
static const Expr *callBehind(const Expr *E) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Full = dyn_cast<ExprWithCleanups>(E))
      E = Full->getSubExpr();
    else if (const auto *Temp = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temp->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bound->getSubExpr();
    else if (const auto *Copy = dyn_cast<CXXConstructExpr>(E);
             Copy && Copy->isElidable() && Copy->getNumArgs() == 1)
      E = Copy->getArg(0);
    else
      break;
  }
  return isa_and_nonnull<CallExpr>(E) ? E : nullptr;
}

static const Expr *initialiserOf(const ValueDecl *D) {
  const auto *Var = dyn_cast<VarDecl>(D);
  return Var && Var->getInit() ? callBehind(Var->getInit()) : nullptr;
}

static void collectAsked(const Stmt *S,
                         llvm::SmallPtrSetImpl<const Expr *> &Into) {
  const Expr *Asked = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    if (const auto *Binding = dyn_cast<BindingDecl>(Ref->getDecl()))
      if (const auto *Whole =
              dyn_cast_or_null<DecompositionDecl>(Binding->getDecomposedDecl());
          Whole && Whole->bindings().size() == 2 &&
          Whole->bindings()[1] == Binding)
        Asked = initialiserOf(Whole);
  } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
    const ValueDecl *Field = Member->getMemberDecl();
    if (Field->getIdentifier() && Field->getName() == "second") {
      const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Base))
        Asked = initialiserOf(Ref->getDecl());
      else
        Asked = callBehind(Base);
    }
  }
  if (Asked)
    Into.insert(Asked);
  for (const Stmt *Child : S->children())
    if (Child)
      collectAsked(Child, Into);
}

bool FunctionLowering::isOutcomeAsked(const CallExpr *E) {
  if (!SecondAsked) {
    SecondAsked.emplace();
    if (Decl && Decl->getBody())
      collectAsked(Decl->getBody(), *SecondAsked);
  }
  return SecondAsked->contains(E);
}

/// \p New is put into \p O, if the key was not there; gives the pair.
bool StdCall::insertAsked(StdObject &O, PlaceID New, Value Key) {
  const CXXRecordDecl *Pair = classOf(E->getType());
  const QualType Bool = L.Ctx.BoolTy;
  BlockID Takes = L.B.newBlock(), Has = L.B.newBlock(), Done = L.B.newBlock();
  PlaceID Second = L.field(S.Into, "second", templateArgument(Pair, 1));
  PlaceID Answer = L.temp(Bool);
  L.assign(Answer, Value::unknown());
  L.branchOn(L.load(Answer), ir::CompareOp::NE, Value::constant(0), Takes, Has);
  L.enter(Takes);
  L.at(E->getExprLoc());
  L.B.insert(O.P, L.load(New), Key);
  L.assign(Second, Value::constant(1));
  L.jump(Done);
  L.enter(Has);
  // A handle that is the key itself is that of the element that is there.
  const QualType First = templateArgument(classOf(O.valueType()), 0);
  PlaceID Own = L.field(New, "first", First);
  if (lower::valueType(First) == ir::ValueType::Int)
    L.B.key(L.field(O.element(L.load(Own)), "first", First), Own);
  L.assign(Second, Value::constant(0));
  L.jump(Done);
  L.enter(Done);
  return giveIterator(O);
}

/// Whether to tell the two ways apart: of elements that end without a trace.
bool StdCall::asksOutcome(StdObject &O) {
  return S.Into && L.reachable() && O.Kind == LibraryType::Keyed &&
         libraryType(E->getType()) == LibraryType::Pair &&
         libraryType(O.valueType()) == LibraryType::Pair &&
         !isDestroyed(O.valueType(), L.Ctx) && L.isOutcomeAsked(E);
}

} // namespace fdtidy::lower
