//===- ModelHandle.cpp - Effects on handles -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Effects that give, take, copy or mark handles.
//===----------------------------------------------------------------------===//
#include "lower/CloexecFix.h"
#include "lower/ModelRun.h"

using namespace clang;

namespace fdtidy::lower {

ir::OwnerKind ownerKind(model::HandleKind Kind) {
  switch (Kind) {
  case model::HandleKind::Raw:
    return ir::OwnerKind::Raw;
  case model::HandleKind::File:
    return ir::OwnerKind::File;
  case model::HandleKind::Dir:
    return ir::OwnerKind::Dir;
  case model::HandleKind::Popen:
    return ir::OwnerKind::Popen;
  case model::HandleKind::Object:
    return ir::OwnerKind::Object;
  case model::HandleKind::Standard:
    return ir::OwnerKind::Standard;
  }
  return ir::OwnerKind::Raw;
}

static ir::PipeEnd pipeEnd(model::End End) {
  switch (End) {
  case model::End::None:
    return ir::PipeEnd::None;
  case model::End::Read:
    return ir::PipeEnd::Read;
  case model::End::Write:
    return ir::PipeEnd::Write;
  }
  return ir::PipeEnd::None;
}

void FunctionLowering::ModelRun::noteFix(const ir::CloexecFlag &Flag,
                                         const model::Effect &E) {
  const auto *Call = dyn_cast_or_null<CallExpr>(Site.E);
  if (!Call || !L.Decl || Flag.Which == ir::CloexecFlag::Kind::Yes ||
      Flag.Which == ir::CloexecFlag::Kind::Unknown)
    return;
  auto Edits = cloexecFix(L.M, Call, L.Decl, E);
  if (!Edits.empty())
    L.B.module().CloexecFixes[L.B.loc()] = std::move(Edits);
}

void FunctionLowering::ModelRun::acquire(
    llvm::ArrayRef<model::Effect> Effects) {
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

void FunctionLowering::ModelRun::lend(const model::Effect &E) {
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

void FunctionLowering::ModelRun::release(const model::Effect &E) {
  if (Model.Partial && E.When) {
    model::Effect Always = E;
    Always.When.reset();
    return succeeded(E, [&] { release(Always); });
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
    if (E.Handle == model::HandleKind::File)
      V = used(V, E.Of);
    if (L.reachable())
      L.B.release(V, Name, ownerKind(E.Handle), Dst, Ok);
    Dst = PlaceID();
  }
}

void FunctionLowering::ModelRun::transfer(const model::Effect &E) {
  Value From = value(E.Of);
  const bool IntoResult = isIntoResult(E);
  PlaceID Dst = IntoResult ? define() : place(E.Into);
  ir::Condition Ok;
  if (E.When)
    Ok = condition(*E.When);
  if (Dst && (From.isPlace() || From.isConstant()))
    L.B.transfer(Dst, From, ownerKind(E.Handle), Name, Ok);
  else if (IntoResult)
    L.assign(Dst, Value::unknown());
}

void FunctionLowering::ModelRun::alias(const model::Effect &E) {
  if (!E.Of)
    return lend(E);
  Value From = value(E.Of);
  PlaceID Dst = isIntoResult(E) ? define() : place(E.Into);
  if (Dst && From.isPlace())
    L.B.alias(Dst, From, ownerKind(E.Handle), Name);
  else
    L.assign(Dst, Value::unknown());
}

void FunctionLowering::ModelRun::assignCloexec(const model::Effect &E) {
  ir::CloexecFlag F = cloexec(E.Cloexec);
  Value Flag = Value::unknown();
  if (F.Which == ir::CloexecFlag::Kind::Yes) {
    Flag = Value::constant(1);
  } else if (F.Which == ir::CloexecFlag::Kind::No) {
    Flag = Value::constant(0);
  } else if (F.Which == ir::CloexecFlag::Kind::Mask) {
    PlaceID Bits = L.temp(L.Ctx.IntTy);
    L.compute(Bits, F.Flags, ir::BinaryOp::And, Value::constant(F.Bits));
    Flag = Value::place(Bits);
  }
  for (PlaceID P : places(E.Of))
    L.B.setCloexec(Value::place(P), Flag);
}

void FunctionLowering::ModelRun::replace(const model::Effect &E) {
  Value Of = value(E.Of), From = value(E.From2);
  PlaceID Dst = !Defined && wantsResult() ? define() : L.temp(L.Ctx.IntTy);
  L.B.dup2(Dst, From, Of, cloexec(E.Cloexec), Name);
}

} // namespace fdtidy::lower
