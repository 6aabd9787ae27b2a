import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseRuntime } from '../../../../src/code/crt/recognise-runtime.ts';
import { Image } from '../../../../src/code/image.ts';
import type { ImportedSymbol, ProgramCode, Seed } from '../../../../src/code/program-code.ts';
import { walkCode } from '../../../support/walk-code.ts';

const ENTRY = 0x401000;
const START = 0x401020;
const INIT = 0x401100;
const HELPER = 0x401200;
const INNER = 0x401240;
const EXIT = 0x401300;
const MAIN = 0x401400;
const WORK = 0x401500;
const END = 0x402000;
const COOKIE = 0x403000;

/** Slots of imported functions. */
const SLOTS = [
  ...['GetSystemTimeAsFileTime', 'GetCurrentProcessId', 'GetTickCount', 'ExitProcess', 'HeapAlloc'],
  ...['RegOpenKeyExA', 'CreateRemoteThread', 'GetVersion', 'GetCommandLineA'],
];
const slotOf = (name: string): number => END + 8 * SLOTS.indexOf(name);

/** Machine code from hexadecimal text and calls or jumps to addresses or imported functions. */
type Piece = string | readonly ['call' | 'jmp', number | string];

function assemble(address: number, bits: 32 | 64, pieces: readonly Piece[]): Buffer {
  let code: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      code = Buffer.concat([code, Buffer.from(piece.replaceAll(' ', ''), 'hex')]);
      continue;
    }
    const [kind, target] = piece;
    const isImport = typeof target === 'string';
    const opcode = isImport ? [0xff, kind === 'call' ? 0x15 : 0x25] : [kind === 'call' ? 0xe8 : 0xe9];
    const next = address + code.length + opcode.length + 4;
    const value = Buffer.alloc(4);
    if (isImport && bits === 32) value.writeUInt32LE(slotOf(target));
    else value.writeInt32LE((isImport ? slotOf(target) : target) - next);
    code = Buffer.concat([code, Buffer.from(opcode), value]);
  }
  return code;
}

type Functions = Readonly<Record<number, readonly Piece[]>>;

function program(
  functions: Functions,
  { bits = 32 as 32 | 64, cookie = 0xbb40e64en, seeds = [] as readonly Seed[] } = {},
): ProgramCode {
  const code = Buffer.alloc(END - ENTRY, 0xcc);
  for (const [address, pieces] of Object.entries(functions)) {
    code.set(assemble(Number(address), bits, pieces), Number(address) - ENTRY);
  }
  const data = Buffer.alloc(0x100);
  data.writeBigUInt64LE(cookie);
  const common = { fileOffset: 0, isReadable: true, name: '' };
  const image = new Image({
    bits,
    base: 0x400000,
    regions: [
      { ...common, start: ENTRY, end: END, bytes: code, isWritable: false, isExecutable: true },
      { ...common, start: END, end: COOKIE, bytes: new Uint8Array(), isWritable: true, isExecutable: false },
      { ...common, start: COOKIE, end: COOKIE + 0x100, bytes: data, isWritable: true, isExecutable: false },
    ],
  });
  const imports = new Map<number, ImportedSymbol>(
    SLOTS.map((name) => [slotOf(name), { module: 'KERNEL32.dll', name }]),
  );
  const walked = walkCode({ image, entry: ENTRY, imports, functions: Object.keys(functions).map(Number) });
  return { ...walked, seeds: [...walked.seeds, ...seeds] };
}

function names(functions: Functions, options?: Parameters<typeof program>[1]): Record<number, string> {
  return Object.fromEntries(recogniseRuntime(program(functions, options)));
}

