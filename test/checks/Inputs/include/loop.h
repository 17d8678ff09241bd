/* An event loop's header, installed among the system's. */
#pragma once
int loop_watch(int fd, void (*callback)(int));
