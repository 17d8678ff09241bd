// Check options reach the check; the .clang-tidy of this project does not.
// RUN: %check-tidy readability-identifier-naming %s --opt readability-identifier-naming.FunctionCase=lower_case
// RUN: not %check-tidy readability-identifier-naming %s --opt readability-identifier-naming 2>&1 | FileCheck %s
void DoIt(); // expected-warning {{invalid case style for function 'DoIt'}}
// CHECK: check-fd: --opt readability-identifier-naming: expected KEY=VALUE