const GATHER: readonly Piece[] = [
  ['call', 'GetSystemTimeAsFileTime'],
  ['call', 'GetCurrentProcessId'],
  ['call', 'GetTickCount'],
];
// cmp dword [COOKIE], the default; push of a place for the time
const MAKE_32: readonly Piece[] = ['81 3D 00304000 4EE640BB', '68 10304000', ...GATHER, 'A3 00304000', 'C3'];
const PUSH_3 = 'FF 35 40304000 FF 35 44304000 FF 35 48304000';
const PROGRAM_32: Functions = {
  [ENTRY]: [
    ['call', INIT],
    ['jmp', START],
  ],
  [START]: [
    // push 1; call; pop ecx; test eax, eax; jne over the failure
    ...(['6A 01', ['call', HELPER], '59 85C0 75 07 6A 1B', ['call', EXIT]] as Piece[]),
    ...([PUSH_3, ['call', MAIN], '83C4 0C 8BF0'] as Piece[]),
    // cmp [..], 0; je to the exit; mov eax, esi; ret; push esi; call
    ...(['83 3D 50304000 00 74 03 8BC6 C3 56', ['call', EXIT], 'CC'] as Piece[]),
  ],
  [INIT]: MAKE_32,
  [HELPER]: [['call', INNER], ['call', 'HeapAlloc'], 'C3'],
  [INNER]: ['B8 01000000 C3'],
  [EXIT]: ['FF 74 24 04', ['call', 'ExitProcess'], 'CC'],
  [MAIN]: [['call', WORK], ['call', 'CreateRemoteThread'], 'C3'],
  [WORK]: ['33C0 40 C3'],
};
const INIT_ALONE = { [INIT]: '__security_init_cookie' };
const ALL = { ...INIT_ALONE, [ENTRY]: '?', [START]: '?', [HELPER]: '?', [INNER]: '?', [EXIT]: '?' };

describe('start-up code', () => {
  it('and what it calls is the run-time; main and what that calls is not', () => {
    expect(names(PROGRAM_32)).toEqual(ALL);
  });

  it('is known in 64-bit programs', () => {
    expect(
      names(
        {
          ...PROGRAM_32,
          [ENTRY]: ['48 83EC 28', ['call', INIT], '48 83C4 28', ['jmp', START]],
          [START]: [
            ...(['B9 01000000', ['call', HELPER]] as Piece[]),
            // mov r8, rax; mov rdx, rdi; mov ecx, [rbx]
            ...([
              '4C 8BC0 48 8BD7 8B0B',
              ['call', MAIN],
              '8BD8 84C0 74 03 8BC3 C3 8BCB',
              ['call', EXIT],
              'CC',
            ] as Piece[]),
          ],
          [INIT]: ['48 BB 32A2DF2D992B0000', ...GATHER, 'C3'],
          [EXIT]: [['call', 'ExitProcess'], 'CC'],
        },
        { bits: 64 },
      ),
    ).toEqual(ALL);
  });

  it('makes the cookie through another function in newer programs', () => {
    const gather = INIT + 0x40;
    const functions = {
      ...PROGRAM_32,
      [INIT]: ['81 3D 00304000 4EE640BB', ['call', gather], 'C3'] as Piece[],
      [gather]: [...GATHER, 'C3'],
    };
    expect(names(functions)).toEqual({ ...ALL, [gather]: '?' });
  });

  it('of the time before cookies is known by what it asks Windows', () => {
    const start = PROGRAM_32[START] as readonly Piece[];
    const old = {
      ...PROGRAM_32,
      [ENTRY]: [
        ['call', 'GetVersion'],
        ['call', 'GetCommandLineA'],
        ['jmp', START],
      ] as Piece[],
    };
    expect(names({ ...old, [START]: start })).toEqual({ ...ALL });
    const other = {
      ...old,
      [ENTRY]: [
        ['call', 'GetVersion'],
        ['jmp', START],
      ] as Piece[],
    };
    expect(names(other)).toEqual(INIT_ALONE);
  });

  it('is not guessed: without a cookie that is made nothing is hidden', () => {
    const fake = ['81 3D 00304000 4FE640BB', ...GATHER, 'C3'];
    expect(names({ ...PROGRAM_32, [INIT]: fake })).toEqual({});
    expect(names({ ...PROGRAM_32, [INIT]: ['81 3D 00304000 4EE640BB', ['call', 'GetTickCount'], 'C3'] })).toEqual({});
  });

  it.each<[string, readonly Piece[]]>([
    ['the result goes nowhere', [PUSH_3, ['call', MAIN], '33C0 50', ['call', EXIT], 'CC']],
    ['it has two arguments', ['FF 35 40304000 FF 35 44304000', ['call', MAIN], '50', ['call', EXIT], 'CC']],
    [
      'another is called like it',
      [PUSH_3, ['call', WORK], '85C0 74 06 50', ['call', EXIT], PUSH_3, ['call', MAIN], '50', ['call', EXIT], 'CC'],
    ],
    [
      'the result goes to a function that does not end the program',
      [PUSH_3, ['call', MAIN], '50', ['call', HELPER], 'C3'],
    ],
  ])('hides nothing where main is not certain: %s', (_, start) => {
    expect(
      names({
        ...PROGRAM_32,
        [ENTRY]: [
          ['call', INIT],
          ['call', HELPER],
          ['jmp', START],
        ],
        [START]: start,
        [EXIT]: [['call', 'ExitProcess']],
      }),
    ).toEqual(INIT_ALONE);
  });

  it('does not lead to what the run-time would not do, nor further', () => {
    const functions = { ...PROGRAM_32, [HELPER]: [['call', INNER], ['call', 'RegOpenKeyExA'], 'C3'] as Piece[] };
    const { [HELPER]: _, [INNER]: __, ...others } = ALL;
    expect(names(functions)).toEqual(others);
  });

  it('does not lead to exports and callbacks', () => {
    const { [INNER]: _, ...others } = ALL;
    for (const evidence of ['export', 'thread-local storage callback'] as const) {
      expect(names(PROGRAM_32, { seeds: [{ address: INNER, evidence }] })).toEqual(others);
    }
  });

  it('is looked for in Windows programs only', () => {
    expect([...recogniseRuntime({ ...program(PROGRAM_32), platform: 'linux' })]).toEqual([]);
  });
});

