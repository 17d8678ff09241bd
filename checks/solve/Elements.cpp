//===- Elements.cpp - What a container holds ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `c[*]` stands for the element that holds the handle of this run; the others
// are of no interest. So a value written to "some element" changes nothing, and
// a number of which nobody knows where it is from may be this one.
//===----------------------------------------------------------------------===//
#include "solve/Run.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::Operand;

/// Whether an open handle lies at or below \p L, or behind a pointer there.
bool Run::leadsToOpen(const Disjunct &D, LocationID L) const {
  llvm::SmallVector<LocationID, 4> Todo{L};
  llvm::DenseSet<LocationID> Seen;
  while (!Todo.empty()) {
    LocationID Top = Todo.pop_back_val();
    if (!Seen.insert(Top).second)
      continue;
    for (const auto &[At, V] : D.store()) {
      if (!Mem.Locations.isUnder(At, Top))
        continue;
      if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Open)
        return true;
      if (V.isAddress())
        Todo.push_back(V.location());
    }
  }
  return false;
}

/// Where the pointer lies, in an element, that leads to \p L.
static LocationID pointerInElement(const Memory &Mem, LocationID L) {
  while (L && !Mem.Locations.isWeak(L)) {
    const Location &Root = Mem.Locations[Mem.Locations.root(L)];
    if (Root.Kind != LocationKind::Object)
      return {};
    L = Mem.Symbols[SymbolID(Root.Payload)].At;
  }
  return L;
}

/// Whether \p P names some element, and no variable tells which.
static bool isSomeElement(const ir::Function &F, ir::PlaceID P) {
  for (; P; P = F.place(P).Parent)
    if (F.place(P).Kind == ir::PlaceKind::Element ||
        F.place(P).Kind == ir::PlaceKind::AnyIndex)
      return true;
  return false;
}

void Run::turnToElement(Disjunct &D, const ir::Fact &Fact) {
  if (llvm::none_of(D.Handles, [](const HandleState &H) {
        return H.State == Typestate::Closed;
      }))
    return;
  llvm::SmallVector<std::pair<LocationID, LocationID>, 2> Closed;
  for (const auto &[L, V] : D.store())
    if (V.isHandle() && Mem.Locations.isOneOfMany(L) &&
        !Mem.Locations.isWeak(L) &&
        D.Handles[V.handle()].State == Typestate::Closed)
      if (LocationID Pointer = pointerInElement(Mem, L))
        Closed.push_back({L, Pointer});
  if (Closed.empty())
    return;
  llvm::SmallVector<LocationID, 4> Read;
  auto Note = [&](ir::PlaceID P) {
    for (bool Reads = true; P; P = Mem.F.place(P).Parent) {
      if (Reads && isSomeElement(Mem.F, P))
        if (LocationID L = Mem.locate(D, P))
          Read.push_back(L);
      Reads = Mem.F.place(P).Kind == ir::PlaceKind::Pointee;
    }
  };
  Note(Fact.Dst);
  for (const Operand &O : Fact.Ops)
    if (O.Place)
      Note(O.Place);
  for (const Operand &O : Fact.Args)
    if (O.Place)
      Note(O.Place);
  // An iterator or pointer moves on.
  if (Fact.Kind == ir::FactKind::Assign && Fact.Dst && Fact.Ops[0].Place &&
      Mem.F.root(Fact.Dst) == Mem.F.root(Fact.Ops[0].Place)) {
    const Value V = Mem.value(D, Fact.Ops[0]);
    if (V.isAddress())
      Read.push_back(V.location());
    else if (V.isSymbol() && Mem.Symbols[V.symbol()].At)
      Read.push_back(Mem.Symbols[V.symbol()].At);
  }
  for (const auto &[L, Pointer] : Closed)
    if (llvm::any_of(Read, [&, Pointer = Pointer](LocationID Of) {
          return Mem.Locations.isUnder(Pointer, Of) ||
                 Mem.Locations.isUnder(Of, Pointer);
        }))
      D.set(L, {});
}

