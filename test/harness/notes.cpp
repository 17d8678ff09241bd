// A written note must occur; others may, unless the file says otherwise.
// RUN: %check-tidy bugprone-branch-clone %s
// RUN: %check-tidy bugprone-branch-clone %s --prefix=all
// RUN: not %check-tidy bugprone-branch-clone %s --prefix=few 2>&1 | FileCheck %s --check-prefix=FEW-CHECK
// RUN: not %check-tidy bugprone-branch-clone %s --prefix=many 2>&1 | FileCheck %s --check-prefix=MANY-CHECK

int f(int X) {
  switch (X) {
  case 1: // expected-warning {{switch has 3 consecutive identical branches}}
    return 3;
  case 2:
    return 3;
  case 3:
    return 3; // expected-note {{last of these clones ends here}}
  }
  return 0;
}

// all-notes-exact
// all-warning@9 {{switch has}} all-note@14 {{last of these}}

// few-notes-exact
// few-warning@9 {{switch has}}
// FEW-CHECK: seen but not expected: {{.*}}notes.cpp:14: note: last of these clones

// many-warning@9 {{switch has}} many-note@14 {{last of these}} many-note@9 {{first}}
// MANY-CHECK: expected but not seen: {{.*}}notes.cpp:9: note: first
