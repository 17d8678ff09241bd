//===- ModuleLowering.cpp - State of lowering one translation unit --------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/ModuleLowering.h"
#include "lower/FunctionLowering.h"
#include "lower/LibcHeaders.h"
#include "lower/Types.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace fdtidy::lower {

/// \p Path relative to the working directory if it lies below it.
static std::string relativePath(StringRef Path, const SourceManager &SM) {
  SmallString<256> Dir(
      SM.getFileManager().getFileSystemOpts().WorkingDir);
  if (Dir.empty())
    if (auto Current =
            SM.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory())
      Dir = *Current;
  SmallString<256> Full(Path);
  llvm::sys::path::remove_dots(Full, /*remove_dot_dot=*/false);
  if (!Dir.empty() && !Dir.ends_with("/"))
    Dir += '/';
  StringRef Rest(Full);
  Rest.consume_front(Dir);
  return Rest.str();
}

static std::string mainFile(const SourceManager &SM) {
  if (OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID()))
    return relativePath(File->getName(), SM);
  return "<main>";
}

ModuleLowering::ModuleLowering(ASTContext &Ctx, const model::Table &Models,
                               const LowerOptions &Options, LowerStats &Stats,
                               ir::Module &Mod)
    : Ctx(Ctx), Models(Models), Options(Options), Stats(Stats), Mod(Mod),
      Names(mainFile(Ctx.getSourceManager())), Fixed(Ctx), Said(Ctx) {
  Mod.FileName = Names.file();
}

/// How many calls away from a root a body is still lowered.
static constexpr unsigned MaxDepth = 2;

void ModuleLowering::run(ArrayRef<const FunctionDecl *> Roots,
                         llvm::DenseSet<const FunctionDecl *> Leaving,
                         llvm::DenseSet<const FunctionDecl *> MayStart) {
  Essential = std::move(Leaving);
  Starting = std::move(MayStart);
  for (const FunctionDecl *D : Roots)
    function(D);
  while (!Queue.empty()) {
    Pending P = Queue.front();
    Queue.pop_front();
    lower(P);
  }
  describeRecords();
  while (!Queue.empty()) { // destructors that only a record's description names
    Pending P = Queue.front();
    Queue.pop_front();
    lower(P);
  }
}

void ModuleLowering::lower(const Pending &P) {
  ++Stats.Functions;
  Depth = P.Depth + 1;
  FunctionLowering F(*this, P.ID);
  if (P.Model)
    F.lowerModel(P.Body, *P.Model);
  else if (P.What != Special::None)
    F.lowerSpecial(P.Record, P.What, P.Body);
  else
    F.lower(P.Body);
}

bool ModuleLowering::isSystem(const Decl *D) const {
  return Ctx.getSourceManager().isInSystemHeader(D->getLocation());
}

bool ModuleLowering::isLibrary(const FunctionDecl *D) const {
  if (!isSystem(D))
    return false;
  if (isInStd(D))
    return true;
  const SourceManager &SM = Ctx.getSourceManager();
  PresumedLoc P = SM.getPresumedLoc(SM.getExpansionLoc(D->getLocation()));
  if (P.isInvalid())
    return true;
  StringRef Path = P.getFilename();
  return Path.contains("/c++/") || isLibcHeader(Path);
}

const FunctionDecl *ModuleLowering::bodyOf(const FunctionDecl *D) const {
  const FunctionDecl *Definition = nullptr;
  if (!D->hasBody(Definition) || Definition->isTemplated() ||
      Definition->isInvalidDecl())
    return nullptr;
  // A model of the library stands for its bodies, an instance of a template of
  // the library with the program's types included.
  return isSystem(Definition) ? nullptr : Definition;
}

Special specialOf(const FunctionDecl *D) {
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  if (!M || M->isUserProvided() || M->isDeleted())
    return Special::None;
  if (isa<CXXDestructorDecl>(M))
    return Special::Destructor;
  if (const auto *C = dyn_cast<CXXConstructorDecl>(M)) {
    if (C->isDefaultConstructor())
      return Special::DefaultConstructor;
    if (C->isCopyConstructor())
      return Special::CopyConstructor;
    if (C->isMoveConstructor())
      return Special::MoveConstructor;
    return Special::None;
  }
  if (M->isCopyAssignmentOperator())
    return Special::CopyAssignment;
  if (M->isMoveAssignmentOperator())
    return Special::MoveAssignment;
  return Special::None;
}

