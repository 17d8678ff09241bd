//===- BuilderTest.cpp - Places, blocks and facts that are built ----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests FunctionBuilder by what is printed of its functions.
//===----------------------------------------------------------------------===//
#include "ir/Builder.h"
#include "ir/Parser.h"
#include "ir/Printer.h"
#include "ir/Verifier.h"
#include "gtest/gtest.h"

using namespace fdtidy::ir;
using llvm::StringRef;

namespace {

std::string printed(const Module &M, const Function &F) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, M, F);
  return Text;
}

std::string printed(const Module &M) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, M);
  return Text;
}

TEST(Builder, InternsPlaces) {
  Module M;
  FunctionID ID = M.function("f");
  FunctionBuilder B(M, ID);
  PlaceID X = B.root(PlaceKind::Local, "x");
  EXPECT_EQ(B.root(PlaceKind::Local, "x"), X);
  EXPECT_NE(B.root(PlaceKind::Global, "x"), X);
  EXPECT_EQ(B.field(X, "a"), B.field(X, "a"));
  EXPECT_NE(B.field(X, "a"), B.field(X, "b"));
  EXPECT_EQ(B.index(X, 1), B.index(X, 1));
  EXPECT_NE(B.index(X, 1), B.index(X, 2));
  EXPECT_NE(B.anyIndex(X), B.element(X));
  EXPECT_EQ(B.pointee(X), B.pointee(X));
  EXPECT_NE(B.temp(), B.temp());
  EXPECT_EQ(B.function().root(B.field(B.pointee(X), "a")), X);
}

TEST(Builder, GoesOnWithAFunctionThatHasPlaces) {
  Module M;
  FunctionID ID = M.function("f");
  PlaceID X, Temp;
  {
    FunctionBuilder B(M, ID);
    X = B.root(PlaceKind::Local, "x");
    Temp = B.temp();
  }
  FunctionBuilder B(M, ID);
  EXPECT_EQ(B.root(PlaceKind::Local, "x"), X);
  EXPECT_NE(B.temp(), Temp);
}

TEST(Builder, AShadowingVariableGetsAFreshName) {
  Module M;
  FunctionBuilder B(M, M.function("f"));
  EXPECT_EQ(B.freshName("x"), "x");
  B.root(PlaceKind::Param, "x");
  EXPECT_EQ(B.freshName("x"), "x_2");
  B.root(PlaceKind::Local, "x_2");
  EXPECT_EQ(B.freshName("x"), "x_3");
}

TEST(Builder, EveryFactIsPrinted) {
  Module M;
  M.FileName = "a.cpp";
  FunctionID ID = M.function("f"), Callee = M.function("g");
  M.at(Callee).Info.CLinkage = true;
  FunctionBuilder B(M, ID);
  SourceLoc At;
  At.File = M.intern("a.cpp");
  At.Line = 3;
  At.Column = 1;
  B.setLoc(M.addLoc(At));
  PlaceID P = B.addParam(PlaceKind::Param, "p");
  PlaceID X = B.root(PlaceKind::Local, "x"), T = B.temp();
  Operand OnP = Operand::place(P), OnX = Operand::place(X);
  BlockID Entry = B.newBlock(), Then = B.newBlock(), Else = B.newBlock();
  BlockID Pad = B.newBlock();
  EXPECT_TRUE(B.terminated());
  B.setInsertPoint(Entry);
  EXPECT_FALSE(B.terminated());
  Acquisition Acq;
  Acq.Callee = M.intern("open");
  Acq.Ok = {OnX, CompareOp::GE, Operand::constant(0)};
  B.acquire(Acq, X);
  B.branchIf({OnX, CompareOp::LT, Operand::constant(0)}, Else, Then);
  EXPECT_TRUE(B.terminated());
  B.setInsertPoint(Then);
  B.assign(T, Operand::constant(1));
  B.move(T, X);
  B.compute(T, OnX, BinaryOp::Add, Operand::constant(1));
  B.transfer(T, OnX, OwnerKind::File, "fdopen",
             {Operand::place(T), CompareOp::NE, Operand::constant(0)});
  B.alias(T, OnP, OwnerKind::Raw, "fileno");
  B.release(OnX, "close");
  B.use(OnX, "write");
  B.wait(OnX, "read", T);
  B.dup2(T, OnX, Operand::constant(1));
  B.escape(OnX, "unknown callee");
  B.setCloexec(OnX, Operand::constant(1));
  Fact &Call = B.call(Callee, {OnX, Operand::address(P)}, T);
  Call.Unwind = Pad;
  Call.MayThrow = true;
  B.callIndirect(OnP, {});
  B.raise({"E", "std::exception"}, Pad);
  B.rethrow();
  B.fork(T, "fork");
  B.exec();
  B.exit();
  B.end(X);
  B.input(X);
  B.endTemps();
  B.alloc(T, "Child", "new");
  B.free(OnP);
  B.insert(P, OnX);
  B.erase(P, {}, OnX);
  B.clear(P);
  B.branch(Else);
  B.setInsertPoint(Else);
  B.ret();
  B.setInsertPoint(Pad);
  Edge Handler;
  Handler.To = Else;
  Handler.Catches = M.intern("...");
  B.dispatch(Handler);
  EXPECT_EQ(llvm::toString(verify(M)), "");
  EXPECT_EQ(printed(M, M.at(ID)),
            R"(func @f(%p: int) {
b0:
  %x = acquire by "open" raw ok(%x >= 0) !3:1
  br b2 if %x < 0 !3:1, b1 if %x >= 0 !3:1
b1:
  %t0 = 1 !3:1
  %t0 = move %x !3:1
  %t0 = %x + 1 !3:1
  %t0 = transfer %x to file by "fdopen" ok(%t0 != 0) !3:1
  %t0 = alias %p as raw by "fileno" !3:1
  release %x by "close" raw !3:1
  use %x by "write" !3:1
  %t0 = wait %x by "read" !3:1
  %t0 = dup2 %x, 1 !3:1
  escape %x as "unknown callee" !3:1
  cloexec %x, 1 !3:1
  %t0 = call @g(%x, &%p) unwind b3 maythrow !3:1
  call *%p() !3:1
  throw "E" "std::exception" unwind b3 !3:1
  rethrow !3:1
  %t0 = fork by "fork" !3:1
  exec !3:1
  exit !3:1
  end %x !3:1
  input %x !3:1
  endtemps !3:1
  %t0 = alloc "Child" by "new" !3:1
  free %p !3:1
  insert %p, %x !3:1
  erase %p at %x !3:1
  clear %p !3:1
  br b2
b2:
  return !3:1
b3:
  dispatch b2 catch ...
}
)");
  llvm::Expected<Module> Read = parse(printed(M), "t");
  ASSERT_TRUE(bool(Read));
  EXPECT_EQ(printed(*Read), printed(M));
}

