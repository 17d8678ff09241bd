//===- ModuleModels.cpp - What tables and annotations say of a function ---===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/ModuleLowering.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace fdtidy::lower {

ir::FunctionID
ModuleLowering::modelledFunction(const FunctionDecl *D,
                                 const model::FunctionModel &Model) {
  D = D->getCanonicalDecl();
  auto [It, New] = Modelled.try_emplace(D);
  if (!New)
    return It->second;
  ir::FunctionID ID = Mod.function(Names.entity(D));
  Functions.try_emplace(D, ID);
  if (!isDescribed(ID))
    describe(ID, D);
  ir::FunctionInfo &Info = Mod.at(ID).Info;
  Info.Borrows = Info.Plain = Info.Pure = false;
  Queue.push_back({ID, D, nullptr, Special::None, &Model, Depth});
  return Modelled[D] = ID;
}

/// Whether the table's name without a scope may mean \p D.
static bool mayBeLibrary(const FunctionDecl *D, const ASTContext &Ctx) {
  if (D->isCXXClassMember())
    return false;
  if (!Ctx.getLangOpts().CPlusPlus)
    return D->isExternallyVisible() || D->isInlined();
  if (D->isExternC())
    return true;
  // Declared by hand, without `extern "C"`: the library's all the same, unless
  // something in its signature could not be.
  if (!D->getDeclContext()->getRedeclContext()->isTranslationUnit() ||
      !D->isExternallyVisible() || D->getDescribedFunctionTemplate() ||
      D->isTemplateInstantiation() || D->isOverloadedOperator())
    return false;
  auto IsPlain = [](QualType T) {
    return T->isVoidType() || T->isArithmeticType() || T->isPointerType() ||
           T->isEnumeralType();
  };
  return IsPlain(D->getReturnType()) &&
         llvm::all_of(D->parameters(), [&](const ParmVarDecl *P) {
           return IsPlain(P->getType());
         });
}

const model::FunctionModel *ModuleLowering::model(const FunctionDecl *D,
                                                  unsigned Arguments) {
  D = D->getCanonicalDecl();
  auto [It, New] = ModelCache.try_emplace({D, Arguments}, nullptr);
  if (!New)
    return It->second;
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  if (!M && !D->getIdentifier())
    return nullptr;
  std::string Name = mayBeLibrary(D, Ctx) ? D->getNameAsString() : modelName(D);
  // `__builtin___snprintf_chk` is what _FORTIFY_SOURCE makes of snprintf.
  if (D->getBuiltinID())
    if (llvm::StringRef Plain = Name; Plain.consume_front("__builtin_"))
      Name = Plain.str();
  const model::FunctionModel *Found = nullptr;
  if (M)
    Found = Models.find(Name, true, Arguments);
  else if (mayBeLibrary(D, Ctx) || llvm::StringRef(Name).contains("::"))
    Found = Models.find(Name, false, Arguments);
  if (Found && Found->Builtin && bodyOf(D))
    Found = nullptr; // a program's own function that happens to be called so
  return ModelCache[{D, Arguments}] = Found;
}

const model::TypeModel *ModuleLowering::typeModel(const CXXRecordDecl *R) {
  static const model::TypeModel AnnotatedOwner{"", /*Owner=*/true};
  R = R->getCanonicalDecl();
  auto [It, New] = TypeCache.try_emplace(R, nullptr);
  if (New) {
    It->second = Models.findType(modelName(R));
    if (!It->second && Annotations::isOwner(R))
      It->second = &AnnotatedOwner;
  }
  return It->second;
}

const model::FunctionModel *
ModuleLowering::annotation(const FunctionDecl *D, bool Virtual) {
  const Annotated *A = annotated(D);
  if (!A || A->Model.Effects.empty())
    return nullptr;
  if (!Virtual && (bodyOf(D) || specialOf(D) != Special::None))
    return nullptr; // it shows more than they can say
  return &A->Model;
}

} // namespace fdtidy::lower
