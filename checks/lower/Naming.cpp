//===- Naming.cpp - The names of entities ---------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Naming.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace fdtidy::lower {

/// A name without its scope: "(lambda)", "~Child", "operator bool".
static std::string simpleName(const NamedDecl *D) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(D))
    if (M->getParent()->isLambda())
      return "operator()";
  if (const auto *C = dyn_cast<CXXConstructorDecl>(D))
    return simpleName(C->getParent());
  if (const auto *C = dyn_cast<CXXDestructorDecl>(D))
    return "~" + simpleName(C->getParent());
  if (const auto *C = dyn_cast<CXXRecordDecl>(D))
    if (C->isLambda())
      return "lambda";
  if (const auto *R = dyn_cast<TagDecl>(D))
    if (const TypedefNameDecl *T = R->getTypedefNameForAnonDecl())
      return T->getName().str();
  std::string Name = D->getNameAsString();
  return Name.empty() ? "(anonymous)" : Name;
}

/// Joins the scopes around \p D, outermost first, then \p D.
static std::string qualified(const NamedDecl *D, bool ForModels) {
  llvm::SmallVector<std::string, 4> Parts;
  Parts.push_back(simpleName(D));
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(DC)) {
      if (N->isInline() || N->isAnonymousNamespace())
        continue;
      Parts.push_back(N->getNameAsString());
    } else if (const auto *R = dyn_cast<RecordDecl>(DC)) {
      if (const auto *C = dyn_cast<CXXRecordDecl>(R); C && C->isLambda())
        continue;
      Parts.push_back(simpleName(R));
    } else if (const auto *F = dyn_cast<FunctionDecl>(DC); F && ForModels) {
      Parts.push_back(simpleName(F));
    }
  }
  std::string Name;
  for (const std::string &Part : llvm::reverse(Parts))
    Name += (Name.empty() ? "" : "::") + Part;
  return Name;
}

std::string modelName(const NamedDecl *D) { return qualified(D, true); }

std::string Naming::display(const NamedDecl *D) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(D);
      M && M->getParent()->isLambda())
    return "lambda";
  return qualified(D, false);
}

const std::string &Naming::entity(const NamedDecl *D) {
  D = cast<NamedDecl>(D->getCanonicalDecl());
  auto It = Names.find(D);
  if (It == Names.end())
    It = Names.try_emplace(D, compute(D)).first;
  return It->second;
}

/// The function that \p D is declared in, if it is a local entity.
static const FunctionDecl *functionAround(const DeclContext *DC) {
  for (; DC && !DC->isFileContext(); DC = DC->getParent())
    if (const auto *F = dyn_cast<FunctionDecl>(DC))
      return F;
  return nullptr;
}

std::string Naming::local(const NamedDecl *D, const DeclContext *In) {
  const FunctionDecl *F = functionAround(In);
  const Decl *Parent = F ? F->getCanonicalDecl() : nullptr;
  auto [It, New] = Ordinals.try_emplace(D->getCanonicalDecl(), 0);
  if (New)
    It->second = ++Counts[Parent];
  return (F ? entity(F) : File) + "#" + std::to_string(It->second) +
         (isa<CXXRecordDecl>(D) && cast<CXXRecordDecl>(D)->isLambda()
              ? "lambda"
              : simpleName(D));
}

/// The records in \p T that have no name of their own outside a function.
static void localRecords(QualType T,
                         llvm::SmallVectorImpl<const CXXRecordDecl *> &Found);

static void localRecords(llvm::ArrayRef<TemplateArgument> Args,
                         llvm::SmallVectorImpl<const CXXRecordDecl *> &Found) {
  for (const TemplateArgument &A : Args) {
    if (A.getKind() == TemplateArgument::Pack)
      localRecords(A.getPackAsArray(), Found);
    else if (A.getKind() == TemplateArgument::Type)
      localRecords(A.getAsType(), Found);
  }
}

static void localRecords(QualType T,
                         llvm::SmallVectorImpl<const CXXRecordDecl *> &Found) {
  T = T.getCanonicalType();
  while (T->isReferenceType() || T->isPointerType())
    T = T->getPointeeType();
  if (const auto *F = T->getAs<FunctionProtoType>()) {
    localRecords(F->getReturnType(), Found);
    for (QualType P : F->getParamTypes())
      localRecords(P, Found);
    return;
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return;
  if (R->isLambda() || functionAround(R->getDeclContext()))
    Found.push_back(R);
  else if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
    localRecords(S->getTemplateArgs().asArray(), Found);
}

std::string Naming::localArguments(const NamedDecl *D) {
  llvm::SmallVector<const CXXRecordDecl *, 4> Found;
  const auto *F = dyn_cast<FunctionDecl>(D);
  if (F && F->getTemplateSpecializationArgs())
    localRecords(F->getTemplateSpecializationArgs()->asArray(), Found);
  for (const DeclContext *DC = F ? F->getDeclContext()
                                 : dyn_cast<DeclContext>(D);
       DC && !DC->isFileContext(); DC = DC->getParent()) {
    if (DC->isFunctionOrMethod())
      break; // what is local to a function carries its name
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(DC))
      localRecords(S->getTemplateArgs().asArray(), Found);
  }
  std::string Text;
  for (const CXXRecordDecl *R : Found)
    Text += "<" + entity(R) + ">";
  return Text;
}

std::string Naming::compute(const NamedDecl *D) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(D)) {
    const CXXRecordDecl *R = M->getParent();
    if (R->isLambda() || functionAround(R->getDeclContext())) {
      // A generic lambda has one body for each set of arguments.
      llvm::SmallString<128> USR;
      index::generateUSRForDecl(M, USR);
      size_t Tail = USR.rfind("@F@");
      return entity(R) +
             (Tail == llvm::StringRef::npos ? "@F@" + simpleName(M)
                                            : USR.substr(Tail).str()) +
             localArguments(M);
    }
  } else if (const auto *R = dyn_cast<CXXRecordDecl>(D)) {
    if (R->isLambda() || functionAround(R->getDeclContext()))
      return local(R, R->getDeclContext());
  }
  llvm::SmallString<128> USR;
  if (index::generateUSRForDecl(D, USR) || USR.empty())
    USR = qualified(D, false);
  std::string Name(USR);
  Name += localArguments(D);
  if (!D->isExternallyVisible())
    Name += "|" + File;
  return Name;
}

std::string Naming::global(const VarDecl *D) {
  D = D->getCanonicalDecl();
  std::string Name = qualified(D, false);
  if (const FunctionDecl *F = functionAround(D->getDeclContext()))
    return Name + "#" + qualified(F, false) + "#" + File;
  return D->isExternallyVisible() ? Name : Name + "#" + File;
}

} // namespace fdtidy::lower
