//===- ModelEffect.cpp - One effect of a model as facts -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Dispatches an effect whose `if` holds, and writes those that take a line or
// two.
//===----------------------------------------------------------------------===//
#include "lower/ModelRun.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::ModelRun::copy(const model::Effect &E, Value From) {
  if (!isIntoResult(E))
    return succeeded(E, [&] { L.assign(place(E.Into), From); });
  if (!wantsResult())
    return;
  if (!E.When)
    return L.assign(define(), From);
  succeeded(E, [&] { L.assign(result(), From); });
}

void FunctionLowering::ModelRun::allocate(const model::Effect &E) {
  if (!isIntoResult(E))
    return succeeded(E, [&] {
      if (PlaceID Dst = place(E.Into))
        L.B.alloc(Dst, "", Name);
    });
  if (!wantsResult())
    return;
  PlaceID Dst = define();
  L.B.alloc(Dst, "", Name, E.When ? condition(*E.When) : ir::Condition());
}

void FunctionLowering::ModelRun::apply(const model::Effect &E) {
  using K = model::EffectKind;
  if (!L.reachable())
    return;
  switch (E.Kind) {
  case K::Acquire:
    return acquire(E);
  case K::Release:
    return release(E);
  case K::Transfer:
    return transfer(E);
  case K::Alias:
    return alias(E);
  case K::Replace:
    return replace(E);
  case K::Borrow:
  case K::NoThrow:
  case K::Pure: // LowerQuestion
  case K::Unlock:
    return;
  case K::Use:
    if (L.isExpectedToFail(Site.E))
      return;
    for (Value V : values(E.Of))
      if (V = used(V, E.Of); V.isPlace())
        L.B.use(V, Name);
    return;
  case K::Probe:
    if (Value Of = value(E.Of); E.When && wantsResult() && !Defined) {
      PlaceID Dst = define();
      L.B.probe(Of, Name, Dst, condition(*E.When));
    }
    return;
  case K::Number:
    if (E.Into)
      for (PlaceID P : places(E.Of))
        L.B.format(Value::place(P), Name);
    return;
  case K::Process:
    if (E.Of.From == model::Slot::Root::Result) {
      if (Site.Result.Ignored || !wantsResult())
        return;
      ensureDefined();
    }
    for (PlaceID P : places(E.Of))
      L.B.process(Value::place(P), Name);
    return;
  case K::Unblock:
    for (PlaceID P : places(E.Of))
      L.B.unblock(Value::place(P), Name);
    return;
  case K::Escape:
  case K::Lock: // lives as long as the process: no leak from here on
    return succeeded(E, [&] {
      for (Value V : values(E.Of))
        L.escape(V, E.Kind == K::Lock ? "lock" : Name);
    });
  case K::Copy:
    return copy(E, value(E.Of));
  case K::Constant:
    // The result is this constant however the call went.
    if (isIntoResult(E)) {
      if (wantsResult())
        L.assign(define(), Value::constant(E.Value));
      return;
    }
    return copy(E, Value::constant(E.Value));
  case K::Fill:
    return L.emitMemoryCall(Site);
  case K::ReleaseRange:
    L.B.release(Value::unknown(), Name, ownerKind(E.Handle));
    return;
  case K::SetCloexec:
  case K::ClearCloexec:
    return succeeded(E, [&] {
      for (PlaceID P : places(E.Of))
        L.B.setCloexec(Value::place(P),
                       Value::constant(E.Kind == K::SetCloexec));
    });
  case K::SetCloexecRange:
    L.B.setCloexec(Value::unknown(), Value::constant(1));
    return;
  case K::AssignCloexec:
    return succeeded(E, [&] { assignCloexec(E); });
  case K::Wait:
    if (E.Of)
      return wait(E);
    L.B.await(Value::unknown(), Name);
    return;
  case K::Join:
    for (PlaceID P : places(E.Of))
      L.B.await(Value::place(P), Name);
    return;
  case K::InvokeChild:
    return invokeInChild(E);
  case K::Invoke:
  case K::InvokeLater:
  case K::InvokeThread:
    return succeeded(E, [&] { invoke(E); });
  case K::Allocate:
    return allocate(E);
  case K::Free:
    for (PlaceID P : places(E.Of))
      L.B.free(Value::place(P), Name);
    return;
  case K::Fork:
    L.B.fork(Defined || !wantsResult() ? L.temp(L.Ctx.IntTy) : define(), Name);
    return;
  case K::Exec:
    L.B.exec(Name);
    return;
  case K::Spawn:
    return spawn(E);
  case K::Exit:
    L.B.exit();
    L.B.unreachable();
    L.leave();
    return;
  case K::Throws:
    return raise(E);
  }
}

} // namespace fdtidy::lower
