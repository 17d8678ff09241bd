//===- BuiltinTest.cpp - The built-in table ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/TextIndex.h"
#include "unit/model/Support.h"

using namespace llvm;
using namespace fdtidy::model;

namespace fdtidy::model {
extern const char BuiltinTableText[];
extern const std::size_t BuiltinTableSize;
} // namespace fdtidy::model

namespace {

StringRef text() { return StringRef(BuiltinTableText, BuiltinTableSize); }

// What a user's table may not contain the built-in one may not either: entries
// that repeat each other, constants that are defined after their use.
TEST(Builtin, IsATableLikeAnyOther) {
  Table T;
  EXPECT_EQ("", errorOf(T, text()));
  EXPECT_EQ(Table::builtin().functions().size(), T.functions().size());
}

// The index sees an entry's first line and the beginnings of the others. It
// must find what a YAML parser finds.
TEST(Builtin, TheIndexAgreesWithTheParser) {
  TableText Source(text(), "built-in");
  Constants Known;
  EntryReader Reader(Source, Known);
  const TextIndex Index(text());
  size_t I = 0;
  ASSERT_TRUE(Source.forEach([&](yaml::Node &N) {
    Entry E;
    if (!Reader.read(N, E) || I == Index.Spans.size())
      return false;
    const TextIndex::Span &S = Index.Spans[I++];
    EXPECT_EQ(E.Which, S.Which);
    SmallVector<StringRef> Names;
    for (const Entry::Name &Name : E.Names)
      Names.push_back(Name.Text);
    EXPECT_EQ(ArrayRef<StringRef>(Names), ArrayRef<StringRef>(S.Names))
        << S.Text.str();
    EXPECT_EQ(any_of(E.Effects,
                     [](const Effect &E) { return movesObligations(E.Kind); }),
              S.MovesObligations)
        << S.Text.str();
    return true;
  })) << toString(Source.takeError());
  EXPECT_EQ(Index.Spans.size(), I);
}

TEST(Builtin, EachEntryNamesItsManualPage) {
  const Table T = Table::builtin();
  for (const FunctionModel *F : T.functions())
    EXPECT_NE("", F->ManPage) << F->Name;
}

TEST(Builtin, EachEntryIsFoundAndReadsBackAsPrinted) {
  const Table T = Table::builtin();
  for (const FunctionModel *F : T.functions()) {
    EXPECT_EQ(F, T.find(F->Name, F->Method, F->Arity.value_or(99)));
    std::string Printed, Again;
    raw_string_ostream OS(Printed);
    print(OS, *F);
    Table Copy;
    ASSERT_EQ("", errorOf(Copy, Printed));
    raw_string_ostream OSAgain(Again);
    print(OSAgain, *Copy.functions().front());
    EXPECT_EQ(Printed, Again);
  }
}

TEST(Builtin, EachEntryIsSound) {
  const Table T = Table::builtin();
  for (const FunctionModel *F : T.functions())
    for (const Effect &E : F->Effects) {
      // Who cannot fail says so: no acquisition by a function does.
      if (E.Kind == EffectKind::Acquire && !F->Method)
        EXPECT_TRUE(E.When) << F->Name;
      // A model that acquires says what exec does, or that it depends.
      if (E.Cloexec.Which == CloexecRule::Kind::If)
        EXPECT_TRUE(E.Cloexec.If) << F->Name;
      if (F->Method)
        continue;
      EXPECT_NE(Slot::Root::This, E.Of.From) << F->Name;
      EXPECT_NE(Slot::Root::This, E.Into.From) << F->Name;
    }
}

TEST(Builtin, Files) {
  EXPECT_EQ("acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", cloexec: "
            "\"arg1 & 524288\"}",
            builtin("open", 3));
  EXPECT_EQ(builtin("open", 2), builtin("__open64_2", 2));
  EXPECT_EQ("uses: {arg: \"arg0\"}\n"
            "replaces: {of: \"arg1\", from: \"arg0\", to: \"ret\", when: \"ret "
            ">= 0\", cloexec: no}",
            builtin("dup2", 2));
  EXPECT_EQ("releases: {arg: \"arg0\", kind: raw, when: always}",
            builtin("close", 1));
  EXPECT_EQ("releases-range: {from: \"arg0\", to: \"arg1\", kind: raw, when: "
            "always, if: [\"!arg2 & 4\"]}\n"
            "sets-cloexec-range: {from: \"arg0\", to: \"arg1\", if: [\"arg2 & "
            "4\"]}",
            builtin("close_range", 3));
  StringRef Fcntl = "uses: {arg: \"arg0\", if: [\"arg1 != 1\", \"arg1 != "
                    "2\"]}\n"
                    "probes: {arg: \"arg0\", when: \"ret >= 0\", if: "
                    "[\"arg1 == 1\"]}\n"
                    "acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", "
                    "cloexec: no, remedy: \"fcntl(arg0, F_DUPFD_CLOEXEC, "
                    "arg2)\", minimum: \"arg2\", if: [\"arg1 == 0\"]}\n"
                    "acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", "
                    "cloexec: yes, minimum: \"arg2\", if: [\"arg1 == 1030\"]}\n"
                    "assigns-cloexec: {arg: \"arg0\", when: always, cloexec: "
                    "\"arg2 & 1\", if: [\"arg1 == 2\"]}\n";
  EXPECT_TRUE(StringRef(builtin("fcntl", 3)).starts_with(Fcntl));
}

TEST(Builtin, Pipes) {
  EXPECT_EQ("acquires: {out: \"arg0[0]\", kind: raw, end: read, when: \"ret == "
            "0\", cloexec: \"arg1 & 524288\"}\n"
            "acquires: {out: \"arg0[1]\", kind: raw, end: write, when: \"ret "
            "== 0\", cloexec: \"arg1 & 524288\"}\n"
            "unblocks: {arg: \"arg0[0]\", if: [\"arg1 & 2048\"]}",
            builtin("pipe2", 2));
  EXPECT_EQ(
      "acquires: {out: \"*arg0\", kind: raw, when: \"ret == 0\", cloexec: "
      "no}\n"
      "acquires: {out: \"*arg1\", kind: raw, when: \"ret == 0\", cloexec: "
      "no}",
      builtin("openpty", 5));
  EXPECT_EQ("forks: {}\n"
            "acquires: {out: \"*arg0\", kind: raw, when: \"ret > 0\", cloexec: "
            "no}",
            builtin("forkpty", 4));
}

TEST(Builtin, StreamsAndDirectories) {
  EXPECT_EQ("uses: {arg: \"arg0\"}\n"
            "transfers: {from: \"arg0\", to: \"ret\", kind: file, when: \"ret "
            "!= 0\"}",
            builtin("fdopen", 2));
  EXPECT_EQ("releases: {arg: \"arg2\", kind: file, when: \"ret == 0\"}\n"
            "copies: {from: \"arg2\", to: \"ret\", when: \"ret != 0\"}\n"
            "assigns-cloexec: {arg: \"arg2\", when: \"ret != 0\", cloexec: "
            "\"arg1 has \\\"e\\\"\"}",
            builtin("freopen", 3));
  EXPECT_EQ(
      "spawns: {kind: popen, when: always}\n"
      "acquires: {out: \"ret\", kind: popen, when: \"ret != 0\", cloexec: "
      "\"arg1 has \\\"e\\\"\"}",
      builtin("popen", 2));
  EXPECT_EQ("aliases: {from: \"arg0\", to: \"ret\", kind: raw, when: always}",
            builtin("dirfd", 1));
}

TEST(Builtin, Processes) {
  EXPECT_EQ("numbers: {arg: \"args3\"}\nexits: {if: [\"arg0 != 0\"]}",
            builtin("error", 4));
  EXPECT_EQ("names-process: {arg: \"arg0\"}\nnames-process: {arg: \"ret\"}\n"
            "waits: {if: [\"!arg2 & 1\"]}",
            builtin("waitpid", 3));
  EXPECT_EQ("names-process: {arg: \"arg0\", if: [\"arg1 != 0\"]}",
            builtin("kill", 2));
  StringRef Syscall =
      "\nacquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", "
      "cloexec: yes, if: [\"arg0 == 434\"]}\n";
  EXPECT_TRUE(StringRef(builtin("syscall", 3)).contains(Syscall));
}

} // namespace
