//===- FunctionLowering.h - Lowers the body of one function -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FunctionLowering: a structured walk over the AST of a body, in the
// manner of Clang's code generator and not over clang::CFG, which lacks the
// edges and the destructors of unwinding. Each construct has a file, Lower*.cpp.
//
//   emitStmt      a statement                      LowerStmt, LowerLoop, LowerJump
//   emitBranch    control flow of a condition      LowerCondition
//   emitScalar    the value of an expression       LowerExpr, LowerCast
//   emitPlace     the place of a glvalue           LowerPlace
//   emitInto      an initialiser, into a place     LowerInit, LowerConstruct
//   emitCall      calls                            LowerCall, LowerModel, LowerStd*
//   push, popTo   scopes and what they run         LowerCleanup, LowerUnwind
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_FUNCTIONLOWERING_H
#define FDTIDY_LOWER_FUNCTIONLOWERING_H

#include "ir/Builder.h"
#include "lower/ClangCompat.h"
#include "lower/Cleanup.h"
#include "lower/ModuleLowering.h"
#include "lower/Types.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace fdtidy::lower {

using ir::BlockID;
using ir::PlaceID;
using Value = ir::Operand;

/// Where a result is wanted.
struct Slot {
  PlaceID Into;         ///< invalid: wherever it is
  bool Ignored = false; ///< nowhere
};

/// A call whose arguments are evaluated.
struct CallSite {
  const clang::FunctionDecl *Callee = nullptr;
  const clang::Expr *E = nullptr;
  Value This; ///< the address of the object, of a method
  llvm::SmallVector<Value, 4> Args;
  llvm::SmallVector<const clang::Expr *, 4> Exprs; ///< beside Args; may be null
  clang::QualType Type;                            ///< of the result
  Slot Result;
  clang::SourceLocation Loc;
};

class FunctionLowering {
public:
  FunctionLowering(ModuleLowering &M, ir::FunctionID ID);

  void lower(const clang::FunctionDecl *D);
  void lowerSpecial(const clang::CXXRecordDecl *R, Special What,
                    const clang::FunctionDecl *D);
  void lowerModel(const clang::FunctionDecl *D,
                  const model::FunctionModel &Model);

private:
  friend class FullExpression;
  friend class Conditional;

  // LowerFunction: the frame.
  void declareParams(const clang::FunctionDecl *D);
  void emitConstructorInits(const clang::CXXConstructorDecl *C);
  void pushSubobjectDestructors(const clang::CXXRecordDecl *R, bool UnwindOnly);
  void emitBody(const clang::Stmt *Body);
  void emitInvoker(const clang::FunctionDecl *D);
  void finish();

  // LowerSpecial
  void emitMemberwise(const clang::CXXRecordDecl *R, Special What);

  // The builder, safe where nothing gets.
  bool reachable() const { return !B.terminated(); }
  void at(clang::SourceLocation L);
  void assign(PlaceID Dst, Value V);
  void moveOver(PlaceID Dst, PlaceID From);
  void compute(PlaceID Dst, Value L, ir::BinaryOp Op, Value R);
  void escape(Value V, llvm::StringRef Cause);
  void escapeIfHandle(Value V, clang::QualType T, llvm::StringRef Cause);
  void jump(BlockID To);
  void branchOn(Value V, ir::CompareOp Op, Value W, BlockID True, BlockID False);
  void enter(BlockID Block) { B.setInsertPoint(Block); }
  void leave() { B.setInsertPoint(BlockID()); }
  void enterFromHere(BlockID Block); ///< jump to it, then enter it
  Value copyToTemp(Value V, clang::QualType T);

  // Places.
  PlaceID temp(clang::QualType T);
  PlaceID local(llvm::StringRef Name, clang::QualType T,
                clang::SourceLocation L);
  PlaceID field(PlaceID P, llvm::StringRef Name, clang::QualType T);
  PlaceID fieldOf(PlaceID P, const clang::FieldDecl *F);
  PlaceID indexOf(PlaceID P, Value Index, clang::QualType T);
  PlaceID deref(Value Pointer, clang::QualType Pointee);
  PlaceID element(PlaceID Container, clang::QualType T,
                  Value By = Value::unknown());
  Value addressOf(PlaceID P);
  Value load(PlaceID P) { return P ? Value::place(P) : Value::unknown(); }
  PlaceID variable(const clang::VarDecl *D);
  PlaceID global(const clang::VarDecl *D);
  clang::QualType pointeeOf(clang::QualType T);
  std::string fieldName(const clang::FieldDecl *F);
  PlaceID thisPointee(const clang::CXXRecordDecl *R);
  Value thisValue();

