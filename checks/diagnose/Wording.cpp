//===- Wording.cpp - What is said of a finding ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "diagnose/Wording.h"
#include "llvm/ADT/Twine.h"

using namespace fdtidy;
using namespace fdtidy::diagnose;
using ir::OwnerKind;
using ir::PipeEnd;
using solve::CheckKind;
using solve::Finding;
using solve::LossKind;

llvm::StringRef diagnose::noun(OwnerKind Owner) {
  switch (Owner) {
  case OwnerKind::Raw:
    return "descriptor";
  case OwnerKind::File:
  case OwnerKind::Popen:
  case OwnerKind::Standard:
    return "stream";
  case OwnerKind::Dir:
    return "directory stream";
  case OwnerKind::Object:
    return "descriptor of";
  }
  return "handle";
}

llvm::StringRef diagnose::written(llvm::StringRef Callee) {
  llvm::StringRef Name = Callee;
  Name.consume_front("__builtin_");
  if (Name.consume_front("__") &&
      (Name.consume_back("_chk") || Name.consume_back("_alias")))
    return Name;
  return Callee;
}

llvm::StringRef diagnose::lossPhrase(LossKind Kind) {
  switch (Kind) {
  case LossKind::Discard:
    return "its value is dropped";
  case LossKind::Overwrite:
    return "it is overwritten";
  case LossKind::ScopeEnd:
    return "its scope ends";
  case LossKind::Erase:
    return "the element that holds it is erased";
  case LossKind::Free:
    return "the record that holds it is freed";
  case LossKind::Return:
    return "the function returns";
  case LossKind::Throw:
    return "an exception leaves the function";
  }
  return "it is lost";
}

namespace {

/// The closer for a kind of handle, where it has one of its own.
llvm::StringRef closerOf(OwnerKind Owner) {
  switch (Owner) {
  case OwnerKind::Raw:
    return "close";
  case OwnerKind::File:
    return "fclose";
  case OwnerKind::Popen:
    return "pclose";
  case OwnerKind::Dir:
    return "closedir";
  case OwnerKind::Object:
  case OwnerKind::Standard:
    return "";
  }
  return "";
}

std::string quoted(llvm::StringRef Name) { return ("'" + Name + "'").str(); }

class Words {
public:
  Words(const ir::Module &M, const Finding &F)
      : M(M), F(F), Name(shown(F)), Callee(written(M.text(F.Callee))),
        Closer(written(M.text(F.Closer))) {}

  std::string message() const;

private:
  /// "descriptor 'fd'", "read end 'p[0]' of the pipe", "the stream that 'popen'
  /// returns", "a descriptor": as much as is known.
  std::string handle() const;
  /// The subject of what was lost; both ends of a pipe if they went together.
  std::string lost() const;
  bool isPlural() const { return !F.OtherName.empty(); }
  /// "by 'read'", or \p Else if nobody is known.
  std::string byCloser(llvm::StringRef Else) const {
    return Closer.empty() ? Else.str() : "by " + quoted(Closer);
  }
  std::string fromCallee() const {
    return Callee.empty() ? "" : " from " + quoted(Callee);
  }
  std::string borrowed() const;
  std::string member() const;
  std::string breach() const;
  std::string suggestion() const;
  /// The class that the finding's function is a member of.
  llvm::StringRef className() const;
  /// An element goes by what leads to it where it is lost.
  static const std::string &shown(const Finding &F) {
    const bool ByHolder =
        F.Check == CheckKind::Overwrite || F.Check == CheckKind::MemberLeak;
    return ByHolder && !F.Losses.empty() && !F.Losses.front().Shown.empty()
               ? F.Losses.front().Shown
               : F.Name;
  }

