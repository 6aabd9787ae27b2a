// Assemblies as programs: names, features as the reference has them and better ones, listings, both halves of mixed ones, damage.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { unpackSource } from '../../../../src/bytes/unpack.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { disassemble } from '../../../../src/export/disassemble.ts';
import { listFeatures } from '../../../../src/export/list-features.ts';
import { formatFeature } from '../../../../src/features/feature-text.ts';
import type { Program } from '../../../../src/features/program.ts';
import { TABLE } from '../../../../src/formats/dotnet/schema.ts';
import { detectInput } from '../../../../src/inputs/detect.ts';
import { dotnetInput } from '../../../../src/inputs/dotnet/index.ts';
import { peInput } from '../../../../src/inputs/pe/index.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { AssemblyBuilder } from '../../../support/assembly-builder.ts';
import { buildPe } from '../../../support/program-builder.ts';
import { smallAssembly } from '../../../support/small-assembly.ts';

const MAIN = 0x06000001;

async function open(bytes: Uint8Array, semantics: Semantics = DEFAULT_SEMANTICS): Promise<Program> {
  const options = { semantics, diagnostics: new Diagnostics() };
  return (await dotnetInput.open(memorySource('program', bytes), options)) as Program;
}

/** Features of the file, or those seen in a method, as texts. */
async function featuresOf(program: Program, token?: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { scope, place, feature } of listFeatures(program)) {
    if (token === undefined ? scope !== 'file' : !('value' in place) || [place.value].flat()[0] !== token) continue;
    found.push(formatFeature(feature));
  }
  return found;
}

const TYPES =
  'class(<Module>) class(Demo.Program) class(Demo.Program/Box) class(Data) class(System.Object) class(Other.Outer)'.split(
    ' ',
  );

describe('with --compat', () => {
  it('is of any system, and has the features of the reference', async () => {
    const program = await open(smallAssembly(), COMPAT_SEMANTICS);
    expect(program.extractor).toBe('DnfileFeatureExtractor');
    expect(program.baseAddress).toEqual({ type: 'no address' });
    expect(program.globals.map(formatFeature)).toEqual(['format(dotnet)', 'format(pe)', 'os(any)', 'arch(any)']);
    const file = await featuresOf(program);
    expect(file.filter((text) => !text.startsWith('string('))).toEqual([
      'import(System.Object::Write)',
      'import(Other.Outer/Inner/Inner::Depth)',
      'import(Other.Outer/Middle::Count)',
      'import(kernel32.Beep)',
      'import(Beep)',
      ...['Main', 'Level', 'Beep', 'Generic', 'Half', 'Cut'].map((name) => `function-name(Demo.Program::${name})`),
      'function-name(Demo.Program/Box::Run)',
      ...TYPES,
      // Middle and Inner.
      'class(Other.Outer)',
      'class(Other.Outer/Inner)',
      'class(System.Collections.List`1)',
      ...['Demo', 'System', 'Other', 'System.Collections'].map((name) => `namespace(${name})`),
    ]);
  });

  it('has calls, properties, texts and numbers in instructions', async () => {
    const program = await open(smallAssembly(), COMPAT_SEMANTICS);
    expect(await featuresOf(program, MAIN)).toEqual([
      ...new Array(7).fill('characteristic(calls from)'),
      'characteristic(loop)',
      'string(Hello there)',
      ...['api(System.Object::Write)', 'class(System.Object)', 'namespace(System)'],
      ...['property/read(Other.Outer/Inner/Inner::Depth)', 'property(Other.Outer/Inner/Inner::Depth)'],
      ...['class(Other.Outer/Inner/Inner)', 'namespace(Other)'],
      ...['class(Other.Outer/Inner)', 'namespace(Other)'],
      ...['property/read(Demo.Program::Level)', 'property(Demo.Program::Level)'],
      ...['class(Demo.Program)', 'namespace(Demo)', 'api(Beep)', 'characteristic(unmanaged call)'],
      ...['api(Demo.Program::Generic)', 'class(Demo.Program)', 'namespace(Demo)'],
      ...['number(-0xFFFFFF80)', 'number(6.0)', 'number(-0x1)', 'number(0x1)'],
    ]);
  });

  it.each([
    ['any', 32, 1],
    ['i386', 32, 3],
    ['amd64', 64, 1],
    ['any', 64, 3],
  ] as const)('is for %s with %i bits and flags %i', async (arch, bits, flags) => {
    const program = await open(smallAssembly({ bits, flags }), COMPAT_SEMANTICS);
    expect(program.globals.at(-1)).toEqual({ type: 'arch', value: arch });
  });
});

