//===- TableText.h - A table's text and what is wrong in it -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TableText: YAML nodes of a table, how to read their scalars, and the
// first error, as `site.yaml:14:3: unknown effect 'aquires'; ...`.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_TABLETEXT_H
#define FDTIDY_MODEL_TABLETEXT_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/SMLoc.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

namespace fdtidy::model {

class TableText {
public:
  /// \p Text must outlive this object.
  TableText(llvm::StringRef Text, llvm::StringRef FileName);

  /// Calls \p Visit with each element of the list that the text consists of, as
  /// long as it returns true. False after an error.
  bool forEach(llvm::function_ref<bool(llvm::yaml::Node &)> Visit);

  /// Calls \p Visit with each key and value. A key that is repeated or is no
  /// scalar, and a key without a value, are errors.
  bool forEach(
      llvm::yaml::MappingNode &Mapping,
      llvm::function_ref<bool(llvm::StringRef Key, llvm::yaml::Node &KeyNode,
                              llvm::yaml::Node &Value)>
          Visit);

  /// The text of a scalar, without quotes; an error if it is none. \p What is
  /// what ought to be here: "a place".
  bool scalar(llvm::yaml::Node &N, llvm::StringRef What,
              llvm::SmallString<32> &Text);
  bool boolean(llvm::yaml::Node &N, bool &Value);
  bool integer(llvm::yaml::Node &N, int64_t &Value);

  /// Records an error at \p N, or \p Offset characters into its text. Returns
  /// false.
  bool fail(const llvm::yaml::Node &N, const llvm::Twine &Message,
            size_t Offset = 0);
  bool fail(llvm::SMLoc Where, const llvm::Twine &Message);

  bool failed() const { return !Message.empty(); }
  unsigned line(llvm::SMLoc Where) const;
  /// The first error, or success.
  llvm::Error takeError();

private:
  llvm::SMLoc startOf(const llvm::yaml::Node &N) const;
  static void diagnose(const llvm::SMDiagnostic &D, void *Self);

  std::string FileName;
  llvm::SourceMgr SM;
  llvm::yaml::Stream Stream;
  std::string Message;
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_TABLETEXT_H
