//===- Suggestions.cpp - Annotations that a body calls for ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Suggestions.h"
#include "solve/ContractJudge.h"
#include "solve/Ledger.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::PromiseKind;

namespace {

class Suggester {
public:
  Suggester(const ir::Module &M, Analysis &A, ir::FunctionID Self)
      : M(M), A(A), Self(Self), F(M.at(Self)), S(*A.summary(Self)),
        Mem(*S.Tables) {}

  std::vector<Finding> run() {
    for (const ir::Anchor &Here : F.Anchors) {
      const bool Said = llvm::any_of(F.Contract, [&](const ir::Promise &P) {
        return P.Of && F.root(P.Of) == Here.Of;
      });
      if (Said)
        continue;
      LocationID At = Mem.Locations.variable(Here.Of);
      if (Here.Of == F.Return) {
        if (acquiresInto(At))
          suggest(Here, PromiseKind::Acquires, true);
        continue;
      }
      const SymbolID Given = Mem.Symbols.entry(At);
      const bool Points = F.place(Here.Of).Type == ir::ValueType::Pointer;
      const LocationID Behind =
          Points ? Mem.Locations.object(Given) : LocationID();
      if (Points && acquiresInto(Behind))
        suggest(Here, PromiseKind::Acquires, isSetBySuccess(Behind));
      else if (releases(Given) ||
               (Points && releases(Mem.Symbols.entry(Behind))))
        suggest(Here, PromiseKind::Releases, true);
      else if (keeps(Given))
        suggest(Here, PromiseKind::Takes, true);
    }
    return std::move(Found);
  }

private:
  void suggest(const ir::Anchor &Here, PromiseKind Kind, bool Certain) {
    Finding New;
    New.Check = CheckKind::StrictSuggestContract;
    New.In = Self;
    New.At = whereNamed(F, Here.Of);
    if (Certain)
      New.EditAt = Here.At;
    New.Promised = Kind;
    if (Here.Of != F.Return)
      New.Name = M.text(F.place(Here.Of).Name).split('#').first.str();
    Found.push_back(std::move(New));
  }

  /// Whether something acquired here is at \p At at the end, and in no other
  /// memory that outlives the call.
  bool acquiresInto(LocationID At) const {
    return llvm::any_of(S.Acquired, [&](const AcquiredGroup &G) {
      return llvm::any_of(G.Outcomes, [&](const Outcome &O) {
        Value V = O.At.at(At);
        if (O.Throws || !V.isHandle() ||
            O.At.Handles[V.handle()].State != Typestate::Open ||
            O.At.Handles[V.handle()].Owner != V.Via ||
            V.Via == ir::OwnerKind::Object ||
            O.At.Handles[V.handle()].isStandard())
          return false;
        return llvm::none_of(O.At.store(), [&](const Disjunct::Cell &C) {
          return C.first != At && C.second.isHandle(V.handle()) &&
                 Mem.outlives(C.first);
        });
      });
    });
  }

  /// Whether the result is no failure exactly where \p At has the handle.
  bool isSetBySuccess(LocationID At) {
    if (!F.Return)
      return false;
    const ir::ValueType Type = F.place(F.Return).Type;
    const ir::Condition Success{
        ir::Operand::place(F.Return),
        Type == ir::ValueType::Int ? ir::CompareOp::GE : ir::CompareOp::NE,
        ir::Operand::constant(0)};
    const ir::Condition Failure{Success.LHS, ir::negate(Success.Op),
                                Success.RHS};
    auto Can = [&](Disjunct D, const ir::Condition &C) {
      return Mem.assume(D, C);
    };
    for (const AcquiredGroup &G : S.Acquired)
      for (const Outcome &O : G.Outcomes)
        if (O.At.at(At).isHandle() && !O.Throws && Can(O.At, Failure))
          return false;
    return llvm::any_of(S.Base, [&](const Outcome &O) {
             return !O.Throws && !Can(O.At, Success);
           }) ||
           S.Base.size() == 1;
  }

  bool releases(SymbolID Number) {
    for (const EntryGroup &G : S.Entries) {
      if (G.Number != Number)
        continue;
      A.complete(Self, &G - S.Entries.data());
      bool Closes = false;
      for (const Outcome &O : G.Outcomes) {
        const HandleState &H = O.At.Handles[0];
        if (O.Throws || H.Hi < 0 ||
            (G.Owner != ir::OwnerKind::Raw && H.Hi <= 0))
          continue; // there was nothing to close
        if (H.State != Typestate::Closed)
          return false;
        Closes = true;
      }
      return Closes;
    }
    return false;
  }

  /// Whether every return leaves \p Number in a field that the class releases.
  bool keeps(SymbolID Number) {
    const ir::RecordID R = F.Info.Record;
    if (!R || F.Params.empty())
      return false;
    std::optional<Ledger> Book;
    bool Returns = false;
    for (const Outcome &O : S.Base) {
      if (O.Throws)
        continue;
      Returns = true;
      bool Kept = false;
      for (const auto &[L, V] : O.At.store()) {
        if (!V.isSymbol() || V.symbol() != Number || !Mem.outlives(L))
          continue;
        if (!Book)
          Book = ledger(M, A, R);
        for (const auto &[Path, E] : Book->Fields)
          Kept |= memberLocation(Mem, Path) == L && !E.Releasers.empty();
      }
      if (!Kept)
        return false;
    }
    return Returns;
  }

  const ir::Module &M;
  Analysis &A;
  const ir::FunctionID Self;
  const ir::Function &F;
  const Summary &S;
  Memory &Mem;
  std::vector<Finding> Found;
};

} // namespace

std::vector<Finding> solve::suggestions(const ir::Module &M, Analysis &A,
                                        ir::FunctionID F) {
  // What it acquires or releases, or what its class releases and it may keep.
  const ir::RecordID Class = M.at(F).Info.Record;
  const bool MayPromise =
      A.concerns(F) ||
      (Class && llvm::any_of(A.mentioning(Class), [&](ir::FunctionID By) {
         return A.concerns(By);
       }));
  const Summary *S = MayPromise ? A.summary(F) : nullptr;
  if (!S || !S->Known)
    return {};
  return Suggester(M, A, F).run();
}
