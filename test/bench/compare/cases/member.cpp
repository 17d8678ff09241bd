// fd-member-leak: a class opens a member and has no destructor
#include <fcntl.h>
#include <unistd.h>

class Log {
public:
  explicit Log(const char *Path)
      : Fd(open(Path, O_WRONLY | O_APPEND | O_CLOEXEC)) {}
  Log(const Log &) = delete;
  Log &operator=(const Log &) = delete;
#ifdef RIGHT
  ~Log() {
    if (Fd >= 0)
      close(Fd);
  }
#endif
  bool write(char C) { return ::write(Fd, &C, 1) == 1; }

private:
  int Fd;
};

bool note(const char *Path) { return Log(Path).write('x'); }
