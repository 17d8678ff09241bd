//===- FdArgs.cpp - GCC's fd_arg, fd_arg_read and fd_arg_write ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FdArgs.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fdtidy::lower {

static constexpr llvm::StringLiteral Spellings[] = {
    "fd_arg",         "fd_arg_read",     "fd_arg_write",
    "__fd_arg__",     "__fd_arg_read__", "__fd_arg_write__"};

bool FdArgs::anyIn(ASTContext &Ctx) {
  return llvm::any_of(Spellings, [&](llvm::StringRef Name) {
    return Ctx.Idents.find(Name) != Ctx.Idents.end();
  });
}

FdArgs::FdArgs(ASTContext &Ctx) : Ctx(Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  for (unsigned I = 0, N = SM.local_sloc_entry_size(); I != N; ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isExpansion() || !Entry.getExpansion().isMacroBodyExpansion())
      continue;
    SourceLocation Use = Entry.getExpansion().getExpansionLocStart();
    if (Use.isFileID())
      Macros.try_emplace(Use,
                         SM.getSpellingLoc(Entry.getExpansion().getSpellingLoc()));
  }
}

namespace {

/// Raw tokens of a file from some place on.
class Tokens {
public:
  Tokens(const ASTContext &Ctx, SourceLocation From)
      : SM(Ctx.getSourceManager()), Lang(Ctx.getLangOpts()) {
    auto [File, Offset] = SM.getDecomposedLoc(From);
    bool Invalid = false;
    llvm::StringRef Text = SM.getBufferData(File, &Invalid);
    if (Invalid)
      return;
    Lex.emplace(SM.getLocForStartOfFile(File), Lang, Text.begin(),
                Text.begin() + Offset, Text.end());
    next();
  }
  bool done() const { return !Lex || Now.is(tok::eof); }
  void next() {
    if (Lex)
      Lex->LexFromRawLexer(Now);
  }
  llvm::StringRef word() const {
    return Now.is(tok::raw_identifier) ? Now.getRawIdentifier()
                                       : llvm::StringRef();
  }
  std::string text() const { return Lexer::getSpelling(Now, SM, Lang); }
  const Token &token() const { return Now; }

private:
  const SourceManager &SM;
  const LangOptions &Lang;
  std::optional<Lexer> Lex;
  Token Now;
};

} // namespace

/// At `( N )`: N, or \p Argument for a macro's own parameter.
static std::optional<unsigned> number(Tokens &T,
                                      std::optional<unsigned> Argument) {
  if (!T.token().is(tok::l_paren))
    return std::nullopt;
  T.next();
  unsigned N = 0;
  if (!T.word().empty())
    return Argument;
  if (!T.token().is(tok::numeric_constant) ||
      llvm::StringRef(T.text()).getAsInteger(0, N))
    return std::nullopt;
  return N;
}

llvm::SmallVector<unsigned, 2> FdArgs::of(const FunctionDecl *D) const {
  llvm::SmallVector<unsigned, 2> Found;
  auto Add = [&](std::optional<unsigned> N) {
    if (N && *N >= 1 && *N <= D->getNumParams())
      Found.push_back(*N - 1);
  };
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Begin = SM.getExpansionLoc(D->getBeginLoc());
  if (Begin.isInvalid())
    return Found;
  // An attribute in front, `[[gnu::fd_arg(1)]]`, lies before the declaration.
  auto [File, Offset] = SM.getDecomposedLoc(Begin);
  llvm::StringRef Before = SM.getBufferData(File).take_front(Offset).rtrim();
  if (Before.ends_with("]]"))
    if (size_t Open = Before.rfind("[["); Open != llvm::StringRef::npos)
      Begin = Begin.getLocWithOffset(int(Open) - int(Offset));
  unsigned Depth = 0;
  for (Tokens T(Ctx, Begin); !T.done(); T.next()) {
    const tok::TokenKind Kind = T.token().getKind();
    if (Kind == tok::l_paren || Kind == tok::l_square)
      ++Depth;
    else if (Kind == tok::r_paren || Kind == tok::r_square)
      Depth -= Depth != 0;
    else if (!Depth && (Kind == tok::semi || Kind == tok::l_brace))
      break;
    if (llvm::is_contained(Spellings, T.word())) {
      T.next();
      Depth += T.token().is(tok::l_paren);
      Add(number(T, std::nullopt));
      continue;
    }
    auto Macro = Macros.find(T.token().getLocation());
    if (Macro == Macros.end())
      continue;
    // Its argument is the number, if it has one.
    Tokens Use(Ctx, T.token().getLocation());
    Use.next();
    std::optional<unsigned> Argument = number(Use, std::nullopt);
    const unsigned Line = SM.getSpellingLineNumber(Macro->second);
    for (Tokens Body(Ctx, Macro->second); !Body.done(); Body.next()) {
      if (Body.token().isAtStartOfLine() &&
          SM.getSpellingLineNumber(Body.token().getLocation()) != Line)
        break; // continued lines start none
      if (llvm::is_contained(Spellings, Body.word())) {
        Body.next();
        Add(number(Body, Argument));
      }
    }
  }
  return Found;
}

} // namespace fdtidy::lower
