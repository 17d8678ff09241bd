// LLVM's own files, by declarations of the same shape.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
namespace std {
class error_code {
  int Value;

public:
  explicit operator bool() const noexcept;
};
} // namespace std

namespace llvm {
namespace sys {
namespace fs {
std::error_code openFile(const char *name, int &fd, int disp, int access, int flags, unsigned mode = 0666);
std::error_code openFileForWrite(const char *name, int &fd, int disp = 0, int flags = 0, unsigned mode = 0666);
std::error_code openFileForReadWrite(const char *name, int &fd, int disp, int flags, unsigned mode = 0666);
std::error_code openFileForRead(const char *name, int &fd, int flags = 0, char *real = nullptr);
std::error_code createTemporaryFile(const char *prefix, const char *suffix, int &fd, char *path, int flags = 0);
std::error_code createTemporaryFile(const char *prefix, const char *suffix, char *path, int flags = 0);
std::error_code createUniqueFile(const char *model, int &fd, char *path, int flags = 0, unsigned mode = 0600);
std::error_code closeFile(int &fd);
int readNativeFile(int fd, char *buffer);
int readNativeFileSlice(int fd, char *buffer, long at);
std::error_code lockFile(int fd);
std::error_code tryLockFile(int fd);
std::error_code unlockFile(int fd);
std::error_code resize_file(int fd, unsigned long size);
} // namespace fs
class Process {
public:
  static std::error_code SafelyCloseFileDescriptor(int fd);
};
} // namespace sys
class raw_ostream {};
class raw_fd_ostream : public raw_ostream {
public:
  raw_fd_ostream(int fd, bool shouldClose, bool unbuffered = false);
  ~raw_fd_ostream();
  void close();
};
class raw_fd_stream : public raw_fd_ostream {
public:
  raw_fd_stream(int fd, bool shouldClose);
};
} // namespace llvm

using namespace llvm::sys;

bool opens(int &fd1, int &fd2, int &fd3, int &fd4, int &fd5, int &fd6, char *p) {
  if (fs::openFileForRead("x", fd1) || fs::openFile("x", fd2, 0, 0, 0) ||
      fs::openFileForWrite("x", fd3) || fs::openFileForReadWrite("x", fd4, 0, 0))
    return false;
  return !fs::createTemporaryFile("a", "b", fd5, p) &&
         !fs::createUniqueFile("a", fd6, p);
}
// CHECK-LABEL: "opens"
// CHECK: acquire by "llvm::sys::fs::openFileForRead" raw ok({{.*}} == 0) -> *%fd1
// CHECK: acquire by "llvm::sys::fs::openFile" raw ok({{.*}} == 0) -> *%fd2
// CHECK: acquire by "llvm::sys::fs::openFileForWrite" raw ok({{.*}} == 0) -> *%fd3
// CHECK: acquire by "llvm::sys::fs::openFileForReadWrite" raw ok({{.*}} == 0) -> *%fd4
// CHECK: acquire by "llvm::sys::fs::createTemporaryFile" raw ok({{.*}} == 0) -> *%fd5
// CHECK: acquire by "llvm::sys::fs::createUniqueFile" raw ok({{.*}} == 0) -> *%fd6
bool name_only(char *p) { return !fs::createTemporaryFile("a", "b", p); }
// CHECK-LABEL: "name_only"
// CHECK-NOT: acquire
void closes(int fd, int other) {
  fs::closeFile(fd);
  llvm::sys::Process::SafelyCloseFileDescriptor(other);
}
// CHECK-LABEL: "closes"
// CHECK: release %fd by "llvm::sys::fs::closeFile" raw
// CHECK: %fd = -1
// CHECK: release %other by "llvm::sys::Process::SafelyCloseFileDescriptor" raw
void uses(int fd, char *b) {
  fs::readNativeFile(fd, b);
  fs::readNativeFileSlice(fd, b, 1);
  fs::lockFile(fd);
  fs::tryLockFile(fd);
  fs::unlockFile(fd);
  fs::resize_file(fd, 1);
}
// CHECK-LABEL: "uses"
// CHECK: use %fd by "llvm::sys::fs::readNativeFile"
// CHECK: use %fd by "llvm::sys::fs::readNativeFileSlice"
// CHECK: use %fd by "llvm::sys::fs::lockFile"
// CHECK: use %fd by "llvm::sys::fs::tryLockFile"
// CHECK: use %fd by "llvm::sys::fs::unlockFile"
// CHECK: use %fd by "llvm::sys::fs::resize_file"
void owns(int fd) {
  llvm::raw_fd_ostream os(fd, true);
  os.close();
}
// CHECK-LABEL: "owns"
// CHECK: %os = transfer %fd to owner by "llvm::raw_fd_ostream::raw_fd_ostream"
// CHECK: release %os by "llvm::raw_fd_ostream::close" owner
void stream(int fd) { llvm::raw_fd_stream s(fd, true); }
// CHECK-LABEL: "stream"
// CHECK: transfer %fd to owner by "llvm::raw_fd_stream::raw_fd_stream"
void borrows(int fd) { llvm::raw_fd_ostream os(fd, false); }
// CHECK-LABEL: "borrows"
// CHECK-NOT: transfer
