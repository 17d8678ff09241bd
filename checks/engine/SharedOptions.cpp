//===- SharedOptions.cpp - The options that all checks share --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "engine/SharedOptions.h"
#include "model/Spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace fdtidy;
using namespace fdtidy::engine;
using llvm::StringRef;
using solve::Confidence;
using solve::StandardStreams;
using solve::ThrowModel;
using solve::UnknownCallee;

namespace {

template <typename T> struct Choice {
  StringRef Word;
  T Value;
};
constexpr Choice<UnknownCallee> UnknownCallees[] = {
    {"escape", UnknownCallee::Escape},
    {"evidence", UnknownCallee::Evidence},
    {"borrow", UnknownCallee::Borrow}};
constexpr Choice<ThrowModel> ThrowModels[] = {{"seen", ThrowModel::Seen},
                                              {"ignored", ThrowModel::Ignored}};
constexpr Choice<Confidence> Confidences[] = {{"definite", Confidence::Definite},
                                              {"likely", Confidence::Likely}};
constexpr Choice<StandardStreams> Standards[] = {
    {"exempt", StandardStreams::Exempt}, {"tracked", StandardStreams::Tracked}};
constexpr Choice<bool> Booleans[] = {{"true", true}, {"false", false}};

/// Every option once. \p V is asked for each: V(name, member, choices) of one
/// that is chosen from words, V(name, member) of a count, of text, of classes.
template <typename Options, typename Visitor>
void visitOptions(Options &O, Visitor V) {
  V("Models", O.Models);
  V("OwnerTypes", O.OwnerTypes);
  V("BorrowedTypes", O.BorrowedTypes);
  V("UnknownCallee", O.Engine.Solve.Unknown, UnknownCallees);
  V("Confidence", O.Engine.Least, Confidences);
  V("CheckMainExit", O.Engine.Solve.CheckMainExit, Booleans);
  V("StandardStreams", O.Engine.Solve.Standard, Standards);
  V("Exceptions", O.Engine.Solve.Exceptions, ThrowModels);
  V("MaxDisjuncts", O.Engine.Solve.MaxDisjuncts);
  V("MaxFactsPerRun", O.Engine.Solve.MaxFactsPerRun);
}

class Reader {
public:
  Reader(SharedOptions &O, SharedOptions::Lookup Get,
         llvm::function_ref<void(const std::string &)> Complain)
      : O(O), Get(Get), Complain(Complain) {}

  void operator()(StringRef Name, std::string &Into) {
    Into = Get(Name).value_or("");
  }

  void operator()(StringRef Name, ClassList &Into) {
    const std::string Given = Get(Name).value_or("");
    llvm::SmallVector<StringRef, 4> Names;
    StringRef(Given).split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
    for (StringRef Class : Names) {
      if (!model::isQualifiedName(Class.trim()))
        return wrong(Name, Given,
                     "names of classes such as 'site::Fd', separated by ';'");
      Into.push_back(Class.trim().str());
    }
  }

  void operator()(StringRef Name, unsigned &Into) {
    std::optional<std::string> Given = Get(Name);
    unsigned Value = 0;
    if (!Given)
      return;
    if (StringRef(*Given).getAsInteger(10, Value) || Value == 0)
      return wrong(Name, *Given, "a number from 1 on");
    Into = Value;
  }

  template <typename T, size_t N>
  void operator()(StringRef Name, T &Into, const Choice<T> (&Choices)[N]) {
    std::optional<std::string> Given = Get(Name);
    if (!Given)
      return;
    std::string Accepted;
    for (const Choice<T> &C : Choices) {
      if (C.Word == *Given) {
        Into = C.Value;
        return;
      }
      bool Last = &C == std::end(Choices) - 1;
      Accepted += (Accepted.empty() ? "'" : Last ? " or '" : ", '");
      Accepted += C.Word.str() + "'";
    }
    wrong(Name, *Given, Accepted);
  }

private:
  void wrong(StringRef Name, StringRef Given, StringRef Accepted) {
    O.Valid = false;
    Complain(("invalid value '" + Given + "' of option 'fd." + Name +
              "'; expected " + Accepted)
                 .str());
  }

  SharedOptions &O;
  SharedOptions::Lookup Get;
  llvm::function_ref<void(const std::string &)> Complain;
};

class Writer {
public:
  using Telling = llvm::function_ref<void(StringRef, StringRef)>;
  explicit Writer(Telling Tell) : Tell(Tell) {}

  void operator()(StringRef Name, const std::string &Value) {
    Tell(Name, Value);
  }
  void operator()(StringRef Name, const ClassList &Value) {
    Tell(Name, llvm::join(Value, ";"));
  }
  void operator()(StringRef Name, unsigned Value) {
    Tell(Name, std::to_string(Value));
  }
  template <typename T, size_t N>
  void operator()(StringRef Name, const T &Value,
                  const Choice<T> (&Choices)[N]) {
    for (const Choice<T> &C : Choices)
      if (C.Value == Value)
        Tell(Name, C.Word);
  }

private:
  Telling Tell;
};

} // namespace

SharedOptions
SharedOptions::read(Lookup Get,
                    llvm::function_ref<void(const std::string &)> Complain) {
  SharedOptions Result;
  visitOptions(Result, Reader(Result, Get, Complain));
  return Result;
}

std::string SharedOptions::misspelt(StringRef Name) {
  const std::string Given = ("fd." + Name).str();
  std::vector<std::string> Names;
  SharedOptions().store([&](StringRef Known, StringRef) {
    Names.push_back(("fd." + Known).str());
  });
  if (llvm::is_contained(Names, Given))
    return "";
  const std::vector<StringRef> Known(Names.begin(), Names.end());
  return "there is no option '" + Given + "'" +
         model::suggestion(Given, Known, model::oneOf(Known));
}

void SharedOptions::store(
    llvm::function_ref<void(StringRef, StringRef)> Tell) const {
  visitOptions(*this, Writer(Tell));
}

llvm::Expected<model::Table> engine::loadModels(const SharedOptions &Options) {
  model::Table Result = model::Table::builtin();
  llvm::SmallVector<StringRef, 4> Paths;
  StringRef(Options.Models)
      .split(Paths, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef Path : Paths)
    if (llvm::Error E = Result.addFile(Path.trim()))
      return std::move(E);
  for (const std::string &Name : Options.OwnerTypes)
    Result.addType(Name, /*Owner=*/true);
  for (const std::string &Name : Options.BorrowedTypes)
    Result.addType(Name, /*Owner=*/false);
  return Result;
}

void engine::ask(solve::Options &Solve,
                 llvm::function_ref<bool(solve::CheckKind)> IsWanted) {
  Solve.UncheckedUse = IsWanted(solve::CheckKind::StrictUncheckedUse);
  Solve.RawOwners = IsWanted(solve::CheckKind::StrictRawOwner);
  Solve.SuggestContracts = IsWanted(solve::CheckKind::StrictSuggestContract);
}
