//===- Table.cpp - All that is known of libraries ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A table is a stack of layers, one for each text; the newest that knows a name
// decides. A user's text is parsed when it is added, so that its errors show.
// An entry of the built-in text is parsed when it is first looked up.
//===----------------------------------------------------------------------===//

#include "model/EntryReader.h"
#include "model/FunctionModel.h"
#include "model/TextIndex.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <deque>
#include <mutex>

using namespace llvm;

namespace fdtidy::model {

extern const char BuiltinTableText[];
extern const std::size_t BuiltinTableSize;

namespace {

/// What one name stands for: a function, a method or a type.
struct Named {
  StringRef Name;        ///< the layer's key
  StringRef Text;        ///< of an entry that was not parsed yet, else empty
  Named *Next = nullptr; ///< of the same name
  Entry::Sort Which = Entry::Sort::Function;
  bool MovesObligations = false;
  std::unique_ptr<FunctionModel> Function;
  std::unique_ptr<TypeModel> Type;

  void set(const Entry &E, const Entry::Name &Name);
};

/// The names of one text.
struct Layer {
  std::deque<Named> All; // an element stays where it is when others follow
  StringMap<Named *> ByName;

  explicit Layer(unsigned Names = 0) : ByName(Names) {}

  Named &add(StringRef Name, Entry::Sort Which) {
    Named &N = All.emplace_back();
    auto [It, IsNew] = ByName.try_emplace(Name, &N);
    N.Name = It->first();
    N.Which = Which;
    if (!IsNew)
      N.Next = std::exchange(It->second, &N);
    return N;
  }
  Named *find(StringRef Name) const { return ByName.lookup(Name); }
};

void Named::set(const Entry &E, const Entry::Name &Name) {
  if (Which == Entry::Sort::Type)
    Type = std::make_unique<TypeModel>(E.type(Name));
  else
    Function = std::make_unique<FunctionModel>(E.function(Name));
}

} // namespace

struct Table::Impl {
  std::deque<Layer> Layers; // the newest is the last
  Constants Known;
  SmallVector<StringRef> UnreadConstants;
  std::vector<std::string> Interesting;
  bool InterestingIsCurrent = false;
  std::mutex Mutex; // what is found by a query is kept, and queries are const

