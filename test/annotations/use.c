/* The header in C; compile.py runs it through every compiler there is. */
#include "all.h"

int main(void) {
  struct broker_slot slot;
  slot.fd = connect_default();
  slot.parent_fd = broker_fileno(stdin);
  broker_poll(slot.fd, slot.parent_fd);
  close_both(slot.fd, -1);
  return 0;
}
