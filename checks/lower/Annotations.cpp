//===- Annotations.cpp - What a declaration says of itself ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Annotations.h"
#include "lower/FdArgs.h"
#include "lower/HandleType.h"
#include "model/Expression.h"
#include "clang/AST/Attr.h"

using namespace clang;
using llvm::StringRef;

namespace fdtidy::lower {

/// The tag of Clang's handle attributes that means ours; others are Fuchsia's.
static constexpr llvm::StringLiteral Tag = "fd";
static constexpr llvm::StringLiteral Prefix = "fd::";

namespace {

/// Collects what is written at one function.
class Reader {
public:
  Reader(const FunctionDecl *D, Annotated &Into) : D(D), Into(Into) {}

  void function(const FunctionDecl *Redecl) {
    for (const Attr *A : Redecl->attrs()) {
      if (const auto *Acquire = dyn_cast<AcquireHandleAttr>(A)) {
        if (Acquire->getHandleType() == Tag)
          acquires();
      } else if (std::optional<StringRef> Word = ours(A)) {
        if (*Word == "returns_borrowed")
          lends();
        else if (Word->consume_front("when "))
          when(*Word, A);
        else
          unread(A);
      }
    }
  }

  void parameter(const ParmVarDecl *P, unsigned I) {
    for (const Attr *A : P->attrs()) {
      if (const auto *Acquire = dyn_cast<AcquireHandleAttr>(A)) {
        if (Acquire->getHandleType() == Tag)
          acquires(P, I, A);
      } else if (const auto *Release = dyn_cast<ReleaseHandleAttr>(A)) {
        if (Release->getHandleType() == Tag)
          add(model::EffectKind::Release, P, I, A);
      } else if (const auto *Use = dyn_cast<UseHandleAttr>(A)) {
        if (Use->getHandleType() == Tag)
          add(model::EffectKind::Use, P, I, A);
      } else if (std::optional<StringRef> Word = ours(A)) {
        if (*Word == "takes")
          passes(model::EffectKind::Escape, P, I);
        else if (*Word == "borrows")
          passes(model::EffectKind::Borrow, P, I);
        else
          unread(A);
      }
    }
  }

  void uses(unsigned I) {
    add(model::EffectKind::Use, D->getParamDecl(I), I, nullptr);
  }

  void finish() {
    // What it takes and what it gives hang on its result, what it uses does not.
    for (model::Effect &E : Into.Model.Effects) {
      const bool Hangs = E.Kind == model::EffectKind::Acquire ||
                         E.Kind == model::EffectKind::Release ||
                         E.Kind == model::EffectKind::Escape;
      if (Hangs && When)
        E.When = *When;
      else if (E.Kind == model::EffectKind::Acquire)
        E.When = isNoFailure();
    }
  }

private:
  static std::optional<StringRef> ours(const Attr *A) {
    const auto *Annotation = dyn_cast<AnnotateAttr>(A);
    if (!Annotation)
      return std::nullopt;
    StringRef Text = Annotation->getAnnotation();
    return Text.consume_front(Prefix) ? std::optional(Text) : std::nullopt;
  }

  void unread(const Attr *A) {
    std::string Text = "attribute";
    if (const auto *Annotation = dyn_cast_or_null<AnnotateAttr>(A))
      Text = Annotation->getAnnotation().str();
    else if (A)
      Text = A->getSpelling();
    if (!llvm::is_contained(Into.Unread, Text))
      Into.Unread.push_back(Text);
  }

  static bool same(const model::Slot &A, const model::Slot &B) {
    using Projection = model::Slot::Projection;
    return A.From == B.From && A.Index == B.Index &&
           llvm::equal(A.Path, B.Path,
                       [](const Projection &X, const Projection &Y) {
                         return X.Which == Y.Which && X.Index == Y.Index;
                       });
  }

  void push(model::Effect E) {
    for (const model::Effect &Known : Into.Model.Effects)
      if (Known.Kind == E.Kind && same(Known.Of, E.Of) &&
          same(Known.Into, E.Into))
        return; // another declaration has said so
    Into.Model.Effects.push_back(std::move(E));
  }

  static model::Slot argument(unsigned I) {
    model::Slot S;
    S.From = model::Slot::Root::Argument;
    S.Index = I;
    return S;
  }

  /// The handles in parameter \p I, which is \p T.
  static llvm::SmallVector<model::Slot, 2> slots(unsigned I,
                                                 const HandleType &T) {
    using Step = model::Slot::Step;
    llvm::SmallVector<model::Slot, 2> All(T.Elements ? T.Elements : 1,
                                          argument(I));
    if (T.Pointee)
      All[0].Path.push_back({Step::Pointee, 0, {}});
    for (unsigned Element = 0; Element < T.Elements; ++Element)
      All[Element].Path.push_back({Step::Index, Element, {}});
    return All;
  }

  /// The result; a class is its own business.
  void acquires() {
    auto T = handleType(D->getReturnType(), D->getASTContext());
    if (!T || T->Pointee || T->Elements)
      return;
    model::Effect E;
    E.Kind = model::EffectKind::Acquire;
    E.Into.From = model::Slot::Root::Result;
    E.Handle = T->Kind;
    push(E);
  }

  void acquires(const ParmVarDecl *P, unsigned I, const Attr *A) {
    auto T = handleType(P);
    const bool Out = T && (T->Pointee || T->Elements ||
                           P->getType()->isReferenceType());
    if (!Out)
      return unread(A); // nothing that it could write to
    for (const model::Slot &S : slots(I, *T)) {
      model::Effect E;
      E.Kind = model::EffectKind::Acquire;
      E.Into = S;
      E.Handle = T->Kind;
      push(E);
    }
  }

