//===- Place.h - What can hold a handle -------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Place: a root and, by its parents, the projections from it. A place
// is a path in the text of a function; what it denotes (through pointers) is
// the solver's to resolve.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_PLACE_H
#define FDTIDY_IR_PLACE_H

#include "ir/TypedID.h"
#include "llvm/ADT/StringRef.h"

namespace fdtidy::ir {

/// What a place is: the roots first, then the projections, whose Parent is
/// valid.
///
///   text      kind      meaning
///   %x        Local     a local variable (or a lifetime-extended temporary)
///   %x        Param     a parameter; a reference is a pointer
///   this      This      the object pointer of a member function
///   $x        Global    a global, a static member, a function's static
///   ret       Return    what the function returns; its fields for a record
///   %t7       Temp      the value of an expression; dies at `endtemps`
///   p.name    Field     member `name` of the record p
///   p[3]      Index     element 3 of the array p
///   p[%i]     AnyIndex  the element of the array p whose number %i holds
///   p[?]      AnyIndex  some element of the array p
///   *p        Pointee   what the pointer p points to
///   p[*]      Element   the elements of the container p
///   p[* at %k] Element  the one of them whose number or key %k holds
///
/// `this->fd` is `(*this).fd`, printed `this.fd` (the only shorthand).
enum class PlaceKind : uint8_t {
  Local, Param, This, Global, Return, Temp,
  Field, Index, AnyIndex, Pointee, Element,
};

/// How the solver has to look at the value of a place.
enum class ValueType : uint8_t {
  Int,     ///< an integer or enumeration: a descriptor or a flag
  Bool,
  Pointer, ///< also a reference
  Record,  ///< its fields are places
  Array,
  Other,   ///< nothing that a handle can flow through
};

llvm::StringRef spelling(ValueType Type);

/// Whether a projection of \p Kind stands for many places.
inline bool isSummary(PlaceKind Kind) {
  return Kind == PlaceKind::AnyIndex || Kind == PlaceKind::Element;
}

/// The parser and the verifier take no more projections in one place.
inline constexpr unsigned MaxPlaceDepth = 256;

/// One interned place of a function.
struct Place {
  PlaceKind Kind = PlaceKind::Local;
  ValueType Type = ValueType::Other;
  PlaceID Parent;         ///< of a projection
  StringID Name;          ///< of a root (unique in the function) or a field
  uint32_t Number = 0;    ///< the index of Index, the number of a Temp
  PlaceID IndexBy;        ///< of AnyIndex, Element: what holds the number or key
  RecordID Record;        ///< of a Record, or of the record a Pointer points to
  LocID Loc;              ///< where a variable is declared
  bool isRoot() const { return Kind <= PlaceKind::Temp; }
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_PLACE_H
