//===- ParserTest.cpp - What the parser rejects, and the short form -------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests the parser's errors word for word, and what the short form fills in.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/Printer.h"
#include "ir/Verifier.h"
#include "gtest/gtest.h"

using namespace fdtidy::ir;
using llvm::StringRef;

namespace {

struct BadInput {
  std::string Text;
  const char *Error;
};

/// The error of parsing, else the one of the verifier.
std::string errorOf(StringRef Text) {
  llvm::Expected<Module> M = parse(Text, "t");
  if (!M)
    return llvm::toString(M.takeError());
  return llvm::toString(verify(*M));
}

class BadInputs : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputs, SayWhatWasFound) {
  EXPECT_EQ(errorOf(GetParam().Text), GetParam().Error);
}

std::string body(StringRef Line) {
  return ("func @f(%p) {\n  " + Line + "\n  return\n}\n").str();
}

INSTANTIATE_TEST_SUITE_P(
    Modules, BadInputs,
    testing::Values(
        BadInput{"function @f", "t:1:1: found 'function', expected 'func', "
                                "'record' or 'fix'"},
        BadInput{"fix leak", "t:1:5: found 'leak', expected 'cloexec'"},
        BadInput{"fix cloexec 3", "t:1:13: found '3', expected a location, "
                                  "'!line:column'"},
        BadInput{"fix cloexec !1:2: !1:2 0 \"x\"\nfix cloexec !1:2: !1:2 0 \"\"",
                 "t:2:13: a second fix at '!1:2'"},
        BadInput{"fdir 2 \"a.cpp\"", "t:1:6: version 2 of the format, expected "
                                     "1; lower the source file again"},
        BadInput{"fdir \"a.cpp\"",
                 "t:1:6: found '\"a.cpp\"', expected the version of the "
                 "format"},
        BadInput{"fdir 1\nfunc @f",
                 "t:1:7: found the end of the line, expected the name of the "
                 "source file"},
        BadInput{"func f", "t:1:6: found 'f', expected '@function'"},
        BadInput{"func @", "t:1:6: no name follows '@'"},
        BadInput{"func @f\nfunc @f",
                 "t:2:6: function '@f' is written twice"},
        BadInput{"record @R\nrecord @R",
                 "t:2:8: record '@R' is written twice"},
        BadInput{"record @R no-coyp",
                 "t:1:11: unknown attribute of a record 'no-coyp'; did you "
                 "mean 'no-copy'?"},
        BadInput{"record @R {\n  fd int\n}",
                 "t:2:3: found 'fd', expected '.field', 'methods' or '}'"},
        BadInput{"record @R {\n  .fd pionter\n}",
                 "t:2:7: unknown type 'pionter'; did you mean 'pointer'?"},
        BadInput{"record @R {\n  .fd int .pid int\n}",
                 "t:2:11: found '.', expected the end of the line"},
        BadInput{"record @R {",
                 "t:1:12: found the end of the file, expected '.field', "
                 "'methods' or '}'"},
        BadInput{"record @R bases R",
                 "t:1:17: found 'R', expected '@record'"},
        BadInput{"func @f(p)",
                 "t:1:9: found 'p', expected a parameter, '%name' or 'this'"},
        BadInput{"func @f(%t1)", "t:1:9: '%t1' is a temporary, expected "
                                 "another name for a parameter"},
        BadInput{"func @f(%p, %p)",
                 "t:1:13: parameter '%p' is written twice"},
        BadInput{"func @f(%p", "t:1:11: found the end of the file, expected "
                               "')'"},
        BadInput{"func @f() noexecpt", "t:1:11: unknown attribute of a "
                                       "function 'noexecpt'; did you mean "
                                       "'noexcept'?"},
        BadInput{"func @f() -> {", "t:1:14: found '{', expected a type"},
        BadInput{"func @f(%p) says relases %p", "t:1:18: unknown promise "
                 "'relases'; did you mean 'releases'?"},
        BadInput{"func @f(%p) says %p",
                 "t:1:18: found '%p', expected a promise"},
        BadInput{"func @f(%p) says uses %p fiel",
                 "t:1:26: unknown kind of owner 'fiel'; did you mean 'file'?"},
        BadInput{"func @f() says uses %x {\nb0: return\n}",
                 "@f, it promises something of what does not pass through "
                 "it"}));

