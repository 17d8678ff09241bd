// Arrays of two, aggregates, structured bindings, pairs, tuples and optionals.
// RUN: %check-fd fd-* %s -std=c++20
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <tuple>
#include <unistd.h>
#include <utility>

int more();

void arrayOfTwo() {
  std::array<int, 2> Ends;
  if (pipe(Ends.data()) != 0)
    return;
  for (int End : Ends)
    close(End);
}
void arrayOfTwoLost() {
  std::array<int, 2> Ends;
  if (pipe(Ends.data()) != 0) // expected-warning {{still open}}
    return;
  close(Ends[0]);
}
struct Ends {
  int Read = -1, Write = -1;
};
Ends designated() {
  int P[2];
  if (pipe(P) != 0)
    return {};
  return {.Read = P[0], .Write = P[1]};
}
void structured() {
  auto [Read, Write] = designated();
  if (Read < 0)
    return;
  close(Read);
  close(Write);
}
void structuredLost() {
  auto [Read, Write] = designated(); // expected-warning {{is still open}}
  if (Read < 0)
    return;
  close(Read);
}
std::pair<int, bool> opened() {
  int Fd = open("x", O_RDONLY);
  return {Fd, Fd >= 0};
}
void fromPair() {
  auto [Fd, Ok] = opened();
  if (Ok)
    close(Fd);
}
std::tuple<int, int> openedTuple() {
  return {open("x", O_RDONLY), errno};
}
void fromTuple() {
  auto [Fd, Error] = openedTuple();
  if (Fd >= 0)
    close(Fd);
}
std::optional<int> maybe() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return std::nullopt;
  return Fd;
}
void fromOptional() {
  if (auto Fd = maybe())
    close(*Fd);
}
void fromOptionalLost() {
  auto Fd = maybe(); // expected-warning {{is still open}}
  if (!Fd)
    return;
  more();
}
