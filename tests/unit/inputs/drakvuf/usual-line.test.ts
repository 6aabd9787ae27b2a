import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader } from '../../../../src/inputs/drakvuf/read-line.ts';
import { readRecord } from '../../../../src/inputs/drakvuf/record.ts';
import { decodeSpelling } from '../../../../src/inputs/drakvuf/spelling.ts';
import { CALL, ODD, PROCESS, UNREAD, UsualLine } from '../../../../src/inputs/drakvuf/usual-line.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';

const NOT_READ = Symbol('odd');

/** The record that the usual line shows, in the form of `readRecord`; without what only display needs. */
function readUsual(bytes: Uint8Array, semantics: Semantics): unknown {
  const usual = new UsualLine(semantics);
  const kind = usual.scan(bytes);
  if (kind === ODD) return NOT_READ;
  if (kind === UNREAD) return { kind: 'unread', name: usual.unread };
  const [pid, ppid, tid] = usual.ids;
  if (kind === PROCESS) return { kind: 'process', processes: [[pid, ppid]] };
  expect(kind).toBe(CALL);
  const texts = Array.from({ length: usual.count + 1 }, (_, i) =>
    decodeSpelling(usual.bytes, usual.starts[i]!, usual.ends[i]!),
  );
  const processName = decodeSpelling(usual.bytes, usual.nameStart, usual.nameEnd);
  const [method, ...values] = texts;
  const { source, linux, wide, time } = usual;
  const calledFrom = decodeSpelling(usual.bytes, usual.callerStart, usual.callerEnd);
  return { kind: 'call', calledFrom, source, linux, wide, pid, ppid, tid, time, processName, method, values };
}

/** What record.ts reads, and whether it complained. */
function readSlowly(bytes: Uint8Array, semantics: Semantics): { record: unknown; complaints: number } {
  let complaints = 0;
  const reading = new LineReader(semantics).read({ bytes, at: 0, complete: true, tooLong: false });
  if (reading.foreign !== undefined) return { record: { kind: 'unread', name: reading.foreign }, complaints };
  if (reading.fault !== undefined) complaints++;
  const entry = reading.records[0]?.entry;
  const record = entry && readRecord(entry, semantics, () => complaints++);
  if (record?.kind === 'unread') return { record: { kind: 'unread', name: record.name }, complaints };
  if (record?.kind !== 'call') return { record, complaints };
  const { names, returnValue, time, ...rest } = record;
  return { record: { ...rest, time: Number(time.replace('.', '')) }, complaints };
}

/** Places the line within a larger buffer, as lines of a log are. */
function place(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const room = new Uint8Array(bytes.length + 10).fill(0x22);
  room.set(bytes, 5);
  return room.subarray(5, 5 + bytes.length);
}

const literal = (value: unknown): string => JSON.stringify(value);
const text = fc.oneof(
  { weight: 30, arbitrary: fc.string({ maxLength: 12 }).map(literal) },
  fc.constantFrom(
    '"\\u0041"',
    '"\\ud800"',
    '"a\\/b"',
    '"é"',
    '"\\x"',
    '"a=b"',
    '"=\\"x\\\\"',
    '"n\\n=1"',
    '"Plugin"',
    '"linux"',
    '"/bin/sh"',
    '"x64"',
    '"0x11a2c000"',
    '"0x7ffbc10456b2"',
    '"clone"',
    '"',
  ),
);
const odd = fc.constantFrom(
  'null',
  'true',
  '-1',
  '01',
  '1.5',
  '1e3',
  '12345678901234567890',
  '{}',
  '[]',
  '{"a":1}',
  '',
);
const scalar = fc.oneof({ weight: 30, arbitrary: text }, { weight: 6, arbitrary: fc.nat().map(String) }, odd);
const list = fc
  .array(
    fc.oneof(
      {
        weight: 40,
        arbitrary: fc
          .tuple(fc.constantFrom('a', 'b', 'c', 'd\\'), fc.string({ maxLength: 9 }))
          .map(([n, v]) => literal(`${n}=${v}`)),
      },
      scalar,
    ),
    { maxLength: 4 },
  )
  .map((items) => `[${items.join(',')}]`);