  void addBuiltin(StringRef Text);
  Error addText(StringRef Text, StringRef FileName);
  /// Parses \p N's entry, if that was not done.
  void need(Named &N);
  void needConstants();
};

void Table::Impl::addBuiltin(StringRef Text) {
  const TextIndex Index(Text);
  Layer &L = Layers.emplace_back(2 * Index.Spans.size());
  for (const TextIndex::Span &S : Index.Spans) {
    if (S.Which == Entry::Sort::Constants)
      UnreadConstants.push_back(S.Text);
    for (StringRef Name : S.Names) {
      Named &N = L.add(Name, S.Which);
      N.Text = S.Text;
      N.MovesObligations = S.MovesObligations;
    }
  }
}

// The built-in text has been tested: each entry parses alone.
static void readBuiltin(StringRef Text, Constants &Known, Entry &E) {
  TableText Source(Text, "built-in");
  EntryReader Reader(Source, Known);
  Source.forEach([&](yaml::Node &N) { return Reader.read(N, E); });
  if (Error Failure = Source.takeError())
    report_fatal_error(std::move(Failure));
}

void Table::Impl::needConstants() {
  for (StringRef Text : std::exchange(UnreadConstants, {})) {
    Entry E;
    readBuiltin(Text, Known, E);
  }
}

void Table::Impl::need(Named &N) {
  if (N.Text.empty())
    return;
  needConstants();
  Entry E;
  readBuiltin(std::exchange(N.Text, {}), Known, E);
  for (const Entry::Name &Each : E.Names)
    if (Each.Text == N.Name)
      N.set(E, Each);
  if (N.Function)
    N.Function->Builtin = true;
}

Error Table::Impl::addText(StringRef Text, StringRef FileName) {
  needConstants();
  TableText Source(Text, FileName);
  Constants WithNew = Known;
  EntryReader Reader(Source, WithNew);
  Layer New;
  StringMap<SMLoc> First;
  Source.forEach([&](yaml::Node &Node) {
    Entry E;
    if (!Reader.read(Node, E))
      return false;
    for (const Entry::Name &Name : E.Names) {
      // A name may stand once for each number of arguments.
      std::string Key = Name.Text + " " + Twine(unsigned(E.Which)).str() + " " +
                        (E.Arity ? Twine(*E.Arity).str() : "");
      auto [Same, Inserted] = First.try_emplace(Key, Name.Where);
      if (!Inserted)
        return Source.fail(Name.Where,
                           "'" + Name.Text + "' has an entry in line " +
                               Twine(Source.line(Same->second)) +
                               "; make them one, or tell them apart by arity");
      Named &N = New.add(Name.Text, E.Which);
      N.set(E, Name);
      N.MovesObligations = any_of(E.Effects, [](const Effect &Each) {
        return movesObligations(Each.Kind);
      });
    }
    return true;
  });
  if (Source.failed())
    return Source.takeError();
  Known = std::move(WithNew);
  Layers.push_back(std::move(New));
  InterestingIsCurrent = false;
  return Error::success();
}

Table::Table() : P(std::make_unique<Impl>()) {}
Table::Table(Table &&) noexcept = default;
Table &Table::operator=(Table &&) noexcept = default;
Table::~Table() = default;

Table Table::builtin() {
  Table T;
  T.P->addBuiltin(StringRef(BuiltinTableText, BuiltinTableSize));
  return T;
}

Error Table::addText(StringRef Text, StringRef FileName) {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  return P->addText(Text, FileName);
}

Error Table::addFile(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return createStringError(
        Buffer.getError(),
        Path + ": cannot read the model table: " + Buffer.getError().message() +
            "; name a readable YAML file");
  return addText((*Buffer)->getBuffer(), Path);
}

void Table::addType(StringRef QualifiedName, bool Owner) {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  Layer New;
  Named &N = New.add(QualifiedName, Entry::Sort::Type);
  N.Type = std::make_unique<TypeModel>(TypeModel{QualifiedName.str(), Owner});
  P->Layers.push_back(std::move(New));
}

const FunctionModel *Table::find(StringRef QualifiedName, bool Method,
                                 unsigned Arguments) const {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  auto Which = Method ? Entry::Sort::Method : Entry::Sort::Function;
  for (Layer &L : reverse(P->Layers)) {
    const FunctionModel *OfAnyArity = nullptr;
    for (Named *N = L.find(QualifiedName); N; N = N->Next) {
      if (N->Which != Which)
        continue;
      P->need(*N);
      if (N->Function->Arity == Arguments)
        return N->Function.get();
      if (!N->Function->Arity)
        OfAnyArity = N->Function.get();
    }
    if (OfAnyArity)
      return OfAnyArity;
  }
  return nullptr;
}

const TypeModel *Table::findType(StringRef QualifiedName) const {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  for (Layer &L : reverse(P->Layers))
    for (Named *N = L.find(QualifiedName); N; N = N->Next)
      if (N->Which == Entry::Sort::Type) {
        P->need(*N);
        return N->Type.get();
      }
  return nullptr;
}

const std::vector<std::string> &Table::interestingNames() const {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  if (std::exchange(P->InterestingIsCurrent, true))
    return P->Interesting;
  std::vector<std::string> Names;
  for (Layer &L : P->Layers)
    for (Named &N : L.All) {
      if (!N.MovesObligations)
        continue;
      StringRef Name = N.Name;
      if (N.Which == Entry::Sort::Method)
        Name = Name.rsplit("::").first;
      if (size_t Scope = Name.rfind("::"); Scope != StringRef::npos)
        Name = Name.drop_front(Scope + 2);
      Names.push_back(Name.str());
    }
  sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  P->Interesting = std::move(Names);
  return P->Interesting;
}

std::vector<const FunctionModel *> Table::functions() const {
  std::lock_guard<std::mutex> Lock(P->Mutex);
  std::vector<const FunctionModel *> All;
  for (Layer &L : P->Layers)
    for (Named &N : L.All) {
      if (N.Which == Entry::Sort::Type)
        continue;
      P->need(N);
      All.push_back(N.Function.get());
    }
  return All;
}

} // namespace fdtidy::model
