//===- PlacePrinter.cpp - The text of places, operands and conditions -----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what FactPrinter does to print what facts are made of.
//===----------------------------------------------------------------------===//
#include "ir/FactPrinter.h"
#include "ir/Spelling.h"

namespace fdtidy::ir {

void FactPrinter::place(PlaceID P) {
  // Parents and indices of a broken place may form a cycle.
  Budget = 2 * MaxPlaceDepth + 2;
  nested(P);
}

/// What projections hang on: `p`, in parentheses where `*` would come first.
void FactPrinter::base(PlaceID ID) {
  bool Known = ID && ID.index() < F.Places.size();
  bool Paren = Known && F.place(ID).Kind == PlaceKind::Pointee;
  OS << (Paren ? "(" : "");
  nested(ID);
  OS << (Paren ? ")" : "");
}

void FactPrinter::nested(PlaceID ID) {
  if (!ID) {
    OS << "<none>";
    return;
  }
  if (ID.index() >= F.Places.size() || !Budget) {
    OS << "<p" << ID.index() << "?>";
    return;
  }
  --Budget;
  if (Mentioned)
    (*Mentioned)[ID.index()] = true;
  const Place &P = F.place(ID);
  switch (P.Kind) {
  case PlaceKind::Local:
  case PlaceKind::Param:
    OS << '%';
    printLocalName(OS, M.text(P.Name));
    return;
  case PlaceKind::This:
    OS << "this";
    return;
  case PlaceKind::Global:
    OS << '$';
    printSymbol(OS, M.text(P.Name));
    return;
  case PlaceKind::Return:
    OS << "ret";
    return;
  case PlaceKind::Temp:
    OS << "%t" << P.Number;
    return;
  case PlaceKind::Field:
    if (PlaceID This = throughThis(P)) {
      if (Mentioned)
        (*Mentioned)[P.Parent.index()] = true;
      nested(This);
    } else {
      base(P.Parent);
    }
    OS << '.';
    printFieldName(OS, M.text(P.Name));
    return;
  case PlaceKind::Index:
    base(P.Parent);
    OS << '[' << P.Number << ']';
    return;
  case PlaceKind::AnyIndex:
    base(P.Parent);
    OS << '[';
    if (P.IndexBy)
      nested(P.IndexBy);
    else
      OS << '?';
    OS << ']';
    return;
  case PlaceKind::Element:
    base(P.Parent);
    OS << "[*";
    if (P.IndexBy) {
      OS << " at ";
      nested(P.IndexBy);
    }
    OS << ']';
    return;
  case PlaceKind::Pointee:
    OS << '*';
    nested(P.Parent);
    return;
  }
}

/// `this` of `(*this).f`, for which `this.f` is the one shorthand.
PlaceID FactPrinter::throughThis(const Place &Field) const {
  auto Known = [&](PlaceID P) { return P && P.index() < F.Places.size(); };
  if (!Known(Field.Parent))
    return {};
  const Place &Object = F.place(Field.Parent);
  if (Object.Kind != PlaceKind::Pointee || !Known(Object.Parent) ||
      F.place(Object.Parent).Kind != PlaceKind::This)
    return {};
  return Object.Parent;
}

void FactPrinter::functionName(FunctionID Callee) {
  if (!M.has(Callee)) {
    OS << "<none>";
    return;
  }
  OS << '@';
  printSymbol(OS, M.text(M.at(Callee).Info.Name));
}

void FactPrinter::operand(const Operand &O) {
  switch (O.Which) {
  case Operand::Kind::None:
    OS << "<none>";
    return;
  case Operand::Kind::Place:
    place(O.Place);
    return;
  case Operand::Kind::Constant:
    OS << O.Constant;
    return;
  case Operand::Kind::Address:
    OS << '&';
    place(O.Place);
    return;
  case Operand::Kind::Function:
    functionName(O.Function);
    return;
  case Operand::Kind::Unknown:
    OS << '?';
    return;
  }
}

void FactPrinter::condition(const Condition &C) {
  operand(C.LHS);
  OS << ' ' << spelling(C.Op) << ' ';
  operand(C.RHS);
}

} // namespace fdtidy::ir