TEST(Printer, PrintsBrokenFunctions) {
  Module M;
  FunctionID ID = M.function("f");
  FunctionBuilder B(M, ID);
  BlockID Entry = B.newBlock();
  B.setInsertPoint(Entry);
  B.assign(PlaceID(), Operand());
  B.assign(PlaceID(9), Operand::function(FunctionID(9)));
  B.call(FunctionID(9), {Operand::place(PlaceID(9))});
  B.branch(BlockID());
  Function &F = M.at(ID);
  F.Blocks[0].Facts.push_back(FactID(70));
  F.Params.push_back(PlaceID(4));
  F.Info.Record = RecordID(3);
  F.Info.Loc = LocID(3);
  EXPECT_EQ(printed(M, F), R"(func @f(<p4?>) of <none> {
b0:
  <none> = <none>
  <p9?> = <none>
  call <none>(<p9?>)
  <f70?>
  br <none>
}
)");
}

TEST(Printer, EndsForAPlaceThatIsItsOwnParent) {
  Module M;
  FunctionID ID = M.function("f");
  FunctionBuilder B(M, ID);
  PlaceID X = B.pointee(B.root(PlaceKind::Local, "x"));
  M.at(ID).Places[X.index()].Parent = X;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  printPlace(OS, M, M.at(ID), X);
  EXPECT_TRUE(StringRef(Text).ends_with("*<p1?>"));
  EXPECT_EQ(llvm::toString(verify(M)), "@f, place 1 has a wrong parent");
}

/// A function, broken by \p Break, and what the verifier says of it.
template <typename Breaker> std::string verdictOn(Breaker Break) {
  llvm::Expected<Module> M = parse("fdir 1 \"a.cpp\"\n"
                                   "record @R\n"
                                   "func @f(this: pointer @R, %p) of @R {\n"
                                   "  %x = %p\n"
                                   "  ret = this.fd\n"
                                   "  br b1\n"
                                   "b1: return\n"
                                   "}\n",
                                   "t");
  EXPECT_TRUE(bool(M));
  EXPECT_EQ(llvm::toString(verify(*M)), "");
  Break(*M, M->Functions[0]);
  return llvm::toString(verify(*M));
}

TEST(Verifier, FindsWhatTheTextCannotSay) {
  auto Verdict = [](auto Break) { return verdictOn(Break); };
  EXPECT_EQ(Verdict([](Module &M, Function &) {
              M.Functions.emplace_back().Info.Name = M.intern("f");
            }),
            "@f, function 1 has the name of another");
  EXPECT_EQ(Verdict([](Module &M, Function &) {
              M.Records[0].Destructor = FunctionID(7);
            }),
            "@R, the destructor is unknown");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              std::swap(F.Params[0], F.Params[1]);
            }),
            "@f, 'this' is not the first parameter");
  EXPECT_EQ(Verdict([](Module &, Function &F) { F.Params.pop_back(); }),
            "@f, 'p' is no parameter");
  EXPECT_EQ(Verdict([](Module &M, Function &F) {
              for (Place &P : F.Places)
                if (P.Kind == PlaceKind::Local)
                  P.Name = M.intern("p");
            }),
            "@f, two variables are called 'p'");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              F.Places.push_back(F.Places.back());
            }),
            "@f, place 6 is there twice");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              F.Blocks[0].Edges[0].To = BlockID(2);
            }),
            "@f, b0: an edge leads to no block");
  EXPECT_EQ(Verdict([](Module &, Function &F) { F.Blocks[0].Edges.clear(); }),
            "@f, b0: its terminator has no edge");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              F.Blocks[1].Facts.push_back(FactID(0));
            }),
            "@f, b1: '%x = %p': it is there twice");
  EXPECT_EQ(Verdict([](Module &, Function &F) { F.Facts[0].Ops.clear(); }),
            "@f, b0: '%x = <none>': it has 0 operands, expected 1 to 1");
  EXPECT_EQ(Verdict([](Module &, Function &F) { F.Facts[0].Dst = {}; }),
            "@f, b0: '<none> = %p': the result is missing");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              F.Facts[0].Kind = FactKind::Call;
            }),
            "");
  EXPECT_EQ(Verdict([](Module &, Function &F) {
              F.Facts[0].Loc = LocID(1000);
            }),
            "@f, b0: '%x = %p': its location is unknown");
}

} // namespace
