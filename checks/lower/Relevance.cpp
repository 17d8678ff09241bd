//===- Relevance.cpp - Which functions can matter to a handle -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Relevance.h"
#include "lower/Types.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fdtidy::lower {

namespace {

/// Functions and classes as one graph: from what mentions to what is mentioned.
class Graph {
public:
  explicit Graph(ModuleLowering &M) : M(M), Ctx(M.context()) {}

  Roots run(bool Everything) {
    Roots R;
    visitContext(Ctx.getTranslationUnitDecl());
    spreadUp(Essential, EssentialWork);
    spreadUp(Starting, StartingWork);
    R.Essential = std::move(Essential);
    R.Starting = std::move(Starting);
    if (Everything) {
      R.Functions = std::move(Functions);
      return R;
    }
    spread();
    for (const FunctionDecl *F : Functions) {
      const auto *Method = dyn_cast<CXXMethodDecl>(F);
      if (Relevant.count(F->getCanonicalDecl()) ||
          (Method && RelevantClasses.count(
                         Method->getParent()->getCanonicalDecl())))
        R.Functions.push_back(F);
    }
    return R;
  }

private:
  //===--- Declarations ---------------------------------------------------===//

  void visitContext(const DeclContext *DC) {
    for (const Decl *D : DC->decls()) {
      if (DC->isTranslationUnit() || DC->isNamespace())
        if (M.isSystem(D) && !isa<NamespaceDecl, LinkageSpecDecl>(D))
          continue;
      visitDecl(D);
    }
  }

