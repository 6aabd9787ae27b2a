// Linux gives programs a library of the kernel's (vdso(7)). Who looks functions up in it has their names, and their versions.

import { findText } from '../../../bytes/find-bytes.ts';
import type { ElfFile } from '../elf-file.ts';

/** Functions by the beginning of their version, over all machines. */
const FUNCTIONS: readonly (readonly [version: string, ...functions: string[]])[] = [
  [
    'LINUX_2.6',
    '__vdso_gettimeofday',
    '__vdso_clock_gettime',
    '__vdso_time',
    '__vdso_getcpu',
    '__kernel_gettimeofday',
    '__kernel_clock_gettime',
    '__kernel_clock_getres',
    '__kernel_rt_sigreturn',
    '__kernel_sigreturn',
    '__kernel_vsyscall',
    '__kernel_datapage_offset',
    '__kernel_get_syscall_map',
    '__kernel_get_tbfreq',
    '__kernel_getcpu',
    '__kernel_sigtramp_rt32',
    '__kernel_sigtramp32',
    '__kernel_sigtramp_rt64',
    '__kernel_sync_dicache',
  ],
  [
    'LINUX_2.5',
    '__kernel_sigtramp',
    '__kernel_syscall_via_break',
    '__kernel_syscall_via_epc',
    '__kernel_sigreturn',
    '__kernel_rt_sigreturn',
    '__kernel_vsyscall',
  ],
  ['LINUX_5.11', '__kernel_clock_gettime64'],
  [
    'LINUX_4.15',
    '__vdso_rt_sigreturn',
    '__vdso_gettimeofday',
    '__vdso_clock_gettime',
    '__vdso_clock_getres',
    '__vdso_getcpu',
    '__vdso_flush_icache',
  ],
];

export function systemOfKernelLibrary(elf: ElfFile): string | undefined {
  for (const { offset, fileSize } of elf.headers.segments) {
    const bytes = elf.wholeBytes(offset, fileSize);
    if (bytes === undefined || findText(bytes, 'LINUX_') < 0) continue;
    for (const [version, ...functions] of FUNCTIONS) {
      if (findText(bytes, version) < 0) continue;
      if (functions.some((name) => findText(bytes, name) >= 0)) return 'linux';
    }
  }
  return undefined;
}
