// The C++ library: what only looks at a descriptor, what calls its argument.
// RUN: %fdtidy lower --everything %s -- -std=c++20 -pthread | FileCheck %s
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <ext/stdio_filebuf.h>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>
#include <unistd.h>

void as_text(int fd, char *b) {
  std::string s = std::to_string(fd);
  std::wstring w = std::to_wstring(fd);
  std::to_chars(b, b + 9, fd);
  std::cout << fd; // operator<<
}
// CHECK-LABEL: "as_text"
// CHECK-NOT: escape

bool as_number(const std::vector<int> &v, int fd, int other) {
  auto b = v.begin(), e = v.end();
  int largest = std::max(fd, other) + std::min(fd, other);
  largest += std::clamp(fd, 0, 9) + std::abs(fd);
  auto both = std::minmax(fd, other);
  bool found = std::find(b, e, fd) != e || std::count(b, e, fd) ||
               std::binary_search(b, e, fd) || std::lower_bound(b, e, fd) != e ||
               std::upper_bound(b, e, fd) != e ||
               std::equal_range(b, e, fd).first != e;
  bool compared = std::cmp_equal(fd, other) || std::cmp_not_equal(fd, other) ||
                  std::cmp_less(fd, other) || std::cmp_greater(fd, other) ||
                  std::cmp_less_equal(fd, other) ||
                  std::cmp_greater_equal(fd, other) || std::in_range<short>(fd);
  bool called = std::less<int>()(fd, other) || std::greater<int>()(fd, other) ||
                std::equal_to<int>()(fd, other) ||
                std::not_equal_to<int>()(fd, other) || std::hash<int>()(fd);
  return found && compared && called && largest && both.first;
}
// CHECK-LABEL: "as_number"
// CHECK-NOT: escape

void removed(std::vector<int> &v, int fd) {
  v.erase(std::remove(v.begin(), v.end(), fd), v.end());
}
// CHECK-LABEL: "removed"
// CHECK-NOT: escape %fd

int filebuf(int fd) {
  __gnu_cxx::stdio_filebuf<char> b(fd, std::ios::in);
  return b.fd();
}
// CHECK-LABEL: "filebuf"
// CHECK: transfer %fd to owner by "__gnu_cxx::stdio_filebuf::stdio_filebuf"
// CHECK: alias %b as raw by "__gnu_cxx::stdio_filebuf::fd"

void invoked(int fd) {
  std::invoke(::close, fd);
}
// CHECK-LABEL: "invoked"
// CHECK: call @"c:@F@close"(%fd)
void invoked_once(std::once_flag &flag, int fd) {
  std::call_once(flag, [fd] { ::close(fd); });
}
// CHECK-LABEL: "invoked_once"
// CHECK: call @{{.*}}operator()
void for_all(std::vector<int> &v) {
  std::for_each(v.begin(), v.end(), [](int fd) { ::close(fd); });
  std::for_each_n(v.begin(), 1, [](int fd) { ::close(fd); });
  std::erase_if(v, [](int fd) { return ::close(fd) == 0; });
}
// CHECK-LABEL: "for_all"
// CHECK: call @{{.*}}operator()
// CHECK: call @{{.*}}operator()
// CHECK: call @{{.*}}operator()
bool predicates(std::vector<int> &v, int fd) {
  auto same = [fd](int other) { return other == fd; };
  auto less = [](int a, int b) { return a < b; };
  auto next = [fd] { return fd; };
  auto b = v.begin(), e = v.end();
  std::sort(b, e, less);
  std::stable_sort(b, e, less);
  std::partition(b, e, same);
  std::stable_partition(b, e, same);
  std::generate(b, e, next);
  std::generate_n(b, 1, next);
  return std::all_of(b, e, same) || std::any_of(b, e, same) ||
         std::none_of(b, e, same) || std::find_if(b, e, same) != e ||
         std::find_if_not(b, e, same) != e || std::count_if(b, e, same) ||
         std::remove_if(b, e, same) != e;
}
// CHECK-LABEL: "predicates"
// CHECK-COUNT-13: call @{{.*}}operator()

// Where a handler reckons with it, starting one may fail before it takes over.
void thread_of(int fd) try {
  std::thread t(::close, fd);
  t.join();
} catch (const std::system_error &) {
}
// CHECK-LABEL: "thread_of"
// CHECK: br b1, [[FAILS:b[0-9]+]]
// CHECK: call @"c:@F@close"(%fd) thread
// CHECK: await %t by "std::thread::join"
// CHECK: [[FAILS]]:
// CHECK-NEXT: throw "std::system_error" "std::runtime_error" "std::exception"
void jthread_of(int fd) {
  std::jthread t(::close, fd);
  t.join();
}
// CHECK-LABEL: "jthread_of"
// CHECK-NOT: throw
// CHECK: call @"c:@F@close"(%fd) thread
// CHECK: await %t by "std::jthread::join"
void async_of(int fd) try {
  auto f = std::async(std::launch::async, ::close, fd);
} catch (...) {
}
// CHECK-LABEL: "async_of"
// CHECK: throw "std::system_error"

int number(const std::string &s) {
  return std::stoi(s) + int(std::stol(s) + std::stoul(s) + std::stoll(s) +
                            std::stoull(s) + std::stof(s) + std::stod(s) +
                            std::stold(s));
}
// CHECK-LABEL: "number"
// CHECK-COUNT-8: throw "std::out_of_range" "std::logic_error" "std::exception"
void system_error() { std::__throw_system_error(1); }
// CHECK-LABEL: "system_error"
// CHECK: throw "std::system_error"
void rethrows(std::exception_ptr p) { std::rethrow_exception(p); }
// CHECK-LABEL: "rethrows"
void nests() { std::throw_with_nested(std::runtime_error("")); }
// CHECK-LABEL: "nests"
void terminates() { std::terminate(); }
// CHECK-LABEL: "terminates"
// CHECK: exit
void ends(int how) {
  if (how == 1)
    std::exit(1);
  if (how == 2)
    std::abort();
  if (how == 3)
    std::_Exit(1);
  std::quick_exit(1);
}
// CHECK-LABEL: "ends"
// CHECK-COUNT-4: exit
void unreachable() { __builtin_unreachable(); }
// CHECK-LABEL: "unreachable"
// CHECK: {{exit|unreachable}}
void traps() { __builtin_trap(); }
// CHECK-LABEL: "traps"
// CHECK: exit
bool failed(std::error_code e) { return e || e.value() == 2; }
// CHECK-LABEL: "failed"
// CHECK: = %e
// CHECK: = %e

// GoogleTest: a failed assertion is the end, SUCCEED() is not.
namespace testing::internal {
struct AssertHelper {
  AssertHelper(int kind, const char *file, int line);
};
} // namespace testing::internal

void fails(int fd) { testing::internal::AssertHelper a(2, "f", 1); }
// CHECK-LABEL: "fails"
// CHECK: exit
// CHECK-NEXT: unreachable
void goes_on(int fd) { testing::internal::AssertHelper a(0, "f", 1); }
// CHECK-LABEL: "goes_on"
// CHECK-NOT: exit
// CHECK: return
