//===- LowerStdConstruct.cpp - Objects of the library are made ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Constructors of library types, and objects that the library constructs in
// place.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

/// The constructor template's instance that the library has made for \p Args:
/// `threads.emplace_back(serve, fd)` starts a thread.
static const CXXConstructorDecl *
instanceFor(const CXXRecordDecl *R, llvm::ArrayRef<const Expr *> Args) {
  const ASTContext &Ctx = R->getASTContext();
  auto Plain = [&](QualType T) {
    T = T.getNonReferenceType();
    return (T->isArrayType() || T->isFunctionType() ? Ctx.getDecayedType(T) : T)
        .getUnqualifiedType();
  };
  for (const Decl *D : R->decls()) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
    if (!Template || !isa<CXXConstructorDecl>(Template->getTemplatedDecl()))
      continue;
    for (const FunctionDecl *Instance : Template->specializations()) {
      if (Args.empty() || Instance->isDeleted() ||
          Instance->getNumParams() != Args.size())
        continue;
      bool Fits = true;
      for (size_t I = 0; I < Args.size() && Fits; ++I)
        Fits = Ctx.hasSameType(Plain(Instance->getParamDecl(unsigned(I))->getType()),
                               Plain(Args[I]->getType()));
      if (Fits)
        return cast<CXXConstructorDecl>(Instance);
    }
  }
  return nullptr;
}

/// As the library's emplace, make_unique and make_pair construct: by the one
/// constructor that fits in number and, roughly, in type.
bool emitEmplaced(FunctionLowering &L, PlaceID Dst, QualType T,
                  llvm::ArrayRef<const Expr *> Args, SourceLocation Loc) {
  if (!Dst)
    return true;
  if (isScalar(T)) {
    if (Args.empty())
      L.assign(Dst, Value::constant(0));
    else
      L.assign(Dst, isScalar(Args[0]->getType())
                        ? L.emitScalar(Args[0])
                        : (L.emitIgnored(Args[0]), Value::unknown()));
    return true;
  }
  const CXXRecordDecl *R = classOf(T);
  if (!R || !R->hasDefinition()) {
    for (const Expr *Arg : Args)
      L.emitIgnored(Arg);
    return true;
  }
  // A copy or a move of the same type.
  if (Args.size() == 1 && classOf(Args[0]->getType()) == R) {
    if (Args[0]->isPRValue()) {
      L.emitInto(Args[0], Dst);
      return true;
    }
    PlaceID Src = L.emitPlace(Args[0]);
    L.at(Loc);
    L.copyRecord(Dst, Src, T, Args[0]->isXValue());
    return true;
  }
  const LibraryType Kind = libraryType(R);
  if (Kind == LibraryType::None || Kind == LibraryType::Other)
    if (const CXXConstructorDecl *C = instanceFor(R, Args)) {
      L.emitConstructorCall(C, Args, Dst, Loc);
      return true;
    }
  if (Kind != LibraryType::None) {
    StdObject O(L, Dst, R);
    if (Args.empty()) {
      O.makeEmpty();
      return true;
    }
    if (Kind == LibraryType::Optional) {
      emitEmplaced(L, O.value(), O.valueType(), Args, Loc);
      L.assign(O.has(), Value::constant(1));
      return true;
    }
    if ((Kind == LibraryType::UniquePtr || Kind == LibraryType::SharedPtr) &&
        isScalar(Args[0]->getType())) {
      L.assign(O.pointer(), L.emitScalar(Args[0]));
      if (Args.size() > 1 && Kind == LibraryType::UniquePtr)
        emitEmplaced(L, O.deleter(), O.deleterType(), Args.drop_front(), Loc);
      return true;
    }
    if ((Kind == LibraryType::Pair || Kind == LibraryType::Tuple) &&
        Args.size() == 1 && O.convertFrom(Args[0]))
      return true;
    if ((Kind == LibraryType::Pair || Kind == LibraryType::Tuple) &&
        Args.size() == templateArguments(R).size()) {
      auto Types = templateArguments(R);
      for (unsigned I = 0; I < Types.size(); ++I) {
        if (Types[I]->isReferenceType())
          L.assign(O.part(I, Types[I]), L.emitReference(Args[I]));
        else
          emitEmplaced(L, O.part(I, Types[I]), Types[I], Args[I], Loc);
      }
      return true;
    }
    if (Kind == LibraryType::Variant) {
      O.constructVariant(Args, Loc);
      return true;
    }
    for (const Expr *Arg : Args)
      L.emitIgnored(Arg);
    L.assign(Dst, Value::unknown());
    return true;
  }
  const CXXConstructorDecl *Best = nullptr;
  unsigned BestScore = 0;
  for (const CXXConstructorDecl *C : R->ctors()) {
    if (C->isDeleted() || C->getMinRequiredArguments() > Args.size() ||
        (C->getNumParams() < Args.size() && !C->isVariadic()))
      continue;
    unsigned Score = 1;
    bool Fits = true;
    for (size_t I = 0; I < Args.size() && I < C->getNumParams(); ++I) {
      QualType From = plainType(Args[I]->getType());
      QualType To = plainType(C->getParamDecl(unsigned(I))->getType());
      if (L.Ctx.hasSameUnqualifiedType(From, To)) {
        Score += 4;
        if (Args[I]->isLValue() ==
            !C->getParamDecl(unsigned(I))->getType()->isRValueReferenceType())
          ++Score;
      } else if (classOf(To) && isScalar(From) && libraryType(To) ==
                                                      LibraryType::None) {
        Fits = false;
      } else if (isScalar(To) && classOf(From)) {
        Fits = false;
      } else if (lower::valueType(From) == lower::valueType(To)) {
        ++Score;
      }
    }
    if (Fits && Score > BestScore) {
      Best = C;
      BestScore = Score;
    }
  }
  if (Best) {
    L.emitConstructorCall(Best, Args, Dst, Loc);
    return true;
  }
  if (Args.empty()) {
    if (ir::FunctionID F = L.M.defaultConstructor(R))
      L.callFunction(F, {L.addressOf(Dst)});
    else if (R->isAggregate())
      L.emitZero(Dst, T);
    return true;
  }
  if (R->isAggregate()) { // C++20: parentheses may initialise an aggregate
    auto Arg = Args.begin();
    for (const FieldDecl *F : R->fields())
      if (Arg != Args.end())
        emitEmplaced(L, L.fieldOf(Dst, F), F->getType(), *Arg++, Loc);
    return true;
  }
  for (const Expr *Arg : Args)
    if (Arg->isGLValue())
      L.escapeIfHandle(L.load(L.emitPlace(Arg)), Arg->getType(),
                       "library template");
    else
      L.escapeIfHandle(L.load(L.materialize(Arg)), Arg->getType(),
                       "library template");
  L.assign(Dst, Value::unknown());
  return true;
}

