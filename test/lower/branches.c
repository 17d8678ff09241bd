// RUN: %fdtidy lower %s -- | FileCheck %s
// Conditions become assumptions on edges, whatever they are wrapped in.
int open(const char *, int, ...);
int close(int);
#define unlikely(x) __builtin_expect(!!(x), 0)

// CHECK-LABEL: "assigned"
// CHECK:      %t0 = acquire by "open"
// CHECK:      %fd = %t0
// CHECK-NEXT: br b{{[0-9]+}} if %fd < 0 {{.*}}, b{{[0-9]+}} if %fd >= 0
int assigned(const char *p) {
  int fd;
  if (unlikely((fd = open(p, 0)) < 0))
    return -1;
  return fd;
}

// CHECK-LABEL: "flag"
// CHECK: [[T:%t[0-9]+]] = %fd >= 0
// CHECK: %ok = [[T]]
// CHECK: br b[[#]] if %ok != 0 {{.*}}, b[[#]] if %ok == 0
int flag(const char *p) {
  int fd = open(p, 0), ok = fd >= 0;
  if (!ok)
    return -1;
  return close(fd);
}

// CHECK-LABEL: "both"
// CHECK: br b[[#]] if %a < 0 {{.*}}, b[[#]] if %a >= 0
// CHECK: br b[[#]] if %b < 0 {{.*}}, b[[#]] if %b >= 0
// CHECK: release %a by "close"
int both(const char *p) {
  int a = open(p, 0), b = open(p, 0);
  if (!(a < 0 || b < 0))
    close(a);
  return 0;
}

// CHECK-LABEL: "cases"
// CHECK: br b[[#]] if %n == 1 {{.*}}, b[[#]] if %n >= 5 and %n <= 7 {{.*}}, b[[#]] if %n != 1
int cases(const char *p, int n) {
  int fd = open(p, 0);
  switch (n) {
  case 1:
    break;
  case 5 ... 7:
    close(fd);
    break;
  default:
    return fd;
  }
  return 0;
}

// CHECK-LABEL: "retried"
// CHECK:      b1:
// CHECK-NEXT: %[[R:t[0-9]+]] = acquire by "open"
// CHECK:      br b[[#]] if %__r == -1
int retried(const char *p) {
  int fd = ({
    long __r;
    do
      __r = (long)open(p, 0);
    while (__r == -1L);
    __r;
  });
  return fd;
}

static int keep = 0;
static int level = 0;
void louder(void) { ++level; }
// What nothing in the file writes stays as it is initialised.
// CHECK-LABEL: "fixed"
// CHECK-NOT: keep
// CHECK: release %fd by "close"
void fixed(const char *p) {
  int fd = open(p, 0);
  if (!keep)
    close(fd);
}
// CHECK-LABEL: "written"
// CHECK: br b[[#]] if {{.*}}level
void written(const char *p) {
  int fd = open(p, 0);
  if (!level)
    close(fd);
}
