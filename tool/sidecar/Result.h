//===- Result.h - A value, or the call that failed --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Error, the name of a failed call with its errno and its object, and
// Result, which holds either a value or an Error.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_RESULT_H
#define SIDECAR_RESULT_H

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace sidecar {

struct Error {
  const char *Call = "";
  int Number = 0;    // errno, or 0 where the text says it all
  std::string About; // a path, a name, a remedy

  /// What errno says now.
  static Error last(const char *Call, std::string About = {}) {
    return Error{Call, errno, std::move(About)};
  }
  std::string message() const {
    std::string Text = Call;
    if (!About.empty())
      Text += Text.empty() ? About : " " + About;
    if (Number != 0)
      Text += std::string(": ") + std::strerror(Number);
    return Text;
  }
};

template <typename T> class [[nodiscard]] Result {
public:
  Result(T Value) : Held(std::move(Value)) {}
  Result(Error E) : Held(std::move(E)) {}
  explicit operator bool() const { return Held.index() == 0; }
  T &operator*() & { return *std::get_if<0>(&Held); }
  T &&operator*() && { return std::move(*std::get_if<0>(&Held)); }
  T *operator->() { return std::get_if<0>(&Held); }
  const Error &error() const { return *std::get_if<1>(&Held); }

private:
  std::variant<T, Error> Held;
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error E) : Failure(std::move(E)) {}
  explicit operator bool() const { return !Failure; }
  const Error &error() const { return *Failure; }

private:
  std::optional<Error> Failure;
};

} // namespace sidecar

#endif
