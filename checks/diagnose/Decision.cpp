//===- Decision.cpp - What a branch of a path assumes ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "diagnose/Decision.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace fdtidy;
using namespace fdtidy::diagnose;
using ir::CompareOp;
using ir::PlaceKind;
using llvm::StringRef;
using solve::Step;

llvm::ArrayRef<EdgeIndex::Branch> EdgeIndex::at(ir::FunctionID F,
                                                ir::LocID Loc) {
  auto [It, New] = Functions.try_emplace(F);
  if (New)
    for (const ir::Block &B : M.at(F).Blocks)
      for (const ir::Edge &E : B.Edges)
        It->second[E.Loc].push_back({&B, &E});
  auto Here = It->second.find(Loc);
  return Here == It->second.end() ? llvm::ArrayRef<Branch>()
                                  : llvm::ArrayRef<Branch>(Here->second);
}

Decisions::Decisions(const ir::Module &M, const solve::Finding &Of,
                     EdgeIndex &Edges)
    : M(M), Of(Of), Edges(Edges) {
  if (!M.has(Of.In))
    return;
  F = &M.at(Of.In);
}

ir::Condition Decisions::success() const {
  ir::Condition Ok;
  for (const ir::Fact &X : F->Facts)
    if (X.Kind == ir::FactKind::Acquire && X.Loc == Of.AcquiredAt)
      Ok = X.Acq.Ok;
  return Ok;
}

EdgeIndex::Branch Decisions::edge(const Step &S) const {
  if (!F || !S.Loc)
    return {};
  EdgeIndex::Branch Fitting;
  for (const auto &[From, E] : Edges.at(Of.In, S.Loc)) {
    const bool First = E == &From->Edges.front();
    if (From->Terminator == ir::TerminatorKind::Branch && First != S.Taken)
      continue;
    // A condition that is lowered twice, or of many cases at one place.
    if (Fitting.second)
      return {};
    Fitting = {From, E};
  }
  return Fitting;
}

/// Whether \p Name is what only objects of the C++ library call a field.
bool Decisions::isOfLibrary(StringRef Name) const {
  return (Name == "ptr" || Name == "has" || Name == "val" || Name.empty()) &&
         !M.isWrittenField(Name);
}

/// Whether \p ID tells if an optional object has a value.
bool Decisions::isEngagement(ir::PlaceID ID) const {
  const ir::Place &P = F->place(ID);
  return P.Kind == PlaceKind::Field && M.text(P.Name) == "has" &&
         isOfLibrary("has");
}

std::string Decisions::spell(ir::PlaceID ID) const {
  if (!ID || ID.index() >= F->Places.size())
    return "";
  const ir::Place &P = F->place(ID);
  switch (P.Kind) {
  case PlaceKind::Local:
  case PlaceKind::Param:
  case PlaceKind::Global: {
    llvm::StringRef Name = M.text(P.Name);
    if (auto Colon = Name.rfind(':'); Colon != llvm::StringRef::npos)
      Name = Name.substr(Colon + 1);
    if (auto At = Name.rfind('@'); At != llvm::StringRef::npos)
      Name = Name.substr(At + 1); // of an entity name, as globals have
    return Name.split('#').first.str();
  }
  case PlaceKind::Field: {
    llvm::StringRef Name = M.text(P.Name);
    Name = Name.substr(Name.rfind(':') + 1);
    ir::PlaceID Up = P.Parent;
    bool Arrow = F->place(Up).Kind == PlaceKind::Pointee;
    if (Arrow)
      Up = F->place(Up).Parent;
    if (F->place(Up).Kind == PlaceKind::This)
      return Name.str();
    std::string Base = spell(Up);
    if (isOfLibrary(Name)) // what an object holds inside goes by its name
      return Base;
    Arrow |= F->place(Up).Kind == PlaceKind::Field &&
             M.text(F->place(Up).Name) == "val" && isOfLibrary("val");
    return Base.empty() ? "" : Base + (Arrow ? "->" : ".") + Name.str();
  }
  case PlaceKind::Index: {
    std::string Base = spell(P.Parent);
    return Base.empty() ? "" : Base + "[" + std::to_string(P.Number) + "]";
  }
  case PlaceKind::Pointee: {
    std::string Base = spell(P.Parent);
    return Base.empty() ? "" : "*" + Base;
  }
  case PlaceKind::This:
  case PlaceKind::Return:
  case PlaceKind::Temp:
  case PlaceKind::AnyIndex:
  case PlaceKind::Element:
    return "";
  }
  return "";
}

