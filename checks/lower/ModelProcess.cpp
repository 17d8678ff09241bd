//===- ModelProcess.cpp - Effects on what runs ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Effects that start, end or leave a thread of control: fork, spawn, waits,
// callbacks, exceptions.
//===----------------------------------------------------------------------===//
#include "lower/ModelRun.h"

using namespace clang;

namespace fdtidy::lower {

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

void FunctionLowering::ModelRun::forkChild(BlockID Parent) {
  PlaceID World = L.temp(L.Ctx.IntTy);
  L.B.fork(World, Name);
  BlockID Child = L.B.newBlock();
  L.branchOn(Value::place(World), ir::CompareOp::EQ, Value::constant(0), Child,
             Parent);
  L.enter(Child);
}

bool FunctionLowering::ModelRun::inherits(const model::CloexecRule &Closes) {
  using Kind = model::CloexecRule::Kind;
  if (Closes.Which == Kind::If)
    return decide(*Closes.If) == false;
  return Closes.Which != Kind::Yes;
}

void FunctionLowering::ModelRun::wait(const model::Effect &E) {
  llvm::SmallVector<Value, 4> Of = values(E.Of);
  if (!Of.empty())
    Of[0] = used(Of[0], E.Of);
  if (Of.empty() || !Of[0].isPlace())
    Of.assign(1, Value::unknown());
  PlaceID Dst;
  if (!Defined && !Unknown && wantsResult() && !Site.Result.Ignored)
    Dst = define();
  L.B.wait(Of[0], Name, Dst);
}

void FunctionLowering::ModelRun::invoke(const model::Effect &E) {
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
        L.Ctx.getLangOpts().CPlusPlus && !Thread ? L.unwindTarget() : BlockID();
    ir::Fact &Call = Callee.Which == Value::Kind::Function
                         ? L.B.call(Callee.Function, Args)
                         : L.B.callIndirect(Callee, Args);
    Call.StartsThread = Thread;
    Call.Unwind = Unwind;
  }
}

const FunctionDecl *
FunctionLowering::ModelRun::closureOf(const model::Slot &S) {
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

void FunctionLowering::ModelRun::raise(const model::Effect &E) {
  if (!L.M.options().Exceptions || !L.reachable())
    return;
  if (E.Type.empty())
    return;
  BlockID Throw = L.B.newBlock(), Done = L.B.newBlock();
  L.B.branchEither(Done, Throw);
  L.enter(Throw);
  llvm::SmallVector<StringRef, 4> Types;
  addStandardBases(E.Type, Types);
  BlockID Unwind = L.unwindTarget();
  L.B.raise(Types, Unwind);
  L.B.unreachable();
  L.enter(Done);
}

void FunctionLowering::ModelRun::spawn(const model::Effect &E) {
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
}

void FunctionLowering::ModelRun::invokeInChild(const model::Effect &E) {
  BlockID Parent = L.B.newBlock();
  forkChild(Parent);
  invoke(E);
  if (L.reachable())
    L.B.exit();
  L.B.unreachable();
  L.enter(Parent);
}

} // namespace fdtidy::lower
