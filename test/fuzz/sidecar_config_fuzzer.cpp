//===- sidecar_config_fuzzer.cpp - sidecar's configuration on any text ----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A reading gives a value or errors, never both and never neither; each error
// says where; and the plans of a value can be ordered.
//===----------------------------------------------------------------------===//
#include "ConfigFile.h"
#include "Site.h"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  sidecar::ConfigReading Read = sidecar::readConfigText(
      {reinterpret_cast<const char *>(Data), Size}, "site.toml");
  if (Read.Value.has_value() != Read.Errors.empty())
    std::abort();
  for (const std::string &Error : Read.Errors)
    if (Error.rfind("site.toml:", 0) != 0)
      std::abort();
  if (Read.Value && sidecar::startOrder(Read.Value->Daemons).size() !=
                        Read.Value->Daemons.size())
    std::abort();
  return 0;
}
