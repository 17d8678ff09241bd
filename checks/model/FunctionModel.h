//===- FunctionModel.h - What a library function does -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FunctionModel and Table: functions and methods by their name, with
// their effects.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_FUNCTIONMODEL_H
#define FDTIDY_MODEL_FUNCTIONMODEL_H

#include "model/Effect.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>
#include <vector>

namespace fdtidy::model {

/// A function or method. \c Name is qualified as in the source ("pipe2",
/// "android::base::unique_fd::reset"); inline namespaces are left out, and so
/// are template arguments.
struct FunctionModel {
  std::string Name;
  std::string ManPage;      ///< "pipe2(2)"
  bool Method = false;      ///< else a function at namespace scope; a free name
                            ///< without `::` matches only C-linkage or global
                            ///< functions, never a member
  std::optional<unsigned> Arity; ///< matches only calls with this many arguments
  std::vector<Effect> Effects;   ///< empty: borrows everything
  bool Builtin = false;     ///< not from a user's table: a body in view outside
                            ///< system headers beats it, for many programs have
                            ///< an `error` or a `safe_close` of their own
  bool Partial = false;     ///< of annotations: a parameter, or the result, that
                            ///< no effect names is not spoken of; it is what
                            ///< that of an unseen function is

  bool acquires() const;
  bool releases() const;
};

/// A class of a library that owns a handle (`owner`: its destructor releases
/// it, copying is impossible or duplicates) or refers to one (`borrowed`).
struct TypeModel {
  std::string Name;
  bool Owner = true;
};

/// All that is known of libraries. Immutable after loading; cheap to query.
class Table {
public:
  Table();
  Table(Table &&) noexcept;
  Table &operator=(Table &&) noexcept;
  ~Table();

  /// The built-in table. The build embeds and tests it, so it cannot fail.
  static Table builtin();

  /// Adds the entries of \p Text, which take precedence over those present.
  /// On error nothing is added; the error names \p FileName, line and column,
  /// what was found and the remedy.
  llvm::Error addText(llvm::StringRef Text, llvm::StringRef FileName);
  llvm::Error addFile(llvm::StringRef Path);
  /// Adds a class, which takes precedence over one of that name.
  void addType(llvm::StringRef QualifiedName, bool Owner);

  /// The model of the function of this qualified name with \p Arguments
  /// arguments, or null. A method's arguments do not count `this`.
  const FunctionModel *find(llvm::StringRef QualifiedName, bool Method,
                            unsigned Arguments) const;
  const TypeModel *findType(llvm::StringRef QualifiedName) const;

  /// Unqualified names of functions that could acquire, release or otherwise
  /// move an obligation: what the prefilter looks for in a translation unit.
  /// For a method it is the name of its class. Sorted, without repetition.
  const std::vector<std::string> &interestingNames() const;

  /// Every entry, in the order of the files (the driver's `models`, tests).
  std::vector<const FunctionModel *> functions() const;

private:
  struct Impl;
  std::unique_ptr<Impl> P;
};

/// Whether \p Name could be written in a table: `android::base::unique_fd`.
bool isQualifiedName(llvm::StringRef Name);

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_FUNCTIONMODEL_H
