//===- LineBuffer.h - Lines out of chunks -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines LineBuffer, which cuts the chunks of one stream into lines. Longer
// lines than its limit come in parts: `Continued` marks all but the first,
// `Ended` the last. Bytes are neither lost nor added, and a line that lies
// within one chunk is not copied.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LINEBUFFER_H
#define SIDECAR_LINEBUFFER_H

#include <cstring>
#include <string>
#include <string_view>

namespace sidecar {

struct LinePart {
  std::string_view Text; // without the newline
  bool Continued;        // an earlier part of the same line came before
  bool Ended;            // a newline followed
};

class LineBuffer {
public:
  explicit LineBuffer(size_t Limit) : Limit(Limit) {}

  void setLimit(size_t Next) { Limit = Next; }
  bool empty() const { return Partial.empty(); }

  /// Calls \p Emit(LinePart) for each part that \p Chunk completes.
  template <typename F> void feed(std::string_view Chunk, F &&Emit) {
    while (!Chunk.empty()) {
      const char *Newline = static_cast<const char *>(
          std::memchr(Chunk.data(), '\n', Chunk.size()));
      size_t Size = Newline ? size_t(Newline - Chunk.data()) : Chunk.size();
      if (Newline && Partial.empty() && Size <= Limit) {
        Emit(LinePart{Chunk.substr(0, Size), Continued, true});
        Continued = false;
      } else {
        gather(Chunk.substr(0, Size), Emit);
        if (Newline) {
          Emit(LinePart{Partial, Continued, true});
          Partial.clear();
          Continued = false;
        }
      }
      Chunk.remove_prefix(Newline ? Size + 1 : Size);
    }
  }

  /// The end of the stream: emits what has no newline.
  template <typename F> void flush(F &&Emit) {
    if (!Partial.empty())
      Emit(LinePart{Partial, Continued, false});
    Partial.clear();
    Continued = false;
  }

private:
  /// Adds \p Text; a full part goes only when a byte follows it, so that a line
  /// of just the limit is not marked as split.
  template <typename F> void gather(std::string_view Text, F &&Emit) {
    while (Partial.size() + Text.size() > Limit) {
      size_t Fits = Partial.size() < Limit ? Limit - Partial.size() : 0;
      Partial.append(Text.substr(0, Fits));
      Text.remove_prefix(Fits);
      size_t Cut = beforeCharacter(Text[0]);
      Emit(
          LinePart{std::string_view(Partial).substr(0, Cut), Continued, false});
      Partial.erase(0, Cut);
      Continued = true;
    }
    Partial.append(Text);
  }

  /// Where to split so that the character to which \p Next belongs stays whole:
  /// half of one in UTF-8 is none, in a JSON line at the latest.
  size_t beforeCharacter(char Next) const {
    auto Byte = [](char C) { return static_cast<unsigned char>(C); };
    if ((Byte(Next) & 0xC0) == 0x80) // goes on
      for (size_t Back = 1; Back <= 3 && Back < Partial.size(); ++Back)
        if (Byte(Partial[Partial.size() - Back]) >= 0xC0)
          return Partial.size() - Back;
    return Partial.size();
  }

  size_t Limit;
  std::string Partial;
  bool Continued = false;
};

} // namespace sidecar

#endif
