//===- Database.cpp - Which translation units there are -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Database.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;
using llvm::SmallString;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace fdtidy {

static constexpr StringRef FileName = "compile_commands.json";
static constexpr StringRef Remedy =
    "; make it with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON' or 'bear -- "
    "make', and name its folder with -p";

std::string absolutePath(StringRef Path, StringRef Base) {
  SmallString<256> Result = Path;
  if (!path::is_absolute(Path)) {
    Result = Base;
    if (!path::is_absolute(Base))
      fs::current_path(Result);
    path::append(Result, Path);
  }
  path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

std::string relativeTo(StringRef Path, StringRef Base) {
  StringRef Rest = Path;
  if (!Base.empty() && Rest.consume_front(Base) && Rest.consume_front("/") &&
      !Rest.empty())
    return Rest.str();
  return Path.str();
}

std::string projectRoot() {
  const std::string Here = absolutePath(".");
  for (StringRef Dir = Here; !Dir.empty(); Dir = path::parent_path(Dir))
    if (fs::exists(Dir + "/.git"))
      return Dir.str();
  return Here;
}

/// The databases in \p Dir and in build folders below it, the nearest first.
static std::vector<std::string> candidates(StringRef Dir) {
  auto In = [](const llvm::Twine &Folder) {
    return (Folder + "/" + FileName).str();
  };
  if (fs::exists(In(Dir)))
    return {In(Dir)};
  if (fs::exists(In(Dir + "/build")))
    return {In(Dir + "/build")};
  std::vector<std::string> Found;
  std::error_code EC;
  for (fs::directory_iterator I(Dir + "/build", EC), End; !EC && I != End;
       I.increment(EC))
    if (fs::exists(In(I->path())))
      Found.push_back(In(I->path()));
  llvm::sort(Found);
  return Found;
}

static llvm::Expected<std::string> find(StringRef BuildPath) {
  if (!BuildPath.empty()) {
    if (!fs::exists(BuildPath))
      return llvm::createStringError(BuildPath + ": no such file or directory" +
                                     Remedy);
    std::string File = fs::is_directory(BuildPath)
                           ? (BuildPath + "/" + FileName).str()
                           : BuildPath.str();
    if (!fs::exists(File))
      return llvm::createStringError(File + ": no such file" + Remedy);
    return absolutePath(File);
  }
  const std::string Here = absolutePath(".");
  for (StringRef Dir = Here; !Dir.empty(); Dir = path::parent_path(Dir)) {
    std::vector<std::string> Found = candidates(Dir);
    if (Found.size() > 1)
      return llvm::createStringError("more than one compile database: " +
                                     llvm::join(Found, ", ") +
                                     "; choose its folder with -p");
    if (!Found.empty())
      return Found.front();
  }
  return llvm::createStringError("no " + FileName + " in " + Here +
                                 " or above it, nor in a 'build' folder there" +
                                 Remedy);
}

llvm::Expected<Database> Database::load(StringRef BuildPath) {
  llvm::Expected<std::string> File = find(BuildPath);
  if (!File)
    return File.takeError();
  // Clang reads it as YAML, prints what is wrong, and has an empty database.
  auto Text = llvm::MemoryBuffer::getFile(*File);
  if (!Text)
    return llvm::createStringError(*File + ": " + Text.getError().message());
  if (auto Parsed = llvm::json::parse((*Text)->getBuffer()); !Parsed)
    return llvm::createStringError(*File + ": " +
                                   llvm::toString(Parsed.takeError()) +
                                   "; configure the build again");
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> Loaded =
      tooling::JSONCompilationDatabase::loadFromFile(
          *File, Message, tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Loaded)
    return llvm::createStringError(*File + ": " +
                                   StringRef(Message).rtrim(". \n") +
                                   "; configure the build again");
  Loaded = tooling::inferTargetAndDriverMode(tooling::expandResponseFiles(
      std::move(Loaded), llvm::vfs::getRealFileSystem()));
  Database Result;
  Result.Path = *File;
  for (tooling::CompileCommand &C : Loaded->getAllCompileCommands())
    Result.Units.push_back({absolutePath(C.Filename, C.Directory), C});
  if (Result.Units.empty())
    return llvm::createStringError(*File + ": no compile commands in it" +
                                   Remedy);
  return std::move(Result);
}

Database Database::fixed(llvm::ArrayRef<std::string> Files,
                         const std::vector<std::string> &Arguments) {
  Database Result;
  tooling::FixedCompilationDatabase Fixed(absolutePath("."), Arguments);
  for (const std::string &File : Files)
    for (tooling::CompileCommand &C :
         Fixed.getCompileCommands(absolutePath(File)))
      Result.Units.push_back({absolutePath(File), C});
  return Result;
}

llvm::Expected<std::vector<Unit>>
Database::select(llvm::ArrayRef<std::string> Files) const {
  if (Files.empty())
    return Units;
  std::vector<bool> Wanted(Units.size());
  for (const std::string &File : Files) {
    if (!fs::exists(File))
      return llvm::createStringError(File + ": no such file or directory");
    SmallString<256> Real;
    fs::real_path(File, Real);
    const bool Folder = fs::is_directory(File);
    bool Found = false;
    for (size_t I = 0; I < Units.size(); ++I) {
      SmallString<256> Other;
      if (fs::real_path(Units[I].File, Other))
        Other = Units[I].File;
      if (Folder ? Other.str().starts_with((Real + "/").str())
                 : Other == Real)
        Wanted[I] = Found = true;
    }
    if (!Found)
      return llvm::createStringError(
          File + (Folder ? ": nothing below it is in " : ": not in ") +
          (Path.empty() ? "the compile commands" : Path) +
          "; a header is analysed with the sources that include it; a new "
          "source wants the build configured again");
  }
  std::vector<Unit> Result;
  for (size_t I = 0; I < Units.size(); ++I)
    if (Wanted[I])
      Result.push_back(Units[I]);
  return Result;
}

} // namespace fdtidy
