//===- KeysTest.cpp - Every key of a table ----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/EffectReader.h"
#include "unit/model/Support.h"

using namespace fdtidy::model;

namespace {

struct Case {
  const char *Written;
  const char *Read; ///< with defaults spelt out
};

const Case Cases[] = {
    {"acquires: ret",
     "acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\"}"},
    {"acquires: {kind: file}",
     "acquires: {out: \"ret\", kind: file, when: \"ret != 0\"}"},
    {"acquires: {kind: \"DIR*\", cloexec: yes}",
     "acquires: {out: \"ret\", kind: dir, when: \"ret != 0\", cloexec: yes}"},
    {"acquires: {kind: owner}",
     "acquires: {out: \"ret\", kind: owner, when: always}"},
    {"acquires: \"*arg1\"",
     "acquires: {out: \"*arg1\", kind: raw, when: always}"},
    {"acquires: {out: arg0->fd, end: write, when: ret == 0, cloexec: no}",
     "acquires: {out: \"arg0->fd\", kind: raw, end: write, when: \"ret == 0\", "
     "cloexec: no}"},
    {"acquires: {minimum: arg2, if: [arg1 == F_DUPFD, '!arg0 & 4 | 8'], "
     "cloexec: 'arg1 has \"e\"'}",
     "acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", cloexec: \"arg1 "
     "has \\\"e\\\"\", minimum: \"arg2\", if: [\"arg1 == 0\", \"!arg0 & "
     "12\"]}"},
    {"acquires: {cloexec: no, remedy: \"pipe2(arg0,O_CLOEXEC | O_DIRECT)\"}",
     "acquires: {out: \"ret\", kind: raw, when: \"ret >= 0\", cloexec: no, "
     "remedy: \"pipe2(arg0, O_CLOEXEC | O_DIRECT)\"}"},
    {"releases: arg0", "releases: {arg: \"arg0\", kind: raw, when: always}"},
    {"releases: {arg: this, kind: popen, when: ret != -1}",
     "releases: {arg: \"this\", kind: popen, when: \"ret != -1\"}"},
    {"releases-range: {from: arg0, to: arg1}",
     "releases-range: {from: \"arg0\", to: \"arg1\", kind: raw, when: always}"},
    {"transfers: {from: arg0, kind: file}",
     "transfers: {from: \"arg0\", to: \"ret\", kind: file, when: \"ret != "
     "0\"}"},
    {"transfers: {from: arg0, to: this, kind: owner}",
     "transfers: {from: \"arg0\", to: \"this\", kind: owner, when: always}"},
    {"replaces: {of: arg1, from: arg0, when: ret >= 0}",
     "replaces: {of: \"arg1\", from: \"arg0\", to: \"ret\", when: \"ret >= "
     "0\"}"},
    {"escapes: {arg: \"*arg0\", to: arg1, when: ret > 0}",
     "escapes: {arg: \"*arg0\", to: \"arg1\", when: \"ret > 0\"}"},
    {"aliases: {from: arg0}",
     "aliases: {from: \"arg0\", to: \"ret\", kind: raw, when: always}"},
    {"copies: {from: arg1, to: \"arg0[3]\"}",
     "copies: {from: \"arg1\", to: \"arg0[3]\", when: always}"},
    {"sets: {out: ret, value: FD_CLOEXEC|4}",
     "sets: {out: \"ret\", when: always, value: 5}"},
    {"fills: {arg: \"*arg0\", with: arg1}",
     "fills: {arg: \"*arg0\", with: \"arg1\", value: 0}"},
    {"uses: arg0", "uses: {arg: \"arg0\"}"},
    {"uses: [arg0, arg1.fd]",
     "uses: {arg: \"arg0\"}\nuses: {arg: \"arg1.fd\"}"},
    {"numbers: args2", "numbers: {arg: \"args2\"}"},
    {"numbers: {arg: args2, to: ret}",
     "numbers: {arg: \"args2\", to: \"ret\"}"},
    {"sets-cloexec-range: {from: arg0, to: arg1}",
     "sets-cloexec-range: {from: \"arg0\", to: \"arg1\"}"},
    {"invokes-in-child: {call: arg0, with: arg3}",
     "invokes-in-child: {call: \"arg0\", with: \"arg3\", when: always}"},
    {"names-process: {arg: arg0, if: arg1 != 4}",
     "names-process: {arg: \"arg0\", if: [\"arg1 != 4\"]}"},
    {"unblocks: {arg: arg0, if: arg1 == 4}",
     "unblocks: {arg: \"arg0\", if: [\"arg1 == 4\"]}"},
    {"numbers: args", "numbers: {arg: \"args0\"}"},
    {"borrows: {arg: arg0, if: arg1 != null}",
     "borrows: {arg: \"arg0\", if: [\"arg1 != 0\"]}"},
    {"probes: {arg: arg0, when: ret >= 0}",
     "probes: {arg: \"arg0\", when: \"ret >= 0\"}"},
    {"locks: arg0", "locks: {arg: \"arg0\", when: always}"},
    {"unlocks: arg0", "unlocks: {arg: \"arg0\", when: always}"},
    {"sets-cloexec: arg0", "sets-cloexec: {arg: \"arg0\", when: always}"},
    {"clears-cloexec: arg0", "clears-cloexec: {arg: \"arg0\", when: always}"},
    {"assigns-cloexec: {arg: arg0, cloexec: arg1 != false}",
     "assigns-cloexec: {arg: \"arg0\", when: always, cloexec: \"arg1 != 0\"}"},
    {"allocates: ret", "allocates: {out: \"ret\", when: always}"},
    {"allocates: {out: ret, when: ret != null}",
     "allocates: {out: \"ret\", when: \"ret != 0\"}"},
    {"frees: arg0", "frees: {arg: \"arg0\"}"},
    {"waits: arg0", "waits: {arg: \"arg0\"}"},
    {"waits: child", "waits: {}"},
    {"waits: {if: \"!arg2 & WNOHANG\"}", "waits: {if: [\"!arg2 & 1\"]}"},
    {"joins: this", "joins: {arg: \"this\"}"},
    {"invokes: arg0", "invokes: {call: \"arg0\", when: always}"},
    {"invokes-later: [arg0, arg1]",
     "invokes-later: {call: \"arg0\", when: always}\n"
     "invokes-later: {call: \"arg1\", when: always}"},
    {"invokes-in-thread: {call: arg2, with: arg3, when: ret == 0}",
     "invokes-in-thread: {call: \"arg2\", with: \"arg3\", when: \"ret == 0\"}"},
    {"forks: yes", "forks: {}"},
    {"forks: no", ""},
    {"execs: true", "execs: {}"},
    {"spawns: {when: ret == 0}", "spawns: {kind: raw, when: \"ret == 0\"}"},
    {"exits: {if: arg0 != 0}", "exits: {if: [\"arg0 != 0\"]}"},
    {"throws: std::system_error", "throws: {type: \"std::system_error\"}"},
    {"throws: yes", "throws: {type: \"yes\"}"},
    {"nothrow: yes", "nothrow: {}"},
    {"pure: yes", "pure: {}"},
    // An entry's own `when` and `cloexec` are for those that have none.
    {"when: ret == 0\n  cloexec: yes\n  uses: arg0\n  releases: arg1\n"
     "  acquires: [\"*arg2\", {out: ret, when: always, cloexec: no}]",
     "uses: {arg: \"arg0\"}\n"
     "releases: {arg: \"arg1\", kind: raw, when: \"ret == 0\"}\n"
     "acquires: {out: \"*arg2\", kind: raw, when: \"ret == 0\", cloexec: yes}\n"
     "acquires: {out: \"ret\", kind: raw, when: always, cloexec: no}"},
};

TEST(Keys, AreReadWithTheirDefaults) {
  Table T = Table::builtin();
  for (const Case &C : Cases) {
    EXPECT_EQ("", errorOf(T, "- function: f\n  " + std::string(C.Written)));
    EXPECT_EQ(C.Read, effects(T.find("f", false, 0))) << C.Written;
  }
}

TEST(Keys, AllAreTested) {
  for (const EffectKey &Key : EffectKey::all()) {
    std::string Beginning = (Key.Key + ":").str();
    EXPECT_TRUE(llvm::any_of(Cases, [&](const Case &C) {
      return llvm::StringRef(C.Written).starts_with(Beginning);
    })) << Beginning;
  }
}

TEST(Keys, OfAnEntry) {
  Table T;
  EXPECT_EQ("", errorOf(T, "# a comment\n"
                           "- constants: {TWO: 2, MINUS: -0x10}\n"
                           "- function: [f, ns::g]\n"
                           "  man: f(3)\n"
                           "  sets: {out: ret, value: MINUS}\n"
                           "- method: C::f\n"
                           "  arity: 2\n"
                           "- type: ns::Fd\n"
                           "- type: ns::View\n"
                           "  man: ns.h\n"
                           "  role: borrowed\n"));
  const FunctionModel *F = T.find("f", false, 7),
                      *G = T.find("ns::g", false, 0);
  ASSERT_TRUE(F && G);
  EXPECT_EQ("f", F->Name);
  EXPECT_EQ("f(3)", F->ManPage);
  EXPECT_FALSE(F->Method || F->Arity || F->Builtin);
  EXPECT_EQ("ns::g", G->Name);
  EXPECT_EQ("sets: {out: \"ret\", when: always, value: -16}", effects(G));
  const FunctionModel *Method = T.find("C::f", true, 2);
  ASSERT_TRUE(Method);
  EXPECT_TRUE(Method->Method);
  EXPECT_EQ(2u, Method->Arity);
  ASSERT_TRUE(T.findType("ns::Fd") && T.findType("ns::View"));
  EXPECT_TRUE(T.findType("ns::Fd")->Owner);
  EXPECT_FALSE(T.findType("ns::View")->Owner);
}

TEST(Keys, AnEmptyTableIsATable) {
  Table T;
  EXPECT_EQ("", errorOf(T, ""));
  EXPECT_EQ("", errorOf(T, "# nothing yet\n"));
  EXPECT_TRUE(T.functions().empty());
}

} // namespace
