//===- Prefilter.cpp - Does a translation unit mention handles? -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Relevance.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/IdentifierTable.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace fdtidy::lower {

/// Headers declare whole families; only what is used counts. A dependent call
/// marks nothing before it is instantiated, and needs nothing.
static bool isReferenced(const NamedDecl *D) {
  if (const auto *U = dyn_cast<UsingShadowDecl>(D))
    return isReferenced(U->getTargetDecl());
  if (isa<FunctionTemplateDecl, CXXRecordDecl, ClassTemplateDecl,
          TypedefNameDecl>(D))
    return true;
  for (const Decl *Redecl : D->redecls())
    if (Redecl->isReferenced() || Redecl->isUsed(false))
      return true;
  return false;
}

bool mentionsHandles(ASTContext &Ctx, const model::Table &Models) {
  if (Annotations::anyIn(Ctx))
    return true;
  llvm::SmallVector<const IdentifierInfo *, 64> Known;
  for (const std::string &Name : Models.interestingNames()) {
    auto It = Ctx.Idents.find(Name);
    if (It != Ctx.Idents.end())
      Known.push_back(It->second);
  }
  if (Known.empty())
    return false;
  const TranslationUnitDecl *TU = Ctx.getTranslationUnitDecl();
  if (!Ctx.getLangOpts().CPlusPlus) {
    // Looking a name up would build a table of all names first.
    llvm::SmallPtrSet<const IdentifierInfo *, 32> Names(Known.begin(),
                                                        Known.end());
    for (const Decl *D : TU->decls())
      if (const auto *F = dyn_cast<FunctionDecl>(D);
          F && F->isReferenced() && Names.count(F->getIdentifier()))
        return true;
    return false;
  }
  for (const IdentifierInfo *Name : Known) {
    auto Found = TU->lookup(DeclarationName(Name));
    if (Found.empty())
      return true; // a member, or of a namespace: `open`, `reset`
    for (const NamedDecl *D : Found)
      if (isReferenced(D))
        return true;
  }
  return false;
}

} // namespace fdtidy::lower
