//===- EffectReader.cpp - From YAML to effects ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/EffectReader.h"
#include "model/Expression.h"
#include "model/Spelling.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;

namespace fdtidy::model {

static constexpr EffectKey Keys[] = {
#define FD_EFFECT(Kind, Key, Plain, Members)                                   \
  {EffectKind::Kind, StringLiteral(Key), StringLiteral(Plain),                 \
   StringLiteral(Members)},
#include "model/EffectKeys.def"
};

ArrayRef<EffectKey> EffectKey::all() { return Keys; }

const EffectKey *EffectKey::find(StringRef Key) {
  for (const EffectKey &K : Keys)
    if (K.Key == Key)
      return &K;
  return nullptr;
}

static SmallVector<StringRef> membersOf(const EffectKey &Key) {
  SmallVector<StringRef> Names;
  Key.Members.split(Names, ' ');
  for (StringRef &Name : Names)
    Name.consume_back("!");
  return Names;
}

bool EffectKey::hasMember(StringRef Name) const {
  return is_contained(membersOf(*this), Name);
}

bool EffectReader::read(const EffectKey &Key, yaml::Node &Value) {
  auto *List = dyn_cast<yaml::SequenceNode>(&Value);
  if (!List)
    return readOne(Key, Value);
  bool Any = false;
  for (yaml::Node &One : *List) {
    if (Text.failed() || !readOne(Key, One))
      return false;
    Any = true;
  }
  if (!Any)
    return Text.fail(Value, "'" + Key.Key + "' has no value");
  return !Text.failed();
}

bool EffectReader::readOne(const EffectKey &Key, yaml::Node &Value) {
  Partial P;
  P.Key = &Key;
  P.E.Kind = Key.Kind;
  if (auto *Mapping = dyn_cast<yaml::MappingNode>(&Value)) {
    SmallVector<std::string, 4> Present;
    bool Ok = Text.forEach(
        *Mapping, [&](StringRef Member, yaml::Node &Name, yaml::Node &V) {
          if (!Key.hasMember(Member))
            return Text.fail(Name, "unknown key '" + Member + "' of '" +
                                       Key.Key + "'" +
                                       suggestion(Member, membersOf(Key),
                                                  oneOf(membersOf(Key))));
          Present.push_back(Member.str());
          return readMember(P, Member, V);
        });
    if (!Ok)
      return false;
    SmallVector<StringRef> Members;
    Key.Members.split(Members, ' ');
    for (StringRef Member : Members)
      if (Member.consume_back("!") && !is_contained(Present, Member))
        return Text.fail(Value, "'" + Key.Key + "' needs '" + Member + "'");
  } else if (Key.Plain == "yes") {
    bool Yes;
    if (!Text.boolean(Value, Yes))
      return false;
    if (!Yes)
      return true;
  } else if (!readMember(P, Key.Plain, Value)) {
    return false;
  } else {
    SmallVector<StringRef> Members;
    Key.Members.split(Members, ' ');
    for (StringRef Member : Members)
      if (Member.consume_back("!") && Member != Key.Plain)
        return Text.fail(Value, "'" + Key.Key + "' needs '" + Member +
                                    "'; write {" + Key.Plain + ": ..., " +
                                    Member + ": ...}");
  }
  Effects.push_back(std::move(P));
  return true;
}

bool EffectReader::readMember(Partial &P, StringRef Member, yaml::Node &V) {
  Effect &E = P.E;
  if (Member == "out" || Member == "to") {
    P.HasInto = true;
    return slot(V, E.Into);
  }
  if (Member == "from")
    return slot(V, E.Kind == EffectKind::Replace ? E.From2 : E.Of);
  if (Member == "with")
    return slot(V, E.From2);
  if (Member == "arg" && E.Kind == EffectKind::Wait) {
    auto *S = dyn_cast<yaml::ScalarNode>(&V);
    return (S && S->getRawValue() == "child") || slot(V, E.Of);
  }
  if (Member == "arg" || Member == "of" || Member == "call")
    return slot(V, E.Of);
  if (Member == "kind")
    return handleKind(V, E.Handle);
  if (Member == "end")
    return pipeEnd(V, E.PipeEnd);
  if (Member == "when") {
    P.HasWhen = true;
    return test(V, E.When);
  }
  if (Member == "if")
    return guards(V, E.If);
  if (Member == "cloexec") {
    P.HasCloexec = true;
    return cloexec(V, E.Cloexec);
  }
  if (Member == "remedy")
    return remedy(V, E.Instead);
  if (Member == "minimum")
    return slot(V, E.Minimum.emplace());
  SmallString<32> Word;
  if (Member == "value") {
    if (!Text.scalar(V, "a constant", Word))
      return false;
    ExpressionParser Parser(Word, Known);
    if (std::optional<int64_t> Value = Parser.constant()) {
      E.Value = *Value;
      return true;
    }
    return Text.fail(V, Parser.message(), Parser.offset());
  }
  if (!Text.scalar(V, "a type", Word))
    return false;
  if (Word != "yes")
    E.Type = Word.str().str();
  return true;
}

bool EffectReader::slot(yaml::Node &N, Slot &S) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a place", Word))
    return false;
  ExpressionParser Parser(Word, Known);
  if (std::optional<Slot> Parsed = Parser.slot()) {
    S = *Parsed;
    return true;
  }
  return Text.fail(N, Parser.message(), Parser.offset());
}