  const ir::Module &M;
  const Finding &F;
  const std::string &Name;
  llvm::StringRef Callee, Closer;
};

std::string Words::handle() const {
  if (F.End != PipeEnd::None) {
    std::string End = F.End == PipeEnd::Read ? "read end" : "write end";
    if (Name.empty())
      return "the " + End + " of a pipe";
    return End + " " + quoted(Name) + " of the pipe";
  }
  std::string Noun = noun(F.Owner).str();
  if (!Name.empty())
    return Noun + " " + quoted(Name);
  if (F.Owner == OwnerKind::Object)
    Noun = "object";
  if (!Callee.empty())
    return "the " + Noun + " that " + quoted(Callee) + " returns";
  return "a " + Noun;
}

std::string Words::lost() const {
  if (!isPlural())
    return handle();
  std::string Names = quoted(Name) + " and " + quoted(F.OtherName);
  if (F.End != PipeEnd::None)
    return "both ends of the pipe, " + Names + ",";
  return noun(F.Owner).str() + "s " + Names;
}

std::string Words::borrowed() const {
  std::string Who = F.Name.empty() ? handle() : quoted(F.Name);
  std::string Text = Who + " is closed " + byCloser("here") + ", but ";
  switch (F.Owner) {
  case OwnerKind::File:
  case OwnerKind::Popen:
    return Text + "its stream still owns it: " + quoted(closerOf(F.Owner)) +
           " closes both";
  case OwnerKind::Dir:
    return Text + "its directory stream still owns it: 'closedir' closes both";
  case OwnerKind::Object:
    return Text + "an object still owns it and closes it too";
  case OwnerKind::Standard:
  case OwnerKind::Raw:
    return Text + "it is only borrowed here";
  }
  return Text;
}

llvm::StringRef Words::className() const {
  if (!M.has(F.In) || !M.has(M.at(F.In).Info.Record))
    return "the class";
  const ir::Record &R = M.at(M.at(F.In).Info.Record);
  return M.text(M.has(R.Display) ? R.Display : R.Name);
}

std::string Words::member() const {
  bool AtDestructor =
      M.has(F.In) && M.at(F.In).Info.Role == ir::FunctionRole::Destructor;
  if (AtDestructor)
    return "the destructor of " + quoted(className()) + " leaves " + handle() +
           " open";
  return "nothing in " + quoted(className()) + " closes its " + handle();
}

std::string Words::suggestion() const {
  std::string Who =
      M.has(F.In) ? quoted(M.text(M.at(F.In).Info.Display)) : "the function";
  std::string What = F.Name.empty() ? "its result" : quoted(F.Name);
  const char *Does = F.Promised == ir::PromiseKind::Acquires   ? " acquires "
                     : F.Promised == ir::PromiseKind::Releases ? " releases "
                                                               : " takes ";
  return Who + Does + What + ", and its declaration does not say so: " +
         quoted(macroOf(F));
}

std::string Words::breach() const {
  std::string Who =
      M.has(F.In) ? quoted(M.text(M.at(F.In).Info.Display)) : "the function";
  const std::string Handle = F.Name.empty() ? handle() : quoted(F.Name);
  const std::string Leaves =
      Who + " is annotated to leave " + Handle + " to its caller, and ";
  switch (F.How) {
  case solve::Breach::LeavesOpen:
    if (F.Promised == ir::PromiseKind::Releases)
      return Who + " is annotated to release " + Handle +
             ", and returns with it open";
    return Who + " is annotated to take " + Handle +
           ", and neither releases nor keeps it";
  case solve::Breach::LeavesUnset:
    return Who + " is annotated to acquire a handle for its caller, and "
                 "returns without";
  case solve::Breach::Closes:
    if (F.Promised == ir::PromiseKind::Takes)
      return Leaves + "closes it, where it fails";
    return Leaves + "closes it";
  case solve::Breach::Keeps:
    return Leaves + "keeps it";
  case solve::Breach::ClosesField:
    return Who + " closes " + Handle +
           ", which is annotated to be somebody else's";
  case solve::Breach::IsBorrowed:
    return Who + " is annotated to return a handle of its caller's own, and "
                 "returns a borrowed one";
  case solve::Breach::IsNew:
    return Who + " is annotated to lend its result, and returns a handle that "
                 "nobody else has";
  case solve::Breach::Unread:
  case solve::Breach::None:
    return "annotation '" + F.Name + "' of " + Who + " means nothing";
  }
  return Who;
}

std::string Words::message() const {
  const std::string Are = isPlural() ? " are " : " is ";
  switch (F.Check) {
  case CheckKind::CloseRetry:
    return handle() + " is closed again after 'close' was interrupted: " +
           "it was closed even so";
  case CheckKind::DoubleClose:
    // By another name than that of the stream: its descriptor's.
    if (F.Owner != OwnerKind::Raw && Closer == "close" && !F.Name.empty())
      return quoted(F.Name) + " is closed twice";
    return handle() + " is closed twice";
  case CheckKind::UseAfterClose:
    if (Closer.empty())
      return handle() + " is returned after it was closed";
    return handle() + " is used " + byCloser("here") + " after it was closed";
  case CheckKind::WrongCloser: {
    llvm::StringRef Right = closerOf(F.Owner);
    return handle() + fromCallee() + " is closed " +
           byCloser("by another closer") +
           (Right.empty() ? "" : " instead of " + quoted(Right));
  }
  case CheckKind::CloseBorrowed:
    return borrowed();
  case CheckKind::Discarded:
    if (Callee.empty())
      return handle() + " is acquired and never kept";
    return "the " + noun(F.Owner).str() + " that " + quoted(Callee) +
           " returns is never kept";
  case CheckKind::Overwrite:
    return lost() + Are + "overwritten while still open";
  case CheckKind::Leak:
  case CheckKind::LeakOnThrow: {
    LossKind How = F.Losses.empty() ? LossKind::Return : F.Losses.front().Kind;
    return lost() + Are + "still open when " + lossPhrase(How).str();
  }
  case CheckKind::Contract:
    return breach();
  case CheckKind::PipeEndOpen:
    return (Closer.empty() ? std::string("this") : quoted(Closer)) +
           (F.ForReader ? " waits for who" : "") +
           " never sees the end of the pipe: this process holds its write end " +
           (F.Name.empty() ? std::string() : quoted(F.Name) + " ") + "open";
  case CheckKind::InheritedByExec:
    return lost() + Are + "inherited by the program that " +
           (Closer.empty() ? "is started" : quoted(Closer) + " starts");
  case CheckKind::MemberLeak:
    if (!F.Losses.empty()) // what holds it goes
      return lost() + Are + "still open when " +
             lossPhrase(F.Losses.front().Kind).str();
    return member();
  case CheckKind::CopyableOwner:
    if (!Closer.empty()) // a move
      return quoted(className()) + " closes its " + handle() +
             " in its destructor, and moving leaves it in the object moved "
             "from: both close it";
    return quoted(className()) + " closes its " + handle() +
           " in its destructor and can be copied: every copy closes it";
  case CheckKind::StrictRawOwner:
    if (F.Closer)
      return handle() + " is owned by a raw variable, and closed by hand";
    return "field " + quoted(F.Name) + " owns a " + noun(F.Owner).str() +
           ", and no destructor closes it";
  case CheckKind::StrictSuggestContract:
    return suggestion();
  case CheckKind::StrictCloexec:
    if (F.Name.empty() && !Callee.empty())
      return "what " + quoted(Callee) + " opens is not close-on-exec";
    return handle() + fromCallee() + " is not close-on-exec";
  case CheckKind::StrictUncheckedUse:
    if (F.None)
      return F.Name.empty()
                 ? quoted(Closer) + " is given no " + noun(F.Owner).str()
                 : quoted(F.Name) + " holds no " + noun(F.Owner).str() +
                       " where it is used " + byCloser("here");
    return handle() + " is used " + byCloser("here") +
           (Callee.empty() ? " before it is known to be valid"
                           : " before " + quoted(Callee) +
                                 " is known to have succeeded");
  }
  return handle();
}

} // namespace

std::string diagnose::macroOf(const Finding &F) {
  switch (F.Promised) {
  case ir::PromiseKind::Acquires:
    return F.Name.empty() ? "FDTIDY_RETURNS_OWNED" : "FDTIDY_ACQUIRES";
  case ir::PromiseKind::Releases:
    return "FDTIDY_RELEASES";
  case ir::PromiseKind::Takes:
    return "FDTIDY_TAKES";
  case ir::PromiseKind::Lends:
    return "FDTIDY_RETURNS_BORROWED";
  case ir::PromiseKind::Uses:
    return "FDTIDY_USES";
  case ir::PromiseKind::Borrows:
  case ir::PromiseKind::Unread:
    break;
  }
  return "FDTIDY_BORROWS";
}

std::string diagnose::message(const ir::Module &M, const Finding &F) {
  return Words(M, F).message();
}
