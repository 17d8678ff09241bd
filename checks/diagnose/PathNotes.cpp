//===- PathNotes.cpp - The way to a defect --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "diagnose/PathNotes.h"
#include "diagnose/Wording.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::diagnose;
using solve::CheckKind;
using solve::Finding;
using solve::Loss;
using solve::LossKind;
using solve::Step;
using solve::StepKind;

namespace {

class Path {
public:
  Path(const ir::Module &M, const Finding &F) : M(M), F(F) {}
  std::vector<Note> tell();

private:
  void steps(llvm::ArrayRef<Step> All);
  void step(const Step &S);
  void exits();
  void earlier();
  bool contains(const ir::Function &Body, ir::LocID At) const;
  void add(ir::LocID At, std::string Text) {
    if (M.has(At))
      Notes.push_back({At, std::move(Text)});
  }
  /// " by 'open'", or nothing.
  std::string by(ir::StringID Name) const {
    llvm::StringRef Text = M.text(Name);
    return Text.empty() ? "" : (" by '" + Text + "'").str();
  }
  bool samePosition(ir::LocID A, ir::LocID B) const;

  const ir::Module &M;
  const Finding &F;
  std::vector<Note> Notes;
  const bool Twice = F.Check == CheckKind::DoubleClose ||
                     F.Check == CheckKind::CloseRetry;
};

bool Path::samePosition(ir::LocID A, ir::LocID B) const {
  if (!M.has(A) || !M.has(B))
    return A == B;
  const ir::SourceLoc &X = M.loc(A), &Y = M.loc(B);
  return X.File == Y.File && X.Line == Y.Line && X.Column == Y.Column;
}

void Path::step(const Step &S) {
  switch (S.Kind) {
  case StepKind::Acquired:
    if (!samePosition(S.Loc, F.At))
      add(S.Loc, "opened here" + by(S.Text));
    return;
  case StepKind::Branch:
    add(S.Loc, S.Taken ? "taking the true branch" : "taking the false branch");
    return;
  case StepKind::Called:
    add(S.Loc, "calling '" + M.text(S.Text).str() + "'");
    return;
  case StepKind::Thrown:
    add(S.Loc, M.text(S.Text).empty()
                   ? "an exception is thrown here"
                   : ("'" + M.text(S.Text) + "' throws here").str());
    return;
  case StepKind::Released:
    // On the way to a loss, what was released is the other end of the pipe.
    if (F.Losses.empty())
      add(S.Loc, (Twice ? "first closed here" : "closed here") + by(S.Text));
    return;
  case StepKind::Stored:
    add(S.Loc, "stored here");
    return;
  case StepKind::Lost:
    return; // told from the loss itself
  }
}

void Path::steps(llvm::ArrayRef<Step> All) {
  // A loop repeats its decisions; the last time round is the one that matters.
  auto Same = [](const Step &A, const Step &B) {
    return A.Kind == B.Kind && A.Loc == B.Loc && A.Taken == B.Taken;
  };
  std::vector<const Step *> Told;
  for (const Step &S : All) {
    if (S.Kind == StepKind::Branch)
      llvm::erase_if(Told, [&](const Step *Old) { return Same(*Old, S); });
    Told.push_back(&S);
  }
  auto IsBranch = [](const Step *S) { return S->Kind == StepKind::Branch; };
  size_t Branches = llvm::count_if(Told, IsBranch);
  for (const Step *S : Told) {
    if (IsBranch(S) && Branches-- > MaxBranchNotes)
      continue;
    step(*S);
  }
}

void Path::exits() {
  const LossKind Reported = F.Losses.front().Kind;
  unsigned Told = 0;
  for (const Loss &L : F.Losses) {
    bool First = &L == &F.Losses.front();
    // The report itself says so where it stands.
    if (First && samePosition(L.At, F.At))
      continue;
    if (Told++ > MaxExitNotes) {
      add(L.At, "also lost here, and at " +
                    std::to_string(&F.Losses.back() - &L) + " further exits");
      return;
    }
    std::string Text = First ? "lost here" : "also lost here";
    if (First || L.Kind != Reported)
      Text += ": " + lossPhrase(L.Kind).str();
    add(L.At, Text);
  }
}

bool Path::contains(const ir::Function &Body, ir::LocID At) const {
  return llvm::any_of(Body.Facts, [&](const ir::Fact &X) {
    return X.Loc.isValid() && samePosition(X.Loc, At);
  });
}

/// Where a handle comes from that is there when the function is entered.
void Path::earlier() {
  if (!F.AcquiredAt || samePosition(F.AcquiredAt, F.At))
    return;
  llvm::StringRef Self = M.text(M.at(F.In).Info.Display);
  if (contains(M.at(F.In), F.AcquiredAt) && !Self.empty())
    add(F.AcquiredAt, "opened here by an earlier call of '" +
                          Self.substr(Self.rfind(':') + 1).str() + "'");
  else
    add(F.AcquiredAt, "opened here" + by(F.Callee));
}

std::vector<Note> Path::tell() {
  bool IsLoss = !F.Losses.empty();
  const std::vector<Step> &Witness = IsLoss ? F.Losses.front().Path : F.Path;
  auto Acquires = [](const Step &S) { return S.Kind == StepKind::Acquired; };
  if (llvm::none_of(Witness, Acquires))
    earlier();
  steps(Witness);
  if (IsLoss)
    exits();
  return std::move(Notes);
}

} // namespace

std::vector<Note> diagnose::notes(const ir::Module &M, const Finding &F) {
  return Path(M, F).tell();
}
