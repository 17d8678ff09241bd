//===- Annotations.h - What a declaration says of itself --------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Annotations: reads the attributes of fdtidy/annotations.h, Clang's
// handle attributes of tag "fd" and GCC's fd_arg* from all declarations of a
// function, and makes a model of them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_ANNOTATIONS_H
#define FDTIDY_LOWER_ANNOTATIONS_H

#include "model/FunctionModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace fdtidy::lower {

class FdArgs;

/// What the annotations of one function say.
struct Annotated {
  /// Its effects, Partial: what none of them names is not spoken of.
  model::FunctionModel Model;
  /// Annotations of ours that mean nothing, as they are written.
  std::vector<std::string> Unread;
};

class Annotations {
public:
  explicit Annotations(clang::ASTContext &Ctx);
  ~Annotations();

  /// What the declarations of \p D say, and of a virtual function those that it
  /// overrides; null if nothing.
  const Annotated *of(const clang::FunctionDecl *D);
  /// Whether a declaration of \p D is annotated "fd::" and \p Word.
  static bool isSaid(const clang::Decl *D, llvm::StringRef Word);
  /// Whether objects of \p R are annotated to own a handle.
  static bool isOwner(const clang::CXXRecordDecl *R);
  /// Whether the translation unit can have annotations at all.
  static bool anyIn(clang::ASTContext &Ctx);

private:
  void read(const clang::FunctionDecl *D, Annotated &Into);

  const bool Any;
  std::unique_ptr<FdArgs> Gcc;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Annotated>> Cache;
};

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_ANNOTATIONS_H
