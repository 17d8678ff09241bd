//===- ConfigFile.cpp - Reading a configuration ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Walks the tables, then checks what concerns several keys or daemons at once.
//===----------------------------------------------------------------------===//
#include "ConfigFile.h"
#include "ConfigKeys.h"
#include "FileText.h"
#include "TomlText.h"
#include <algorithm>
#include <map>

namespace sidecar {

namespace {

/// A daemon with the places that later errors are about.
struct Places {
  toml::source_region Table, After, Budget;
};

bool isName(std::string_view Name) {
  return !Name.empty() &&
         Name.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-") == std::string_view::npos;
}

class Reader {
public:
  Reader(const std::string &File, ConfigReading &Out) : File(File), Out(Out) {}

  void read(const toml::table &Root) {
    Config C;
    for (auto [Name, Node] : ConfigValue::inFileOrder(Root)) {
      ConfigValue V(*Node, std::string(Name->str()), File, Out.Errors);
      if (Name->str() == "sidecar")
        readTable(V, globalKeys(), C);
      else if (Name->str() == "daemon")
        readDaemons(V, C);
      else
        V.error(Name->source(), "unknown table; there are [sidecar] and "
                                "[daemon.NAME]");
    }
    if (C.Daemons.empty() && Out.Errors.empty())
      Out.Errors.push_back(File + ":1:1: there is no [daemon.NAME]");
    for (size_t I = 0; I < C.Daemons.size(); ++I)
      checkDaemon(C, I);
    checkCycles(C);
    checkFiles(C);
    (Out.Errors.empty() ? Out.Value : Out.Rest) = std::move(C);
  }

private:
  static std::string place(const toml::source_region &At) {
    return std::to_string(At.begin.line) + ":" +
           std::to_string(At.begin.column);
  }
  void error(const toml::source_region &At, const std::string &Text) {
    Out.Errors.push_back(File + ":" + place(At) + ": " + Text);
  }

  void readDaemons(const ConfigValue &V, Config &C) {
    const toml::table *T = V.table();
    if (!T)
      return;
    for (auto [Name, Node] : ConfigValue::inFileOrder(*T)) {
      ConfigValue Child = V.child(Name->str(), *Node);
      if (!isName(Name->str()))
        Child.error(Name->source(), "a name has letters, digits, _ and - only");
      DaemonConfig D;
      D.Name = std::string(Name->str());
      readTable(Child, daemonKeys(), D);
      Places P;
      P.Table = P.After = P.Budget = Name->source();
      KeyPlaces &Lines = Out.Places.emplace_back();
      Lines.File = File;
      Lines.Name = "daemon." + D.Name;
      if (const toml::table *Keys = Node->as_table()) {
        for (auto It = Keys->cbegin(); It != Keys->cend(); ++It)
          Lines.Lines.emplace(It->first.str(), place(It->second.source()));
        if (const toml::node *After = Keys->get("after"))
          P.After = After->source();
        if (const toml::node *Budget = Keys->get("budget"))
          P.Budget = Budget->source();
        if (!Keys->contains("command"))
          Child.error(Name->source(), "`command` is missing");
      }
      C.Daemons.push_back(std::move(D));
      At.push_back(P);
    }
  }

  void checkDaemon(const Config &C, size_t I) {
    const DaemonConfig &D = C.Daemons[I];
    std::vector<std::string> Names;
    for (const DaemonConfig &Other : C.Daemons)
      Names.push_back(Other.Name);
    for (const std::string &After : D.After) {
      if (std::find(Names.begin(), Names.end(), After) != Names.end())
        continue;
      std::string Near = nearest(After, Names);
      error(At[I].After,
            "daemon." + D.Name + ".after: there is no daemon '" + After + "'" +
                (Near.empty() ? "" : "; did you mean '" + Near + "'?"));
    }
    if (D.Restart.Max < D.Restart.Initial)
      error(At[I].Table,
            "daemon." + D.Name + ".backoff: `max` is smaller than `initial`");
    if (!D.Restart.budgetCanBeUsedUp())
      error(At[I].Budget,
            "daemon." + D.Name +
                ".budget: can never be used up: the delays of so many restarts "
                "are longer than the window");
  }

