// A closure without captures, as a pointer to a function, does what it says.
// RUN: %check-fd fd-* %s
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

int closes(const char *Path) {
  std::unique_ptr<DIR, void (*)(DIR *)> Dir{opendir(Path),
                                            [](DIR *D) { closedir(D); }};
  int N = 0;
  while (Dir && readdir(Dir.get()))
    ++N;
  return N;
}

int forgets(const char *Path) {
  std::unique_ptr<DIR, void (*)(DIR *)> Dir{opendir(Path), [](DIR *D) { rewinddir(D); }}; // expected-warning {{directory stream 'Dir' is still open when the function returns}}
  int N = 0;
  while (Dir && readdir(Dir.get()))
    ++N;
  return N; // expected-note {{lost here: the function returns}}
}

int resets(const char *Path) {
  std::unique_ptr<FILE, void (*)(FILE *)> File(nullptr, [](FILE *F) {
    if (F)
      fclose(F);
  });
  File.reset(fopen(Path, "re"));
  return File ? fgetc(File.get()) : -1;
}

int twice(const char *Path) {
  auto Close = [](auto Fd) { close(Fd); };
  void (*By)(int) = Close;
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  By(Fd);
  close(Fd); // expected-warning {{descriptor 'Fd' is closed twice}}
  return 0;
}
