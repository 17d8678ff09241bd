// A file on which a check is silent says so; C files are compiled as C.
// RUN: %check-tidy bugprone-suspicious-semicolon %s
// expected-no-diagnostics
int *f(void *class) { return class; }
