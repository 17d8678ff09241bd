// The fix-its of close-on-exec: applied, they compile and nothing is left.
// RUN: cp %s %t.c
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fdstrict-cloexec --fix --quiet %t.c -- -std=c17
// RUN: FileCheck %s --input-file=%t.c
// RUN: %check-fd fdstrict-cloexec %t.c --prefix=after -std=c17 -Werror
// after-no-diagnostics
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

int keep(int Fd);

// CHECK-LABEL: void flags(
void flags(const char *Path, int Wanted, sigset_t *Set, int Dir) {
  // CHECK: keep(open(Path, O_RDONLY | O_CLOEXEC));
  keep(open(Path, O_RDONLY));
  // CHECK: keep(open(Path, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  keep(open(Path, O_RDWR | O_CREAT, 0600));
  // CHECK: keep(open(Path, (Wanted ? O_RDONLY : O_WRONLY) | O_CLOEXEC));
  keep(open(Path, Wanted ? O_RDONLY : O_WRONLY));
  // CHECK: keep(openat(Dir, Path, O_CLOEXEC));
  keep(openat(Dir, Path, 0));
  // CHECK: keep(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  keep(socket(AF_UNIX, SOCK_STREAM, 0));
  // CHECK: keep(epoll_create1(EPOLL_CLOEXEC));
  keep(epoll_create1(0));
  // CHECK: keep(eventfd(0, EFD_CLOEXEC));
  keep(eventfd(0, 0));
  // CHECK: keep(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  keep(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
  // CHECK: keep(signalfd(-1, Set, SFD_CLOEXEC));
  keep(signalfd(-1, Set, 0));
  // CHECK: keep(inotify_init1(IN_CLOEXEC));
  keep(inotify_init1(0));
  // CHECK: keep(memfd_create("m", MFD_CLOEXEC));
  keep(memfd_create("m", 0));
}

// CHECK-LABEL: int others(
int others(const char *Path, int Listener, char *Name, int P[2]) {
  // CHECK: keep(accept4(Listener, NULL, NULL, SOCK_CLOEXEC));
  keep(accept(Listener, NULL, NULL));
  // CHECK: keep(fcntl(Listener, F_DUPFD_CLOEXEC, 0));
  keep(dup(Listener));
  // CHECK: keep(fcntl(Listener, F_DUPFD_CLOEXEC, 10));
  keep(fcntl(Listener, F_DUPFD, 10));
  // CHECK: keep(open(Path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600));
  keep(creat(Path, 0600));
  // CHECK: keep(epoll_create1(EPOLL_CLOEXEC));
  keep(epoll_create(64));
  // CHECK: keep(inotify_init1(IN_CLOEXEC));
  keep(inotify_init());
  // CHECK: keep(mkostemp(Name, O_CLOEXEC));
  keep(mkstemp(Name));
  // CHECK: keep(mkostemps(Name, 2, O_CLOEXEC));
  keep(mkstemps(Name, 2));
  // CHECK: return pipe2(P, O_CLOEXEC);
  return pipe(P);
}

// CHECK-LABEL: FILE *streams(
FILE *streams(const char *Path) {
  // CHECK: FILE *Pipe = popen("ls", "re");
  FILE *Pipe = popen("ls", "r");
  if (Pipe)
    pclose(Pipe);
  // CHECK: return fopen(Path, "w+e");
  return fopen(Path, "w+");
}
