//===- LibraryType.cpp - Types of the C++ library by their fields ---------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/LibraryType.h"
#include "lower/Types.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace fdtidy::lower {

LibraryType libraryType(const CXXRecordDecl *R) {
  if (!R || !R->getIdentifier())
    return LibraryType::None;
  if (!isInStd(R)) {
    const auto *N = dyn_cast<NamespaceDecl>(R->getEnclosingNamespaceContext());
    if (N && N->getIdentifier() && N->getName() == "__gnu_cxx")
      return R->getName().contains("iterator") ? LibraryType::Iterator
                                               : LibraryType::Other;
    return LibraryType::None;
  }
  const llvm::StringRef Name = R->getName();
  LibraryType T =
      llvm::StringSwitch<LibraryType>(Name)
          .Case("unique_ptr", LibraryType::UniquePtr)
          .Case("shared_ptr", LibraryType::SharedPtr)
          .Case("weak_ptr", LibraryType::SharedPtr)
          .Case("__shared_ptr", LibraryType::SharedPtr)
          .Case("optional", LibraryType::Optional)
          .Case("_Node_handle", LibraryType::Optional)
          .Case("expected", LibraryType::Expected)
          .Case("unexpected", LibraryType::Unexpected)
          .Case("pair", LibraryType::Pair)
          .Case("tuple", LibraryType::Tuple)
          .Case("variant", LibraryType::Variant)
          .Case("array", LibraryType::Array)
          .Case("atomic", LibraryType::Atomic)
          .Case("reference_wrapper", LibraryType::ReferenceWrapper)
          .Case("vector", LibraryType::Sequence)
          .Case("deque", LibraryType::Sequence)
          .Case("list", LibraryType::Sequence)
          .Case("forward_list", LibraryType::Sequence)
          .Case("stack", LibraryType::Sequence)
          .Case("queue", LibraryType::Sequence)
          .Case("priority_queue", LibraryType::Sequence)
          .Case("map", LibraryType::Keyed)
          .Case("multimap", LibraryType::Keyed)
          .Case("unordered_map", LibraryType::Keyed)
          .Case("unordered_multimap", LibraryType::Keyed)
          .Case("set", LibraryType::Keyed)
          .Case("multiset", LibraryType::Keyed)
          .Case("unordered_set", LibraryType::Keyed)
          .Case("unordered_multiset", LibraryType::Keyed)
          .Case("span", LibraryType::Span)
          .Case("initializer_list", LibraryType::InitializerList)
          .Default(LibraryType::Other);
  if (T == LibraryType::Other &&
      (Name.contains("iterator") || Name == "__wrap_iter"))
    return LibraryType::Iterator;
  return T;
}

LibraryType libraryType(QualType T) {
  return T.isNull() ? LibraryType::None : libraryType(classOf(T));
}

llvm::SmallVector<QualType, 4> templateArguments(const CXXRecordDecl *R) {
  llvm::SmallVector<QualType, 4> Types;
  const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!Spec)
    return Types;
  for (const TemplateArgument &A : Spec->getTemplateArgs().asArray()) {
    if (A.getKind() == TemplateArgument::Type)
      Types.push_back(A.getAsType());
    else if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &P : A.pack_elements())
        if (P.getKind() == TemplateArgument::Type)
          Types.push_back(P.getAsType());
  }
  return Types;
}

QualType templateArgument(const CXXRecordDecl *R, unsigned I) {
  auto Types = templateArguments(R);
  return I < Types.size() ? Types[I] : QualType();
}

QualType memberType(const CXXRecordDecl *R, llvm::StringRef Name) {
  if (!R || !R->hasDefinition())
    return {};
  ASTContext &Ctx = R->getASTContext();
  for (const NamedDecl *D : R->lookup(DeclarationName(&Ctx.Idents.get(Name))))
    if (const auto *T = dyn_cast<TypedefNameDecl>(D))
      return T->getUnderlyingType();
  return {};
}

} // namespace fdtidy::lower
