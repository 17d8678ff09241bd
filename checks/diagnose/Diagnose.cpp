//===- Diagnose.cpp - From findings to diagnostics ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "diagnose/Diagnose.h"
#include "diagnose/PathNotes.h"
#include "diagnose/Wording.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>
#include <tuple>

using namespace fdtidy;
using namespace fdtidy::diagnose;
using solve::CheckKind;
using solve::Finding;

namespace {

/// Kinds of which one handle has only one.
enum class Rivals : uint8_t { Loss, Release, Use, None };

Rivals rivals(CheckKind Check) {
  switch (Check) {
  case CheckKind::Discarded:
  case CheckKind::Overwrite:
  case CheckKind::Leak:
  case CheckKind::LeakOnThrow:
    return Rivals::Loss;
  case CheckKind::CloseRetry:
  case CheckKind::DoubleClose:
  case CheckKind::WrongCloser:
  case CheckKind::CloseBorrowed:
    return Rivals::Release;
  case CheckKind::UseAfterClose:
    return Rivals::Use;
  case CheckKind::Contract:
  case CheckKind::PipeEndOpen:
  case CheckKind::InheritedByExec:
  case CheckKind::MemberLeak:
  case CheckKind::CopyableOwner:
  case CheckKind::StrictCloexec:
  case CheckKind::StrictRawOwner:
  case CheckKind::StrictSuggestContract:
  case CheckKind::StrictUncheckedUse:
    return Rivals::None;
  }
  return Rivals::None;
}

/// What two findings about one defect share.
using Identity =
    std::tuple<Rivals, ir::FunctionID, ir::LocID, ir::PipeEnd, std::string>;

Identity identity(const Finding &F) {
  Rivals Among = rivals(F.Check);
  if (Among == Rivals::Loss) {
    // An acquisition makes one handle, or the two ends of a pipe; the holder
    // that was lost need not be the one that it was acquired into. A callee may
    // make several pipes.
    std::string Which =
        F.End == ir::PipeEnd::None || F.ByCallee ? F.Name : "";
    return {Among, F.In, F.AcquiredAt, F.End, Which};
  }
  // Who follows a number does not know of which end it is, nor that an array
  // with one element in use is one.
  llvm::StringRef Name = F.Name;
  Name.consume_back("[0]");
  return {Among, F.In, F.At, ir::PipeEnd::None, Name.str()};
}

/// Keeps, of findings about one defect, the one whose check stands first in
/// Checks.def, of those one that knows the acquisition, of those the first.
std::vector<Finding> withoutRivals(std::vector<Finding> Findings) {
  std::map<Identity, size_t> Best;
  std::vector<Finding> Kept;
  for (Finding &F : Findings) {
    if (rivals(F.Check) == Rivals::None) {
      Kept.push_back(std::move(F));
      continue;
    }
    auto [It, New] = Best.try_emplace(identity(F), Kept.size());
    if (New)
      Kept.push_back(std::move(F));
    else if (std::pair(F.Check, !F.AcquiredAt) <
             std::pair(Kept[It->second].Check, !Kept[It->second].AcquiredAt))
      Kept[It->second] = std::move(F);
  }
  return Kept;
}

/// A release that is wrong by itself is the defect; that the right closer then
/// finds the handle closed is no other. So is a write end whose reader waits for
/// ever: who closes it before the wait has mended both.
/// What an object loses because its class never releases it is the class's.
void dropConsequences(const ir::Module &M, std::vector<Finding> &Findings) {
  std::set<std::pair<ir::StringID, std::string>> Unreleased;
  for (const Finding &F : Findings)
    if (F.Check == CheckKind::MemberLeak && M.has(F.In) &&
        M.has(M.at(F.In).Info.Record))
      for (ir::FunctionID Method : M.at(M.at(F.In).Info.Record).Methods)
        Unreleased.insert({M.at(Method).Info.Display, F.Name});
  llvm::erase_if(Findings, [&](const Finding &F) {
    if (rivals(F.Check) != Rivals::Loss || F.Check == CheckKind::Overwrite)
      return false;
    for (llvm::StringRef Name = F.Name; !Name.empty();
         Name = Name.split('.').second)
      if (Unreleased.count({F.Callee, Name.str()}))
        return true;
    return false;
  });
  // The record's field by itself, and by the variable that leads to the record.
  std::set<std::tuple<ir::FunctionID, ir::LocID, std::string>> ByVariable;
  for (const Finding &F : Findings)
    if (F.Check == CheckKind::Overwrite)
      ByVariable.insert(
          {F.In, F.At, llvm::StringRef(F.Name).split("->").second.str()});
  llvm::erase_if(Findings, [&](const Finding &F) {
    return F.Check == CheckKind::Overwrite && !F.Name.empty() &&
           ByVariable.count({F.In, F.At, F.Name});
  });
  // It is the statement that is wrong, whatever it closes: one of the elements that
  // a loop goes through stands for all.
  std::set<std::pair<ir::FunctionID, ir::LocID>> Retried;
  llvm::erase_if(Findings, [&](const Finding &F) {
    return F.Check == CheckKind::CloseRetry &&
           !Retried.insert({F.In, F.At}).second;
  });
  std::set<std::pair<ir::FunctionID, ir::LocID>> Kept;
  for (const Finding &F : Findings)
    if (F.Check == CheckKind::PipeEndOpen)
      Kept.insert({F.In, F.AcquiredAt});
  llvm::erase_if(Findings, [&](const Finding &F) {
    return F.Check == CheckKind::Leak && F.End == ir::PipeEnd::Write &&
           F.OtherName.empty() && Kept.count({F.In, F.AcquiredAt});
  });
  std::set<std::pair<ir::FunctionID, ir::LocID>> Wrong;
  for (const Finding &F : Findings)
    if (F.Check == CheckKind::CloseBorrowed || F.Check == CheckKind::WrongCloser)
      Wrong.insert({F.In, F.At});
  llvm::erase_if(Findings, [&](const Finding &F) {
    return (F.Check == CheckKind::DoubleClose ||
            F.Check == CheckKind::UseAfterClose) &&
           llvm::any_of(F.Path, [&](const solve::Step &S) {
             return S.Kind == solve::StepKind::Released &&
                    Wrong.count({F.In, S.Loc});
           });
  });
}

std::vector<ir::Edit> fix(const ir::Module &M, const Finding &F) {
  if (F.Check == CheckKind::StrictCloexec ||
      F.Check == CheckKind::InheritedByExec)
    return M.cloexecFix(F.AcquiredAt).vec();
  if (F.Check == CheckKind::StrictSuggestContract && F.EditAt)
    return {{F.EditAt, 0, macroOf(F) + " "}};
  return {};
}

} // namespace

