//===- Naming.h - The names of entities -------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Naming: what identifies a function, record or variable over the
// program, and how a message calls it.
//
//   entity of                  name
//   a function, record         its USR (clang::index)
//   internal linkage           USR, '|' and the file of the translation unit
//   a lambda, a local type     name of the function around it, '#' and its
//                              number there: their USRs hold offsets, and collide
//   a template's instance      its USR, which is the same for each of these,
//   for such                   and their names in angle brackets
//   an implicit special member name of the record, "@F@" and what it is
//   a global variable          its qualified name; with internal linkage also
//                              '#' and the file; a function's static also the
//                              function
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_NAMING_H
#define FDTIDY_LOWER_NAMING_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <string>

namespace fdtidy::lower {

class Naming {
public:
  /// \p File is the translation unit's, as messages name it.
  explicit Naming(std::string File) : File(std::move(File)) {}

  const std::string &entity(const clang::NamedDecl *D);
  std::string global(const clang::VarDecl *D);
  std::string display(const clang::NamedDecl *D);
  const std::string &file() const { return File; }

private:
  std::string compute(const clang::NamedDecl *D);
  std::string local(const clang::NamedDecl *D, const clang::DeclContext *In);
  /// The lambdas and local types that \p D is instantiated for.
  std::string localArguments(const clang::NamedDecl *D);

  std::string File;
  llvm::DenseMap<const clang::Decl *, std::string> Names;
  llvm::DenseMap<const clang::Decl *, unsigned> Ordinals, Counts;
};

/// The name that models use: qualified, without inline namespaces and template
/// arguments. A constructor is called as its class is.
std::string modelName(const clang::NamedDecl *D);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_NAMING_H
