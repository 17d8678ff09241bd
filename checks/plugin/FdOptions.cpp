//===- FdOptions.cpp - The options that all checks share ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "plugin/FdOptions.h"

using namespace fdtidy;
using namespace fdtidy::plugin;
using llvm::StringRef;

FdOptions
FdOptions::read(const View &From,
                llvm::function_ref<void(const std::string &)> Complain) {
  auto Get = [&](StringRef Name) -> std::optional<std::string> {
    if (auto Given = From.get(Name))
      return Given->str();
    return std::nullopt;
  };
  return {engine::SharedOptions::read(Get, Complain)};
}

void FdOptions::store(const View &To, Map &Into) const {
  engine::SharedOptions::store([&](StringRef Name, StringRef Value) {
    To.store(Into, Name, Value);
  });
}
