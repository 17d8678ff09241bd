//===- LowerStdVariant.cpp - std::variant by its index and alternatives ---===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A variant is `.index` and one field an alternative, all but one of them
// without meaning at a time: what is done to it is a choice by the index. The
// state without a value after an exception is not followed.
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether anything in an alternative of type \p T is worth a branch.
static bool isFollowed(QualType T) {
  return valueType(T) != ir::ValueType::Other;
}

/// A chain of `index <= I`, upwards: what each arm knows of the index is an
/// interval, and a run of alternatives that nobody wants is one arm.
void StdObject::forEachAlternative(
    PlaceID Index, llvm::function_ref<bool(QualType)> Wanted,
    llvm::function_ref<void(PlaceID, QualType, unsigned)> Visit) {
  auto Types = templateArguments(R);
  const unsigned N = Types.size();
  if (llvm::none_of(Types, Wanted) || !L.reachable())
    return;
  BlockID Done = L.B.newBlock();
  for (unsigned I = 0; I < N; ++I) {
    const bool Here = Wanted(Types[I]);
    while (!Here && I + 1 < N && !Wanted(Types[I + 1]))
      ++I;
    BlockID Else;
    if (I + 1 < N) {
      BlockID Is = L.B.newBlock();
      Else = L.B.newBlock();
      L.branchOn(L.load(Index), ir::CompareOp::LE, Value::constant(I), Is,
                 Else);
      L.enter(Is);
    }
    if (Here)
      Visit(part(I, Types[I]), Types[I], I);
    L.jump(Done);
    L.enter(Else);
  }
  L.enter(Done);
}

void StdObject::destroyAlternative() {
  forEachAlternative(
      index(), [&](QualType T) { return isDestroyed(T, L.Ctx); },
      [&](PlaceID P, QualType T, unsigned) {
        L.emitDestroy(P, T, SourceLocation());
        if (L.reachable())
          L.B.end(P);
      });
}

void StdObject::copyAlternative(StdObject &From, bool Move) {
  forEachAlternative(
      From.index(), [&](QualType T) { return isFollowed(T); },
      [&](PlaceID To, QualType T, unsigned I) {
        if (classOf(T))
          L.copyRecord(To, From.part(I, T), T, Move);
        else
          L.assign(To, L.load(From.part(I, T)));
      });
  L.assign(index(), L.load(From.index()));
}

/// The alternative that `variant(T &&)` chooses, roughly: that of the type
/// itself, else the first of its kind.
static std::optional<unsigned> chosen(const CXXRecordDecl *R, QualType From) {
  auto Types = templateArguments(R);
  From = plainType(From);
  for (unsigned I = 0; I < Types.size(); ++I)
    if (plainType(Types[I]) == From)
      return I;
  std::optional<unsigned> Only;
  for (unsigned I = 0; I < Types.size(); ++I) {
    const bool Fits = isScalar(From) && isScalar(Types[I]) &&
                      valueType(From) == valueType(Types[I]);
    if (Fits && Only)
      return std::nullopt;
    if (Fits)
      Only = I;
  }
  return Only;
}

void StdObject::emplaceAlternative(std::optional<unsigned> I,
                                   llvm::ArrayRef<const Expr *> Args,
                                   SourceLocation Loc) {
  auto Types = templateArguments(R);
  if (I && *I < Types.size()) {
    emitEmplaced(L, part(*I, Types[*I]), Types[*I], Args, Loc);
    L.assign(index(), Value::constant(*I));
    return;
  }
  for (const Expr *Arg : Args) // a conversion
    L.escapeIfHandle(Arg->isGLValue() ? L.load(L.emitPlace(Arg))
                                      : L.load(L.materialize(Arg)),
                     Arg->getType(), "variant");
  L.assign(P, Value::unknown());
}

void StdObject::constructVariant(llvm::ArrayRef<const Expr *> Args,
                                 SourceLocation Loc) {
  const CXXRecordDecl *Tag = classOf(Args[0]->getType());
  const bool Tagged = Tag && Tag->getIdentifier() && isInStd(Tag);
  if (Tagged && (Tag->getName() == "in_place_index_t" ||
                 Tag->getName() == "in_place_type_t"))
    return emplaceAlternative(alternativeOf(templateArgumentsOf(Tag)),
                              Args.drop_front(), Loc);
  emplaceAlternative(chosen(R, Args[0]->getType()), Args, Loc);
}

void StdObject::assignToVariant(const Expr *Arg, SourceLocation Loc) {
  // As with optional, the old value ends first.
  const std::optional<unsigned> I = chosen(R, Arg->getType());
  if (!I) {
    destroyAlternative();
    return emplaceAlternative(I, Arg, Loc);
  }
  QualType T = templateArguments(R)[*I];
  PlaceID New = L.temp(T);
  emitEmplaced(L, New, T, Arg, Loc);
  L.at(Loc);
  destroyAlternative();
  L.moveOver(part(*I, T), New);
  L.assign(index(), Value::constant(*I));
}

