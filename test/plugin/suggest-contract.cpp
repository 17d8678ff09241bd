// fdstrict-suggest-contract: what bodies do on every path, next to what they do on
// some, or for nobody else. The fix-its are applied, compiled and silent.
// RUN: %check-fd fdstrict-suggest-contract %s -I%root/checks/include -std=c++20
// RUN: cp %s %t.cpp
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fdstrict-suggest-contract --fix --quiet %t.cpp -- -I%root/checks/include -std=c++20 > /dev/null
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fd-contract,fdstrict-suggest-contract --quiet %t.cpp -- -I%root/checks/include -std=c++20 | FileCheck %s --check-prefix=LEFT --implicit-check-not=warning:
// RUN: FileCheck %s --input-file=%t.cpp --check-prefix=FIXED
// LEFT: warning: 'setOrErrno' acquires 'Fd'
#include <fdtidy/annotations.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

// FIXED: FDTIDY_RETURNS_OWNED int openLog(const char *Path);
int openLog(const char *Path);
int openLog(const char *Path) {
  return open(Path, O_WRONLY | O_CLOEXEC); // expected-warning {{'openLog' acquires its result, and its declaration does not say so: 'FDTIDY_RETURNS_OWNED' [fdstrict-suggest-contract]}}
}
FDTIDY_RETURNS_OWNED int openSaid(const char *Path);
int openSaid(const char *Path) { return open(Path, O_WRONLY | O_CLOEXEC); }
static int openHere(const char *Path) { return open(Path, O_RDONLY); }
inline int openInline(const char *Path) { return open(Path, O_RDONLY); }
int useThem(const char *Path) {
  const int Fd = openHere(Path);
  return Fd < 0 ? openInline(Path) : Fd; // expected-warning {{'useThem' acquires its result}}
}
// FIXED: FDTIDY_RETURNS_OWNED int useThem(
// FIXED: FDTIDY_RETURNS_OWNED FILE *stream(
FILE *stream(const char *Path) {
  return fopen(Path, "r"); // expected-warning {{'stream' acquires its result}}
}
int Cached = -1;
int cached() { // it stays in a global
  if (Cached < 0)
    Cached = open("x", O_RDONLY | O_CLOEXEC);
  return Cached;
}
// FIXED: bool setIfFine(FDTIDY_ACQUIRES int *Fd) {
bool setIfFine(int *Fd) { // expected-warning {{'setIfFine' acquires 'Fd', and its declaration does not say so: 'FDTIDY_ACQUIRES'}}
  *Fd = open("x", O_RDONLY | O_CLOEXEC);
  return *Fd >= 0;
}
// FIXED: int setOrErrno(int *Fd) {
int setOrErrno(int *Fd) { // expected-warning {{'setOrErrno' acquires 'Fd'}}
  *Fd = open("x", O_RDONLY | O_CLOEXEC);
  return *Fd < 0 ? 22 : 0; // needs a condition
}
// FIXED: void closeIt(FDTIDY_RELEASES int Fd) {
void closeIt(int Fd) { // expected-warning {{'closeIt' releases 'Fd', and its declaration does not say so: 'FDTIDY_RELEASES'}}
  if (Fd >= 0)
    close(Fd);
}
void closeSome(int Fd, bool Really) {
  if (Really)
    close(Fd);
}
// FIXED: void reset(FDTIDY_RELEASES int &Fd) {
void reset(int &Fd) { // expected-warning {{'reset' releases 'Fd'}}
  if (Fd >= 0)
    close(Fd);
  Fd = -1;
}
void show(int Fd) { fsync(Fd); }

class Owner {
public:
  // FIXED: explicit Owner(FDTIDY_TAKES int Fd);
  explicit Owner(int Fd);
  Owner(const Owner &) = delete;
  Owner &operator=(const Owner &) = delete;
  ~Owner();
  int get() const;

private:
  int Raw;
};
Owner::Owner(int Fd) : Raw(Fd) {} // expected-warning {{'Owner::Owner' takes 'Fd', and its declaration does not say so: 'FDTIDY_TAKES'}}
Owner::~Owner() { close(Raw); }
int Owner::get() const { return Raw; }
