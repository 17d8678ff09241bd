//===- LowerModel.cpp - Effects of models as facts ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A modelled function is no call: its effects are written out where it is
// called. `when` becomes the condition of the fact, or an edge around facts that
// have none; `if` is decided on constant arguments, else by a branch.
//===----------------------------------------------------------------------===//
#include "lower/CloexecFix.h"
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

ir::OwnerKind ownerKind(model::HandleKind Kind) {
  switch (Kind) {
  case model::HandleKind::Raw: return ir::OwnerKind::Raw;
  case model::HandleKind::File: return ir::OwnerKind::File;
  case model::HandleKind::Dir: return ir::OwnerKind::Dir;
  case model::HandleKind::Popen: return ir::OwnerKind::Popen;
  case model::HandleKind::Object: return ir::OwnerKind::Object;
  case model::HandleKind::Standard: return ir::OwnerKind::Standard;
  }
  return ir::OwnerKind::Raw;
}

static ir::PipeEnd pipeEnd(model::End End) {
  switch (End) {
  case model::End::None: return ir::PipeEnd::None;
  case model::End::Read: return ir::PipeEnd::Read;
  case model::End::Write: return ir::PipeEnd::Write;
  }
  return ir::PipeEnd::None;
}

ir::CompareOp compareOp(model::Compare Op) {
  switch (Op) {
  case model::Compare::EQ: return ir::CompareOp::EQ;
  case model::Compare::NE: return ir::CompareOp::NE;
  case model::Compare::LT: return ir::CompareOp::LT;
  case model::Compare::LE: return ir::CompareOp::LE;
  case model::Compare::GT: return ir::CompareOp::GT;
  case model::Compare::GE: return ir::CompareOp::GE;
  }
  return ir::CompareOp::EQ;
}

/// The public bases of the exceptions of the C++ library, outermost last.
static void addStandardBases(StringRef Type,
                             llvm::SmallVectorImpl<StringRef> &Types) {
  static constexpr std::pair<StringRef, StringRef> Bases[] = {
      {"std::filesystem::filesystem_error", "std::system_error"},
      {"std::ios_base::failure", "std::system_error"},
      {"std::future_error", "std::logic_error"},
      {"std::system_error", "std::runtime_error"},
      {"std::range_error", "std::runtime_error"},
      {"std::overflow_error", "std::runtime_error"},
      {"std::underflow_error", "std::runtime_error"},
      {"std::format_error", "std::runtime_error"},
      {"std::regex_error", "std::runtime_error"},
      {"std::invalid_argument", "std::logic_error"},
      {"std::domain_error", "std::logic_error"},
      {"std::length_error", "std::logic_error"},
      {"std::out_of_range", "std::logic_error"},
      {"std::runtime_error", "std::exception"},
      {"std::logic_error", "std::exception"},
      {"std::bad_alloc", "std::exception"},
      {"std::bad_cast", "std::exception"},
      {"std::bad_optional_access", "std::exception"},
      {"std::bad_variant_access", "std::exception"},
      {"std::bad_function_call", "std::exception"},
  };
  Types.push_back(Type);
  for (const auto &[Name, Base] : Bases)
    if (Name == Types.back())
      Types.push_back(Base);
}

/// One call of a modelled function.
struct FunctionLowering::ModelRun {
  FunctionLowering &L;
  CallSite &Site;
  const model::FunctionModel &Model;
  llvm::StringRef Name;
  bool Defined = false;   ///< a fact has given the result
  bool Unknown = false;   ///< it was made `?`, for a path on which none does
  std::string Short;

  ModelRun(FunctionLowering &L, CallSite &Site,
           const model::FunctionModel &Model)
      : L(L), Site(Site), Model(Model), Short(L.M.naming().display(Site.Callee)) {
    Name = Short;
  }

  bool wantsResult() const {
    return !Site.Type->isVoidType() &&
           valueType(Site.Type) != ir::ValueType::Other;
  }
  PlaceID result() {
    return wantsResult() ? L.resultPlace(Site) : PlaceID();
  }
  /// The result as the Dst of a fact that gives it.
  PlaceID define() {
    Defined = true;
    return result();
  }
  void ensureDefined() {
    if (Defined || Unknown || !wantsResult())
      return;
    L.assign(result(), Value::unknown());
    Unknown = true;
  }

