//===- ExecPlan.cpp - A command, resolved ---------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the resolution: environment, then what is expanded by it.
//===----------------------------------------------------------------------===//
#include "ExecPlan.h"
#include "FileText.h"
#include "OwnedFd.h"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sstream>
#include <unistd.h>

namespace sidecar {

using Variables = std::map<std::string, std::string>;

bool expand(std::string &Text, const Variables &Known, std::string &Problem) {
  std::string Out;
  for (size_t I = 0; I < Text.size();) {
    if (Text.compare(I, 3, "$${") == 0) {
      Out += "${";
      I += 3;
      continue;
    }
    if (Text.compare(I, 2, "${") != 0) {
      Out += Text[I++];
      continue;
    }
    size_t End = Text.find('}', I);
    if (End == std::string::npos) {
      Problem = "`${` without `}`";
      return false;
    }
    std::string Name = Text.substr(I + 2, End - I - 2);
    std::optional<std::string> Default;
    if (size_t Dash = Name.find(":-"); Dash != std::string::npos) {
      Default = Name.substr(Dash + 2);
      Name.resize(Dash);
    }
    auto Found = Known.find(Name);
    // As in a shell, `:-` takes the place of an empty value, too.
    if (Found != Known.end() && !(Default && Found->second.empty())) {
      Out += Found->second;
    } else if (Default) {
      Out += *Default;
    } else {
      Problem = "variable '" + Name + "' is not set";
      return false;
    }
    I = End + 1;
  }
  Text = std::move(Out);
  return true;
}

namespace {

class Resolver {
public:
  Resolver(const ExecRules &Rules, const KeyPlaces &Where, Problems &Errors)
      : Rules(Rules), Where(Where), Errors(Errors) {}

  /// Of another key than the daemon's own, only its errors are told.
  ExecPlan run(const std::vector<std::string> &Command,
               const char *Key = nullptr) {
    Only = Key;
    ExecPlan Plan;
    environment();
    identity(Plan);
    for (const auto &[Name, Value] : Final)
      Plan.Env.push_back(Name + "=" + Value);
    for (std::string Word : Command) {
      expanded(Word, Final, Key ? Key : "command");
      Plan.Argv.push_back(std::move(Word));
    }
    Plan.Cwd = Rules.Cwd;
    expanded(Plan.Cwd, Final, "cwd");
    candidates(Plan);
    Plan.Umask = Rules.Umask;
    Plan.Limits = Rules.Limits;
    Plan.OomScoreAdj = Rules.OomScoreAdj;
    Plan.NoNewPrivs = Rules.NoNewPrivs;
    return Plan;
  }

private:
  void error(const std::string &Key, const std::string &Text, int Number = 0) {
    if (!Only || Key == Only)
      Errors.add(Where.of(Key) + Text, Number);
  }

  void expanded(std::string &Text, const Variables &Known,
                const std::string &Key) {
    std::string Problem;
    if (!expand(Text, Known, Problem))
      error(Key, Problem);
  }

  void readEnvFile() {
    if (Rules.EnvFile.empty())
      return;
    Result<std::string> Text = readFile(Rules.EnvFile);
    if (!Text)
      return error("env_file",
                   Text.error().message() + readingRemedy(Text.error().Number),
                   Text.error().Number);
    std::istringstream In(*Text);
    std::string Line;
    for (unsigned Number = 1; std::getline(In, Line); ++Number) {
      if (Line.empty() || Line[0] == '#')
        continue;
      size_t Equals = Line.find('=');
      // A blank in the name is `export NAME`, or a comment; execve would cut
      // the value at a NUL.
      bool Named = Equals != std::string::npos && Equals != 0 &&
                   Line.find_first_of(" \t") >= Equals &&
                   Line.find('\0') == std::string::npos;
      if (!Named) {
        error("env_file", Rules.EnvFile + ":" + std::to_string(Number) +
                              ": expected NAME=value");
        continue;
      }
      Given[Line.substr(0, Equals)] = Line.substr(Equals + 1);
    }
  }

  /// Ours, then env_file, then env, each over what was before it. Values in
  /// env see ours even if clean_env keeps it from the daemon: `${HOME}` there
  /// is how one variable is passed on.
  void environment() {
    for (char **E = environ; *E; ++E)
      if (const char *Equals = std::strchr(*E, '='))
        Ours.emplace(std::string(*E, size_t(Equals - *E)), Equals + 1);
    // It would make the daemon answer to whoever started sidecar.
    Ours.erase("NOTIFY_SOCKET");
    readEnvFile();
    Variables Seen = Ours;
    for (const auto &[Name, Value] : Given)
      Seen[Name] = Value;
    for (auto [Name, Value] : Rules.Env) {
      expanded(Value, Seen, "env." + Name);
      Given[Name] = Value;
    }
    if (!Rules.CleanEnv)
      Final = Ours;
    for (const auto &[Name, Value] : Given)
      Final[Name] = Value;
  }