static ir::FunctionRole roleOf(const FunctionDecl *D) {
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  if (!M)
    return ir::FunctionRole::Free;
  if (M->getParent()->isLambda() && M->getOverloadedOperator() == OO_Call)
    return ir::FunctionRole::Lambda;
  if (isa<CXXDestructorDecl>(M))
    return ir::FunctionRole::Destructor;
  if (const auto *C = dyn_cast<CXXConstructorDecl>(M))
    return C->isCopyConstructor()   ? ir::FunctionRole::CopyConstructor
           : C->isMoveConstructor() ? ir::FunctionRole::MoveConstructor
                                    : ir::FunctionRole::Constructor;
  if (M->isCopyAssignmentOperator())
    return ir::FunctionRole::CopyAssignment;
  if (M->isMoveAssignmentOperator())
    return ir::FunctionRole::MoveAssignment;
  return M->isStatic() ? ir::FunctionRole::StaticMethod
                       : ir::FunctionRole::Method;
}

bool isNoThrow(const FunctionDecl *D) {
  if (D->hasAttr<NoThrowAttr>())
    return true;
  const auto *P = D->getType()->getAs<FunctionProtoType>();
  if (!P)
    return D->isExternC();
  const ExceptionSpecificationType Spec = P->getExceptionSpecType();
  // A defaulted member's is worked out on demand; destructors are noexcept
  // unless someone says otherwise.
  if (isUnresolvedExceptionSpec(Spec))
    return isa<CXXDestructorDecl>(D);
  return P->isNothrow();
}

void ModuleLowering::describe(ir::FunctionID ID, const FunctionDecl *D) {
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  ir::RecordID Owner = M ? record(M->getParent()) : ir::RecordID();
  ir::FunctionInfo &Info = Mod.at(ID).Info;
  Info.Display = Mod.intern(Names.display(D));
  Info.Role = roleOf(D);
  Info.Loc = loc(D->getLocation());
  Info.Internal = !D->isExternallyVisible();
  Info.NoExcept = isNoThrow(D);
  Info.NoReturn = D->isNoReturn();
  Info.CLinkage = !Ctx.getLangOpts().CPlusPlus || D->isExternC();
  Info.Main = D->isMain();
  if (M) {
    Info.Record = Owner;
    Info.Public = M->getAccess() == AS_public;
    Info.Virtual = M->isVirtual();
    Info.UserProvided = M->isUserProvided();
  }
  if (const Annotated *A = annotated(D))
    for (const std::string &Text : A->Unread) {
      ir::Promise P;
      P.Kind = ir::PromiseKind::Unread;
      P.Text = Mod.intern(Text);
      Mod.at(ID).Contract.push_back(P);
    }
  if (isLibrary(D))
    Info.Borrows =
        Info.CLinkage || (isInStd(D) && !D->isTemplateInstantiation());
  else if (!bodyOf(D))
    Info.Plain = isPlain(D);
  if (!bodyOf(D) && isPure(D, nullptr))
    Info.Pure = Info.Borrows = true;
}

/// A new function's name is its display name until it has another.
bool ModuleLowering::isDescribed(ir::FunctionID ID) const {
  const ir::FunctionInfo &Info = Mod.at(ID).Info;
  return Info.Display != Info.Name;
}

ir::FunctionID ModuleLowering::function(const FunctionDecl *D) {
  D = D->getCanonicalDecl();
  auto It = Functions.find(D);
  if (It != Functions.end())
    return It->second;
  ir::FunctionID ID = Mod.function(Names.entity(D));
  Functions.try_emplace(D, ID);
  if (isDescribed(ID)) // the same entity under another declaration
    return ID;
  describe(ID, D);
  if (const Special What = specialOf(D); What != Special::None) {
    const auto *R = cast<CXXMethodDecl>(D)->getParent();
    if (R->hasDefinition() && !R->isDependentContext() && !isSystem(R))
      Queue.push_back({ID, D, R->getDefinition(), What, nullptr, Depth});
  } else if (const FunctionDecl *Body = bodyOf(D)) {
    if (Depth <= MaxDepth || Essential.count(D))
      Queue.push_back({ID, Body, nullptr, Special::None, nullptr, Depth});
  }
  return ID;
}