std::vector<Diagnostic> diagnose::diagnose(const ir::Module &M,
                                           std::vector<Finding> Findings,
                                           solve::Confidence Least) {
  llvm::erase_if(Findings, [&](const Finding &F) { return F.Sure > Least; });
  dropConsequences(M, Findings);
  std::vector<Diagnostic> Result;
  EdgeIndex Edges(M);
  for (const Finding &F : withoutRivals(std::move(Findings)))
    Result.push_back({F.Check, F.Sure, F.In, F.At, message(M, F), notes(M, F, Edges),
                      fix(M, F), F.Callee});

  auto Key = [&](const Diagnostic &D) {
    ir::SourceLoc L = M.has(D.At) ? M.loc(D.At) : ir::SourceLoc();
    return std::make_tuple(M.text(L.File), L.Line, L.Column, D.Check,
                           llvm::StringRef(D.Message));
  };
  llvm::sort(Result, [&](const Diagnostic &A, const Diagnostic &B) {
    // Of two that read the same, the one that tells more of the way comes first
    // and stays.
    return std::make_pair(Key(A), B.Notes.size()) <
           std::make_pair(Key(B), A.Notes.size());
  });
  Result.erase(std::unique(Result.begin(), Result.end(),
                           [&](const Diagnostic &A, const Diagnostic &B) {
                             return Key(A) == Key(B);
                           }),
               Result.end());
  return Result;
}
