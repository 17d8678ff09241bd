//===- ModuleLowering.h - State of lowering one translation unit *- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ModuleLowering: the module that is made, the functions and records
// that it refers to, and the queue of bodies still to be lowered.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_MODULELOWERING_H
#define FDTIDY_LOWER_MODULELOWERING_H

#include "ir/Builder.h"
#include "lower/Annotations.h"
#include "lower/FixedGlobals.h"
#include "lower/Lower.h"
#include "lower/Naming.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"
#include <deque>

namespace fdtidy::lower {

/// A special member that has no body of its own to lower.
enum class Special : uint8_t {
  None, DefaultConstructor, CopyConstructor, MoveConstructor, CopyAssignment,
  MoveAssignment, Destructor,
};

class ModuleLowering {
public:
  ModuleLowering(clang::ASTContext &Ctx, const model::Table &Models,
                 const LowerOptions &Options, LowerStats &Stats,
                 ir::Module &Mod);

  /// Lowers \p Roots, in this order, and the bodies that they reach. What no
  /// root is takes part in no handle's life, but its callers may store a handle
  /// through it: that is followed for two calls. Farther on only what may leave
  /// its caller otherwise than by return counts: \p Essential. In those of
  /// \p Starting each call of a function that nobody sees is kept: in a child it
  /// may close what is open.
  void run(llvm::ArrayRef<const clang::FunctionDecl *> Roots,
           llvm::DenseSet<const clang::FunctionDecl *> Essential,
           llvm::DenseSet<const clang::FunctionDecl *> Starting);

  clang::ASTContext &context() { return Ctx; }
  const LowerOptions &options() const { return Options; }
  ir::Module &module() { return Mod; }
  Naming &naming() { return Names; }
  LowerStats &stats() { return Stats; }

  /// The function of \p D; its body, if it may be lowered, is queued.
  ir::FunctionID function(const clang::FunctionDecl *D);
  /// The special member of \p R, implicit or not; invalid if it does nothing.
  ir::FunctionID destructor(const clang::CXXRecordDecl *R);
  ir::FunctionID defaultConstructor(const clang::CXXRecordDecl *R);
  /// A function that does what the model of \p D says, for its address.
  ir::FunctionID modelledFunction(const clang::FunctionDecl *D,
                                  const model::FunctionModel &Model);
  /// Invalid for a class of a system header.
  ir::RecordID record(const clang::RecordDecl *R);
  ir::RecordID recordOfType(clang::QualType T);

  /// What the table knows of \p D called with \p Arguments arguments, or null.
  /// A member or a function of another linkage is never libc's.
  const model::FunctionModel *model(const clang::FunctionDecl *D,
                                    unsigned Arguments);
  const model::TypeModel *typeModel(const clang::CXXRecordDecl *R);
  /// What annotations say of \p D, or null.
  const Annotated *annotated(const clang::FunctionDecl *D) {
    return Said.of(D);
  }
  /// The same as effects of a call, if they decide: nobody sees a body, or a
  /// \p Virtual call may run any.
  const model::FunctionModel *annotation(const clang::FunctionDecl *D,
                                         bool Virtual = false);
  ir::LocID loc(clang::SourceLocation L);
  bool isSystem(const clang::Decl *D) const;
  /// Whether \p D is the C or the C++ library's.
  bool isLibrary(const clang::FunctionDecl *D) const;
  /// The definition of \p D that may be lowered, or null.
  const clang::FunctionDecl *bodyOf(const clang::FunctionDecl *D) const;
  bool mayStart(const clang::FunctionDecl *D) const {
    return D && Starting.count(D->getCanonicalDecl());
  }
  /// The number that \p D always holds, if nothing in the file writes it.
  std::optional<int64_t> fixedValue(const clang::VarDecl *D) {
    return Fixed.value(D);
  }
  void gap(llvm::StringRef Cause) { ++Stats.Gaps[Cause.str()]; }

private:
  struct Pending {
    ir::FunctionID ID;
    const clang::FunctionDecl *Body = nullptr;
    const clang::CXXRecordDecl *Record = nullptr;
    Special What = Special::None;
    const model::FunctionModel *Model = nullptr;
    unsigned Depth = 0;
  };

  bool isDescribed(ir::FunctionID ID) const;
  void describe(ir::FunctionID ID, const clang::FunctionDecl *D);
  void describeRecords();
  void describeRecord(ir::RecordID ID, const clang::CXXRecordDecl *R);
  void lower(const Pending &P);
  ir::FunctionID special(const clang::CXXRecordDecl *R, Special What,
                         llvm::StringRef Suffix);

  clang::ASTContext &Ctx;
  const model::Table &Models;
  const LowerOptions &Options;
  LowerStats &Stats;
  ir::Module &Mod;
  Naming Names;
  FixedGlobals Fixed;
  Annotations Said;
  std::deque<Pending> Queue;
  unsigned Depth = 0; ///< of the function that is being lowered
  llvm::DenseSet<const clang::FunctionDecl *> Essential, Starting;
  llvm::DenseMap<const clang::FunctionDecl *, ir::FunctionID> Functions;
  llvm::DenseMap<const clang::CXXRecordDecl *, ir::FunctionID> Destructors,
      DefaultConstructors;
  llvm::DenseMap<const clang::FunctionDecl *, ir::FunctionID> Modelled;
  llvm::MapVector<const clang::RecordDecl *, ir::RecordID> Records;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>,
                 const model::FunctionModel *>
      ModelCache;
  llvm::DenseMap<const clang::CXXRecordDecl *, const model::TypeModel *>
      TypeCache;
  llvm::DenseMap<unsigned, ir::LocID> Locs;
  llvm::StringMap<ir::StringID> Paths; ///< by the name that Clang has for it
};

/// What \p D is as a special member that may have no body: implicit or
/// explicitly defaulted.
Special specialOf(const clang::FunctionDecl *D);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_MODULELOWERING_H
