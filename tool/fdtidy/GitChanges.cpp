//===- GitChanges.cpp - What differs from a revision ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "GitChanges.h"
#include "Database.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using llvm::StringRef;

namespace fdtidy {

bool isHeader(StringRef File) {
  static constexpr StringRef Endings[] = {".h",   ".hh",  ".hpp",
                                          ".hxx", ".inc", ".ipp"};
  return llvm::is_contained(Endings, llvm::sys::path::extension(File));
}

bool isSource(StringRef File) {
  static constexpr StringRef Endings[] = {".c", ".cc", ".cpp", ".cxx", ".C"};
  return isHeader(File) ||
         llvm::is_contained(Endings, llvm::sys::path::extension(File));
}

/// What `git ARGS` prints. An error holds what git says.
static llvm::Expected<std::string> git(llvm::ArrayRef<StringRef> Args) {
  llvm::ErrorOr<std::string> Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return llvm::createStringError("there is no git on the PATH");
  llvm::SmallString<128> Out, Err;
  for (llvm::SmallString<128> *File : {&Out, &Err})
    if (std::error_code EC =
            llvm::sys::fs::createTemporaryFile("fdtidy-git", "txt", *File))
      return llvm::createStringError("temporary file: " + EC.message());
  llvm::FileRemover RemoveOut(Out), RemoveErr(Err);
  llvm::SmallVector<StringRef, 12> All{*Program};
  All.append(Args.begin(), Args.end());
  int Code = llvm::sys::ExecuteAndWait(
      *Program, All, std::nullopt,
      {StringRef(""), StringRef(Out), StringRef(Err)});
  auto Text = llvm::MemoryBuffer::getFile(Code == 0 ? Out : Err);
  std::string Said = Text ? (*Text)->getBuffer().str() : std::string();
  if (Code != 0)
    return llvm::createStringError("git: " + StringRef(Said).trim());
  return Said;
}

/// The empty tree, which every repository knows.
static constexpr StringRef NoCommit =
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

namespace {

/// Where a range begins and ends, as commits; no end is the work tree.
struct Ends {
  std::string From, To;
};

/// One change of `git diff --name-status`.
struct Change {
  char Status; ///< A, D, M, R, T
  std::string Old, Name;
};

} // namespace

static llvm::Expected<std::string> commit(StringRef Revision) {
  llvm::Expected<std::string> Known =
      git({"rev-parse", "--verify", "--quiet", "--end-of-options",
           (Revision + "^{commit}").str()});
  if (Known)
    return StringRef(*Known).trim().str();
  llvm::consumeError(Known.takeError());
  return llvm::createStringError("git knows no revision '" + Revision + "'");
}

static llvm::Expected<Ends> endsOf(StringRef Range) {
  if (!Range.contains("..")) {
    llvm::Expected<std::string> From = commit(Range);
    if (From)
      return Ends{*From, ""};
    if (Range != "HEAD")
      return From.takeError();
    llvm::consumeError(From.takeError());
    return Ends{NoCommit.str(), ""};
  }
  auto [A, B] = Range.split("..");
  const bool SinceItLeft = B.consume_front(".");
  llvm::Expected<std::string> From = commit(A.empty() ? "HEAD" : A);
  if (!From)
    return From.takeError();
  llvm::Expected<std::string> To = commit(B.empty() ? "HEAD" : B);
  if (!To)
    return To.takeError();
  if (!SinceItLeft)
    return Ends{*From, *To};
  llvm::Expected<std::string> Base = git({"merge-base", *From, *To});
  if (Base)
    return Ends{StringRef(*Base).trim().str(), *To};
  llvm::consumeError(Base.takeError());
  return llvm::createStringError(
      "git knows no commit that '" + Range +
      "' have in common; a shallow clone wants its whole history");
}

/// The changes to sources and headers between \p Of, one revision or two.
static llvm::Expected<std::vector<Change>>
changes(StringRef Root, llvm::ArrayRef<StringRef> Of, StringRef Renames) {
  llvm::SmallVector<StringRef, 12> Args{
      "-C", Root, "diff", "--name-status", Renames, "-z"};
  Args.append(Of.begin(), Of.end());
  Args.push_back("--");
  llvm::Expected<std::string> List = git(Args);
  if (!List)
    return List.takeError();
  // STATUS NUL NAME NUL, and for renamed ones STATUS NUL OLD NUL NEW NUL.
  StringRef Rest = *List;
  auto Next = [&] {
    auto [Item, After] = Rest.split('\0');
    Rest = After;
    return Item;
  };
  std::vector<Change> Result;
  while (!Rest.empty()) {
    const char Status = Next().front();
    StringRef Old = Next();
    StringRef Name = Status == 'R' ? Next() : Old;
    if (isSource(Name) || isSource(Old))
      Result.push_back({Status, Old.str(), Name.str()});
  }
  return std::move(Result);
}

llvm::Expected<GitChanges> GitChanges::in(StringRef Range) {
  llvm::Expected<std::string> Top = git({"rev-parse", "--show-toplevel"});
  if (!Top)
    return Top.takeError();
  const std::string Root = StringRef(*Top).trim().str();
  llvm::Expected<Ends> E = endsOf(Range);
  if (!E)
    return E.takeError();
  GitChanges Result;
  auto Take = [&](Contents &Into, const std::string &At, const std::string &Name,
                  const std::string &As) -> llvm::Error {
    llvm::Expected<std::string> Text =
        git({"-C", Root, "show", At + ":" + Name});
    if (!Text)
      return Text.takeError();
    Into[Root + "/" + As] = std::move(*Text);
    return llvm::Error::success();
  };
  if (!E->To.empty()) {
    llvm::Expected<std::vector<Change>> Here =
        changes(Root, {E->To}, "--no-renames");
    if (!Here)
      return Here.takeError();
    for (const Change &C : *Here) // what is not there at its end is not looked at
      if (C.Status != 'A')
        if (llvm::Error Failed = Take(Result.After, E->To, C.Name, C.Name))
          return std::move(Failed);
    Result.Before = Result.After;
  }
  llvm::SmallVector<StringRef, 2> Of{E->From};
  if (!E->To.empty())
    Of.push_back(E->To);
  llvm::Expected<std::vector<Change>> List = changes(Root, Of, "-M");
  if (!List)
    return List.takeError();
  for (const Change &C : *List) {
    const std::string File = Root + "/" + C.Name;
    if (C.Status == 'A') {
      Result.Before[File] = "";
    } else {
      if (llvm::Error Failed = Take(Result.Before, E->From, C.Old, C.Name))
        return std::move(Failed);
      if (C.Status == 'R')
        if (llvm::Error Failed = Take(Result.Before, E->From, C.Old, C.Old))
          return std::move(Failed);
    }
    if (C.Status != 'D')
      Result.Files.push_back(File);
  }
  return std::move(Result);
}

bool isNamedInSources(const std::vector<std::string> &Files) {
  std::vector<std::string> Args{"grep", "-q", "-I", "-F"};
  for (const std::string &File : Files) {
    const StringRef Name = llvm::sys::path::filename(File);
    for (StringRef End : {"\"", ">"}) {
      Args.push_back("-e");
      Args.push_back((Name + End).str());
    }
  }
  Args.push_back("--");
  for (StringRef Ending : {"c", "cc", "cpp", "cxx", "C", "h", "hh", "hpp", "hxx",
                           "inc", "ipp"})
    Args.push_back((":/*." + Ending).str());
  llvm::SmallVector<StringRef, 32> All(Args.begin(), Args.end());
  llvm::Expected<std::string> Found = git(All);
  if (Found)
    return true;
  // It says nothing where it has found nothing.
  return llvm::toString(Found.takeError()) != "git: ";
}

} // namespace fdtidy
