//===- HandleType.cpp - Where in a type a handle is -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/HandleType.h"
#include "lower/Types.h"

using namespace clang;

namespace fdtidy::lower {

/// The stream that \p T points to, by the names that C libraries give to the
/// records behind `FILE` and `DIR`.
static std::optional<model::HandleKind> stream(QualType T) {
  QualType To = plainType(T)->getPointeeType();
  if (const auto *Written = To.isNull() ? nullptr : To->getAs<TypedefType>();
      Written && Written->getDecl()->getName() == "FILE")
    return model::HandleKind::File;
  const RecordDecl *R = To.isNull() ? nullptr : recordOf(To);
  if (!R || !R->getIdentifier())
    return std::nullopt;
  if (R->getName() == "_IO_FILE" || R->getName() == "__sFILE" ||
      R->getName() == "FILE")
    return model::HandleKind::File;
  if (R->getName() == "__dirstream" || R->getName() == "_dirdesc" ||
      R->getName() == "DIR")
    return model::HandleKind::Dir;
  return std::nullopt;
}

static std::optional<model::HandleKind> single(QualType T) {
  QualType Plain = plainType(T);
  if (Plain->isIntegralOrEnumerationType() && !Plain->isBooleanType() &&
      !Plain->isAnyCharacterType())
    return model::HandleKind::Raw;
  return stream(T);
}

std::optional<HandleType> handleType(QualType T, const ASTContext &Ctx) {
  if (T.isNull() || T->isDependentType())
    return std::nullopt;
  T = T.getNonReferenceType();
  if (auto Kind = single(T))
    return HandleType{*Kind, false, 0};
  if (const ConstantArrayType *A = Ctx.getAsConstantArrayType(T)) {
    const uint64_t Length = arrayLength(T, Ctx);
    auto Kind = single(A->getElementType());
    if (Kind && Length && Length <= 8)
      return HandleType{*Kind, false, unsigned(Length)};
    return std::nullopt;
  }
  QualType To = plainType(T)->getPointeeType();
  if (To.isNull() || To->isVoidType() || To->isFunctionType())
    return std::nullopt;
  if (auto Kind = single(To))
    return HandleType{*Kind, true, 0};
  return std::nullopt;
}

std::optional<HandleType> handleType(const ParmVarDecl *P) {
  return handleType(P->getOriginalType(), P->getASTContext());
}

} // namespace fdtidy::lower
