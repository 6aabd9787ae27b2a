// Names under which rules know what DRAKVUF calls a Linux call: system calls, perhaps with the prefix of the kernel's function for
// them, and functions inside of the kernel that its file and process plugins hook.

import { qualifySystemCall, systemCallNames } from '../shared/linux-call-names.ts';

/** `__x64_sys_openat`, `__ia32_compat_sys_ioctl`, `sys_read`. */
const ENTRY_PREFIX = /^(?:__\w+?_)?(?:compat_)?(?:sys|SyS)_(?=\w)/;
/** What compilers put behind the name of a function that they changed. */
const CLONE_SUFFIX = /\.(?:isra|constprop|part)\.\d+$/;

/** Function of the kernel -> the system call that it does the work of. Source: the kernel's fs/ and kernel/. */
const KERNEL_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['chmod_common', 'chmod'],
  ['chown_common', 'chown'],
  ['do_execveat_common', 'execve'],
  ['do_exit', 'exit'],
  ['do_faccessat', 'access'],
  ['do_filp_open', 'open'],
  ['do_truncate', 'truncate'],
  ['filp_close', 'close'],
  ['send_signal', 'kill'],
  ['send_signal_locked', 'kill'],
  ['set_fs_pwd', 'chdir'],
  ['set_fs_root', 'chroot'],
  ['utimes_common', 'utimes'],
  ['vfs_fallocate', 'fallocate'],
  ['vfs_link', 'link'],
  ['vfs_llseek', 'lseek'],
  ['vfs_mkdir', 'mkdir'],
  ['vfs_mknod', 'mknod'],
  ['vfs_read', 'read'],
  ['vfs_readlink', 'readlink'],
  ['vfs_rename', 'rename'],
  ['vfs_rmdir', 'rmdir'],
  ['vfs_symlink', 'symlink'],
  ['vfs_unlink', 'unlink'],
  ['vfs_utimes', 'utimes'],
  ['vfs_write', 'write'],
]);

/** The name with what its arguments say about it, for `linuxCallNames`. */
export function qualifyLinuxCall(method: string, names: readonly string[], values: readonly string[]): string {
  const plain = method.replace(ENTRY_PREFIX, '');
  const args = names.map((name, i) => `${name}=${values[i]}`);
  const qualified = qualifySystemCall(plain, args);
  return plain === method ? qualified : `${qualified} ${method}`;
}

/** Names of a call, qualified or not. */
export function linuxCallNames(qualified: string): string[] {
  const work = KERNEL_FUNCTIONS.get(qualified.replace(CLONE_SUFFIX, ''));
  return work === undefined ? systemCallNames(qualified) : [qualified, work];
}
