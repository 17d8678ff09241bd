#include <fcntl.h>
int broken(void) { return Missing; }
