// What lies behind a pointer that a call gives is one number until the call
// gives another.
// RUN: %check-fd fd-* %s
#include <unistd.h>

struct Connection {
  int Fd;
};
Connection *unseen(int Key);
static Connection *find(int Key) { return Key ? unseen(Key) : nullptr; }
void reopen(int Key);

void twice(int Key) {
  Connection *C = find(Key);
  if (!C)
    return;
  const int Fd = C->Fd;
  close(Fd);
  close(C->Fd); // expected-warning {{descriptor 'Fd' is closed twice}}
}

void again(int Key) {
  Connection *C = find(Key);
  if (!C)
    return;
  close(C->Fd);
  reopen(Key);
  close(C->Fd);
}

void each(int Keys) {
  for (int Key = 1; Key < Keys; ++Key) {
    Connection *C = find(Key);
    if (!C)
      continue;
    close(C->Fd);
  }
}

void another(int Key) {
  Connection *C = find(Key);
  if (!C)
    return;
  close(C->Fd);
  C = find(Key + 1);
  if (C)
    close(C->Fd);
}
