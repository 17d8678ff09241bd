//===- Places.cpp - Makes the places of a function ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conventions, shared with the solver:
//   a reference is a pointer; bases are addressed flat on the derived object;
//   the scalar members of a union are one field, called as the first of them;
//   an array decays to `&a`; p[i] is `(*p)[i]`, where (scalar)[0] is the scalar;
//   *p, of a scalar, through a pointer to an array is its element 0.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "lower/LibraryType.h"

using namespace clang;

namespace fdtidy::lower {

PlaceID FunctionLowering::temp(QualType T) {
  PlaceID P = B.temp(valueType(T), M.recordOfType(T));
  LiveTemps.push_back(P);
  return P;
}

PlaceID FunctionLowering::local(StringRef Name, QualType T, SourceLocation L) {
  std::string Unique = Name.empty() ? "_" : Name.str();
  if (unsigned N = LocalNames[Unique]++)
    Unique += "#" + std::to_string(N + 1);
  return B.root(ir::PlaceKind::Local, Unique, valueType(T), M.recordOfType(T),
                M.loc(L));
}

PlaceID FunctionLowering::field(PlaceID P, StringRef Name, QualType T) {
  if (!P)
    return {};
  return B.field(P, Name, valueType(T), M.recordOfType(T));
}

std::string FunctionLowering::fieldName(const FieldDecl *F) {
  const RecordDecl *R = F->getParent();
  if (R->isUnion() && isScalar(F->getType())) {
    for (const FieldDecl *First : R->fields())
      if (isScalar(First->getType()) && First->getIdentifier())
        return First->getNameAsString();
  }
  std::string Name = F->getNameAsString();
  const auto *C = dyn_cast<CXXRecordDecl>(R);
  if (C && C->isLambda()) { // the field of a capture has no name of its own
    auto Field = C->field_begin();
    for (const LambdaCapture &Capture : C->captures())
      if (*Field++ == F)
        return Capture.capturesVariable()
                   ? Capture.getCapturedVar()->getNameAsString()
                   : "this";
  }
  if (C && C->hasDefinition() && C->getNumBases()) {
    bool Hidden = !C->forallBases([&](const CXXRecordDecl *Base) {
      for (const FieldDecl *Other : Base->fields())
        if (Other->getIdentifier() && Other->getName() == Name)
          return false;
      return true;
    });
    if (Hidden)
      Name = C->getNameAsString() + "::" + Name;
  }
  return Name;
}

PlaceID FunctionLowering::fieldOf(PlaceID P, const FieldDecl *F) {
  if (!P)
    return {};
  const auto *C = dyn_cast<CXXRecordDecl>(F->getParent());
  // std::array<T, N> is an array, whatever it calls its only member.
  if (C && libraryType(C) == LibraryType::Array)
    return P;
  if (!F->getIdentifier() && (!C || !C->isLambda()))
    return P; // an anonymous union or struct
  return field(P, fieldName(F), F->getType());
}

PlaceID FunctionLowering::indexOf(PlaceID P, Value Index, QualType T) {
  if (!P)
    return {};
  if (Index.isConstant() && Index.Constant >= 0 &&
      Index.Constant < int64_t(UINT32_MAX))
    return B.index(P, uint32_t(Index.Constant), valueType(T),
                   M.recordOfType(T));
  return B.anyIndex(P, valueType(T), M.recordOfType(T),
                    Index.isPlace() ? Index.Place : PlaceID());
}

PlaceID FunctionLowering::element(PlaceID Container, QualType T, Value By) {
  if (!Container)
    return {};
  // A temporary is gone when a reference to the element is used.
  const bool Lasts =
      By.isPlace() && B.function().place(B.function().root(By.Place)).Kind !=
                          ir::PlaceKind::Temp;
  return B.element(Container, valueType(T), M.recordOfType(T),
                   Lasts ? By.Place : PlaceID());
}

PlaceID FunctionLowering::deref(Value Pointer, QualType Pointee) {
  if (Pointer.Which == Value::Kind::Address) {
    const ir::Place &P = B.function().place(Pointer.Place);
    if (P.Type == ir::ValueType::Array && !Pointee.isNull() &&
        valueType(Pointee) != ir::ValueType::Array)
      return indexOf(Pointer.Place, Value::constant(0), Pointee);
    return Pointer.Place;
  }
  if (!Pointer.isPlace())
    return {};
  if (B.function().place(Pointer.Place).Type == ir::ValueType::Int &&
      Pointee.isNull())
    return {};
  return B.pointee(Pointer.Place, valueType(Pointee), M.recordOfType(Pointee));
}

Value FunctionLowering::addressOf(PlaceID P) {
  if (!P)
    return Value::unknown();
  const ir::Place &At = B.function().place(P);
  if (At.Kind == ir::PlaceKind::Pointee)
    return Value::place(At.Parent);
  return Value::address(P);
}

QualType FunctionLowering::pointeeOf(QualType T) {
  if (T.isNull())
    return T;
  T = T.getCanonicalType();
  if (const auto *A = Ctx.getAsArrayType(T))
    return A->getElementType();
  return T->getPointeeType();
}

PlaceID FunctionLowering::thisPointee(const CXXRecordDecl *R) {
  return deref(thisValue(), typeOf(Ctx, R));
}

Value FunctionLowering::thisValue() {
  if (DefaultInitThis)
    return DefaultInitThis;
  if (!This)
    return Value::unknown();
  if (CapturesThis) {
    PlaceID Closure = B.pointee(This, ir::ValueType::Record);
    PlaceID Captured =
        B.field(Closure, "this",
                CapturesThisByCopy ? ir::ValueType::Record
                                   : ir::ValueType::Pointer);
    return CapturesThisByCopy ? Value::address(Captured)
                              : Value::place(Captured);
  }
  return Value::place(This);
}

PlaceID FunctionLowering::global(const VarDecl *D) {
  QualType T = D->getType();
  return B.root(ir::PlaceKind::Global, M.naming().global(D), valueType(T),
                M.recordOfType(T), M.loc(D->getLocation()));
}

PlaceID FunctionLowering::variable(const VarDecl *D) {
  auto It = Variables.find(D);
  if (It != Variables.end())
    return It->second;
  if (D->hasGlobalStorage())
    return Variables[D] = global(D);
  if (valueType(D->getType()) == ir::ValueType::Other)
    return {};
  return Variables[D] =
             local(D->getName(), D->getType(), D->getLocation());
}

PlaceID FunctionLowering::declPlace(const ValueDecl *D) {
  if (const auto *Binding = dyn_cast<BindingDecl>(D)) {
    if (auto It = Captures.find(D); It == Captures.end()) {
      if (const VarDecl *Holder = Binding->getHoldingVar()) {
        PlaceID P = variable(Holder);
        return P && Holder->getType()->isReferenceType()
                   ? deref(load(P), Holder->getType()->getPointeeType())
                   : P;
      }
      return Binding->getBinding() ? emitPlace(Binding->getBinding())
                                   : PlaceID();
    }
  }
  PlaceID P;
  if (auto It = Captures.find(D);
      It != Captures.end() && !Variables.count(D)) {
    const auto &[ByReference, Name] = It->second;
    P = B.field(B.pointee(This, ir::ValueType::Record), Name,
                ByReference ? ir::ValueType::Pointer : valueType(D->getType()),
                M.recordOfType(D->getType()));
    return ByReference ? deref(load(P), D->getType().getNonReferenceType()) : P;
  }
  if (const auto *Var = dyn_cast<VarDecl>(D)) {
    P = variable(Var);
    if (P && Var->getType()->isReferenceType())
      return deref(load(P), Var->getType()->getPointeeType());
    return P;
  }
  return {};
}

} // namespace fdtidy::lower
