// Expectations in every form that check-fd.py reads.
// RUN: %check-tidy readability-else-after-return,bugprone-suspicious-semicolon %s
// RUN: %check-tidy readability-else-after-* %s --prefix=else,both -std=c++14
// RUN: %check-tidy bugprone-suspicious-semicolon %s --prefix semi -- -DUNUSED

int f(int X) {
  if (X)
    return 1;
  else // expected-warning {{do not use 'else' after 'return'}} else-warning {{'else'}}
    return 2;
}

int g(int X) {
  // expected-warning@+3 {{do not use 'else' after 'return' [readability-else-after-return]}}
  if (X)
    return 1;
  else
    return 2;
  // both-warning@-2 1 {{do not use}}
}

void h(int X) {
  if (X > 2); // expected-warning-re {{{{potentially|certainly}} unintended semicolon}} #here
  X = 3;
}
// semi-warning@#here 1-2 {{unintended semicolon}}
