// RUN: %fdtidy lower %s -- -std=c++20 | FileCheck %s
// Leaving a scope runs its destructors and ends its variables, on each way out.
extern "C" int open(const char *, int, ...);
extern "C" int close(int);
struct Fd {
  int N;
  explicit Fd(int N) : N(N) {}
  ~Fd() { close(N); }
};
void use(int);

// CHECK-LABEL: "loop"
// CHECK:      call @"c:@S@Fd@F@Fd#I#"(&%f, %t0)
// CHECK:      br b[[#]] if %i == 3 {{.*}}, b[[#]] if %i != 3
// CHECK:      call @"c:@S@Fd@F@~Fd#"(&%f)
// CHECK-NEXT: end %f
// CHECK-NEXT: br
// CHECK:      call @"c:@F@use#I#"(%f.N) unwind b[[U:[0-9]+]]
// CHECK:      call @"c:@S@Fd@F@~Fd#"(&%f)
// CHECK-NEXT: end %f
// CHECK:      b[[U]]:
// CHECK-NEXT: call @"c:@S@Fd@F@~Fd#"(&%f)
// CHECK-NEXT: resume
void loop(int n) {
  for (int i = 0; i < n; ++i) {
    Fd f(open("x", 0));
    if (i == 3)
      break;
    use(f.N);
  }
}

// CHECK-LABEL: "byValue"(%f
// CHECK:      ret = %f.N
// CHECK-NEXT: call @"c:@S@Fd@F@~Fd#"(&%f)
// CHECK-NEXT: return
int byValue(Fd f) { return f.N; }

// The callee destroys the argument, the caller does not.
// CHECK-LABEL: "passes"
// CHECK:      call @"c:@S@Fd@F@Fd#I#"(&[[T:%t[0-9]+]], %t{{[0-9]+}})
// CHECK:      ret = call @"c:@F@byValue#$@S@Fd#"([[T]])
// CHECK-NOT:  ~Fd
// CHECK:      return
int passes() { return byValue(Fd(open("x", 0))); }

// CHECK-LABEL: "temporary"
// CHECK:      call @"c:@S@Fd@F@Fd#I#"(&[[T:%t[0-9]+]],
// CHECK:      ret = [[T]].N
// CHECK-NEXT: call @"c:@S@Fd@F@~Fd#"(&[[T]])
// CHECK-NEXT: endtemps
int temporary() { return Fd(open("x", 0)).N; }

// A base or member that is built is destroyed when the body throws.
struct Two {
  Fd A, B;
  Two() : A(open("a", 0)), B(open("b", 0)) { throw 1; }
};
// CHECK-LABEL: "Two::Two"
// CHECK:      call @"c:@S@Fd@F@Fd#I#"(&this.A, {{.*}}
// CHECK:      call @"c:@S@Fd@F@Fd#I#"(&this.B, {{.*}}) unwind b[[A:[0-9]+]]
// CHECK:      throw "int" unwind b[[B:[0-9]+]]
// CHECK:      b[[B]]:
// CHECK-NEXT: call @"c:@S@Fd@F@~Fd#"(&this.B)
// CHECK-NEXT: br b[[A]]
// CHECK:      b[[A]]:
// CHECK-NEXT: call @"c:@S@Fd@F@~Fd#"(&this.A)
// CHECK-NEXT: resume
Two two() { return Two(); }
