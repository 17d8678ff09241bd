//===- Incarnation.cpp - One run of one daemon ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the start, which opens every descriptor of a run, and its end.
//===----------------------------------------------------------------------===//
#include "Incarnation.h"
#include <sys/epoll.h>

namespace sidecar {

namespace {
/// The two sides of one stream while a spawn is under way. The child's end is
/// closed when this goes, before the parent first reads: an own copy of it
/// would keep EOF away forever.
struct StreamPipe {
  Pipe Ends;
  static Result<StreamPipe> open(const std::shared_ptr<StreamTarget> &Target) {
    StreamPipe S;
    if (!Target)
      return S;
    std::optional<Pipe> P = Pipe::open();
    if (!P)
      return Error::last("pipe2", "stream");
    S.Ends = std::move(*P);
    if (Result<void> Set = setNonBlocking(S.Ends.Read.borrow()); !Set)
      return Set.error();
    return S;
  }
  BorrowedFd forChild(BorrowedFd DevNull) const {
    return Ends.Write ? Ends.Write.borrow() : DevNull;
  }
};

/// A process whose incarnation could not be finished: it must not run on. It
/// is reaped as an orphan is, for to wait here could be to wait forever.
void undo(const Process &Child) {
  Child.signalGroup(SIGKILL);
  Child.signalLeader(SIGKILL);
}
} // namespace

Result<std::unique_ptr<Incarnation>>
Incarnation::start(EventLoop &Loop, RunObserver &Told, const Recipe &How) {
  Result<StreamPipe> Out = StreamPipe::open(How.Stdout);
  if (!Out)
    return Out.error();
  Result<StreamPipe> Err = StreamPipe::open(How.Stderr);
  if (!Err)
    return Err.error();
  Result<std::unique_ptr<Readiness>> Ready =
      Readiness::open({Loop, Told, How.Ready, How.DevNull, How.NotifyPath,
                       How.Plan.Ids ? How.Plan.Ids->User : std::nullopt});
  if (!Ready)
    return Ready.error();

  ChildDescriptors Fds;
  Fds.Stdin = How.DevNull;
  Fds.Stdout = Out->forChild(How.DevNull);
  Fds.Stderr = Err->forChild(How.DevNull);
  Fds.Notify = (*Ready)->childEnd();
  if (Fds.Notify)
    Fds.NotifyTarget = How.Ready.Rules.NotifyFd;
  Result<Spawned> Child =
      spawn(How.Plan, Fds, (*Ready)->variable(), How.DieWithParent);
  if (!Child)
    return Child.error();
  Out->Ends.Write.reset();
  Err->Ends.Write.reset();
  (*Ready)->closeChildEnd();

  std::unique_ptr<Incarnation> Run(new Incarnation(
      Told, std::move(Child->Child), std::move(Child->ErrorPipe)));
  Run->Ready = std::move(*Ready);
  Result<Registration> Added =
      Loop.add(Run->ErrorPipe.borrow(), EPOLLIN,
               [R = Run.get()](uint32_t) { R->readErrorPipe(); });
  if (!Added) {
    undo(Run->Child);
    return Added.error();
  }
  Run->ErrorEvents = std::move(*Added);
  auto Pump = [&](StreamPipe &From, const std::shared_ptr<StreamTarget> &To,
                  std::unique_ptr<StreamReader> &Reader) -> Result<void> {
    if (!To)
      return {};
    Result<std::unique_ptr<StreamReader>> Opened =
        StreamReader::open(Loop, std::move(From.Ends.Read), To, How.LineLimit);
    if (!Opened)
      return Opened.error();
    Reader = std::move(*Opened);
    return {};
  };
  Result<void> Pumping = Pump(*Out, How.Stdout, Run->Stdout);
  if (Pumping)
    Pumping = Pump(*Err, How.Stderr, Run->Stderr);
  if (!Pumping) {
    undo(Run->Child);
    return Pumping.error();
  }
  return Run;
}

void Incarnation::readErrorPipe() {
  StageFailure Report{};
  ssize_t Size;
  do
    Size = ::read(ErrorPipe.raw(), &Report, sizeof Report);
  while (Size < 0 && errno == EINTR);
  if (Size < 0 && errno == EAGAIN)
    return;
  ErrorEvents.remove();
  ErrorPipe.reset();
  if (Size == ssize_t(sizeof Report)) {
    Failure = Report; // its exit follows
    return;
  }
  Ready->begin();
  Told.execSucceeded();
}

std::optional<StageFailure> Incarnation::ended() {
  if (ErrorPipe)
    readErrorPipe();
  ErrorEvents.remove();
  ErrorPipe.reset();
  Child.reaped();
  Ready->end();
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->drain();
  return Failure;
}

bool Incarnation::streamsOpen() const {
  return (Stdout && Stdout->open()) || (Stderr && Stderr->open());
}

bool Incarnation::streamsBlocked() const {
  return (Stdout && Stdout->blocked()) || (Stderr && Stderr->blocked());
}

void Incarnation::resumeStreams() {
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->resume();
}

void Incarnation::pauseStreams() {
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->pause();
}

void Incarnation::setLineLimit(size_t Limit) {
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->setLineLimit(Limit);
}

void Incarnation::drainStreams() {
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->drain();
  if (!streamsBlocked())
    for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
      if (Reader)
        Reader->flushPartial();
}

void Incarnation::abandonStreams() {
  for (StreamReader *Reader : {Stdout.get(), Stderr.get()})
    if (Reader)
      Reader->abandon();
}

bool Incarnation::probeEnded(pid_t Pid, bool Succeeded) {
  return Ready->probeEnded(Pid, Succeeded);
}

} // namespace sidecar
