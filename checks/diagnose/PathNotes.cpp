//===- PathNotes.cpp - The way to a defect --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "diagnose/PathNotes.h"
#include "diagnose/Wording.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include <tuple>

using namespace fdtidy;
using namespace fdtidy::diagnose;
using solve::CheckKind;
using solve::Finding;
using solve::Loss;
using solve::Step;
using solve::StepKind;

namespace {

class Path {
public:
  Path(const ir::Module &M, const Finding &F, EdgeIndex &Edges)
      : M(M), F(F), Choices(M, F, Edges) {}
  std::vector<Note> tell();

private:
  void steps(llvm::ArrayRef<Step> All);
  void step(const Step &S);
  void released(const Step &S);
  void exits();
  void earlier();
  bool contains(const ir::Function &Body, ir::LocID At) const;
  void add(ir::LocID At, std::string Text) {
    if (M.has(At))
      Notes.push_back({At, std::move(Text)});
  }
  /// " by 'open'", or nothing.
  std::string by(ir::StringID Name) const {
    llvm::StringRef Text = written(M.text(Name));
    return Text.empty() ? "" : (" by '" + Text + "'").str();
  }
  bool samePosition(ir::LocID A, ir::LocID B) const;

  const ir::Module &M;
  const Finding &F;
  Decisions Choices;
  std::vector<Note> Notes;
};

bool Path::samePosition(ir::LocID A, ir::LocID B) const {
  return M.samePosition(A, B);
}

void Path::released(const Step &S) {
  if (!F.Losses.empty() || F.Check == CheckKind::InheritedByExec ||
      F.Check == CheckKind::PipeEndOpen)
    return; // the other end of the pipe
  bool Loops = samePosition(S.Loc, F.At);
  if (F.Again && !Loops)
    add(S.Loc, "closed again here" + by(S.Text));
  else if (F.Again)
    return; // the report itself stands there
  else if (F.Check == CheckKind::DoubleClose)
    add(S.Loc, "first closed here" + by(S.Text) +
                   (Loops ? ", in an earlier round of the loop" : ""));
  else if (!Loops)
    add(S.Loc, "closed here" + by(S.Text));
}

void Path::step(const Step &S) {
  switch (S.Kind) {
  case StepKind::Acquired:
    if (F.Owner == ir::OwnerKind::Standard)
      add(S.Loc, "lent here" + by(S.Text));
    else if (!samePosition(S.Loc, F.At))
      add(S.Loc, "opened here" + by(S.Text));
    else if (F.Check == CheckKind::Overwrite)
      add(S.Loc,
          "opened here" + by(S.Text) + ", in an earlier round of the loop");
    return;
  case StepKind::Inside:
    add(S.Loc, "opened here" + by(S.Text));
    return;
  case StepKind::Branch:
    if (std::string Text = Choices.words(S); !Text.empty())
      add(S.Loc, std::move(Text));
    return;
  case StepKind::Called:
    add(S.Loc, "calling '" + written(M.text(S.Text)).str() + "'");
    return;
  case StepKind::Thrown:
    add(S.Loc, M.text(S.Text).empty()
                   ? "an exception is thrown here"
                   : ("'" + M.text(S.Text) + "' throws here").str());
    return;
  case StepKind::Released:
    released(S);
    return;
  case StepKind::Stored:
    add(S.Loc, "stored here");
    return;
  case StepKind::Executed:
    add(S.Loc, "another program is started here" + by(S.Text));
    return;
  case StepKind::Lost:
    if (F.Check == CheckKind::Contract)
      add(S.Loc, "the function returns here");
    return; // else told from the loss itself
  }
}

void Path::steps(llvm::ArrayRef<Step> All) {
  // A loop repeats its decisions; the last time round is the one that matters.
  auto Same = [](const Step &A, const Step &B) {
    return A.Kind == B.Kind && A.Loc == B.Loc && A.Taken == B.Taken;
  };
  std::vector<const Step *> Told;
  for (const Step &S : All) {
    if (S.Kind == StepKind::Branch) {
      std::string Words = Choices.words(S);
      if (Words.empty())
        continue;
      // What a call does depends on what it returns, which is tested next.
      if (!Told.empty() && Told.back()->Kind == StepKind::Branch &&
          Choices.words(*Told.back()) == Words && !Same(*Told.back(), S) &&
          Words.find(" return") != std::string::npos)
        continue;
      llvm::erase_if(Told, [&](const Step *Old) {
        return Same(*Old, S) || Choices.isTestedBy(*Old, S);
      });
    }
    Told.push_back(&S);
  }
  size_t Branches = llvm::count_if(
      Told, [](const Step *S) { return S->Kind == StepKind::Branch; });
  for (const Step *S : Told)
    if (S->Kind != StepKind::Branch || Branches-- <= MaxBranchNotes)
      step(*S);
}

void Path::exits() {
  // That is what the report says already.
  if (F.Check == CheckKind::Discarded)
    return;
  const Loss &First = F.Losses.front();
  if (!samePosition(First.At, F.At))
    add(First.At, "lost here: " + lossPhrase(First.Kind).str());
  std::vector<const Loss *> Others;
  for (const Loss &L : llvm::drop_begin(F.Losses))
    if (llvm::none_of(Others, [&](const Loss *Told) {
          return samePosition(Told->At, L.At);
        }))
      Others.push_back(&L);
  auto Position = [&](const Loss *L) {
    ir::SourceLoc At = M.has(L->At) ? M.loc(L->At) : ir::SourceLoc();
    return std::make_tuple(M.text(At.File), At.Line, At.Column);
  };
  llvm::sort(Others, [&](const Loss *A, const Loss *B) {
    return Position(A) < Position(B);
  });
  for (size_t I = 0; I != Others.size(); ++I) {
    if (I == MaxExitNotes) {
      add(Others[I]->At, "also lost here, and at " +
                             std::to_string(Others.size() - I - 1) +
                             " further exits");
      return;
    }
    std::string Text = "also lost here";
    if (Others[I]->Kind != First.Kind)
      Text += ": " + lossPhrase(Others[I]->Kind).str();
    add(Others[I]->At, Text);
  }
}

bool Path::contains(const ir::Function &Body, ir::LocID At) const {
  return llvm::any_of(Body.Facts, [&](const ir::Fact &X) {
    return X.Loc.isValid() && samePosition(X.Loc, At);
  });
}

/// Where a handle comes from that is there when the function is entered.
void Path::earlier() {
  if (!M.has(F.In) ||
      (F.Check != CheckKind::Overwrite && samePosition(F.AcquiredAt, F.At)))
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

std::vector<Note> diagnose::notes(const ir::Module &M, const Finding &F,
                                  EdgeIndex &Edges) {
  return Path(M, F, Edges).tell();
}
