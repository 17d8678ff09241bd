// A descriptor that is formatted stays where it is. Stand-ins for libraries that
// may not be installed, and for parts of C++23.
// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
struct FILE;
#define TEMPLATE template <typename... A>

namespace std {
TEMPLATE int format(const char *, A &&...);
TEMPLATE void print(const char *, A &&...);
TEMPLATE void println(const char *, A &&...);
TEMPLATE char *format_to(char *, const char *, A &&...);
TEMPLATE char *format_to_n(char *, int, const char *, A &&...);
TEMPLATE int formatted_size(const char *, A &&...);
TEMPLATE int make_format_args(A &&...);
int vformat(const char *, int);
[[noreturn]] void unreachable();
} // namespace std

namespace fmt {
TEMPLATE int format(const char *, A &&...);
TEMPLATE void print(const char *, A &&...);
TEMPLATE void println(const char *, A &&...);
TEMPLATE char *format_to(char *, const char *, A &&...);
TEMPLATE char *format_to_n(char *, int, const char *, A &&...);
TEMPLATE int formatted_size(const char *, A &&...);
TEMPLATE int make_format_args(A &&...);
TEMPLATE int sprintf(const char *, A &&...);
TEMPLATE int printf(const char *, A &&...);
TEMPLATE int fprintf(FILE *, const char *, A &&...);
TEMPLATE int to_string(A &&...);
int format_int(int);
} // namespace fmt

namespace absl {
TEMPLATE int StrCat(A &&...);
TEMPLATE int StrFormat(const char *, A &&...);
TEMPLATE int PrintF(const char *, A &&...);
TEMPLATE void StrAppend(char *, A &&...);
TEMPLATE int SNPrintF(char *, int, const char *, A &&...);
TEMPLATE int Substitute(const char *, A &&...);
} // namespace absl

namespace spdlog {
TEMPLATE void trace(const char *, A &&...);
TEMPLATE void debug(const char *, A &&...);
TEMPLATE void info(const char *, A &&...);
TEMPLATE void warn(const char *, A &&...);
TEMPLATE void error(const char *, A &&...);
TEMPLATE void critical(const char *, A &&...);
TEMPLATE void log(int, const char *, A &&...);
struct logger {
  TEMPLATE void trace(const char *, A &&...);
  TEMPLATE void debug(const char *, A &&...);
  TEMPLATE void info(const char *, A &&...);
  TEMPLATE void warn(const char *, A &&...);
  TEMPLATE void error(const char *, A &&...);
  TEMPLATE void critical(const char *, A &&...);
  TEMPLATE void log(int, const char *, A &&...);
};
} // namespace spdlog

void standard(int fd, char *b) {
  std::format("{}", fd);
  std::print("{}", fd);
  std::println("{}", fd);
  std::format_to(b, "{}", fd);
  std::format_to_n(b, 1, "{}", fd);
  std::formatted_size("{}", fd);
  std::vformat("{}", std::make_format_args(fd));
}
// CHECK-LABEL: "standard"
// CHECK-NOT: escape
// CHECK-NOT: call

void fmts(int fd, char *b, FILE *f) {
  fmt::format("{}", fd);
  fmt::print("{}", fd);
  fmt::println("{}", fd);
  fmt::format_to(b, "{}", fd);
  fmt::format_to_n(b, 1, "{}", fd);
  fmt::formatted_size("{}", fd);
  fmt::make_format_args(fd);
  fmt::sprintf("%d", fd);
  fmt::printf("%d", fd);
  fmt::to_string(fd);
  fmt::format_int(fd);
  fmt::fprintf(f, "%d", fd);
}
// CHECK-LABEL: "fmts"
// CHECK-NOT: escape
// CHECK-NOT: call
// CHECK: use %f by "fmt::fprintf"

void absls(int fd, char *b) {
  absl::StrCat(fd);
  absl::StrFormat("%d", fd);
  absl::PrintF("%d", fd);
  absl::StrAppend(b, fd);
  absl::SNPrintF(b, 1, "%d", fd);
  absl::Substitute("$0", fd);
}
// CHECK-LABEL: "absls"
// CHECK-NOT: escape
// CHECK-NOT: call

void logs(int fd, spdlog::logger &l) {
  spdlog::trace("{}", fd);
  spdlog::debug("{}", fd);
  spdlog::info("{}", fd);
  spdlog::warn("{}", fd);
  spdlog::error("{}", fd);
  spdlog::critical("{}", fd);
  spdlog::log(1, "{}", fd);
  l.trace("{}", fd);
  l.debug("{}", fd);
  l.info("{}", fd);
  l.warn("{}", fd);
  l.error("{}", fd);
  l.critical("{}", fd);
  l.log(1, "{}", fd);
}
// CHECK-LABEL: "logs"
// CHECK-NOT: escape
// CHECK-NOT: call

void last(int fd) { std::unreachable(); }
// CHECK-LABEL: "last"
// CHECK: exit
