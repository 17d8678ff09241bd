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

llvm::Expected<GitChanges> GitChanges::since(StringRef Revision) {
  llvm::Expected<std::string> Top = git({"rev-parse", "--show-toplevel"});
  if (!Top)
    return Top.takeError();
  const std::string Root = StringRef(*Top).trim().str();
  std::string From = Revision.str();
  llvm::Expected<std::string> Known =
      git({"rev-parse", "--verify", "--quiet", "--end-of-options",
           (Revision + "^{commit}").str()});
  if (!Known) {
    llvm::consumeError(Known.takeError());
    if (Revision != "HEAD")
      return llvm::createStringError("git knows no revision '" + Revision +
                                     "'");
    From = NoCommit.str();
  }
  llvm::Expected<std::string> List =
      git({"-C", Root, "diff", "--name-status", "-M", "-z", From, "--"});
  if (!List)
    return List.takeError();
  GitChanges Result;
  auto Add = [&](StringRef Old, StringRef As) -> llvm::Error {
    llvm::Expected<std::string> Text =
        git({"-C", Root, "show", (From + ":" + Old).str()});
    if (!Text)
      return Text.takeError();
    Result.Before[Root + "/" + As.str()] = std::move(*Text);
    return llvm::Error::success();
  };
  // STATUS NUL NAME NUL, and for renamed ones STATUS NUL OLD NUL NEW NUL.
  StringRef Rest = *List;
  auto Next = [&] {
    auto [Item, After] = Rest.split('\0');
    Rest = After;
    return Item;
  };
  while (!Rest.empty()) {
    StringRef Status = Next(), Old = Next();
    const bool Renamed = Status.starts_with("R");
    StringRef Name = Renamed ? Next() : Old;
    if (!isSource(Name) && !isSource(Old))
      continue;
    const std::string File = Root + "/" + Name.str();
    if (Status == "A") {
      Result.Before[File] = "";
    } else {
      if (llvm::Error E = Add(Old, Name))
        return std::move(E);
      if (Renamed)
        if (llvm::Error E = Add(Old, Old))
          return std::move(E);
    }
    if (Status != "D")
      Result.Files.push_back(File);
  }
  return std::move(Result);
}

} // namespace fdtidy
