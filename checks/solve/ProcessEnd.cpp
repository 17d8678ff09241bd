//===- ProcessEnd.cpp - Where the process is about to end -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ProcessEnd.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::FactKind;
using ir::FunctionID;

/// The place in \p B after fact \p F; past its end if it is not there.
static size_t after(const ir::Block &B, ir::FactID F) {
  auto It = llvm::find(B.Facts, F);
  return It == B.Facts.end() ? B.Facts.size() : It - B.Facts.begin() + 1;
}

bool ProcessEnd::endsAfter(const ir::Function &F, BlockID B, size_t From,
                           bool MayReturn, llvm::DenseSet<BlockID> &Path) {
  constexpr unsigned MaxBlocks = 64; // a short way, not the rest of the program
  if (Path.size() > MaxBlocks || !Path.insert(B).second)
    return false; // a loop, or a join met again on another way: rare, and safe
  const ir::Block &Block = F.block(B);
  for (size_t I = From; I < Block.Facts.size(); ++I) {
    const ir::Fact &Fact = F.fact(Block.Facts[I]);
    switch (Fact.Kind) {
    case FactKind::Exit:
      return true;
    case FactKind::Acquire:
    case FactKind::Fork:
      return false;
    case FactKind::Throw:
    case FactKind::Rethrow:
      return Fact.Unwind ? endsAfter(F, Fact.Unwind, 0, MayReturn, Path)
                         : MayReturn || F.Info.NoExcept;
    case FactKind::Call:
      if (Fact.NoReturn)
        return true;
      if (Fact.StartsThread)
        return false;
      break;
    default:
      break;
    }
  }
  switch (Block.Terminator) {
  case ir::TerminatorKind::Return:
    return MayReturn;
  case ir::TerminatorKind::Resume:
    return MayReturn || F.Info.NoExcept;
  case ir::TerminatorKind::Unreachable:
    return true;
  default:
    break;
  }
  return llvm::all_of(Block.Edges, [&](const ir::Edge &E) {
    llvm::DenseSet<BlockID> On = Path;
    return endsAfter(F, E.To, 0, MayReturn, On);
  });
}

bool ProcessEnd::follows(FunctionID ID, BlockID B, ir::FactID After) {
  const ir::Function &F = M.at(ID);
  llvm::DenseSet<BlockID> Path;
  return endsAfter(F, B, after(F.block(B), After), /*MayReturn=*/false, Path);
}

void ProcessEnd::collectCalls() {
  Collected = true;
  for (uint32_t I = 0; I != M.Functions.size(); ++I) {
    const ir::Function &F = M.Functions[I];
    IsProgram |= F.Info.Main && F.hasBody();
    for (uint32_t B = 0; B != F.Blocks.size(); ++B)
      for (ir::FactID At : F.Blocks[B].Facts)
        if (FunctionID Callee = F.fact(At).Callee)
          Calls[Callee].push_back({FunctionID(I), BlockID(B), At});
  }
}

/// Whether a call of \p Fact tidies up a variable: a destructor, or what
/// `__attribute__((cleanup))` names.
static bool tidiesUp(const ir::Module &M, const ir::Fact &Fact) {
  if (Fact.Callee &&
      M.at(Fact.Callee).Info.Role == ir::FunctionRole::Destructor)
    return true;
  return !Fact.Dst && Fact.Args.size() == 1 &&
         Fact.Args[0].Which == ir::Operand::Kind::Address;
}

/// Whether exit() or the end of main takes the call's result, and what comes
/// before that only tidies up.
bool ProcessEnd::endsWithResult(const Call &C) {
  const ir::Function &F = M.at(C.In);
  const ir::Fact &Fact = F.fact(C.At);
  if (!Fact.Dst || Fact.StartsThread)
    return false;
  const ir::Block &Block = F.block(C.B);
  const size_t First = after(Block, C.At);
  bool Handed = Fact.Dst == F.Return;
  for (size_t I = First; I < Block.Facts.size() && !Handed; ++I) {
    const ir::Fact &Next = F.fact(Block.Facts[I]);
    switch (Next.Kind) {
    case FactKind::Assign:
    case FactKind::Move:
      Handed = Next.Dst == F.Return && Next.Ops[0].isPlace() &&
               Next.Ops[0].Place == Fact.Dst;
      break;
    case FactKind::End:
    case FactKind::EndTemps:
      break;
    case FactKind::Exit:
      return true;
    case FactKind::Call:
      if (Next.NoReturn)
        return true;
      if (!tidiesUp(M, Next))
        return false;
      break;
    default:
      return false;
    }
  }
  if (!Handed)
    return Block.Terminator == ir::TerminatorKind::Unreachable;
  if (!F.Info.Main && !isLast(C.In))
    return false;
  llvm::DenseSet<BlockID> Path, Unwinding;
  return endsAfter(F, C.B, First, /*MayReturn=*/true, Path) &&
         (!Fact.Unwind ||
          endsAfter(F, Fact.Unwind, 0, /*MayReturn=*/true, Unwinding));
}

