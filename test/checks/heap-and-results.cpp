// Cleanup attributes, heap records, contexts, function pointers, result types.
// RUN: %check-fd fd-* %s -std=c++20
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

int more();

void closeFd(int *Fd) {
  if (*Fd >= 0)
    close(*Fd);
}
void cleaned() {
  __attribute__((cleanup(closeFd))) int Fd = open("x", O_RDONLY);
  more();
}
struct Heap {
  int Fd;
};
void heap() {
  Heap *H = static_cast<Heap *>(malloc(sizeof(Heap)));
  if (!H)
    return;
  H->Fd = open("x", O_RDONLY);
  if (H->Fd >= 0)
    close(H->Fd);
  free(H);
}
void heapLost() {
  Heap *H = static_cast<Heap *>(malloc(sizeof(Heap)));
  if (!H)
    return;
  H->Fd = open("x", O_RDONLY); // expected-warning {{is still open}}
  free(H);
}
void viaContext(void *Data) {
  auto *H = static_cast<Heap *>(Data);
  close(H->Fd);
}
void context() {
  Heap H{open("x", O_RDONLY)};
  viaContext(&H);
}
void pointerTo() {
  int (*Close)(int) = close;
  int Fd = open("x", O_RDONLY);
  Close(Fd);
}
struct Closer {
  void operator()(int *Fd) const {
    close(*Fd);
    delete Fd;
  }
};
void closingDeleter() {
  std::unique_ptr<int, Closer> Fd(new int(open("x", O_RDONLY)));
  more();
}
struct Result {
  int Fd = -1;
  int Error = 0;
  bool ok() const { return Error == 0; }
};
Result attempt() {
  Result R;
  R.Fd = open("x", O_RDONLY);
  if (R.Fd < 0)
    R.Error = errno;
  return R;
}
void result() {
  Result R = attempt();
  if (!R.ok())
    return;
  close(R.Fd);
}
void resultLost() {
  Result R = attempt(); // expected-warning {{is still open}}
  if (!R.ok())
    return;
  more();
}
int errnoSaved() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return -1;
  if (more() < 0) {
    int Saved = errno;
    close(Fd);
    errno = Saved;
    return -1;
  }
  return Fd;
}
