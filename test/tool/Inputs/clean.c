#include <unistd.h>
void release(int Fd) { close(Fd); }
