//===- LowerModel.cpp - Calls of modelled functions -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A modelled function is no call: its effects are written out where it is
// called, one after the other.
//===----------------------------------------------------------------------===//
#include "lower/ModelRun.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace fdtidy::lower {

/// Handles of one acquisition: consecutive effects of one kind and condition.
static bool sameAcquisition(const model::Effect &A, const model::Effect &B) {
  if (A.Kind != model::EffectKind::Acquire || B.Kind != A.Kind ||
      A.Handle != B.Handle || A.When.has_value() != B.When.has_value() ||
      !A.If.empty() || !B.If.empty() || !A.When)
    return false;
  return A.When->Op == B.When->Op && A.When->RHS == B.When->RHS &&
         A.When->LHS.From == B.When->LHS.From;
}

void FunctionLowering::ModelRun::ensureDefined() {
  if (Defined || Unknown || !wantsResult())
    return;
  L.assign(result(), Value::unknown());
  Unknown = true;
}

bool FunctionLowering::ModelRun::isForNobody(const model::Effect &E) {
  return Site.Result.Ignored && isIntoResult(E) &&
         llvm::any_of(E.If, [&](const model::Guard &G) { return !decide(G); });
}

namespace {

/// Whether a function returns what \p Call gives, itself or from a variable
/// that it was stored in.
class ReturnsResult : public RecursiveASTVisitor<ReturnsResult> {
  const Expr *Call;
  llvm::SmallPtrSet<const VarDecl *, 4> Kept, Returned;

public:
  bool Found = false;
  explicit ReturnsResult(const Expr *Call) : Call(Call) {}

  bool isKeptAndReturned() const {
    return Found || llvm::any_of(Kept, [&](const VarDecl *V) {
             return Returned.contains(V);
           });
  }
  bool gives(const Expr *E) const {
    return E && E->IgnoreParenCasts() == Call->IgnoreParenCasts();
  }
  bool VisitReturnStmt(ReturnStmt *R) {
    const Expr *E = R->getRetValue();
    Found |= gives(E);
    if (const auto *Ref =
            E ? dyn_cast<DeclRefExpr>(E->IgnoreParenCasts()) : nullptr)
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        Returned.insert(V);
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (gives(V->getInit()))
      Kept.insert(V);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->isAssignmentOp() && gives(B->getRHS()))
      if (const auto *Ref =
              dyn_cast<DeclRefExpr>(B->getLHS()->IgnoreParenCasts()))
        if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
          Kept.insert(V);
    return true;
  }
};

} // namespace

bool FunctionLowering::ModelRun::isCallersChoice(const model::Effect &E) {
  auto IsParameter = [&](const model::Guard &G) {
    if (G.Which != model::Guard::Kind::Equals || G.Negated || decide(G) ||
        G.Argument >= Site.Exprs.size() || !Site.Exprs[G.Argument])
      return false;
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Site.Exprs[G.Argument]->IgnoreParenImpCasts());
    return Ref && isa<ParmVarDecl>(Ref->getDecl());
  };
  if (!llvm::any_of(E.If, IsParameter) || !Site.E || !L.Decl)
    return false;
  ReturnsResult Visitor(Site.E);
  Visitor.TraverseStmt(L.Decl->getBody());
  return !Visitor.isKeptAndReturned();
}

bool FunctionLowering::ModelRun::isMentioned(size_t I) const {
  auto Is = [&](const model::Slot &S) {
    return (S.From == model::Slot::Root::Argument && S.Index == I) ||
           (S.From == model::Slot::Root::Rest && S.Index <= I);
  };
  return llvm::any_of(Model.Effects, [&](const model::Effect &E) {
    return Is(E.Of) || Is(E.Into) || Is(E.From2);
  });
}

void FunctionLowering::ModelRun::raiseBeforeThread() {
  for (const model::Effect &E : Model.Effects)
    if (E.Kind == model::EffectKind::Throws && L.insideTry())
      apply(E);
}

Value FunctionLowering::ModelRun::run() {
  const auto &Effects = Model.Effects;
  for (size_t I = 0; I < Site.Args.size(); ++I)
    if (!isMentioned(I))
      L.emitOutput(Site, I);
  const bool Starts = llvm::any_of(Effects, [](const model::Effect &E) {
    return E.Kind == model::EffectKind::InvokeThread;
  });
  if (Starts)
    raiseBeforeThread();
  for (size_t I = 0; I < Effects.size(); ++I) {
    const model::Effect &E = Effects[I];
    if (Starts && E.Kind == model::EffectKind::Throws)
      continue;
    if (E.Kind == model::EffectKind::Acquire && E.If.empty()) {
      size_t End = I + 1;
      while (End < Effects.size() && sameAcquisition(E, Effects[End]))
        ++End;
      if (L.reachable())
        acquire(llvm::ArrayRef(Effects).slice(I, End - I));
      I = End - 1;
      continue;
    }
    if (E.Kind == model::EffectKind::Acquire &&
        (isForNobody(E) || isCallersChoice(E)))
      continue;
    guarded(E.If, [&] { apply(E); });
  }
  if (!wantsResult())
    return Value::unknown();
  if (Defined || Unknown)
    return L.load(result());
  return L.unknownResult(Site);
}

Value FunctionLowering::emitModel(CallSite &Site,
                                  const model::FunctionModel &Model,
                                  bool HasResult) {
  at(Site.Loc);
  ModelRun Run(*this, Site, Model);
  Run.Defined = HasResult;
  return Run.run();
}

} // namespace fdtidy::lower
