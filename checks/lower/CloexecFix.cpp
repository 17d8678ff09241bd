//===- CloexecFix.cpp - What makes an acquisition close-on-exec -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/CloexecFix.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fdtidy::lower {
namespace {

class CallEditor {
public:
  CallEditor(ModuleLowering &M, const CallExpr *Call, const FunctionDecl *In)
      : M(M), Ctx(M.context()), SM(Ctx.getSourceManager()), Call(Call),
        In(In) {}

  /// Whether the call, its parentheses and its arguments are written here.
  bool isWritten();
  bool addFlag(unsigned Argument, StringRef Flag);
  bool addLetter(unsigned Argument, StringRef Letter);
  bool replaceBy(const model::Remedy &R);
  std::vector<ir::Edit> Edits;

private:
  struct Extent {
    SourceLocation Begin, End; ///< from up to
  };
  Extent extent(const Expr *E) const;
  bool isKnown(StringRef Name) const;
  bool areKnown(StringRef Text) const;
  bool rename(StringRef Name);
  bool edit(Extent What, const Twine &Text);
  bool insert(SourceLocation At, const Twine &Text) {
    return edit({At, At}, Text);
  }

  ModuleLowering &M;
  ASTContext &Ctx;
  const SourceManager &SM;
  const CallExpr *Call;
  const FunctionDecl *In;
  const DeclRefExpr *Callee = nullptr;
};

} // namespace

/// What \p E takes up of the file: a macro that it is made of as a whole.
CallEditor::Extent CallEditor::extent(const Expr *E) const {
  CharSourceRange Range = SM.getExpansionRange(E->getSourceRange());
  SourceLocation End = Range.getEnd();
  if (Range.isTokenRange())
    End = Lexer::getLocForEndOfToken(End, 0, SM, Ctx.getLangOpts());
  return {Range.getBegin(), End};
}

bool CallEditor::isWritten() {
  Callee = dyn_cast<DeclRefExpr>(Call->getCallee()->IgnoreParenImpCasts());
  if (!Callee || !Callee->getLocation().isFileID() ||
      !Call->getRParenLoc().isFileID() ||
      SM.isInSystemHeader(Callee->getLocation()))
    return false;
  // A macro that stands for two arguments is none of either.
  SourceLocation Before = Callee->getLocation();
  for (const Expr *Arg : Call->arguments()) {
    Extent E = extent(Arg);
    if (E.End.isInvalid() || !SM.isBeforeInTranslationUnit(Before, E.Begin) ||
        !SM.isBeforeInTranslationUnit(E.Begin, E.End) ||
        SM.isBeforeInTranslationUnit(Call->getRParenLoc(), E.End))
      return false;
    Before = E.End.getLocWithOffset(-1);
  }
  return true;
}

/// Whether a macro, or a declaration of the global scope before the call, has
/// the name.
bool CallEditor::isKnown(StringRef Name) const {
  IdentifierInfo &ID = Ctx.Idents.get(Name);
  if (ID.hasMacroDefinition())
    return true;
  const TranslationUnitDecl *TU = Ctx.getTranslationUnitDecl();
  return llvm::any_of(TU->lookup(&ID), [&](const NamedDecl *D) {
    return SM.isBeforeInTranslationUnit(D->getLocation(),
                                        Callee->getLocation());
  });
}

bool CallEditor::areKnown(StringRef Text) const {
  auto IsWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  while (!(Text = Text.drop_until(IsWord)).empty()) {
    StringRef Word = Text.take_while(IsWord);
    Text = Text.drop_front(Word.size());
    if (!llvm::isDigit(Word.front()) && !isKnown(Word))
      return false;
  }
  return true;
}

bool CallEditor::edit(Extent What, const Twine &Text) {
  const auto Begin = SM.getDecomposedLoc(What.Begin);
  const auto End = SM.getDecomposedLoc(What.End);
  if (Begin.first != End.first || End.second < Begin.second ||
      SM.getSpellingLineNumber(What.Begin) !=
          SM.getSpellingLineNumber(What.End))
    return false;
  Edits.push_back(
      {M.loc(What.Begin), unsigned(End.second - Begin.second), Text.str()});
  return true;
}

static bool isZero(const Expr *E) {
  const auto *I = dyn_cast<IntegerLiteral>(E->IgnoreParenImpCasts());
  return I && I->getValue() == 0 && E->getBeginLoc().isFileID();
}

