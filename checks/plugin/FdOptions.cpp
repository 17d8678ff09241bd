//===- FdOptions.cpp - The options that all checks share ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "plugin/FdOptions.h"
#include "llvm/ADT/StringExtras.h"

using namespace fdtidy;
using namespace fdtidy::plugin;
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
  Reader(FdOptions &O, const FdOptions::View &From,
         llvm::function_ref<void(const std::string &)> Complain)
      : O(O), From(From), Complain(Complain) {}

  void operator()(StringRef Name, std::string &Into) {
    Into = From.get(Name).value_or("").str();
  }

  void operator()(StringRef Name, ClassList &Into) {
    StringRef Given = From.get(Name).value_or("");
    llvm::SmallVector<StringRef, 4> Names;
    Given.split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
    for (StringRef Class : Names) {
      if (!model::isQualifiedName(Class.trim()))
        return wrong(Name, Given,
                     "names of classes such as 'site::Fd', separated by ';'");
      Into.push_back(Class.trim().str());
    }
  }

  void operator()(StringRef Name, unsigned &Into) {
    auto Given = From.get(Name);
    unsigned Value = 0;
    if (!Given)
      return;
    if (Given->getAsInteger(10, Value) || Value == 0)
      return wrong(Name, *Given, "a number from 1 on");
    Into = Value;
  }

  template <typename T, size_t N>
  void operator()(StringRef Name, T &Into, const Choice<T> (&Choices)[N]) {
    auto Given = From.get(Name);
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

  FdOptions &O;
  const FdOptions::View &From;
  llvm::function_ref<void(const std::string &)> Complain;
};

class Writer {
public:
  Writer(const FdOptions::View &To, FdOptions::Map &Into) : To(To), Into(Into) {}

  void operator()(StringRef Name, const std::string &Value) {
    To.store(Into, Name, StringRef(Value));
  }
  void operator()(StringRef Name, const ClassList &Value) {
    To.store(Into, Name, StringRef(llvm::join(Value, ";")));
  }
  void operator()(StringRef Name, unsigned Value) {
    To.store(Into, Name, StringRef(std::to_string(Value)));
  }
  template <typename T, size_t N>
  void operator()(StringRef Name, const T &Value,
                  const Choice<T> (&Choices)[N]) {
    for (const Choice<T> &C : Choices)
      if (C.Value == Value)
        To.store(Into, Name, C.Word);
  }

private:
  const FdOptions::View &To;
  FdOptions::Map &Into;
};

} // namespace

FdOptions
FdOptions::read(const View &From,
                llvm::function_ref<void(const std::string &)> Complain) {
  FdOptions Result;
  visitOptions(Result, Reader(Result, From, Complain));
  return Result;
}

void FdOptions::store(const View &To, Map &Into) const {
  visitOptions(*this, Writer(To, Into));
}
