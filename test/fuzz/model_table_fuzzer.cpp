//===- model_table_fuzzer.cpp - Any bytes as a model table ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines a libFuzzer target: the loader adds entries that print and read back,
// or gives one error with a place and adds nothing. Run it over a copy of
// checks/model.
//===----------------------------------------------------------------------===//

#include "model/FunctionModel.h"
#include "model/Printer.h"
#include <cstddef>
#include <cstdlib>

using namespace llvm;
using namespace fdtidy::model;

// The layer wants a built-in table; this one has none.
namespace fdtidy::model {
extern const char BuiltinTableText[];
extern const std::size_t BuiltinTableSize;
const char BuiltinTableText[] = "";
const std::size_t BuiltinTableSize = 0;
} // namespace fdtidy::model

static void require(bool Holds, StringRef What) {
  if (Holds)
    return;
  errs() << What << '\n';
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  StringRef Text(reinterpret_cast<const char *>(Data), Size);
  Table T;
  if (Error E = T.addText(Text, "f.yaml")) {
    std::string Message = toString(std::move(E));
    require(StringRef(Message).starts_with("f.yaml:"), Message);
    require(T.functions().empty(), "something was added");
    return 0;
  }
  for (const FunctionModel *F : T.functions()) {
    require(T.find(F->Name, F->Method, F->Arity.value_or(0)), F->Name);
    std::string Printed;
    raw_string_ostream OS(Printed);
    print(OS, *F);
    Table Copy;
    if (Error E = Copy.addText(Printed, "printed.yaml"))
      require(false, Printed + toString(std::move(E)));
  }
  return 0;
}
