//===- ir_parser_fuzzer.cpp - Any bytes as the text of the handle IR ------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines a libFuzzer target: parse, verify, print, parse again; what is
// printed twice must be equal. Run it over a copy of test/fuzz/ir-seeds.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/Printer.h"
#include "ir/Verifier.h"
#include <cstdlib>

using namespace fdtidy::ir;

static std::string printed(const Module &M) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, M);
  return Text;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  llvm::StringRef Text(reinterpret_cast<const char *>(Data), Size);
  llvm::Expected<Module> M = parse(Text, "t");
  if (!M) {
    llvm::consumeError(M.takeError());
    return 0;
  }
  llvm::consumeError(verify(*M));
  std::string Once = printed(*M);
  llvm::Expected<Module> Again = parse(Once, "t");
  if (!Again) {
    llvm::errs() << llvm::toString(Again.takeError()) << '\n' << Once;
    std::abort();
  }
  if (std::string Twice = printed(*Again); Twice != Once) {
    llvm::errs() << Once << "--- and then ---\n" << Twice;
    std::abort();
  }
  return 0;
}