const usual: [string, fc.Arbitrary<string>][] = [
  [
    'TimeStamp',
    fc.constantFrom(...Array<string>(30).fill('"1716999134.000200"'), '"9716999134.000200"', '"1.5"', '1716999134.5'),
  ],
  ['PID', fc.constantFrom('4', '8', '1000', '12', '16', '20', '0')],
  ['PPID', fc.constantFrom('0', '4')],
  ['TID', fc.constantFrom('1', '72')],
  ['ProcessName', text],
  ['Method', text],
  ['Event', fc.constantFrom('"api_called"', '"api_called"', '"dll_loaded"', '"dll_discovered"', '"api\\u005fcalled"')],
  ['Arguments', list],
];
const key = fc.constantFrom(
  ...['Handle', 'ThreadName', 'Type', 'Module', 'CalledFrom', 'Buffer', 'Length', 'Key', 'vCPU', 'CR3'].flatMap(
    (name) => Array<string>(8).fill(name),
  ),
  'NewPid',
  'Rva',
  'FromModule',
  'Extra',
  '7',
  '__proto__',
  'a\\"',
  'Plugin',
  'PID',
  'é',
  'ReturnValue',
);
const member = fc.record({ key, value: fc.oneof({ weight: 9, arbitrary: scalar }, list) });
const rarely = (usually: string, ...others: string[]) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(usually) }, fc.constantFrom(usually, ...others));
const line = fc
  .record({
    plugin: fc.constantFrom(
      'syscall',
      'syscall',
      'apimon',
      'apimon',
      'procmon',
      'inject',
      'regmon',
      'sysret',
      'Reg',
      '',
    ),
    values: fc.tuple(...usual.map(([, value]) => value)),
    kept: fc.array(fc.nat(60), { minLength: 8, maxLength: 8 }),
    more: fc.array(member, { maxLength: 4 }),
    turn: fc.nat(12),
    comma: rarely(',', ', ', ' ,', ',,'),
    colon: rarely(':', ': ', ' :', ':  '),
    end: rarely('}', '} ', '', '},', ']'),
  })
  .map(({ plugin, values, kept, more, turn, comma, colon, end }) => {
    const members = values.flatMap((value, i) => {
      const name = usual[i]![0];
      // Records of running processes.
      if (plugin === 'procmon' && name === 'Method' && turn % 2 === 0) return [];
      if (kept[i] === 37 || (plugin !== 'apimon' && name === 'Arguments')) return [];
      return [`"${name}"${colon}${value}`];
    });
    members.push(...more.map((extra) => `"${extra.key}"${colon}${extra.value}`));
    const at = turn % members.length;
    return `{${[`"Plugin"${colon}"${plugin}"`, ...members.slice(at), ...members.slice(0, at)].join(comma)}${end}`;
  });

describe('the usual line', () => {
  it.each([
    ['by default', DEFAULT_SEMANTICS],
    ['in compatible mode', COMPAT_SEMANTICS],
  ])('is read as record.ts reads it, without a complaint, or left to it: %s', (_, semantics) => {
    const kinds = new Map<number, number>();
    fc.assert(
      fc.property(line, (text) => {
        const bytes = place(text);
        const kind = new UsualLine(semantics).scan(bytes);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (kind !== ODD)
          expect({ record: readUsual(bytes, semantics), complaints: 0 }).toEqual(readSlowly(bytes, semantics));
      }),
      { numRuns: 1500 },
    );
    for (const kind of [ODD, UNREAD, CALL, PROCESS]) expect(kinds.get(kind)).toBeGreaterThan(0);
  });

  it('is still read rightly, or left, with any byte changed or the end cut', () => {
    const whole =
      '{"Plugin":"apimon","TimeStamp":"1716999134.000200","PID":8,"PPID":4,"TID":72,"ProcessName":"\\\\a","Method":"f","Event":"api_called","CLSID":null,"Arguments":["a=0x1:\\"b\\"","c=2"]}';
    expect(readUsual(place(whole), DEFAULT_SEMANTICS)).toMatchObject({ kind: 'call', values: ['0x1:"b"', '2'] });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? place(whole.slice(0, at)) : place(whole);
        if (!cut) bytes[at] = byte;
        const read = readUsual(bytes, DEFAULT_SEMANTICS);
        if (read !== NOT_READ) expect({ record: read, complaints: 0 }).toEqual(readSlowly(bytes, DEFAULT_SEMANTICS));
      }),
      { numRuns: 1500 },
    );
  });
});