bool FunctionLowering::emitStdConstruct(const CXXConstructExpr *E,
                                        PlaceID Dst) {
  const CXXConstructorDecl *C = E->getConstructor();
  const CXXRecordDecl *R = C->getParent();
  StdObject O(*this, Dst, R);
  if (O.Kind == LibraryType::None || O.Kind == LibraryType::Other)
    return false;
  llvm::SmallVector<const Expr *, 4> Args;
  for (const Expr *Arg : E->arguments())
    if (!isa<CXXDefaultArgExpr>(Arg))
      Args.push_back(Arg);
  auto ArgType = [&](unsigned I) {
    return I < Args.size() ? Args[I]->getType() : QualType();
  };
  if (Args.empty()) {
    O.makeEmpty();
    return true;
  }
  if (Args.size() == 1 && libraryType(ArgType(0)) == O.Kind &&
      (C->isCopyOrMoveConstructor() || O.Kind != LibraryType::Optional ||
       !Ctx.hasSameUnqualifiedType(ArgType(0), O.valueType()))) {
    const bool Move = Args[0]->isXValue() || Args[0]->isPRValue();
    PlaceID Src = emitPlace(Args[0]);
    at(E->getBeginLoc());
    if (Src)
      O.copyFrom(Src, Move);
    return true;
  }
  auto IsTag = [&](unsigned I, StringRef Tag) {
    const CXXRecordDecl *T = classOf(ArgType(I));
    return T && T->getIdentifier() && isInStd(T) && T->getName() == Tag;
  };
  switch (O.Kind) {
  case LibraryType::UniquePtr: {
    Value V = isScalar(ArgType(0)) ? emitScalar(Args[0])
                                   : Value::unknown();
    at(E->getBeginLoc());
    assign(O.pointer(), V);
    if (Args.size() > 1) {
      QualType D = O.deleterType();
      if (D->isReferenceType())
        assign(O.deleter(), emitReference(Args[1]));
      else
        emitEmplaced(*this, O.deleter(), D, Args[1], E->getBeginLoc());
    } else if (const CXXRecordDecl *D = classOf(O.deleterType())) {
      if (!isInStd(D))
        if (ir::FunctionID F = M.defaultConstructor(D))
          callFunction(F, {addressOf(O.deleter())});
    }
    return true;
  }
  case LibraryType::SharedPtr: {
    if (isScalar(ArgType(0))) {
      Value V = emitScalar(Args[0]);
      assign(O.pointer(), V);
      escape(V, "shared_ptr");
      for (const Expr *Arg : llvm::ArrayRef(Args).drop_front())
        emitIgnored(Arg);
      return true;
    }
    // From a unique_ptr: it takes the pointer over.
    if (libraryType(ArgType(0)) == LibraryType::UniquePtr) {
      PlaceID Src = emitPlace(Args[0]);
      StdObject From(*this, Src, classOf(ArgType(0)));
      if (Src) {
        assign(O.pointer(), load(From.pointer()));
        escape(load(O.pointer()), "shared_ptr");
        assign(From.pointer(), Value::constant(0));
      }
      return true;
    }
    for (const Expr *Arg : Args)
      emitIgnored(Arg);
    assign(O.pointer(), Value::unknown());
    return true;
  }
  case LibraryType::ReferenceWrapper:
    assign(O.pointer(), emitReference(Args[0]));
    return true;
  case LibraryType::Atomic:
    if (!isScalar(O.valueType()) || !isScalar(ArgType(0)))
      break;
    assign(O.value(), emitScalar(Args[0]));
    return true;
  case LibraryType::Optional:
  case LibraryType::Expected:
    if (IsTag(0, "nullopt_t")) {
      assign(O.has(), Value::constant(0));
      return true;
    }
    if (libraryType(ArgType(0)) == LibraryType::Unexpected) {
      PlaceID Src = emitPlace(Args[0]);
      QualType Err = templateArgument(R, 1);
      copyRecord(O.error(), field(Src, "err", Err), Err, true);
      assign(O.has(), Value::constant(0));
      return true;
    }
    if (IsTag(0, "unexpect_t")) {
      emitEmplaced(*this, O.error(), templateArgument(R, 1),
                   llvm::ArrayRef(Args).drop_front(), E->getBeginLoc());
      assign(O.has(), Value::constant(0));
      return true;
    }
    emitEmplaced(*this, O.value(), O.valueType(),
                 llvm::ArrayRef(Args).drop_front(IsTag(0, "in_place_t")),
                 E->getBeginLoc());
    assign(O.has(), Value::constant(1));
    return true;
  case LibraryType::Unexpected:
    emitEmplaced(*this, field(Dst, "err", templateArgument(R, 0)),
                 templateArgument(R, 0), Args, E->getBeginLoc());
    return true;
  case LibraryType::Variant:
    O.constructVariant(Args, E->getBeginLoc());
    return true;
  case LibraryType::Pair:
  case LibraryType::Tuple: {
    auto Types = templateArguments(R);
    if (Args.size() == 1 && O.convertFrom(Args[0]))
      return true;
    if (IsTag(0, "piecewise_construct_t") || IsTag(0, "allocator_arg_t") ||
        Args.size() != Types.size()) {
      // Arguments in tuples.
      for (const Expr *Arg : Args)
        emitIgnored(Arg);
      assign(Dst, Value::unknown());
      return true;
    }
    for (unsigned I = 0; I < Types.size(); ++I) {
      if (Types[I]->isReferenceType())
        assign(O.part(I, Types[I]), emitReference(Args[I]));
      else
        emitEmplaced(*this, O.part(I, Types[I]), Types[I], Args[I],
                     E->getBeginLoc());
    }
    return true;
  }
  case LibraryType::Sequence:
  case LibraryType::Keyed:
  case LibraryType::Span: {
    if (libraryType(ArgType(0)) == LibraryType::InitializerList) {
      const auto *List = dyn_cast<CXXStdInitializerListExpr>(
          Args[0]->IgnoreParenImpCasts());
      if (List || Args[0]->isPRValue()) {
        emitInto(Args[0], Dst);
      } else if (PlaceID Src = emitPlace(Args[0])) {
        if (reachable())
          B.insert(Dst, load(element(Src, O.valueType())));
      }
      return true;
    }
    // (count, value)
    QualType Element = O.valueType();
    if (Args.size() == 2 && isScalar(ArgType(0)) &&
        Ctx.hasSameUnqualifiedType(ArgType(1), Element)) {
      emitIgnored(Args[0]);
      Value V = load(materialize(Args[1]));
      if (reachable() && V.Which != Value::Kind::Unknown)
        B.insert(Dst, V);
      return true;
    }
    // (first, last), and what else a container is made of
    for (const Expr *Arg : Args) {
      const QualType T = Arg->getType();
      if (T->isIntegerType())
        emitIgnored(Arg);
      else if (isScalar(T))
        escape(emitScalar(Arg), "container");
      else if (PlaceID P = materialize(Arg))
        escape(load(P), "container");
    }
    return true;
  }
  case LibraryType::Iterator: {
    // reverse_iterator(it), const_iterator(it)
    PlaceID Src = materialize(Args[0]);
    PlaceID At = field(Dst, "at", Ctx.VoidPtrTy);
    if (isScalar(ArgType(0)))
      assign(At, load(Src));
    else
      assign(At, load(field(Src, "at", Ctx.VoidPtrTy)));
    return true;
  }
  default:
    break;
  }
  for (const Expr *Arg : Args)
    emitIgnored(Arg);
  assign(Dst, Value::unknown());
  return true;
}

} // namespace fdtidy::lower
