//===- Compilation.cpp - Parses translation units -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Compilation.h"
#include "Version.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include <dlfcn.h>

using namespace clang;

namespace fdtidy {

namespace {

using Visitor = llvm::function_ref<void(ASTContext &)>;

class Consumer : public ASTConsumer {
public:
  explicit Consumer(Visitor Visit) : Visit(Visit) {}
  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (!Ctx.getDiagnostics().hasUncompilableErrorOccurred())
      Visit(Ctx);
  }

private:
  Visitor Visit;
};

class Action : public ASTFrontendAction {
public:
  explicit Action(Visitor Visit) : Visit(Visit) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>(Visit);
  }

private:
  Visitor Visit;
};

class ActionFactory : public tooling::FrontendActionFactory {
public:
  explicit ActionFactory(Visitor Visit) : Visit(Visit) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Visit);
  }

private:
  Visitor Visit;
};

} // namespace

std::string resourceDir() {
  // Beside the library that is loaded, followed through a distribution's links or
  // not; else where LLVM was when this was built.
  SmallString<256> Real;
  llvm::SmallVector<StringRef, 3> Places;
  Dl_info Info;
  if (dladdr(reinterpret_cast<void *>(&clang::getClangFullVersion), &Info) &&
      Info.dli_fname) {
    if (!llvm::sys::fs::real_path(Info.dli_fname, Real))
      Places.push_back(llvm::sys::path::parent_path(Real));
    Places.push_back(llvm::sys::path::parent_path(Info.dli_fname));
  }
  Places.push_back(FDTIDY_LLVM_HOME "/lib");
  for (StringRef Place : Places) {
    SmallString<256> Dir = Place;
    llvm::sys::path::append(Dir, "clang", std::to_string(CLANG_VERSION_MAJOR));
    if (llvm::sys::fs::exists(Dir + "/include"))
      return Dir.str().str();
  }
  return {};
}

static llvm::Expected<std::unique_ptr<tooling::CompilationDatabase>>
findDatabase(const CommandLine &C) {
  if (C.HasCompilerArguments)
    return std::make_unique<tooling::FixedCompilationDatabase>(
        ".", C.CompilerArguments);
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> Found =
      C.BuildPath.empty()
          ? tooling::CompilationDatabase::autoDetectFromSource(C.Files[0],
                                                               Message)
          : tooling::CompilationDatabase::autoDetectFromDirectory(C.BuildPath,
                                                                  Message);
  if (!Found)
    return llvm::createStringError(
        "no compile commands for '" + C.Files[0] +
        "'; give a build directory with -p, or compiler arguments after --");
  return std::move(Found);
}

llvm::Expected<ExitCode> forEachTranslationUnit(const CommandLine &C,
                                                Visitor Visit) {
  auto Database = findDatabase(C);
  if (!Database)
    return Database.takeError();
  tooling::ClangTool Tool(**Database, C.Files);
  tooling::CommandLineArguments Extra;
  if (std::string Dir = resourceDir(); !Dir.empty())
    Extra.push_back("-resource-dir=" + Dir);
  Extra.push_back("-Wno-everything");
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      Extra, tooling::ArgumentInsertPosition::BEGIN));
  ActionFactory Factory(Visit);
  return Tool.run(&Factory) ? ExitCode::NotAnalysed : ExitCode::Clean;
}

} // namespace fdtidy
