// The same in C: what pthread_create hands over, it hands over if it succeeds.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *pump(void *Arg) {
  int Fd = (int)(intptr_t)Arg;
  char Buffer[512];
  while (read(Fd, Buffer, sizeof Buffer) > 0)
    ;
  return NULL;
}

static void *pumpAndClose(void *Arg) {
  pump(Arg);
  close((int)(intptr_t)Arg);
  return NULL;
}

int joined(const char *Path) {
  pthread_t Reader;
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  if (pthread_create(&Reader, NULL, pump, (void *)(intptr_t)Fd) != 0) {
    close(Fd);
    return -1;
  }
  return pthread_join(Reader, NULL);
}

int joinedAndClosed(const char *Path) {
  pthread_t Reader;
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  if (pthread_create(&Reader, NULL, pump, (void *)(intptr_t)Fd) == 0)
    pthread_join(Reader, NULL);
  close(Fd);
  return 0;
}

int handedOver(const char *Path) {
  pthread_t Reader;
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  if (pthread_create(&Reader, NULL, pumpAndClose, (void *)(intptr_t)Fd) != 0) {
    close(Fd);
    return -1;
  }
  return pthread_detach(Reader);
}

int handedOverOrNot(const char *Path) {
  pthread_t Reader;
  int Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  if (Fd < 0)
    return -1;
  if (pthread_create(&Reader, NULL, pumpAndClose, (void *)(intptr_t)Fd) != 0)
    return -1; // expected-note {{lost here}}
  return pthread_detach(Reader);
}

struct Client {
  int Fd;
};

static void *serve(void *Arg) {
  struct Client *C = Arg;
  char Byte;
  while (read(C->Fd, &Byte, 1) > 0)
    write(C->Fd, &Byte, 1);
  free(C);
  return NULL;
}

static void *serveAndClose(void *Arg) {
  struct Client *C = Arg;
  char Byte;
  while (read(C->Fd, &Byte, 1) > 0)
    write(C->Fd, &Byte, 1);
  close(C->Fd);
  free(C);
  return NULL;
}

void forgottenByTheThread(int Listener) {
  pthread_t Thread;
  struct Client *C = malloc(sizeof *C);
  if (!C)
    return;
  C->Fd = accept(Listener, NULL, NULL); // expected-warning {{descriptor 'C->Fd' is still open when the record that holds it is freed [fd-leak]}}
  if (C->Fd < 0 || pthread_create(&Thread, NULL, serve, C) != 0) {
    if (C->Fd >= 0)
      close(C->Fd);
    free(C);
  }
}

void closedByTheThread(int Listener) {
  pthread_t Thread;
  struct Client *C = malloc(sizeof *C);
  if (!C)
    return;
  C->Fd = accept(Listener, NULL, NULL);
  if (C->Fd < 0 || pthread_create(&Thread, NULL, serveAndClose, C) != 0) {
    if (C->Fd >= 0)
      close(C->Fd);
    free(C);
  }
}

static void *fill(void *Arg) {
  write((int)(intptr_t)Arg, "x", 1);
  return NULL;
}

// The thread means to write: this is no pipe that never ends.
int written(void) {
  int Ends[2];
  pthread_t Writer;
  char Byte;
  if (pipe(Ends) != 0)
    return -1;
  if (pthread_create(&Writer, NULL, fill, (void *)(intptr_t)Ends[1]) == 0) {
    while (read(Ends[0], &Byte, 1) > 0)
      ;
    pthread_join(Writer, NULL);
  }
  close(Ends[0]);
  return close(Ends[1]);
}
