//===- ContainerTest.cpp - What containers of a function hold -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"
#include "llvm/Support/FormatVariadic.h"

using namespace fdtidy::solve;

TEST(Container, EndsWithWhatItHolds) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         end %c
         return
    })fdir"));
}

TEST(Container, ALoopOverItClosesAll) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b3
    b2:  %x = %c[*]
         release %x by "close" raw
         end %x
         br b1
    b3:  end %c
         return
    })fdir"));
}

TEST(Container, ALoopThatEndsEarlyDoesNot) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%stop: bool) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b4
    b2:  br b4 if %stop != 0, b3 if %stop == 0
    b3:  release %c[*] by "close" raw
         br b1
    b4:  end %c
         return
    })fdir"));
}

TEST(Container, ALoopThatErasesMayEndAnywhere) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%stop: bool) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2
    b2:  br b4 if %stop != 0, b3 if %stop == 0
    b3:  release %c[*] by "close" raw
         erase %c, &%c[*]
         br b1
    b4:  end %c
         return
    })fdir"));
}

TEST(Container, ErasedWhileOpen) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         erase %c, &%c[*]
         end %c
         return
    })fdir"));
}

TEST(Container, ErasedByAKeyThatMayBeAnothers) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%key: int) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         erase %c at %key
         end %c
         return
    })fdir"));
}

TEST(Container, ErasedWhileAVariableHoldsIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         erase %c, &%c[*]
         release %fd by "close" raw
         return
    })fdir"));
}

TEST(Container, AnUnknownNumberMayBeItsElement) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         %n = call @next()
         release %n by "close" raw
         end %c
         return
    }
    func @next())fdir"));
}

TEST(Container, AnotherAcquisitionIsNot) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         %n = acquire by "open" raw ok(%n >= 0)
         br b2 if %n < 0, b1 if %n >= 0
    b1:  release %n by "close" raw
         br b2
    b2:  end %c
         return
    })fdir"));
}

TEST(Container, ARecordKeepsWhatItsFlagSays) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
      var %r: record
    b0:  %r.fd = acquire by "open" raw ok(%r.fd >= 0)
         %r.open = 1
         insert %c, %r
         end %r
         br b1 if %c[*].open != 0, b2 if %c[*].open == 0
    b1:  release %c[*].fd by "close" raw
         br b2
    b2:  end %c
         return
    })fdir"));
}

TEST(Container, HandedOnInALoop) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b3
    b2:  call @adopt(%c[*])
         br b1
    b3:  end %c
         return
    }
    func @adopt(%fd: int))fdir"));
}

TEST(Container, ARecordIsWrittenToAnotherElement) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Child {
      .out int
    }
    func @f() {
      var %c: record
      var %a: record @Child
      var %b: record @Child
      var %c[*]: record @Child
    b0:  %a.out = acquire by "open" raw ok(%a.out >= 0) ; finding: fd-leak a.out
         %b.out = -1
         %c[*] = %a
         end %a
         %c[*] = %b
         end %c
         return
    })fdir"));
}

TEST(InUse, AnElementIsWrittenByTheSameIndexOrByAnother) {
  const char *Text = R"fdir(
    func @f(%n: int) {{
      var %a: array
      var %i
    b0:  %i = %n
         %a[%i] = acquire by "open" raw ok(%a[%i] >= 0)
         use %a[%i] by "read"
         {0}
         %a[%i] = -1 {1}
         br b1
    b1:  br b2, b3
    b2:  release %a[?] by "close" raw
         br b1
    b3:  end %a
         return
    })fdir";
  EXPECT_TRUE(findingsMatch(
      llvm::formatv(Text, "", "; finding: fd-overwrite a[...]").str()));
  EXPECT_TRUE(findingsMatch(llvm::formatv(Text, "%i = ?", "").str()));
}

TEST(InUse, AChildIsNamedBeforeItsRecordIsStartedAgain) {
  const char *Text = R"fdir(
    record @Child {{
      .pid int
      .out int
    }
    func @start(%c: pointer @Child, %pid: int) {{
    b0:  (*%c).pid = %pid
         (*%c).out = acquire by "open" raw ok((*%c).out >= 0)
         return
    }
    func @again(%c: pointer @Child, %pid: int) {{
    b0:  {0}
         call @start(%c, %pid) {1}
         return
    }
    {2})fdir";
  const char *Finding = "; finding: fd-overwrite out";
  EXPECT_TRUE(findingsMatch(
      llvm::formatv(Text, "process (*%c).pid by \"kill\"", Finding, "").str()));
  EXPECT_TRUE(findingsMatch(llvm::formatv(Text, "", "", "").str()));
  EXPECT_TRUE(findingsMatch(
      llvm::formatv(Text, "process (*%c).pid by \"waitpid\"", "",
                    R"fdir(func @on_end(%c: pointer @Child) {
    b0:  release (*%c).out by "close" raw
         return
    })fdir")
          .str()));
}

// Behind the pointer of one element, a path may know what it does not of the next.
TEST(Container, ARoundClosesWhatItsOwnElementPointsTo) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @closeAll(%v: pointer) {
    b0:  br b1
    b1:  br b3, b2
    b2:  %c = &(*%v)[*]
         release (**%c).out by "close" raw
         br b1
    b3:  return
    }
  )fdir"));
}

TEST(Container, TwiceInOneRoundIsTheSameElement) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @closeAll(%v: pointer) {
    b0:  br b1
    b1:  br b3, b2
    b2:  %c = &(*%v)[*]
         release (**%c).out by "close" raw
         release (**%c).out by "close" raw ; finding: fd-double-close v[...]->out
         br b1
    b3:  return
    }
  )fdir"));
}

TEST(Container, TheKeyHoldsWhatNobodyElseDoes) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @add(%m: pointer) {
    b0:  %fd = acquire by "accept" raw ok(%fd >= 0)
         br b1 if %fd >= 0, b2 if %fd < 0
    b1:  (*%m)[* at %fd].first = key %fd
         end %fd
         br b2
    b2:  return
    }
  )fdir"));
}

TEST(Container, AKeyThatIsErasedHoldsNothing) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @add(%m: pointer) {
    b0:  %fd = acquire by "accept" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b1 if %fd >= 0, b2 if %fd < 0
    b1:  (*%m)[* at %fd].first = key %fd
         erase *%m at %fd
         end %fd
         br b2
    b2:  return
    }
  )fdir"));
}
