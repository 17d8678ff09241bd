//===- FactPrinter.cpp - The text of a function's parts -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the members of FactPrinter. The parser's productions stand above the
// functions of ParsePlace.cpp, ParseFact.cpp and ParseBody.cpp.
//===----------------------------------------------------------------------===//
#include "ir/FactPrinter.h"
#include "ir/Attributes.h"
#include "ir/Printer.h"
#include "ir/Spelling.h"

using llvm::StringRef;

namespace fdtidy::ir {

StringRef FactPrinter::file() const {
  return M.has(F.Info.Loc) ? M.text(M.loc(F.Info.Loc).File)
                           : StringRef(M.FileName);
}

void FactPrinter::loc(LocID L) {
  if (!M.has(L))
    return;
  OS << " !";
  printLoc(OS, M, L, file());
}

void FactPrinter::call(const Fact &X) {
  if (X.Callee) {
    functionName(X.Callee);
  } else {
    OS << '*';
    operand(X.Ops.empty() ? Operand() : X.Ops[0]);
  }
  OS << '(';
  for (const Operand &Arg : X.Args) {
    OS << (&Arg == X.Args.begin() ? "" : ", ");
    operand(Arg);
  }
  OS << ')';
}

/// What follows the keyword.
void FactPrinter::operands(const Fact &X, const ShapeRow &Row) {
  auto Op = [&](size_t I) { return I < X.Ops.size() ? X.Ops[I] : Operand(); };
  switch (Row.Shape) {
  case FactShape::Call:
    OS << ' ';
    call(X);
    return;
  case FactShape::Throw:
    for (StringID Type : X.Types) {
      OS << ' ';
      printString(OS, M.text(Type));
    }
    return;
  case FactShape::Alloc:
    if (!X.Types.empty()) {
      OS << ' ';
      printString(OS, M.text(X.Types[0]));
    }
    return;
  case FactShape::Container:
    OS << ' ';
    operand(Op(0));
    if (Op(1)) {
      OS << ", ";
      operand(Op(1));
    }
    return;
  default:
    for (size_t I = 0; I < Row.MinOps; ++I) {
      OS << (I ? ", " : " ");
      operand(Op(I));
    }
  }
}

void FactPrinter::cloexec(const CloexecFlag &Flag) {
  switch (Flag.Which) {
  case CloexecFlag::Kind::Unknown:
    return;
  case CloexecFlag::Kind::Yes:
    OS << " cloexec";
    return;
  case CloexecFlag::Kind::No:
    OS << " inherited";
    return;
  case CloexecFlag::Kind::Mask:
    OS << " cloexec(";
    operand(Flag.Flags);
    OS << " & " << Flag.Bits << ')';
    return;
  }
}

void FactPrinter::handles(const Fact &X) {
  const auto &Handles = X.Acq.Handles;
  if (Handles.size() == 1 && Handles[0].Into == X.Dst &&
      Handles[0].End == PipeEnd::None)
    return;
  OS << " ->" << (Handles.empty() ? " <none>" : "");
  for (const Acquired &A : Handles) {
    OS << (&A == Handles.begin() ? " " : ", ");
    place(A.Into);
    if (A.End != PipeEnd::None)
      OS << ' ' << spelling(A.End);
  }
}

void FactPrinter::clauses(const Fact &X, const ShapeRow &Row) {
  bool Acquires = Row.Shape == FactShape::Acquire;
  StringRef By = M.text(Acquires ? X.Acq.Callee : X.Text);
  const Condition &Ok = Acquires ? X.Acq.Ok : X.Ok;
  if (Row.allows(Clause::ToKind))
    OS << " to " << spelling(X.Owner);
  if (Row.allows(Clause::AsKind))
    OS << " as " << spelling(X.Owner);
  if (Row.allows(Clause::By) && !By.empty()) {
    OS << " by ";
    printString(OS, By);
  }
  if (Row.allows(Clause::Kind))
    OS << ' ' << spelling(Acquires ? X.Acq.Kind : X.Owner);
  if (Row.allows(Clause::Cloexec))
    cloexec(Acquires ? X.Acq.Cloexec : X.Cloexec);
  if (Row.allows(Clause::Min) && X.Acq.Minimum) {
    OS << " min(";
    operand(X.Acq.Minimum);
    OS << ')';
  }
  if (Row.allows(Clause::Ok) && Ok) {
    OS << " ok(";
    condition(Ok);
    OS << ')';
  }
  if (Row.allows(Clause::Into))
    handles(X);
  if (Row.allows(Clause::AsText) && !M.text(X.Text).empty()) {
    OS << " as ";
    printString(OS, M.text(X.Text));
  }
  if (Row.allows(Clause::At) && X.Ops.size() > 2 && X.Ops[2]) {
    OS << " at ";
    operand(X.Ops[2]);
  }
  if (Row.allows(Clause::Unwind) && X.Unwind) {
    OS << " unwind ";
    block(X.Unwind);
  }
  if (Row.allows(Clause::Flags))
    for (const auto &A : CallAttributes)
      if (X.*A.Flag == A.Value)
        OS << ' ' << A.Word;
}

void FactPrinter::fact(const Fact &X) {
  const ShapeRow &Row = shapeRow(X.Kind);
  if (Row.Result == HasResult::Always ||
      (Row.Result == HasResult::Maybe && X.Dst)) {
    place(X.Dst);
    OS << " = ";
  }
  auto Op = [&](size_t I) { return I < X.Ops.size() ? X.Ops[I] : Operand(); };
  if (Row.Shape == FactShape::Assign) {
    operand(Op(0));
  } else if (Row.Shape == FactShape::Compute) {
    operand(Op(0));
    OS << ' ' << spelling(X.Op) << ' ';
    operand(Op(1));
  } else {
    OS << keyword(X.Kind);
    operands(X, Row);
    clauses(X, Row);
  }
  loc(X.Loc);
}

void FactPrinter::block(BlockID B) {
  if (B)
    OS << 'b' << B.index();
  else
    OS << "<none>";
}

void FactPrinter::edge(const Edge &E) {
  block(E.To);
  for (const Condition &C : E.Assumes) {
    OS << (&C == E.Assumes.begin() ? " if " : " and ");
    condition(C);
  }
  if (M.has(E.Catches)) {
    OS << " catch ";
    if (M.text(E.Catches) == "...")
      OS << "...";
    else
      printString(OS, M.text(E.Catches));
  }
  loc(E.Loc);
}

void FactPrinter::terminator(const Block &B) {
  static constexpr StringRef Words[] = {"br", "dispatch", "return", "resume",
                                        "unreachable"};
  OS << Words[size_t(B.Terminator)];
  loc(B.Loc);
  if (B.Terminator > TerminatorKind::Dispatch)
    return;
  for (const Edge &E : B.Edges) {
    OS << (&E == B.Edges.begin() ? " " : ", ");
    edge(E);
  }
}

void printFact(llvm::raw_ostream &OS, const Module &M, const Function &F,
               const Fact &Which) {
  FactPrinter(OS, M, F).fact(Which);
}

void printPlace(llvm::raw_ostream &OS, const Module &M, const Function &F,
                PlaceID P) {
  FactPrinter(OS, M, F).place(P);
}

void printOperand(llvm::raw_ostream &OS, const Module &M, const Function &F,
                  const Operand &O) {
  FactPrinter(OS, M, F).operand(O);
}

void printCondition(llvm::raw_ostream &OS, const Module &M, const Function &F,
                    const Condition &C) {
  FactPrinter(OS, M, F).condition(C);
}

} // namespace fdtidy::ir
