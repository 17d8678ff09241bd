//===- EntryReader.h - From YAML to an entry --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Entry, one element of a table's list, and EntryReader. An entry is of
// one sort, told by its first key: `function`, `method`, `type` or `constants`.
// Several names that do the same may share one: `function: [open, open64]`.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_ENTRYREADER_H
#define FDTIDY_MODEL_ENTRYREADER_H

#include "model/Constants.h"
#include "model/FunctionModel.h"
#include "model/TableText.h"

namespace fdtidy::model {

struct Entry {
  enum class Sort : uint8_t { Function, Method, Type, Constants };
  Sort Which = Sort::Function;
  struct Name {
    std::string Text;
    llvm::SMLoc Where;
  };
  std::vector<Name> Names;
  std::string ManPage;
  std::optional<unsigned> Arity;
  std::vector<Effect> Effects;
  bool Owner = true; ///< of a type

  FunctionModel function(const Name &N) const;
  TypeModel type(const Name &N) const { return {N.Text, Owner}; }
};

class EntryReader {
public:
  /// Expressions may use what \p Known defines, and `constants` adds to it.
  EntryReader(TableText &Text, Constants &Known) : Text(Text), Known(Known) {}

  /// False after an error, which is then in the TableText.
  bool read(llvm::yaml::Node &N, Entry &E);

private:
  bool readNames(llvm::yaml::Node &N, Entry &E);
  bool readName(llvm::yaml::Node &N, Entry &E);
  bool readConstants(llvm::yaml::Node &N);
  bool readArity(llvm::yaml::Node &N, Entry &E);
  bool readRole(llvm::yaml::Node &N, Entry &E);

  TableText &Text;
  Constants &Known;
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_ENTRYREADER_H