/// Whether \p E is taken by the child of a fork() alone.
static bool isChildEdge(const ir::Edge &E,
                        const llvm::DenseSet<ir::PlaceID> &Pids) {
  return llvm::any_of(E.Assumes, [&](const ir::Condition &C) {
    return C.Op == ir::CompareOp::EQ && C.LHS.isPlace() && C.RHS.isConstant() &&
           C.RHS.Constant == 0 && Pids.contains(C.LHS.Place);
  });
}

/// Whether each way to \p B in \p F leads over the child's side of a fork().
static bool isInChild(const ir::Function &F, BlockID B) {
  // What fork() gives, and what that alone is copied to.
  llvm::DenseSet<ir::PlaceID> Pids, Others;
  for (const ir::Block &Block : F.Blocks)
    for (ir::FactID ID : Block.Facts) {
      const ir::Fact &Fact = F.fact(ID);
      if (!Fact.Dst)
        continue;
      const bool Copies = Fact.Kind == FactKind::Assign &&
                          Fact.Ops[0].isPlace() &&
                          Pids.contains(Fact.Ops[0].Place);
      // An initial -1 or 1 is never the child's answer.
      const bool IsNoChild = Fact.Kind == FactKind::Assign &&
                             Fact.Ops[0].isConstant() &&
                             Fact.Ops[0].Constant != 0;
      if (Fact.Kind == FactKind::Fork || Copies)
        Pids.insert(Fact.Dst);
      else if (!IsNoChild)
        Others.insert(Fact.Dst);
    }
  for (ir::PlaceID P : Others)
    Pids.erase(P);
  if (Pids.empty())
    return false;

  std::vector<std::vector<BlockID>> Before(F.Blocks.size());
  for (uint32_t From = 0; From != F.Blocks.size(); ++From) {
    const ir::Block &Block = F.Blocks[From];
    for (const ir::Edge &E : Block.Edges)
      if (!isChildEdge(E, Pids))
        Before[E.To.index()].push_back(BlockID(From));
    for (ir::FactID ID : Block.Facts)
      if (BlockID To = F.fact(ID).Unwind)
        Before[To.index()].push_back(BlockID(From));
  }
  llvm::DenseSet<BlockID> Seen{B};
  std::vector<BlockID> Left{B};
  while (!Left.empty()) {
    const BlockID At = Left.back();
    Left.pop_back();
    if (At.index() == 0)
      return false; // the entry: not by way of a fork
    for (BlockID To : Before[At.index()])
      if (Seen.insert(To).second)
        Left.push_back(To);
  }
  return true;
}

/// Whether a forked child makes the call and then ends in a straight way.
bool ProcessEnd::endsInChild(const Call &C) {
  const ir::Function &F = M.at(C.In);
  const ir::Fact &Fact = F.fact(C.At);
  if (Fact.StartsThread)
    return false;
  const bool Below = !isInChild(F, C.B);
  if (Below && !isOfChild(C.In))
    return false;
  llvm::DenseSet<BlockID> Path, Unwinding;
  return endsAfter(F, C.B, after(F.block(C.B), C.At), Below, Path) &&
         (!Fact.Unwind || endsAfter(F, Fact.Unwind, 0, Below, Unwinding));
}

/// Whether only forked children call \p ID, and end after it.
bool ProcessEnd::isOfChild(FunctionID ID) {
  const ir::FunctionInfo &Info = M.at(ID).Info;
  if (!Info.Internal || Info.Role != ir::FunctionRole::Free ||
      Info.AddressTaken)
    return false;
  if (auto It = OfChild.find(ID); It != OfChild.end())
    return It->second;
  if (!Collected)
    collectCalls();
  OfChild[ID] = false; // for whoever asks on the way
  auto It = Calls.find(ID);
  const bool Is = It != Calls.end() && llvm::all_of(It->second, [&](auto &C) {
    return endsInChild(C);
  });
  return OfChild[ID] = Is;
}

bool ProcessEnd::isLast(FunctionID ID) {
  const ir::FunctionInfo &Info = M.at(ID).Info;
  if (Info.Role != ir::FunctionRole::Free || Info.AddressTaken || Info.Main)
    return false;
  if (auto It = Last.find(ID); It != Last.end())
    return It->second;
  if (!Collected)
    collectCalls();
  // What another file may call is one only beside main: that is no library.
  Last[ID] = false; // for whoever asks on the way
  auto It = Calls.find(ID);
  const bool Is = (Info.Internal || IsProgram) && It != Calls.end() &&
                  llvm::all_of(It->second, [&](const Call &C) {
                    return endsWithResult(C);
                  });
  return Last[ID] = Is || isOfChild(ID);
}
