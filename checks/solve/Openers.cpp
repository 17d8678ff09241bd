//===- Openers.cpp - Functions out of view that open ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Openers.h"
#include "ir/Builder.h"
#include "solve/Closers.h"
#include "llvm/ADT/STLExtras.h"
#include <optional>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::CompareOp;
using ir::FactKind;
using ir::Operand;
using ir::PlaceID;
using ir::PlaceKind;
using ir::ValueType;

namespace {

/// What the calls of one function say of its result.
struct Testimony {
  bool Shown = false, Refuted = false;
  std::optional<ir::OwnerKind> Kind;
  ValueType Type = ValueType::Int;
  llvm::SmallVector<ValueType, 4> Arguments; ///< of the call with most of them
};

/// Where a result is once its statement has stored it.
struct Stored {
  ir::FunctionID Callee;
  BlockID In;
  unsigned Index; ///< of the fact that stores it there
  PlaceID At;
};

class Hearing {
public:
  explicit Hearing(ir::Module &M) : M(M), Known(M) {}

  void run() {
    for (const ir::Function &F : M.Functions)
      if (F.hasBody())
        hear(F);
    for (const auto &[F, T] : Heard)
      if (T.Shown && !T.Refuted && T.Kind)
        giveBody(F, T);
  }

private:
  bool mayOpen(ir::FunctionID F) const {
    const ir::Function &Callee = M.at(F);
    return !Callee.hasBody() && Callee.Info.Plain && Callee.Contract.empty();
  }

  void hear(const ir::Function &F);
  std::optional<Stored> findResult(const ir::Function &F, BlockID B,
                                   unsigned Index);
  void giveBody(ir::FunctionID F, const Testimony &T);

  ir::Module &M;
  const Closers Known;
  std::map<ir::FunctionID, Testimony> Heard;
};

} // namespace

/// Follows the result of the call at \p Index of \p B from its temporary to the
/// variable. None if it is kept outside of the function's own variables.
std::optional<Stored> Hearing::findResult(const ir::Function &F, BlockID B,
                                          unsigned Index) {
  const auto &Facts = F.block(B).Facts;
  Stored S{F.fact(Facts[Index]).Callee, B, Index, F.fact(Facts[Index]).Dst};
  for (unsigned I = Index + 1;
       I < Facts.size() && F.place(S.At).Kind == PlaceKind::Temp; ++I) {
    const ir::Fact &Fact = F.fact(Facts[I]);
    if (Fact.Kind == FactKind::Assign && Fact.Ops[0] == Operand::place(S.At)) {
      S.At = Fact.Dst;
      S.Index = I;
    }
  }
  const ir::Place &P = F.place(S.At);
  if (!P.isRoot() || P.Kind == PlaceKind::Global || P.Kind == PlaceKind::Return)
    return {};
  return S;
}

void Hearing::hear(const ir::Function &F) {
  llvm::SmallVector<Stored, 4> Results;
  Fates::PlaceMap Places;
  for (unsigned B = 0; B != F.Blocks.size(); ++B)
    for (const auto &[Index, ID] : llvm::enumerate(F.Blocks[B].Facts)) {
      const ir::Fact &Call = F.fact(ID);
      if (Call.Kind != FactKind::Call || !Call.Callee || !mayOpen(Call.Callee))
        continue;
      Testimony &T = Heard[Call.Callee];
      if (!Call.Dst || Call.MayThrow || Call.StartsThread) {
        T.Refuted = true;
        continue;
      }
      T.Type = F.place(Call.Dst).Type;
      for (const auto &[I, O] : llvm::enumerate(Call.Args)) {
        const ValueType Type =
            O.Which == Operand::Kind::Address ? ValueType::Pointer
            : O.isPlace()                     ? F.place(O.Place).Type
                                              : ValueType::Int;
        if (I == T.Arguments.size())
          T.Arguments.push_back(Type);
        else if (Type != ValueType::Int)
          T.Arguments[I] = Type;
      }
      if (auto S = findResult(F, BlockID(B), Index)) {
        Places.try_emplace(S->At, Places.size());
        Results.push_back(*S);
      }
    }
  if (Results.empty())
    return;
  const std::map<unsigned, ir::OwnerKind> Kinds = Known.releasedIn(F, Places);
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return Known.closes(Call, I).has_value();
  };
  const Fates Fate(M, F, Places, IsCloser);
  // Whom it is given to may close it, if a flag of theirs says so.
  llvm::BitVector Lent(Places.size());
  for (const ir::Fact &Call : F.Facts)
    if (Call.Kind == FactKind::Call && Call.Callee)
      for (const auto &[I, O] : llvm::enumerate(Call.Args))
        if (auto It = O.isPlace() ? Places.find(O.Place) : Places.end();
            It != Places.end() && Known.mayClose(Call, I))
          Lent.set(It->second);
  for (const Stored &S : Results) {
    const unsigned N = Places[S.At];
    Testimony &T = Heard[S.Callee];
    T.Refuted |= !Fate.isEverGiven(N) && !Lent.test(N);
    auto Kind = Kinds.find(N);
    if (Kind == Kinds.end())
      continue;
    T.Refuted |= T.Kind && *T.Kind != Kind->second;
    T.Kind = Kind->second;
    const Fates::State After = Fate.after(S.In, S.Index);
    T.Shown |= After.Settled.test(N) && After.May.test(N);
  }
}

void Hearing::giveBody(ir::FunctionID ID, const Testimony &T) {
  ir::FunctionBuilder B(M, ID);
  const std::string Name = M.text(M.at(ID).Info.Display).str();
  if (M.at(ID).Params.empty())
    for (const auto &[I, Type] : llvm::enumerate(T.Arguments))
      B.addParam(PlaceKind::Param, "p" + std::to_string(I), Type);
  const PlaceID Result = B.root(PlaceKind::Return, "", T.Type);
  B.setInsertPoint(B.newBlock());
  for (PlaceID P : M.at(ID).Params)
    B.escape(Operand::place(P), "unknown callee '" + Name + "'");
  ir::Acquisition Acq;
  Acq.Kind = *T.Kind;
  Acq.Callee = M.intern(Name);
  Acq.Ok = {Operand::place(Result),
            T.Type == ValueType::Pointer ? CompareOp::NE : CompareOp::GE,
            Operand::constant(0)};
  B.acquire(std::move(Acq), Result);
  B.ret();
}

void solve::presumeOpeners(ir::Module &M) { Hearing(M).run(); }