/// The name in front of a call's parentheses: `reset` of `Child::reset`.
StringRef Decisions::callee(const ir::Fact &X) const {
  switch (X.Kind) {
  case ir::FactKind::Acquire:
    return M.text(X.Acq.Callee);
  case ir::FactKind::Call: {
    if (!M.has(X.Callee))
      return "";
    StringRef Name = M.text(M.at(X.Callee).Info.Display);
    return Name.substr(Name.rfind(':') + 1);
  }
  case ir::FactKind::Release:
  case ir::FactKind::Probe:
  case ir::FactKind::Wait:
  case ir::FactKind::Use:
  case ir::FactKind::Fork:
    return M.text(X.Text);
  default:
    return "";
  }
}

StringRef Decisions::resultOf(ir::PlaceID P) const {
  StringRef Result;
  for (const ir::Fact &Into : F->Facts) {
    if (Into.Dst != P)
      continue;
    StringRef Name = callee(Into);
    // What a modelled call returns is a fact beside those that it does.
    for (const ir::Fact &X : F->Facts)
      if (Name.empty() && X.Loc == Into.Loc && Into.Loc)
        Name = callee(X);
    if (Name.empty() || (!Result.empty() && Result != Name))
      return "";
    Result = Name;
  }
  return Result;
}

/// `returns less than 0`, `does not return null`.
static std::string returned(CompareOp Op, int64_t Number, ir::ValueType Type) {
  if (Number == 0 && Type == ir::ValueType::Bool)
    return Op == CompareOp::EQ ? "returns false" : "returns true";
  std::string Value = Number == 0 && Type == ir::ValueType::Pointer
                          ? "null"
                          : std::to_string(Number);
  switch (Op) {
  case CompareOp::EQ:
    return "returns " + Value;
  case CompareOp::NE:
    return "does not return " + Value;
  case CompareOp::LT:
    return "returns less than " + Value;
  case CompareOp::LE:
    return "returns at most " + Value;
  case CompareOp::GT:
    return "returns more than " + Value;
  case CompareOp::GE:
    return "returns at least " + Value;
  }
  return "";
}

/// `'n' > 3`, `'f' is null`, `'read' returns 1`; empty if a side has no name
/// that a user knows.
std::string Decisions::assumption(const ir::Condition &C) const {
  if (!C.LHS.isPlace())
    return "";
  if (F->place(C.LHS.Place).Kind == PlaceKind::Temp && C.RHS.isConstant()) {
    StringRef Callee = resultOf(C.LHS.Place);
    if (Callee.empty())
      return "";
    return "'" + Callee.str() + "' " +
           returned(C.Op, C.RHS.Constant, F->place(C.LHS.Place).Type);
  }
  std::string Name = spell(C.LHS.Place);
  if (Name.empty())
    return "";
  Name = "'" + Name + "'";
  ir::ValueType Type = F->place(C.LHS.Place).Type;
  bool Equality = C.Op == CompareOp::EQ || C.Op == CompareOp::NE;
  if (Equality && C.RHS.isConstant() && C.RHS.Constant == 0 &&
      isEngagement(C.LHS.Place))
    return Name + (C.Op == CompareOp::EQ ? " is empty" : " has a value");
  if (Equality && C.RHS.isConstant() && C.RHS.Constant == 0) {
    if (Type == ir::ValueType::Pointer)
      return Name + (C.Op == CompareOp::EQ ? " is null" : " is not null");
    if (Type == ir::ValueType::Bool)
      return Name + (C.Op == CompareOp::EQ ? " is false" : " is true");
  }
  std::string Op = " " + ir::spelling(C.Op).str() + " ";
  if (C.RHS.isConstant())
    return Name + Op + std::to_string(C.RHS.Constant);
  if (!C.RHS.isPlace())
    return "";
  std::string Other = spell(C.RHS.Place);
  return Other.empty() ? "" : Name + Op + "'" + Other + "'";
}

