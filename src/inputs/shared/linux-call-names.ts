// Names under which rules know a Linux call. Rules are written about programs and name C functions (`open`, `fork`); recorders of
// system calls see what the C library makes of them (`openat`, `clone`). The name as recorded always counts; the tables add the
// function of which it is the newer, wider or internal form. Sources: man pages of section 2 and the sources of glibc and musl.

/** System call -> the call that it replaced, or the function that the C library implements with it. */
const SYSTEM_CALLS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    _llseek: ['lseek'],
    _newselect: ['select'],
    accept4: ['accept'],
    clock_nanosleep: ['nanosleep', 'sleep'],
    dup3: ['dup2'],
    epoll_create1: ['epoll_create'],
    epoll_pwait: ['epoll_wait'],
    execveat: ['execve'],
    exit_group: ['exit'],
    faccessat: ['access'],
    faccessat2: ['faccessat', 'access'],
    fchmodat: ['chmod'],
    fchmodat2: ['fchmodat', 'chmod'],
    fchownat: ['chown'],
    inotify_init1: ['inotify_init'],
    linkat: ['link'],
    mkdirat: ['mkdir'],
    mknodat: ['mknod'],
    mmap2: ['mmap'],
    nanosleep: ['sleep'],
    newfstatat: ['fstatat', 'stat'],
    old_mmap: ['mmap'],
    openat: ['open'],
    openat2: ['openat', 'open'],
    pipe2: ['pipe'],
    ppoll: ['poll'],
    preadv2: ['preadv'],
    pselect6: ['pselect', 'select'],
    pwritev2: ['pwritev'],
    readlinkat: ['readlink'],
    recvfrom: ['recv'],
    renameat: ['rename'],
    renameat2: ['renameat', 'rename'],
    rt_sigaction: ['sigaction'],
    rt_sigprocmask: ['sigprocmask'],
    rt_sigqueueinfo: ['sigqueue'],
    sendto: ['send'],
    signalfd4: ['signalfd'],
    symlinkat: ['symlink'],
    umount2: ['umount'],
    utimensat: ['utimes'],
    wait4: ['waitpid'],
  }),
);

/** `stat64`, `getuid32`, `ppoll_time64`: system calls for other sizes of a type; `open64`: functions of the C library. */
const SIZED_CALL = /^([a-z_]+?)(?:_time64|64|32)$/;
const SIZED_FUNCTION = /^([a-z_]+)64$/;
/** Functions that fortified and standard-conforming programs are linked to instead: `__printf_chk`, `__isoc99_sscanf`. */
const CHECKED = /^__(\w+)_chk$/;
const STANDARD = /^__isoc(?:99|23)_(\w+)$/;
const STATS: ReadonlyMap<string, string> = new Map([
  ['__xstat', 'stat'],
  ['__fxstat', 'fstat'],
  ['__lxstat', 'lstat'],
  ['__fxstatat', 'fstatat'],
]);

/** The flag of `clone` that makes a thread of the same process, where it is written as a number. */
const CLONE_THREAD = 0x10000;
const CLONE_VFORK = 0x4000;
const CLONE_FLAGS = /(?:^|flags(?:=|: ))(0x[0-9a-f]{1,12}|[1-9]\d{0,12})/;
/** `AT_REMOVEDIR` as a number. */
const REMOVEDIR = /^(?:\w+(?:=|: ))?(?:0x200|512)(?!\w)/;

/** Whether a `clone` or `clone3` with these arguments makes a thread of the same process. */
export function isThreadClone(args: readonly string[]): boolean {
  return has(args, 'CLONE_THREAD') || hasCloneFlag(args, CLONE_THREAD);
}

/** Whether a flag is set in flags that are written as a number. */
function hasCloneFlag(args: readonly string[], flag: number): boolean {
  const flags = CLONE_FLAGS.exec(args.find((arg) => /flags(?:=|: )/.test(arg)) ?? args[0] ?? '')?.[1];
  return flags !== undefined && Math.floor(Number(flags) / flag) % 2 === 1;
}

function has(args: readonly string[], flag: string): boolean {
  return args.some((arg) => arg.includes(flag));
}

/** What the arguments say about the functions that a system call stands for, put behind its name for `systemCallNames`. */
export function qualifySystemCall(name: string, args: readonly string[]): string {
  switch (name) {
    case 'clone':
    case 'clone3':
      if (isThreadClone(args)) return `${name} pthread_create`;
      return has(args, 'CLONE_VFORK') || hasCloneFlag(args, CLONE_VFORK) ? `${name} vfork` : `${name} fork`;
    case 'unlinkat':
      return has(args, 'AT_REMOVEDIR') || REMOVEDIR.test(args[2] ?? '') ? `${name} rmdir` : `${name} unlink`;
    default:
      return name;
  }
}

/** Names of a system call, qualified or not. */
export function systemCallNames(qualified: string): string[] {
  const [name = '', ...more] = qualified.split(' ');
  const plain = SIZED_CALL.exec(name)?.[1];
  const unsized = plain === undefined ? [] : [plain, ...(SYSTEM_CALLS.get(plain) ?? [])];
  return [...new Set([name, ...more, ...(SYSTEM_CALLS.get(name) ?? []), ...unsized])];
}

/** Names of a function of the C library. */
export function libraryCallNames(name: string): string[] {
  const plain =
    CHECKED.exec(name)?.[1] ??
    STANDARD.exec(name)?.[1] ??
    STATS.get(name.replace(/64$/, '')) ??
    SIZED_FUNCTION.exec(name)?.[1];
  return plain === undefined ? [name] : [name, plain];
}
