//===- TableText.cpp - A table's text and what is wrong in it ---*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/TableText.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace fdtidy::model {

TableText::TableText(StringRef Text, StringRef FileName)
    : FileName(FileName), Stream(Text, SM, /*ShowColors=*/false) {
  SM.setDiagHandler(diagnose, this);
}

// The YAML parser's own errors, brought into our form: "Unrecognized escape
// code!" begins in lower case here and has no mark at its end.
void TableText::diagnose(const SMDiagnostic &D, void *Self) {
  auto &T = *static_cast<TableText *>(Self);
  if (T.failed() || D.getKind() != SourceMgr::DK_Error)
    return;
  std::string Text = D.getMessage().rtrim(".!").str();
  if (Text.size() > 1 && isLower(Text[1]))
    Text[0] = toLower(Text[0]);
  if (Text == "got empty alias or anchor")
    Text += "; put quotes around what contains '&', '*' or '!'";
  T.Message = (T.FileName + ":" + Twine(D.getLineNo()) + ":" +
               Twine(D.getColumnNo() + 1) + ": not YAML: " + Text)
                  .str();
}

unsigned TableText::line(SMLoc Where) const {
  return SM.getLineAndColumn(Where).first;
}

bool TableText::fail(SMLoc Where, const Twine &Text) {
  if (failed())
    return false;
  if (!Where.isValid())
    Where = SMLoc::getFromPointer(
        SM.getMemoryBuffer(SM.getMainFileID())->getBufferStart());
  auto [Line, Column] = SM.getLineAndColumn(Where);
  Message =
      (FileName + ":" + Twine(Line) + ":" + Twine(Column) + ": " + Text).str();
  return false;
}

// The parser's own ranges of collections begin behind the bracket, and those of
// aliases behind the name.
SMLoc TableText::startOf(const yaml::Node &N) const {
  StringRef Text = SM.getMemoryBuffer(SM.getMainFileID())->getBuffer();
  const char *Start = N.getSourceRange().Start.getPointer();
  if (!Start) // of an empty node in what is no YAML
    return SMLoc::getFromPointer(Text.data());
  if (const auto *Alias = dyn_cast<yaml::AliasNode>(&N))
    Start = Alias->getName().data() - 1;
  else if (isa<yaml::SequenceNode, yaml::MappingNode>(N) &&
           Start != Text.data() && (Start[-1] == '[' || Start[-1] == '{'))
    --Start;
  return SMLoc::getFromPointer(Start);
}

bool TableText::fail(const yaml::Node &N, const Twine &Text, size_t Offset) {
  SMLoc Start = startOf(N);
  if (const auto *S = dyn_cast<yaml::ScalarNode>(&N); S && Offset) {
    StringRef Raw = S->getRawValue();
    size_t Quote = Raw.starts_with("\"") || Raw.starts_with("'");
    Start = SMLoc::getFromPointer(Raw.data() +
                                  std::min(Offset + Quote, Raw.size()));
  }
  return fail(Start, Text);
}

Error TableText::takeError() {
  if (!failed())
    return Error::success();
  return createStringError(inconvertibleErrorCode(), Message);
}

static bool isAbsent(yaml::Node *N) { return !N || isa<yaml::NullNode>(N); }

bool TableText::forEach(function_ref<bool(yaml::Node &)> Visit) {
  yaml::document_iterator Document = Stream.begin();
  if (Document == Stream.end())
    return !failed();
  yaml::Node *Root = Document->getRoot();
  if (failed())
    return false;
  if (isAbsent(Root)) // nothing but comments
    return true;
  auto *List = dyn_cast<yaml::SequenceNode>(Root);
  if (!List)
    return fail(*Root, "a table is a list of entries; begin each with "
                       "'- function: NAME'");
  for (yaml::Node &Entry : *List)
    if (failed() || !Visit(Entry) || failed())
      return false;
  if (failed())
    return false;
  ++Document;
  if (Document != Stream.end() && !failed()) {
    yaml::Node *Second = Document->getRoot();
    if (!isAbsent(Second))
      return fail(*Second, "a table is one document; remove the '---' before "
                           "this line");
  }
  return !failed();
}

bool TableText::forEach(
    yaml::MappingNode &Mapping,
    function_ref<bool(StringRef, yaml::Node &, yaml::Node &)> Visit) {
  SmallVector<std::string, 8> Seen;
  for (yaml::KeyValueNode &Pair : Mapping) {
    yaml::Node *KeyNode = Pair.getKey();
    if (failed())
      return false;
    SmallString<32> Key;
    if (isAbsent(KeyNode))
      return fail(Mapping, "a key is missing");
    if (!scalar(*KeyNode, "a key", Key))
      return false;
    if (is_contained(Seen, Key.str()))
      return fail(*KeyNode,
                  "repeated key '" + Key + "'; make its value a list");
    Seen.push_back(Key.str().str());
    yaml::Node *Value = Pair.getValue();
    if (failed())
      return false;
    if (isAbsent(Value))
      return fail(*KeyNode, "'" + Key + "' has no value");
    if (!Visit(Key, *KeyNode, *Value))
      return false;
  }
  return !failed();
}

bool TableText::scalar(yaml::Node &N, StringRef What, SmallString<32> &Text) {
  auto *S = dyn_cast<yaml::ScalarNode>(&N);
  if (!S)
    return fail(N, "expected " + What + ", found " +
                       (isa<yaml::SequenceNode>(N)      ? "a list"
                        : isa<yaml::MappingNode>(N)     ? "a mapping"
                        : isa<yaml::BlockScalarNode>(N) ? "a block of text"
                                                        : "a YAML alias") +
                       (isa<yaml::AliasNode>(N)
                            ? "; put quotes around what begins with '*'"
                            : ""));
  if (!S->getRawTag().empty())
    return fail(SMLoc::getFromPointer(S->getRawTag().data()),
                "expected " + What + ", found the YAML tag '" + S->getRawTag() +
                    "'; put quotes around what begins with '!'");
  SmallString<32> Storage;
  Text = S->getValue(Storage);
  return !failed();
}

bool TableText::boolean(yaml::Node &N, bool &Value) {
  SmallString<32> Text;
  if (!scalar(N, "yes or no", Text))
    return false;
  if (Text == "yes" || Text == "true")
    Value = true;
  else if (Text == "no" || Text == "false")
    Value = false;
  else
    return fail(N, "expected yes or no, found '" + Text + "'");
  return true;
}

bool TableText::integer(yaml::Node &N, int64_t &Value) {
  SmallString<32> Text;
  if (!scalar(N, "an integer", Text))
    return false;
  if (Text.str().getAsInteger(0, Value))
    return fail(N, "expected an integer, found '" + Text + "'");
  return true;
}

} // namespace fdtidy::model
