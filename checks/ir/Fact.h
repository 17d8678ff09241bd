//===- Fact.h - One instruction of the handle IR ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Fact and what it is made of: Operand, Condition, Acquired, Acquisition.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_FACT_H
#define FDTIDY_IR_FACT_H

#include "ir/TypedID.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace fdtidy::ir {

enum class FactKind : uint8_t {
#define FD_FACT(Enum, Keyword, Shape) Enum,
#include "ir/Facts.def"
};

/// \returns the keyword of \p Kind in Facts.def.
llvm::StringRef keyword(FactKind Kind);

/// Who must close a handle. Written raw, file, dir, popen, owner, std.
enum class OwnerKind : uint8_t {
  Raw,      ///< a descriptor: close(2)
  File,     ///< a stdio stream: fclose(3)
  Dir,      ///< a directory stream: closedir(3)
  Popen,    ///< a stream over a child: pclose(3)
  Object,   ///< an object of a library type that releases it
  Standard, ///< stdin, stdout, stderr: nobody's duty
};

/// What a variable that holds a handle of this kind is declared as.
enum class OwnerType : uint8_t { Number, Stream, Directory, Object };
constexpr OwnerType ownerType(OwnerKind Kind) {
  switch (Kind) {
  case OwnerKind::Raw:
    return OwnerType::Number;
  case OwnerKind::File:
  case OwnerKind::Popen:
    return OwnerType::Stream;
  case OwnerKind::Dir:
    return OwnerType::Directory;
  default:
    return OwnerType::Object;
  }
}

/// Which end of a pipe, if it is one. Written read, write.
enum class PipeEnd : uint8_t { None, Read, Write };

/// What a fact reads.
///
///   text      kind
///   %x        Place     the value of a place
///   -1        Constant  an integer; null is 0
///   &%x       Address   the address of a place
///   @f        Function  the address of a function
///   ?         Unknown   a value nothing is known of
struct Operand {
  enum class Kind : uint8_t { None, Place, Constant, Address, Function, Unknown };
  Kind Which = Kind::None;
  PlaceID Place;         ///< of Place and Address
  int64_t Constant = 0;
  FunctionID Function;

  static Operand place(PlaceID P);
  static Operand constant(int64_t Value);
  static Operand address(PlaceID P);
  static Operand function(FunctionID F);
  static Operand unknown();
  bool isPlace() const { return Which == Kind::Place; }
  bool isConstant() const { return Which == Kind::Constant; }
  explicit operator bool() const { return Which != Kind::None; }
  bool operator==(const Operand &) const = default;
};

/// == != < <= > >= of an assumption or a computation; signed 64-bit.
enum class CompareOp : uint8_t { EQ, NE, LT, LE, GT, GE };

/// The operators of Compute: the comparisons first, in CompareOp's order.
/// Written == != < <= > >= + - * & | ^ << >> (~x is x ^ -1, !x is x == 0).
enum class BinaryOp : uint8_t {
  EQ, NE, LT, LE, GT, GE, Add, Sub, Mul, And, Or, Xor, Shl, Shr
};

CompareOp negate(CompareOp Op);
/// Whether `A Op B` holds.
bool evaluate(int64_t A, CompareOp Op, int64_t B);
llvm::StringRef spelling(CompareOp Op);
llvm::StringRef spelling(BinaryOp Op);
llvm::StringRef spelling(OwnerKind Kind);
llvm::StringRef spelling(PipeEnd End);

/// `operand op operand`, assumed on an edge or tested by a result. None if
/// !LHS.
struct Condition {
  Operand LHS;
  CompareOp Op = CompareOp::EQ;
  Operand RHS;
  explicit operator bool() const { return bool(LHS); }
  bool operator==(const Condition &) const = default;
};

/// Whether a new handle is closed on exec. Written: nothing (unknown),
/// `cloexec` (yes), `inherited` (no), `cloexec(%flags & 524288)`.
struct CloexecFlag {
  enum class Kind : uint8_t { Unknown, Yes, No, Mask };
  Kind Which = Kind::Unknown;
  Operand Flags; ///< of Mask: close-on-exec if (Flags & Bits) != 0
  int64_t Bits = 0;
};

/// One handle that an acquisition makes.
struct Acquired {
  PlaceID Into; ///< where it is stored if the acquisition succeeds
  PipeEnd End = PipeEnd::None;
};

/// What an Acquire fact makes.
struct Acquisition {
  llvm::SmallVector<Acquired, 2> Handles;
  OwnerKind Kind = OwnerKind::Raw;
  CloexecFlag Cloexec;
  /// Holds exactly where the acquisition succeeded, over Fact::Dst. On failure
  /// nothing is stored in Handles but Dst itself. None: it always succeeds.
  Condition Ok;
  StringID Callee;   ///< the function that acquires: "pipe2"
  Operand Minimum;   ///< the number is at least this (F_DUPFD), if given
};

/// One instruction. Which members count is the Shape column of Facts.def.
struct Fact {
  FactKind Kind = FactKind::EndTemps;
  OwnerKind Owner = OwnerKind::Raw; ///< Transfer, Alias: the new kind; Release:
                                    ///< what the closer is for
  BinaryOp Op = BinaryOp::EQ;
  /// Call: an unknown callee may throw here (C++ linkage, inside a try).
  bool MayThrow = false;
  /// Call: the callee does not return.
  bool NoReturn = false;
  /// Call: starts another thread of control with the callee.
  bool StartsThread = false;
  LocID Loc;
  PlaceID Dst;
  llvm::SmallVector<Operand, 2> Ops;
  FunctionID Callee;                    ///< Call; invalid: indirect by Ops[0]
  llvm::SmallVector<Operand, 4> Args;   ///< Call; `this` first for a method
  BlockID Unwind;                       ///< Call, Throw: where unwinding goes on;
                                        ///< invalid: out of the function
  StringID Text;                        ///< closer, user, cause, allocator
  Condition Ok;                         ///< Transfer, Release, Alloc
  CloexecFlag Cloexec;                  ///< Dup2
  Acquisition Acq;                      ///< Acquire
  /// Throw: the type, then its bases. Alloc: the record's entity name.
  llvm::SmallVector<StringID, 2> Types;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_FACT_H