ir::FunctionID ModuleLowering::special(const CXXRecordDecl *R, Special What,
                                       StringRef Suffix) {
  ir::FunctionID ID = Mod.function(Names.entity(R) + Suffix.str());
  if (isDescribed(ID))
    return ID;
  const bool Destructor = What == Special::Destructor;
  std::string Simple = Names.display(R);
  Simple = Simple.substr(Simple.rfind(':') + 1);
  ir::RecordID Owner = record(R);
  ir::FunctionInfo &Info = Mod.at(ID).Info;
  Info.Display = Mod.intern(Names.display(R) + (Destructor ? "::~" : "::") +
                            Simple);
  Info.Role = Destructor ? ir::FunctionRole::Destructor
                         : ir::FunctionRole::Constructor;
  Info.Record = Owner;
  Info.Loc = loc(R->getLocation());
  Info.Internal = !R->isExternallyVisible();
  Info.NoExcept = Destructor;
  Info.Public = true;
  Info.UserProvided = false;
  Queue.push_back({ID, nullptr, R, What, nullptr, Depth});
  return ID;
}

ir::FunctionID ModuleLowering::destructor(const CXXRecordDecl *R) {
  if (!R || !R->hasDefinition() || R->hasTrivialDestructor())
    return {};
  R = R->getDefinition();
  auto [It, New] = Destructors.try_emplace(R);
  if (!New)
    return It->second;
  const CXXDestructorDecl *D = R->getDestructor();
  ir::FunctionID ID;
  if (D)
    ID = function(D);
  else
    ID = special(R, Special::Destructor, "@F@~#");
  return Destructors[R] = ID;
}

ir::FunctionID ModuleLowering::defaultConstructor(const CXXRecordDecl *R) {
  if (!R || !R->hasDefinition())
    return {};
  R = R->getDefinition();
  auto [It, New] = DefaultConstructors.try_emplace(R);
  if (!New)
    return It->second;
  ir::FunctionID ID;
  const CXXConstructorDecl *Found = nullptr;
  for (const CXXConstructorDecl *C : R->ctors())
    if (C->isDefaultConstructor() && !C->isDeleted())
      Found = C;
  if (Found)
    ID = Found->isTrivial() ? ir::FunctionID() : function(Found);
  else if (R->needsImplicitDefaultConstructor() &&
           !R->hasTrivialDefaultConstructor())
    ID = special(R, Special::DefaultConstructor, "@F@#");
  return DefaultConstructors[R] = ID;
}

ir::LocID ModuleLowering::loc(SourceLocation L) {
  if (L.isInvalid())
    return {};
  const SourceManager &SM = Ctx.getSourceManager();
  L = SM.getExpansionLoc(L);
  auto [It, New] = Locs.try_emplace(L.getRawEncoding());
  if (!New)
    return It->second;
  PresumedLoc P = SM.getPresumedLoc(L, /*UseLineDirectives=*/false);
  ir::SourceLoc S;
  if (P.isValid()) {
    auto [Path, NewFile] = Paths.try_emplace(P.getFilename());
    if (NewFile)
      Path->second = Mod.intern(relativePath(P.getFilename(), SM));
    S.File = Path->second;
    S.Line = P.getLine();
    S.Column = P.getColumn();
  }
  S.Raw = L.getRawEncoding();
  return It->second = Mod.addLoc(S);
}

ir::RecordID ModuleLowering::record(const RecordDecl *R) {
  if (!R || R->isDependentContext())
    return {};
  if (const RecordDecl *Definition = R->getDefinition())
    R = Definition;
  else
    R = cast<RecordDecl>(R->getCanonicalDecl());
  auto [It, New] = Records.try_emplace(R);
  if (!New)
    return It->second;
  if (isSystem(R))
    return {};
  ir::RecordID ID = Mod.record(Names.entity(R));
  Mod.at(ID).Display = Mod.intern(Names.display(R));
  Mod.at(ID).Loc = loc(R->getLocation());
  return Records[R] = ID;
}

ir::RecordID ModuleLowering::recordOfType(QualType T) {
  if (T.isNull())
    return {};
  if (T->isReferenceType())
    T = T->getPointeeType();
  else if (QualType P = T->getPointeeType(); !P.isNull())
    T = P;
  return record(recordOf(elementOf(T, Ctx)));
}

} // namespace fdtidy::lower