  /// Depth first; one error per cycle, at the daemon that closes it.
  void checkCycles(const Config &C) {
    std::map<std::string, size_t> Index;
    for (size_t I = 0; I < C.Daemons.size(); ++I)
      Index[C.Daemons[I].Name] = I;
    std::vector<char> Seen(C.Daemons.size()); // 1: on the path, 2: finished
    std::vector<size_t> Path;
    auto Visit = [&](auto &Self, size_t I) -> void {
      Seen[I] = 1;
      Path.push_back(I);
      for (const std::string &After : C.Daemons[I].After) {
        auto Next = Index.find(After);
        if (Next == Index.end() || Seen[Next->second] == 2)
          continue;
        if (Seen[Next->second] == 0) {
          Self(Self, Next->second);
          continue;
        }
        std::string Text = "daemon." + C.Daemons[I].Name + ".after: a cycle: ";
        for (auto It = std::find(Path.begin(), Path.end(), Next->second);
             It != Path.end(); ++It)
          Text += C.Daemons[*It].Name + " after ";
        error(At[I].After, Text + After);
      }
      Path.pop_back();
      Seen[I] = 2;
    };
    for (size_t I = 0; I < C.Daemons.size(); ++I)
      if (Seen[I] == 0)
        Visit(Visit, I);
  }

  /// There is one sink per path, so there is one rule of rotation per path.
  void checkFiles(const Config &C) {
    std::map<std::string, const StreamRules *> Files;
    for (size_t I = 0; I < C.Daemons.size(); ++I)
      for (const StreamRules *S :
           {&C.Daemons[I].Stdout, &C.Daemons[I].Stderr}) {
        if (S->Kind != StreamKind::File)
          continue;
        auto [Known, New] = Files.emplace(S->Path, S);
        if (!New && !(*Known->second == *S))
          error(At[I].Table, "daemon." + C.Daemons[I].Name + ": " + S->Path +
                                 " is rotated by other rules elsewhere");
      }
  }

  const std::string &File;
  ConfigReading &Out;
  std::vector<Places> At;
};

template <typename Target>
void describe(std::vector<KeyDoc> &Docs, const char *Table,
              std::span<const Key<Target>> Keys) {
  for (const Key<Target> &K : Keys)
    Docs.push_back({Table, K.Name, K.Type, K.Default, K.Meaning});
}

} // namespace

ConfigReading readConfigText(std::string_view Text, const std::string &Path) {
  ConfigReading Out;
  if (std::optional<TextProblem> Bad = unfitForToml(Text)) {
    Out.Errors.push_back(Path + ":" + std::to_string(Bad->Line) + ":" +
                         std::to_string(Bad->Column) + ": " + Bad->What);
    return Out;
  }
  toml::parse_result Parsed = toml::parse(Text, Path);
  if (!Parsed) {
    const toml::source_region &At = Parsed.error().source();
    Out.Errors.push_back(Path + ":" + std::to_string(At.begin.line) + ":" +
                         std::to_string(At.begin.column) + ": " +
                         std::string(Parsed.error().description()));
    return Out;
  }
  Reader(Path, Out).read(Parsed.table());
  return Out;
}

ConfigReading readConfigFile(const std::string &Path) {
  Result<std::string> Text = readFile(Path);
  if (Text)
    return readConfigText(*Text, Path);
  int Number = Text.error().Number;
  std::string Remedy = readingRemedy(Number);
  if (Number == ENOENT || Number == ENOTDIR) // the `--` is easily forgotten
    Remedy = "; a configuration is a TOML file, and `sidecar run -- CMD` runs "
             "a program";
  ConfigReading Out;
  Out.Number = Number;
  Out.Errors.push_back(Path + ": cannot be read: " + std::strerror(Number) +
                       Remedy);
  return Out;
}

std::vector<KeyDoc> configKeys() {
  std::vector<KeyDoc> Docs;
  describe(Docs, "sidecar", globalKeys());
  describe(Docs, "daemon.NAME", daemonKeys());
  describe(Docs, "ready", readyKeys());
  describe(Docs, "backoff", backoffKeys());
  describe(Docs, "budget", budgetKeys());
  describe(Docs, "stdout, stderr", streamKeys());
  return Docs;
}

} // namespace sidecar
