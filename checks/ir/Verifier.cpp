//===- Verifier.cpp - Whether a module means something --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what Verifier.h lists. A member returns true if all is well.
//===----------------------------------------------------------------------===//
#include "ir/Verifier.h"
#include "ir/FactShape.h"
#include "ir/Printer.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/Twine.h"
#include <set>
#include <tuple>

using llvm::StringRef;
using llvm::Twine;

namespace fdtidy::ir {
namespace {

/// Of one function.
class FunctionVerifier {
public:
  FunctionVerifier(const Module &M, const Function &F) : M(M), F(F) {}
  bool run() {
    return header() && places() && params() && contract() && blocks();
  }
  std::string Problem;

private:
  bool header();
  bool places();
  bool place(PlaceID ID);
  bool params();
  bool contract();
  bool blocks();
  bool terminator(const Block &B);
  bool fact(const Fact &X);
  bool call(const Fact &X);
  bool acquisition(const Fact &X);
  bool placesOf(const Fact &X, const ShapeRow &Row);
  bool operand(const Operand &O);
  bool condition(const Condition &C);
  bool ok(const Condition &C, PlaceID Dst);

  bool has(PlaceID P) const { return P && P.index() < F.Places.size(); }
  bool has(BlockID B) const { return B && B.index() < F.Blocks.size(); }
  bool loc(LocID L) {
    return !L || M.has(L) || fail("its location is unknown");
  }
  bool fail(const Twine &Text);

