// RUN: %fdtidy lower %s -- -std=c++20 | FileCheck %s
// A variant is an index and a field an alternative; the index says which of them
// is copied and destroyed.
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <variant>

struct Owner {
  explicit Owner(int Raw) : Raw(Raw) {}
  Owner(Owner &&Other) : Raw(std::exchange(Other.Raw, -1)) {}
  ~Owner() {
    if (Raw >= 0)
      close(Raw);
  }
  int Raw;
};
using Maybe = std::variant<std::monostate, Owner, std::string>;

// CHECK-LABEL: "converted"
// CHECK: call @[[MOVE:.*]](&ret."1", &%o)
// CHECK-NEXT: ret.index = 1
Maybe converted() {
  Owner o(open("x", O_RDONLY));
  return o;
}

// CHECK-LABEL: "got"
// CHECK: br b[[IS:[0-9]+]] if %v.index == 1 {{.*}}, b[[NO:[0-9]+]] if %v.index != 1
// CHECK: b[[IS]]:
// CHECK-NEXT: [[T:%t[0-9]+]] = &%v."1"
// CHECK: b[[NO]]:
// CHECK-NEXT: [[T]] = 0
// CHECK: br b[[#]] if %v.index <= 0 {{.*}}, b[[#]] if %v.index > 0
// CHECK: br b[[ONE:[0-9]+]] if %v.index <= 1 {{.*}}, b[[#]] if %v.index > 1
// CHECK: b[[ONE]]:
// CHECK-NEXT: call @{{.*~Owner.*}}(&%v."1")
int got() {
  Maybe v = converted();
  if (auto *o = std::get_if<Owner>(&v))
    return std::exchange(o->Raw, -1);
  return -1;
}

// CHECK-LABEL: "thrown"
// CHECK: br b[[#]] if (*%v).index == 1 {{.*}}, b[[NO:[0-9]+]] if (*%v).index != 1
// CHECK: %t0 = (*%v)."1".Raw
// CHECK: release %t0 by "close"
// CHECK: b[[NO]]:
// CHECK-NEXT: throw "std::bad_variant_access" "std::exception"
void thrown(Maybe &v) {
  close(std::exchange(std::get<1>(v).Raw, -1));
}
