//===- LowerLibraryCall.cpp - Calls of unlisted library functions ---------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a function of a system header does that no model lists: it borrows, and it
// writes through its pointers to what is not constant. A template of the C++
// library keeps what it gets by value or by forwarding reference. Also what a
// modelled function writes besides its effects.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether \p T is a template parameter's own type, by value or `T &&`.
static bool isForwarded(QualType Declared) {
  if (Declared->isReferenceType()) {
    if (!Declared->isRValueReferenceType() && !Declared->isLValueReferenceType())
      return false;
    Declared = Declared->getPointeeType();
  }
  if (const auto *P = Declared->getAs<PackExpansionType>())
    return isForwarded(P->getPattern());
  return isa<TemplateTypeParmType>(Declared.getCanonicalType());
}

/// Whether an argument for a parameter of type \p T is kept, which the template's
/// pattern declares as \p Declared: taken by value, by a forwarding reference, or
/// as an element of the class, `promise<T>::set_value(const T &)`.
static bool isKept(const FunctionDecl *D, QualType T, QualType Declared) {
  if (T.isNull())
    return false;
  if (!T->isReferenceType() || T->isRValueReferenceType())
    return true;
  if (Declared.isNull())
    return false;
  if (const auto *Pack = Declared->getAs<PackExpansionType>())
    Declared = Pack->getPattern();
  if (isForwarded(Declared) && Declared->isRValueReferenceType())
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(D);
  if (!Method || !isa<ClassTemplateSpecializationDecl>(Method->getParent()) ||
      !Declared->isLValueReferenceType())
    return false;
  const auto *Element = dyn_cast<TemplateTypeParmType>(
      Declared->getPointeeType().getCanonicalType().getUnqualifiedType());
  return Element && Element->getDepth() == 0;
}

/// The type of argument \p I as it is declared, else as it is given.
static QualType argumentType(const CallSite &Site, size_t I) {
  return I < Site.Callee->getNumParams()
             ? Site.Callee->getParamDecl(unsigned(I))->getType()
         : Site.Exprs[I] ? Site.Exprs[I]->getType()
                         : QualType();
}

/// What a library function writes through its argument \p I comes from outside:
/// `poll` sets `revents`, `read` fills a message that was zero before.
void FunctionLowering::emitOutput(CallSite &Site, size_t I) {
  const Value V = Site.Args[I];
  if (V.Which != Value::Kind::Place && V.Which != Value::Kind::Address)
    return;
  QualType T = argumentType(Site, I);
  if (T.isNull() || !T->isPointerType())
    return;
  QualType Pointee = T->getPointeeType();
  if (Pointee.isConstQualified())
    return;
  if (Pointee->isVoidType() && Site.Exprs[I]) {
    QualType Given = strip(Site.Exprs[I])->IgnoreParenCasts()->getType();
    Pointee = Given->isArrayType() ? Given : Given->getPointeeType();
  }
  if (Pointee.isNull() || Pointee.isConstQualified() ||
      Pointee->isIncompleteType() || Pointee->isFunctionType())
    return;
  const QualType Element(Pointee->getBaseElementTypeUnsafe(), 0);
  if (Element->isAnyCharacterType() || !(isScalar(Element) || recordOf(Element)))
    return;
  if (PlaceID P = deref(V, Pointee))
    B.input(P);
}

/// An unlisted function of a system header. It borrows, and writes through its
/// pointers to what is not constant.
Value FunctionLowering::emitLibraryCall(CallSite &Site) {
  const FunctionDecl *D = Site.Callee;
  const bool Template = isInStd(D) && (D->isTemplateInstantiation() ||
                                       D->getTemplateSpecializationKind() !=
                                           TSK_Undeclared);
  const FunctionDecl *Pattern =
      Template ? D->getTemplateInstantiationPattern() : nullptr;
  for (size_t I = 0; I < Site.Args.size(); ++I) {
    const Value V = Site.Args[I];
    if (V.Which != Value::Kind::Place && V.Which != Value::Kind::Address &&
        V.Which != Value::Kind::Function)
      continue;
    QualType T = argumentType(Site, I);
    if (Template) {
      // Taken by value, or by a forwarding reference to an rvalue or a handle.
      QualType Declared =
          Pattern && I < Pattern->getNumParams()
              ? Pattern->getParamDecl(unsigned(I))->getType()
          : Pattern && Pattern->getNumParams()
              ? Pattern->getParamDecl(Pattern->getNumParams() - 1)->getType()
              : QualType();
      if (isKept(D, T, Declared)) {
        QualType Plain = T.isNull() ? T : T.getNonReferenceType();
        if (!T.isNull() && T->isReferenceType() && isScalar(Plain)) {
          PlaceID P = deref(V, Plain);
          escape(load(P), "library template");
        } else {
          escape(V, "library template");
        }
        continue;
      }
    }
    if (T.isNull() || !(T->isPointerType() || T->isReferenceType()))
      continue;
    QualType Pointee = T->getPointeeType();
    if (Site.Exprs[I] && Pointee->isVoidType())
      Pointee = strip(Site.Exprs[I])->getType()->getPointeeType();
    if (Pointee.isNull() || Pointee.isConstQualified() ||
        !isScalar(Pointee) || Pointee->isAnyCharacterType() ||
        Pointee->isFunctionType())
      continue;
    if (PlaceID P = deref(V, Pointee))
      assign(P, Value::unknown());
  }
  return unknownResult(Site);
}

} // namespace fdtidy::lower
