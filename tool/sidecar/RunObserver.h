//===- RunObserver.h - Who is told of a run ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines RunObserver, the daemon as its incarnation sees it. It outlives the
// incarnation, and destroys none of it from within one of these calls.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_RUNOBSERVER_H
#define SIDECAR_RUNOBSERVER_H

#include <string_view>

namespace sidecar {

class RunObserver {
public:
  virtual void execSucceeded() = 0;
  virtual void becameReady() = 0;
  virtual void readinessLost() = 0; // its channel closed without a word
  virtual void statusChanged(std::string_view Text) = 0;

protected:
  ~RunObserver() = default;
};

} // namespace sidecar

#endif
