//===- EntryReader.cpp - From YAML to an entry ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/EntryReader.h"
#include "model/EffectReader.h"
#include "model/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace fdtidy::model {

static constexpr StringLiteral Sorts[] = {"function", "method", "type",
                                          "constants"};

/// Calls have fewer arguments than this.
static constexpr int64_t LargestArity = 1 << 16;

FunctionModel Entry::function(const Name &N) const {
  FunctionModel F;
  F.Name = N.Text;
  F.ManPage = ManPage;
  F.Method = Which == Sort::Method;
  F.Arity = Arity;
  F.Effects = Effects;
  return F;
}

bool EntryReader::read(yaml::Node &N, Entry &E) {
  auto *Mapping = dyn_cast<yaml::MappingNode>(&N);
  if (!Mapping)
    return Text.fail(N, "an entry begins with '- function: NAME'");
  EffectReader Effects(Text, Known);
  bool First = true;
  bool Ok = Text.forEach(*Mapping, [&](StringRef Key, yaml::Node &KeyNode,
                                       yaml::Node &Value) {
    const StringLiteral *Sort = find(Sorts, Key);
    if (First != (Sort != std::end(Sorts)))
      return Text.fail(
          KeyNode, First ? "an entry begins with function, method, "
                           "type or constants, not with '" +
                               Key + "'"
                         : "'" + Key + "' begins an entry; put '- ' before it");
    if (First) {
      First = false;
      E.Which = static_cast<Entry::Sort>(Sort - Sorts);
      return E.Which == Entry::Sort::Constants ? readConstants(Value)
                                               : readNames(Value, E);
    }
    if (E.Which == Entry::Sort::Constants)
      return Text.fail(KeyNode, "'constants' stands alone; begin a new "
                                "entry before '" +
                                    Key + "'");
    SmallString<32> Word;
    if (Key == "man") {
      if (!Text.scalar(Value, "a manual page", Word))
        return false;
      E.ManPage = Word.str().str();
      return true;
    }
    if (E.Which == Entry::Sort::Type)
      return Key == "role" ? readRole(Value, E)
                           : Text.fail(KeyNode, "unknown key '" + Key +
                                                    "' of a type; one of "
                                                    "man, role");
    if (Key == "arity")
      return readArity(Value, E);
    if (Key == "when")
      return Effects.readWhen(Value);
    if (Key == "cloexec")
      return Effects.readCloexec(Value);
    if (const EffectKey *Effect = EffectKey::find(Key))
      return Effects.read(*Effect, Value);
    SmallVector<StringRef> Known = {"man", "arity", "when", "cloexec"};
    for (const EffectKey &K : EffectKey::all())
      Known.push_back(K.Key);
    return Text.fail(KeyNode,
                     "unknown effect '" + Key + "'" +
                         suggestion(Key, Known, "; docs/models.md lists them"));
  });
  if (!Ok)
    return false;
  if (First)
    return Text.fail(N, "an entry begins with '- function: NAME'");
  E.Effects = Effects.finish();
  return true;
}

bool EntryReader::readNames(yaml::Node &N, Entry &E) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return readName(N, E);
  for (yaml::Node &One : *List)
    if (Text.failed() || !readName(One, E))
      return false;
  if (E.Names.empty())
    return Text.fail(N, "the list of names is empty");
  return !Text.failed();
}

bool isQualifiedName(StringRef Name) {
  Name.consume_front("~");
  while (!Name.empty()) {
    StringRef Part = Name.substr(0, Name.find("::"));
    Name = Name.drop_front(Part.size());
    if (Name.consume_front("::") && Name.empty())
      return false;
    // The destructor and operators are the last part, if any is.
    if (Part.consume_front("operator") && Name.empty())
      return true;
    if (Name.empty())
      Part.consume_front("~");
    if (Part.empty() || isDigit(Part.front()) ||
        !all_of(Part, [](char C) { return isAlnum(C) || C == '_'; }))
      return false;
  }
  return true;
}

bool EntryReader::readName(yaml::Node &N, Entry &E) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a name", Word))
    return false;
  if (Word.empty() || !isQualifiedName(Word))
    return Text.fail(N, "bad name '" + Word +
                            "'; write it qualified, without arguments: "
                            "'android::base::unique_fd::reset'");
  if (E.Which == Entry::Sort::Method && !Word.str().contains("::"))
    return Text.fail(N, "method '" + Word +
                            "' needs its class: 'Class::" + Word + "'");
  E.Names.push_back({Word.str().str(), N.getSourceRange().Start});
  return true;
}

bool EntryReader::readConstants(yaml::Node &N) {
  auto *Mapping = dyn_cast<yaml::MappingNode>(&N);
  if (!Mapping)
    return Text.fail(N, "expected a mapping of names to integers");
  return Text.forEach(*Mapping,
                      [&](StringRef Name, yaml::Node &, yaml::Node &Value) {
                        int64_t Number;
                        if (!Text.integer(Value, Number))
                          return false;
                        Known.set(Name, Number);
                        return true;
                      });
}

bool EntryReader::readArity(yaml::Node &N, Entry &E) {
  int64_t Number;
  if (!Text.integer(N, Number))
    return false;
  if (Number < 0 || Number >= LargestArity)
    return Text.fail(N, "arity " + Twine(Number) + " is out of range");
  E.Arity = static_cast<unsigned>(Number);
  return true;
}

bool EntryReader::readRole(yaml::Node &N, Entry &E) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a role", Word))
    return false;
  E.Owner = Word == "owner";
  return E.Owner || Word == "borrowed" ||
         Text.fail(N, "unknown role '" + Word + "'; one of owner, borrowed");
}

} // namespace fdtidy::model
