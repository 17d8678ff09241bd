#include <fcntl.h>
void one(const char *Path) {
  int First = open(Path, O_RDONLY);
  (void)First;
}