bool EffectReader::test(yaml::Node &N, std::optional<Test> &T) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a test", Word))
    return false;
  if (Word == "always")
    return true;
  ExpressionParser Parser(Word, Known);
  T = Parser.test();
  return T || Text.fail(N, Parser.message(), Parser.offset());
}

bool EffectReader::guard(yaml::Node &N, Guard &G) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a condition", Word))
    return false;
  ExpressionParser Parser(Word, Known);
  if (std::optional<Guard> Parsed = Parser.guard()) {
    G = *Parsed;
    return true;
  }
  return Text.fail(N, Parser.message(), Parser.offset());
}

bool EffectReader::guards(yaml::Node &N, SmallVector<Guard, 1> &Guards) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return guard(N, Guards.emplace_back());
  for (yaml::Node &One : *List)
    if (Text.failed() || !guard(One, Guards.emplace_back()))
      return false;
  return !Text.failed();
}

bool EffectReader::cloexec(yaml::Node &N, CloexecRule &Rule) {
  SmallString<32> Word;
  if (!Text.scalar(N, "yes, no, unknown or a condition", Word))
    return false;
  using Kind = CloexecRule::Kind;
  std::optional<Kind> Plain = StringSwitch<std::optional<Kind>>(Word)
                                  .Case("yes", Kind::Yes)
                                  .Case("no", Kind::No)
                                  .Case("unknown", Kind::Unknown)
                                  .Default(std::nullopt);
  Rule.Which = Plain.value_or(Kind::If);
  return Plain || guard(N, Rule.If.emplace());
}

bool EffectReader::remedy(yaml::Node &N, Remedy &R) {
  SmallString<32> Word;
  if (!Text.scalar(N, "a call", Word))
    return false;
  ExpressionParser Parser(Word, Known);
  if (std::optional<Remedy> Parsed = Parser.remedy()) {
    R = std::move(*Parsed);
    return true;
  }
  return Text.fail(N, Parser.message(), Parser.offset());
}

bool EffectReader::handleKind(yaml::Node &N, HandleKind &Kind) {
  static constexpr std::pair<StringLiteral, HandleKind> Kinds[] = {
      {"raw", HandleKind::Raw},      {"file", HandleKind::File},
      {"dir", HandleKind::Dir},      {"popen", HandleKind::Popen},
      {"owner", HandleKind::Object}, {"std", HandleKind::Standard},
      {"FILE*", HandleKind::File},   {"DIR*", HandleKind::Dir},
  };
  SmallString<32> Word;
  if (!Text.scalar(N, "a kind", Word))
    return false;
  SmallVector<StringRef> Names;
  for (const auto &[Name, Value] : Kinds) {
    if (Name == Word) {
      Kind = Value;
      return true;
    }
    Names.push_back(Name);
  }
  return Text.fail(N, "unknown kind '" + Word + "'" +
                          suggestion(Word, Names, oneOf(Names)));
}

bool EffectReader::pipeEnd(yaml::Node &N, End &E) {
  SmallString<32> Word;
  if (!Text.scalar(N, "read or write", Word))
    return false;
  E = Word == "read" ? End::Read : Word == "write" ? End::Write : End::None;
  return E != End::None ||
         Text.fail(N, "unknown end '" + Word + "'; one of read, write");
}

bool EffectReader::readWhen(yaml::Node &Value) {
  return test(Value, EntryWhen.emplace());
}

bool EffectReader::readCloexec(yaml::Node &Value) {
  return cloexec(Value, EntryCloexec.emplace());
}

std::vector<Effect> EffectReader::finish() {
  const Slot Result{Slot::Root::Result, 0, {}};
  std::vector<Effect> Done;
  for (Partial &P : Effects) {
    Effect &E = P.E;
    bool Gives =
        E.Kind == EffectKind::Acquire || E.Kind == EffectKind::Transfer;
    if (!P.HasInto &&
        (Gives || E.Kind == EffectKind::Alias || E.Kind == EffectKind::Copy ||
         E.Kind == EffectKind::Replace || E.Kind == EffectKind::Allocate))
      E.Into = Result;
    if (!P.HasWhen && EntryWhen && P.Key->hasMember("when")) {
      E.When = *EntryWhen;
      P.HasWhen = true;
    }
    if (!P.HasCloexec && EntryCloexec && P.Key->hasMember("cloexec"))
      E.Cloexec = *EntryCloexec;
    // What a function returns is a handle unless it is negative or null.
    if (Gives && !P.HasWhen && E.Into.From == Slot::Root::Result &&
        E.Into.Path.empty() && E.Handle != HandleKind::Object) {
      if (E.Handle == HandleKind::Raw)
        E.When = Test{Result, Compare::GE, 0};
      else
        E.When = Test{Result, Compare::NE, 0};
    }
    Done.push_back(std::move(E));
  }
  return Done;
}

} // namespace fdtidy::model
