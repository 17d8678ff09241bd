//===- LibcHeaders.cpp - Which headers are libc's -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/LibcHeaders.h"
#include "llvm/ADT/StringSet.h"

using llvm::StringRef;

namespace fdtidy::lower {

bool isLibcHeader(StringRef Path) {
  static const llvm::StringSet<> Directories = {
      "arpa", "asm", "asm-generic", "bits", "gnu", "linux", "net", "netinet",
      "netpacket", "nfs", "protocols", "rpc", "scsi", "sys",
  };
  static const llvm::StringSet<> Files = {
      "aio.h",       "alloca.h",   "argp.h",      "argz.h",      "assert.h",
      "byteswap.h",  "complex.h",  "ctype.h",     "dirent.h",    "dlfcn.h",
      "endian.h",    "envz.h",     "err.h",       "errno.h",     "error.h",
      "execinfo.h",  "fcntl.h",    "fenv.h",      "fmtmsg.h",    "fnmatch.h",
      "fstab.h",     "fts.h",      "ftw.h",       "getopt.h",    "glob.h",
      "grp.h",       "gshadow.h",  "iconv.h",     "ifaddrs.h",   "inttypes.h",
      "langinfo.h",  "libgen.h",   "libintl.h",   "link.h",      "locale.h",
      "malloc.h",    "math.h",     "mcheck.h",    "memory.h",    "mntent.h",
      "monetary.h",  "mqueue.h",   "netdb.h",     "nl_types.h",  "nss.h",
      "obstack.h",   "poll.h",     "printf.h",    "pthread.h",   "pty.h",
      "pwd.h",       "re_comp.h",  "regex.h",     "resolv.h",    "sched.h",
      "search.h",    "semaphore.h", "setjmp.h",   "shadow.h",    "signal.h",
      "spawn.h",     "stdint.h",   "stdio.h",     "stdio_ext.h", "stdlib.h",
      "string.h",    "strings.h",  "stropts.h",   "syscall.h",   "syslog.h",
      "termio.h",    "termios.h",  "threads.h",   "time.h",      "ttyent.h",
      "uchar.h",     "ucontext.h", "ulimit.h",    "unistd.h",    "utime.h",
      "utmp.h",      "utmpx.h",    "wait.h",      "wchar.h",     "wctype.h",
      "wordexp.h",
  };
  // Below the last `include/`, and there below the machine's own directory.
  StringRef Rest = Path;
  if (size_t At = Path.rfind("/include/"); At != StringRef::npos)
    Rest = Path.substr(At + StringRef("/include/").size());
  auto [First, Below] = Rest.split('/');
  if (First.contains("-linux-"))
    std::tie(First, Below) = Below.split('/');
  return Below.empty() ? Files.contains(First) : Directories.contains(First);
}

} // namespace fdtidy::lower
