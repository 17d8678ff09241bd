//===- LogFile.h - A file that lines go to ----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines LogFile, one O_APPEND sink with rotation by size: FILE is renamed to
// FILE.1, that to FILE.2, and so on, between two lines. A line that has been
// written is in one file, whole, whenever we are killed. LogFiles keeps one
// sink per path, for as long as anyone uses it.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LOGFILE_H
#define SIDECAR_LOGFILE_H

#include "ByteQueue.h"
#include "Config.h"
#include "OwnedFd.h"
#include "Result.h"
#include <map>

namespace sidecar {

class LogFile {
public:
  static Result<std::shared_ptr<LogFile>> open(const StreamRules &Rules);
  /// Whether open() would succeed now, as far as can be told without making
  /// the file.
  static Result<void> tryPath(const std::string &Path);

  /// Whole lines gather here; flush() writes them.
  ByteQueue Bytes;
  void flush();
  /// Opens the path anew, for programs that rotate by themselves. What was open
  /// stays in use if that fails.
  Result<void> reopen();
  void setRules(const StreamRules &Next) { Rules = Next; }
  uint64_t bytesLost() const { return Lost; }
  /// Why it does not take lines, or is not rotated: once, until it works again.
  std::optional<Error> takeFailure() { return std::exchange(Failure, {}); }

private:
  LogFile(const StreamRules &Rules, OwnedFd File, uint64_t Size)
      : Rules(Rules), File(std::move(File)), Size(Size) {}
  void rotate();
  void failed(Error Why);
  void write(std::string_view Lines);

  StreamRules Rules;
  OwnedFd File;
  uint64_t Size;
  uint64_t Lost = 0; // bytes that the disk did not take
  bool Cut = false;  // the file ends in a part of a line
  bool Failing = false;
  std::optional<Error> Failure; // that nobody has taken
};

class LogFiles {
public:
  /// The sink of that path, opened if nobody has it open.
  Result<std::shared_ptr<LogFile>> get(const StreamRules &Rules);
  /// Opens all anew; the first error, after all were tried.
  Result<void> reopen();

private:
  std::map<std::string, std::weak_ptr<LogFile>> Open;
};

} // namespace sidecar

#endif