INSTANTIATE_TEST_SUITE_P(
    Bodies, BadInputs,
    testing::Values(
        BadInput{"func @f {\n}",
                 "t:2:1: found '}', expected a terminator of 'b0': br, "
                 "dispatch, return, resume or unreachable"},
        BadInput{"func @f {\nb0:\nb1: return\n}",
                 "t:3:1: found 'b1', expected a terminator of 'b0': br, "
                 "dispatch, return, resume or unreachable"},
        BadInput{"func @f {\n return\n %x = 1\n}",
                 "t:3:2: found '%x', expected a label or '}' after the "
                 "terminator"},
        BadInput{"func @f {\n br b1\n}", "t:2:5: unknown block 'b1'"},
        BadInput{"func @f {\n br b2\nb2: return\n}",
                 "t:2:5: block 'b2' is one of 2, expected none above 'b1'"},
        BadInput{"func @f {\nb0: return\nb0: return\n}",
                 "t:3:1: block 'b0' is written twice"},
        BadInput{"func @f {\n br 1\n}",
                 "t:2:5: found '1', expected a block such as 'b2'"},
        BadInput{"func @f {\n br b0 if %x\n}",
                 "t:2:13: found the end of the line, expected a comparison"},
        BadInput{"func @f {\n br b0 catch Foo\n}",
                 "t:2:14: found 'Foo', expected a string"},
        BadInput{"func @f {\n br b0 catch \"Foo\"\n}",
                 "@f, b0: an edge of a br catches"},
        BadInput{body("aquire %x"),
                 "t:2:3: unknown fact 'aquire'; did you mean 'acquire'?"},
        BadInput{body("frobnicate"), "t:2:3: unknown fact 'frobnicate'"},
        BadInput{body("acquire raw"), "t:2:3: 'acquire' without a result, "
                                      "expected 'place = acquire'"},
        BadInput{body("%x = use %p"), "t:2:8: 'use' has no result"},
        BadInput{body("%x = "), "t:2:7: found the end of the line, expected "
                                "an operand"},
        BadInput{body("%x : 1"), "t:2:6: found ':', expected '='"},
        BadInput{body("7"), "t:2:3: found '7', expected a fact"},
        BadInput{body("%x = 1 2"),
                 "t:2:10: found '2', expected the end of the line"},
        BadInput{body("%x = acquire by open"),
                 "t:2:19: found 'open', expected a string"},
        BadInput{body("%x = acquire flie"),
                 "t:2:16: unknown clause of 'acquire' 'flie'; did you mean "
                 "'file'?"},
        BadInput{body("%x = acquire raw ok(%p >= 0)"),
                 "@f, b0: '%x = acquire raw ok(%p >= 0) !2:3': ok(...) does "
                 "not test the result"},
        BadInput{body("%x = transfer %p to flie"),
                 "t:2:23: unknown kind of owner 'flie'; did you mean 'file'?"},
        BadInput{body("use %p ok(%p == 0)"),
                 "t:2:10: unknown clause of 'use' 'ok'"},
        BadInput{body("exit by \"exit\""),
                 "t:2:8: found 'by', expected the end of the line"},
        BadInput{body("call g()"),
                 "t:2:8: found 'g', expected '@function' or '*place'"},
        BadInput{body("call @g"),
                 "t:2:10: found the end of the line, expected '('"},
        BadInput{body("call @g() unwind b7"), "t:2:20: unknown block 'b7'"},
        BadInput{body("end 3"), "t:2:7: found '3', expected a place"},
        BadInput{body("insert %p"), "@f, b0: 'insert %p !2:3': the inserted "
                                    "value is missing"},
        BadInput{body("use %p[x]"),
                 "t:2:10: found 'x', expected an index, a place, '?' or "
                          "'*'"},
        BadInput{body("use %p[4294967296]"),
                 "t:2:10: an index does not fit in 32 bits"},
        BadInput{body("use %p."),
                 "t:2:10: found the end of the line, expected the name of a "
                 "field"},
        BadInput{body("%x = 9223372036854775808"),
                 "t:2:8: a number does not fit in 64 bits with a sign"},
        BadInput{body("%x = 99999999999999999999"),
                 "t:2:8: '99999999999999999999' does not fit in 64 bits"},
        BadInput{body("%x = 12z"), "t:2:8: '12z' is no number"},
        BadInput{body("use \"x"),
                 "t:2:7: the string does not end on its line"},
        BadInput{body("use %p #"), "t:2:10: stray '#'"},
        BadInput{body("use %p !12"),
                 "t:2:10: '!12' is no location, expected '!line:column' or "
                 "'!file:line:column'"},
        BadInput{body("use " + std::string(300, '*') + "%p"),
                 "t:2:264: more than 256 projections in one place"},
        BadInput{body("use " + std::string(100000, '(') + "%p"),
                 "t:2:264: more than 256 projections in one place"}));

Module parsed(StringRef Text) {
  llvm::Expected<Module> M = parse(Text, "t");
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return Module();
  }
  EXPECT_EQ(llvm::toString(verify(*M)), "");
  return std::move(*M);
}

