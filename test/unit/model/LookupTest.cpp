//===- LookupTest.cpp - Which model a call has ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "unit/model/Support.h"

using namespace fdtidy::model;

namespace {

TEST(Lookup, AMethodIsNoFunction) {
  Table T;
  ASSERT_EQ("", errorOf(T, "- function: C::open\n  acquires: ret\n"
                           "- method: C::open\n  releases: this\n"));
  EXPECT_TRUE(T.find("C::open", false, 0)->acquires());
  EXPECT_TRUE(T.find("C::open", true, 0)->releases());
  EXPECT_EQ(nullptr, T.find("open", false, 0));
  EXPECT_EQ(nullptr, T.findType("C::open"));
}

TEST(Lookup, TheExactArityIsPreferred) {
  Table T;
  ASSERT_EQ("", errorOf(T, "- function: f\n  arity: 2\n  uses: arg1\n"
                           "- function: f\n  uses: arg0\n"
                           "- function: g\n  arity: 1\n"));
  EXPECT_EQ("uses: {arg: \"arg1\"}", effects(T.find("f", false, 2)));
  EXPECT_EQ("uses: {arg: \"arg0\"}", effects(T.find("f", false, 3)));
  EXPECT_EQ(nullptr, T.find("g", false, 2));
}

TEST(Lookup, TheNewestTableDecides) {
  Table T = Table::builtin();
  ASSERT_EQ("", errorOf(T, "- function: close\n  uses: arg0\n"));
  EXPECT_EQ("uses: {arg: \"arg0\"}", effects(T.find("close", false, 1)));
  EXPECT_FALSE(T.find("close", false, 1)->Builtin);
  ASSERT_EQ("", errorOf(T, "- function: close\n  borrows: arg0\n"));
  EXPECT_EQ("borrows: {arg: \"arg0\"}", effects(T.find("close", false, 1)));
  EXPECT_TRUE(T.find("open", false, 2)->Builtin);
}

TEST(Lookup, AUserTableMayUseBuiltinConstantsAndItsOwn) {
  Table T = Table::builtin();
  ASSERT_EQ("", errorOf(T, "- constants: {X_CLOEXEC: 64}\n"));
  EXPECT_EQ("", errorOf(T, "- function: xopen\n"
                           "  acquires: ret\n"
                           "  cloexec: \"arg0 & O_CLOEXEC | X_CLOEXEC\"\n"));
  EXPECT_EQ("acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", cloexec: "
            "\"arg0 & 524352\"}",
            effects(T.find("xopen", false, 1)));
}

TEST(Lookup, AModelStaysWhereItIs) {
  Table T = Table::builtin();
  const FunctionModel *Open = T.find("open", false, 2);
  T.functions();
  ASSERT_EQ("", errorOf(T, "- function: xopen\n"));
  Table Moved = std::move(T);
  EXPECT_EQ(Open, Moved.find("open", false, 3));
}

TEST(Lookup, InterestingNamesAreThoseThatMoveADuty) {
  Table T = Table::builtin();
  ASSERT_EQ("", errorOf(T, "- function: site::take\n"
                           "  releases: arg0\n"
                           "- function: site::look\n"
                           "  uses: arg0\n"
                           "- method: site::Owner::reset\n"
                           "  releases: this\n"));
  const std::vector<std::string> &Names = T.interestingNames();
  EXPECT_TRUE(std::is_sorted(Names.begin(), Names.end()));
  auto Has = [&](const char *Name) {
    return std::binary_search(Names.begin(), Names.end(), Name);
  };
  for (const char *Name :
       {"open", "pipe2", "fclose", "dup2", "fdopen", "close_range", "take",
        "Owner", "unique_fd_impl", "fcntl", "syscall"})
    EXPECT_TRUE(Has(Name)) << Name;
  for (const char *Name : {"read", "look", "reset", "fork", "printf", "take "})
    EXPECT_FALSE(Has(Name)) << Name;
}

} // namespace
