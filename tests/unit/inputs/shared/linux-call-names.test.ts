import { describe, expect, it } from 'vitest';
import {
  isThreadClone,
  libraryCallNames,
  qualifySystemCall,
  systemCallNames,
} from '../../../../src/inputs/shared/linux-call-names.ts';

const names = (name: string, ...args: string[]): string[] => systemCallNames(qualifySystemCall(name, args));

describe('names of a system call', () => {
  it.each<[string, string[]]>([
    ['read', ['read']],
    ['openat', ['openat', 'open']],
    ['newfstatat', ['newfstatat', 'fstatat', 'stat']],
    ['stat64', ['stat64', 'stat']],
    ['pread64', ['pread64', 'pread']],
    ['geteuid32', ['geteuid32', 'geteuid']],
    ['clock_nanosleep_time64', ['clock_nanosleep_time64', 'clock_nanosleep', 'nanosleep', 'sleep']],
    ['mmap2', ['mmap2', 'mmap']],
    ['exit_group', ['exit_group', 'exit']],
    ['syscall_0x1c3', ['syscall_0x1c3']],
    ['constructor', ['constructor']],
  ])('%s', (name, expected) => {
    expect(names(name)).toEqual(expected);
  });

  it('depend on the arguments where one call has several purposes', () => {
    expect(names('clone', 'child_stack=NULL', 'flags=CLONE_CHILD_SETTID|SIGCHLD')).toEqual(['clone', 'fork']);
    expect(names('clone', 'flags=CLONE_VM|CLONE_VFORK|SIGCHLD')).toEqual(['clone', 'vfork']);
    expect(names('clone3', '{flags=CLONE_VM|CLONE_THREAD, stack=0x10000}', '88')).toEqual(['clone3', 'pthread_create']);
    expect(names('unlinkat', 'AT_FDCWD', '"a"', '0')).toEqual(['unlinkat', 'unlink']);
    expect(names('unlinkat', 'AT_FDCWD', '"a"', 'AT_REMOVEDIR')).toEqual(['unlinkat', 'rmdir']);
  });

  it('are the same where flags are numbers', () => {
    expect(names('clone', '0x4111', '0')).toEqual(['clone', 'vfork']);
    expect(names('clone', 'child_stack=0x4000', 'flags=0x1200011')).toEqual(['clone', 'fork']);
    expect(names('unlinkat', '0xffffff9c', '"a"', '512')).toEqual(['unlinkat', 'rmdir']);
    expect(names('unlinkat', 'dirfd=-100', 'pathname="a"', 'flags=0x200')).toEqual(['unlinkat', 'rmdir']);
    expect(names('unlinkat', '-100', '"a"', '0')).toEqual(['unlinkat', 'unlink']);
  });

  it('tell threads by name and by number', () => {
    expect(isThreadClone(['0x3d0f00', '0x7f00'])).toBe(true);
    expect(isThreadClone(['0x1200011', '0'])).toBe(false);
    expect(isThreadClone(['child_stack=0x10000', 'flags=0x3d0f00'])).toBe(true);
    expect(isThreadClone(['child_stack=0x10000', 'flags=0x11'])).toBe(false);
    expect(isThreadClone(['stack: 0x10000', 'flags: 0x3d0f00'])).toBe(true);
    expect(isThreadClone(['4001536', '0'])).toBe(true);
    expect(isThreadClone([])).toBe(false);
  });
});

describe('names of a function', () => {
  it.each<[string, string[]]>([
    ['strlen', ['strlen']],
    ['fopen64', ['fopen64', 'fopen']],
    ['__printf_chk', ['__printf_chk', 'printf']],
    ['__isoc99_sscanf', ['__isoc99_sscanf', 'sscanf']],
    ['__xstat64', ['__xstat64', 'stat']],
    ['crc32', ['crc32']],
    ['__proto__', ['__proto__']],
  ])('%s', (name, expected) => {
    expect(libraryCallNames(name)).toEqual(expected);
  });
});
