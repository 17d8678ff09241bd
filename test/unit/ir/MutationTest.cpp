//===- MutationTest.cpp - Damaged text is rejected or read, never fatal ---===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests the parser on some thousand damaged texts: bytes and pieces deleted,
// doubled, exchanged and replaced. What is read must print to itself. The fuzz
// target does the same with coverage: test/fuzz/ir_parser_fuzzer.cpp.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/Printer.h"
#include "ir/Verifier.h"
#include "gtest/gtest.h"
#include <random>

using namespace fdtidy::ir;
using llvm::StringRef;

namespace {

const char Seed[] = R"(fdir 1 "dir/a.cpp"

record @Child "ns::Child" bases @Base user-dtor no-copy dtor @~Child !3:8 {
  .out int !4:7
  .next pointer @Child
  methods @f, @~Child
}

func @f "ns::Child::f"(this: pointer @Child, %x: int !9:2) method of @Child public -> bool !9:1 {
  var %p: array !10:3
  var *%q: record @Child
b0:
  %t0 = acquire by "pipe2" raw cloexec(%x & 524288) min(3) ok(%t0 == 0) -> %p[0] read, %p[1] write !12:3
  br b1 if %t0 < 0 and %x != -1 !13:3, b2 if %t0 >= 0
b1:
  this.out = move (*%q).next.out[?].a[*]
  %x = %x << 2
  $"c:@g" = &*this !b.h:7:1
  release %p[%x] by "close" raw
  call *%q(%x, -9223372036854775808, @f, ?) unwind b3 maythrow thread
  throw "E" "std::exception" unwind b3
  insert %p, %x at 0x10
  return !14:1
b2:
  %"t1" = alloc "Child" by "new"
  ret = %"a \22b" >= 0
  unreachable
b3:
  dispatch b1 catch "E", b2 catch ..., b3
}

func @~Child
)";

std::string printed(const Module &M) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, M);
  return Text;
}

/// \returns whether \p Text was read.
bool survives(StringRef Text) {
  llvm::Expected<Module> M = parse(Text, "t");
  if (!M) {
    std::string Error = llvm::toString(M.takeError());
    EXPECT_TRUE(StringRef(Error).starts_with("t:")) << Error;
    EXPECT_FALSE(StringRef(Error).ends_with(".")) << Error;
    return false;
  }
  llvm::consumeError(verify(*M));
  std::string Once = printed(*M);
  llvm::Expected<Module> Again = parse(Once, "t");
  if (!Again) {
    ADD_FAILURE() << llvm::toString(Again.takeError()) << "\n" << Text.str();
    return true;
  }
  EXPECT_EQ(printed(*Again), Once) << Text.str();
  return true;
}

/// One change of \p Text, by tokens where \p Random says so.
std::string mutated(std::string Text, std::mt19937 &Random) {
  auto Below = [&](size_t N) { return N ? Random() % N : 0; };
  static const char *const Pieces[] = {
      "*", "(", ")",  "[",  "]",   ".",   "%x", "@f",  "b0", "b9", "\"",
      "-", "!", "\n", "}",  "{",   "->",  "this", "ret", "null", "?", "9",
      ",", ":", "&",  "0x", "%t3", "%p[", "cloexec", "ok(", "of", "\xff"};
  size_t At = Below(Text.size()), Length = 1 + Below(Random() % 4 ? 4 : 60);
  switch (Below(5)) {
  case 0:
    Text.erase(At, Length);
    break;
  case 1:
    Text.insert(At, Pieces[Below(std::size(Pieces))]);
    break;
  case 2:
    Text.replace(At, Length, Pieces[Below(std::size(Pieces))]);
    break;
  case 3:
    Text.insert(Below(Text.size()), Text.substr(At, Length));
    break;
  default:
    if (At < Text.size())
      Text[At] = char(Random());
  }
  return Text;
}

TEST(Mutation, TheSeedIsRead) {
  EXPECT_TRUE(survives(Seed));
  llvm::Expected<Module> M = parse(Seed, "t");
  ASSERT_TRUE(bool(M));
  EXPECT_EQ(llvm::toString(verify(*M)), "");
}

TEST(Mutation, DamagedTextIsReadOrRejected) {
  std::mt19937 Random(1); // the same texts in every run
  unsigned Read = 0, Runs = 5000;
  for (unsigned I = 0; I < Runs && !testing::Test::HasFailure(); ++I) {
    // The short form fills in more.
    std::string Text = I % 2 ? Seed : StringRef(Seed).split('\n').second.str();
    for (unsigned Changes = 1 + Random() % 3; Changes; --Changes)
      Text = mutated(std::move(Text), Random);
    Read += survives(Text);
  }
  // Neither side is idle.
  EXPECT_GT(Read, Runs / 20);
  EXPECT_LT(Read, Runs - Runs / 20);
}

TEST(Mutation, EveryPrefixIsReadOrRejected) {
  for (size_t I = 0; I < sizeof(Seed); ++I)
    survives(StringRef(Seed).take_front(I));
}

} // namespace