  // LowerStmt, LowerLoop, LowerJump
  void emitStmt(const clang::Stmt *S);
  void emitCompound(const clang::CompoundStmt *S);
  void emitDecl(const clang::Decl *D);
  void emitVar(const clang::VarDecl *D);
  void emitStatic(const clang::VarDecl *D);
  void emitIf(const clang::IfStmt *S);
  void emitReturn(const clang::ReturnStmt *S);
  void emitReturnValue(const clang::Expr *E);
  void leaveByReturn(clang::SourceLocation L);
  void emitAsm(const clang::AsmStmt *S);
  void emitWhile(const clang::WhileStmt *S);
  void emitDo(const clang::DoStmt *S);
  void emitFor(const clang::ForStmt *S);
  void emitRangeFor(const clang::CXXForRangeStmt *S);
  void bindLoopVariable(const clang::VarDecl *Loop, PlaceID Element);
  bool emitUnrolled(const clang::CXXForRangeStmt *S);
  void emitLoopBody(const clang::Stmt *Body, BlockID Break, BlockID Continue);
  void emitSwitch(const clang::SwitchStmt *S);
  void emitCase(const clang::SwitchCase *S);
  void emitLabel(const clang::LabelStmt *S);
  void emitGoto(const clang::LabelDecl *L);
  void emitIndirectGoto(const clang::IndirectGotoStmt *S);
  void jumpTo(const JumpTarget &T);
  void findLabels();
  unsigned heightFor(const clang::LabelDecl *L);

  // LowerUnwind
  void emitTry(const clang::CXXTryStmt *S);
  void emitThrow(const clang::CXXThrowExpr *E);
  BlockID unwindTarget();
  BlockID landing(int32_t Top);
  BlockID resumeBlock();

  // LowerCondition
  void emitCondition(const clang::Expr *E, BlockID True, BlockID False);
  void emitBranch(const clang::Expr *E, BlockID True, BlockID False);
  void emitComparison(const clang::BinaryOperator *E, BlockID True,
                      BlockID False);
  std::optional<bool> constantCondition(const clang::Expr *E);

  // LowerExpr, LowerCast
  Value emitScalar(const clang::Expr *E, Slot S = {});
  void emitIgnored(const clang::Expr *E);
  Value emitBinary(const clang::BinaryOperator *E, Slot S);
  Value emitAssign(const clang::BinaryOperator *E, Slot S);
  PlaceID emitAssignPlace(const clang::BinaryOperator *E, Slot S = {});
  PlaceID emitCompoundAssign(const clang::CompoundAssignOperator *E);
  void noteBitSet(const clang::CompoundAssignOperator *E, PlaceID Word);
  Value emitUnary(const clang::UnaryOperator *E, Slot S);
  PlaceID emitIncrement(const clang::UnaryOperator *E);
  Value emitFlow(const clang::Expr *E); ///< && || as a value
  Value emitCast(const clang::CastExpr *E, Slot S);
  Value emitArithmetic(ir::BinaryOp Op, Value L, Value R, clang::QualType T);
  Value pointerPlus(Value Pointer, Value Offset, bool Minus,
                    clang::QualType Pointee);
  std::optional<int64_t> constantOf(const clang::Expr *E);
  std::optional<int64_t> known(const clang::Expr *E, Value V);
  Value emitStmtExpr(const clang::StmtExpr *E, Slot S);
  Value emitConditional(const clang::AbstractConditionalOperator *E, Slot S);
  void emitConditionalArms(const clang::AbstractConditionalOperator *E,
                           llvm::function_ref<void(const clang::Expr *)> Arm);
  const clang::Expr *emitCommon(const clang::AbstractConditionalOperator *E);
  Value unknownConstruct(const clang::Stmt *E);

  // LowerPlace
  PlaceID emitPlace(const clang::Expr *E);
  PlaceID emitMember(const clang::MemberExpr *E);
  PlaceID emitSubscript(const clang::ArraySubscriptExpr *E);
  PlaceID emitMaterialized(const clang::MaterializeTemporaryExpr *E);
  PlaceID materialize(const clang::Expr *E); ///< a place for any expression
  PlaceID declPlace(const clang::ValueDecl *D);
  Value functionValue(const clang::FunctionDecl *D);
  Value emitReference(const clang::Expr *E);

