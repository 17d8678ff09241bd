//===- RunPrinter.cpp - What a run knows, block by block ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Disjunct.h"
#include "solve/Run.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;
using namespace fdtidy::solve;

void Run::print(llvm::raw_ostream &OS) const {
  auto Symbol = [&](SymbolID S) {
    if (Mem.Symbols[S].Kind == SymbolKind::Entry)
      Mem.Locations.print(OS, Mem.Symbols[S].At, Mem.M, Mem.F);
    else
      OS << 's' << S.index();
  };
  switch (Follow.Which) {
  case Focus::Kind::Base:
    OS << "  no handle";
    break;
  case Focus::Kind::Site: {
    OS << "  a handle acquired";
    if (ir::LocID At = siteLoc(); Mem.M.has(At))
      OS << " at " << Mem.M.loc(At).Line << ':' << Mem.M.loc(At).Column;
    break;
  }
  case Focus::Kind::Number:
    OS << "  a number from elsewhere, ";
    Symbol(Follow.Number);
    break;
  case Focus::Kind::Field:
    OS << "  a handle that is there on entry, ";
    Mem.Locations.print(OS, Follow.At, Mem.M, Mem.F);
    break;
  }
  OS << (GaveUp ? ": past the budget\n" : ":\n");
  auto Print = [&](const llvm::Twine &At, const DisjunctSet &Set) {
    for (const DisjunctSet::Entry &E : Set.Entries) {
      OS << "    " << At << ": ";
      E.D.print(OS, Mem.Locations, Mem.M, Mem.F);
      OS << '\n';
    }
  };
  for (const auto &[B, Set] : In)
    Print("b" + llvm::Twine(B.index()), Set);
  Print("return", Exits);
  Print("throw", Throws);
}