  void add(model::EffectKind Kind, const ParmVarDecl *P, unsigned I,
           const Attr *A) {
    auto T = handleType(P);
    if (!T)
      return unread(A);
    for (const model::Slot &S : slots(I, *T)) {
      model::Effect E;
      E.Kind = Kind;
      E.Of = S;
      E.Handle = T->Kind;
      push(E);
    }
  }

  /// \p Kind, on a handle; also on an object by value, or on what a pointer to a
  /// record is of.
  void passes(model::EffectKind Kind, const ParmVarDecl *P, unsigned I) {
    if (handleType(P))
      return add(Kind, P, I, nullptr);
    model::Effect E;
    E.Kind = Kind;
    E.Of = argument(I);
    push(E);
  }

  /// The result is a view of the object that owns it, or of the one stream that
  /// comes in; else it is somebody's whom nobody names.
  void lends() {
    auto T = handleType(D->getReturnType(), D->getASTContext());
    if (!T || T->Pointee || T->Elements)
      return;
    model::Effect E;
    E.Kind = model::EffectKind::Alias;
    E.Into.From = model::Slot::Root::Result;
    E.Handle = T->Kind;
    const auto *Method = dyn_cast<CXXMethodDecl>(D);
    if (Method && Method->isInstance()) {
      if (Annotations::isOwner(Method->getParent()))
        E.Of.From = model::Slot::Root::This;
      return push(E);
    }
    for (const ParmVarDecl *P : D->parameters()) {
      auto Given = handleType(P);
      if (!Given || Given->Pointee || Given->Elements ||
          Given->Kind == model::HandleKind::Raw)
        continue;
      E.Of = E.Of ? model::Slot() : argument(P->getFunctionScopeIndex());
      if (!E.Of)
        break;
    }
    push(E);
  }

  void when(StringRef Text, const Attr *A) {
    model::Constants None;
    StringRef Condition = Text.trim();
    const bool Negated = Condition.consume_front("!");
    // `ret` alone is its truth.
    if (auto S = model::ExpressionParser(Condition, None).slot()) {
      When = model::Test{*S, Negated ? model::Compare::EQ : model::Compare::NE,
                         0};
      return;
    }
    std::optional<model::Test> T;
    if (!Negated)
      T = model::ExpressionParser(Condition, None).test();
    if (T)
      When = *T;
    else
      unread(A);
  }

  /// No failure: not negative, not null, not false; nothing of what is no
  /// scalar.
  std::optional<model::Test> isNoFailure() const {
    QualType R = D->getReturnType();
    model::Test T;
    T.LHS.From = model::Slot::Root::Result;
    if (R->isBooleanType() || R->isAnyPointerType())
      T.Op = model::Compare::NE;
    else if (R->isIntegralOrEnumerationType())
      T.Op = model::Compare::GE;
    else
      return std::nullopt;
    return T;
  }

  const FunctionDecl *D;
  Annotated &Into;
  std::optional<model::Test> When;
};

} // namespace

bool Annotations::anyIn(ASTContext &Ctx) {
  // An annotation of ours is text, which no table lists; its attribute is not.
  for (StringRef Name : {"acquire_handle", "release_handle", "use_handle",
                         "annotate", "__annotate__"})
    if (Ctx.Idents.find(Name) != Ctx.Idents.end())
      return true;
  return FdArgs::anyIn(Ctx);
}

Annotations::Annotations(ASTContext &Ctx) : Any(anyIn(Ctx)) {
  if (FdArgs::anyIn(Ctx))
    Gcc = std::make_unique<FdArgs>(Ctx);
}

Annotations::~Annotations() = default;

void Annotations::read(const FunctionDecl *D, Annotated &Into) {
  Reader R(D, Into);
  llvm::SmallVector<const FunctionDecl *, 2> Todo{D};
  // Virtual functions keep the promises of those that they override.
  if (const auto *M = dyn_cast<CXXMethodDecl>(D))
    for (const CXXMethodDecl *Over : M->overridden_methods())
      Todo.push_back(Over);
  if (const FunctionDecl *Pattern = D->getTemplateInstantiationPattern())
    Todo.push_back(Pattern);
  llvm::SmallVector<const FunctionDecl *, 4> All;
  for (const FunctionDecl *Each : Todo)
    for (const FunctionDecl *Redecl : Each->redecls())
      if (Redecl->getNumParams() == D->getNumParams())
        All.push_back(Redecl);
  for (const FunctionDecl *Redecl : All) {
    R.function(Redecl);
    for (auto [I, P] : llvm::enumerate(Redecl->parameters()))
      R.parameter(P, unsigned(I));
    if (Gcc)
      for (unsigned I : Gcc->of(Redecl))
        R.uses(I);
  }
  R.finish();
}

const Annotated *Annotations::of(const FunctionDecl *D) {
  if (!Any)
    return nullptr;
  D = D->getCanonicalDecl();
  auto [It, New] = Cache.try_emplace(D);
  if (!New)
    return It->second.get();
  auto Found = std::make_unique<Annotated>();
  read(D, *Found);
  if (Found->Model.Effects.empty() && Found->Unread.empty())
    return nullptr;
  Found->Model.Partial = true;
  Found->Model.Method = isa<CXXMethodDecl>(D);
  return (Cache[D] = std::move(Found)).get();
}

bool Annotations::isSaid(const Decl *D, StringRef Word) {
  for (const Decl *Redecl : D->redecls())
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>())
      if (StringRef Text = A->getAnnotation();
          Text.consume_front(Prefix) && Text == Word)
        return true;
  return false;
}

bool Annotations::isOwner(const CXXRecordDecl *R) {
  return isSaid(R, "owner");
}

} // namespace fdtidy::lower
