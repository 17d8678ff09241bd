//===- ExecPlan.h - A command, resolved -------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ExecPlan, all that the child of a spawn needs to know, worked out
// against this machine before any fork: variables, users, PATH. Two equal plans
// run the same thing, which is how a reload tells what to restart.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_EXECPLAN_H
#define SIDECAR_EXECPLAN_H

#include "Config.h"
#include "KeyPlaces.h"
#include "Problems.h"
#include <map>

namespace sidecar {

struct Credentials {
  std::optional<uid_t> User;
  gid_t Group = 0;
  std::vector<gid_t> Groups;
  bool operator==(const Credentials &) const = default;
};

struct ExecPlan {
  std::vector<std::string> Argv;
  std::vector<std::string> Candidates; // paths of Argv[0], tried in this order
  std::vector<std::string> Env;        // NAME=value, by name
  std::string Cwd;                     // empty: sidecar's
  std::optional<mode_t> Umask;
  std::optional<Credentials> Ids;
  std::vector<Limit> Limits;
  std::optional<int> OomScoreAdj;
  bool NoNewPrivs = false;
  bool operator==(const ExecPlan &) const = default;
};

/// Resolves \p Rules; what is wrong is added to \p Errors, each with its place
/// in front. The plan counts only if nothing was added.
ExecPlan resolve(const ExecRules &Rules, const KeyPlaces &Where,
                 Problems &Errors);

/// The same with the command of \p Key, which is searched and expanded anew.
/// What else is wrong resolve() has said.
ExecPlan withCommand(const ExecRules &Rules,
                     const std::vector<std::string> &Command, const char *Key,
                     const KeyPlaces &Where, Problems &Errors);

/// Replaces `${NAME}` and `${NAME:-default}` by \p Variables; `$${` stands for
/// `${`. Returns false, and says why in \p Problem, if a variable is unset.
bool expand(std::string &Text,
            const std::map<std::string, std::string> &Variables,
            std::string &Problem);

} // namespace sidecar

#endif
