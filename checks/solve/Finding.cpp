//===- Finding.cpp - Names of checks, and findings of both ends -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Finding.h"

using namespace fdtidy;
using namespace fdtidy::solve;

llvm::StringRef solve::checkName(CheckKind Kind) {
  switch (Kind) {
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  case CheckKind::Enum:                                                        \
    return Name;
#include "solve/Checks.def"
  }
  return "";
}

EndJoiner::~EndJoiner() {
  if (First)
    Into.push_back(std::move(*First));
}

void EndJoiner::add(Finding F, bool Joins) {
  if (Joins) {
    First->OtherName = F.Name;
    return;
  }
  if (First)
    Into.push_back(std::move(*First));
  First = std::move(F);
}
