// RUN: %fdtidy lower %s -- -std=c++20 | FileCheck %s
// The C++ library is lowered by fields of our own, alike for any of its makers.
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

// CHECK-LABEL: "deleter"
// CHECK: %f.ptr = %t0
// CHECK: %f.del = @"c:@F@fclose"
// CHECK: br b[[C:[0-9]+]] if %f.ptr != 0
// CHECK: b[[C]]:
// CHECK-NEXT: call *%f.del(%f.ptr)
void deleter() { std::unique_ptr<FILE, int (*)(FILE *)> f(fopen("x", "r"), fclose); }

// CHECK-LABEL: "released"
// CHECK: br b[[#]] if %f.ptr != 0
// CHECK: %r = %f.ptr
// CHECK: %f.ptr = 0
// CHECK: ret = %r
FILE *released() {
  std::unique_ptr<FILE, int (*)(FILE *)> f(fopen("x", "r"), fclose);
  if (!f)
    return nullptr;
  FILE *r = f.release();
  return r;
}

// CHECK-LABEL: "maybe"
// CHECK: %o.val = %fd
// CHECK: %o.has = 1
// CHECK: br b[[#]] if %o.has != 0
// CHECK: release %o.val by "close"
void maybe(int fd) {
  std::optional<int> o = fd;
  if (o)
    close(*o);
}

std::pair<int, int> ends();
// CHECK-LABEL: "bound"
// CHECK: %_ = call @"c:@F@ends#"()
// CHECK: %r = &%_.first
// CHECK: %w = &%_.second
// CHECK: release *%r by "close"
// CHECK: release *%w by "close"
void bound() {
  auto [r, w] = ends();
  close(r);
  close(w);
}

// CHECK-LABEL: "tied"
// CHECK: [[T:%t[0-9]+]]."0" = &%r
// CHECK: [[T]]."1" = &%w
// CHECK: *[[T]]."0" = {{.*}}.first
// CHECK: *[[T]]."1" = {{.*}}.second
void tied() {
  int r, w;
  std::tie(r, w) = ends();
  close(r);
}

// CHECK-LABEL: "many"
// CHECK: insert %v, %fd
// CHECK: %x = (*%__range1)[*]
// CHECK: release %x by "close"
// CHECK: end %v
void many(int fd) {
  std::vector<int> v;
  v.push_back(fd);
  for (int x : v)
    close(x);
}

// CHECK-LABEL: "exchanged"
// CHECK: ret = *%fd
// CHECK: *%fd = -1
int exchanged(int &fd) {
  int p[2];
  pipe(p);
  return std::exchange(fd, -1);
}

struct Child {
  int pid, fd;
};
// CHECK-LABEL: "registered"
// CHECK: [[A:%t[0-9]+]].first = %pid
// CHECK: [[A]].second = %c
// CHECK: [[B:%t[0-9]+]].first = [[A]].first
// CHECK: [[B]].second = [[A]].second
// CHECK: insert *%all, [[B]]
void registered(std::map<int, Child> &all, int pid, const char *name) {
  Child c;
  c.fd = dup(pid);
  all.insert(std::make_pair(pid, c)); // pair<int, ...> to pair<const int, ...>
}