  /// The largest is no account: to the system calls it says that nothing is to
  /// change, so that a daemon would go on as root.
  static std::optional<unsigned> number(const std::string &Text) {
    unsigned Value = 0;
    auto [End, Failure] =
        std::from_chars(Text.data(), Text.data() + Text.size(), Value);
    if (Failure != std::errc() || End != Text.data() + Text.size() ||
        Value == ~0u)
      return std::nullopt;
    return Value;
  }

  void setUnlessGiven(const char *Name, const std::string &Value) {
    if (!Given.contains(Name))
      Final[Name] = Value;
  }

  void identity(ExecPlan &Plan) {
    if (Rules.User.empty() && Rules.Group.empty())
      return;
    Credentials Ids;
    bool GroupKnown = false;
    if (!Rules.Group.empty()) {
      errno = 0;
      if (const group *G = ::getgrnam(Rules.Group.c_str())) {
        Ids.Group = G->gr_gid;
      } else if (std::optional<unsigned> N = number(Rules.Group)) {
        Ids.Group = *N;
      } else {
        return missing("group", Rules.Group, "/etc/group");
      }
      GroupKnown = true;
      Ids.Groups = {Ids.Group};
    }
    if (!Rules.User.empty() && !user(Ids, GroupKnown))
      return;
    // Without the privilege, what is already so must not be asked for.
    if (::geteuid() != 0 && Ids.User.value_or(::geteuid()) == ::geteuid() &&
        Ids.Group == ::getegid())
      return;
    Plan.Ids = Ids;
  }

  /// An account that is not there, or that could not be looked for. Where more
  /// than one source is asked, errno is the last one's, so \p File, which is
  /// the first one's, is tried as well.
  void missing(const char *Kind, const std::string &Name, const char *File) {
    int Number = errno;
    if (!isOsFailure(Number) && !OwnedFd(::open(File, O_RDONLY | O_CLOEXEC)))
      Number = errno;
    if (isOsFailure(Number))
      error(Kind,
            "'" + Name + "' cannot be looked up: " + std::strerror(Number),
            Number);
    else
      error(Kind, std::string("there is no ") + Kind + " '" + Name + "'");
  }

  bool user(Credentials &Ids, bool GroupKnown) {
    errno = 0;
    const passwd *P = ::getpwnam(Rules.User.c_str());
    std::optional<unsigned> N = number(Rules.User);
    if (!P && N)
      P = ::getpwuid(*N);
    if (!P && (!N || isOsFailure(errno))) {
      missing("user", Rules.User, "/etc/passwd");
      return false;
    }
    if (!P && !GroupKnown) {
      error("user", Rules.User + " is no known user: `group` is needed, too");
      return false;
    }
    Ids.User = P ? P->pw_uid : *N;
    setUnlessGiven("HOME", P ? P->pw_dir : "/");
    setUnlessGiven("USER", P ? P->pw_name : Rules.User);
    setUnlessGiven("LOGNAME", P ? P->pw_name : Rules.User);
    if (!P)
      return true;
    if (!GroupKnown)
      Ids.Group = P->pw_gid;
    int Count = 64;
    Ids.Groups.resize(size_t(Count));
    while (::getgrouplist(P->pw_name, Ids.Group, Ids.Groups.data(), &Count) < 0)
      Ids.Groups.resize(size_t(Count));
    Ids.Groups.resize(size_t(Count));
    return true;
  }

  void candidates(ExecPlan &Plan) {
    if (Plan.Argv.empty())
      return;
    const std::string &Program = Plan.Argv[0];
    if (Program.find('/') != std::string::npos) {
      Plan.Candidates = {Program};
      return;
    }
    std::string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
                       "/sbin:/bin";
    if (auto It = Final.find("PATH"); It != Final.end())
      Path = It->second;
    else if (auto It = Ours.find("PATH"); It != Ours.end())
      Path = It->second;
    for (size_t Begin = 0; Begin <= Path.size();) {
      size_t End = std::min(Path.find(':', Begin), Path.size());
      std::string Folder = Path.substr(Begin, End - Begin);
      Plan.Candidates.push_back((Folder.empty() ? "." : Folder) + "/" +
                                Program);
      Begin = End + 1;
    }
  }

  const ExecRules &Rules;
  const KeyPlaces &Where;
  Problems &Errors;
  const char *Only = nullptr; // the key whose errors are told; null: all
  Variables Ours, Given, Final;
};

} // namespace

ExecPlan resolve(const ExecRules &Rules, const KeyPlaces &Where,
                 Problems &Errors) {
  return Resolver(Rules, Where, Errors).run(Rules.Command);
}

ExecPlan withCommand(const ExecRules &Rules,
                     const std::vector<std::string> &Command, const char *Key,
                     const KeyPlaces &Where, Problems &Errors) {
  return Resolver(Rules, Where, Errors).run(Command, Key);
}

} // namespace sidecar
