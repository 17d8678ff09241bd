// RUN: %fdtidy lower %s -- | FileCheck %s
// A call of a pure library function is kept where its answer may be asked for
// again; a literal is a global by the name of its text.
typedef struct F FILE;
extern FILE *stdin;
FILE *fopen(const char *, const char *);
int fclose(FILE *);
int strcmp(const char *, const char *);
unsigned long strlen(const char *);

// CHECK-LABEL: func @"c:@F@once"
// CHECK-NOT: @"c:@F@strcmp"
void once(const char *p) {
  FILE *f = strcmp(p, "-") == 0 || strlen(p) == 1 ? stdin : fopen(p, "r");
  if (f && f != stdin && strlen(p) > 3)
    fclose(f);
}

// CHECK-LABEL: func @"c:@F@twice"
// CHECK: [[A:%t[0-9]+]] = call @"c:@F@strcmp"(%p, &$"\22-\22")
// CHECK: br b[[#]] if [[A]] == 0 {{.*}}, b[[#]] if [[A]] != 0
// CHECK-NOT: @"c:@F@strlen"
// CHECK: [[B:%t[0-9]+]] = call @"c:@F@strcmp"(%p, &$"\22-\22")
// CHECK: br b[[#]] if [[B]] != 0 {{.*}}, b[[#]] if [[B]] == 0
void twice(const char *p) {
  FILE *f = strcmp(p, "-") == 0 ? stdin : fopen(p, "r");
  if (f && strlen(p) > 3 && strcmp(p, "-") != 0)
    fclose(f);
}

// CHECK: func @"c:@F@strcmp" "strcmp"() noexcept c borrows plain pure
