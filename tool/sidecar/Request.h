//===- Request.h - What a client asks for -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Request, one line of the control protocol:
//   {"command":"restart","names":["egress"],"wait":true}
// with "lines" and "follow" for logs. The reply is one line, too: {"ok":true,…}
// or {"ok":false,"error":TEXT}; logs that are followed add {"text":TEXT} lines.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_REQUEST_H
#define SIDECAR_REQUEST_H

#include "Result.h"
#include <string_view>
#include <vector>

namespace sidecar {

struct Request {
  enum class Verb : uint8_t {
    Status,
    Health,
    Metrics,
    Logs,
    Start,
    Stop,
    Restart,
    Shutdown
  };
  Verb What = Verb::Status;
  std::vector<std::string> Names;
  bool Wait = true;
  bool Follow = false;
  int Lines = -1;
};

Result<Request> parseRequest(std::string_view Line);

} // namespace sidecar

#endif
