#include <fcntl.h>
void two(const char *Path) {
  int Second = open(Path, O_RDONLY);
  (void)Second;
}