TEST(ShortForm, EachFactIsWhereItIsWritten) {
  Module M = parsed("func @f(%p) {\n"
                    "b0: %fd = acquire by \"open\" ok(%fd >= 0) ; the handle\n"
                    "\n"
                    "    br b2 if %fd < 0, b1 if %fd >= 0\n"
                    "b1: release %fd by \"close\" !b.cpp:90:7\n"
                    "    return\n"
                    "b2: return }");
  const Function &F = M.Functions[0];
  ASSERT_EQ(F.Facts.size(), 2u);
  EXPECT_EQ(M.loc(F.Facts[0].Loc).Line, 2u);
  EXPECT_EQ(M.loc(F.Facts[0].Loc).Column, 5u);
  EXPECT_EQ(M.text(M.loc(F.Facts[0].Loc).File), "t");
  EXPECT_EQ(M.loc(F.Facts[1].Loc).Line, 90u);
  EXPECT_EQ(M.text(M.loc(F.Facts[1].Loc).File), "b.cpp");
  EXPECT_EQ(M.loc(F.Blocks[0].Edges[1].Loc).Line, 4u);
  EXPECT_EQ(M.loc(F.Blocks[2].Loc).Line, 7u);
  EXPECT_EQ(M.loc(F.Info.Loc).Line, 1u);
}

TEST(ShortForm, TheResultIsTheHandleUnlessOthersAreListed) {
  Module M = parsed("func @f() {\n"
                    "  %fd = acquire\n"
                    "  %t0 = acquire by \"pipe\" -> %p[0] read, %p[1] write\n"
                    "  return\n"
                    "}");
  const Function &F = M.Functions[0];
  ASSERT_EQ(F.Facts[0].Acq.Handles.size(), 1u);
  EXPECT_EQ(F.Facts[0].Acq.Handles[0].Into, F.Facts[0].Dst);
  EXPECT_FALSE(F.Facts[0].Acq.Ok);
  ASSERT_EQ(F.Facts[1].Acq.Handles.size(), 2u);
  EXPECT_EQ(F.Facts[1].Acq.Handles[1].End, PipeEnd::Write);
}

TEST(ShortForm, MembersFindTheirRecord) {
  Module M = parsed("func @start(this: pointer @C) { return }\n"
                    "func @~C(this: pointer @C) dtor { return }\n"
                    "func @make() static-method of @C { return }\n"
                    "func @g() { return }\n"
                    "record @C { .fd }\n");
  ASSERT_EQ(M.Records.size(), 1u);
  const Record &C = M.Records[0];
  EXPECT_EQ(C.Methods, (std::vector<FunctionID>{FunctionID(0), FunctionID(1),
                                                FunctionID(2)}));
  EXPECT_EQ(C.Destructor, FunctionID(1));
  EXPECT_TRUE(C.UserDestructor);
  EXPECT_EQ(M.Functions[0].Info.Role, FunctionRole::Method);
  EXPECT_EQ(M.Functions[0].Info.Record, RecordID(0));
  EXPECT_EQ(M.Functions[3].Info.Role, FunctionRole::Free);
  EXPECT_EQ(M.loc(C.Fields[0].Loc).Line, 5u);
}

TEST(ShortForm, TypesComeFromTheRecordThatIsWrittenLater) {
  Module M = parsed("func @f(this: pointer @C) {\n"
                    "  %x = this.next\n"
                    "  return\n"
                    "}\n"
                    "record @C { .next pointer @C\n }\n");
  const Function &F = M.Functions[0];
  const Place &Next = F.place(F.Facts[0].Ops[0].Place);
  EXPECT_EQ(Next.Type, ValueType::Pointer);
  EXPECT_EQ(Next.Record, RecordID(0));
  EXPECT_EQ(F.place(F.Facts[0].Dst).Type, ValueType::Int);
}

TEST(ShortForm, BlocksAreTheirLabels) {
  Module M = parsed("func @f(%p) {\n"
                    "b0: br b2 if %p < 0, b1 if %p >= 0\n"
                    "b2: return !2:2\n"
                    "b1: return !1:1\n"
                    "}\n");
  const Function &F = M.Functions[0];
  EXPECT_EQ(M.loc(F.Blocks[1].Loc).Line, 1u);
  EXPECT_EQ(M.loc(F.Blocks[2].Loc).Line, 2u);
}

TEST(ShortForm, AFullFileGetsNoLocations) {
  Module M = parsed("fdir 1 \"a.cpp\"\n"
                    "func @f(%p) {\n  use %p\n  return\n}\n");
  EXPECT_EQ(M.FileName, "a.cpp");
  EXPECT_FALSE(M.Functions[0].Info.Loc);
  EXPECT_FALSE(M.Functions[0].Facts[0].Loc);
  EXPECT_FALSE(M.Functions[0].Blocks[0].Loc);
}

TEST(Parser, ATemporaryAndAVariableOfItsNameAreTwo) {
  Module M = parsed("func @f() {\n  %t1 = 1\n  %\"t1\" = 2\n  return\n}\n");
  const Function &F = M.Functions[0];
  EXPECT_EQ(F.place(F.Facts[0].Dst).Kind, PlaceKind::Temp);
  EXPECT_EQ(F.place(F.Facts[1].Dst).Kind, PlaceKind::Local);
}

} // namespace
