//===- ByteQueue.h - Bytes in, bytes out ------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ByteQueue, a contiguous queue of bytes. In the steady state of a pump
// it is filled and emptied in turn, and neither allocates nor moves bytes.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_BYTEQUEUE_H
#define SIDECAR_BYTEQUEUE_H

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace sidecar {

class ByteQueue {
public:
  size_t size() const { return End - Begin; }
  bool empty() const { return Begin == End; }
  std::string_view view() const { return {Bytes.get() + Begin, size()}; }

  /// Room for \p Count bytes at the end, of which commit() adds the first.
  char *reserve(size_t Count) {
    if (Capacity - End < Count)
      makeRoom(Count);
    return Bytes.get() + End;
  }
  void commit(size_t Count) { End += Count; }
  void append(std::string_view Text) {
    if (Text.empty())
      return;
    std::memcpy(reserve(Text.size()), Text.data(), Text.size());
    commit(Text.size());
  }
  void consume(size_t Count) {
    Begin += Count;
    if (Begin != End)
      return;
    Begin = End = 0;
    if (Capacity > Kept) { // a burst of short lines with long prefixes
      Bytes.reset();
      Capacity = 0;
    }
  }

  /// Drops all but the first \p Count bytes.
  void truncate(size_t Count) { End = Begin + std::min(Count, size()); }

private:
  static constexpr size_t Kept = 256 << 10;

  void makeRoom(size_t Count) {
    if (Begin > 0 && Capacity - size() >= Count) {
      std::memmove(Bytes.get(), Bytes.get() + Begin, size());
    } else {
      size_t Next = std::max(2 * Capacity, size() + Count + 4096);
      std::unique_ptr<char[]> Moved(new char[Next]);
      if (!empty())
        std::memcpy(Moved.get(), Bytes.get() + Begin, size());
      Bytes = std::move(Moved);
      Capacity = Next;
    }
    End = size();
    Begin = 0;
  }

  std::unique_ptr<char[]> Bytes;
  size_t Capacity = 0, Begin = 0, End = 0;
};

} // namespace sidecar

#endif
