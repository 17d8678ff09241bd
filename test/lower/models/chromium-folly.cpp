// Chromium and Folly, by declarations of the same shape.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
struct FILE;

namespace base {
template <typename T, typename Traits> class ScopedGeneric {
public:
  ScopedGeneric();
  explicit ScopedGeneric(const T &value);
  ~ScopedGeneric();
  void reset(const T &value = T());
  [[nodiscard]] T release();
  const T &get() const;
};
struct ScopedFDCloseTraits;
using ScopedFD = ScopedGeneric<int, ScopedFDCloseTraits>;
class File {
public:
  ~File();
  int GetPlatformFile() const;
  int TakePlatformFile();
  void Close();
};
FILE *OpenFile(const char *path, const char *mode);
bool CloseFile(FILE *file);
bool SetNonBlocking(int fd);
bool SetCloseOnExec(int fd);
} // namespace base

void scoped(int fd, int next) {
  base::ScopedFD s(fd);
  s.reset(next);
}
// CHECK-LABEL: "scoped"
// CHECK: %s = transfer %fd to owner by "base::ScopedGeneric::ScopedGeneric"
// CHECK: release %s by "base::ScopedGeneric::reset" owner
// CHECK: %s = transfer %next to owner by "base::ScopedGeneric::reset"
int scoped_release(base::ScopedFD &s) { return s.release(); }
// CHECK-LABEL: "scoped_release"
// CHECK: ret = transfer *%s to raw by {{.*}} ok(ret >= 0)
int scoped_get(base::ScopedFD &s) { return s.get(); }
// CHECK-LABEL: "scoped_get"
// CHECK: alias *%s as raw by "base::ScopedGeneric::get"
int file(base::File &f, bool take) {
  if (take)
    return f.TakePlatformFile();
  int view = f.GetPlatformFile();
  f.Close();
  return view;
}
// CHECK-LABEL: "file"
// CHECK: transfer *%f to raw by "base::File::TakePlatformFile"
// CHECK: alias *%f as raw by "base::File::GetPlatformFile"
// CHECK: release *%f by "base::File::Close" owner
void streams(const char *path) {
  if (FILE *f = base::OpenFile(path, "r"))
    base::CloseFile(f);
}
// CHECK-LABEL: "streams"
// CHECK: %f = acquire by "base::OpenFile" file ok(%f != 0)
// CHECK: release %f by "base::CloseFile" file
void flags(int fd) {
  base::SetNonBlocking(fd);
  base::SetCloseOnExec(fd);
}
// CHECK-LABEL: "flags"
// CHECK: use %fd by "base::SetNonBlocking"
// CHECK: use %fd by "base::SetCloseOnExec"

namespace folly {
class File {
public:
  explicit File(int fd, bool owns = false) noexcept;
  ~File();
  int fd() const;
  int release() noexcept;
  void close();
  bool closeNoThrow();
};
int openNoInt(const char *path, int flags, unsigned mode = 0666);
int closeNoInt(int fd);
int dupNoInt(int fd);
int dup2NoInt(int from, int to);
int fsyncNoInt(int fd);
int ftruncateNoInt(int fd, long n);
long readNoInt(int fd, void *buf, unsigned long n);
long readFull(int fd, void *buf, unsigned long n);
long readvFull(int fd, void *vector, int n);
long preadNoInt(int fd, void *buf, unsigned long n, long at);
long preadFull(int fd, void *buf, unsigned long n, long at);
long writeNoInt(int fd, const void *buf, unsigned long n);
long writeFull(int fd, const void *buf, unsigned long n);
long writevFull(int fd, void *vector, int n);
long pwriteNoInt(int fd, const void *buf, unsigned long n, long at);
long pwriteFull(int fd, const void *buf, unsigned long n, long at);
namespace fileops {
int close(int fd);
}
namespace netops {
int close(int fd);
}
} // namespace folly

int owns(int fd) {
  folly::File f(fd, true);
  return f.fd();
}
// CHECK-LABEL: "owns"
// CHECK: %f = transfer %fd to owner by "folly::File::File"
// CHECK: alias %f as raw by "folly::File::fd"
void borrows(int fd) { folly::File f(fd); }
// CHECK-LABEL: "borrows"
// CHECK-NOT: transfer
int folly_ends(folly::File &f, bool how) {
  if (how)
    f.close();
  else
    f.closeNoThrow();
  return f.release();
}
// CHECK-LABEL: "folly_ends"
// CHECK: release *%f by "folly::File::close" owner
// CHECK: release *%f by "folly::File::closeNoThrow" owner
// CHECK: transfer *%f to raw by "folly::File::release" ok({{.*}} >= 0)
void calls(int fd, char *b) {
  int one = folly::openNoInt("x", 0x80000);
  int two = folly::dupNoInt(fd);
  folly::dup2NoInt(one, fd);
  folly::fsyncNoInt(fd);
  folly::ftruncateNoInt(fd, 1);
  folly::readNoInt(fd, b, 1);
  folly::readFull(fd, b, 1);
  folly::readvFull(fd, b, 1);
  folly::preadNoInt(fd, b, 1, 1);
  folly::preadFull(fd, b, 1, 1);
  folly::writeNoInt(fd, b, 1);
  folly::writeFull(fd, b, 1);
  folly::writevFull(fd, b, 1);
  folly::pwriteNoInt(fd, b, 1, 1);
  folly::pwriteFull(fd, b, 1, 1);
  folly::closeNoInt(one);
  folly::fileops::close(two);
  folly::netops::close(fd);
}
// CHECK-LABEL: "calls"
// CHECK: %one = acquire by "folly::openNoInt" raw cloexec ok(%one >= 0)
// CHECK: %two = acquire by "folly::dupNoInt" raw inherited ok(%two >= 0)
// CHECK: dup2 %one, %fd by "folly::dup2NoInt" inherited
// CHECK: use %fd by "folly::fsyncNoInt"
// CHECK: use %fd by "folly::ftruncateNoInt"
// CHECK: wait %fd by "folly::readNoInt"
// CHECK: wait %fd by "folly::readFull"
// CHECK: wait %fd by "folly::readvFull"
// CHECK: use %fd by "folly::preadNoInt"
// CHECK: use %fd by "folly::preadFull"
// CHECK: use %fd by "folly::writeNoInt"
// CHECK: use %fd by "folly::writeFull"
// CHECK: use %fd by "folly::writevFull"
// CHECK: use %fd by "folly::pwriteNoInt"
// CHECK: use %fd by "folly::pwriteFull"
// CHECK: release %one by "folly::closeNoInt" raw
// CHECK: release %two by "folly::fileops::close" raw
// CHECK: release %fd by "folly::netops::close" raw