describe('helpers of compilers', () => {
  const REPORT = INNER;
  const at = (pieces: readonly Piece[], options?: Parameters<typeof program>[1]) =>
    names({ [ENTRY]: ['C3'], [HELPER]: pieces, [REPORT]: [['call', 'ExitProcess'], 'CC'], [WORK]: ['C3'] }, options)[
      HELPER
    ];

  it('that compare the cookie', () => {
    // cmp ecx, [COOKIE]; jne; ret; jmp
    const compare: readonly Piece[] = ['3B 0D 00304000 75 01 C3', ['jmp', REPORT]];
    expect(at(compare)).toBe('__security_check_cookie');
    expect(at(compare, { cookie: 5n })).toBeUndefined();
    expect(at(['3B 0D 00304000 75 01 C3', ['call', REPORT], 'C3'])).toBeUndefined();
  });

  it('that touch the pages of the stack', () => {
    // cmp eax, page; jb; sub ecx, page; test [ecx], eax; sub eax, page; jmp; sub ecx, eax; xchg ecx, esp; ret
    const probe = '3D 00100000 72 0F 81E9 00100000 8501 2D 00100000 EB EA 2BC8 87CC C3';
    expect(at([probe])).toBe('__chkstk');
    // A loop over pages of something else stays on its own stack.
    expect(at([probe.replace('87CC', '8BC1')])).toBeUndefined();
    // mov r11, gs:[10h]; lea r11, [r11-page]; mov byte [r11], 0; cmp r10, r11; jne; ret
    const probe64 = '65 4C 8B 1C 25 10000000 4D 8D 9B 00F0FFFF 41 C6 03 00 4D 3B D3 75 F0 C3';
    expect(at([probe64], { bits: 64 })).toBe('__chkstk');
    expect(at([probe64.replace('10000000', '30000000')], { bits: 64 })).toBeUndefined();
  });

  it('that make and take down frames with a handler, which code of the program does not do by itself', () => {
    // push fs:[0]; lea ebp, [esp+10h]; sub esp, eax; mov fs:[0], eax; ret
    const prolog = '64 FF 35 00000000 8D 6C 24 10 2BE0 64 A3 00000000 C3';
    expect(at([prolog])).toBe('?');
    // mov fs:[0], ecx; pop edi; mov esp, ebp; pop ebp; ret
    expect(at(['64 89 0D 00000000 5F 8BE5 5D C3'])).toBe('?');
    // A function that sets a handler and goes on to do something.
    expect(at(['64 FF 35 00000000 8D 6C 24 10 2BE0 64 A3 00000000', ['call', WORK], 'C3'])).toBeUndefined();
    // push handler; push fs:[0]; mov fs:[0], esp; xor eax, eax; ret
    expect(at(['68 00204000 64 FF 35 00000000 64 89 25 00000000 33C0 C3'])).toBeUndefined();
  });
});

describe('any code', () => {
  it('is looked at in bounded time, and main is never among the run-time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(0x5ff), fc.nat(255)), { maxLength: 6 }),
        fc.constantFrom(32, 64),
        (changes, bits) => {
          const functions: Record<number, readonly Piece[]> = { ...PROGRAM_32 };
          // Bytes of the program are replaced, that of main excepted.
          for (const [offset, value] of changes) {
            const address = ENTRY + offset;
            if (address < MAIN) functions[address] = [value.toString(16).padStart(2, '0')];
          }
          const found = recogniseRuntime(program(functions, { bits: bits as 32 | 64 }));
          expect(found.has(MAIN)).toBe(false);
        },
      ),
    );
  });
});
