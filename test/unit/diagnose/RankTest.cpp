//===- RankTest.cpp - Which findings are told, and in which order ---------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/diagnose/Golden.h"

using namespace fdtidy;
using diagnose::told;
using solve::CheckKind;
using solve::Confidence;
using solve::Finding;
using solve::LossKind;
using solve::Step;
using solve::StepKind;

namespace {

class Rank : public testing::Test {
protected:
  Rank() { In = M.function("f"); }

  ir::LocID at(unsigned Line, unsigned Column = 1) {
    return M.addLoc({M.intern("a.c"), Line, Column, 0});
  }
  Finding finding(CheckKind Check, ir::LocID At, std::string Name = "fd") {
    Finding F;
    F.Check = Check;
    F.In = In;
    F.At = F.AcquiredAt = At;
    F.Name = std::move(Name);
    return F;
  }
  Finding loss(CheckKind Check, ir::LocID At, LossKind Kind, ir::LocID LostAt) {
    Finding F = finding(Check, At);
    F.Losses.push_back({Kind, LostAt, "fd", {}});
    return F;
  }

  ir::Module M;
  ir::FunctionID In;
};

TEST_F(Rank, BySourceThenByRowOfTheTable) {
  EXPECT_EQ(told(M, {finding(CheckKind::StrictCloexec, at(7, 2)),
                     finding(CheckKind::UseAfterClose, at(9)),
                     finding(CheckKind::DoubleClose, at(7, 2)),
                     finding(CheckKind::DoubleClose, at(7, 1), "other")}),
            R"(
7: descriptor 'other' is closed twice [fd-double-close]
7: descriptor 'fd' is closed twice [fd-double-close]
7: descriptor 'fd' is not close-on-exec [fdstrict-cloexec]
9: descriptor 'fd' is returned after it was closed [fd-use-after-close]
)");
}

TEST_F(Rank, OneLossOfAHandleIsOneReport) {
  ir::LocID Acquired = at(3);
  EXPECT_EQ(
      told(M, {loss(CheckKind::LeakOnThrow, Acquired, LossKind::Throw, at(5)),
               loss(CheckKind::Leak, Acquired, LossKind::ScopeEnd, at(6))}),
      R"(
3: descriptor 'fd' is still open when its scope ends [fd-leak]
  6: lost here: its scope ends
)");
}

TEST_F(Rank, UseAndSecondCloseOfOneHandleAreTwo) {
  EXPECT_EQ(told(M, {finding(CheckKind::DoubleClose, at(6)),
                     finding(CheckKind::UseAfterClose, at(5))}),
            R"(
5: descriptor 'fd' is returned after it was closed [fd-use-after-close]
6: descriptor 'fd' is closed twice [fd-double-close]
)");
}

TEST_F(Rank, ARetryIsNoSecondClose) {
  ir::LocID At = at(4);
  EXPECT_EQ(told(M, {finding(CheckKind::DoubleClose, At),
                     finding(CheckKind::CloseRetry, At)}),
            R"(
4: descriptor 'fd' is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]
)");
}

TEST_F(Rank, TheRightCloserAfterTheWrongOneIsNoDefectOfItsOwn) {
  Finding Wrong = finding(CheckKind::CloseBorrowed, at(4));
  Wrong.Owner = ir::OwnerKind::File;
  Finding Second = finding(CheckKind::DoubleClose, at(5));
  Second.Path.push_back({StepKind::Released, Wrong.At, M.intern("close")});
  EXPECT_EQ(told(M, {Wrong, Second}), R"(
4: 'fd' is closed here, but its stream still owns it: 'fclose' closes both [fd-close-borrowed]
)");
}

TEST_F(Rank, TheInstancesOfATemplateAreToldOnce) {
  Finding One = finding(CheckKind::DoubleClose, at(4));
  Finding Other = finding(CheckKind::DoubleClose, at(4));
  Other.In = M.function("f<int>");
  EXPECT_EQ(told(M, {One, Other}), R"(
4: descriptor 'fd' is closed twice [fd-double-close]
)");
}

TEST_F(Rank, WhatIsLikelyIsToldWhenAskedFor) {
  Finding F = finding(CheckKind::DoubleClose, at(4));
  F.Sure = Confidence::Likely;
  EXPECT_EQ(told(M, {F}), "\n");
  EXPECT_EQ(told(M, {F}, Confidence::Likely), R"(
4: descriptor 'fd' is closed twice [fd-double-close]
)");
}

TEST_F(Rank, NamelessHandles) {
  Finding Leak = loss(CheckKind::Leak, at(1), LossKind::Free, at(9));
  Leak.Name = "";
  Finding End = loss(CheckKind::Leak, at(2), LossKind::Return, at(9));
  End.Name = "";
  End.End = ir::PipeEnd::Write;
  Finding Known = loss(CheckKind::Leak, at(3), LossKind::Return, at(9));
  Known.Name = "";
  Known.Callee = M.intern("open_log");
  Known.Owner = ir::OwnerKind::File;
  Finding Object = Known;
  Object.At = Object.AcquiredAt = at(4);
  Object.Owner = ir::OwnerKind::Object;
  EXPECT_EQ(told(M, {Leak, End, Known, Object}), R"(
1: a descriptor is still open when the record that holds it is freed [fd-leak]
  9: lost here: the record that holds it is freed
2: the write end of a pipe is still open when the function returns [fd-leak]
  9: lost here: the function returns
3: the stream that 'open_log' returns is still open when the function returns [fd-leak]
  9: lost here: the function returns
4: the object that 'open_log' returns is still open when the function returns [fd-leak]
  9: lost here: the function returns
)");
}

TEST_F(Rank, AReportWithoutAPlaceStillComes) {
  Finding F = finding(CheckKind::DoubleClose, ir::LocID());
  EXPECT_EQ(told(M, {F}), R"(
0: descriptor 'fd' is closed twice [fd-double-close]
)");
}

TEST_F(Rank, OnlyTheLastDecisionsOfALongPath) {
  Finding F = finding(CheckKind::DoubleClose, at(40));
  F.Path.push_back({StepKind::Released, at(1), M.intern("close")});
  for (unsigned Line = 2; Line != 14; ++Line)
    F.Path.push_back({StepKind::Branch, at(Line), {}, Line % 2 == 0});
  EXPECT_EQ(told(M, {F}), R"(
40: descriptor 'fd' is closed twice [fd-double-close]
  1: first closed here by 'close'
  6: assuming this is true
  7: assuming this is false
  8: assuming this is true
  9: assuming this is false
  10: assuming this is true
  11: assuming this is false
  12: assuming this is true
  13: assuming this is false
)");
}

TEST_F(Rank, ManyExitsAreCounted) {
  Finding F = loss(CheckKind::Leak, at(1), LossKind::Return, at(2));
  for (unsigned Line = 14; Line != 3; --Line)
    F.Losses.push_back({Line % 2 ? LossKind::Return : LossKind::Throw,
                        at(Line), "fd", {}});
  EXPECT_EQ(told(M, {F}), R"(
1: descriptor 'fd' is still open when the function returns [fd-leak]
  2: lost here: the function returns
  4: also lost here: an exception leaves the function
  5: also lost here
  6: also lost here: an exception leaves the function
  7: also lost here
  8: also lost here: an exception leaves the function
  9: also lost here
  10: also lost here: an exception leaves the function
  11: also lost here
  12: also lost here, and at 2 further exits
)");
}

} // namespace
