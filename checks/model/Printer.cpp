//===- Printer.cpp - A model as the table writes it -------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/Printer.h"
#include "model/EffectReader.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace fdtidy::model {

static StringRef spelling(Compare Op) {
  static constexpr StringLiteral Names[] = {"==", "!=", "<", "<=", ">", ">="};
  return Names[static_cast<size_t>(Op)];
}

static StringRef spelling(HandleKind Kind) {
  static constexpr StringLiteral Names[] = {"raw",   "file",  "dir",
                                            "popen", "owner", "std"};
  return Names[static_cast<size_t>(Kind)];
}

void print(raw_ostream &OS, const Slot &S) {
  using Root = Slot::Root;
  using Step = Slot::Step;
  // A pointee that no field follows is a star in front, and then nothing but
  // stars can follow.
  size_t Postfix = S.Path.size();
  while (Postfix && S.Path[Postfix - 1].Which == Step::Pointee)
    --Postfix;
  for (size_t I = Postfix; I != S.Path.size(); ++I)
    OS << '*';
  switch (S.From) {
  case Root::None:
    OS << "none";
    break;
  case Root::Result:
    OS << "ret";
    break;
  case Root::This:
    OS << "this";
    break;
  case Root::Argument:
    OS << "arg" << S.Index;
    break;
  case Root::Rest:
    OS << "args" << S.Index;
    break;
  }
  for (size_t I = 0; I != Postfix; ++I) {
    const Slot::Projection &P = S.Path[I];
    if (P.Which == Step::Index)
      OS << '[' << P.Index << ']';
    else if (P.Which == Step::Field)
      OS << (I && S.Path[I - 1].Which == Step::Pointee ? "->" : ".") << P.Field;
  }
}

void print(raw_ostream &OS, const Test &T) {
  print(OS, T.LHS);
  OS << ' ' << spelling(T.Op) << ' ' << T.RHS;
}

void print(raw_ostream &OS, const Guard &G) {
  bool Unequal = G.Negated && G.Which == Guard::Kind::Equals;
  OS << (G.Negated && !Unequal ? "!" : "") << "arg" << G.Argument;
  switch (G.Which) {
  case Guard::Kind::Bits:
    OS << " & " << G.Value;
    break;
  case Guard::Kind::Equals:
    OS << (Unequal ? " != " : " == ") << G.Value;
    break;
  case Guard::Kind::Letter:
    OS << " has \"" << G.Letters << '"';
    break;
  }
}

void print(raw_ostream &OS, const Remedy &R) {
  OS << R.Callee << '(' << join(R.Arguments, ", ") << ')';
}

/// "text", as a double-quoted scalar.
static void quote(raw_ostream &OS, StringRef Text) {
  OS << '"' << yaml::escape(Text, /*EscapePrintable=*/false) << '"';
}

template <typename T> static void quote(raw_ostream &OS, const T &Value) {
  std::string Text;
  raw_string_ostream TextOS(Text);
  print(TextOS, Value);
  TextOS.flush();
  quote(OS, StringRef(Text));
}

static const EffectKey &keyOf(EffectKind Kind) {
  for (const EffectKey &K : EffectKey::all())
    if (K.Kind == Kind)
      return K;
  llvm_unreachable("every effect has a row in EffectKeys.def");
}

namespace {
/// Writes `{a: 1, b: 2}`; a member that is not of the effect's kind is left
/// out.
class MappingPrinter {
public:
  MappingPrinter(raw_ostream &OS, const EffectKey &Key) : OS(OS), Key(Key) {
    OS << '{';
  }
  ~MappingPrinter() { OS << '}'; }

  template <typename T> void quoted(StringRef Member, const T &Value) {
    if (begin(Member))
      quote(OS, Value);
  }
  void slot(StringRef Member, const Slot &S) {
    if (S)
      quoted(Member, S);
  }
  void plain(StringRef Member, const Twine &Value) {
    if (begin(Member))
      OS << Value;
  }
  void cloexec(const CloexecRule &Rule) {
    using Kind = CloexecRule::Kind;
    if (Rule.Which == Kind::If)
      quoted("cloexec", *Rule.If);
    else if (Rule.Which != Kind::Unknown)
      plain("cloexec", Rule.Which == Kind::Yes ? "yes" : "no");
  }
  void guards(ArrayRef<Guard> Guards) {
    if (Guards.empty() || !begin("if"))
      return;
    StringRef Comma = "";
    OS << '[';
    for (const Guard &G : Guards) {
      OS << std::exchange(Comma, ", ");
      quote(OS, G);
    }
    OS << ']';
  }

private:
  bool begin(StringRef Member) {
    if (!Key.hasMember(Member))
      return false;
    OS << std::exchange(Separator, ", ") << Member << ": ";
    return true;
  }

  raw_ostream &OS;
  const EffectKey &Key;
  StringRef Separator = "";
};
} // namespace

static void printValue(raw_ostream &OS, const Effect &E) {
  const EffectKey &Key = keyOf(E.Kind);
  MappingPrinter M(OS, Key);
  M.slot("out", E.Into);
  M.slot("arg", E.Of);
  M.slot("of", E.Of);
  M.slot("call", E.Of);
  M.slot("from", E.Kind == EffectKind::Replace ? E.From2 : E.Of);
  M.slot("with", E.From2);
  M.slot("to", E.Into);
  M.plain("kind", spelling(E.Handle));
  if (E.PipeEnd != End::None)
    M.plain("end", E.PipeEnd == End::Read ? "read" : "write");
  if (E.When)
    M.quoted("when", *E.When);
  else
    M.plain("when", "always");
  M.cloexec(E.Cloexec);
  if (E.Instead)
    M.quoted("remedy", E.Instead);
  if (E.Minimum)
    M.slot("minimum", *E.Minimum);
  M.plain("value", Twine(E.Value));
  M.quoted("type", E.Type.empty() ? StringRef("yes") : StringRef(E.Type));
  M.guards(E.If);
}

void print(raw_ostream &OS, const Effect &E) {
  OS << keyOf(E.Kind).Key << ": ";
  printValue(OS, E);
}

void print(raw_ostream &OS, const FunctionModel &F) {
  OS << (F.Method ? "- method: " : "- function: ");
  quote(OS, StringRef(F.Name));
  OS << '\n';
  if (!F.ManPage.empty()) {
    OS << "  man: ";
    quote(OS, StringRef(F.ManPage));
    OS << '\n';
  }
  if (F.Arity)
    OS << "  arity: " << *F.Arity << '\n';
  SmallVector<EffectKind> Done;
  for (const Effect &First : F.Effects) {
    if (is_contained(Done, First.Kind))
      continue;
    Done.push_back(First.Kind);
    OS << "  " << keyOf(First.Kind).Key << ":\n";
    for (const Effect &E : F.Effects)
      if (E.Kind == First.Kind) {
        OS << "    - ";
        printValue(OS, E);
        OS << '\n';
      }
  }
}

} // namespace fdtidy::model
