// How instructions go on.

/** Where execution goes after an instruction, on every machine. */
export const FLOW = {
  next: 0,
  jump: 1,
  conditional: 2,
  call: 3,
  return: 4,
  /** Nowhere that is known: `hlt`, `ud2`, `int3`, `brk`. */
  stop: 5,
  /** `int n` */
  interrupt: 6,
  /** `syscall`, `sysenter`, `svc` */
  syscall: 7,
} as const;
