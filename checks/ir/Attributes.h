//===- Attributes.h - The words for flags -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the words that stand for the flags of functions, records, fields and
// calls, in the order in which they are printed.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_ATTRIBUTES_H
#define FDTIDY_IR_ATTRIBUTES_H

#include "ir/Module.h"

namespace fdtidy::ir {

/// \c Word says that \c Flag of an \p Owner is \c Value, its lack the contrary.
template <typename Owner> struct Attribute {
  llvm::StringLiteral Word;
  bool Owner::*Flag;
  bool Value;
};

inline constexpr Attribute<FunctionInfo> FunctionAttributes[] = {
    {"public", &FunctionInfo::Public, true},
    {"internal", &FunctionInfo::Internal, true},
    {"virtual", &FunctionInfo::Virtual, true},
    {"noexcept", &FunctionInfo::NoExcept, true},
    {"noreturn", &FunctionInfo::NoReturn, true},
    {"c", &FunctionInfo::CLinkage, true},
    {"implicit", &FunctionInfo::UserProvided, false},
    {"main", &FunctionInfo::Main, true},
    {"address-taken", &FunctionInfo::AddressTaken, true},
    {"borrows", &FunctionInfo::Borrows, true},
    {"plain", &FunctionInfo::Plain, true},
    {"pure", &FunctionInfo::Pure, true},
};

inline constexpr Attribute<Record> RecordAttributes[] = {
    {"user-dtor", &Record::UserDestructor, true},
    {"user-copy", &Record::UserCopy, true},
    {"no-copy", &Record::Copyable, false},
    {"all-bodies", &Record::AllBodiesInView, true},
};

inline constexpr Attribute<FieldInfo> FieldAttributes[] = {
    {"owns", &FieldInfo::Owns, true},
    {"borrows", &FieldInfo::Borrows, true},
};

inline constexpr Attribute<Fact> CallAttributes[] = {
    {"maythrow", &Fact::MayThrow, true},
    {"noreturn", &Fact::NoReturn, true},
    {"thread", &Fact::StartsThread, true},
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_ATTRIBUTES_H
