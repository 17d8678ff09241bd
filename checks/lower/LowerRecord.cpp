//===- LowerRecord.cpp - Classes as the ledgers need them -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/ModuleLowering.h"
#include "lower/Types.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fdtidy::lower {

void ModuleLowering::describeRecords() {
  // Describing one may name another: its bases, its fields' types.
  for (size_t I = 0; I < Records.size(); ++I) {
    auto [R, ID] = *(Records.begin() + ptrdiff_t(I));
    const auto *C = dyn_cast<CXXRecordDecl>(R);
    if (!ID || !R->isCompleteDefinition())
      continue;
    std::vector<ir::FieldInfo> Fields;
    for (const FieldDecl *F : R->fields()) {
      if (!F->getIdentifier())
        continue;
      ir::FieldInfo Info;
      Info.Name = Mod.intern(F->getName());
      Info.Type = valueType(F->getType());
      Info.Record = recordOfType(F->getType());
      Info.Loc = loc(F->getLocation());
      Info.Owns = Annotations::isSaid(F, "owns");
      Info.Borrows = Annotations::isSaid(F, "borrows");
      Fields.push_back(Info);
    }
    Mod.at(ID).Fields = std::move(Fields);
    if (C)
      describeRecord(ID, C);
  }
}

/// Whether \p R only carries what its constructors open to whoever reads its
/// public fields: those release it, wherever they are.
static bool isCarrier(const CXXRecordDecl *R) {
  if (const CXXDestructorDecl *D = R->getDestructor(); D && D->isUserProvided())
    return false;
  for (const CXXMethodDecl *Method : R->methods())
    if (Method->isUserProvided() && !isa<CXXConstructorDecl>(Method))
      return false;
  return llvm::any_of(R->fields(), [](const FieldDecl *F) {
    return F->getAccess() == AS_public &&
           valueType(F->getType()) != ir::ValueType::Other;
  });
}

/// Whether \p F is a copy that C++98 forbids: private, declared and nowhere
/// defined. Who says so in a header defines it in no other file either.
static bool isForbidden(const FunctionDecl *F) {
  const auto *C = dyn_cast<CXXConstructorDecl>(F);
  const auto *M = dyn_cast<CXXMethodDecl>(F);
  return F->getAccess() == AS_private && !F->isDefined() && !F->isUsed(false) &&
         ((C && C->isCopyConstructor()) ||
          (M && M->isCopyAssignmentOperator()));
}

/// Whether everything that could release a field of \p R can be seen here.
static bool allBodiesInView(const CXXRecordDecl *R, const ModuleLowering &M) {
  auto InView = [&](const FunctionDecl *F) {
    return F->isDeleted() || F->isDefaulted() || F->isImplicit() ||
           F->isPureVirtual() || isForbidden(F) || M.bodyOf(F);
  };
  if (isCarrier(R))
    return false;
  for (const Decl *D : R->decls()) {
    if (const auto *F = dyn_cast<FunctionDecl>(D)) {
      if (!InView(F))
        return false;
    } else if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      // A member template that nobody instantiates has no body to look at.
      if (T->spec_begin() == T->spec_end())
        return false;
      for (const FunctionDecl *F : T->specializations())
        if (!InView(F))
          return false;
    } else if (const auto *Friend = dyn_cast<FriendDecl>(D)) {
      const NamedDecl *Named = Friend->getFriendDecl();
      const auto *F = dyn_cast_or_null<FunctionDecl>(Named);
      if (!F || !InView(F))
        return false;
    }
  }
  return true;
}

void ModuleLowering::describeRecord(ir::RecordID ID, const CXXRecordDecl *R) {
  std::vector<ir::RecordID> Bases;
  for (const CXXBaseSpecifier &Base : R->bases())
    if (ir::RecordID B = recordOfType(Base.getType()))
      Bases.push_back(B);
  std::vector<ir::FunctionID> Methods;
  bool Copyable = true, UserCopy = false;
  for (const CXXMethodDecl *Method : R->methods()) {
    const auto *C = dyn_cast<CXXConstructorDecl>(Method);
    const bool Copies = (C && C->isCopyConstructor()) ||
                        Method->isCopyAssignmentOperator();
    if (Copies && Method->isUserProvided() && !isForbidden(Method))
      UserCopy = true;
    if (C && C->isCopyConstructor() &&
        (C->isDeleted() || C->getAccess() == AS_private))
      Copyable = false;
    if (Method->isDeleted() || Method->isTemplated() || isForbidden(Method))
      continue;
    // An implicit member that nothing calls need not exist.
    if (Method->isImplicit() && !Method->isUsed(false) &&
        !isa<CXXDestructorDecl>(Method))
      continue;
    if (Method->isTrivial() && !Method->isUserProvided())
      continue;
    Methods.push_back(function(Method));
  }
  if (R->needsImplicitCopyConstructor() && R->hasMoveConstructor())
    Copyable = false;
  if (R->defaultedCopyConstructorIsDeleted())
    Copyable = false;
  ir::FunctionID Destructor = destructor(R);
  const CXXDestructorDecl *D = R->getDestructor();
  ir::Record &Out = Mod.at(ID);
  Out.Bases = std::move(Bases);
  Out.Methods = std::move(Methods);
  Out.Destructor = Destructor;
  Out.UserDestructor = D && D->isUserProvided();
  Out.Copyable = Copyable;
  Out.UserCopy = UserCopy;
  Out.AllBodiesInView = allBodiesInView(R, *this);
}

} // namespace fdtidy::lower