  void visitDecl(const Decl *D) {
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *F : T->specializations())
        visitFunction(F);
      return;
    }
    if (const auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      if (T->isThisDeclarationADefinition())
        for (const auto *Spec : T->specializations())
          if (Spec->getSpecializationKind() != TSK_ExplicitSpecialization)
            visitContext(Spec);
      return;
    }
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return visitFunction(F);
    if (const auto *V = dyn_cast<VarDecl>(D)) {
      if (V->getInit() && !V->getType()->isDependentType())
        visitInitializer(V);
      return;
    }
    if (const auto *R = dyn_cast<CXXRecordDecl>(D)) {
      if (R->isThisDeclarationADefinition() && !R->isDependentContext())
        visitContext(R);
      return;
    }
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D)) {
      if (M.isSystem(D))
        return; // its contents are the system header's, too
      visitContext(cast<DeclContext>(D));
    }
  }

  void visitFunction(const FunctionDecl *F) {
    if (!F->isThisDeclarationADefinition() && !F->isTemplateInstantiation())
      return;
    const FunctionDecl *Body = M.bodyOf(F);
    if (!Body || !Seen.insert(Body->getCanonicalDecl()).second)
      return;
    Functions.push_back(Body);
    const FunctionDecl *Outer = Current;
    Current = Body->getCanonicalDecl();
    if (const auto *C = dyn_cast<CXXConstructorDecl>(Body))
      for (const CXXCtorInitializer *I : C->inits())
        visitStmt(I->getInit());
    if (const auto *D = dyn_cast<CXXDestructorDecl>(Body))
      mentionFields(D->getParent());
    for (const ParmVarDecl *P : Body->parameters())
      mentionType(P->getType());
    visitStmt(Body->getBody());
    if (M.annotated(Body))
      relevant(Current); // its body has to keep what it says
    Current = Outer;
  }

  /// A lambda that initialises a global is a function like others.
  void visitInitializer(const VarDecl *V) {
    const FunctionDecl *Outer = Current;
    Current = nullptr;
    visitStmt(V->getInit());
    Current = Outer;
  }

  //===--- Bodies ---------------------------------------------------------===//

  void visitStmt(const Stmt *S) {
    if (!S)
      return;
    switch (S->getStmtClass()) {
    case Stmt::DeclRefExprClass:
      mention(cast<DeclRefExpr>(S)->getDecl());
      return;
    case Stmt::MemberExprClass:
      mention(cast<MemberExpr>(S)->getMemberDecl());
      break;
    case Stmt::CXXConstructExprClass:
    case Stmt::CXXTemporaryObjectExprClass: {
      const auto *E = cast<CXXConstructExpr>(S);
      mention(E->getConstructor());
      mentionType(E->getType());
      break;
    }
    case Stmt::CXXBindTemporaryExprClass:
      mentionType(cast<Expr>(S)->getType());
      break;
    case Stmt::CXXDeleteExprClass:
      mentionType(cast<CXXDeleteExpr>(S)->getDestroyedType());
      break;
    case Stmt::LambdaExprClass: {
      const auto *E = cast<LambdaExpr>(S);
      for (const Expr *Init : E->capture_inits())
        visitStmt(Init);
      const CXXMethodDecl *Call = E->getCallOperator();
      if (const FunctionTemplateDecl *T = Call->getDescribedFunctionTemplate()) {
        for (const FunctionDecl *F : T->specializations()) {
          mention(F);
          visitFunction(F);
        }
      } else {
        mention(Call);
        visitFunction(Call);
      }
      return;
    }
    case Stmt::DeclStmtClass:
      for (const Decl *D : cast<DeclStmt>(S)->decls()) {
        if (const auto *V = dyn_cast<VarDecl>(D)) {
          mentionType(V->getType());
          if (const auto *A = V->getAttr<CleanupAttr>())
            mention(A->getFunctionDecl());
          visitStmt(V->getInit());
        } else if (const auto *R = dyn_cast<CXXRecordDecl>(D)) {
          visitDecl(R);
        }
      }
      return;
    case Stmt::CXXThrowExprClass:
      essential(Current);
      break;
    case Stmt::CXXDefaultArgExprClass:
      visitStmt(cast<CXXDefaultArgExpr>(S)->getExpr());
      return;
    case Stmt::CXXDefaultInitExprClass:
      visitStmt(cast<CXXDefaultInitExpr>(S)->getExpr());
      return;
    default:
      break;
    }
    for (const Stmt *Child : S->children())
      visitStmt(Child);
  }

  //===--- Edges ----------------------------------------------------------===//

  void mention(const ValueDecl *D) {
    const auto *F = dyn_cast_or_null<FunctionDecl>(D);
    if (!F || !Current)
      return;
    F = F->getCanonicalDecl();
    const Weight W = weigh(F);
    if (W == Weight::Leaves)
      essential(Current);
    if (Starters.count(F) && Starting.insert(Current).second)
      StartingWork.push_back(Current);
    if (W == Weight::Matters)
      relevant(Current);
    else if (!M.isSystem(F))
      Mentioned[F].push_back(Current);
    else if (isInStd(F)) // a library template over a class of the program
      for (const ParmVarDecl *P : F->parameters())
        mentionType(P->getType().getNonReferenceType());
  }

  enum class Weight : uint8_t { None, Leaves, Matters };

  /// Whether a call of \p F by itself makes its caller interesting.
  Weight weigh(const FunctionDecl *F) {
    auto [It, New] = Weights.try_emplace(F, Weight::None);
    if (!New)
      return It->second;
    Weight Result = F->isNoReturn() ? Weight::Leaves : Weight::None;
    const unsigned Declared = F->getNumParams();
    for (unsigned N = Declared; N < Declared + (F->isVariadic() ? 4 : 1); ++N)
      if (const model::FunctionModel *Model = M.model(F, N))
        for (const model::Effect &E : Model->Effects)
          switch (E.Kind) {
          case model::EffectKind::Acquire:
          case model::EffectKind::Release:
          case model::EffectKind::ReleaseRange:
          case model::EffectKind::Transfer:
          case model::EffectKind::Replace:
          case model::EffectKind::Use:
          case model::EffectKind::Alias:
          case model::EffectKind::SetCloexec:
          case model::EffectKind::ClearCloexec:
          case model::EffectKind::AssignCloexec:
          case model::EffectKind::SetCloexecRange:
            Result = Weight::Matters;
            break;
          case model::EffectKind::Exec:
          case model::EffectKind::Fork:
          case model::EffectKind::Spawn:
          case model::EffectKind::InvokeChild:
            Starters.insert(F);
            [[fallthrough]];
          case model::EffectKind::Exit:
          case model::EffectKind::Wait:
          case model::EffectKind::Join:
          case model::EffectKind::InvokeThread:
            Result = std::max(Result, Weight::Leaves);
            break;
          default:
            break;
          }
    if (M.annotation(F))
      Result = Weight::Matters;
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
      if (M.typeModel(Method->getParent()) ||
          (Method->isVirtual() && M.annotation(F, /*Virtual=*/true)))
        Result = Weight::Matters;
    return Weights[F] = Result;
  }

  void mentionType(QualType T) {
    if (T.isNull() || T->isReferenceType() || T->isPointerType())
      return;
    const CXXRecordDecl *R = classOf(elementOf(T, Ctx));
    if (!R || !R->hasDefinition() || R->isDependentContext() || !Current)
      return;
    ClassUsers[R->getCanonicalDecl()].push_back(Current);
    noteClass(R);
  }

  void mentionFields(const CXXRecordDecl *R) {
    for (const FieldDecl *F : R->fields())
      mentionType(F->getType());
  }

  /// What the end of an object of class \p R runs.
  void noteClass(const CXXRecordDecl *R) {
    if (!Classes.insert(R->getCanonicalDecl()).second)
      return;
    R = R->getDefinition();
    if (M.typeModel(R))
      OwnerClasses.push_back(R->getCanonicalDecl());
    auto Contains = [&](QualType T) {
      if (const CXXRecordDecl *Part = classOf(elementOf(T, Ctx));
          Part && Part->hasDefinition() && !T->isReferenceType()) {
        Containers[Part->getCanonicalDecl()].push_back(R->getCanonicalDecl());
        noteClass(Part);
      }
    };
    for (const CXXBaseSpecifier &Base : R->bases())
      Contains(Base.getType());
    for (const FieldDecl *F : R->fields())
      Contains(F->getType());
    // The elements and deleters of a container or a smart pointer.
    if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(R);
        Spec && M.isSystem(R))
      for (const TemplateArgument &A : Spec->getTemplateArgs().asArray()) {
        if (A.getKind() == TemplateArgument::Type)
          Contains(A.getAsType());
        else if (A.getKind() == TemplateArgument::Pack)
          for (const TemplateArgument &P : A.pack_elements())
            if (P.getKind() == TemplateArgument::Type)
              Contains(P.getAsType());
      }
  }

  //===--- Spreading ------------------------------------------------------===//

  void relevant(const FunctionDecl *F) {
    if (Relevant.insert(F).second)
      Work.push_back(F);
  }

  void essential(const FunctionDecl *F) {
    if (F && Essential.insert(F).second)
      EssentialWork.push_back(F);
  }

  /// To those who mention what is in \p Set.
  void spreadUp(llvm::DenseSet<const FunctionDecl *> &Set,
                std::vector<const FunctionDecl *> &Todo) {
    while (!Todo.empty()) {
      const FunctionDecl *F = Todo.back();
      Todo.pop_back();
      if (auto It = Mentioned.find(F); It != Mentioned.end())
        for (const FunctionDecl *Caller : It->second)
          if (Set.insert(Caller).second)
            Todo.push_back(Caller);
    }
  }

  void relevantClass(const CXXRecordDecl *R) {
    R = R->getCanonicalDecl();
    if (!RelevantClasses.insert(R).second)
      return;
    for (const FunctionDecl *User : ClassUsers.lookup(R))
      relevant(User);
    for (const CXXRecordDecl *Outer : Containers.lookup(R))
      relevantClass(Outer);
  }

  void spread() {
    for (const CXXRecordDecl *R : OwnerClasses)
      relevantClass(R);
    while (!Work.empty()) {
      const FunctionDecl *F = Work.back();
      Work.pop_back();
      if (const auto *Method = dyn_cast<CXXMethodDecl>(F)) {
        relevantClass(Method->getParent());
      }
      auto It = Mentioned.find(F);
      if (It == Mentioned.end())
        continue;
      for (const FunctionDecl *Caller : It->second)
        relevant(Caller);
    }
  }

  ModuleLowering &M;
  ASTContext &Ctx;
  const FunctionDecl *Current = nullptr;
  std::vector<const FunctionDecl *> Functions, Work;
  llvm::DenseSet<const FunctionDecl *> Seen, Relevant;
  llvm::DenseSet<const CXXRecordDecl *> Classes, RelevantClasses;
  std::vector<const CXXRecordDecl *> OwnerClasses;
  llvm::DenseMap<const FunctionDecl *, Weight> Weights;
  llvm::DenseSet<const FunctionDecl *> Essential, Starting;
  std::vector<const FunctionDecl *> EssentialWork, StartingWork;
  llvm::DenseSet<const FunctionDecl *> Starters; ///< modelled: fork, execvp
  llvm::DenseMap<const FunctionDecl *, std::vector<const FunctionDecl *>>
      Mentioned;
  llvm::DenseMap<const CXXRecordDecl *, std::vector<const FunctionDecl *>>
      ClassUsers;
  llvm::DenseMap<const CXXRecordDecl *, std::vector<const CXXRecordDecl *>>
      Containers;
};

} // namespace

Roots relevantFunctions(ModuleLowering &M, bool Everything) {
  return Graph(M).run(Everything);
}

} // namespace fdtidy::lower
