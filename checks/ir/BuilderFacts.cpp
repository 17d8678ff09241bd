//===- BuilderFacts.cpp - Appends the facts of a function -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the facts of FunctionBuilder, a method a kind.
//===----------------------------------------------------------------------===//
#include "ir/Builder.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace fdtidy::ir {

static Fact make(FactKind Kind, PlaceID Dst, ArrayRef<Operand> Ops) {
  Fact Made;
  Made.Kind = Kind;
  Made.Dst = Dst;
  Made.Ops.assign(Ops.begin(), Ops.end());
  return Made;
}

/// No text is none, so that it is not printed as "".
StringID FunctionBuilder::maybe(StringRef Text) {
  return Text.empty() ? StringID() : M.intern(Text);
}

FactID FunctionBuilder::append(Fact NewFact) {
  assert(!terminated() && "a fact needs an open block");
  if (!NewFact.Loc)
    NewFact.Loc = Loc;
  FactID ID(uint32_t(F.Facts.size()));
  F.Facts.push_back(std::move(NewFact));
  F.Blocks[Current.index()].Facts.push_back(ID);
  return ID;
}

FactID FunctionBuilder::unary(FactKind Kind, Operand Op, StringRef Text,
                              PlaceID Dst) {
  Fact New = make(Kind, Dst, Op);
  New.Text = maybe(Text);
  return append(std::move(New));
}

FactID FunctionBuilder::assign(PlaceID Dst, Operand Value) {
  return unary(FactKind::Assign, Value, {}, Dst);
}

FactID FunctionBuilder::move(PlaceID Dst, PlaceID From) {
  return unary(FactKind::Move, Operand::place(From), {}, Dst);
}

FactID FunctionBuilder::input(PlaceID Written) {
  return unary(FactKind::Input, Operand::place(Written));
}

FactID FunctionBuilder::compute(PlaceID Dst, Operand LHS, BinaryOp Op,
                                Operand RHS) {
  Fact New = make(FactKind::Compute, Dst, {LHS, RHS});
  New.Op = Op;
  return append(std::move(New));
}

FactID FunctionBuilder::acquire(Acquisition Acq, PlaceID Dst) {
  Fact New = make(FactKind::Acquire, Dst, {});
  New.Acq = std::move(Acq);
  if (New.Acq.Handles.empty())
    New.Acq.Handles.push_back({Dst, PipeEnd::None});
  return append(std::move(New));
}

FactID FunctionBuilder::transfer(PlaceID Dst, Operand From, OwnerKind To,
                                 StringRef By, Condition Ok) {
  Fact New = make(FactKind::Transfer, Dst, From);
  New.Owner = To;
  New.Text = maybe(By);
  New.Ok = Ok;
  return append(std::move(New));
}

FactID FunctionBuilder::alias(PlaceID Dst, Operand From, OwnerKind As,
                              StringRef By) {
  Fact New = make(FactKind::Alias, Dst, From);
  New.Owner = As;
  New.Text = maybe(By);
  return append(std::move(New));
}

FactID FunctionBuilder::release(Operand Handle, StringRef By, OwnerKind Kind,
                                PlaceID Dst, Condition Ok) {
  Fact New = make(FactKind::Release, Dst, Handle);
  New.Owner = Kind;
  New.Text = maybe(By);
  New.Ok = Ok;
  return append(std::move(New));
}

FactID FunctionBuilder::probe(Operand Handle, StringRef By, PlaceID Dst,
                              Condition Ok) {
  Fact New = make(FactKind::Probe, Dst, Handle);
  New.Text = maybe(By);
  New.Ok = Ok;
  return append(std::move(New));
}

FactID FunctionBuilder::use(Operand Handle, StringRef By) {
  return unary(FactKind::Use, Handle, By);
}

FactID FunctionBuilder::wait(Operand Handle, StringRef By, PlaceID Dst) {
  return unary(FactKind::Wait, Handle, By, Dst);
}

FactID FunctionBuilder::await(Operand Thread, StringRef By) {
  return unary(FactKind::Await, Thread, By);
}

FactID FunctionBuilder::unblock(Operand Handle, StringRef By) {
  return unary(FactKind::Unblock, Handle, By);
}

FactID FunctionBuilder::process(Operand Pid, StringRef By) {
  return unary(FactKind::Process, Pid, By);
}

