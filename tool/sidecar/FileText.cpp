//===- FileText.cpp - The text of a file ----------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the reading.
//===----------------------------------------------------------------------===//
#include "FileText.h"
#include "OwnedFd.h"

namespace sidecar {

static constexpr size_t LargestFile = 4 << 20;

Result<std::string> readFile(const std::string &Path) {
  OwnedFd File(::open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!File)
    return Error::last("", Path);
  std::string Text;
  char Bytes[16384];
  while (true) {
    ssize_t Size = ::read(File.raw(), Bytes, sizeof Bytes);
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size < 0) // a folder opens, and fails here
      return Error::last("", Path);
    if (Size == 0)
      return Text;
    Text.append(Bytes, size_t(Size));
    if (Text.size() > LargestFile)
      return Error{"", EFBIG, Path};
  }
}

std::string readingRemedy(int Number) {
  switch (Number) {
  case EACCES:
    return "; make it readable for uid " + std::to_string(::geteuid());
  case EISDIR:
    return "; name a file in it";
  case EFBIG:
    return "; 4MiB is the most";
  case EMFILE:
    return "; raise `ulimit -n`";
  default:
    return "";
  }
}

} // namespace sidecar
