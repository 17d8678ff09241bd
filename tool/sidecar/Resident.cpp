//===- Resident.cpp - What of us stays in memory --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements it for the program alone; libraries are shared with others.
//===----------------------------------------------------------------------===//
#include "Resident.h"
#include <cstdint>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace sidecar {

/// The first object is the program. Its read-only segments were never written
/// to, so that the pages of the file are all that there is to them.
static int dropProgram(dl_phdr_info *Program, size_t, void *) {
  uintptr_t Page = uintptr_t(::sysconf(_SC_PAGESIZE));
  for (int I = 0; I < Program->dlpi_phnum; ++I) {
    const ElfW(Phdr) &Segment = Program->dlpi_phdr[I];
    if (Segment.p_type != PT_LOAD || (Segment.p_flags & PF_W))
      continue;
    uintptr_t Begin = Program->dlpi_addr + Segment.p_vaddr;
    uintptr_t End = (Begin + Segment.p_memsz + Page - 1) & ~(Page - 1);
    Begin &= ~(Page - 1);
    (void)::madvise(reinterpret_cast<void *>(Begin), End - Begin,
                    MADV_DONTNEED);
  }
  return 1; // no further object
}

void giveBackMemory() {
  ::malloc_trim(0);
  ::dl_iterate_phdr(dropProgram, nullptr);
}

} // namespace sidecar
