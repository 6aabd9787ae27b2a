import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../../src/diagnostics.ts';
import {
  add,
  addLow,
  adr,
  adrp,
  BTI_C,
  b,
  bCond,
  bl,
  blr,
  br,
  cbz,
  type Line,
  loadLow,
  mov,
  movz,
  NOP,
  POP_FRAME,
  PUSH_FRAME,
  RET,
  UDF,
} from '../../../../support/a64-words.ts';
import { type ArmRecipe, CODE, DATA, discoverArm, pointers, SLOTS } from '../../../../support/arm-program.ts';

const IMPORTS: ArmRecipe = {
  imports: new Map([
    [SLOTS, { module: '', name: 'puts' }],
    [SLOTS + 8, { module: '', name: 'abort' }],
  ]),
};
const stub = (label: string, slot: number): Line[] => [
  label,
  adrp(16, 'slots'),
  (at, of) => loadLow(17, 16, 'slots')(at, (name) => of(name) + slot) as number,
  add(16, 16, slot),
  br(17),
];

const evidenceOf = ({ code }: ReturnType<typeof discoverArm>): string[] =>
  code.functions.map(({ evidence }) => evidence);

describe('functions of A64 code', () => {
  it('are what calls lead to, in blocks that branches and their targets end', () => {
    const { functions } = discoverArm([
      'main',
      PUSH_FRAME,
      bl('leaf'),
      cbz(0, 'end'),
      add(0, 0, 1),
      'end',
      POP_FRAME,
      RET,
      'leaf',
      mov(0, 1),
      RET,
    ]);
    expect(functions).toEqual({ main: ['main', '+c', 'end'], leaf: ['leaf'] });
  });

  it('are called through registers that hold their address', () => {
    const found = discoverArm(['main', adr(8, 'far'), movz(0, 1), blr(8), RET, NOP, 'far', PUSH_FRAME, POP_FRAME, RET]);
    expect(found.functions).toEqual({ main: ['main'], far: ['far'] });
    expect(found.code.references.from(found.addressOf('main') + 8)).toMatchObject([
      { isCall: true, isDereferenced: false },
    ]);
  });

  it('end where another one begins, also where code runs into it', () => {
    const lines = ['main', bl('other'), movz(0, 1), 'other', movz(0, 2), RET];
    expect(discoverArm(lines).functions).toEqual({ main: ['main'], other: ['other'] });
  });

  it('do not take one that they end in by jumping for their own', () => {
    const { functions, code } = discoverArm([
      'main',
      bl('first'),
      RET,
      'first',
      movz(0, 1),
      b('second'),
      'second',
      PUSH_FRAME,
      POP_FRAME,
      RET,
    ]);
    expect(functions).toEqual({ main: ['main'], first: ['first'], second: ['second'] });
    expect(code.functions.map(({ isThunk }) => isThunk)).toEqual([false, false, false]);
  });

  it('are thunks where they do nothing but go on', () => {
    const { code, functions } = discoverArm(
      [
        'main',
        bl('thunk'),
        bl('puts'),
        RET,
        'thunk',
        b('second'),
        'second',
        PUSH_FRAME,
        POP_FRAME,
        RET,
        ...stub('puts', 0),
      ],
      IMPORTS,
    );
    expect(functions).toEqual({ main: ['main'], thunk: ['thunk'], second: ['second'], puts: ['puts'] });
    expect(code.functions.map(({ isThunk }) => isThunk)).toEqual([false, true, false, true]);
  });

  it('are stubs with a mark for indirect calls, too', () => {
    const [label, ...lines] = stub('puts', 0);
    const { code } = discoverArm(['main', bl('puts'), RET, label as Line, BTI_C, ...lines], IMPORTS);
    expect(code.functions.map(({ isThunk }) => isThunk)).toEqual([false, true]);
  });

  it('may be thunks in a circle', () => {
    const { functions, code } = discoverArm(['main', bl('one'), RET, 'one', b('two'), NOP, 'two', b('one')], {
      seeds: ['main', 'one', 'two'].map((_, i) => ({ address: CODE + [0, 8, 16][i]!, evidence: 'symbol' as const })),
    });
    expect(functions).toEqual({ main: ['main'], one: ['one'], two: ['two'] });
    expect(code.functions.every(({ returns }) => returns)).toBe(true);
  });
});

