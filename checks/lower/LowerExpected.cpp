//===- LowerExpected.cpp - Calls that are to fail with EBADF --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `fcntl(Fd, F_GETFL) == -1 && errno == EBADF` asks whether the number is open,
// and is no use of what it was. What waits for data stays one. Told by the
// condition as a whole: who writes `&& errno != EBADF` bears with a closed
// number, and has not asked for one.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether \p E reads `errno`: libc gives its address by a function.
static bool isErrno(const Expr *E) {
  const auto *Deref = dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts());
  if (!Deref || Deref->getOpcode() != UO_Deref)
    return false;
  const auto *Call =
      dyn_cast<CallExpr>(Deref->getSubExpr()->IgnoreParenImpCasts());
  const FunctionDecl *D = Call ? Call->getDirectCallee() : nullptr;
  return D && D->getIdentifier() && D->getNumParams() == 0 &&
         (D->getName() == "__errno_location" || D->getName() == "__error");
}

/// Whether \p E compares `errno` with EBADF by \p Op.
static bool comparesWithBadNumber(const Expr *E, BinaryOperatorKind Op,
                                  const ASTContext &Ctx) {
  constexpr int64_t BadNumber = 9; // EBADF, of Linux and the BSDs alike
  const auto *B = dyn_cast<BinaryOperator>(E->IgnoreParenImpCasts());
  if (!B || B->getOpcode() != Op)
    return false;
  const Expr *Number = isErrno(B->getLHS())   ? B->getRHS()
                       : isErrno(B->getRHS()) ? B->getLHS()
                                              : nullptr;
  Expr::EvalResult Is;
  return Number && !Number->isValueDependent() &&
         Number->EvaluateAsInt(Is, Ctx) && Is.Val.getInt() == BadNumber;
}

/// The call whose result \p E compares with a constant; null if it does not.
static const Expr *comparedCall(const Expr *E, const ASTContext &Ctx) {
  const auto *B = dyn_cast<BinaryOperator>(E->IgnoreParenImpCasts());
  if (!B || !B->isComparisonOp() || B->getRHS()->isValueDependent() ||
      !B->getRHS()->isIntegerConstantExpr(Ctx))
    return nullptr;
  return dyn_cast<CallExpr>(B->getLHS()->IgnoreParenImpCasts());
}

namespace {
class ExpectedFinder : public RecursiveASTVisitor<ExpectedFinder> {
public:
  ExpectedFinder(const ASTContext &Ctx,
                 llvm::SmallPtrSetImpl<const Expr *> &Found)
      : Ctx(Ctx), Found(Found) {}

  /// `f() < 0 && errno == EBADF`, and its opposite, `f() >= 0 || errno != EBADF`.
  bool VisitBinaryOperator(const BinaryOperator *B) {
    if (!B->isLogicalOp())
      return true;
    const bool And = B->getOpcode() == BO_LAnd;
    if (comparesWithBadNumber(B->getRHS(), And ? BO_EQ : BO_NE, Ctx))
      if (const Expr *Call = comparedCall(B->getLHS(), Ctx))
        Found.insert(Call);
    return true;
  }

private:
  const ASTContext &Ctx;
  llvm::SmallPtrSetImpl<const Expr *> &Found;
};
} // namespace

bool FunctionLowering::isExpectedToFail(const Expr *Call) {
  if (!ExpectedToFail) {
    ExpectedToFail.emplace();
    if (Decl && Decl->hasBody())
      ExpectedFinder(Decl->getASTContext(), *ExpectedToFail)
          .TraverseStmt(Decl->getBody());
  }
  return Call && ExpectedToFail->contains(Call);
}

} // namespace fdtidy::lower
