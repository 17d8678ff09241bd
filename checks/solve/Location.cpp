//===- Location.cpp - Where a place is in memory --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Location.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;
using namespace fdtidy::solve;

LocationID LocationTable::intern(LocationKind Kind, LocationID Parent,
                                 uint32_t Payload, bool OneOfMany) {
  auto [It, New] = Index.try_emplace(
      {unsigned(Kind), Parent.isValid() ? Parent.index() + 1 : 0, Payload},
      Table.size());
  if (New) {
    Location L;
    L.Kind = Kind;
    L.Parent = Parent;
    L.Payload = Payload;
    L.Root = LocationID(It->second);
    L.Weak = L.isSummary();
    L.OneOfMany = L.Weak || OneOfMany;
    if (Parent) {
      Location &Up = Table[Parent.index()];
      Up.HasParts = true;
      Up.IsArray |=
          Kind == LocationKind::Index || Kind == LocationKind::AnyIndex;
      L.Depth = Up.Depth + 1;
      L.Root = Up.Root;
      L.Weak |= Up.Weak;
      L.OneOfMany |= Up.OneOfMany;
    }
    Table.push_back(L);
  }
  return LocationID(It->second);
}

bool LocationTable::isBelow(LocationID L, LocationID Prefix) const {
  const Location &Above = Table[Prefix.index()];
  const Location *Below = &Table[L.index()];
  for (; Below->Depth > Above.Depth; Below = &Table[L.index()])
    L = Below->Parent;
  return L == Prefix;
}

bool LocationTable::isSameUpToNumbers(LocationID A, LocationID B) const {
  while (A != B) {
    const Location &X = Table[A.index()], &Y = Table[B.index()];
    const bool AnyX = X.Kind == LocationKind::AnyIndex;
    const bool AnyY = Y.Kind == LocationKind::AnyIndex;
    const bool IsX = AnyX || X.Kind == LocationKind::Index;
    const bool IsY = AnyY || Y.Kind == LocationKind::Index;
    if (AnyX && !IsY) { // element 0 is the array itself
      A = X.Parent;
    } else if (AnyY && !IsX) {
      B = Y.Parent;
    } else if ((IsX && IsY && (AnyX || AnyY)) ||
               (X.Kind == Y.Kind && X.Payload == Y.Payload && X.Parent &&
                Y.Parent)) {
      A = X.Parent;
      B = Y.Parent;
    } else {
      return false;
    }
  }
  return true;
}

LocationID LocationTable::rebase(LocationID L, LocationID From,
                                 LocationID To) {
  if (L == From)
    return To;
  const Location Step = Table[L.index()];
  if (!Step.Parent)
    return L;
  return intern(Step.Kind, rebase(Step.Parent, From, To), Step.Payload);
}

void LocationTable::print(llvm::raw_ostream &OS, LocationID L,
                          const ir::Module &M, const ir::Function &F) const {
  if (!L) {
    OS << "<nowhere>";
    return;
  }
  const Location &X = Table[L.index()];
  switch (X.Kind) {
  case LocationKind::Variable: {
    const ir::Place &P = F.place(ir::PlaceID(X.Payload));
    if (P.Kind == ir::PlaceKind::Temp)
      OS << "%t" << P.Number;
    else if (P.Kind == ir::PlaceKind::Global)
      OS << '$' << M.text(P.Name);
    else if (P.Kind == ir::PlaceKind::This)
      OS << "this";
    else if (P.Kind == ir::PlaceKind::Return)
      OS << "ret";
    else
      OS << '%' << M.text(P.Name);
    return;
  }
  case LocationKind::Object:
    OS << "obj" << X.Payload;
    return;
  case LocationKind::Global:
    OS << '$' << M.text(ir::StringID(X.Payload));
    return;
  case LocationKind::Heap:
    OS << "heap" << X.Payload;
    return;
  default:
    break;
  }
  print(OS, X.Parent, M, F);
  if (X.Kind == LocationKind::Field)
    OS << '.' << M.text(ir::StringID(X.Payload));
  else if (X.Kind == LocationKind::Index)
    OS << '[' << X.Payload << ']';
  else
    OS << (X.Kind == LocationKind::AnyIndex ? "[?]" : "[*]");
}
