//===- FdTidyModule.cpp - What clang-tidy loads ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Registers a check for each row of Checks.def.
//===----------------------------------------------------------------------===//
#include "plugin/FdCheck.h"

using namespace clang::tidy;
using namespace fdtidy;
using namespace fdtidy::plugin;

namespace {

class FdTidyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    auto Session = std::make_shared<EngineSession>();
    auto Add = [&](solve::CheckKind Kind) {
      Factories.registerCheckFactory(
          solve::checkName(Kind),
          [Kind, Session](llvm::StringRef Name, ClangTidyContext *Context) {
            return std::make_unique<FdCheck>(Name, Context, Kind, Session);
          });
    };
#define FD_CHECK(Enum, Name, Default, CWE, Summary) Add(solve::CheckKind::Enum);
#include "solve/Checks.def"
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<FdTidyModule>
    Registration("fdtidy", "finds file-descriptor bugs");
