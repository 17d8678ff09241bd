//===- TextParser.h - The productions of the handle IR ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TextParser. Its productions stand above their functions:
// Parser.cpp (modules), ParseRecord.cpp, ParseHeader.cpp (of functions),
// ParseBody.cpp (blocks, terminators), ParseFact.cpp and ParsePlace.cpp
// (places, operands, conditions, types). Each returns true if it failed; the
// error is in Tokens.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_TEXTPARSER_H
#define FDTIDY_IR_TEXTPARSER_H

#include "ir/Builder.h"
#include "ir/FactShape.h"
#include "ir/TokenStream.h"
#include "llvm/ADT/SetVector.h"

namespace fdtidy::ir {

class TextParser {
public:
  TextParser(llvm::StringRef Text, llvm::StringRef FileName);
  llvm::Expected<Module> parse();

private:
  // Parser.cpp
  void declareAll(llvm::StringRef Text);
  bool module();
  bool header();
  bool fix();
  bool neededLoc(LocID &L);
  bool title(StringID &Display);
  bool recordName(RecordID &R);
  bool functionName(FunctionID &F);
  bool openBrace(bool &Open);
  bool defineOnce(std::vector<bool> &Defined, uint32_t Index, const Token &Name,
                  llvm::StringRef What);
  void complete();

  // ParseRecord.cpp
  bool record();
  bool recordBody(Record &R);
  bool field(Record &R);

  // ParseHeader.cpp
  bool function();
  bool params(FunctionBuilder &Builder);
  bool param(FunctionBuilder &Builder);
  bool functionWords(FunctionInfo &Info);
  bool promise(Promise &P);
  void completeHeader(Function &F);

  // ParseBody.cpp
  bool body();
  bool var();
  bool label(bool Implied);
  bool statement();
  bool terminator(TerminatorKind Kind);
  bool edge(Edge &E);
  bool blockRef(BlockID &B);
  bool finishBlocks();

  // ParseFact.cpp
  bool fact();
  bool value(Fact &X);
  bool keywordFact(PlaceID Dst, const Token &First, Fact &X);
  bool operands(Fact &X, const ShapeRow &Row);
  bool call(Fact &X);
  bool clauses(Fact &X, const ShapeRow &Row);
  bool clause(Fact &X, const ShapeRow &Row);
  bool ownerKind(OwnerKind &Kind);
  bool cloexec(CloexecFlag &Flag);
  bool handles(Acquisition &Acq);
  bool text(StringID &ID);

  // ParsePlace.cpp
  bool atPlace() const;
  bool place(PlaceID &P);
  /// What was read of one place: bounds recursion and printing.
  struct Extent {
    unsigned Projections = 0, Parentheses = 0;
  };
  bool place(PlaceID &P, Extent &Read);
  bool root(PlaceID &P);
  bool projections(PlaceID &P, Extent &Read);
  bool subscript(PlaceID &P, Extent &Read);
  bool within(const Extent &Read);
  bool operand(Operand &O);
  bool integer(int64_t &Value);
  bool condition(Condition &C);
  bool parenCondition(Condition &C);
  bool type(ValueType &Type, RecordID &R);
  bool optionalType(PlaceID P);
  /// What is at the current token, or, in short form, \p At itself.
  void loc(LocID &L, const Token &At, llvm::StringRef Here);
  void writtenLoc(LocID &L, llvm::StringRef Here);

  llvm::StringRef Text;
  TokenStream Tokens;
  Module M;
  bool Short = true; ///< no `fdir` line
  std::vector<bool> DefinedRecords, DefinedFunctions;
  /// Of each function's places, whether their type is written.
  std::vector<std::vector<bool>> Typed;

  // Of the function that is being read.
  FunctionBuilder *B = nullptr;
  FunctionID Current;
  std::string Here; ///< the file of locations that name none
  llvm::StringMap<PlaceID> Params;
  llvm::SetVector<uint32_t> Labels; ///< the number of each block, as written
  std::vector<std::pair<Token, uint32_t>> BlockRefs;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_TEXTPARSER_H
