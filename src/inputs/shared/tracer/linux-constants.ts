// Values of the symbolic constants that rules about Linux ask for by number (`socket` with 2, `kill` with 9 ...). strace writes the
// names; a rule about a call is the same whether the recorder decoded the value or not. Only constants that stand for one choice:
// of flags that are combined with `|`, such as O_CREAT, a single one is not the number that was passed. The exception are socket
// types, which share their argument with flags but are what rules ask for.
//
// Source: Linux UAPI headers, generic values as on x86, ARM and RISC-V (some differ on MIPS, SPARC, Alpha and PA-RISC).

const FAMILIES: Readonly<Record<string, number>> = {
  UNSPEC: 0,
  UNIX: 1,
  LOCAL: 1,
  INET: 2,
  INET6: 10,
  NETLINK: 16,
  PACKET: 17,
  BLUETOOTH: 31,
  ALG: 38,
  VSOCK: 40,
};

const OTHERS: Readonly<Record<string, number>> = {
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_SEQPACKET: 5,
  IPPROTO_IP: 0,
  IPPROTO_ICMP: 1,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_IPV6: 41,
  IPPROTO_ICMPV6: 58,
  IPPROTO_RAW: 255,
  SOL_SOCKET: 1,
  SO_ATTACH_FILTER: 26,
  F_RDLCK: 0,
  F_WRLCK: 1,
  F_UNLCK: 2,
  F_GETLK: 5,
  F_SETLK: 6,
  F_SETLKW: 7,
  PR_SET_NAME: 15,
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
};

/** Value by name. */
export const LINUX_CONSTANTS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(FAMILIES).flatMap(([name, value]): [string, number][] => [
    [`AF_${name}`, value],
    [`PF_${name}`, value],
  ]),
  ...Object.entries(OTHERS),
]);
