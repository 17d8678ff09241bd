//===- sidecar_request_fuzzer.cpp - The control protocol on any bytes -----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line is a request or an error in words; a request names what it is about.
//===----------------------------------------------------------------------===//
#include "Request.h"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using sidecar::Request;
  sidecar::Result<Request> R = sidecar::parseRequest(
      std::string(reinterpret_cast<const char *>(Data), Size));
  if (!R) {
    if (R.error().message().empty())
      std::abort();
    return 0;
  }
  bool Needs = R->What == Request::Verb::Start ||
               R->What == Request::Verb::Stop ||
               R->What == Request::Verb::Restart ||
               R->What == Request::Verb::Logs;
  if (Needs && R->Names.empty())
    std::abort();
  return 0;
}
