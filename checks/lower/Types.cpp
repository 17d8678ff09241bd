//===- Types.cpp - Clang's types as lowering sees them --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Types.h"
#include "lower/LibraryType.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fdtidy::lower {

QualType plainType(QualType T) {
  if (T.isNull())
    return T;
  T = T.getNonReferenceType();
  if (const auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  return T.getCanonicalType().getUnqualifiedType();
}

ir::ValueType valueType(QualType T) {
  if (T.isNull())
    return ir::ValueType::Other;
  if (T->isReferenceType())
    return ir::ValueType::Pointer;
  T = plainType(T);
  if (T->isBooleanType())
    return ir::ValueType::Bool;
  if (T->isIntegralOrEnumerationType())
    return ir::ValueType::Int;
  if (T->isAnyPointerType() || T->isNullPtrType() || T->isBlockPointerType() ||
      T->isFunctionType())
    return ir::ValueType::Pointer;
  if (T->isRecordType())
    return ir::ValueType::Record;
  if (const auto *A = dyn_cast<ArrayType>(T)) // bytes hold no handle
    return plainType(A->getElementType())->isAnyCharacterType()
               ? ir::ValueType::Other
               : ir::ValueType::Array;
  return ir::ValueType::Other;
}

bool isScalar(QualType T) {
  switch (valueType(T)) {
  case ir::ValueType::Int:
  case ir::ValueType::Bool:
  case ir::ValueType::Pointer:
    return true;
  default:
    return false;
  }
}

const RecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  const RecordDecl *D = plainType(T)->getAsRecordDecl();
  if (!D)
    return nullptr;
  const RecordDecl *Definition = D->getDefinition();
  return Definition ? Definition : D;
}

const CXXRecordDecl *classOf(QualType T) {
  return dyn_cast_or_null<CXXRecordDecl>(recordOf(T));
}

QualType elementOf(QualType T, const ASTContext &Ctx) {
  return Ctx.getBaseElementType(T);
}

uint64_t arrayLength(QualType T, const ASTContext &Ctx) {
  if (const ConstantArrayType *A = Ctx.getAsConstantArrayType(T))
    return A->getSize().getLimitedValue();
  return 0;
}

bool isDestroyed(QualType T, const ASTContext &Ctx) {
  if (T.isNull() || T->isReferenceType())
    return false;
  const CXXRecordDecl *D = classOf(elementOf(T, Ctx));
  return D && D->hasDefinition() && !D->hasTrivialDestructor();
}

std::string exceptionName(QualType T, const ASTContext &Ctx) {
  PrintingPolicy Policy(Ctx.getLangOpts());
  Policy.SuppressTagKeyword = true;
  return plainType(T).getAsString(Policy);
}

bool isInStd(const Decl *D) {
  const DeclContext *DC = D->getDeclContext();
  while (DC && !DC->isFileContext())
    DC = DC->getParent();
  for (; DC && DC->isNamespace(); DC = DC->getParent())
    if (DC->isStdNamespace())
      return true;
  return false;
}

/// Whether no handle is in what \p R, of the system, holds: text of the C++
/// library, or a struct that anybody can read. `any` may hold a `FILE *`.
static bool holdsNoHandle(const RecordDecl *R) {
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  if (!Class)
    return true;
  if (!isInStd(Class))
    return Class->isPOD();
  const QualType Of = memberType(Class, "value_type");
  return !Of.isNull() && plainType(Of)->isAnyCharacterType();
}

static bool isPlainParameter(QualType T, const ASTContext &Ctx) {
  const bool Indirect = T->isReferenceType() || T->isPointerType();
  const bool Reference = T->isReferenceType();
  if (Indirect)
    T = T->getPointeeType();
  while (T->isPointerType() && !Reference)
    T = T->getPointeeType();
  if (T->isArithmeticType() || T->isEnumeralType())
    return true;
  const RecordDecl *R = recordOf(T);
  return R && R->isCompleteDefinition() &&
         (!Indirect || T.isConstQualified()) &&
         Ctx.getSourceManager().isInSystemHeader(R->getLocation()) &&
         holdsNoHandle(R);
}

bool isPlain(const FunctionDecl *D) {
  const auto *Method = dyn_cast<CXXMethodDecl>(D);
  return (!Method || Method->isStatic()) && D->getNumParams() &&
         llvm::all_of(D->parameters(), [&](const ParmVarDecl *P) {
           return isPlainParameter(P->getType(), D->getASTContext());
         });
}

} // namespace fdtidy::lower