llvm::ArrayRef<TemplateArgument>
StdObject::templateArgumentsOf(const CXXRecordDecl *Tag) {
  const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Tag);
  return Spec ? Spec->getTemplateArgs().asArray()
              : llvm::ArrayRef<TemplateArgument>();
}

std::optional<unsigned>
StdObject::alternativeOf(llvm::ArrayRef<TemplateArgument> Given) const {
  if (Given.empty())
    return std::nullopt;
  const TemplateArgument &First = Given.front();
  if (First.getKind() == TemplateArgument::Integral)
    return unsigned(First.getAsIntegral().getLimitedValue());
  auto Types = templateArguments(R);
  for (unsigned I = 0; I < Types.size(); ++I)
    if (First.getKind() == TemplateArgument::Type &&
        L.Ctx.hasSameType(Types[I], First.getAsType()))
      return I;
  return std::nullopt;
}

/// The arguments that a call of `get<I>` and its like spells out.
static llvm::ArrayRef<TemplateArgument> given(const FunctionDecl *D) {
  const TemplateArgumentList *List = D->getTemplateSpecializationArgs();
  return List ? List->asArray() : llvm::ArrayRef<TemplateArgument>();
}

bool StdCall::onVariant(StdObject &O) {
  StringRef N = name();
  if (isOperator(OO_Equal) && Args.size() == 1) {
    if (classOf(Args[0]->getType()) == O.R) {
      const bool Move = !Args[0]->isLValue();
      PlaceID Src = L.emitPlace(Args[0]);
      L.at(E->getBeginLoc());
      O.assignFrom(Src, Move);
    } else {
      O.assignToVariant(Args[0], E->getBeginLoc());
    }
    return giveReference(O.P);
  }
  if (N == "index")
    return give(L.load(O.index()));
  if (N == "valueless_by_exception")
    return give(Value::constant(0));
  if (N == "emplace") {
    const std::optional<unsigned> I = O.alternativeOf(given(D));
    O.destroyAlternative();
    O.emplaceAlternative(I, Args, E->getExprLoc());
    auto Types = templateArguments(O.R);
    return I && *I < Types.size() ? giveReference(O.part(*I, Types[*I]))
                                  : giveUnknown();
  }
  if (N == "swap" && Args.size() == 1)
    return swapWith(O, Args[0]);
  return false;
}

/// get, get_if, holds_alternative of a variant. False if it is none.
bool StdCall::onFreeOfVariant() {
  if (Args.size() != 1)
    return false;
  QualType T = Args[0]->getType();
  const bool Pointer = T->isPointerType();
  const CXXRecordDecl *R = classOf(Pointer ? T->getPointeeType() : T);
  if (libraryType(R) != LibraryType::Variant)
    return false;
  PlaceID P = Pointer ? L.deref(L.emitScalar(Args[0]), T->getPointeeType())
                      : L.emitPlace(Args[0]);
  if (!P)
    return giveUnknown();
  StdObject O(L, P, R);
  const std::optional<unsigned> I = O.alternativeOf(given(D));
  auto Types = templateArguments(R);
  if (!I || *I >= Types.size() || !L.reachable())
    return giveUnknown();
  L.at(E->getExprLoc());
  PlaceID Part = O.part(*I, Types[*I]);
  if (name() == "holds_alternative") {
    PlaceID Is = L.temp(L.Ctx.BoolTy);
    L.compute(Is, L.load(O.index()), ir::BinaryOp::EQ, Value::constant(*I));
    return give(L.load(Is));
  }
  BlockID Is = L.B.newBlock(), Else = L.B.newBlock();
  if (name() == "get") {
    if (!L.M.options().Exceptions)
      return giveReference(Part);
    L.branchOn(L.load(O.index()), ir::CompareOp::EQ, Value::constant(*I), Is,
               Else);
    L.enter(Else);
    L.B.raise({"std::bad_variant_access", "std::exception"}, L.unwindTarget());
    L.B.unreachable();
    L.enter(Is);
    return giveReference(Part);
  }
  PlaceID Out = L.temp(E->getType()); // get_if
  BlockID Done = L.B.newBlock();
  L.branchOn(L.load(O.index()), ir::CompareOp::EQ, Value::constant(*I), Is,
             Else);
  L.enter(Is);
  L.assign(Out, L.addressOf(Part));
  L.jump(Done);
  L.enter(Else);
  L.assign(Out, Value::constant(0));
  L.enterFromHere(Done);
  return give(L.load(Out));
}

} // namespace fdtidy::lower
