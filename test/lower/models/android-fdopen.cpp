// The descriptor goes to the stream, or is closed where there is none.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
// The release is an effect under a condition on a result that the transfer gave.
// XFAIL: *
namespace android::base {
struct unique_fd_impl {
  ~unique_fd_impl();
};
using unique_fd = unique_fd_impl;
struct FILE *Fdopen(unique_fd &&fd, const char *mode);
struct DIR *Fdopendir(unique_fd &&fd);
} // namespace android::base
using android::base::unique_fd;

void *android_fdopen(unique_fd &&u) {
  return android::base::Fdopen(static_cast<unique_fd &&>(u), "r");
}
// CHECK-LABEL: "android_fdopen"
// CHECK: transfer *%u to file by "android::base::Fdopen" ok({{.*}} != 0)
// CHECK: release *%u by "android::base::Fdopen" owner ok({{.*}} == 0)
void *android_fdopendir(unique_fd &&u) {
  return android::base::Fdopendir(static_cast<unique_fd &&>(u));
}
// CHECK-LABEL: "android_fdopendir"
// CHECK: transfer *%u to dir by "android::base::Fdopendir" ok({{.*}} != 0)
// CHECK: release *%u by "android::base::Fdopendir" owner ok({{.*}} == 0)
