//===- Effect.h - What one call does to handles -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Effect and its parts: where in a call (Slot), under which result
// (Test), for which constant arguments (Guard).
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_EFFECT_H
#define FDTIDY_MODEL_EFFECT_H

#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>
#include <string>

namespace fdtidy::model {

/// A place in a call: `ret`, `this`, `arg0`, `arg0[1]`, `*arg2`, `arg0->fd`,
/// `args2` (every argument from Index on: a variadic tail; `args` is `args0`).
/// A reference is what it refers to: `arg1` for a parameter `int &`.
struct Slot {
  enum class Root : uint8_t { None, Result, This, Argument, Rest };
  enum class Step : uint8_t { Pointee, Index, Field };
  struct Projection {
    Step Which;
    uint32_t Index = 0;
    std::string Field;
  };
  Root From = Root::None;
  uint32_t Index = 0;
  llvm::SmallVector<Projection, 1> Path;
  explicit operator bool() const { return From != Root::None; }
};

enum class Compare : uint8_t { EQ, NE, LT, LE, GT, GE };

/// A test of a result: `ret == 0`, `ret >= 0`, `ret != null`.
struct Test {
  Slot LHS;
  Compare Op = Compare::EQ;
  int64_t RHS = 0;
};

/// A condition on an argument, for flags and commands.
///   arg1 & O_CLOEXEC     Bits    any of them (named constants are the table's)
///   arg1 == F_DUPFD      Equals
///   arg1 has "e"         Letter  of a mode string
/// `!` in front negates. Where an argument is neither a constant nor an address
/// (which is not null), nobody knows whether the guarded effect takes place.
struct Guard {
  enum class Kind : uint8_t { Bits, Equals, Letter };
  Kind Which = Kind::Equals;
  bool Negated = false;
  uint32_t Argument = 0;
  int64_t Value = 0;
  std::string Letters;
  std::string Name; ///< of Bits, if the table names a single one: "O_CLOEXEC"
};

/// Of an acquired handle: closed on exec? Yes, No, or as the guard says.
struct CloexecRule {
  enum class Kind : uint8_t { Unknown, Yes, No, If };
  Kind Which = Kind::Unknown;
  std::optional<Guard> If;
};

/// The call that makes the same handle closed on exec, where that is another
/// one than with the flag of the CloexecRule: `pipe2(arg0, O_CLOEXEC)`.
struct Remedy {
  std::string Callee;
  /// `arg0` is the argument as it stands; else text.
  llvm::SmallVector<std::string, 2> Arguments;
  explicit operator bool() const { return !Callee.empty(); }
};

enum class HandleKind : uint8_t { Raw, File, Dir, Popen, Object, Standard };
enum class End : uint8_t { None, Read, Write };

enum class EffectKind : uint8_t {
  Acquire,      ///< Into begins to be owned, as Kind, if When
  Release,      ///< Of ends, by a closer for Kind
  Transfer,     ///< Of becomes Into, as Kind, if When (fdopen)
  Alias,        ///< Into is a borrowed view of Of, as Kind (fileno)
  Use,          ///< Of is used as a descriptor
  Probe,        ///< tells whether Of is open: it is if When; no use
  Number,       ///< Of is read as a mere number (FD_SET, printf): no use;
                ///< with Into, the text there says it from now on
  Borrow,       ///< Of is read and not kept
  Escape,       ///< Of goes to a known but invisible keeper (Into, if given)
                ///< if When
  Copy,         ///< Into := value of Of (a function that returns its argument)
  Constant,     ///< Into := Value (safe_close returns -1)
  Fill,         ///< every byte of Of becomes From2, or else Value (memset)
  Replace,      ///< Of is closed and made a copy of From2; Into := Of (dup2)
  ReleaseRange, ///< every number from Of to Into ends; no slot: no bound
  SetCloexec, ClearCloexec, AssignCloexec, ///< of Of (Assign: by If)
  SetCloexecRange, ///< of every number from Of to Into; no slot: no bound
  Unblock,      ///< reads of Of wait no more
  Process,      ///< Of is the pid of a child that was started
  Lock, Unlock, ///< a lock that lasts as long as Of is open, if When
  Wait,         ///< blocks until the end of Of, which it uses (or of a child:
                ///< no Of)
  Join,         ///< waits for the end of the thread Of
  Invoke,       ///< calls Of now, with From2 as its arguments if given
  InvokeLater,  ///< keeps Of and calls it later (atexit, signal); From2 alike
  InvokeThread, ///< calls Of in another thread (pthread_create); From2 alike
  InvokeChild,  ///< forks, and calls Of in the child, which then ends
  Allocate,     ///< Into points to a new record
  Free,         ///< the record that Of points to ends
  Fork,         ///< returns in three worlds
  Exec,         ///< returns only on failure
  Spawn,        ///< a child forks and execs; the call returns in the parent only
                ///< (Cloexec: everything is closed in the child first; else
                ///< what Handle is, unless that is Raw)
  Exit,         ///< the process, or this thread of control, ends
  Throws,       ///< may throw Type, or what nobody knows if that is empty
  NoThrow,
  Pure,         ///< the result hangs on the arguments and on what they point to
};

/// One effect. Which members count is said at EffectKind and, row by row, in
/// EffectKeys.def. A function's effects take place in their order.
struct Effect {
  EffectKind Kind = EffectKind::Borrow;
  Slot Of, Into, From2;
  HandleKind Handle = HandleKind::Raw;
  End PipeEnd = End::None;
  std::optional<Test> When;         ///< on the result; none: always
  llvm::SmallVector<Guard, 1> If;   ///< on the arguments; all must hold
  CloexecRule Cloexec;
  Remedy Instead;                   ///< Acquire
  std::optional<Slot> Minimum;      ///< Acquire: the number is at least this
  int64_t Value = 0;                ///< Constant, Fill
  std::string Type;                 ///< Throws
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_EFFECT_H
