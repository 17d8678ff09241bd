//===- EngineSession.cpp - One engine run per translation unit ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "plugin/EngineSession.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"

using namespace fdtidy;
using namespace fdtidy::plugin;

UnitResult &EngineSession::unit(clang::ASTContext &Context,
                                const FdOptions &Options) {
  std::lock_guard<std::mutex> Lock(Mutex);
  std::unique_ptr<UnitResult> &Slot = Units[&Context];
  if (Slot)
    return *Slot;
  Slot = std::make_unique<UnitResult>();
  // The session may be gone before the context is, or the other way round.
  struct Tie {
    std::weak_ptr<EngineSession> Session;
    const clang::ASTContext *Context;
  };
  Context.AddDeallocation(
      [](void *Data) {
        std::unique_ptr<Tie> T(static_cast<Tie *>(Data));
        if (auto Session = T->Session.lock()) {
          std::lock_guard<std::mutex> Lock(Session->Mutex);
          Session->Units.erase(T->Context);
        }
      },
      new Tie{weak_from_this(), &Context});
  run(Context, Options, *Slot);
  return *Slot;
}

void EngineSession::run(clang::ASTContext &Context, const FdOptions &Options,
                        UnitResult &Into) {
  // What does not compile has holes, and each would be taken for intent.
  if (Context.getDiagnostics().hasUncompilableErrorOccurred()) {
    Into.Skipped = "not analysed for descriptor bugs: this does not compile";
    return;
  }
  const model::Table *Models = table(Options, Into.Skipped);
  if (!Models) {
    Into.BadModels = true;
    return;
  }
  Into.Engine = engine::analyze(Context, *Models, Options.Engine);
}

const model::Table *EngineSession::table(const FdOptions &Options,
                                         std::string &Why) {
  const engine::TableKey Key = engine::tableKey(Options);
  auto It = Tables.find(Key);
  if (It != Tables.end())
    return &It->second;
  llvm::Expected<model::Table> New = engine::loadModels(Options);
  if (!New) {
    Why = "option 'fd.Models': " + llvm::toString(New.takeError());
    return nullptr;
  }
  return &Tables.emplace(Key, std::move(*New)).first->second;
}
