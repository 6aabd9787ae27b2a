import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallerMap, type CallerPlace, FileBases, type MappedModule } from '../../../src/features/callers.ts';
import { LIMITS } from '../../../src/limits.ts';

const module = (path: string, base: number, size?: number, isSample = false): MappedModule => ({
  path,
  base,
  ...(size === undefined ? {} : { size }),
  isSample,
});

const SAMPLE = module('C:\\a.exe', 0x400000, 0x6000, true);
const KERNEL = module('kernel32.dll', 0x7b600000, 0x90000);

/** A place in short. */
function text(place: CallerPlace): string {
  return place.kind === 'module' ? `${place.module.path}+${place.offset.toString(16)}` : place.kind;
}

describe('an address', () => {
  const map = new CallerMap({ modules: [KERNEL, SAMPLE], unbacked: [{ start: 0x1620000, end: 0x1630000 }] });

  it('lies in the module around it, at the offset of the address itself', () => {
    expect(text(map.placeOf(0x40172b))).toBe('C:\\a.exe+172b');
    expect(text(map.placeOf(0x7b600001))).toBe('kernel32.dll+1');
  });

  it('belongs to the module of the byte before it, for a call may be the last instruction', () => {
    expect(text(map.placeOf(0x406000))).toBe('C:\\a.exe+6000');
    expect(text(map.placeOf(0x406001))).toBe('unknown');
    expect(text(map.placeOf(0x400000))).toBe('unknown');
  });

  it('is unbacked in memory that is known to be', () => {
    expect(text(map.placeOf(0x16200bb))).toBe('unbacked');
  });

  it('is unbacked wherever no module is, if all modules are known', () => {
    const all = new CallerMap({ modules: [SAMPLE], modulesAreAll: true });
    expect(text(all.placeOf(0x9990000))).toBe('unbacked');
    expect(text(new CallerMap({ modules: [], modulesAreAll: true }).placeOf(1))).toBe('unknown');
  });

  it('is unknown if it is none', () => {
    for (const address of [0, -5, 1.5, Number.NaN, 2 ** 60]) expect(text(map.placeOf(address))).toBe('unknown');
  });

  it('lies in a module of unknown size up to the next one', () => {
    const unsized = new CallerMap({ modules: [module('b', 0x500000), module('a', 0x400000), module('c', 0x400000)] });
    expect(text(unsized.placeOf(0x500000))).toBe('a+100000');
    expect(text(unsized.placeOf(0x500001))).toBe('b+1');
    expect(text(unsized.placeOf(0x7fff_0000_0000))).toBe('unknown');
  });

  it('is unbacked where memory was made executable inside the reach of a module', () => {
    const unbacked = [{ start: 0x1620000, end: 0x1630000 }];
    const over = new CallerMap({ modules: [module('a', 0x400000)], unbacked });
    expect(text(over.placeOf(0x16200bb))).toBe('unbacked');
    expect(text(over.placeOf(0x401000))).toBe('a+1000');
  });
});

describe('who made a call', () => {
  const map = new CallerMap({ modules: [SAMPLE, KERNEL], unbacked: [{ start: 0x1620000, end: 0x1630000 }] });

  it.each([
    ['the sample', [0x40172b], 'sample'],
    ['the sample, through a library', [0x7b601234, 0x40172b], 'sample'],
    ['the sample, through what is not known', [0x99999999, 0x40172b], 'sample'],
    ['unbacked memory that the sample called', [0x16200bb, 0x40172b], 'unbacked'],
    ['the sample that unbacked memory called', [0x40172b, 0x16200bb], 'sample'],
    ['a library', [0x7b601234, 0x7b601300], 'library'],
    ['nobody knows: not all is known', [0x7b601234, 0x99999999], 'unknown'],
    ['nobody knows: no address', [], 'unknown'],
  ])('%s', (_, chain, origin) => {
    expect(map.originOf(chain)).toBe(origin);
  });
});

describe('a map', () => {
  it('answers as a search through all modules does, however they overlap', () => {
    const some = fc.array(fc.record({ base: fc.nat(60), size: fc.nat(20), isSample: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(some, (list) => {
        const modules = list.map((each, i): MappedModule => ({ ...each, path: `${i}` }));
        const map = new CallerMap({ modules });
        for (let address = 1; address < 90; address++) {
          const first = modules.find(({ base, size = 0 }) => base <= address - 1 && address - 1 < base + size);
          const expected = first === undefined ? 'unknown' : `${first.path}+${(address - first.base).toString(16)}`;
          expect(text(map.placeOf(address))).toBe(expected);
        }
      }),
    );
  });

  it('of a million modules that lie in each other is made and asked in bounded time', () => {
    const modules = Array.from({ length: 1_000_000 }, (_, i) => module('m', 1_000_000 - i, i * 2));
    const map = new CallerMap({ modules });
    for (let i = 0; i < 100_000; i++) map.placeOf(i * 20);
    expect(map.placeOf(1_000_000).kind).toBe('module');
    expect(map.placeOf(1).kind).toBe('unknown');
  });

  it('survives sizes and bases that are none', () => {
    const odd = [
      module('a', Number.NaN, 5),
      module('b', 0x1000, -5),
      module('c', 2 ** 53 - 10, 2 ** 53),
      module('d', -1),
    ];
    const map = new CallerMap({
      modules: odd,
      unbacked: [
        { start: Number.NaN, end: 5 },
        { start: 7, end: 3 },
      ],
    });
    expect(text(map.placeOf(0x1001))).toBe('unknown');
    expect(text(map.placeOf(2 ** 53 - 5))).toBe('c+5');
  });
});

describe('files of which only places are known', () => {
  it('give addresses that lead back to them', () => {
    const bases = new FileBases();
    const chain = [bases.addressOf('/lib/libc.so.6', 0x10e1a4), bases.addressOf('/opt/a', 0x1721)];
    const map = new CallerMap({ modules: bases.list((path) => path === '/opt/a'), modulesAreAll: true });
    expect(chain.map((address) => text(map.placeOf(address)))).toEqual(['/lib/libc.so.6+10e1a4', '/opt/a+1721']);
    expect(map.originOf(chain)).toBe('sample');
    expect(text(map.placeOf(0x7f5c847a7088))).toBe('unbacked');
    expect(map.decidingPlace(chain)).toMatchObject({ position: 1, offset: 0x1721 });
  });

  it('are bounded', () => {
    const bases = new FileBases();
    for (let i = 0; i < LIMITS.mappedModules; i++) bases.addressOf(`${i}`, 0);
    expect(bases.addressOf('one more', 0)).toBe(0);
    expect(bases.addressOf('1', 2 ** 32)).toBe(0);
    expect(Number.isSafeInteger(bases.addressOf(`${LIMITS.mappedModules - 1}`, 2 ** 32 - 1))).toBe(true);
  });
});
