//===- Notify.cpp - Readiness by a message --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the two channels on which a daemon says itself that it is ready: a
// newline on a pipe, as s6 has it, and READY=1 on NOTIFY_SOCKET, as in
// sd_notify(3).
//===----------------------------------------------------------------------===//
#include "BoundPath.h"
#include "Readiness.h"
#include "Spawn.h"
#include <cstring>
#include <sys/epoll.h>

namespace sidecar {

namespace {

class NotifyFd : public Readiness {
public:
  NotifyFd(EventLoop &Loop, RunObserver &Told, Pipe Ends)
      : Loop(Loop), Told(Told), Ends(std::move(Ends)) {}
  BorrowedFd childEnd() const override { return Ends.Write.borrow(); }
  void closeChildEnd() override { Ends.Write.reset(); }

  void begin() override {
    Result<Registration> Added = Loop.add(Ends.Read.borrow(), EPOLLIN,
                                          [this](uint32_t) { onReadable(); });
    if (!Added)
      return Told.readinessLost();
    Events = std::move(*Added);
  }
  void end() override {
    if (Events)
      onReadable(); // what was said before the exit
    close();
  }

private:
  void onReadable() {
    char Bytes[4096];
    for (int I = 0; I < 16; ++I) { // as much as the pipe holds
      ssize_t Size = ::read(Ends.Read.raw(), Bytes, sizeof Bytes);
      if (Size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
      bool Said = Size > 0 && std::memchr(Bytes, '\n', size_t(Size));
      if (Size > 0 && !Said)
        continue;
      close();
      return Said ? Told.becameReady() : Told.readinessLost();
    }
  }
  void close() {
    Events.remove();
    Ends.Read.reset();
  }

  EventLoop &Loop;
  RunObserver &Told;
  Pipe Ends;
  Registration Events; // after Ends: it goes first
};

class NotifySocket : public Readiness {
public:
  NotifySocket(const Setup &How, OwnedFd Socket,
               std::unique_ptr<BoundPath> Name)
      : Told(How.Told), User(How.User.value_or(::geteuid())),
        Name(std::move(Name)), Socket(std::move(Socket)) {}

  Result<void> listen(EventLoop &Loop) {
    Result<Registration> Added =
        Loop.add(Socket.borrow(), EPOLLIN, [this](uint32_t) { onReadable(); });
    if (!Added)
      return Added.error();
    Events = std::move(*Added);
    return {};
  }
  std::string variable() const override {
    return "NOTIFY_SOCKET=" + Name->Path;
  }
  void end() override {
    if (Events)
      onReadable(); // what was sent before the exit
    Events.remove();
    Socket.reset();
    Name.reset();
  }

private:
  void onReadable() {
    char Text[4096];
    // Room for credentials only: descriptors that somebody sends along do not
    // fit, and the kernel closes them.
    alignas(cmsghdr) char Control[CMSG_SPACE(sizeof(ucred))];
    for (int I = 0; I < 16; ++I) { // the rest next turn
      iovec Part{Text, sizeof Text};
      msghdr Message{};
      Message.msg_iov = &Part;
      Message.msg_iovlen = 1;
      Message.msg_control = Control;
      Message.msg_controllen = sizeof Control;
      ssize_t Size =
          ::recvmsg(Socket.raw(), &Message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
      if (Size < 0)
        return;
      if (allowed(Message) && !(Message.msg_flags & MSG_TRUNC))
        understand({Text, size_t(Size)});
    }
  }

  bool allowed(msghdr &Message) {
    bool Known = false;
    for (cmsghdr *C = CMSG_FIRSTHDR(&Message); C;
         C = CMSG_NXTHDR(&Message, C)) {
      if (C->cmsg_level != SOL_SOCKET)
        continue;
      if (C->cmsg_type == SCM_RIGHTS) {
        size_t Count = (C->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t I = 0; I < Count; ++I) {
          int Raw;
          std::memcpy(&Raw, CMSG_DATA(C) + I * sizeof Raw, sizeof Raw);
          OwnedFd Unwanted(Raw); // closed here
        }
      } else if (C->cmsg_type == SCM_CREDENTIALS) {
        ucred Sender{};
        std::memcpy(&Sender, CMSG_DATA(C), sizeof Sender);
        Known = Sender.uid == User || Sender.uid == 0;
      }
    }
    return Known;
  }

  void understand(std::string_view Text) {
    while (!Text.empty()) {
      size_t End = std::min(Text.find('\n'), Text.size());
      std::string_view Line = Text.substr(0, End);
      Text.remove_prefix(std::min(End + 1, Text.size()));
      if (Line == "READY=1")
        Told.becameReady();
      else if (Line == "STOPPING=1")
        Told.statusChanged("stopping");
      else if (Line.starts_with("STATUS="))
        Told.statusChanged(Line.substr(7));
    }
  }

  RunObserver &Told;
  uid_t User;
  std::unique_ptr<BoundPath> Name;
  OwnedFd Socket;
  Registration Events; // after Socket: it goes first
};

} // namespace

Result<std::unique_ptr<Readiness>> openNotifyFd(const Readiness::Setup &How) {
  std::optional<Pipe> Ends = Pipe::open();
  if (!Ends)
    return Error::last("pipe2", "notify_fd");
  if (Result<void> Set = setNonBlocking(Ends->Read.borrow()); !Set)
    return Set.error();
  return std::unique_ptr<Readiness>(
      new NotifyFd(How.Loop, How.Told, std::move(*Ends)));
}

Result<std::unique_ptr<Readiness>>
openNotifySocket(const Readiness::Setup &How) {
  OwnedFd Socket(
      ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!Socket)
    return Error::last("socket", "NOTIFY_SOCKET");
  int On = 1;
  if (::setsockopt(Socket.raw(), SOL_SOCKET, SO_PASSCRED, &On, sizeof On) != 0)
    return Error::last("setsockopt", "SO_PASSCRED");
  ::unlink(How.NotifyPath.c_str());
  Result<std::unique_ptr<BoundPath>> Name =
      bindTo(How.NotifyPath, Socket.borrow());
  if (!Name)
    return Name.error();
  if (How.User && ::lchown(How.NotifyPath.c_str(), *How.User, gid_t(-1)) != 0)
    return Error::last("lchown", How.NotifyPath);
  auto Channel =
      std::make_unique<NotifySocket>(How, std::move(Socket), std::move(*Name));
  if (Result<void> Listening = Channel->listen(How.Loop); !Listening)
    return Listening.error();
  return std::unique_ptr<Readiness>(std::move(Channel));
}

} // namespace sidecar
