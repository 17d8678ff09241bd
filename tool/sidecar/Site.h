//===- Site.h - A configuration on this machine -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Site, a configuration with all that it names resolved: users,
// variables, hosts, log files. Nothing is started or stopped before there is a
// whole one.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_SITE_H
#define SIDECAR_SITE_H

#include "Daemon.h"

namespace sidecar {

struct Site {
  Config Global;
  std::vector<DaemonPlan> Daemons; // in the order of the file
};

struct SiteReading {
  std::optional<Site> Value;
  Problems Errors;
};

/// Log files are opened through \p Files; without it nothing is made, and it is
/// only tried whether they could be.
SiteReading readSite(const std::string &Path, LogFiles *Files);

/// The order in which daemons start: each behind what it is after, else as in
/// the file. Indices into \p Daemons.
std::vector<size_t> startOrder(const std::vector<DaemonConfig> &Daemons);

} // namespace sidecar

#endif
