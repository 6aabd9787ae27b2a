import { describe, expect, it } from 'vitest';
import { locateFunctions } from '../../../../src/features/located-program.ts';
import type { Program } from '../../../../src/features/program.ts';
import { freezeInput } from '../../../../src/inputs/freeze/index.ts';
import { COMPAT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import {
  absolute,
  at,
  dynamicText,
  freezeHeader,
  frozenBlock,
  frozenCall,
  frozenFunction,
  frozenInstruction,
  frozenProcess,
  frozenThread,
  openProgram,
  openTrace,
  packFreeze,
  staticText,
  toJson,
  Verbatim,
} from '../../../support/freeze-builder.ts';
import { readTrace } from '../../../support/recording-sink.ts';

const api = (name: string): object => ({ type: 'api', api: name });

/** Opens a static file with these features and returns them as they were understood. */
async function readFeatures(...features: object[]) {
  const { input, diagnostics } = await openProgram(staticText({ file: features.map((f) => at(absolute(1), f)) }));
  return { features: input.file.map((located) => located.feature), diagnostics: diagnostics.list() };
}

describe('recognising freeze files', () => {
  const probe = (name: string, bytes: Uint8Array) => ({ name, raw: bytes, head: bytes });

  it('goes by the magic, then by the name', () => {
    expect(freezeInput.recognise(probe('x', packFreeze('')))).toBe(2);
    expect(freezeInput.recognise({ ...probe('x.gz', Buffer.from([0x1f, 0x8b])), head: packFreeze('') })).toBe(2);
    expect(freezeInput.recognise(probe('x.frz', Buffer.from('?')))).toBe(1);
    expect(freezeInput.recognise(probe('x', Buffer.from('capa000')))).toBe(0);
  });
});

describe('features of a freeze file', () => {
  it('understands every type', async () => {
    const { features, diagnostics } = await readFeatures(
      ...['os', 'arch', 'format', 'match', 'characteristic', 'export', 'section', 'substring', 'regex', 'string'].map(
        (type) => ({ type, [type]: 'v' }),
      ),
      { type: 'import', import_: 'v' },
      { type: 'class', class_: 'v' },
      { type: 'function name', function_name: 'v' },
      { type: 'number', number: -5 },
      { type: 'offset', offset: 5 },
      { type: 'operand number', index: 1, operand_number: 5 },
      { type: 'operand offset', index: 0, operand_offset: 5 },
      { type: 'bytes', bytes: '41b2' },
      { type: 'property', property: 'v' },
      { type: 'property', access: 'read', property: 'v' },
      { type: 'property', access: null, property: 'v' },
      { type: 'basic block' },
    );
    expect(diagnostics).toEqual([]);
    expect(features.slice(10)).toEqual([
      { type: 'import', value: 'v' },
      { type: 'class', value: 'v' },
      { type: 'function name', value: 'v' },
      { type: 'number', value: -5 },
      { type: 'offset', value: 5 },
      { type: 'operand number', index: 1, value: 5 },
      { type: 'operand offset', index: 0, value: 5 },
      { type: 'bytes', value: '41b2' },
      { type: 'property', value: 'v' },
      { type: 'property', access: 'read', value: 'v' },
      { type: 'property', value: 'v' },
      { type: 'basic block' },
    ]);
    expect(features[0]).toEqual({ type: 'os', value: 'v' });
  });

  it('accepts the type word as key of the value, any order of keys, and keys it does not know', async () => {
    const { features } = await readFeatures(
      { type: 'import', import: 'v' },
      { type: 'function name', 'function name': 'v' },
      { type: 'operand number', index: 1, 'operand number': 5 },
      { api: 'v', description: 'd', extra: [{}], type: 'api' },
      { type: 'api', api: 'v', description: null },
    );
    expect(features).toEqual([
      { type: 'import', value: 'v' },
      { type: 'function name', value: 'v' },
      { type: 'operand number', index: 1, value: 5 },
      { type: 'api', value: 'v' },
      { type: 'api', value: 'v' },
    ]);
  });

  it('keeps numbers exact and remembers which were floats', async () => {
    const number = (text: string): object => ({ type: 'number', number: new Verbatim(text) });
    const { features } = await readFeatures(
      number('18446744073709551615'),
      number('6.0'),
      number('6'),
      number('6.5'),
      number('1e22'),
      { type: 'offset', offset: new Verbatim('6.0') },
    );
    expect(features).toEqual([
      { type: 'number', value: 18446744073709551615n },
      { type: 'number', value: 6, float: true },
      { type: 'number', value: 6 },
      { type: 'number', value: 6.5, float: true },
      { type: 'number', value: 10n ** 22n, float: true },
      { type: 'offset', value: 6 },
    ]);
  });

  it('normalises bytes', async () => {
    expect((await readFeatures({ type: 'bytes', bytes: 'AA  bb\n' })).features).toEqual([
      { type: 'bytes', value: 'aabb' },
    ]);
  });

  it.each([
    [{ type: 'new kind', value: 1 }, 'unknown type of feature new kind'],
    [{ api: 'x' }, '"type" is missing'],
    [{ type: 'api' }, '"api" is missing'],
    [{ type: 'import' }, '"import_" is missing'],
    [{ type: 'api', api: 5 }, 'expected a string'],
    [{ type: 'number', number: '5' }, 'unexpected character'],
    [{ type: 'number', number: new Verbatim('1e400') }, 'number is not finite'],
    [{ type: 'offset', offset: 6.5 }, 'expected an integer'],
    [{ type: 'operand number', operand_number: 5 }, '"index" is missing'],
    [{ type: 'operand number', index: 5, operand_number: 5 }, 'operand index out of range'],
    [{ type: 'bytes', bytes: 'abc' }, 'bytes are not hexadecimal'],
    [{ type: 'property', access: 'write only', property: 'x' }, 'unknown access to a property'],
  ])('leaves out a malformed one and says where: case %#', async (feature, reason) => {
    const { features, diagnostics } = await readFeatures(api('a'), feature, api('b'));
    expect(features.map((f) => 'value' in f && f.value)).toEqual(['a', 'b']);
    expect(diagnostics).toMatchObject([{ code: 'freeze-entry-invalid', message: `a feature was left out: ${reason}` }]);
    expect(diagnostics[0]?.where).toMatch(/^byte \d+ of the unpacked text, features\.file\[1\]/);
  });
});

describe('addresses of a freeze file', () => {
  async function readAddress(address: object) {
    const { input, diagnostics } = await openProgram(staticText({ file: [at(address), at(absolute(1))] }));
    return diagnostics.list()[0]?.message ?? input.file[0]?.address;
  }

  it.each([
    [{ type: 'absolute', value: 5 }],
    [{ type: 'relative', value: -5 }],
    [{ type: 'file', value: 5 }],
    [{ type: 'dn token', value: 5 }],
    [{ type: 'dn token offset', value: [5, 6] }],
    [{ type: 'process', value: [0, 5] }],
    [{ type: 'thread', value: [1, 2, 3] }],
    [{ type: 'call', value: [1, 2, 3, 4] }],
    [{ type: 'no address' }],
  ])('reads %j', async (address) => {
    expect(await readAddress(address)).toEqual(address);
  });

  it('reads null for the value that no address does not have, and integers of any size', async () => {
    expect(await readAddress({ type: 'no address', value: null })).toEqual({ type: 'no address' });
    expect(await readAddress({ type: 'absolute', value: new Verbatim('18446744073709551615') })).toEqual({
      type: 'absolute',
      value: 18446744073709551615n,
    });
  });

  it.each([
    [{ value: 5 }, '"type" is missing'],
    [{ type: 'moon', value: 5 }, 'unknown kind of address'],
    [{ type: 'absolute' }, '"value" is missing'],
    [{ type: 'absolute', value: null }, '"value" is missing'],
    [{ type: 'absolute', value: -1 }, 'negative address'],
    [{ type: 'absolute', value: 1.5 }, 'expected an integer'],
    [{ type: 'absolute', value: [1] }, 'wrong number of fields'],
    [{ type: 'process', value: [1] }, 'wrong number of fields'],
    [{ type: 'call', value: [1, 2, 3, 4, 5] }, 'wrong number of fields'],
    [{ type: 'thread', value: [1, 2, -3] }, 'negative address'],
    [{ type: 'process', value: [1, new Verbatim('99999999999999999999')] }, 'process, thread or call id too large'],
  ])('refuses case %#: %s', async (address, reason) => {
    expect(await readAddress(address)).toBe(`a feature was left out: ${reason}`);
  });
});

describe('a static freeze file', () => {
  const addresses = (places: Iterable<{ address: object }>): unknown[] =>
    [...places].map(({ address }) => ('value' in address ? address.value : undefined));
  const firstFunction = (program: Program) => [...locateFunctions(program)][0];

  it('becomes a program', async () => {
    const instruction = frozenInstruction(5, [at(absolute(5), api('i'))]);
    const block = frozenBlock(5, [at(absolute(5), { type: 'basic block' })], [instruction]);
    const { input, diagnostics } = await openProgram(
      staticText({
        global_: [{ feature: { type: 'os', os: 'windows' } }],
        file: [at({ type: 'file', value: 7 }, { type: 'string', string: 's' })],
        functions: [frozenFunction(5, [at(absolute(9), api('f'))], [block])],
      }),
    );
    expect(diagnostics.list()).toEqual([]);
    expect(input).toMatchObject({
      flavour: 'static',
      format: 'freeze',
      extractor: 'NullStaticFeatureExtractor',
      hashes: { md5: 'aa', sha1: 'bb', sha256: 'cc' },
      baseAddress: { type: 'absolute', value: 4096 },
      globals: [{ type: 'os', value: 'windows' }],
      file: [{ address: { type: 'file', value: 7 }, feature: { type: 'string', value: 's' } }],
    });
    expect([...locateFunctions(input)]).toEqual([
      {
        address: absolute(5),
        features: [{ address: absolute(9), feature: { type: 'api', value: 'f' } }],
        blocks: [
          {
            address: absolute(5),
            features: [{ address: absolute(5), feature: { type: 'basic block' } }],
            instructions: [
              { address: absolute(5), features: [{ address: absolute(5), feature: { type: 'api', value: 'i' } }] },
            ],
          },
        ],
      },
    ]);
    expect(input.health()).toMatchObject({
      producer: 'TestExtractor',
      producerVersion: '1.2',
      skippedRecords: 0,
      missing: [{ part: 'marks of library functions' }],
    });
  });

  it('enumerates by address and keeps the order of features', async () => {
    const { input } = await openProgram(
      staticText({
        file: [at(absolute(5)), at(absolute(1))],
        functions: [
          frozenFunction(9),
          frozenFunction(3, [], [frozenBlock(7), frozenBlock(4, [], [frozenInstruction(6), frozenInstruction(5)])]),
        ],
      }),
    );
    expect(addresses(input.file)).toEqual([5, 1]);
    expect(addresses(locateFunctions(input))).toEqual([3, 9]);
    const blocks = [...(firstFunction(input)?.blocks ?? [])];
    expect(addresses(blocks)).toEqual([4, 7]);
    expect(addresses(blocks[0]?.instructions ?? [])).toEqual([5, 6]);
  });

  it('lets the last of several places with one address count', async () => {
    const { input, diagnostics } = await openProgram(
      staticText({ functions: [frozenFunction(5, [at(absolute(1))]), frozenFunction(5, [at(absolute(2))])] }),
    );
    expect([...locateFunctions(input)]).toHaveLength(1);
    expect(addresses(firstFunction(input)?.features ?? [])).toEqual([2]);
    expect(diagnostics.list()).toMatchObject([{ code: 'freeze-address-repeated', count: 1 }]);
  });

  it('accepts spaced keys, unknown keys and features before the header', async () => {
    const { version, base_address, ...header } = freezeHeader('static');
    const { input } = await openProgram(
      toJson({
        features: {
          global: [{ address: absolute(5), feature: { type: 'os', os: 'x' } }],
          file: [],
          unknown: [1, 2],
          functions: [{ address: absolute(5), features: [], 'basic blocks': [frozenBlock(6)], unknown: {} }],
        },
        'base address': base_address,
        unknown: null,
        ...header,
        version,
      }),
    );
    expect(input.baseAddress).toEqual(absolute(4096));
    expect(input.globals).toEqual([{ type: 'os', value: 'x' }]);
    expect(addresses(firstFunction(input)?.blocks ?? [])).toEqual([6]);
  });

  it('leaves out places that lack a part and counts them', async () => {
    const { input, diagnostics } = await openProgram(
      staticText({ functions: [frozenFunction(1), { address: absolute(2), features: [] }, { features: [] }, 7] }),
    );
    expect(addresses(locateFunctions(input))).toEqual([1]);
    expect(input.health().skippedRecords).toBe(3);
    expect(diagnostics.list().map(({ message, where }) => [message, where?.replace(/.*, /, '')])).toEqual([
      ['a function was left out: "basic_blocks" is missing', 'features.functions[1]'],
      ['a function was left out: "address" is missing', 'features.functions[2]'],
      ['a function was left out: expected an object', 'features.functions[3]'],
    ]);
  });
});

describe('a dynamic freeze file', () => {
  it('counts a call as often as capax says in its name, and does not call itself complete', async () => {
    const call = { ...frozenCall(1, 2, 0, 'Sleep'), name: 'Sleep(ms=1) -> 0x0 x600' };
    const text = (version: string): string =>
      dynamicText({ processes: [frozenProcess(1, [frozenThread(1, 2, [call])])] }).replace('"1.2"', `"${version}"`);
    const timesOf = async (version: string, semantics?: Semantics) => {
      const { input } = await openTrace(text(version), semantics);
      return (await readTrace(input)).sink.calls.map(({ times }) => times);
    };
    expect(await timesOf('capax 0.1.0')).toEqual([600]);
    expect(await timesOf('')).toEqual([600]);
    expect(await timesOf('9.4.0')).toEqual([undefined]);
    expect(await timesOf('capax 0.1.0', COMPAT_SEMANTICS)).toEqual([undefined]);
    const { input } = await openTrace(text('capax 0.1.0'));
    expect((await readTrace(input)).summary.health.missing).toMatchObject([{ part: 'health of the recording' }]);
  });

  it('becomes a trace', async () => {
    const { input } = await openTrace(
      dynamicText({
        global_: [{ feature: { type: 'os', os: 'windows' } }],
        processes: [
          frozenProcess(20, [
            frozenThread(20, 8),
            frozenThread(20, 7, [frozenCall(20, 7, 3, 'b'), frozenCall(20, 7, 1, 'a')]),
          ]),
          frozenProcess(10, [frozenThread(10, 5, [frozenCall(10, 5, 0, 'a')])]),
        ],
      }),
    );
    expect(input).toMatchObject({ format: 'freeze', extractor: 'NullDynamicFeatureExtractor' });
    const { sink, summary, names } = await readTrace(input);
    expect(sink.calls).toEqual([
      { process: 0, thread: 0, id: 0, at: 0, features: ['api\t"a"'] },
      { process: 1, thread: 1, id: 1, at: 1, features: ['api\t"a"'] },
      { process: 1, thread: 1, id: 3, at: 2, features: ['api\t"b"'] },
    ]);
    expect([...names.values()]).toEqual(['a()', 'a()', 'b()']);
    expect(summary).toMatchObject({
      baseAddress: { type: 'no address' },
      globals: [{ type: 'os', value: 'windows' }],
      processes: [
        { address: { value: [1, 10] }, name: 'p10', threads: [{ thread: 0, tid: 5 }] },
        {
          address: { value: [1, 20] },
          name: 'p20',
          threads: [
            { thread: 1, tid: 7 },
            { thread: -1, tid: 8 },
          ],
        },
      ],
      health: { producer: 'TestExtractor', processes: 2, threads: 3, calls: 3 },
    });
  });

  it('can be read again', async () => {
    const text = dynamicText({ processes: [frozenProcess(1, [frozenThread(1, 2, [frozenCall(1, 2, 0, 'a')])])] });
    const { input } = await openTrace(text);
    expect((await readTrace(input)).sink.calls).toEqual((await readTrace(input)).sink.calls);
  });

  it('keeps two processes with equal ids apart, or lets the last count where the reference does', async () => {
    const first = frozenProcess(1, [frozenThread(1, 2, [frozenCall(1, 2, 0, 'a')])], 'one');
    const second = frozenProcess(1, [frozenThread(1, 3, [frozenCall(1, 3, 0, 'b')])], 'two');
    const text = dynamicText({ processes: [first, second] });
    const both = await readTrace((await openTrace(text)).input);
    expect(both.summary.processes.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(both.sink.calls.map(({ process }) => process)).toEqual([0, 1]);
    const compat = await openTrace(text, COMPAT_SEMANTICS);
    expect((await readTrace(compat.input)).summary.processes.map(({ name }) => name)).toEqual(['two']);
    expect(compat.diagnostics.list()).toMatchObject([{ code: 'freeze-address-repeated' }]);
  });

  it('takes what names another place as part of the one it is in, and says so', async () => {
    const call = { ...frozenCall(9, 9, 4, 'a'), features: [at({ type: 'no address' }, api('x'))] };
    const text = dynamicText({ processes: [frozenProcess(1, [frozenThread(8, 2, [call])])] });
    const { input, diagnostics } = await openTrace(text);
    const { sink, summary } = await readTrace(input);
    expect(sink.calls).toEqual([{ process: 0, thread: 0, id: 4, at: 0, features: ['api\t"x"'] }]);
    expect(summary.processes).toMatchObject([{ address: { value: [1, 1] }, threads: [{ tid: 2 }] }]);
    expect(diagnostics.list().map(({ code }) => code)).toEqual([
      'freeze-feature-moved',
      'freeze-call-moved',
      'freeze-thread-moved',
    ]);
  });

  it('leaves out processes, threads and calls that are none', async () => {
    const thread = frozenThread(1, 2, [{ ...frozenCall(1, 2, 0, 'a'), name: 5 }, frozenCall(1, 2, 1, 'b')]);
    const { input, diagnostics } = await openTrace(
      dynamicText({
        processes: [frozenProcess(1, [thread, { ...frozenThread(1, 3), address: absolute(1) }]), frozenFunction(5)],
      }),
    );
    const { sink, summary } = await readTrace(input);
    expect(sink.calls.map(({ id }) => id)).toEqual([1]);
    expect(summary.processes.map(({ threads }) => threads.length)).toEqual([1]);
    expect(diagnostics.list().map(({ message }) => message)).toEqual([
      'a call was left out: expected a string',
      'a thread was left out: the address is not of a thread',
      'a process was left out: "name" is missing',
    ]);
  });
});
