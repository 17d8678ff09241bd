#include <fcntl.h>
static inline void leakInHeader(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  (void)Fd;
}