void Run::insertElement(Disjunct &D, const ir::Fact &Fact) {
  LocationID Container = Mem.locate(D, Fact.Ops[0].Place);
  LocationID Element;
  if (Container && Follow.Which == Focus::Kind::Site)
    Element = Mem.Locations.project(LocationKind::Element, Container, 0);
  if (Container && Follow.Which == Focus::Kind::Field &&
      Mem.Locations.isUnder(Follow.At, Container))
    D.Handles[0].Beside = true;
  for (const Operand &O : llvm::ArrayRef(Fact.Ops).slice(1, 1)) {
    const Value V = Mem.value(D, O);
    const LocationID From = O.isPlace() ? Mem.locate(D, O.Place) : LocationID();
    const bool Ours =
        V.isHandle() ? D.Handles[V.handle()].State == Typestate::Open
                     : (V.isAddress() && leadsToOpen(D, V.location())) ||
                           (From && leadsToOpen(D, From));
    // Who puts pointers into a container that lives on keeps the records.
    const bool Kept = V.isAddress() && Element && Mem.outlives(Element);
    const bool Taken =
        Element && leadsToOpen(D, Element) && D.at(Element) != V;
    if (!Ours || !Element || Kept || Taken) {
      escape(D, V, Fact, /*Havoc=*/false, "container");
      if (From)
        escapeBelow(D, From, Fact, /*Havoc=*/false, "container");
      if (Taken && Ours)
        escapeBelow(D, Element, Fact, /*Havoc=*/false, "container");
      continue;
    }
    if (V.isHandle() || V.isAddress())
      D.set(Element, V);
    else
      copyRecord(D, Element, From, D);
    noteMoved(D, Element);
    for (const auto &[At, Held] : D.store())
      if (Held.isHandle() && Mem.Locations.isUnder(At, Element)) {
        D.Handles[Held.handle()].Kept = true;
        if (Names[Held.handle()].empty())
          Names[Held.handle()] = describe(D, At);
      }
  }
}

void Run::eraseElement(Disjunct &D, const ir::Fact &Fact) {
  LocationID Container = Mem.locate(D, Fact.Ops[0].Place);
  if (!Container || D.Handles.empty())
    return;
  LocationID Element =
      Mem.Locations.project(LocationKind::Element, Container, 0);
  // Which one goes, an iterator tells; a key only if it is the element's own.
  auto Given = [&](unsigned I) {
    return I < Fact.Ops.size() ? Mem.value(D, Fact.Ops[I]) : Value();
  };
  const Value Which = Given(1), Key = Given(2);
  if (Key.isHandle())
    forgetKey(D, Key.handle(), Element);
  // Of a member, the element that is followed is the one that goes, unless it may
  // be one that was put there in vain.
  bool Known = Follow.Which == Focus::Kind::Field
                   ? !D.Handles[0].Beside
                   : Which.isAddress() && Which.location() == Element;
  if (Key && !Known)
    for (const auto &[At, V] : D.store())
      Known |= V == Key && Mem.Locations.isUnder(At, Element);
  bool Held = false;
  for (unsigned H = 0; H != D.Handles.size(); ++H) {
    bool Here = false, Elsewhere = false;
    for (const auto &[At, V] : D.store())
      if (V.isHandle(H))
        (Mem.Locations.isUnder(At, Element) ? Here : Elsewhere) = true;
    if (!Here)
      continue;
    noteInLoops(D, H, ErasesElement);
    Held = true;
    if (D.Handles[H].State != Typestate::Open)
      continue;
    if (Elsewhere) // of a member's element, the variable is the one holder left
      Known &= Follow.Which == Focus::Kind::Field;
    else if (!Known || meetsStrangers())
      escapeHandle(D, H, Fact, "erased element");
    else
      lose(D, H, LossKind::Erase, Fact.Loc, lastHolder(D, H));
  }
  if (Known && Held) {
    clearBelow(D, Element);
    D.set(Element, {});
  }
}

void Run::clearElements(Disjunct &D, const ir::Fact &Fact) {
  LocationID Container = Mem.locate(D, Fact.Ops[0].Place);
  if (!Container || D.Handles.empty())
    return;
  LocationID Element =
      Mem.Locations.project(LocationKind::Element, Container, 0);
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    forgetKey(D, H, Element);
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  clearBelow(D, Element);
  D.set(Element, {});
  loseUnheld(D, Held, Old, LossKind::Erase, Fact.Loc);
}

/// Whether what \p Fact gives is a new handle.
bool Run::acquires(const ir::Fact &Fact) const {
  if (Fact.Kind != ir::FactKind::Call)
    return Fact.Kind == ir::FactKind::Acquire;
  const Summary *S = Fact.Callee ? Callees.summary(Fact.Callee) : nullptr;
  return S && !S->Acquired.empty();
}

bool Run::mayBeElement(const Disjunct &D, Value V) const {
  if (V.isHandle())
    return false;
  if (!V.isSymbol())
    return V.Which == Value::Kind::None;
  const Symbol &S = Mem.Symbols[V.symbol()];
  if (D.range(V.symbol()).Hi < 0)
    return false;
  switch (S.Kind) {
  case SymbolKind::Test:
    return false;
  case SymbolKind::Definition:
  case SymbolKind::Imported:
    // Another live handle has another number.
    return S.Number >= Mem.F.Facts.size() || !acquires(Mem.F.Facts[S.Number]);
  case SymbolKind::Entry: {
    if (llvm::is_contained(Follow.Apart, S.At))
      return false;
    const Location &Root = Mem.Locations[Mem.Locations.root(S.At)];
    // The number was there before the handle was; what is in another container
    // of this function would hold the handle if it were the same.
    if (Root.Kind == LocationKind::Variable)
      return Follow.Which == Focus::Kind::Field ||
             Follow.Which == Focus::Kind::Number;
    if (Root.Kind == LocationKind::Object)
      return Mem.Symbols[SymbolID(Root.Payload)].Kind != SymbolKind::Entry ||
             Follow.Which == Focus::Kind::Field;
    return true;
  }
  default:
    return true;
  }
}