describe('calls that do not come back', () => {
  it('end what called, of imports and of functions that end in such calls', () => {
    const { functions, code, addressOf } = discoverArm(
      [
        'main',
        bl('die'),
        'behind',
        PUSH_FRAME,
        POP_FRAME,
        RET,
        'die',
        PUSH_FRAME,
        bl('abort'),
        NOP,
        NOP,
        ...stub('abort', 8),
      ],
      IMPORTS,
    );
    // What was taken for a part of it at first is a function of its own.
    expect(functions).toEqual({ main: ['main'], behind: ['behind'], die: ['die'], abort: ['abort'] });
    expect(code.functions.map(({ returns }) => returns)).toEqual([false, true, false, false]);
    expect(code.lastCalls).toEqual(new Set([addressOf('main'), addressOf('die') + 4]));
  });

  it('keep what others still go to', () => {
    const { functions, code, addressOf } = discoverArm([
      'main',
      bl('other'),
      bl('die'),
      'shared',
      movz(0, 1),
      bl('leaf'),
      RET,
      'die',
      NOP,
      UDF,
      'other',
      cbz(0, 'shared'),
      RET,
      'leaf',
      RET,
    ]);
    expect(functions['main']).toEqual(['main']);
    expect(functions['other']).toEqual(['shared', 'other', '+20']);
    expect(code.references.from(addressOf('shared') + 4)).toHaveLength(1);
  });

  it('are known by the name of a function', () => {
    const { code } = discoverArm(['main', bl('end'), UDF, 'end', NOP, RET], (of) => ({
      names: new Map([[of('end'), ['exit']]]),
    }));
    expect(code.lastCalls.size).toBe(1);
  });

  it('do not follow from a function that nobody looked at as a whole', () => {
    const diagnostics = new Diagnostics();
    const lines = ['main', bl('long'), RET, 'long', ...Array<Line>(20).fill(NOP), b('long')];
    const { code } = discoverArm(lines, {}, { diagnostics, limits: { functionInstructions: 10 } });
    expect(code.functions.every(({ returns }) => returns)).toBe(true);
    expect(diagnostics.list()[0]).toMatchObject({ code: 'code-function-cut' });
  });
});

describe('functions that nothing calls', () => {
  const gap: Line[] = ['main', RET, NOP, 'saves', PUSH_FRAME, POP_FRAME, RET, NOP, 'leaf', movz(0, 7), RET];

  it('are found between others', () => {
    const found = discoverArm(gap);
    expect(Object.keys(found.functions)).toEqual(['main', 'saves', 'leaf']);
    expect(evidenceOf(found)).toEqual(['entry point', 'prologue', 'prologue']);
  });

  it('are not found in data', () => {
    const { functions } = discoverArm(['main', RET, 0xffffffff, 0x00000007, 0xfffffffe, 0x12345678, 0xffffffff]);
    expect(functions).toEqual({ main: ['main'] });
  });

  it('are found by addresses that code forms and by pointers in data', () => {
    const lines: Line[] = [
      'main',
      adrp(0, 'one'),
      addLow(0, 0, 'one'),
      RET,
      'one',
      PUSH_FRAME,
      POP_FRAME,
      RET,
      'two',
      PUSH_FRAME,
      POP_FRAME,
      RET,
    ];
    const found = discoverArm(lines, (of) => ({ data: pointers(1, of('two'), of('two') + 1, DATA) }));
    expect(Object.keys(found.functions)).toEqual(['main', 'one', 'two']);
    expect(evidenceOf(found)).toEqual(['entry point', 'pointer', 'pointer']);
  });

  it('are found by slots that the loader fills, unless a text is there', () => {
    const text = Buffer.from('LD_PRELOAD\0\0');
    const words = [0, 4, 8].map((at) => text.readUInt32LE(at));
    const found = discoverArm(['main', RET, 'text', ...words, 'one', movz(0, 3), RET], (of) => ({
      data: pointers(of('one'), of('text')),
      relocations: [DATA, DATA + 8],
    }));
    expect(Object.keys(found.functions)).toEqual(['main', 'one']);
    expect(evidenceOf(found)).toEqual(['entry point', 'relocation']);
  });
});

describe('any words at all', () => {
  it('are looked at in bounded time, the same way each time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffffffff), { maxLength: 200 }), (words) => {
        const lines = ['main', ...words];
        expect(discoverArm(lines).functions).toEqual(discoverArm(lines).functions);
      }),
      { numRuns: 100 },
    );
  });

  it('are looked at where they all branch', () => {
    const branch = fc.tuple(
      fc.constantFrom(
        b,
        bl,
        (label: string) => bCond('hi', label),
        (label: string) => cbz(1, label),
      ),
      fc.nat(60),
    );
    fc.assert(
      fc.property(fc.array(branch, { minLength: 1, maxLength: 60 }), (branches) => {
        const lines = branches.flatMap(([make, to], i): Line[] => [`l${i}`, make(`l${to % branches.length}`)]);
        const { code } = discoverArm(lines);
        for (const { blocks } of code.functions) {
          const all = blocks.flatMap(({ instructions }) => [...instructions]);
          expect(all).toEqual([...new Set(all)].sort((x, y) => x - y));
        }
      }),
      { numRuns: 100 },
    );
  });
});
