//===- LogFile.cpp - A file that lines go to ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements writing and rotation.
//===----------------------------------------------------------------------===//
#include "LogFile.h"
#include <cstdio>
#include <sys/stat.h>

namespace sidecar {

namespace {
struct OpenLog {
  OwnedFd File;
  uint64_t Size;
};
} // namespace

static Error notRegular(const std::string &Path) {
  return Error{"", 0, Path + ": not a regular file"};
}

static Result<OpenLog> openLog(const std::string &Path) {
  // O_NONBLOCK: a FIFO without a reader must not stop us before the check.
  OwnedFd File(::open(
      Path.c_str(),
      O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640));
  if (!File)
    return Error::last("open", Path);
  struct stat Status {};
  if (::fstat(File.raw(), &Status) != 0)
    return Error::last("fstat", Path);
  if (!S_ISREG(Status.st_mode))
    return notRegular(Path);
  return OpenLog{std::move(File), uint64_t(Status.st_size)};
}

Result<std::shared_ptr<LogFile>> LogFile::open(const StreamRules &Rules) {
  Result<OpenLog> Log = openLog(Rules.Path);
  if (!Log)
    return Log.error();
  return std::shared_ptr<LogFile>(
      new LogFile(Rules, std::move(Log->File), Log->Size));
}

Result<void> LogFile::tryPath(const std::string &Path) {
  struct stat Status {};
  if (::stat(Path.c_str(), &Status) == 0) {
    if (!S_ISREG(Status.st_mode))
      return notRegular(Path);
    return ::access(Path.c_str(), W_OK) == 0 ? Result<void>()
                                             : Error::last("access", Path);
  }
  if (errno != ENOENT)
    return Error::last("stat", Path);
  // It would be made. What a link of that name leads to is not looked into.
  std::string Folder = Path.substr(0, Path.rfind('/') + 1);
  if (::access(Folder.c_str(), W_OK | X_OK) != 0)
    return Error::last("access", Folder);
  return {};
}

Result<void> LogFile::reopen() {
  Result<OpenLog> Log = openLog(Rules.Path);
  if (!Log)
    return Log.error();
  File = std::move(Log->File);
  Size = Log->Size;
  return {};
}

void LogFile::rotate() {
  auto Numbered = [&](unsigned N) {
    return N == 0 ? Rules.Path : Rules.Path + "." + std::to_string(N);
  };
  // The oldest is overwritten by the rename; a gap in the row is no error.
  for (unsigned N = Rules.Keep; N > 0; --N)
    if (::rename(Numbered(N - 1).c_str(), Numbered(N).c_str()) != 0 &&
        errno != ENOENT)
      failed(Error::last("rename", Numbered(N - 1)));
  // If this fails, lines go on into what is FILE.1 now, and none is lost. If a
  // rename failed, the file goes on to grow by another such size.
  if (Result<void> Opened = reopen(); !Opened)
    failed(Opened.error());
  Size = 0;
  Cut = false;
}

void LogFile::failed(Error Why) {
  if (!std::exchange(Failing, true))
    Failure = std::move(Why);
}

void LogFile::write(std::string_view Lines) {
  // The next line that there is room for begins as one.
  if (Cut && ::write(File.raw(), "\n", 1) == 1) {
    Cut = false;
    ++Size;
  }
  if (Cut) {
    Lost += Lines.size();
    return;
  }
  std::string_view All = Lines;
  while (!Lines.empty()) {
    ssize_t Count = ::write(File.raw(), Lines.data(), Lines.size());
    if (Count < 0 && errno == EINTR)
      continue;
    if (Count <= 0) {
      failed(Error::last("write", Rules.Path));
      Lost += Lines.size();
      Cut = Lines.size() < All.size() &&
            All[All.size() - Lines.size() - 1] != '\n';
      return;
    }
    Size += uint64_t(Count);
    Lines.remove_prefix(size_t(Count));
  }
  Failing = false;
}

void LogFile::flush() {
  while (!Bytes.empty()) {
    std::string_view Lines = Bytes.view();
    if (Rules.MaxSize != 0 && Size + Lines.size() > Rules.MaxSize) {
      // As many whole lines as still fit; at least one into an empty file.
      uint64_t Room = Rules.MaxSize > Size ? Rules.MaxSize - Size : 0;
      size_t Cut = Lines.substr(0, Room).rfind('\n');
      if (Cut != std::string_view::npos) {
        Lines = Lines.substr(0, Cut + 1);
      } else if (Size > 0) {
        rotate();
        continue;
      } else {
        Lines =
            Lines.substr(0, std::min(Lines.find('\n'), Lines.size() - 1) + 1);
      }
    }
    write(Lines);
    Bytes.consume(Lines.size());
  }
}

Result<std::shared_ptr<LogFile>> LogFiles::get(const StreamRules &Rules) {
  std::erase_if(Open, [](const auto &Sink) { return Sink.second.expired(); });
  if (auto At = Open.find(Rules.Path); At != Open.end())
    return At->second.lock();
  Result<std::shared_ptr<LogFile>> File = LogFile::open(Rules);
  if (File)
    Open[Rules.Path] = *File;
  return File;
}

Result<void> LogFiles::reopen() {
  Result<void> First;
  for (auto &[Path, Weak] : Open)
    if (std::shared_ptr<LogFile> File = Weak.lock())
      if (Result<void> Done = File->reopen(); !Done && First)
        First = Done;
  return First;
}

} // namespace sidecar
