//===- FixedGlobals.cpp - Variables that nothing ever writes --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FixedGlobals.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether only this file can name \p D, and a number is all that it holds.
static bool isCandidate(const VarDecl *D) {
  QualType T = D->getType();
  return D->hasGlobalStorage() && !D->isExternallyVisible() &&
         D->getTLSKind() == VarDecl::TLS_None && !T.isVolatileQualified() &&
         !T->isDependentType() && !T->isAtomicType() &&
         (T->isIntegralOrEnumerationType() || T->isAnyPointerType()) &&
         !D->hasAttr<UsedAttr>() && !D->hasAttr<SectionAttr>() &&
         !D->hasAttr<AliasAttr>();
}

namespace {
class Uses : public RecursiveASTVisitor<Uses> {
public:
  llvm::DenseMap<const VarDecl *, int> Other; ///< uses that are no reads

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitDeclRefExpr(const DeclRefExpr *R) {
    if (const auto *V = dyn_cast<VarDecl>(R->getDecl()); V && isCandidate(V))
      ++Other[V->getCanonicalDecl()];
    return true;
  }
  bool VisitImplicitCastExpr(const ImplicitCastExpr *C) {
    if (C->getCastKind() != CK_LValueToRValue)
      return true;
    if (const auto *R =
            dyn_cast<DeclRefExpr>(C->getSubExpr()->IgnoreParens()))
      if (const auto *V = dyn_cast<VarDecl>(R->getDecl()); V && isCandidate(V))
        --Other[V->getCanonicalDecl()];
    return true;
  }
};
} // namespace

void FixedGlobals::scan() {
  Scanned = true;
  Uses Found;
  const SourceManager &SM = Ctx.getSourceManager();
  for (Decl *D : Ctx.getTranslationUnitDecl()->decls())
    if (!SM.isInSystemHeader(D->getLocation()))
      Found.TraverseDecl(D);
  for (auto [V, Count] : Found.Other)
    if (Count > 0)
      Written.insert(V);
}

std::optional<int64_t> FixedGlobals::value(const VarDecl *D) {
  if (!isCandidate(D) ||
      Ctx.getSourceManager().isInSystemHeader(D->getLocation()))
    return std::nullopt;
  if (!Scanned)
    scan();
  if (Written.contains(D->getCanonicalDecl()))
    return std::nullopt;
  const VarDecl *Init = nullptr;
  if (!D->getAnyInitializer(Init))
    return 0;
  const APValue *V = Init->evaluateValue();
  if (!V)
    return std::nullopt;
  if (V->isInt() && V->getInt().getSignificantBits() <= 64)
    return V->getInt().extOrTrunc(64).getSExtValue();
  if (V->isNullPointer())
    return 0;
  return std::nullopt;
}

} // namespace fdtidy::lower
