#include <fcntl.h>
void leak(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  (void)Fd;
}
