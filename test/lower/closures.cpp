// RUN: %fdtidy lower %s -- -std=c++20 | FileCheck %s
// A closure is a record of what it captured; its body is a function.
#include <unistd.h>

// CHECK-LABEL: "immediate"
// CHECK: [[C:%t[0-9]+]].fd = &%fd
// CHECK: call @"c:@F@immediate#I##1lambda@F@operator(){{.*}}"(&[[C]])
// CHECK-LABEL: "lambda"(this: pointer
// CHECK: ret = release *this.fd by "close"
int immediate(int fd) {
  return [&] { return close(fd); }();
}

// CHECK-LABEL: "named"
// CHECK: %f.n = %fd
// CHECK: call @"c:@F@named#I##1lambda@F@operator(){{.*}}"(&%f, 4)
// CHECK-LABEL: "lambda"(this: pointer
// CHECK: release this.n by "close"
int named(int fd) {
  auto f = [n = fd](int k) { return close(n) + k; };
  return f(4);
}
