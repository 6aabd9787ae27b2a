import { describe, expect, it } from 'vitest';
import { type FreezeOptions, freezeInput } from '../../../src/export/freeze/write.ts';
import type { Feature } from '../../../src/features/feature.ts';
import type { LocatedFeature } from '../../../src/features/located.ts';
import type { Subject } from '../../../src/features/subject.ts';
import type { Trace, TraceProcess } from '../../../src/features/trace.ts';
import {
  absolute,
  at,
  dynamicText,
  frozenBlock,
  frozenCall,
  frozenFunction,
  frozenInstruction,
  frozenProcess,
  frozenThread,
  openProgram,
  openTrace,
  staticText,
  unpackFreeze,
  Verbatim,
} from '../../support/freeze-builder.ts';

const EXTRACTOR = { name: 'TestExtractor', version: '1.2' };

async function writtenText(input: Subject, options?: FreezeOptions): Promise<string> {
  const chunks: Uint8Array[] = [];
  const file = freezeInput(input, options);
  for await (const chunk of file) chunks.push(chunk);
  return unpackFreeze(Buffer.concat(chunks));
}

const number = (value: number | Verbatim): object => ({ type: 'number', number: value });
const string = (value: string): object => ({ type: 'string', string: value });

/** The values of the file features of a written text, in order. */
async function writtenOrder(...features: object[]): Promise<unknown[]> {
  const { input } = await openProgram(staticText({ file: features.map((feature) => at(absolute(1), feature)) }));
  const text = await writtenText(input);
  return [...text.matchAll(/"(?:number|string)":("(?:[^"\\]|\\.)*"|[-+.e0-9]+)\}/g)].map((match) => match[1]);
}

/** A trace whose threads and call order are written down by hand. */
function trace(
  processes: TraceProcess[],
  calls: readonly (readonly [thread: number, id: number, features: readonly Feature[]])[],
): Trace {
  return {
    flavour: 'dynamic',
    format: 'test',
    extractor: 'TestTraceExtractor',
    async read(sink) {
      for (const [i, [thread, id, features]] of calls.entries()) {
        const numbers = Int32Array.from(features, (feature) => sink.feature(feature));
        sink.forgetFeatures();
        sink.call(0, thread, id, 1000 - i, numbers, numbers.length);
      }
      return {
        hashes: { md5: '', sha1: '', sha256: '' },
        baseAddress: { type: 'no address' },
        globals: [],
        file: [],
        processes,
        lost: { calls: 0, processes: [] },
        health: {
          flavour: 'dynamic',
          producer: '',
          processes: 0,
          threads: 0,
          calls: 0,
          skippedRecords: 0,
          missing: [],
          diagnostics: [],
        },
      };
    },
    async describeCalls(places, receive) {
      expect([...places]).toEqual([...new Set(places)].sort((a, b) => a - b));
      places.forEach((place, index) => {
        receive(index, { api: `call at ${place}` });
      });
    },
  };
}

function process(pid: number, threads: TraceProcess['threads'], features: LocatedFeature[] = []): TraceProcess {
  return { address: { type: 'process', value: [1, pid] }, name: `p${pid}`, features, threads };
}

describe('writing what was read', () => {
  it('gives the same text for a program', async () => {
    const instruction = frozenInstruction(5, [{ instruction: absolute(5), ...at(absolute(5), number(8)) }]);
    const block = frozenBlock(
      5,
      [{ basic_block: absolute(5), ...at(absolute(5), { type: 'basic block' }) }],
      [instruction],
    );
    const text = staticText({
      global_: [{ feature: { type: 'arch', arch: 'i386' } }, { feature: { type: 'os', os: 'windows' } }],
      file: [at({ type: 'dn token offset', value: [1, 2] }), at({ type: 'no address' }, string('\u0000é😀"\\/\u007f'))],
      functions: [frozenFunction(5, [{ function: absolute(5), ...at(absolute(9)) }], [block]), frozenFunction(6)],
    });
    const { input, diagnostics } = await openProgram(text);
    expect(diagnostics.list()).toEqual([]);
    expect(await writtenText(input, { extractor: EXTRACTOR })).toBe(text);
  });

  it('gives the same text for a trace, except for the base address', async () => {
    const text = dynamicText({
      global_: [{ feature: { type: 'os', os: 'windows' } }],
      file: [at({ type: 'no address' }, string('x'))],
      processes: [
        frozenProcess(1, [
          frozenThread(1, 2, [frozenCall(1, 2, 0, 'a'), frozenCall(1, 2, 7, 'b')]),
          frozenThread(1, 3),
        ]),
        frozenProcess(2),
      ],
    });
    const { input } = await openTrace(text);
    const expected = text.replace('{"type":"absolute","value":4096}', '{"type":"no address"}');
    expect(await writtenText(input, { extractor: EXTRACTOR })).toBe(expected);
  });

  it('names the reader of the input unless told otherwise', async () => {
    const { input } = await openProgram(staticText());
    expect(await writtenText(input)).toContain('"extractor":{"name":"NullStaticFeatureExtractor","version":""}');
    const options = { extractor: { version: '1' } };
    expect(await writtenText(input, options)).toContain(
      '"extractor":{"name":"NullStaticFeatureExtractor","version":"1"}',
    );
  });
});

// The expected orders are those of the reference.
describe('the order of features', () => {
  it('is by address before text', async () => {
    const features = [
      at(absolute(10), string('a')),
      at(absolute(9), string('b')),
      at({ type: 'file', value: 1 }, string('c')),
    ];
    const { input } = await openProgram(staticText({ file: features }));
    expect([...(await writtenText(input)).matchAll(/"string":"(.)"/g)].map((match) => match[1])).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  it('is by JSON text, in which a comma follows the value', async () => {
    expect(
      await writtenOrder(
        ...['1', '12', '-1', '2.0', '100', '1.0'].map((text) => number(new Verbatim(text))),
        number(20),
        number(2),
      ),
    ).toEqual(['-1', '1', '1.0', '100', '12', '2', '2.0', '20']);
  });

  it('is by code points', async () => {
    const values = ['😀', '\uff01', 'z', 'a', 'aa', '"', '\u0001', '\u007f', '\\'];
    expect(await writtenOrder(...values.map(string))).toEqual(
      ['"', '\\', '\u0001', 'a', 'aa', 'z', '\u007f', '\uff01', '😀'].map((value) => JSON.stringify(value)),
    );
  });

  it('keeps duplicates', async () => {
    expect(await writtenOrder(number(1), number(1))).toEqual(['1', '1']);
  });
});

describe('a trace of any order', () => {
  const a: Feature = { type: 'api', value: 'a' };
  const b: Feature = { type: 'number', value: 6, float: true };

  async function writtenProcesses(input: Trace): Promise<unknown> {
    const { features } = JSON.parse(await writtenText(input)) as {
      features: {
        processes: { address: { value: unknown }; threads: { address: { value: number[] }; calls: object[] }[] }[];
      };
    };
    return features.processes.map(({ address, threads }) => ({
      address: address.value,
      threads: threads.map((thread) => ({
        tid: thread.address.value[2],
        calls: thread.calls.map((call) => {
          const { address: place, name } = call as { address: { value: number[] }; name: string };
          return [place.value[3], name];
        }),
      })),
    }));
  }

  it('is written by process, thread and call id', async () => {
    const input = trace(
      [
        process(9, [
          { thread: 0, tid: 7, features: [] },
          { thread: 1, tid: 5, features: [] },
        ]),
        process(4, [{ thread: -1, tid: 1, features: [] }]),
      ],
      [
        [0, 3, [a]],
        [1, 2, [a]],
        [0, 1, [b, a, a]],
      ],
    );
    expect(await writtenProcesses(input)).toEqual([
      { address: [1, 4], threads: [{ tid: 1, calls: [] }] },
      {
        address: [1, 9],
        threads: [
          { tid: 5, calls: [[2, 'call at 999']] },
          {
            tid: 7,
            calls: [
              [1, 'call at 998'],
              [3, 'call at 1000'],
            ],
          },
        ],
      },
    ]);
    expect(await writtenText(input)).toContain(
      '"name":"call at 998","features":[' +
        '{"call":{"type":"call","value":[1,9,7,1]},"address":{"type":"call","value":[1,9,7,1]},"feature":{"type":"api","api":"a"}},' +
        '{"call":{"type":"call","value":[1,9,7,1]},"address":{"type":"call","value":[1,9,7,1]},"feature":{"type":"api","api":"a"}},' +
        '{"call":{"type":"call","value":[1,9,7,1]},"address":{"type":"call","value":[1,9,7,1]},"feature":{"type":"number","number":6.0}}]',
    );
  });

  it('takes call ids from the order that the summary gives', async () => {
    const order = Uint32Array.from([2, 0, 1]);
    const calls = [
      [0, 50, [a]],
      [0, 60, [a]],
      [0, 40, [a]],
    ] as const;
    const input = trace([process(1, [{ thread: 0, tid: 1, features: [], order }])], calls);
    expect(await writtenProcesses(input)).toMatchObject([
      {
        threads: [
          {
            calls: [
              [0, 'call at 998'],
              [1, 'call at 1000'],
              [2, 'call at 999'],
            ],
          },
        ],
      },
    ]);
  });

  it('writes a thread that is listed twice twice', async () => {
    const thread = { thread: 0, tid: 1, features: [] };
    const input = trace([process(1, [thread, thread])], [[0, 0, [a]]]);
    expect(await writtenProcesses(input)).toMatchObject([
      { threads: [{ calls: [[0, 'call at 1000']] }, { calls: [[0, 'call at 1000']] }] },
    ]);
  });

  it('asks for names in portions', async () => {
    const count = 70_000;
    const calls = Array.from({ length: count }, (_, i) => [i % 2, i, [a]] as const);
    const threads = [0, 1].map((thread) => ({ thread, tid: thread, features: [] }));
    const asked: number[] = [];
    const input = trace([process(1, threads)], calls);
    const counted: Trace = {
      ...input,
      describeCalls: (places, receive) => {
        asked.push(places.length);
        places.forEach((_, index) => {
          receive(index, { api: 'n' });
        });
        return Promise.resolve();
      },
    };
    expect((await writtenText(counted)).split('"name":"n"')).toHaveLength(count + 1);
    expect(asked).toEqual([65_536, count - 65_536]);
  });
});