  //===--- Slots ----------------------------------------------------------===//

  /// The value at a root, and its type.
  std::pair<Value, QualType> root(const model::Slot &S) {
    switch (S.From) {
    case model::Slot::Root::Result:
      if (Site.Type->isReferenceType())
        return {L.load(L.deref(Value::place(result()),
                               Site.Type->getPointeeType())),
                Site.Type->getPointeeType()};
      return {L.load(result()), Site.Type};
    case model::Slot::Root::This:
      if (const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee)) {
        QualType T = typeOf(L.Ctx, Method->getParent());
        return {L.load(L.deref(Site.This, T)), T};
      }
      break;
    case model::Slot::Root::Argument: {
      if (S.Index >= Site.Args.size())
        break;
      QualType T = S.Index < Site.Callee->getNumParams()
                       ? Site.Callee->getParamDecl(S.Index)->getType()
                   : Site.Exprs[S.Index] ? Site.Exprs[S.Index]->getType()
                                         : QualType();
      Value V = Site.Args[S.Index];
      if (!T.isNull() && T->isReferenceType()) {
        T = T->getPointeeType();
        return {T->isFunctionType() ? V : L.load(L.deref(V, T)), T};
      }
      // `void *` tells nothing: what was converted to it does.
      if (!T.isNull() && T->isVoidPointerType() && Site.Exprs[S.Index])
        T = strip(Site.Exprs[S.Index])->IgnoreParenCasts()->getType();
      return {V, T};
    }
    default:
      break;
    }
    return {Value::unknown(), QualType()};
  }

  /// The place that \p S denotes, if it is one.
  PlaceID place(const model::Slot &S) {
    auto [V, T] = root(S);
    PlaceID P = V.isPlace() ? V.Place : PlaceID();
    for (const model::Slot::Projection &Step : S.Path) {
      switch (Step.Which) {
      case model::Slot::Step::Pointee:
        T = T.isNull() ? T : L.pointeeOf(T);
        P = L.deref(V, T.isNull() || T->isVoidType() ? L.Ctx.IntTy : T);
        break;
      case model::Slot::Step::Index: {
        QualType Element = T.isNull() ? QualType(L.Ctx.IntTy) : L.pointeeOf(T);
        if (Element.isNull())
          Element = L.Ctx.IntTy;
        Value Index = Value::constant(Step.Index);
        if (V.Which == Value::Kind::Address) {
          const ir::Place At = L.B.function().place(V.Place);
          if (At.Kind == ir::PlaceKind::Index &&
              At.Type != ir::ValueType::Array) {
            Index.Constant += At.Number;
            P = L.indexOf(At.Parent, Index, Element);
          } else {
            P = L.indexOf(V.Place, Index, Element);
          }
        } else if (!T.isNull() && T->isArrayType()) {
          P = L.indexOf(P, Index, Element);
        } else {
          P = L.indexOf(L.deref(V, Element), Index, Element);
        }
        T = Element;
        break;
      }
      case model::Slot::Step::Field: {
        QualType FieldType = L.Ctx.IntTy;
        const FieldDecl *Found = nullptr;
        if (const RecordDecl *R = recordOf(T))
          for (const FieldDecl *F : R->fields())
            if (F->getIdentifier() && F->getName() == Step.Field)
              Found = F;
        if (Found)
          FieldType = Found->getType();
        P = Found ? L.fieldOf(P, Found) : L.field(P, Step.Field, FieldType);
        T = FieldType;
        break;
      }
      }
      V = L.load(P);
    }
    return P;
  }

  Value value(const model::Slot &S) {
    if (S.Path.empty())
      return root(S).first;
    return L.load(place(S));
  }

  /// Every value that \p S stands for: a tail is many.
  llvm::SmallVector<Value, 4> values(const model::Slot &S) {
    llvm::SmallVector<Value, 4> All;
    if (S.From == model::Slot::Root::Rest) {
      for (size_t I = S.Index; I < Site.Args.size(); ++I) {
        model::Slot One;
        One.From = model::Slot::Root::Argument;
        One.Index = uint32_t(I);
        One.Path = S.Path;
        All.push_back(value(One));
      }
    } else if (S) {
      All.push_back(value(S));
    }
    return All;
  }

  //===--- Conditions -----------------------------------------------------===//

  ir::Condition condition(const model::Test &T) {
    return {value(T.LHS), compareOp(T.Op), Value::constant(T.RHS)};
  }

  std::optional<int64_t> constantArgument(uint32_t I) {
    if (I >= Site.Args.size())
      return 0; // open(2) without a mode
    if (Site.Args[I].isConstant())
      return Site.Args[I].Constant;
    return L.constantOf(Site.Exprs[I]);
  }

  std::optional<bool> decide(const model::Guard &G) {
    switch (G.Which) {
    case model::Guard::Kind::Bits:
      if (auto C = constantArgument(G.Argument))
        return ((*C & G.Value) != 0) != G.Negated;
      return std::nullopt;
    case model::Guard::Kind::Equals:
      if (auto C = constantArgument(G.Argument))
        return (*C == G.Value) != G.Negated;
      return std::nullopt;
    case model::Guard::Kind::Letter: {
      const Expr *E = G.Argument < Site.Exprs.size() && Site.Exprs[G.Argument]
                          ? Site.Exprs[G.Argument]->IgnoreParenImpCasts()
                          : nullptr;
      const auto *Text = dyn_cast_or_null<StringLiteral>(E);
      if (!Text || Text->getCharByteWidth() != 1)
        return std::nullopt;
      const bool Has =
          Text->getString().find_first_of(G.Letters) != StringRef::npos;
      return Has != G.Negated;
    }
    }
    return std::nullopt;
  }

  ir::CloexecFlag cloexec(const model::CloexecRule &R) {
    ir::CloexecFlag F;
    switch (R.Which) {
    case model::CloexecRule::Kind::Unknown:
      break;
    case model::CloexecRule::Kind::Yes:
      F.Which = ir::CloexecFlag::Kind::Yes;
      break;
    case model::CloexecRule::Kind::No:
      F.Which = ir::CloexecFlag::Kind::No;
      break;
    case model::CloexecRule::Kind::If:
      if (!R.If)
        break;
      if (std::optional<bool> Known = decide(*R.If)) {
        F.Which = *Known ? ir::CloexecFlag::Kind::Yes
                         : ir::CloexecFlag::Kind::No;
      } else if (R.If->Which == model::Guard::Kind::Bits && !R.If->Negated &&
                 R.If->Argument < Site.Args.size() &&
                 Site.Args[R.If->Argument].isPlace()) {
        F.Which = ir::CloexecFlag::Kind::Mask;
        F.Flags = Site.Args[R.If->Argument];
        F.Bits = R.If->Value;
      }
      break;
    }
    return F;
  }

  //===--- Effects --------------------------------------------------------===//

  /// Runs \p Then only where \p C holds.
  void under(const ir::Condition &C, llvm::function_ref<void()> Then) {
    BlockID Yes = L.B.newBlock(), Done = L.B.newBlock();
    L.branchOn(C.LHS, C.Op, C.RHS, Yes, Done);
    L.enter(Yes);
    Then();
    L.jump(Done);
    L.enter(Done);
  }

  bool isSomeElement(PlaceID P) const {
    for (; P; P = L.B.function().place(P).Parent)
      if (const ir::PlaceKind Kind = L.B.function().place(P).Kind;
          Kind == ir::PlaceKind::AnyIndex || Kind == ir::PlaceKind::Element)
        return true;
    return false;
  }

  void guarded(llvm::ArrayRef<model::Guard> Guards,
               llvm::function_ref<void()> Then) {
    for (size_t I = 0; I < Guards.size(); ++I) {
      const model::Guard &G = Guards[I];
      if (std::optional<bool> Known = decide(G)) {
        if (!*Known)
          return;
        continue;
      }
      if (G.Which == model::Guard::Kind::Letter ||
          G.Argument >= Site.Args.size() || !Site.Args[G.Argument].isPlace())
        return;
      Value V = Site.Args[G.Argument];
      // Which of a table's commands it is, nobody says: none that matters.
      if (isSomeElement(V.Place) && G.Which == model::Guard::Kind::Equals &&
          !G.Negated)
        return;
      ensureDefined();
      ir::Condition C{V, G.Negated ? ir::CompareOp::NE : ir::CompareOp::EQ,
                      Value::constant(G.Value)};
      if (G.Which == model::Guard::Kind::Bits) {
        PlaceID Bits = L.temp(L.Ctx.IntTy);
        L.compute(Bits, V, ir::BinaryOp::And, Value::constant(G.Value));
        C = {Value::place(Bits),
             G.Negated ? ir::CompareOp::EQ : ir::CompareOp::NE,
             Value::constant(0)};
      }
      const bool Before = Defined;
      under(C, [&] { guarded(Guards.drop_front(I + 1), Then); });
      Defined = Before;
      return;
    }
    Then();
  }

  /// Runs \p Then where the effect's `when` holds.
  void succeeded(const model::Effect &E, llvm::function_ref<void()> Then) {
    if (!E.When)
      return Then();
    ensureDefined();
    under(condition(*E.When), Then);
  }

  /// Whether \p E gives its handle only to a result that is ignored, and only
  /// maybe: `signalfd(fd, ...)` alone changes what is there.
  bool isForNobody(const model::Effect &E) {
    const bool IntoResult =
        !E.Into ||
        (E.Into.From == model::Slot::Root::Result && E.Into.Path.empty());
    return Site.Result.Ignored && IntoResult &&
           llvm::any_of(E.If,
                        [&](const model::Guard &G) { return !decide(G); });
  }

  /// Handles of one acquisition: consecutive effects of one kind and condition.
  static bool sameAcquisition(const model::Effect &A, const model::Effect &B) {
    if (A.Kind != model::EffectKind::Acquire || B.Kind != A.Kind ||
        A.Handle != B.Handle || A.When.has_value() != B.When.has_value() ||
        !A.If.empty() || !B.If.empty() || !A.When)
      return false;
    return A.When->Op == B.When->Op && A.When->RHS == B.When->RHS &&
           A.When->LHS.From == B.When->LHS.From;
  }

  void noteFix(const ir::CloexecFlag &Flag, const model::Effect &E) {
    const auto *Call = dyn_cast_or_null<CallExpr>(Site.E);
    if (!Call || !L.Decl || Flag.Which == ir::CloexecFlag::Kind::Yes ||
        Flag.Which == ir::CloexecFlag::Kind::Unknown)
      return;
    auto Edits = cloexecFix(L.M, Call, L.Decl, E);
    if (!Edits.empty())
      L.B.module().CloexecFixes[L.B.loc()] = std::move(Edits);
  }

  void acquire(llvm::ArrayRef<model::Effect> Effects) {
    const model::Effect &First = Effects.front();
    ir::Acquisition Acq;
    Acq.Kind = ownerKind(First.Handle);
    Acq.Cloexec = cloexec(First.Cloexec);
    Acq.Callee = L.B.module().intern(Name);
    if (First.Minimum)
      Acq.Minimum = value(*First.Minimum);
    PlaceID Dst;
    for (const model::Effect &E : Effects) {
      PlaceID Into = E.Into ? place(E.Into) : result();
      if (Into)
        Acq.Handles.push_back({Into, pipeEnd(E.PipeEnd)});
    }
    if (Defined) {
      // Another effect gave the result: only the condition refers to it.
      Dst = L.temp(Site.Type->isVoidType() ? QualType(L.Ctx.IntTy) : Site.Type);
    } else if (wantsResult()) {
      Dst = define();
    } else {
      Dst = L.temp(L.Ctx.IntTy);
    }
    if (First.When)
      Acq.Ok = condition(*First.When);
    if (Acq.Handles.empty() || !L.reachable())
      return;
    ++L.M.stats().Acquisitions;
    noteFix(Acq.Cloexec, First);
    L.B.acquire(std::move(Acq), Dst);
  }

  /// Forks. The parent, if there is one, goes to \p Parent; the child is here.
  void forkChild(BlockID Parent) {
    PlaceID World = L.temp(L.Ctx.IntTy);
    L.B.fork(World, Name);
    BlockID Child = L.B.newBlock();
    L.branchOn(Value::place(World), ir::CompareOp::EQ, Value::constant(0),
               Child, Parent);
    L.enter(Child);
  }

  /// Whether what is open is so for the program that is spawned, for certain.
  bool inherits(const model::CloexecRule &Closes) {
    using Kind = model::CloexecRule::Kind;
    if (Closes.Which == Kind::If)
      return decide(*Closes.If) == false;
    return Closes.Which != Kind::Yes;
  }

  void wait(const model::Effect &E) {
    llvm::SmallVector<Value, 4> Of = values(E.Of);
    if (Of.empty() || !Of[0].isPlace())
      Of.assign(1, Value::unknown());
    // What it has read tells the end from more to come.
    PlaceID Dst;
    if (!Defined && !Unknown && wantsResult() && !Site.Result.Ignored)
      Dst = define();
    L.B.wait(Of[0], Name, Dst);
  }

  void invoke(const model::Effect &E) {
    for (Value Callee : values(E.Of)) {
      llvm::SmallVector<Value, 4> Args = values(E.From2);
      if (E.Kind == model::EffectKind::InvokeLater) {
        L.escape(Callee, "callback");
        for (Value V : Args)
          L.escape(V, "callback");
        continue;
      }
      const bool Thread = E.Kind == model::EffectKind::InvokeThread;
      if (!L.reachable())
        return;
      const FunctionDecl *Operator = nullptr;
      if (Callee.isPlace())
        Operator = closureOf(E.Of);
      if (Operator) {
        Args.insert(Args.begin(), L.addressOf(Callee.Place));
        Callee = Value::function(L.M.function(Operator));
      }
      if (Callee.Which == Value::Kind::Address)
        Callee = Value::unknown();
      BlockID Unwind =
          L.Ctx.getLangOpts().CPlusPlus && !Thread ? L.unwindTarget()
                                                   : BlockID();
      ir::Fact &Call =
          Callee.Which == Value::Kind::Function
              ? L.B.call(Callee.Function, Args)
              : L.B.callIndirect(Callee, Args);
      Call.StartsThread = Thread;
      Call.Unwind = Unwind;
    }
  }

  /// The call operator if what is invoked is an object.
  const FunctionDecl *closureOf(const model::Slot &S) {
    if (!S.Path.empty())
      return nullptr;
    const CXXRecordDecl *R = classOf(root(S).second);
    if (!R || !R->hasDefinition())
      return nullptr;
    if (R->isLambda())
      return R->isGenericLambda() ? nullptr : R->getLambdaCallOperator();
    const FunctionDecl *Found = nullptr;
    for (const CXXMethodDecl *Method : R->methods())
      if (Method->getOverloadedOperator() == OO_Call) {
        if (Found)
          return nullptr;
        Found = Method;
      }
    return Found;
  }

  void fill(const model::Effect &E) {
    CallSite Bytes;
    Bytes.Callee = Site.Callee;
    Bytes.Loc = Site.Loc;
    L.emitMemoryCall(Site);
    (void)E;
  }

  void raise(const model::Effect &E) {
    if (!L.M.options().Exceptions || !L.reachable())
      return;
    if (E.Type.empty())
      return;
    BlockID Throw = L.B.newBlock(), Done = L.B.newBlock();
    ir::Edge Edges[2];
    Edges[0].To = Done;
    Edges[1].To = Throw;
    L.B.branchEdges(Edges);
    L.enter(Throw);
    llvm::SmallVector<StringRef, 4> Types;
    addStandardBases(E.Type, Types);
    BlockID Unwind = L.unwindTarget();
    L.B.raise(Types, Unwind);
    L.B.unreachable();
    L.enter(Done);
  }

  /// The result is somebody's whom nobody names: a handle that is no duty of
  /// ours, seen through a copy.
  void lend(const model::Effect &E) {
    if (!wantsResult() || Site.Result.Ignored)
      return;
    PlaceID Dst = define();
    PlaceID Lender = L.temp(Site.Type);
    ir::Acquisition Acq;
    Acq.Kind = ir::OwnerKind::Standard;
    Acq.Callee = L.B.module().intern(Name);
    Acq.Handles.push_back({Lender, ir::PipeEnd::None});
    L.B.acquire(std::move(Acq), Lender);
    L.B.alias(Dst, L.load(Lender), ownerKind(E.Handle), Name);
  }

  void apply(const model::Effect &E) {
    using K = model::EffectKind;
    if (!L.reachable())
      return;
    switch (E.Kind) {
    case K::Acquire:
      return acquire(E);
    case K::Release: {
      if (Model.Partial && E.When) {
        model::Effect Always = E;
        Always.When.reset();
        return succeeded(E, [&] { apply(Always); });
      }
      ir::Condition Ok;
      PlaceID Dst;
      if (E.When) {
        Dst = Defined ? PlaceID() : define();
        Ok = condition(*E.When);
      } else if (!Defined && wantsResult() && !Site.Result.Ignored) {
        Dst = define();
      }
      for (Value V : values(E.Of)) {
        if (L.reachable())
          L.B.release(V, Name, ownerKind(E.Handle), Dst, Ok);
        Dst = PlaceID();
      }
      return;
    }
    case K::Transfer: {
      Value From = value(E.Of);
      const bool IntoResult =
          !E.Into || (E.Into.From == model::Slot::Root::Result &&
                      E.Into.Path.empty());
      PlaceID Dst = IntoResult ? define() : place(E.Into);
      ir::Condition Ok;
      if (E.When)
        Ok = condition(*E.When);
      if (Dst && (From.isPlace() || From.isConstant()))
        L.B.transfer(Dst, From, ownerKind(E.Handle), Name, Ok);
      else if (IntoResult)
        L.assign(Dst, Value::unknown());
      return;
    }
    case K::Alias: {
      if (!E.Of)
        return lend(E);
      Value From = value(E.Of);
      PlaceID Dst = !E.Into || E.Into.From == model::Slot::Root::Result
                        ? (E.Into && !E.Into.Path.empty() ? place(E.Into)
                                                          : define())
                        : place(E.Into);
      if (Dst && From.isPlace())
        L.B.alias(Dst, From, ownerKind(E.Handle), Name);
      else
        L.assign(Dst, Value::unknown());
      return;
    }
    case K::Use:
      for (Value V : values(E.Of))
        if (V.isPlace())
          L.B.use(V, Name);
      return;
    case K::Probe:
      if (Value Of = value(E.Of); E.When && wantsResult() && !Defined) {
        PlaceID Dst = define();
        L.B.probe(Of, Name, Dst, condition(*E.When));
      }
      return;
    case K::Number:
      for (Value V : values(E.Of))
        if (E.Into && V.isPlace())
          L.B.format(V, Name);
      return;
    case K::Unblock:
      for (Value V : values(E.Of))
        if (V.isPlace())
          L.B.unblock(V, Name);
      return;
    case K::Borrow:
    case K::NoThrow:
      return;
    case K::Escape:
      return succeeded(E, [&] {
        for (Value V : values(E.Of))
          L.escape(V, Name);
      });
    case K::Copy: {
      Value From = value(E.Of);
      if (!E.Into || (E.Into.From == model::Slot::Root::Result &&
                      E.Into.Path.empty())) {
        if (!wantsResult())
          return;
        if (!E.When)
          return L.assign(define(), From);
        return succeeded(E, [&] { L.assign(result(), From); });
      }
      return succeeded(E, [&] { L.assign(place(E.Into), From); });
    }
    case K::Constant:
      if (!E.Into || (E.Into.From == model::Slot::Root::Result &&
                      E.Into.Path.empty())) {
        if (wantsResult())
          L.assign(define(), Value::constant(E.Value));
        return;
      }
      return succeeded(
          E, [&] { L.assign(place(E.Into), Value::constant(E.Value)); });
    case K::Fill:
      return fill(E);
    case K::Replace: {
      Value Of = value(E.Of), From = value(E.From2);
      PlaceID Dst = Defined ? L.temp(L.Ctx.IntTy)
                            : wantsResult() ? define() : L.temp(L.Ctx.IntTy);
      L.B.dup2(Dst, From, Of, cloexec(E.Cloexec), Name);
      return;
    }
    case K::ReleaseRange:
      L.B.release(Value::unknown(), Name, ownerKind(E.Handle));
      return;
    case K::SetCloexec:
    case K::ClearCloexec:
      return succeeded(E, [&] {
        for (Value V : values(E.Of))
          if (V.isPlace())
            L.B.setCloexec(V, Value::constant(E.Kind == K::SetCloexec));
      });
    case K::SetCloexecRange:
      L.B.setCloexec(Value::unknown(), Value::constant(1));
      return;
    case K::AssignCloexec:
      return succeeded(E, [&] {
        ir::CloexecFlag F = cloexec(E.Cloexec);
        Value Flag = Value::unknown();
        if (F.Which == ir::CloexecFlag::Kind::Yes)
          Flag = Value::constant(1);
        else if (F.Which == ir::CloexecFlag::Kind::No)
          Flag = Value::constant(0);
        else if (F.Which == ir::CloexecFlag::Kind::Mask) {
          PlaceID Bits = L.temp(L.Ctx.IntTy);
          L.compute(Bits, F.Flags, ir::BinaryOp::And,
                    Value::constant(F.Bits));
          Flag = Value::place(Bits);
        }
        for (Value V : values(E.Of))
          if (V.isPlace())
            L.B.setCloexec(V, Flag);
      });
    case K::Lock: // lives as long as the process: no leak from here on
      return succeeded(E, [&] {
        for (Value V : values(E.Of))
          L.escape(V, "lock");
      });
    case K::Unlock:
      return;
    case K::Wait:
      if (!E.Of) {
        L.B.await(Value::unknown(), Name);
        return;
      }
      return wait(E);
    case K::Join:
      for (Value V : values(E.Of))
        if (V.isPlace())
          L.B.await(V, Name);
      return;
    case K::InvokeChild: {
      BlockID Parent = L.B.newBlock();
      forkChild(Parent);
      invoke(E);
      if (L.reachable())
        L.B.exit();
      L.B.unreachable();
      L.enter(Parent);
      return;
    }
    case K::Invoke:
    case K::InvokeLater:
    case K::InvokeThread:
      return succeeded(E, [&] { invoke(E); });
    case K::Allocate: {
      const bool IntoResult =
          !E.Into ||
          (E.Into.From == model::Slot::Root::Result && E.Into.Path.empty());
      if (!IntoResult)
        return succeeded(E, [&] {
          if (PlaceID Dst = place(E.Into))
            L.B.alloc(Dst, "", Name);
        });
      if (!wantsResult())
        return;
      PlaceID Dst = define();
      L.B.alloc(Dst, "", Name, E.When ? condition(*E.When) : ir::Condition());
      return;
    }
    case K::Free:
      for (Value V : values(E.Of))
        if (V.isPlace())
          L.B.free(V, Name);
      return;
    case K::Fork:
      L.B.fork(Defined || !wantsResult() ? L.temp(L.Ctx.IntTy) : define(),
               Name);
      return;
    case K::Exec:
      L.B.exec(Name);
      return;
    case K::Spawn: {
      // The child forks and execs; the call returns in the parent only.
      BlockID Parent = L.B.newBlock();
      forkChild(Parent);
      if (E.Handle != model::HandleKind::Raw)
        L.B.release(Value::unknown(), Name, ownerKind(E.Handle));
      if (inherits(E.Cloexec))
        L.B.exec(Name);
      L.B.exit();
      L.B.unreachable();
      L.enter(Parent);
      return;
    }
    case K::Exit:
      L.B.exit();
      L.B.unreachable();
      L.leave();
      return;
    case K::Throws:
      return raise(E);
    }
  }

  Value run() {
    const auto &Effects = Model.Effects;
    for (size_t I = 0; I < Effects.size(); ++I) {
      const model::Effect &E = Effects[I];
      if (E.Kind == model::EffectKind::Acquire && E.If.empty()) {
        size_t End = I + 1;
        while (End < Effects.size() && sameAcquisition(E, Effects[End]))
          ++End;
        if (L.reachable())
          acquire(llvm::ArrayRef(Effects).slice(I, End - I));
        I = End - 1;
        continue;
      }
      if (E.Kind == model::EffectKind::Acquire && isForNobody(E))
        continue;
      guarded(E.If, [&] { apply(E); });
    }
    if (!wantsResult())
      return Value::unknown();
    if (Defined || Unknown)
      return L.load(result());
    return L.unknownResult(Site);
  }
};

Value FunctionLowering::emitModel(CallSite &Site,
                                  const model::FunctionModel &Model,
                                  bool HasResult) {
  at(Site.Loc);
  ModelRun Run(*this, Site, Model);
  Run.Defined = HasResult;
  return Run.run();
}

} // namespace fdtidy::lower
