// What a hand-over takes is not lost, where it succeeded; where it failed, it is
// still ours.
// RUN: %check-fd fd-* %s -std=c++20
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

FILE *toStream() {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return nullptr;
  FILE *F = fdopen(Fd, "r");
  if (!F)
    close(Fd);
  return F;
}
FILE *toStreamOrLost() {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return nullptr;
  return fdopen(Fd, "r");
}
DIR *toDirectory() {
  int Fd = open("x", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (Fd < 0)
    return nullptr;
  DIR *D = fdopendir(Fd);
  if (!D)
    close(Fd);
  return D;
}
DIR *toDirectoryOrLost() {
  int Fd = open("x", O_RDONLY | O_CLOEXEC | O_DIRECTORY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return nullptr;
  return fdopendir(Fd);
}

struct Conn {
  int Fd;
};
bool fill(Conn *C) { // a struct that outlives the function
  C->Fd = open("x", O_RDONLY | O_CLOEXEC);
  return C->Fd >= 0;
}
Conn make() { // one that is returned
  Conn C;
  C.Fd = open("x", O_RDONLY | O_CLOEXEC);
  return C;
}
void dropped() {
  Conn C;
  C.Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'C.Fd' is still open}}
}

int Global = -1;
void toGlobal() {
  if (Global < 0)
    Global = open("x", O_RDONLY | O_CLOEXEC);
}
int cached() {
  static int Fd = -1;
  if (Fd < 0)
    Fd = open("x", O_RDONLY | O_CLOEXEC);
  return Fd;
}
int notCached() {
  int Fd = -1;
  if (Fd < 0)
    Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  return Fd >= 0;
}

void toVector(std::vector<int> &All) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd >= 0)
    All.push_back(Fd);
}
void toMap(std::map<int, int> &All) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd >= 0)
    All[0] = Fd;
}
void sizeOfVector(std::vector<int> &All) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    All.resize(1);
}

void toThread() {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  std::thread([Fd] { close(Fd); }).detach();
}

bool toEpoll(int Epoll) { // its data owns it, where it was added
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return false;
  epoll_event Event{};
  Event.data.fd = Fd;
  if (epoll_ctl(Epoll, EPOLL_CTL_ADD, Fd, &Event) != 0) {
    close(Fd);
    return false;
  }
  return true;
}

void toCallback(void (*Later)(void *), void (*Register)(void (*)(void *), void *)) {
  Conn *C = new Conn{open("x", O_RDONLY | O_CLOEXEC)};
  Register(Later, C);
}

void outParameter(int *Out) { *Out = open("x", O_RDONLY | O_CLOEXEC); }
void outCopy(int Out) {
  Out = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Out' is still open}}
}
