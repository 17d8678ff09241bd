//===- EffectReader.h - From YAML to effects --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines EffectReader: reads the value of one effect key of EffectKeys.def,
// and completes an entry's effects with what the entry says for all of them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_EFFECTREADER_H
#define FDTIDY_MODEL_EFFECTREADER_H

#include "model/Constants.h"
#include "model/Effect.h"
#include "model/TableText.h"
#include <vector>

namespace fdtidy::model {

/// One row of EffectKeys.def.
struct EffectKey {
  EffectKind Kind;
  llvm::StringLiteral Key;
  llvm::StringLiteral Plain;
  llvm::StringLiteral Members;

  static const EffectKey *find(llvm::StringRef Key);
  static llvm::ArrayRef<EffectKey> all();
  bool hasMember(llvm::StringRef Name) const;
};

/// Reads the effects of one entry. Every member returns false after an error,
/// which is then in the TableText.
class EffectReader {
public:
  EffectReader(TableText &Text, const Constants &Known)
      : Text(Text), Known(Known) {}

  /// `KEY: VALUE`, where VALUE is a scalar, a mapping, or a list of them.
  bool read(const EffectKey &Key, llvm::yaml::Node &Value);
  /// The entry's own `when` and `cloexec`: they hold for each of its effects
  /// that could have one and does not.
  bool readWhen(llvm::yaml::Node &Value);
  bool readCloexec(llvm::yaml::Node &Value);

  /// All effects, in the order of the text, with defaults applied.
  std::vector<Effect> finish();

private:
  struct Partial {
    const EffectKey *Key;
    Effect E;
    bool HasWhen = false, HasCloexec = false, HasInto = false;
  };
  bool readOne(const EffectKey &Key, llvm::yaml::Node &Value);
  bool readMember(Partial &P, llvm::StringRef Member, llvm::yaml::Node &Value);
  bool slot(llvm::yaml::Node &N, Slot &S);
  bool test(llvm::yaml::Node &N, std::optional<Test> &T);
  bool guards(llvm::yaml::Node &N, llvm::SmallVector<Guard, 1> &Guards);
  bool guard(llvm::yaml::Node &N, Guard &G);
  bool cloexec(llvm::yaml::Node &N, CloexecRule &Rule);
  bool remedy(llvm::yaml::Node &N, Remedy &R);
  bool handleKind(llvm::yaml::Node &N, HandleKind &Kind);
  bool pipeEnd(llvm::yaml::Node &N, End &E);

  TableText &Text;
  const Constants &Known;
  std::vector<Partial> Effects;
  std::optional<std::optional<Test>> EntryWhen;
  std::optional<CloexecRule> EntryCloexec;
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_EFFECTREADER_H
