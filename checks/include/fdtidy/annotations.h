/*===- annotations.h - What a body cannot show --------------------*- C -*-===*\
|* Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception    *|
|*                                                                            *|
|* Defines the macros by which a declaration says what it does to handles:    *|
|* descriptors, FILE *, DIR *. fdtidy reads bodies where it sees them; these  *|
|* are for libraries, callbacks and interfaces whose bodies it does not see.  *|
|* C and C++, any standard. Compilers other than Clang see nothing at all.    *|
|*                                                                            *|
|*   macro                    on         says                                 *|
|*   FDTIDY_RETURNS_OWNED     function   the result is open; the caller must  *|
|*                                       release it                           *|
|*   FDTIDY_RETURNS_BORROWED  function   the result stays somebody else's, as *|
|*                                       that of fileno(3)                    *|
|*   FDTIDY_ACQUIRES          parameter  what it points to is open on return; *|
|*                                       the caller must release it           *|
|*   FDTIDY_RELEASES          parameter  it is closed on return               *|
|*   FDTIDY_TAKES             parameter  the callee, or what it belongs to,   *|
|*                                       must release it from now on          *|
|*   FDTIDY_USES              parameter  must be open, and stays the caller's *|
|*   FDTIDY_BORROWS           parameter, stays somebody else's; open or not   *|
|*                            field                                           *|
|*   FDTIDY_OWNS              field      the object must release it           *|
|*   FDTIDY_OWNER             class      an object owns one handle; its       *|
|*                                       destructor, not in view, releases it *|
|*   FDTIDY_WHEN(condition)   function   what the function acquires, releases *|
|*                                       and takes happens in this outcome    *|
|*                                       only: FDTIDY_WHEN("ret == 0")        *|
|*                                                                            *|
|* A handle counts as acquired where the result is no failure: `ret >= 0` for *|
|* an integer, `ret != null` for a pointer, `ret` for a bool; always for void *|
|* and for classes. A condition is `ret`, `!ret`, or `ret` or `arg0` compared *|
|* with a number. What points to a handle speaks of the handle behind it, and *|
|* an array of a known size of each of its elements. Write macros of          *|
|* functions before the declaration, those of parameters and fields before    *|
|* the type:                                                                  *|
|*                                                                            *|
|*   FDTIDY_RETURNS_OWNED int broker_connect(const char *name);               *|
|*   FDTIDY_WHEN("ret == 0") int broker_adopt(FDTIDY_TAKES int fd);           *|
\*===----------------------------------------------------------------------===*/
#ifndef FDTIDY_ANNOTATIONS_H
#define FDTIDY_ANNOTATIONS_H

/* Clang's own handle attributes and its annotate. GCC has none of them and warns
   of each, and tools that pose as GCC may lack __has_attribute: hence both tests. */
#if defined(__clang__) && defined(__has_attribute)
#if __has_attribute(acquire_handle) && __has_attribute(annotate)
#define FDTIDY_ATTRIBUTE(X) __attribute__((X))
#endif
#endif
#ifndef FDTIDY_ATTRIBUTE
#define FDTIDY_ATTRIBUTE(X)
#endif

#define FDTIDY_RETURNS_OWNED FDTIDY_ATTRIBUTE(acquire_handle("fd"))
#define FDTIDY_ACQUIRES FDTIDY_ATTRIBUTE(acquire_handle("fd"))
#define FDTIDY_RELEASES FDTIDY_ATTRIBUTE(release_handle("fd"))
#define FDTIDY_USES FDTIDY_ATTRIBUTE(use_handle("fd"))
#define FDTIDY_RETURNS_BORROWED FDTIDY_ATTRIBUTE(annotate("fd::returns_borrowed"))
#define FDTIDY_TAKES FDTIDY_ATTRIBUTE(annotate("fd::takes"))
#define FDTIDY_BORROWS FDTIDY_ATTRIBUTE(annotate("fd::borrows"))
#define FDTIDY_OWNS FDTIDY_ATTRIBUTE(annotate("fd::owns"))
#define FDTIDY_OWNER FDTIDY_ATTRIBUTE(annotate("fd::owner"))
/* One literal: older Clangs take no second argument of annotate. */
#define FDTIDY_WHEN(CONDITION) FDTIDY_ATTRIBUTE(annotate("fd::when " CONDITION))

#endif /* FDTIDY_ANNOTATIONS_H */
