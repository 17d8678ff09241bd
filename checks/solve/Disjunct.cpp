//===- Disjunct.cpp - What holds on one set of paths ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Disjunct.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;
using namespace fdtidy::solve;

llvm::StringRef solve::name(Typestate State) {
  switch (State) {
  case Typestate::Open:
    return "Open";
  case Typestate::Foreign:
    return "Foreign";
  case Typestate::Failed:
    return "Failed";
  case Typestate::Closed:
    return "Closed";
  case Typestate::Escaped:
    return "Escaped";
  }
  return "";
}

Value Disjunct::at(LocationID L) const {
  auto It = llvm::partition_point(Store,
                                  [&](const Cell &C) { return C.first < L; });
  return It != Store.end() && It->first == L ? It->second : Value();
}

void Disjunct::set(LocationID L, Value V) {
  auto It = llvm::partition_point(Store,
                                  [&](const Cell &C) { return C.first < L; });
  bool Present = It != Store.end() && It->first == L;
  if (!V) {
    if (Present)
      Store.erase(It);
  } else if (Present) {
    It->second = V;
  } else {
    Store.insert(It, {L, V});
  }
}

Range Disjunct::range(SymbolID S) const {
  auto It = llvm::partition_point(Ranges,
                                  [&](const Fact &F) { return F.first < S; });
  return It != Ranges.end() && It->first == S ? It->second : Range();
}

void Disjunct::setRange(SymbolID S, const Range &R) {
  auto It = llvm::partition_point(Ranges,
                                  [&](const Fact &F) { return F.first < S; });
  bool Present = It != Ranges.end() && It->first == S;
  if (R.isFull()) {
    if (Present)
      Ranges.erase(It);
  } else if (Present) {
    It->second = R;
  } else {
    Ranges.insert(It, {S, R});
  }
}

bool Disjunct::isHeld(unsigned H) const {
  return llvm::any_of(Store, [&](const Cell &C) {
    return C.second.isHandle(H) && C.second.Via == Handles[H].Owner;
  });
}

bool Disjunct::sameKey(const Disjunct &That) const {
  if (In != That.In || Thrown != That.Thrown ||
      ClosedStandard != That.ClosedStandard ||
      Handles.size() != That.Handles.size())
    return false;
  for (auto [A, B] : llvm::zip(Handles, That.Handles))
    if (A.State != B.State || A.Owner != B.Owner || A.Parked != B.Parked ||
        A.isStandard() != B.isStandard())
      return false;
  if (Handles.empty())
    return true; // there is nothing to hold
  auto IsHolder = [](const Cell &C) { return C.second.isHandle(); };
  auto Mine = llvm::make_filter_range(Store, IsHolder);
  auto Theirs = llvm::make_filter_range(That.Store, IsHolder);
  return std::equal(Mine.begin(), Mine.end(), Theirs.begin(), Theirs.end());
}

void Disjunct::print(llvm::raw_ostream &OS, const LocationTable &L,
                     const ir::Module &M, const ir::Function &F) const {
  OS << '{';
  for (const HandleState &H : Handles)
    OS << ' ' << name(H.State) << ':' << ir::spelling(H.Owner);
  OS << " |";
  for (const auto &[Where, V] : Store) {
    OS << ' ';
    L.print(OS, Where, M, F);
    OS << '=';
    switch (V.Which) {
    case Value::Kind::Handle:
      OS << 'h' << V.ID;
      break;
    case Value::Kind::Constant:
      OS << V.Number;
      break;
    case Value::Kind::Address:
      OS << '&';
      L.print(OS, V.location(), M, F);
      break;
    case Value::Kind::Function:
      OS << '@' << M.text(M.at(V.function()).Info.Name);
      break;
    case Value::Kind::Symbol:
      OS << 's' << V.ID;
      break;
    case Value::Kind::Copy:
      OS << "copy ";
      L.print(OS, V.location(), M, F);
      break;
    case Value::Kind::None:
      break;
    }
  }
  OS << " |";
  for (const auto &[S, R] : Ranges) {
    OS << " s" << S.index() << " in [" << R.Lo << ", " << R.Hi << ']';
    if (R.Not)
      OS << " not " << *R.Not;
  }
  OS << " }";
}
