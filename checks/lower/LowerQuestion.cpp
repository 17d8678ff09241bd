//===- LowerQuestion.cpp - Calls of pure functions ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A call of a pure library function does nothing to handles. It is kept where its
// answer may decide twice what becomes of one: `strcmp(path, "-") == 0` before
// the opening and before the closing. A string literal is the address of a global
// that is named by its text.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace fdtidy::lower {

bool isPure(const FunctionDecl *D, const model::FunctionModel *Model) {
  if (Model)
    return llvm::any_of(Model->Effects, [](const model::Effect &E) {
      return E.Kind == model::EffectKind::Pure && E.If.empty();
    });
  return D->hasAttr<PureAttr>() || D->hasAttr<ConstAttr>();
}

namespace {
/// Counts the calls in a body, by callee.
class CallCounter : public RecursiveASTVisitor<CallCounter> {
public:
  llvm::DenseMap<const FunctionDecl *, unsigned> Calls;
  unsigned All = 0;

  bool VisitCallExpr(const CallExpr *E) {
    ++All;
    if (const FunctionDecl *D = E->getDirectCallee())
      ++Calls[D->getCanonicalDecl()];
    return true;
  }
};
} // namespace

/// Whether this body asks \p D twice, or does little else: a predicate.
bool FunctionLowering::isWorthAsking(const FunctionDecl *D) {
  constexpr unsigned Few = 2;
  if (!CallsCounted) {
    CallsCounted = true;
    CallCounter Counter;
    if (Decl && Decl->hasBody())
      Counter.TraverseStmt(Decl->getBody());
    if (Counter.All <= Few && Decl && isScalar(Decl->getReturnType()))
      Predicate = true;
    for (auto [Callee, Count] : Counter.Calls)
      if (Count > 1)
        AskedTwice.insert(Callee);
  }
  return Predicate || AskedTwice.contains(D->getCanonicalDecl());
}

/// The string literal that \p E is, as an operand; none if it is none, or long.
Value FunctionLowering::literal(const Expr *E) {
  constexpr unsigned Long = 64;
  const auto *Text =
      E ? dyn_cast<StringLiteral>(E->IgnoreParenImpCasts()) : nullptr;
  if (!Text || Text->getByteLength() > Long)
    return {};
  return Value::address(B.root(ir::PlaceKind::Global,
                               "\"" + Text->getBytes().str() + "\"",
                               ir::ValueType::Other));
}

Value FunctionLowering::emitQuestion(CallSite &Site) {
  llvm::SmallVector<Value, 4> Args;
  for (size_t I = 0; I < Site.Args.size(); ++I) {
    const Value Text = literal(Site.Exprs[I]);
    Args.push_back(Text ? Text : Site.Args[I]);
  }
  const ir::FunctionID F = M.function(Site.Callee);
  ir::FunctionInfo &Info = B.module().at(F).Info;
  Info.Pure = Info.Borrows = true;
  const PlaceID Dst = resultPlace(Site);
  at(Site.Loc);
  callFunction(F, Args, Dst);
  return load(Dst);
}

} // namespace fdtidy::lower
