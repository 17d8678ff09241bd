//===- LibraryType.h - Types of the C++ library by their fields -*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines LibraryType. The library's own fields differ between libstdc++ and
// libc++, so each type has fields with names of ours:
//
//   unique_ptr            .ptr .del    the pointer, the deleter
//   shared_ptr, weak_ptr  .ptr         what it points to has escaped
//   optional, expected    .has .val (.err)
//   node handles          .has .val    of what extract() gives
//   unexpected            .err
//   pair                  .first .second
//   tuple                 .0 .1 …      pointers, of references
//   variant               .index .0 .1 …
//   array                 [i]
//   atomic                .atomic::    a number or pointer; messages call what
//                                      ends with :: by the object's name
//   reference_wrapper     .ptr
//   containers            [*]          a map's elements have .first and .second
//   span                  [*]          what it is made of has escaped
//   iterators             .at          points to an element
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_LIBRARYTYPE_H
#define FDTIDY_LOWER_LIBRARYTYPE_H

#include "clang/AST/DeclTemplate.h"

namespace fdtidy::lower {

enum class LibraryType : uint8_t {
  None,  ///< of the program
  Other, ///< of the library, with nothing that is followed
  UniquePtr, SharedPtr, Optional, Expected, Unexpected, Pair, Tuple, Variant,
  Array, Atomic, ReferenceWrapper,
  Sequence, ///< vector, deque, list, stack, queue
  Keyed,    ///< map, set and their kin
  InitializerList, Iterator,
  Span,     ///< of what is somewhere else
};

LibraryType libraryType(const clang::CXXRecordDecl *R);
/// Of the class that \p T is, a reference to, or None.
LibraryType libraryType(clang::QualType T);
inline bool isContainer(LibraryType T) {
  return T == LibraryType::Sequence || T == LibraryType::Keyed ||
         T == LibraryType::InitializerList || T == LibraryType::Span;
}
/// Template argument \p I of \p R, or null; the members of a pack count.
clang::QualType templateArgument(const clang::CXXRecordDecl *R, unsigned I);
/// The types of a tuple's or pair's elements.
llvm::SmallVector<clang::QualType, 4>
templateArguments(const clang::CXXRecordDecl *R);
/// The member type \p Name of \p R, or null.
clang::QualType memberType(const clang::CXXRecordDecl *R, llvm::StringRef Name);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_LIBRARYTYPE_H
