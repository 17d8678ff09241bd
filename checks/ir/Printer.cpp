//===- Printer.cpp - The text of the handle IR ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the text of modules, records and functions.
//===----------------------------------------------------------------------===//
#include "ir/Printer.h"
#include "ir/Attributes.h"
#include "ir/DefaultType.h"
#include "ir/FactPrinter.h"
#include "ir/Spelling.h"

using llvm::raw_ostream;
using llvm::StringRef;

namespace fdtidy::ir {

void printLoc(raw_ostream &OS, const Module &M, LocID L, StringRef Here) {
  if (!M.has(L))
    return;
  const SourceLoc &Loc = M.loc(L);
  if (M.text(Loc.File) != Here) {
    printPath(OS, M.text(Loc.File));
    OS << ':';
  }
  OS << Loc.Line << ':' << Loc.Column;
}

static void printSuffix(raw_ostream &OS, const Module &M, LocID L,
                        StringRef Here) {
  if (!M.has(L))
    return;
  OS << " !";
  printLoc(OS, M, L, Here);
}

static void printRecordName(raw_ostream &OS, const Module &M, RecordID R) {
  if (!M.has(R)) {
    OS << "<none>";
    return;
  }
  OS << '@';
  printSymbol(OS, M.text(M.at(R).Name));
}

static void printFunctionName(raw_ostream &OS, const Module &M, FunctionID F) {
  if (!M.has(F)) {
    OS << "<none>";
    return;
  }
  OS << '@';
  printSymbol(OS, M.text(M.at(F).Info.Name));
}

static void printType(raw_ostream &OS, const Module &M, ValueType Type,
                      RecordID R) {
  OS << spelling(Type);
  if (M.has(R)) {
    OS << ' ';
    printRecordName(OS, M, R);
  }
}

/// `@name "Display"`, the latter if it differs.
static void printTitle(raw_ostream &OS, const Module &M, StringID Name,
                       StringID Display) {
  OS << '@';
  printSymbol(OS, M.text(Name));
  StringRef Shown = M.text(Display);
  if (!Shown.empty() && Shown != M.text(Name)) {
    OS << ' ';
    printString(OS, Shown);
  }
}

static void print(raw_ostream &OS, const Module &M, const Record &R) {
  OS << "record ";
  printTitle(OS, M, R.Name, R.Display);
  for (const RecordID &Base : R.Bases) {
    OS << (&Base == R.Bases.data() ? " bases " : ", ");
    printRecordName(OS, M, Base);
  }
  for (const auto &A : RecordAttributes)
    if (R.*A.Flag == A.Value)
      OS << ' ' << A.Word;
  if (R.Destructor) {
    OS << " dtor ";
    printFunctionName(OS, M, R.Destructor);
  }
  printSuffix(OS, M, R.Loc, M.FileName);
  if (R.Fields.empty() && R.Methods.empty()) {
    OS << '\n';
    return;
  }
  StringRef Here =
      M.has(R.Loc) ? M.text(M.loc(R.Loc).File) : StringRef(M.FileName);
  OS << " {\n";
  for (const FieldInfo &Field : R.Fields) {
    OS << "  .";
    printFieldName(OS, M.text(Field.Name));
    OS << ' ';
    printType(OS, M, Field.Type, Field.Record);
    for (const auto &A : FieldAttributes)
      if (Field.*A.Flag == A.Value)
        OS << ' ' << A.Word;
    printSuffix(OS, M, Field.Loc, Here);
    OS << '\n';
  }
  for (const FunctionID &Method : R.Methods) {
    OS << (&Method == R.Methods.data() ? "  methods " : ", ");
    printFunctionName(OS, M, Method);
  }
  OS << (R.Methods.empty() ? "}\n" : "\n}\n");
}

static void printHeader(raw_ostream &OS, const Module &M, const Function &F,
                        FactPrinter &Parts) {
  const FunctionInfo &Info = F.Info;
  OS << "func ";
  printTitle(OS, M, Info.Name, Info.Display);
  OS << '(';
  for (const PlaceID &P : F.Params) {
    OS << (&P == F.Params.data() ? "" : ", ");
    Parts.place(P);
    if (!P || P.index() >= F.Places.size())
      continue;
    OS << ": ";
    printType(OS, M, F.place(P).Type, F.place(P).Record);
    printSuffix(OS, M, F.place(P).Loc, M.FileName);
  }
  OS << ')';
  if (Info.Role != FunctionRole::Free)
    OS << ' ' << spelling(Info.Role);
  if (Info.Record) {
    OS << " of ";
    printRecordName(OS, M, Info.Record);
  }
  for (const auto &A : FunctionAttributes)
    if (Info.*A.Flag == A.Value)
      OS << ' ' << A.Word;
  if (F.Return && F.Return.index() < F.Places.size()) {
    OS << " -> ";
    printType(OS, M, F.place(F.Return).Type, F.place(F.Return).Record);
  }
  for (const Anchor &A : F.Anchors) {
    OS << (&A == F.Anchors.data() ? " anchor " : ", ");
    Parts.place(A.Of);
    if (M.has(A.At)) {
      OS << " at";
      printSuffix(OS, M, A.At, M.FileName);
    }
  }
  for (const Promise &P : F.Contract) {
    OS << (&P == F.Contract.data() ? " says " : ", ") << spelling(P.Kind)
       << ' ';
    if (P.Kind == PromiseKind::Unread) {
      printString(OS, M.text(P.Text));
      continue;
    }
    Parts.place(P.Of);
    if (P.Owner != OwnerKind::Raw)
      OS << ' ' << spelling(P.Owner);
    if (P.When) {
      OS << " ok(";
      Parts.condition(P.When);
      OS << ')';
    }
  }
  printSuffix(OS, M, Info.Loc, M.FileName);
}

static void printBlocks(raw_ostream &OS, const Function &F,
                        FactPrinter &Parts) {
  for (size_t B = 0; B < F.Blocks.size(); ++B) {
    OS << 'b' << B << ":\n";
    for (FactID Fact : F.Blocks[B].Facts) {
      OS << "  ";
      if (Fact && Fact.index() < F.Facts.size())
        Parts.fact(F.fact(Fact));
      else
        OS << "<f" << Fact.index() << "?>";
      OS << '\n';
    }
    OS << "  ";
    Parts.terminator(F.Blocks[B]);
    OS << '\n';
  }
}

/// The places of the text whose type or declaration the text would not give.
static void printVars(raw_ostream &OS, const Module &M, const Function &F,
                      const std::vector<bool> &Mentioned) {
  std::vector<bool> InHeader(F.Places.size(), false);
  auto SetInHeader = [&](PlaceID P) {
    if (P && P.index() < F.Places.size())
      InHeader[P.index()] = true;
  };
  for (PlaceID P : F.Params)
    SetInHeader(P);
  SetInHeader(F.Return);

  DefaultTypes Defaults(M, F, Mentioned);
  FactPrinter Parts(OS, M, F);
  for (uint32_t I = 0; I < F.Places.size(); ++I) {
    const Place &P = F.Places[I];
    bool Typed = TypeText{P.Type, P.Record} != Defaults.of(PlaceID(I));
    if (!Mentioned[I] || InHeader[I] || (!Typed && !M.has(P.Loc)))
      continue;
    OS << "  var ";
    Parts.place(PlaceID(I));
    if (Typed) {
      OS << ": ";
      printType(OS, M, P.Type, P.Record);
    }
    Parts.loc(P.Loc);
    OS << '\n';
  }
}

void print(raw_ostream &OS, const Module &M, const Function &F) {
  std::vector<bool> Mentioned(F.Places.size(), false);
  FactPrinter Header(OS, M, F, &Mentioned);
  printHeader(OS, M, F, Header);
  if (F.Blocks.empty()) {
    OS << '\n';
    return;
  }
  if (F.Return && F.Return.index() < F.Places.size())
    Mentioned[F.Return.index()] = true;
  // Which places the text names is known only when it is written.
  std::string Body;
  llvm::raw_string_ostream BodyOS(Body);
  FactPrinter Parts(BodyOS, M, F, &Mentioned);
  printBlocks(BodyOS, F, Parts);
  OS << " {\n";
  printVars(OS, M, F, Mentioned);
  OS << Body << "}\n";
}

static void print(raw_ostream &OS, const Module &M, LocID Of,
                  const std::vector<Edit> &Edits) {
  OS << "fix cloexec";
  printSuffix(OS, M, Of, M.FileName);
  for (const Edit &E : Edits) {
    OS << (&E == Edits.data() ? ":" : ",");
    printSuffix(OS, M, E.At, M.FileName);
    OS << ' ' << E.Length << ' ';
    printString(OS, E.Text);
  }
  OS << '\n';
}

void print(raw_ostream &OS, const Module &M) {
  OS << "fdir " << FormatVersion << ' ';
  printString(OS, M.FileName);
  OS << '\n';
  for (const Record &R : M.Records) {
    OS << '\n';
    print(OS, M, R);
  }
  for (const Function &F : M.Functions) {
    OS << '\n';
    print(OS, M, F);
  }
  if (!M.CloexecFixes.empty())
    OS << '\n';
  for (const auto &[Of, Edits] : M.CloexecFixes)
    print(OS, M, Of, Edits);
}

} // namespace fdtidy::ir