  const Module &M;
  const Function &F;
  const Block *AtBlock = nullptr; ///< what is looked at
  const Fact *AtFact = nullptr;
};

} // namespace

bool FunctionVerifier::fail(const Twine &Text) {
  llvm::raw_string_ostream OS(Problem);
  if (AtBlock)
    OS << 'b' << (AtBlock - F.Blocks.data()) << ": ";
  if (AtFact) {
    OS << '\'';
    printFact(OS, M, F, *AtFact);
    OS << "': ";
  }
  OS << Text;
  return false;
}

bool FunctionVerifier::header() {
  const FunctionInfo &Info = F.Info;
  if (Info.Record && !M.has(Info.Record))
    return fail("its record is unknown");
  if (Info.Display && !M.has(Info.Display))
    return fail("its display name is unknown");
  return loc(Info.Loc);
}

bool FunctionVerifier::places() {
  using Key = std::tuple<PlaceKind, PlaceID, StringID, uint32_t, PlaceID>;
  std::set<Key> Seen;
  llvm::StringSet<> Variables;
  std::vector<unsigned> Projections(F.Places.size(), 0);
  for (uint32_t I = 0; I < F.Places.size(); ++I) {
    PlaceID ID(I);
    if (!place(ID))
      return false;
    const Place &P = F.place(ID);
    if (!P.isRoot()) {
      Projections[I] = Projections[P.Parent.index()] + 1;
      if (P.IndexBy)
        Projections[I] += Projections[P.IndexBy.index()];
      if (Projections[I] > MaxPlaceDepth)
        return fail("place " + Twine(I) + " has more than " +
                    Twine(MaxPlaceDepth) + " projections");
    }
    bool Variable = P.Kind == PlaceKind::Local || P.Kind == PlaceKind::Param;
    if (Variable && !Variables.insert(M.text(P.Name)).second)
      return fail("two variables are called '" + M.text(P.Name) + "'");
    bool Numbered = P.Kind == PlaceKind::Temp || P.Kind == PlaceKind::Index;
    uint32_t Number = Numbered ? P.Number : 0;
    if (!Seen.insert({P.Kind, P.Parent, P.Name, Number, P.IndexBy}).second)
      return fail("place " + Twine(I) + " is there twice");
  }
  if (F.Return && (!has(F.Return) ||
                   F.place(F.Return).Kind != PlaceKind::Return))
    return fail("its return place is none");
  return true;
}

bool FunctionVerifier::place(PlaceID ID) {
  const Place &P = F.place(ID);
  std::string Name = "place " + std::to_string(ID.index());
  if (P.isRoot() ? P.Parent.isValid() : !(has(P.Parent) && P.Parent < ID))
    return fail(Name + " has a wrong parent");
  bool Named = P.Kind == PlaceKind::Local || P.Kind == PlaceKind::Param ||
               P.Kind == PlaceKind::Global || P.Kind == PlaceKind::Field;
  if (Named ? !M.has(P.Name) : P.Name.isValid())
    return fail(Name + (Named ? " has no name" : " has a name"));
  if (P.IndexBy && (!isSummary(P.Kind) || !(P.IndexBy < ID)))
    return fail(Name + " has a wrong index");
  if (P.Kind == PlaceKind::Field && F.place(P.Parent).Kind == PlaceKind::This)
    return fail(Name + " is a field of 'this', expected of '*this'");
  if (P.Kind == PlaceKind::Return && F.Return != ID)
    return fail(Name + " is not the function's return place");
  if (P.Kind == PlaceKind::Temp && P.Number > 999999999)
    return fail(Name + " has a number of more than nine digits");
  if (P.Record && !M.has(P.Record))
    return fail(Name + " is of an unknown record");
  return loc(P.Loc);
}

bool FunctionVerifier::params() {
  std::vector<bool> Seen(F.Places.size(), false);
  for (const PlaceID &P : F.Params) {
    bool First = &P == F.Params.data();
    if (!has(P))
      return fail("a parameter is no place");
    PlaceKind Kind = F.place(P).Kind;
    if (Kind != PlaceKind::Param && Kind != PlaceKind::This)
      return fail("a parameter is another kind of place");
    if (Kind == PlaceKind::This && !First)
      return fail("'this' is not the first parameter");
    if (Seen[P.index()])
      return fail("a parameter is there twice");
    Seen[P.index()] = true;
  }
  for (uint32_t I = 0; I < F.Places.size(); ++I)
    if (F.Places[I].Kind == PlaceKind::Param && !Seen[I])
      return fail("'" + M.text(F.Places[I].Name) + "' is no parameter");
  return true;
}

bool FunctionVerifier::contract() {
  for (const Anchor &A : F.Anchors)
    if (!has(A.Of) || !loc(A.At))
      return fail("an anchor is of no place, or at none");
  for (const Promise &P : F.Contract) {
    if (P.Kind == PromiseKind::Unread) {
      if (!M.has(P.Text))
        return fail("an annotation that means nothing has no text");
      continue;
    }
    if (!has(P.Of))
      return fail("it promises something of no place");
    PlaceKind Root = F.place(F.root(P.Of)).Kind;
    if (Root != PlaceKind::Param && Root != PlaceKind::Return &&
        Root != PlaceKind::This)
      return fail("it promises something of what does not pass through it");
    if (P.When && !condition(P.When))
      return false;
  }
  return true;
}

bool FunctionVerifier::blocks() {
  std::vector<bool> Seen(F.Facts.size(), false);
  for (const Block &B : F.Blocks) {
    AtBlock = &B;
    for (FactID ID : B.Facts) {
      if (!ID || ID.index() >= F.Facts.size())
        return fail("a fact is unknown");
      AtFact = &F.fact(ID);
      if (Seen[ID.index()])
        return fail("it is there twice");
      Seen[ID.index()] = true;
      if (!fact(*AtFact))
        return false;
      AtFact = nullptr;
    }
    if (!terminator(B))
      return false;
  }
  return true;
}

bool FunctionVerifier::terminator(const Block &B) {
  bool Branches = B.Terminator <= TerminatorKind::Dispatch;
  if (Branches == B.Edges.empty())
    return fail(Branches ? "its terminator has no edge"
                         : "its terminator has edges");
  for (const Edge &E : B.Edges) {
    if (!has(E.To))
      return fail("an edge leads to no block");
    if (E.Catches && !M.has(E.Catches))
      return fail("an edge catches an unknown type");
    if (E.Catches && B.Terminator != TerminatorKind::Dispatch)
      return fail("an edge of a br catches");
    if (!E.Assumes.empty() && B.Terminator != TerminatorKind::Branch)
      return fail("an edge of a dispatch assumes");
    for (const Condition &C : E.Assumes)
      if (!condition(C))
        return false;
    if (!loc(E.Loc))
      return false;
  }
  return loc(B.Loc);
}

bool FunctionVerifier::operand(const Operand &O) {
  switch (O.Which) {
  case Operand::Kind::None:
    return fail("an operand is missing");
  case Operand::Kind::Place:
  case Operand::Kind::Address:
    return has(O.Place) || fail("an operand is no place");
  case Operand::Kind::Function:
    return M.has(O.Function) || fail("an operand is no function");
  case Operand::Kind::Constant:
  case Operand::Kind::Unknown:
    return true;
  }
  return true;
}

bool FunctionVerifier::condition(const Condition &C) {
  return operand(C.LHS) && operand(C.RHS);
}

bool FunctionVerifier::ok(const Condition &C, PlaceID Dst) {
  if (!C)
    return true;
  if (!Dst || C.LHS != Operand::place(Dst))
    return fail("ok(...) does not test the result");
  return condition(C);
}

bool FunctionVerifier::call(const Fact &X) {
  if (X.Callee ? !M.has(X.Callee) : X.Ops.empty() || !operand(X.Ops[0]))
    return fail("the callee is unknown");
  for (const Operand &Arg : X.Args)
    if (!operand(Arg))
      return false;
  return true;
}

bool FunctionVerifier::acquisition(const Fact &X) {
  const Acquisition &Acq = X.Acq;
  if (Acq.Handles.empty())
    return fail("nothing takes the handle");
  bool IsResult = false;
  for (const Acquired &A : Acq.Handles) {
    if (!has(A.Into))
      return fail("a handle goes to no place");
    IsResult |= A.Into == X.Dst;
  }
  if (Acq.Minimum && !operand(Acq.Minimum))
    return false;
  // The result that tells may be an earlier fact's: of forkpty, the fork's.
  if (Acq.Ok && !IsResult)
    return condition(Acq.Ok);
  return ok(Acq.Ok, X.Dst);
}

bool FunctionVerifier::fact(const Fact &X) {
  const ShapeRow &Row = shapeRow(X.Kind);
  if (X.Dst ? Row.Result == HasResult::Never || !has(X.Dst)
            : Row.Result == HasResult::Always)
    return fail(!X.Dst                            ? "the result is missing"
                : Row.Result == HasResult::Never ? "it has a result"
                                                  : "the result is no place");
  if (Row.Shape == FactShape::Call ? !call(X) : !placesOf(X, Row))
    return false;
  const CloexecFlag &Flag =
      Row.Shape == FactShape::Acquire ? X.Acq.Cloexec : X.Cloexec;
  if (Row.allows(Clause::Cloexec) && Flag.Which == CloexecFlag::Kind::Mask &&
      !operand(Flag.Flags))
    return false;
  if (Row.Shape == FactShape::Acquire ? !acquisition(X)
      : Row.allows(Clause::Ok)        ? !ok(X.Ok, X.Dst)
                                      : false)
    return false;
  if (Row.allows(Clause::Unwind) && X.Unwind && !has(X.Unwind))
    return fail("it unwinds to no block");
  return loc(X.Loc);
}

/// Ops, as many as the shape has.
bool FunctionVerifier::placesOf(const Fact &X, const ShapeRow &Row) {
  if (X.Ops.size() < Row.MinOps || X.Ops.size() > Row.MaxOps)
    return fail("it has " + Twine(X.Ops.size()) + " operands, expected " +
                Twine(unsigned(Row.MinOps)) + " to " +
                Twine(unsigned(Row.MaxOps)));
  if (Row.PlaceOnly && !X.Ops[0].isPlace())
    return fail("its operand is no place");
  if (X.Kind == FactKind::Insert && (X.Ops.size() < 2 || !X.Ops[1]))
    return fail("the inserted value is missing");
  bool Optional = Row.Shape == FactShape::Container;
  for (const Operand &O : X.Ops)
    if (!(Optional && !O) && !operand(O))
      return false;
  return true;
}

static std::string verifyRecord(const Module &M, const Record &R) {
  for (RecordID Base : R.Bases)
    if (!M.has(Base))
      return "a base is unknown";
  for (const FieldInfo &Field : R.Fields) {
    if (!M.has(Field.Name))
      return "a field has no name";
    if (Field.Record && !M.has(Field.Record))
      return ("field '" + M.text(Field.Name) + "' is of an unknown record")
          .str();
    if (Field.Loc && !M.has(Field.Loc))
      return ("field '" + M.text(Field.Name) + "' has an unknown location")
          .str();
  }
  for (FunctionID Method : R.Methods)
    if (!M.has(Method))
      return "a method is unknown";
  if (R.Destructor && !M.has(R.Destructor))
    return "the destructor is unknown";
  if (R.Loc && !M.has(R.Loc))
    return "its location is unknown";
  return "";
}

llvm::Error verify(const Module &M) {
  auto Fail = [&](StringID Name, const Twine &Problem) {
    return llvm::make_error<llvm::StringError>(
        "@" + M.text(Name) + ", " + Problem, llvm::inconvertibleErrorCode());
  };
  for (uint32_t I = 0; I < M.Records.size(); ++I) {
    const Record &R = M.Records[I];
    if (!M.has(R.Name) || M.findRecord(M.text(R.Name)) != RecordID(I))
      return Fail(R.Name, "record " + Twine(I) + " has the name of another");
    if (std::string Problem = verifyRecord(M, R); !Problem.empty())
      return Fail(R.Name, Problem);
  }
  for (const auto &[Of, Edits] : M.CloexecFixes)
    if (!M.has(Of) ||
        llvm::any_of(Edits, [&](const Edit &E) { return !M.has(E.At); }))
      return llvm::make_error<llvm::StringError>(
          "a fix has an unknown location", llvm::inconvertibleErrorCode());
  for (uint32_t I = 0; I < M.Functions.size(); ++I) {
    const Function &F = M.Functions[I];
    StringID Name = F.Info.Name;
    if (!M.has(Name) || M.findFunction(M.text(Name)) != FunctionID(I))
      return Fail(Name, "function " + Twine(I) + " has the name of another");
    FunctionVerifier V(M, F);
    if (!V.run())
      return Fail(Name, V.Problem);
  }
  return llvm::Error::success();
}

} // namespace fdtidy::ir