FactID FunctionBuilder::format(Operand Handle, StringRef By) {
  return unary(FactKind::Format, Handle, By);
}

FactID FunctionBuilder::dup2(PlaceID Dst, Operand From, Operand To,
                             CloexecFlag Flag, StringRef By) {
  Fact New = make(FactKind::Dup2, Dst, {From, To});
  New.Cloexec = Flag;
  New.Text = maybe(By);
  return append(std::move(New));
}

FactID FunctionBuilder::escape(Operand Value, StringRef As) {
  return unary(FactKind::Escape, Value, As);
}

FactID FunctionBuilder::setCloexec(Operand Handle, Operand Value) {
  return append(make(FactKind::Cloexec, {}, {Handle, Value}));
}

Fact &FunctionBuilder::appendCall(Fact New, ArrayRef<Operand> Args,
                                  PlaceID Dst) {
  New.Dst = Dst;
  New.Args.assign(Args.begin(), Args.end());
  return F.Facts[append(std::move(New)).index()];
}

Fact &FunctionBuilder::call(FunctionID Callee, ArrayRef<Operand> Args,
                            PlaceID Dst) {
  Fact New = make(FactKind::Call, Dst, {});
  New.Callee = Callee;
  return appendCall(std::move(New), Args, Dst);
}

Fact &FunctionBuilder::callIndirect(Operand Callee, ArrayRef<Operand> Args,
                                    PlaceID Dst) {
  return appendCall(make(FactKind::Call, Dst, Callee), Args, Dst);
}

FactID FunctionBuilder::raise(ArrayRef<StringRef> Types, BlockID Unwind) {
  Fact New = make(FactKind::Throw, {}, {});
  for (StringRef Type : Types)
    New.Types.push_back(M.intern(Type));
  New.Unwind = Unwind;
  return append(std::move(New));
}

FactID FunctionBuilder::rethrow(BlockID Unwind) {
  Fact New = make(FactKind::Rethrow, {}, {});
  New.Unwind = Unwind;
  return append(std::move(New));
}

FactID FunctionBuilder::fork(PlaceID Dst, StringRef By) {
  Fact New = make(FactKind::Fork, Dst, {});
  New.Text = maybe(By);
  return append(std::move(New));
}

FactID FunctionBuilder::exec(StringRef By) {
  Fact New = make(FactKind::Exec, {}, {});
  New.Text = maybe(By);
  return append(std::move(New));
}

FactID FunctionBuilder::exit() { return append(make(FactKind::Exit, {}, {})); }

FactID FunctionBuilder::end(PlaceID P) {
  return unary(FactKind::End, Operand::place(P));
}

FactID FunctionBuilder::endTemps() {
  return append(make(FactKind::EndTemps, {}, {}));
}

FactID FunctionBuilder::alloc(PlaceID Dst, StringRef RecordName, StringRef By,
                              Condition Ok) {
  Fact New = make(FactKind::Alloc, Dst, {});
  New.Ok = Ok;
  if (!RecordName.empty())
    New.Types.push_back(M.intern(RecordName));
  New.Text = maybe(By);
  return append(std::move(New));
}

FactID FunctionBuilder::free(Operand Pointer, StringRef As) {
  return unary(FactKind::Free, Pointer, As);
}

/// Operands that are not given are left out at the end only.
static void trim(Fact &New) {
  while (New.Ops.size() > 1 && !New.Ops.back())
    New.Ops.pop_back();
}

FactID FunctionBuilder::insert(PlaceID Container, Operand Value, Operand Key) {
  Fact New =
      make(FactKind::Insert, {}, {Operand::place(Container), Value, Key});
  trim(New);
  return append(std::move(New));
}

FactID FunctionBuilder::key(PlaceID Dst, PlaceID Number) {
  return unary(FactKind::Key, Operand::place(Number), {}, Dst);
}

FactID FunctionBuilder::erase(PlaceID Container, Operand Element, Operand Key) {
  Fact New =
      make(FactKind::Erase, {}, {Operand::place(Container), Element, Key});
  trim(New);
  return append(std::move(New));
}

FactID FunctionBuilder::clear(PlaceID Container) {
  return unary(FactKind::Clear, Operand::place(Container));
}

} // namespace fdtidy::ir
