// Numbers of registers: a bank (a multiple of 32) and the place in it, so that a decoder adds and a reader splits. 0 is no register.

/** First number of each bank. The low bytes of general registers are followed by ah, ch, dh and bh, at 16 of their bank. */
export const BANK = {
  byte: 32,
  word: 64,
  dword: 96,
  qword: 128,
  xmm: 160,
  ymm: 192,
  zmm: 224,
  mm: 256,
  st: 264,
  segment: 272,
  control: 288,
  debug: 304,
  mask: 320,
  bound: 328,
  tile: 336,
} as const;

const HIGH_BYTES = 16;
const COUNT = 352;

type Named =
  | 'none'
  | 'al'
  | 'cl'
  | 'ax'
  | 'dx'
  | 'sp'
  | 'eax'
  | 'ecx'
  | 'edx'
  | 'ebx'
  | 'esp'
  | 'ebp'
  | 'esi'
  | 'edi'
  | 'rax'
  | 'rcx'
  | 'rdx'
  | 'rbx'
  | 'rsp'
  | 'rbp'
  | 'rsi'
  | 'rdi'
  | 'st0';

/** Numbers of the registers that code asks for by name. */
export const REGISTER: Readonly<Record<Named, number>> = {
  none: 0,
  al: BANK.byte,
  cl: BANK.byte + 1,
  ax: BANK.word,
  dx: BANK.word + 2,
  sp: BANK.word + 4,
  eax: BANK.dword,
  ecx: BANK.dword + 1,
  edx: BANK.dword + 2,
  ebx: BANK.dword + 3,
  esp: BANK.dword + 4,
  ebp: BANK.dword + 5,
  esi: BANK.dword + 6,
  edi: BANK.dword + 7,
  rax: BANK.qword,
  rcx: BANK.qword + 1,
  rdx: BANK.qword + 2,
  rbx: BANK.qword + 3,
  rsp: BANK.qword + 4,
  rbp: BANK.qword + 5,
  rsi: BANK.qword + 6,
  rdi: BANK.qword + 7,
  st0: BANK.st,
};

const LEGACY = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const LOW_BYTES = ['al', 'cl', 'dl', 'bl', 'spl', 'bpl', 'sil', 'dil'];

const NAMES: readonly string[] = nameAll();

/** The name of a register in Intel syntax; empty for no register. */
export function registerName(register: number): string {
  return NAMES[register] ?? '';
}

/** The number of a register in its bank with the width left out: 0 for al, ah, ax, eax and rax. Of no meaning outside the general registers. */
export function generalNumber(register: number): number {
  const place = register & 31;
  return register < BANK.word && place >= HIGH_BYTES ? place - HIGH_BYTES : place;
}

/** Whether it is a general register of any width. */
export function isGeneral(register: number): boolean {
  return register >= BANK.byte && register < BANK.xmm;
}

function nameAll(): string[] {
  const names = new Array<string>(COUNT).fill('');
  const bank = (first: number, count: number, name: (place: number) => string): void => {
    for (let i = 0; i < count; i++) names[first + i] = name(i);
  };
  bank(BANK.byte, 16, (i) => LOW_BYTES[i] ?? `r${i}b`);
  bank(BANK.byte + HIGH_BYTES, 4, (i) => `${'acdb'.charAt(i)}h`);
  bank(BANK.word, 16, (i) => LEGACY[i] ?? `r${i}w`);
  bank(BANK.dword, 16, (i) => (i < 8 ? `e${LEGACY[i]}` : `r${i}d`));
  bank(BANK.qword, 16, (i) => (i < 8 ? `r${LEGACY[i]}` : `r${i}`));
  for (const vector of ['xmm', 'ymm', 'zmm'] as const) bank(BANK[vector], 32, (i) => `${vector}${i}`);
  bank(BANK.mm, 8, (i) => `mm${i}`);
  bank(BANK.st, 8, (i) => `st(${i})`);
  ['es', 'cs', 'ss', 'ds', 'fs', 'gs'].forEach((name, i) => {
    names[BANK.segment + i] = name;
  });
  bank(BANK.control, 16, (i) => `cr${i}`);
  bank(BANK.debug, 16, (i) => `dr${i}`);
  bank(BANK.mask, 8, (i) => `k${i}`);
  bank(BANK.bound, 4, (i) => `bnd${i}`);
  bank(BANK.tile, 8, (i) => `tmm${i}`);
  return names;
}
