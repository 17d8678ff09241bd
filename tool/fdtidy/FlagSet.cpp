//===- FlagSet.cpp - The options of a subcommand --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FlagSet.h"
#include "model/Spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using llvm::StringRef;

namespace fdtidy {

void FlagSet::flag(StringRef Name, bool &Into, StringRef Help) {
  Flags.push_back({Name.str(), "", Help.str(), [&Into](StringRef) {
                     Into = true;
                     return llvm::Error::success();
                   }});
}

void FlagSet::value(StringRef Name, StringRef Shown, std::string &Into,
                    StringRef Help) {
  value(
      Name, Shown,
      [&Into](StringRef Value) {
        Into = Value.str();
        return llvm::Error::success();
      },
      Help);
}

void FlagSet::value(StringRef Name, StringRef Shown,
                    std::function<llvm::Error(StringRef)> Take,
                    StringRef Help) {
  Flags.push_back({Name.str(), Shown.str(), Help.str(), std::move(Take)});
}

const FlagSet::Flag *FlagSet::find(StringRef Name) const {
  auto It = llvm::find_if(Flags, [&](const Flag &F) { return F.Name == Name; });
  return It == Flags.end() ? nullptr : &*It;
}

llvm::Error FlagSet::unknown(StringRef Name) const {
  std::vector<StringRef> Known;
  for (const Flag &F : Flags)
    if (StringRef(F.Name).starts_with("--")) // all short ones are alike
      Known.push_back(F.Name);
  return llvm::createStringError(
      "unknown option '" + Name + "'" +
      model::suggestion(Name, Known,
                        ("; see 'fdtidy " + StringRef(Usage).split(' ').first +
                         " --help'")
                            .str()));
}

llvm::Expected<bool> FlagSet::parse(llvm::ArrayRef<const char *> Args) {
  auto Refuse = [&](const llvm::Twine &What) {
    return llvm::createStringError(
        What + "; see 'fdtidy " + StringRef(Usage).split(' ').first +
        " --help'");
  };
  for (size_t I = 0; I < Args.size(); ++I) {
    StringRef A = Args[I];
    if (A == "--") {
      AfterDashes.emplace(Args.begin() + I + 1, Args.end());
      break;
    }
    if (A == "--help" || A == "-h") {
      printHelp(llvm::outs());
      return false;
    }
    if (!A.starts_with("-") || A == "-") {
      Positional.push_back(A.str());
      continue;
    }
    auto [Name, Value] = A.split('=');
    const bool Given = Name.size() != A.size();
    const Flag *F = find(Name);
    if (!F && A.starts_with("-j") && A.size() > 2 && find("-j")) {
      F = find("-j"); // as make has it: -j4
      Value = A.drop_front(2);
    } else if (!F) {
      return unknown(Name);
    } else if (F->Shown.empty() && Given) {
      return Refuse("option '" + Name + "' takes no value");
    } else if (!F->Shown.empty() && !Given) {
      if (++I == Args.size())
        return Refuse("option '" + Name + "' needs " + F->Shown);
      Value = Args[I];
    }
    if (llvm::Error E = F->Take(Value))
      return Refuse("option '" + F->Name + "': " + llvm::toString(std::move(E)));
  }
  return true;
}

void FlagSet::printHelp(llvm::raw_ostream &OS) const {
  OS << "usage: fdtidy " << Usage << "\n\n" << About << '\n';
  if (!Flags.empty())
    OS << '\n';
  for (const Flag &F : Flags) {
    std::string Left = F.Name;
    if (!F.Shown.empty())
      Left += (StringRef(F.Name).starts_with("--") ? "=" : " ") + F.Shown;
    OS << llvm::format("  %-26s ", Left.c_str()) << F.Help << '\n';
  }
}

} // namespace fdtidy