  // LowerInit, LowerConstruct
  void emitInto(const clang::Expr *E, PlaceID Dst);
  void emitInitList(const clang::InitListExpr *E, PlaceID Dst);
  void emitElements(llvm::ArrayRef<clang::Expr *> Inits,
                    const clang::Expr *Filler, clang::QualType T, PlaceID Dst);
  void emitFields(llvm::ArrayRef<clang::Expr *> Inits,
                  const clang::RecordDecl *R, const clang::FieldDecl *OfUnion,
                  PlaceID Dst);
  void emitZero(PlaceID Dst, clang::QualType T, unsigned Depth = 0);
  void emitConstruct(const clang::CXXConstructExpr *E, PlaceID Dst);
  void emitConstructorCall(const clang::CXXConstructorDecl *C,
                           llvm::ArrayRef<const clang::Expr *> Args,
                           PlaceID Dst, clang::SourceLocation L,
                           bool Complete = true);
  void copyRecord(PlaceID Dst, PlaceID Src, clang::QualType T, bool Move);
  Value emitNew(const clang::CXXNewExpr *E);
  void emitDelete(const clang::CXXDeleteExpr *E);
  void emitLambda(const clang::LambdaExpr *E, PlaceID Dst);

  // LowerCall
  Value emitCall(const clang::CallExpr *E, Slot S);
  Value emitArgument(const clang::Expr *Arg, clang::QualType ParamType);
  void emitArguments(CallSite &Site, llvm::ArrayRef<const clang::Expr *> Args);
  Value emitGeneralCall(CallSite &Site, bool Virtual);
  Value emitIndirectCall(CallSite &Site, Value Callee);
  void callFunction(ir::FunctionID F, llvm::ArrayRef<Value> Args,
                    PlaceID Dst = {}, bool MayThrow = false);
  bool emitBuiltin(CallSite &Site, Value &Result);
  void emitMemoryCall(CallSite &Site);
  const clang::FunctionDecl *knownFunction(const clang::Expr *E);
  PlaceID resultPlace(CallSite &Site);
  Value unknownResult(CallSite &Site);
  bool insideTry() const {
    return !Stack.empty() && (Stack.back().HandlerBelow ||
                              Stack.back().Kind == CleanupKind::Handlers);
  }

  // LowerLibraryCall
  Value emitLibraryCall(CallSite &Site); ///< unlisted: borrows
  void emitOutput(CallSite &Site, size_t I); ///< what is written by argument I

  // LowerQuestion
  bool isWorthAsking(const clang::FunctionDecl *D);
  Value literal(const clang::Expr *E);
  Value emitQuestion(CallSite &Site);

  // LowerExpected
  /// Whether the condition around \p Call asks if it fails with EBADF.
  bool isExpectedToFail(const clang::Expr *Call);

  // LowerModel
  /// \p HasResult: a call has given the result, effects only speak of it.
  Value emitModel(CallSite &Site, const model::FunctionModel &Model,
                  bool HasResult = false);
  // LowerAnnotated
  Value emitAnnotated(CallSite &Site, const model::FunctionModel &Said,
                      bool Virtual);
  bool emitOwnerConstructor(CallSite &Site, PlaceID Object);
  void declareContract(const clang::FunctionDecl *D);
  void declareAnchors(const clang::FunctionDecl *D);
  struct ModelRun;

  // LowerStd*: the library by fixed field names; false if it is not known.
  bool emitStdCall(const clang::CallExpr *E, const clang::FunctionDecl *D,
                   const clang::Expr *Object,
                   llvm::ArrayRef<const clang::Expr *> Args, Slot S,
                   Value &Result);
  bool emitStdConstruct(const clang::CXXConstructExpr *E, PlaceID Dst);
  bool emitStdDestroy(PlaceID P, const clang::CXXRecordDecl *R);
  bool copyUnknownLibraryObject(PlaceID Dst, PlaceID Src,
                                const clang::CXXRecordDecl *R, bool Move);
  bool emitStdCopy(PlaceID Dst, PlaceID Src, const clang::CXXRecordDecl *R,
                   bool Move);
  bool emitStdAssign(PlaceID Dst, PlaceID Src, const clang::CXXRecordDecl *R,
                     bool Move);
  bool emitStdDefault(PlaceID Dst, const clang::CXXRecordDecl *R);
  /// `Dst = Src` of objects by the operator= that applies; false: plain copy.
  bool emitAssignObject(PlaceID Dst, PlaceID Src,
                        const clang::CXXRecordDecl *R, bool Move);
  /// LowerStdInsert: whether the body asks if \p E has inserted anything.
  bool isOutcomeAsked(const clang::CallExpr *E);
  friend struct StdCall;
  friend struct StdObject;
  friend bool emitEmplaced(FunctionLowering &, PlaceID, clang::QualType,
                           llvm::ArrayRef<const clang::Expr *>,
                           clang::SourceLocation);

