import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { listProgram } from '../../../../src/export/list-features.ts';
import { featureValue } from '../../../../src/features/feature-types.ts';
import { openMachO } from '../../../../src/inputs/macho/open.ts';
import { libraryName, spellingsOf } from '../../../../src/inputs/macho/symbol-names.ts';
import { DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { ARM64, buildFat, buildMachO, CODE, library, named, uleb, words } from '../../../support/macho-builder.ts';
import { Layout } from '../../../support/program-builder.ts';

const BASE = 0x100000000;
const DATA = BASE + 0x1000;
const START = BASE + 0x800;
const METHOD = BASE + 0x840;
const STUB = BASE + 0x900;
const [RET, MOV_ONE, BR_X16] = [0xd65f03c0, 0x52800020, 0xd61f0200];

/** `adrp`: the page behind this one. */
const page = (register: number): number => 0xb0000000 + register;
const load = (register: number, at: number): number => 0xf9400000 + (at / 8) * 0x400 + register * 33;

/** A program with a class of its own, and calls of Objective-C: an ordinary one, and one by a stub for its selector. */
function agent(): Uint8Array {
  const text = new Layout(0x1000);
  const [argument, call] = [0x91000000 + 0x120 * 0x400 + 2 * 33, 0x94000000 + (STUB - START - 0x18) / 4];
  text.u32(0x800, page(0), load(0, 0x100), page(1), load(1, 0x110), page(2), argument, call, RET);
  text.u32(0x840, MOV_ONE, RET);
  text.u32(0x900, page(1), load(1, 0x118), page(16), load(16, 0), BR_X16, 0xd4200020, 0xd4200020, 0xd4200020);
  text.text(0xa00, 'setLaunchPath:').text(0xa20, 'terminate').text(0xa40, '/bin/zsh -c').text(0xa60, 'Agent');
  text.text(0xa70, 'run:');
  const data = new Layout(0x400).u64(0x110, BASE + 0xa00, BASE + 0xa20);
  data.u64(0x120, 0, 0x7c8, BASE + 0xa40, 8);
  data
    .u64(0x140, DATA + 0x150)
    .u64(0x170, DATA + 0x180)
    .u64(0x198, BASE + 0xa60, DATA + 0x1b0);
  data.u32(0x1b0, 24, 1).u64(0x1b8, BASE + 0xa70, 0, METHOD);
  const binds = [0x11, 0x40, ...named('_objc_msgSend'), 0x51, 0x71, 0, 0x90];
  binds.push(0x12, 0x40, ...named('_OBJC_CLASS_$_NSTask'), 0x71, ...uleb(0x100), 0x90, 0);
  return buildMachO({
    cpu: ARM64,
    segments: [
      {
        name: '__TEXT',
        address: BASE,
        data: text.bytes,
        sections: [
          { name: '__text', at: 0x800, size: 0x100, flags: CODE },
          { name: '__objc_stubs', at: 0x900, size: 32, flags: CODE, reserved: [0, 32] },
          { name: '__objc_methname', at: 0xa00, size: 0x100, flags: 2 },
        ],
      },
      {
        name: '__DATA',
        address: DATA,
        data: data.bytes,
        protection: 3,
        sections: [
          { name: '__cfstring', at: 0x120, size: 32 },
          { name: '__objc_classlist', at: 0x140, size: 8 },
        ],
      },
      { name: '__LINKEDIT', address: BASE + 0x2000, data: Uint8Array.from(binds), protection: 1 },
    ],
    commands: [
      [0x80000022, words(0, 0, 0x2000, binds.length, 0, 0, 0, 0, 0, 0)],
      library('/usr/lib/libobjc.A.dylib'),
      library('/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation'),
      [0x80000028, words(0x800, 0, 0, 0)],
    ],
  });
}

async function open(bytes: Uint8Array, arch?: string) {
  const diagnostics = new Diagnostics();
  const program = await openMachO(memorySource('agent', bytes), { semantics: DEFAULT_SEMANTICS, diagnostics, arch });
  const rows = [...listProgram(program)];
  const at = (address: number): string[] =>
    rows
      .filter(({ scope, place }) => scope === 'instruction' && 'value' in place && place.value === address)
      .map(({ feature }) => `${feature.type}: ${String(featureValue(feature))}`);
  const inFile = rows
    .filter(({ scope }) => scope === 'file' || scope === 'global')
    .map(({ feature }) => `${feature.type}: ${String(featureValue(feature))}`);
  return { program, at, inFile, codes: () => diagnostics.list().map(({ code }) => code) };
}

describe('a macOS program', () => {
  it('says what it imports, with and without its libraries, and what it is for', async () => {
    const { inFile } = await open(agent());
    expect(inFile).toEqual(expect.arrayContaining(['format: macho', 'os: macos', 'arch: aarch64']));
    const imports = ['objc.objc_msgSend', 'objc_msgSend', '_objc_msgSend', 'foundation._OBJC_CLASS_$_NSTask'];
    expect(inFile).toEqual(expect.arrayContaining(imports.map((name) => `import: ${name}`)));
    expect(inFile).toEqual(expect.arrayContaining(['section: __TEXT,__text', 'section: __DATA,__cfstring']));
  });

  it('has classes and methods', async () => {
    const { program, inFile } = await open(agent());
    expect(inFile).toEqual(expect.arrayContaining(['class: Agent', 'class: NSTask', 'function name: -[Agent run:]']));
    const method = program.code?.functions().find(({ names }) => names.includes('-[Agent run:]'));
    expect(method?.address).toEqual({ type: 'absolute', value: METHOD });
  });

  it('shows classes, selectors and constant strings where code refers to them', async () => {
    const { at } = await open(agent());
    expect(at(START + 4)).toContain('class: NSTask');
    expect(at(START + 12)).toContain('string: setLaunchPath:');
    expect(at(START + 20)).toContain('string: /bin/zsh');
  });

  it('shows the selector of a stub where it is called', async () => {
    const { at } = await open(agent());
    expect(at(START + 24)).toEqual(expect.arrayContaining(['api: objc_msgSend', 'string: terminate']));
  });

  it('is one of several in a universal file, which the result names', async () => {
    const fat = buildFat([buildMachO(), agent()]);
    const [first, chosen] = [await open(fat), await open(fat, 'arm64')];
    expect(first.inFile).toContain('arch: amd64');
    expect(chosen.inFile).toContain('arch: aarch64');
    expect(chosen.codes()).toEqual(['macho-other-slices']);
    expect(chosen.at(START + 4)).toContain('class: NSTask');
    await expect(open(fat, 'ppc')).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it('says that it is encrypted', async () => {
    const bytes = buildMachO({ commands: [[0x2c, words(0x1000, 0x1000, 1, 0)]] });
    expect((await open(bytes)).codes()).toEqual(['macho-encrypted']);
  });
});

describe('names of symbols', () => {
  it.each([
    ['_ptrace', ['ptrace', '_ptrace']],
    ['_open$NOCANCEL', ['open', '_open$NOCANCEL']],
    ['_select$DARWIN_EXTSN$NOCANCEL', ['select', '_select$DARWIN_EXTSN$NOCANCEL']],
    ['___memcpy_chk', ['memcpy', '__memcpy_chk', '___memcpy_chk']],
    ['-[Note touch:]', ['-[Note touch:]']],
    ['_', ['_']],
  ])('%s is known as rules write it', (symbol, names) => {
    expect(spellingsOf(symbol)).toEqual(names);
  });

  it.each([
    ['/usr/lib/libSystem.B.dylib', 'System'],
    ['/usr/lib/libc++.1.dylib', 'c++'],
    ['/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation', 'Foundation'],
    ['@rpath/lib', 'lib'],
    ['', '*'],
  ])('of the library %s begin with %s', (path, name) => {
    expect(libraryName(path)).toBe(name);
  });
});
