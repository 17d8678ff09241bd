//===- LogTail.h - The last output of a daemon ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines LogTail, a ring of the last 64 KiB that a daemon wrote, for `logs`.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LOGTAIL_H
#define SIDECAR_LOGTAIL_H

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace sidecar {

class LogTail {
public:
  static constexpr size_t Capacity = 64 << 10;

  void append(std::string_view Text) {
    if (Text.empty())
      return;
    if (!Ring)
      Ring.reset(new char[Capacity]); // untouched pages cost nothing
    Total += Text.size();
    if (Text.size() > Capacity)
      Text.remove_prefix(Text.size() - Capacity);
    size_t At = (Total - Text.size()) % Capacity;
    size_t First = std::min(Text.size(), Capacity - At);
    std::memcpy(Ring.get() + At, Text.data(), First);
    std::memcpy(Ring.get(), Text.data() + First, Text.size() - First);
  }

  /// Bytes ever appended; a position for since().
  uint64_t total() const { return Total; }

  /// What was appended after \p From, as far as it is still there.
  std::string since(uint64_t From) const {
    uint64_t Oldest = Total > Capacity ? Total - Capacity : 0;
    std::string Text;
    for (uint64_t At = std::max(From, Oldest); At < Total;) {
      size_t Place = At % Capacity;
      size_t Size = std::min<uint64_t>(Capacity - Place, Total - At);
      Text.append(Ring.get() + Place, Size);
      At += Size;
    }
    return Text;
  }

private:
  std::unique_ptr<char[]> Ring;
  uint64_t Total = 0;
};

} // namespace sidecar

#endif
