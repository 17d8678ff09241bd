//===- ModelRun.h - One call of a modelled function -------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FunctionLowering::ModelRun, which writes the effects of a model as
// facts at a call. Parts of an effect have a file each: ModelSlot, ModelGuard,
// ModelHandle, ModelProcess; ModelEffect dispatches.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_MODELRUN_H
#define FDTIDY_LOWER_MODELRUN_H

#include "lower/FunctionLowering.h"

namespace fdtidy::lower {

struct FunctionLowering::ModelRun {
  FunctionLowering &L;
  CallSite &Site;
  const model::FunctionModel &Model;
  std::string Name;     ///< of the function, as facts and messages have it
  bool Defined = false; ///< a fact has given the result
  bool Unknown = false; ///< it was made `?`, for a path on which none does

  ModelRun(FunctionLowering &L, CallSite &Site,
           const model::FunctionModel &Model)
      : L(L), Site(Site), Model(Model),
        Name(L.M.naming().display(Site.Callee)) {}

  /// Writes all effects; gives the result.
  Value run();

  // The result.
  bool wantsResult() const {
    return !Site.Type->isVoidType() &&
           valueType(Site.Type) != ir::ValueType::Other;
  }
  PlaceID result() { return wantsResult() ? L.resultPlace(Site) : PlaceID(); }
  /// The result as the Dst of a fact that gives it.
  PlaceID define() {
    Defined = true;
    return result();
  }
  void ensureDefined();
  /// A thread that cannot be started takes nothing over. Who has no handler
  /// does not reckon with it.
  void raiseBeforeThread();

  // ModelSlot
  /// The value at a root, and its type.
  std::pair<Value, clang::QualType> root(const model::Slot &S);
  /// The place that \p S denotes, if it is one.
  PlaceID place(const model::Slot &S);
  Value value(const model::Slot &S);
  /// Every value that \p S stands for: a tail is many.
  llvm::SmallVector<Value, 4> values(const model::Slot &S);
  /// Those of `values` that are places.
  llvm::SmallVector<PlaceID, 4> places(const model::Slot &S);
  /// A place for \p V, which the call uses as \p S; none for a constant that may
  /// be a handle.
  Value used(Value V, const model::Slot &S);
  /// Whether what \p E gives is the result itself.
  static bool isIntoResult(const model::Effect &E) {
    return !E.Into ||
           (E.Into.From == model::Slot::Root::Result && E.Into.Path.empty());
  }

  // ModelGuard
  ir::Condition condition(const model::Test &T);
  std::optional<int64_t> constantArgument(uint32_t I);
  std::optional<bool> decide(const model::Guard &G);
  ir::CloexecFlag cloexec(const model::CloexecRule &R);
  /// Runs \p Then only where \p C holds.
  void under(const ir::Condition &C, llvm::function_ref<void()> Then);
  bool isSomeElement(PlaceID P) const;
  /// Runs \p Then only where all of \p Guards hold.
  void guarded(llvm::ArrayRef<model::Guard> Guards,
               llvm::function_ref<void()> Then);
  /// Runs \p Then where the effect's `when` holds.
  void succeeded(const model::Effect &E, llvm::function_ref<void()> Then);
  /// Whether \p E gives its handle only to a result that is ignored, and only
  /// maybe: `signalfd(fd, ...)` alone changes what is there.
  bool isForNobody(const model::Effect &E);
  /// Whether only a caller's command could make it a handle, and no caller is
  /// given it: a wrapper of ioctl(2) for the commands that make none.
  bool isCallersChoice(const model::Effect &E);
  /// Whether some effect says what becomes of argument \p I, or behind it.
  bool isMentioned(size_t I) const;

  // ModelHandle
  /// \p Effects: the handles of one acquisition.
  void acquire(llvm::ArrayRef<model::Effect> Effects);
  void noteFix(const ir::CloexecFlag &Flag, const model::Effect &E);
  void release(const model::Effect &E);
  void transfer(const model::Effect &E);
  void alias(const model::Effect &E);
  /// The result is somebody's whom nobody names: a handle that is no duty of
  /// ours, seen through a copy.
  void lend(const model::Effect &E);
  void replace(const model::Effect &E);
  void assignCloexec(const model::Effect &E);

  // ModelProcess
  /// Forks. The parent, if there is one, goes to \p Parent; the child is here.
  void forkChild(BlockID Parent);
  void spawn(const model::Effect &E);
  /// Whether what is open is so for the program that is spawned, for certain.
  bool inherits(const model::CloexecRule &Closes);
  void wait(const model::Effect &E);
  void invoke(const model::Effect &E);
  void invokeInChild(const model::Effect &E);
  /// The call operator if what is invoked is an object.
  const clang::FunctionDecl *closureOf(const model::Slot &S);
  void raise(const model::Effect &E);

  // ModelEffect
  void apply(const model::Effect &E);
  void copy(const model::Effect &E, Value From);
  void allocate(const model::Effect &E);
};

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_MODELRUN_H