  // LowerCleanup
  void push(Cleanup C);
  void pushVariable(PlaceID P, clang::QualType T, clang::SourceLocation L);
  void pushTemporary(PlaceID P, clang::QualType T, clang::SourceLocation L);
  void popTo(unsigned Height);
  void runTo(unsigned Height, bool ForReturn = false);
  void emitCleanup(unsigned Entry, bool ForReturn);
  void emitDestroy(PlaceID P, clang::QualType T, clang::SourceLocation L);
  BlockID returning(int32_t Top);

  ModuleLowering &M;
  clang::ASTContext &Ctx;
  ir::FunctionBuilder B;
  ir::FunctionID ID;
  const clang::FunctionDecl *Decl = nullptr;

  llvm::DenseMap<const clang::ValueDecl *, PlaceID> Variables;
  llvm::StringMap<unsigned> LocalNames;
  PlaceID This, Ret;
  Value DefaultInitThis; ///< the object whose default member initialiser runs
  /// In a lambda's body: what it captured, by field name; first: by reference.
  llvm::DenseMap<const clang::ValueDecl *, std::pair<bool, std::string>> Captures;
  bool CapturesThis = false;
  bool CapturesThisByCopy = false;
  struct Opaque {
    Value V;
    PlaceID P;
  };
  llvm::DenseMap<const clang::OpaqueValueExpr *, Opaque> Opaques;
  llvm::SmallVector<std::pair<PlaceID, Value>, 1> ArrayLoops;

  llvm::SmallVector<Cleanup, 16> Stack;
  unsigned Limit = ~0u; ///< while an entry runs: only those below it are left
  struct Scope {
    const clang::Stmt *Owner;
    unsigned Height;
  };
  llvm::SmallVector<Scope, 8> Scopes;
  llvm::SmallVector<Cleanup, 2> Extended; ///< pushed when the expression ends
  llvm::SmallVector<PlaceID, 16> LiveTemps;
  unsigned FullExpressions = 0;
  unsigned Conditionals = 0;
  std::pair<BlockID, size_t> BeforeConditional;
  unsigned ReturnCopies = 0;
  bool Destroying = false; ///< destructors do not throw, or end the process

  BlockID Resume;
  llvm::SmallVector<JumpTarget, 4> Breaks, Continues;
  struct Switch {
    llvm::DenseMap<const clang::SwitchCase *, BlockID> Cases;
    unsigned Height = 0;
  };
  llvm::SmallVector<Switch, 2> Switches;
  struct Label {
    BlockID Block;
    std::optional<unsigned> Height;
    llvm::SmallPtrSet<const clang::Stmt *, 8> Around;
  };
  llvm::MapVector<const clang::LabelDecl *, Label> Labels;
  bool LabelsFound = false;
  bool CallsCounted = false;
  bool Predicate = false; ///< does little but call one or two functions
  llvm::SmallPtrSet<const clang::FunctionDecl *, 8> AskedTwice;
  /// Calls whose result is a pair of which the body reads the second part.
  std::optional<llvm::SmallPtrSet<const clang::Expr *, 4>> SecondAsked;
  /// Calls of which the body asks whether they fail with EBADF.
  std::optional<llvm::SmallPtrSet<const clang::Expr *, 4>> ExpectedToFail;
};

/// While one lives, its temporaries do; they end with `finish`.
class FullExpression {
public:
  explicit FullExpression(FunctionLowering &F);
  ~FullExpression() {
    if (!Finished)
      finish();
  }
  void finish();
  /// Ends the temporaries at the start of \p True and \p False both, and goes
  /// on to \p TrueTo and \p FalseTo.
  void finishBranch(BlockID True, BlockID TrueTo, BlockID False,
                    BlockID FalseTo);
  /// Whether anything has to be ended so far.
  bool isEmpty() const;

private:
  void endTemps();
  FunctionLowering &F;
  unsigned Height;
  size_t FirstTemp, FirstExtended;
  unsigned OuterConditionals;
  std::pair<BlockID, size_t> OuterBefore;
  bool Finished = false;
};

/// While one lives, code is lowered that runs only under a condition.
class Conditional {
public:
  explicit Conditional(FunctionLowering &F);
  ~Conditional();

private:
  FunctionLowering &F;
};

bool isNoThrow(const clang::FunctionDecl *D);
/// Whether the result of \p D hangs on its arguments, and on what they point to,
/// alone: \p Model, if it has one, says so, or an attribute.
bool isPure(const clang::FunctionDecl *D, const model::FunctionModel *Model);
ir::OwnerKind ownerKind(model::HandleKind Kind);
ir::CompareOp compareOp(model::Compare Op);
/// Parentheses, casts that keep the value, full-expressions and the like.
const clang::Expr *strip(const clang::Expr *E);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_FUNCTIONLOWERING_H
