//===- CallGraph.cpp - Who calls whom in a module -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/CallGraph.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;

FunctionID solve::callOperator(const ir::Module &M, ir::RecordID R) {
  for (FunctionID F : M.at(R).Methods)
    if (M.at(F).Info.Role == ir::FunctionRole::Lambda && M.at(F).hasBody())
      return F;
  return {};
}

std::vector<FunctionID> solve::callees(const ir::Module &M,
                                       const ir::Function &F) {
  std::vector<FunctionID> Result;
  auto Add = [&](FunctionID ID) {
    if (ID && M.at(ID).hasBody())
      Result.push_back(ID);
  };
  for (const ir::Fact &Fact : F.Facts) {
    Add(Fact.Callee);
    for (const ir::Operand &O : Fact.Ops)
      Add(O.Function);
    for (const ir::Operand &O : Fact.Args)
      Add(O.Function);
  }
  for (const ir::Place &P : F.Places) // closures made here
    if (P.isRoot() && P.Type == ir::ValueType::Record && P.Record)
      Add(callOperator(M, P.Record));
  return Result;
}

// Iterative, for deep call chains.
std::vector<std::vector<FunctionID>> solve::bottomUp(const ir::Module &M) {
  const size_t N = M.Functions.size();
  std::vector<unsigned> Index(N, 0), Low(N, 0);
  std::vector<bool> OnStack(N, false);
  std::vector<FunctionID> Stack;
  std::vector<std::vector<FunctionID>> Result;
  unsigned Next = 1;
  struct Frame {
    FunctionID F;
    std::vector<FunctionID> To;
    size_t At = 0;
  };
  for (unsigned Root = 0; Root != N; ++Root) {
    if (Index[Root] || !M.Functions[Root].hasBody())
      continue;
    std::vector<Frame> Frames;
    auto Enter = [&](FunctionID F) {
      Index[F.index()] = Low[F.index()] = Next++;
      OnStack[F.index()] = true;
      Stack.push_back(F);
      Frames.push_back({F, callees(M, M.at(F))});
    };
    Enter(FunctionID(Root));
    while (!Frames.empty()) {
      Frame &Top = Frames.back();
      unsigned Me = Top.F.index();
      if (Top.At < Top.To.size()) {
        FunctionID To = Top.To[Top.At++];
        if (!Index[To.index()])
          Enter(To);
        else if (OnStack[To.index()])
          Low[Me] = std::min(Low[Me], Index[To.index()]);
        continue;
      }
      if (Low[Me] == Index[Me]) {
        std::vector<FunctionID> Component;
        FunctionID F;
        do {
          F = Stack.back();
          Stack.pop_back();
          OnStack[F.index()] = false;
          Component.push_back(F);
        } while (F.index() != Me);
        llvm::sort(Component);
        Result.push_back(std::move(Component));
      }
      Frames.pop_back();
      if (!Frames.empty()) {
        unsigned Up = Frames.back().F.index();
        Low[Up] = std::min(Low[Up], Low[Me]);
      }
    }
  }
  return Result;
}
