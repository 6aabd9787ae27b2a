// capa-trace files for the contract suite.

import { capaTraceInput } from '../../../src/inputs/capa-trace/index.ts';
import { type ContractEntry, DEEP_LIST, generatedSource, hugeText, longText } from '../contract-entry.ts';

function log(...records: readonly (object | string)[]): Uint8Array {
  return Buffer.from(
    records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join(''),
  );
}

const HEADER = {
  ...{ t: 'header', format: 'capa-trace', version: 1, producer: { name: 'exporter', version: '2' }, arch: 'amd64' },
  ...{
    bits: 64,
    endian: 'little',
    os: 'windows',
    level: 'insn',
    sample: { path: 'C:\\a.exe', sha256: 'a'.repeat(64) },
  },
};
const STARTED = [
  HEADER,
  { t: 'process', s: 0, pid: 32, ppid: 4, path: 'C:\\a.exe' },
  { t: 'thread', s: 0, pid: 32, tid: 36 },
  { t: 'module', s: 0, pid: 32, base: '0x140000000', size: 4096, path: 'C:\\a.exe', traced: true },
  { t: 'module', s: 0, pid: 32, base: '0x7ff800000000', size: 65536, path: 'C:\\kernel32.dll', traced: false },
];
const call = (s: number, tid: number, id: number, name: string | null, args: readonly object[], more = {}): object => ({
  ...{ t: 'call', s, tid, id, from: '0x140000100', to: '0x7ff800001000', module: 'kernel32.dll', name, args },
  ...{ argsrc: 'symbols', ...more },
});
const ret = (s: number, tid: number, id: number, val: string): object => ({ t: 'ret', s, tid, call: id, val });

const TRACE = [
  ...STARTED,
  { t: 'i', s: 1, tid: 36, pc: '0x1400000fb', b: 'e800000000', R: { rip: '0x1400000fb' } },
  call(2, 36, 1, 'EnumWindows', [{ n: 'lpEnumFunc', val: '0x140000200' }]),
  call(3, 36, 2, 'kernel32!CreateFileW', [
    { n: 'lpFileName', val: '0x140001000', str: 'C:\\x' },
    { val: '0x40000000' },
  ]),
  ret(4, 36, 2, '0x44'),
  { t: 'thread', s: 5, pid: 32, tid: 40 },
  call(6, 40, 3, 'OutputDebugStringW', [{ val: '0x1', str: '1234' }, { val: '0xffffffff80000002' }]),
  ret(7, 36, 1, '0x1'),
  { t: 'process', s: 8, pid: 48, ppid: 32, path: 'C:\\b.exe' },
  { t: 'thread', s: 8, pid: 48, tid: 52 },
  call(9, 52, 4, null, [{ val: '0x7' }]),
  ret(10, 40, 3, '0x0'),
  call(11, 52, 5, 'ExitProcess', [{ val: '0x0' }], { argsrc: 'abi' }),
];
const END = { t: 'end', s: 12, insns: 1, calls: 5, unique_insns: 1 };

export const capaTraceEntry: ContractEntry = {
  title: 'capa-trace',
  input: capaTraceInput,
  sound: () => log(...TRACE, END),
  expected: [
    '4/32 a.exe',
    '  36',
    '    0 CreateFileW("C:\\x", 0x40000000) -> 0x44',
    '    1 EnumWindows(lpEnumFunc=0x140000200) -> 0x1',
    '  40',
    '    0 OutputDebugStringW("1234", 0xffffffff80000002) -> 0x0',
    '32/48 b.exe',
    '  52',
    '    0 ExitProcess(0x0)',
    '    1 0x7ff800001000(0x7)',
  ],
  lacking: {
    header: () => log(...TRACE.slice(1), END),
    'hashes of the sample': () => log({ ...HEADER, sample: {} }, ...TRACE.slice(1), END),
    'loaded modules': () => log(HEADER, call(1, 1, 1, 'Sleep', []), END),
    'a machine that is not known': () => log({ ...HEADER, arch: 'arm', bits: 32 }, ...TRACE.slice(1), END),
  },
  broken: (times) => log(...TRACE, ...Array<string>(times).fill('{"t":"call","s":12,"tid":'), END),
  differences: ['sign-extended-numbers'],
  different: () => log(...TRACE, END),
  hostile: {
    'duplicate keys': () =>
      log(
        ...TRACE,
        '{"t":"call","t":"call","s":12,"tid":36,"tid":40,"id":9,"from":"0x1","to":"0x2","name":"Sleep"}',
        END,
      ),
    'keys called __proto__ and constructor': () =>
      log(
        ...TRACE,
        '{"t":"call","s":12,"tid":36,"id":9,"from":"0x1","to":"0x2","name":"__proto__","__proto__":{"args":1},"args":[{"n":"constructor","val":"0x1"},{"n":"__proto__","str":"x"}]}',
        END,
      ),
    'recycled process ids': () => log(...TRACE, ...TRACE.slice(1), END),
    'huge ids': () =>
      log(
        ...TRACE,
        call(12, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'Sleep', []),
        '{"t":"thread","s":12,"pid":1e400,"tid":99999999999999999999999}',
        '{"t":"module","s":12,"pid":32,"base":"0xffffffffffffffff","size":9007199254740991,"path":"x","traced":true}',
        END,
      ),
    'negative ids': () =>
      log(...TRACE, call(12, -5, -6, 'Sleep', []), { t: 'process', s: 12, pid: -1, path: 'x' }, END),
    'nesting 100,000 deep': () =>
      log(
        ...TRACE,
        `{"t":"call","s":12,"tid":36,"id":9,"from":"0x1","to":"0x2","args":${DEEP_LIST}}`,
        ...Array.from({ length: 100_000 }, (_, n) => call(12, 36, 100 + n, 'qsort', [])),
        END,
      ),
    'a text of 100 MB': () => ({
      ...{ name: 'huge.capatrace.ndjson', seekable: false },
      async *open() {
        yield log(...TRACE);
        yield Buffer.from('{"t":"call","s":12,"tid":36,"id":9,"from":"0x1","to":"0x2","name":"');
        yield* hugeText();
        yield Buffer.from('"}\n');
        yield log(END);
      },
    }),
  },
  longTexts: (count) =>
    generatedSource('trace.capatrace.ndjson', function* () {
      yield log(...STARTED);
      for (let n = 0; n < count; n++) {
        yield log(call(n + 1, 36, n, 'lstrlenA', [{ str: longText(n) }]), ret(n + 1, 36, n, '0x4'));
      }
      yield log({ ...END, s: count });
    }),
  orderedByEnd: true,
};