bool CallEditor::addFlag(unsigned Argument, StringRef Flag) {
  if (Argument >= Call->getNumArgs() || Flag.empty() || !areKnown(Flag))
    return false;
  const Expr *Arg = Call->getArg(Argument);
  const Extent At = extent(Arg);
  const Expr *Bare = Arg->IgnoreImpCasts();
  if (isZero(Arg))
    return edit(At, Flag);
  // What binds less tightly than `|`.
  const auto *Operation = dyn_cast<BinaryOperator>(Bare);
  const bool Loose =
      isa<AbstractConditionalOperator>(Bare) ||
      (Operation && (Operation->isLogicalOp() || Operation->isAssignmentOp()));
  if (!Loose)
    return insert(At.End, " | " + Flag);
  return insert(At.Begin, "(") && insert(At.End, ") | " + Flag);
}

bool CallEditor::addLetter(unsigned Argument, StringRef Letter) {
  if (Argument >= Call->getNumArgs())
    return false;
  const auto *Text =
      dyn_cast<StringLiteral>(Call->getArg(Argument)->IgnoreParenImpCasts());
  if (!Text || Text->getNumConcatenated() != 1 ||
      !Text->getStrTokenLoc(0).isFileID() || Text->getString().contains(','))
    return false; // "r,ccs=utf-8"
  const SourceLocation End =
      Lexer::getLocForEndOfToken(Text->getStrTokenLoc(0), 0, SM,
                                 Ctx.getLangOpts());
  if (End.isInvalid() || *SM.getCharacterData(End.getLocWithOffset(-1)) != '"')
    return false;
  return insert(End.getLocWithOffset(-1), Letter);
}

bool CallEditor::rename(StringRef Name) {
  const SourceLocation At = Callee->getLocation();
  if (Callee->getDecl()->getName() == Name)
    return true;
  if (!isKnown(Name))
    return false;
  // A namespace or class around the call may have a function of that name.
  if (!Callee->hasQualifier())
    for (const DeclContext *Scope = In->getDeclContext();
         Scope && !Scope->isTranslationUnit(); Scope = Scope->getParent())
      if (Scope->isLookupContext() &&
          !Scope->lookup(&Ctx.Idents.get(Name)).empty())
        return false;
  return edit({At, At.getLocWithOffset(
                       int(Callee->getDecl()->getName().size()))},
              Name);
}

bool CallEditor::replaceBy(const model::Remedy &R) {
  if (!rename(R.Callee))
    return false;
  // The arguments that stay keep their text and their order.
  unsigned Next = 0;
  SourceLocation At; // the end of the last one
  std::string Added;
  for (StringRef Text : R.Arguments) {
    unsigned Number;
    StringRef Digits = Text;
    if (!Digits.consume_front("arg") || Digits.getAsInteger(10, Number)) {
      if (!areKnown(Text))
        return false;
      Added += (Added.empty() ? "" : ", ") + Text.str();
      continue;
    }
    if (Number >= Call->getNumArgs() || Number < Next)
      return false;
    const Extent Kept = extent(Call->getArg(Number));
    if (Number == Next + 1 && !Added.empty()) { // instead of one
      if (!edit(extent(Call->getArg(Next)), Added))
        return false;
    } else if (Number != Next) {
      return false;
    } else if (!Added.empty() &&
               !(At.isValid() ? insert(At, ", " + Added)
                              : insert(Kept.Begin, Added + ", "))) {
      return false;
    }
    Added.clear();
    At = Kept.End;
    Next = Number + 1;
  }
  const unsigned Left = Call->getNumArgs() - Next;
  if (Left > 1)
    return false;
  if (Left)
    return edit(extent(Call->getArg(Next)), Added);
  return Added.empty() ||
         (At.isValid() ? insert(At, ", " + Added)
                       : insert(Call->getRParenLoc(), Added));
}

std::vector<ir::Edit> cloexecFix(ModuleLowering &M, const CallExpr *Call,
                                 const FunctionDecl *In,
                                 const model::Effect &Acquires) {
  CallEditor Editor(M, Call, In);
  if (!Editor.isWritten())
    return {};
  const std::optional<model::Guard> &Flag = Acquires.Cloexec.If;
  bool Sure = false;
  if (Acquires.Instead)
    Sure = Editor.replaceBy(Acquires.Instead);
  else if (Flag && !Flag->Negated && Flag->Which == model::Guard::Kind::Bits)
    Sure = Editor.addFlag(Flag->Argument, Flag->Name);
  else if (Flag && !Flag->Negated && Flag->Which == model::Guard::Kind::Letter)
    Sure = Editor.addLetter(Flag->Argument, Flag->Letters);
  return Sure ? std::move(Editor.Edits) : std::vector<ir::Edit>();
}

} // namespace fdtidy::lower