namespace {
struct Interval {
  int64_t Lo = std::numeric_limits<int64_t>::min();
  int64_t Hi = std::numeric_limits<int64_t>::max();
};

/// Whether `x Op C` holds of all of \p Values.
bool holdsOfAll(Interval Values, CompareOp Op, int64_t C) {
  switch (Op) {
  case CompareOp::EQ:
    return Values.Lo == C && Values.Hi == C;
  case CompareOp::NE:
    return C < Values.Lo || C > Values.Hi;
  case CompareOp::LT:
    return Values.Hi < C;
  case CompareOp::LE:
    return Values.Hi <= C;
  case CompareOp::GT:
    return Values.Lo > C;
  case CompareOp::GE:
    return Values.Lo >= C;
  }
  return false;
}
} // namespace

bool Decisions::followsFromSuccess(const ir::Condition &C) const {
  if (!C.LHS.isPlace() || !C.RHS.isConstant())
    return false;
  Interval Values;
  if (spell(C.LHS.Place) == Of.Name && !Of.Name.empty()) {
    Values.Lo = Of.Owner == ir::OwnerKind::Raw ? 0 : 1; // a pointer
  } else if (const ir::Condition Ok = success();
             Ok && Ok.LHS == C.LHS && Ok.RHS.isConstant()) {
    if (Ok.Op == CompareOp::EQ)
      Values = {Ok.RHS.Constant, Ok.RHS.Constant};
    else if (Ok.Op == CompareOp::GE)
      Values.Lo = Ok.RHS.Constant;
    else if (Ok.Op == CompareOp::NE && Ok.RHS.Constant == 0)
      Values.Lo = 1; // a pointer
  } else {
    return false;
  }
  return holdsOfAll(Values, C.Op, C.RHS.Constant);
}

/// The place that the only condition of \p S is about.
ir::PlaceID Decisions::subject(const Step &S) const {
  auto [From, Taken] = edge(S);
  return Taken && Taken->Assumes.size() == 1 &&
                 Taken->Assumes.front().LHS.isPlace()
             ? Taken->Assumes.front().LHS.Place
             : ir::PlaceID();
}

bool Decisions::isTestedBy(const Step &Call, const Step &Test) const {
  if (Call.Kind != solve::StepKind::Branch)
    return false;
  const ir::PlaceID P = subject(Call);
  return P && P == subject(Test) && !M.samePosition(Call.Loc, Test.Loc) &&
         llvm::any_of(F->Facts, [&](const ir::Fact &X) {
           return X.Dst == P && M.samePosition(X.Loc, Call.Loc);
         });
}

std::string Decisions::words(const Step &S) const {
  auto [From, Taken] = edge(S);
  if (!Taken)
    return S.Taken ? "assuming this is true" : "assuming this is false";
  if (From->Terminator == ir::TerminatorKind::Dispatch)
    return "the exception is caught here";
  if (Taken->Assumes.size() > 1) // of a switch: it is none of these
    return "assuming no case matches";
  if (Taken->Assumes.size() == 1) {
    if (followsFromSuccess(Taken->Assumes.front()))
      return "";
    std::string Text = assumption(Taken->Assumes.front());
    if (!Text.empty())
      return "assuming " + Text;
  }
  return S.Taken ? "assuming this is true" : "assuming this is false";
}
