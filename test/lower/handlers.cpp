// RUN: %fdtidy lower %s -- -std=c++20 | FileCheck %s
// A throw names its type and the public bases; a try dispatches on them.
extern "C" int open(const char *, int, ...);
extern "C" int close(int);
struct Error {};
struct Hidden {};
struct Io : Error, private Hidden {};
void unseen();

// CHECK-LABEL: "throws"
// CHECK: throw "Io" "Error" unwind b[[D:[0-9]+]]
// CHECK: b[[D]]:
// CHECK-NEXT: dispatch b[[H:[0-9]+]] catch "Error" {{.*}}, b[[O:[0-9]+]]
// CHECK: b[[H]]:
// CHECK: release %fd by "close"
// CHECK: rethrow
// CHECK: b[[O]]:
// CHECK-NEXT: resume
int throws(bool bad) {
  int fd = open("x", 0);
  try {
    if (bad)
      throw Io();
  } catch (const Error &) {
    close(fd);
    throw;
  }
  return fd;
}

// An unseen function may throw where a handler of this function waits for it.
// CHECK-LABEL: "waits"
// CHECK: call @"c:@F@unseen#"() unwind b[[#]] maythrow
// CHECK: dispatch b[[#]] catch ...
int waits() {
  int fd = open("x", 0);
  try {
    unseen();
  } catch (...) {
    return close(fd);
  }
  return fd;
}