void Run::escapeElements(Disjunct &D, Value Stranger, const ir::Fact &Fact) {
  if (D.Handles.empty() || !mayBeElement(D, Stranger))
    return;
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    if (D.Handles[H].State == Typestate::Open &&
        llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
          return C.second.isHandle(H) && Mem.Locations.isOneOfMany(C.first);
        }))
      escapeHandle(D, H, Fact, "number from elsewhere");
}

bool Run::holdsElements(const Disjunct &D) const {
  return llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
    return C.second.isHandle() && Mem.Locations.isOneOfMany(C.first) &&
           D.Handles[C.second.handle()].State == Typestate::Open;
  });
}

bool Run::releasesStrangers() const {
  const Disjunct Nothing;
  return llvm::any_of(Found.Released, [&](const auto &Each) {
    const Symbol &S = Mem.Symbols[Each.first];
    const ir::PlaceID P =
        S.Kind == SymbolKind::Entry ? Mem.variableOf(S.At) : ir::PlaceID();
    return (P && Mem.F.place(P).Kind == ir::PlaceKind::Param) ||
           mayBeElement(Nothing, Value::symbol(Each.first));
  });
}

bool Run::meetsStrangers() {
  if (!Strangers) {
    const Disjunct Nothing;
    Strangers = Base && llvm::any_of(Base->Found.Released, [&](const auto &Each) {
      return mayBeElement(Nothing, Value::symbol(Each.first));
    });
  }
  return *Strangers;
}

void Run::noteInLoops(const Disjunct &D, unsigned H, uint8_t What) {
  for (ir::BlockID Header : Order.loops(Current))
    for (const auto &[L, V] : D.store())
      if (V.isHandle(H) && Mem.Locations.isOneOfMany(L))
        noteInLoop(Header, L, What);
}

void Run::noteInLoop(ir::BlockID Header, LocationID L, uint8_t What) {
  uint8_t &Known = MapLoops[{Header, L}];
  if ((Known | What) == Known)
    return;
  Known |= What;
  ++LoopLessons;
}

void Run::noteMoved(const Disjunct &D, LocationID To) {
  if (Order.loops(Current).empty())
    return;
  for (const auto &[At, V] : D.store()) {
    if (!V.isHandle() || !Mem.Locations.isUnder(At, To))
      continue;
    for (const auto &[L, Same] : D.store())
      if (Same.isHandle(V.handle()) && Mem.Locations.isOneOfMany(L) &&
          !Mem.Locations.isUnder(L, To))
        for (ir::BlockID Header : Order.loops(Current))
          noteInLoop(Header, L, HandsOnElement);
  }
}

void Run::passMapLoops(ir::BlockID From, ir::BlockID To, Disjunct &D) {
  if (Order.isHeader(From) && !Order.inLoop(To, From) && SweepLoops.count(From))
    sweep(D, /*InLoop=*/false); // in no round at all, it closes all there are
  if (D.Handles.empty() || MapLoops.empty())
    return;
  for (ir::BlockID Header : Order.loops(From)) {
    if (Order.inLoop(To, Header))
      continue;
    for (HandleState &H : D.Handles) {
      if (H.State != Typestate::Open && H.State != Typestate::Foreign)
        continue;
      const unsigned Number = &H - D.Handles.begin();
      uint8_t Done = 0;
      bool Elsewhere = false;
      for (const auto &[L, V] : D.store()) {
        if (!V.isHandle(Number))
          continue;
        auto It = MapLoops.find({Header, L});
        if (It != MapLoops.end())
          Done |= It->second;
        else if (Mem.Locations.isOneOfMany(L) || Mem.outlives(L))
          Elsewhere = true;
      }
      if (From == Header && (Done & ClosesElement))
        H.State = Typestate::Closed;
      else if ((Done & HandsOnElement) && !Elsewhere && From == Header)
        H.State = Typestate::Escaped;
      // What takes elements out until none is left may end anywhere.
      else if ((Done & ErasesElement) &&
               (Done & (ClosesElement | HandsOnElement)))
        H.State = Typestate::Escaped;
    }
  }
}
