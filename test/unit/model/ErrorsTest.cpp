//===- ErrorsTest.cpp - What is said of a wrong table -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "unit/model/Support.h"
#include "llvm/Support/FileSystem.h"

using namespace fdtidy::model;

namespace {

struct Case {
  const char *Text;
  const char *Error;
};

// Each prints as `site.yaml:` and what stands here.
const Case Cases[] = {
    // Keys.
    {"- function: xopen\n  aquires: ret\n",
     "2:3: unknown effect 'aquires'; did you mean 'acquires'?"},
    {"- function: xopen\n  gives: ret\n",
     "2:3: unknown effect 'gives'; docs/models.md lists them"},
    {"- function: xopen\n  acquires: {cloexc: yes}\n",
     "2:14: unknown key 'cloexc' of 'acquires'; did you mean 'cloexec'?"},
    {"- function: xopen\n  acquires: {flags: ret}\n",
     "2:14: unknown key 'flags' of 'acquires'; one of out, kind, end, when, "
     "cloexec, remedy, minimum, if"},
    {"- function: xopen\n  man: xopen(3)\n  man: xopen(3)\n",
     "3:3: repeated key 'man'; make its value a list"},
    {"- function: xopen\n  acquires: {out: ret, out: ret}\n",
     "2:24: repeated key 'out'; make its value a list"},
    {"- function: xopen\n  acquires:\n- function: xclose\n",
     "2:3: 'acquires' has no value"},
    {"- function: xopen\n  acquires: []\n", "2:13: 'acquires' has no value"},
    {"- function: xdup\n  replaces: {of: arg1}\n",
     "2:13: 'replaces' needs 'from'"},
    {"- function: xdup\n  replaces: arg1\n",
     "2:13: 'replaces' needs 'from'; write {of: ..., from: ...}"},
    {"- type: Fd\n  rule: owner\n",
     "2:3: unknown key 'rule' of a type; one of man, role"},
    {"- type: Fd\n  role: lender\n",
     "2:9: unknown role 'lender'; one of owner, borrowed"},

    // Entries.
    {"function: xopen\n",
     "1:1: a table is a list of entries; begin each with '- function: NAME'"},
    {"- xopen\n", "1:3: an entry begins with '- function: NAME'"},
    {"- {}\n", "1:3: an entry begins with '- function: NAME'"},
    {"- acquires: ret\n  function: xopen\n",
     "1:3: an entry begins with function, method, type or constants, not with "
     "'acquires'"},
    {"- function: xopen\n  method: X::open\n",
     "2:3: 'method' begins an entry; put '- ' before it"},
    {"- constants: {A: 1}\n  man: x(3)\n",
     "2:3: 'constants' stands alone; begin a new entry before 'man'"},
    {"- function: xopen\n- function: xclose\n- function: xopen\n",
     "3:13: 'xopen' has an entry in line 1; make them one, or tell them apart "
     "by arity"},
    {"- function: xopen\n  arity: 2\n- function: [yopen, xopen]\n  arity: 2\n",
     "3:21: 'xopen' has an entry in line 1; make them one, or tell them apart "
     "by arity"},
    {"- function: xopen\n---\n- function: xclose\n",
     "3:1: a table is one document; remove the '---' before this line"},

    // Names.
    {"- function: []\n", "1:13: the list of names is empty"},
    {"- function: xopen(int)\n",
     "1:13: bad name 'xopen(int)'; write it qualified, without arguments: "
     "'android::base::unique_fd::reset'"},
    {"- function: ''\n",
     "1:13: bad name ''; write it qualified, without arguments: "
     "'android::base::unique_fd::reset'"},
    {"- function: a::::b\n",
     "1:13: bad name 'a::::b'; write it qualified, without arguments: "
     "'android::base::unique_fd::reset'"},
    {"- method: reset\n",
     "1:11: method 'reset' needs its class: 'Class::reset'"},

    // Values of the wrong type.
    {"- function: {a: b}\n", "1:13: expected a name, found a mapping"},
    {"- function: xopen\n  man: [xopen]\n",
     "2:8: expected a manual page, found a list"},
    {"- function: xopen\n  acquires: [[ret]]\n",
     "2:14: expected a place, found a list"},
    {"- function: xopen\n  acquires: *arg0\n",
     "2:13: expected a place, found a YAML alias; put quotes around what "
     "begins "
     "with '*'"},
    {"- function: xopen\n  acquires: ret\n  cloexec: !arg0 x\n",
     "3:12: expected yes, no, unknown or a condition, found the YAML tag "
     "'!arg0'; put quotes around what begins with '!'"},
    {"- function: xopen\n  man: |\n    xopen(3)\n",
     "3:1: expected a manual page, found a block of text"},
    {"- function: xfork\n  forks: maybe\n",
     "2:10: expected yes or no, found 'maybe'"},
    {"- function: xopen\n  arity: two\n",
     "2:10: expected an integer, found 'two'"},
    {"- function: xopen\n  arity: -1\n", "2:10: arity -1 is out of range"},
    {"- constants: 3\n", "1:14: expected a mapping of names to integers"},
    {"- constants:\n    A: B\n", "2:8: expected an integer, found 'B'"},

    // Places, tests, conditions and constants.
    {"- function: xopen\n  acquires: agr0\n",
     "2:13: bad place 'agr0'; write ret, this, arg0, *arg0, arg0[1], "
     "arg0->field or args1"},
    {"- function: xopen\n  acquires: arg0[x]\n",
     "2:13: bad place 'arg0[x]'; write ret, this, arg0, *arg0, arg0[1], "
     "arg0->field or args1"},
    {"- function: xopen\n  acquires: arg\n",
     "2:13: bad place 'arg'; write ret, this, arg0, *arg0, arg0[1], "
     "arg0->field or args1"},
    {"- function: xopen\n  acquires: arg99999\n",
     "2:13: bad place 'arg99999'; write ret, this, arg0, *arg0, arg0[1], "
     "arg0->field or args1"},
    {"- function: xopen\n  acquires: ret\n  when: ret 0\n",
     "3:9: bad test 'ret 0'; write it like 'ret >= 0' or 'ret != null'"},
    {"- function: xopen\n  acquires: ret\n  when: ret >= 0 && ret < 9\n",
     "3:9: bad test 'ret >= 0 && ret < 9'; write it like 'ret >= 0' or 'ret != "
     "null'"},
    {"- function: xopen\n  acquires: ret\n  when: ret == XFAIL\n",
     "3:16: unknown constant 'XFAIL'; write its value, or define it under "
     "'constants'"},
    {"- function: xopen\n  acquires: ret\n  cloexec: \"arg1 & O_CLOXEC\"\n",
     "3:20: unknown constant 'O_CLOXEC'; did you mean 'O_CLOEXEC'?"},
    {"- function: xopen\n  acquires: ret\n  cloexec: true\n",
     "3:12: bad condition 'true'; write it like 'arg1 & O_CLOEXEC', 'arg1 == "
     "F_DUPFD' or 'arg1 has \"e\"'"},
    {"- function: xopen\n  acquires: {if: ret == 0}\n",
     "2:18: bad condition 'ret == 0'; write it like 'arg1 & O_CLOEXEC', 'arg1 "
     "== F_DUPFD' or 'arg1 has \"e\"'"},
    {"- function: xopen\n  acquires: {if: [arg0 has e]}\n",
     "2:19: bad condition 'arg0 has e'; write it like 'arg1 & O_CLOEXEC', "
     "'arg1 "
     "== F_DUPFD' or 'arg1 has \"e\"'"},
    {"- function: xclose\n  sets: {out: ret, value: }\n",
     "2:20: 'value' has no value"},
    {"- function: xclose\n  sets: {out: ret, value: none}\n",
     "2:27: unknown constant 'none'; write its value, or define it under "
     "'constants'"},
    {"- function: xclose\n  sets: {out: ret, value: 08}\n",
     "2:27: bad constant '08'; write an integer or a name that 'constants' "
     "defines"},
    {"- function: xopen\n  acquires: {kind: FILE}\n",
     "2:20: unknown kind 'FILE'; did you mean 'FILE*'?"},
    {"- function: xopen\n  acquires: {kind: socket}\n",
     "2:20: unknown kind 'socket'; one of raw, file, dir, popen, owner, std, "
     "FILE*, DIR*"},
    {"- function: xpipe\n  acquires: {end: both}\n",
     "2:19: unknown end 'both'; one of read, write"},

    // No YAML at all.
    {"- function: [xopen\n", "1:19: not YAML: could not find closing ]"},
    {"- function: \"xopen\n",
     "1:19: not YAML: expected quote at end of scalar"},
    {"- function: xopen\n\tman: x\n",
     "2:1: not YAML: found invalid tab character in indentation"},
    {"- function: xopen\n  acquires: ret\n  cloexec: !arg0 & 1\n",
     "3:18: not YAML: got empty alias or anchor; put quotes around what "
     "contains '&', '*' or '!'"},
};

TEST(Errors, WordForWord) {
  for (const Case &C : Cases) {
    Table T = Table::builtin();
    std::string Error = errorOf(T, C.Text);
    EXPECT_EQ("site.yaml:" + std::string(C.Error), Error) << C.Text;
  }
}

TEST(Errors, NothingIsAdded) {
  Table T = Table::builtin();
  size_t Before = T.functions().size();
  EXPECT_NE("", errorOf(T, "- constants: {X: 1}\n"
                           "- function: xopen\n"
                           "  acquires: ret\n"
                           "- function: xclose\n"
                           "  releases: nowhere\n"));
  EXPECT_EQ(Before, T.functions().size());
  EXPECT_EQ(nullptr, T.find("xopen", false, 1));
  EXPECT_EQ("site.yaml:1:41: unknown constant 'X'; write its value, or define "
            "it under 'constants'",
            errorOf(T, "- {function: x, sets: {out: ret, value: X}}\n"));
}

TEST(Errors, UnreadableFile) {
  Table T = Table::builtin();
  std::string Missing = FDTIDY_UNIT_DIR "/model/no-such-table.yaml";
  EXPECT_EQ(Missing + ": cannot read the model table: No such file or "
                      "directory; name a readable YAML file",
            llvm::toString(T.addFile(Missing)));
  EXPECT_EQ(FDTIDY_UNIT_DIR "/model: cannot read the model table: Is a "
                            "directory; name a readable YAML file",
            llvm::toString(T.addFile(FDTIDY_UNIT_DIR "/model")));
}

} // namespace
