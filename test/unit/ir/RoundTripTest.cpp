//===- RoundTripTest.cpp - What is printed is read back exactly -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests that print(parse(T)) == T for text as the printer writes it, over every
// kind of fact, place, operand and terminator, and every flag.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/Printer.h"
#include "gtest/gtest.h"

using namespace fdtidy::ir;
using llvm::StringRef;

static std::string printed(const Module &M) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, M);
  return Text;
}

/// What is printed of \p Text, or the error.
static std::string reprinted(StringRef Text) {
  llvm::Expected<Module> M = parse(Text, "t.fdir");
  return M ? printed(*M) : llvm::toString(M.takeError());
}

static std::string inFunction(StringRef Lines) {
  return ("fdir 1 \"a.cpp\"\n\nfunc @f(%p: int, %q: int) {\nb0:\n  " + Lines +
          "\n  br b1\nb1:\n  return\n}\n")
      .str();
}

namespace {

class FactRoundTrip : public testing::TestWithParam<const char *> {};

TEST_P(FactRoundTrip, IsExact) {
  std::string Text = inFunction(GetParam());
  // @g, where a case mentions it, becomes a declaration.
  std::string Read = reprinted(Text);
  EXPECT_EQ(StringRef(Read).take_front(Text.size()), Text);
  EXPECT_EQ(reprinted(Read), Read);
}

INSTANTIATE_TEST_SUITE_P(
    Facts, FactRoundTrip,
    testing::Values(
        "%x = %p", "%x = -1", "%x = 9223372036854775807",
        "%x = -9223372036854775808", "%x = &%p", "%x = @g", "%x = ?",
        "%x = move %p", "%x = %p == %q", "%x = %p != -1", "%x = %p < 0",
        "%x = %p <= 0", "%x = %p > 0", "%x = 0 >= %p", "%x = %p + 1",
        "%x = %p - -1", "%x = %p * %q", "%x = %p & 15", "%x = %p | 1",
        "%x = %p ^ -1", "%x = 1 << %p", "%x = %p >> 2",
        "%x = acquire raw", "%x = acquire by \"open\" raw ok(%x >= 0)",
        "%x = acquire by \"fopen\" file cloexec ok(%x != 0)",
        "%x = acquire by \"opendir\" dir inherited",
        "%x = acquire by \"popen\" popen cloexec(%p & 524288)",
        "%x = acquire owner min(%q)", "%x = acquire std cloexec(7 & -1) min(3)",
        "%x = acquire by \"pipe\" raw ok(%x == 0) -> %q read, %p write",
        "%x = acquire raw -> %q, %p", "%x = acquire raw -> %x write",
        "%x = transfer %p to file by \"fdopen\" ok(%x != 0)",
        "%x = transfer %p to dir", "%x = alias %p as raw by \"fileno\"",
        "%x = alias ? as std", "release %p by \"close\" raw",
        "release 3 raw", "%x = release %p by \"close\" file ok(%x == 0)",
        "use %p by \"read\"", "use %p", "wait %p", "%x = wait %p by \"read\"",
        "%x = dup2 %p, 1", "%x = dup2 %p, %q by \"dup3\" cloexec",
        "escape %p", "escape &%p as \"unknown callee\"", "cloexec %p, 1",
        "call @g()", "%x = call @g(%p, -1, &%q, @g, ?)",
        "call @g(%p) unwind b1 maythrow noreturn thread", "call *%p()",
        "%x = call *%p(%q) unwind b1", "call *?()", "throw",
        "throw \"std::runtime_error\" \"std::exception\" unwind b1",
        "rethrow", "rethrow unwind b1", "%x = fork", "%x = fork by \"vfork\"",
        "exec", "exec by \"execvp\"", "await ?", "await %p by \"pthread_join\"",
        "unblock %p by \"fcntl\"", "format %p by \"snprintf\"", "cloexec ?, 1", "exit", "end %p", "endtemps", "free %p", "free %p as \"free\"",
        "insert %p, %q", "insert %p, %q at 3", "%p[* at %q].first = key %q", "erase %p", "erase %p, %q",
        "erase %p at %q", "clear %p", "use %p !3:4", "use %p !b/c.h:3:4",
        "use %p !\"b c.h\":3:4", "use %p !3.h:3:4"));

INSTANTIATE_TEST_SUITE_P(
    Places, FactRoundTrip,
    testing::Values("%x = $g", "%x = $ns::g", "%x = $\"c:@x@f\"", "%x = %t7",
                    "%x = %\"t7\"", "%x = %\"a b\\22\\\\\\0A\"", "%x = %\"\"",
                    "%x = %p[%q]", "%x = %p[%q[%p]].a", "%x = %a[*%b]",
                    "%x = %a[(*%b).c]", "%x = (*%a[*%b])[?]", "%x = %t07", "%\"x.y\" = 1"));

TEST(RoundTrip, ProjectionsGiveTheirRootsATypeThatIsNotWritten) {
  std::string Text = "fdir 1 \"a.cpp\"\n"
                     "\n"
                     "func @f() {\n"
                     "b0:\n"
                     "  %x = %a.out\n"
                     "  %x = %a.\"1st\"\n"
                     "  %x = *%b\n"
                     "  %x = **%c\n"
                     "  %x = (*%d).out\n"
                     "  %x = *%e.out\n"
                     "  %x = (*%h)[0]\n"
                     "  %x = (**%i).out\n"
                     "  %x = %j[0].a[?].b[*].c\n"
                     "  %x = this.out\n"
                     "  %x = this.in.out\n"
                     "  %x = *this.p\n"
                     "  %x = (*this)[1]\n"
                     "  %x = &*this\n"
                     "  ret = 0\n"
                     "  return\n"
                     "}\n";
  llvm::Expected<Module> M = parse(Text, "t.fdir");
  ASSERT_TRUE(bool(M));
  // `ret` is the one place whose type the header then gives.
  std::string Wanted = Text;
  Wanted.replace(Wanted.find("() {"), 4, "() -> int {");
  EXPECT_EQ(printed(*M), Wanted);
  EXPECT_EQ(reprinted(Wanted), Wanted);
  const Function &F = M->Functions[0];
  auto TypeOfRoot = [&](StringRef Name) {
    for (const Place &P : F.Places)
      if (P.isRoot() && M->text(P.Name) == Name)
        return P.Type;
    return ValueType::Other;
  };
  EXPECT_EQ(TypeOfRoot("x"), ValueType::Int);
  EXPECT_EQ(TypeOfRoot("a"), ValueType::Record);
  EXPECT_EQ(TypeOfRoot("b"), ValueType::Pointer);
  EXPECT_EQ(TypeOfRoot("j"), ValueType::Array);
}

TEST(RoundTrip, Terminators) {
  std::string Text =
      "fdir 1 \"a.cpp\"\n"
      "\n"
      "func @f(%p: int) {\n"
      "b0:\n"
      "  br b1 if %p < 0 !3:4, b2 if %p >= 0 and %p != 7 !b.h:3:4, b1\n"
      "b1:\n"
      "  dispatch !9:1 b2 catch \"std::exception\" !4:1, b3 catch ..., b4\n"
      "b2:\n"
      "  return !5:6\n"
      "b3:\n"
      "  resume !5:7\n"
      "b4:\n"
      "  unreachable\n"
      "b5:\n"
      "  return\n"
      "}\n";
  EXPECT_EQ(reprinted(Text), Text);
}

TEST(RoundTrip, Records) {
  std::string Text =
      "fdir 1 \"a.cpp\"\n"
      "\n"
      "record @A\n"
      "\n"
      "record @\"c:@S@B\" \"ns::B\" bases @A, @C user-dtor user-copy no-copy "
      "all-bodies dtor @~B !b.h:3:8 {\n"
      "  .fd int !4:7\n"
      "  .\"1\" bool !a.cpp:4:7\n"
      "  .next pointer @\"c:@S@B\"\n"
      "  .in record @A\n"
      "  .all array\n"
      "  .out int owns !4:9\n"
      "  .from int borrows\n"
      "  .name other\n"
      "  methods @f, @~B\n"
      "}\n"
      "\n"
      "record @C {\n"
      "  methods @f\n"
      "}\n"
      "\n"
      "func @f\n"
      "\n"
      "func @~B() dtor of @\"c:@S@B\"\n";
  std::string Wanted = Text;
  Wanted.replace(Wanted.find("func @f"), 7, "func @f()");
  EXPECT_EQ(reprinted(Text), Wanted);
  EXPECT_EQ(reprinted(Wanted), Wanted);
}

TEST(RoundTrip, Fixes) {
  std::string Text =
      "fdir 1 \"a.cpp\"\n"
      "\n"
      "fix cloexec !4:7: !4:7 4 \"pipe2\", !4:13 0 \", O_CLOEXEC\"\n"
      "fix cloexec !b.h:9:1: !b.h:9:4 1 \"\\22\"\n";
  EXPECT_EQ(reprinted(Text), Text);
}

TEST(RoundTrip, HeadersOfFunctions) {
  for (const char *Words :
       {"", " method", " static-method of @R", " ctor of @R",
        " copy-ctor of @R", " move-ctor of @R", " copy-assign of @R", " move-assign of @R",
        " dtor of @R", " lambda of @R",
        " method of @R public internal virtual noexcept noreturn c implicit "
        "main address-taken borrows plain",
        " -> int", " -> pointer @R !7:1", " !b.h:7:1",
        " says unread \"fd::what\"", " public says unread \"a\" !7:1"}) {
    std::string Text =
        "fdir 1 \"a.cpp\"\n\nrecord @R\n\nfunc @f \"R::f\"(this: pointer @R, "
        "%x: bool !4:2, %\"\": array)" +
        std::string(Words) + "\n\nfunc @g()" + Words + " {\nb0:\n  return\n}\n";
    EXPECT_EQ(reprinted(Text), Text);
  }
}

TEST(RoundTrip, Contracts) {
  std::string Text =
      "fdir 1 \"a.cpp\"\n"
      "\n"
      "func @f(this: pointer, %p: pointer, %q: int) c -> int "
      "anchor %q at !3:9, ret, %p at !b.h:3:1 "
      "says acquires *%p ok(ret == 0), lends ret, releases %q file, takes "
      "(*%p)[1] dir, uses %q, borrows this.fd, unread \"fd::when\" !3:4 {\n"
      "b0:\n"
      "  return\n"
      "}\n";
  EXPECT_EQ(reprinted(Text), Text);
}

TEST(RoundTrip, TypesOfPlacesAndWhereTheyAreDeclared) {
  std::string Text = "fdir 1 \"a.cpp\"\n"
                     "\n"
                     "record @R {\n"
                     "  .fd int\n"
                     "  .next pointer @R\n"
                     "}\n"
                     "\n"
                     "func @f(this: pointer @R) -> record @R !b.h:1:1 {\n"
                     "  var %x: bool !2:3\n"
                     "  var %y !a.cpp:2:3\n"
                     "  var *%z: record @R\n"
                     "  var %t1: other\n"
                     "b0:\n"
                     "  %x = %y\n"
                     "  %x = (*%z).next\n"
                     "  %t1 = (*(*%z).next).next\n"
                     "  %w = this.next\n"
                     "  return\n"
                     "}\n";
  llvm::Expected<Module> M = parse(Text, "t.fdir");
  ASSERT_TRUE(bool(M));
  EXPECT_EQ(printed(*M), Text);
  const Function &F = M->Functions[0];
  const Place &Deep = F.place(F.Facts[2].Ops[0].Place);
  EXPECT_EQ(Deep.Type, ValueType::Pointer);
  EXPECT_EQ(Deep.Record, RecordID(0));
}

} // namespace