describe('without', () => {
  it('has true names of nested and generic types, and those of the reference', async () => {
    const file = await featuresOf(await open(smallAssembly()));
    expect(file).toEqual(
      expect.arrayContaining([
        'import(Other.Outer/Middle/Inner::Depth)',
        'import(Other.Outer/Inner/Inner::Depth)',
        'import(System.Collections.List`1::Add)',
        'import(Demo.Program/Box::Run)',
        'class(Other.Outer/Middle)',
        'section(.text)',
      ]),
    );
  });

  it('sees fields of others, what tokens name, and what arrays are filled with', async () => {
    const main = await featuresOf(await open(smallAssembly()), MAIN);
    expect(main).toEqual(
      expect.arrayContaining([
        'property/read(Other.Outer/Middle::Count)',
        'class(Other.Outer/Middle/Inner)',
        'bytes(01 02 03 04 05 06 07 08)',
        'api(System.Collections.List`1::Add)',
        'string(lone \ufffd half)',
        'basic block',
        'characteristic(tight loop)',
      ]),
    );
    expect(main.filter((text) => text === 'basic block')).toHaveLength(3);
  });

  it('knows who calls generic methods and methods of generic types', async () => {
    const callers = (program: Program) =>
      program.code?.functions().map(({ names, callers: by }) => [names[0], by.length]);
    const generic = await open(smallAssembly());
    expect(callers(generic)).toEqual([
      ['Demo.Program::Main', 0],
      ['Demo.Program::get_Level', 1],
      ['Demo.Program::Generic', 2],
      ['Demo.Program::Half', 0],
      ['Demo.Program::Cut', 0],
      ['Demo.Program/Box::Run', 1],
    ]);
    expect(await featuresOf(generic, 0x06000004)).toContain('characteristic(recursive call)');
  });

  it('keeps what is left of damaged methods', async () => {
    const functions = async (semantics: Semantics) => {
      const { code } = await open(smallAssembly({ isDamaged: true }), semantics);
      return code?.functions().map(({ names, instructions }) => `${names[0]} ${instructions}`);
    };
    expect(await functions(DEFAULT_SEMANTICS)).toEqual(
      expect.arrayContaining(['Demo.Program::Half 3', 'Demo.Program::Cut 4']),
    );
    expect(await functions(COMPAT_SEMANTICS)).toHaveLength(5);
  });
});

describe('what people see', () => {
  it('is the text of instructions with names', async () => {
    const program = await open(smallAssembly());
    if (program.code === undefined) throw new Error('no code');
    const { blocks, listed } = disassemble(program, program.code, 'Demo.Program::Main');
    expect(listed).toMatchObject({ evidence: 'entry point', blocks: 3 });
    const texts = blocks.flatMap(({ instructions }) => instructions.map(({ instruction }) => instruction?.text));
    expect(texts.slice(0, 5)).toEqual([
      'ldstr "Hello there"',
      'call System.Object::Write',
      'ldstr "lone \ufffd half"',
      'pop',
      'call Other.Outer/Middle/Inner::get_Depth',
    ]);
    expect(texts).toContain('call KERNEL32!Beep');
    expect(disassemble(program, program.code, '0x6000002').listed.names).toEqual(['Demo.Program::get_Level']);
    expect(() => disassemble(program, program.code as never, '0x6000063')).toThrow(/no function begins/);
  });
});

describe('a mixed assembly', () => {
  const bytes = smallAssembly({ flags: 0, native: Buffer.from('31c040c3', 'hex') });

  it('has native functions behind its methods', async () => {
    const program = await open(bytes);
    const listed = program.code?.functions().map(({ address }) => address) ?? [];
    expect(listed.map(({ type }) => type)).toEqual([...new Array(6).fill('dn token'), 'absolute']);
    expect(program.baseAddress).toEqual({ type: 'absolute', value: 0x400000 });
    expect(await featuresOf(program, 0x440000)).toContain('mnemonic(xor)');
    expect(await featuresOf(program)).toContain('characteristic(mixed mode)');
  });

  it('has methods only with --compat, and says so', async () => {
    const program = await open(bytes, COMPAT_SEMANTICS);
    expect(program.code?.functions()).toHaveLength(6);
    expect(program.health().missing.map(({ part }) => part)).toEqual(['native code']);
  });
});

describe('a file that only looks like an assembly', () => {
  it('is a native program where the place of the header is empty', async () => {
    const program = await open(buildPe({ directories: { 14: [0x70000000, 72] } }));
    expect([program.format, program.health().diagnostics]).toEqual(['pe', []]);
  });

  it('is a native program, with a word about it, where the metadata cannot be read', async () => {
    const program = await open(smallAssembly({ change: (metadata) => metadata.fill(0) }));
    expect(program.format).toBe('pe');
    expect(program.health().diagnostics.map(({ code }) => code)).toEqual(['dotnet-metadata-unreadable']);
  });

  it('is what --format says', async () => {
    const source = memorySource('x', smallAssembly());
    const inputs = await Promise.all(
      ['auto', 'pe', 'dotnet'].map((format) => detectInput(source, { unpack: unpackSource, format })),
    );
    expect(inputs.map(({ input }) => input)).toEqual([dotnetInput, peInput, dotnetInput]);
  });
});

describe('types in each other', () => {
  it('end where they go in circles', async () => {
    const builder = new AssemblyBuilder();
    const name = builder.name('A');
    for (const row of [1, 2]) {
      builder.row(TABLE.typeDef, 0, name, 0, 0, 1, 1);
      builder.row(TABLE.typeRef, ((3 - row) << 2) | 3, name, 0);
      builder.row(TABLE.nestedClass, row, 3 - row);
    }
    const classes = (await featuresOf(await open(builder.build()))).filter((text) => text.startsWith('class('));
    expect(classes.length).toBeGreaterThan(3);
    expect(Math.max(...classes.map(({ length }) => length))).toBeLessThan(200);
  });
});
