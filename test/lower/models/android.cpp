// Android: unique_fd and its friends, by declarations of the same shape.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s

namespace android::base {
template <typename Closer> class unique_fd_impl final {
public:
  unique_fd_impl();
  explicit unique_fd_impl(int fd);
  unique_fd_impl(unique_fd_impl &&other);
  ~unique_fd_impl();
  void reset(int fd = -1);
  int get() const;
  operator int() const;
  int release();
};
struct DefaultCloser;
using unique_fd = unique_fd_impl<DefaultCloser>;
struct borrowed_fd {
  borrowed_fd(int fd);
  int get() const;
  operator int() const;
};
bool Pipe(unique_fd *read, unique_fd *write, int flags);
bool Socketpair(int domain, int type, int protocol, unique_fd *l, unique_fd *r);
bool Socketpair(int type, unique_fd *l, unique_fd *r);
} // namespace android::base

using android::base::unique_fd;
void android_construct(int fd) { unique_fd u(fd); }
// CHECK-LABEL: "android_construct"
// CHECK: transfer %fd to owner by "{{.*}}::unique_fd_impl"
void android_reset(unique_fd &u, int fd) { u.reset(fd); }
// CHECK-LABEL: "android_reset"
// CHECK: release *%u by "{{.*}}::reset" owner
// CHECK-NEXT: transfer %fd to owner by "{{.*}}::reset"
int android_release(unique_fd &u) { return u.release(); }
// CHECK-LABEL: "android_release"
// CHECK: ret = transfer *%u to raw by "{{.*}}::release" ok(ret >= 0)
int android_get(unique_fd &u) { return u.get(); }
// CHECK-LABEL: "android_get"
// CHECK: ret = alias *%u as raw by "{{.*}}::get"
int android_convert(unique_fd &u) { return u; }
// CHECK-LABEL: "android_convert"
// CHECK: ret = alias *%u as raw
int android_borrowed(android::base::borrowed_fd b) { return b.get() + b; }
// CHECK-LABEL: "android_borrowed"
// CHECK: alias %b as raw by "{{.*}}::get"
// CHECK: alias %b as raw
bool android_pipe(unique_fd *r, unique_fd *w) {
  return android::base::Pipe(r, w, 0x80000);
}
// CHECK-LABEL: "android_pipe"
// CHECK: acquire by "android::base::Pipe" owner cloexec ok(ret == 1) -> *%r read, *%w write
bool android_socketpair(unique_fd *l, unique_fd *r) {
  return android::base::Socketpair(1, 1, 0, l, r) &&
         android::base::Socketpair(1, l, r);
}
// CHECK-LABEL: "android_socketpair"
// CHECK: acquire by "android::base::Socketpair" owner inherited ok({{.*}} == 1) -> *%l, *%r
// CHECK: acquire by "android::base::Socketpair" owner inherited ok({{.*}} == 1) -> *%l, *%r
