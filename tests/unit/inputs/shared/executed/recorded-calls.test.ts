// Calls that follow from executed instructions, where the recording has none of its own: names are those of what the program imports, arguments
// those of registers and the stack.

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../../src/bytes/source.ts';
import { formatCall } from '../../../../../src/features/call.ts';
import { loadRules } from '../../../../../src/rules/load.ts';
import { matchRecording, openSample } from '../../../../support/recorded-code.ts';
import { RecordingSink } from '../../../../support/recording-sink.ts';
import { ruleText } from '../../../../support/rule-text.ts';
import { smallProgram } from '../../../../support/small-program.ts';

const { ruleSet: RULES } = loadRules([
  {
    path: 'a.yml',
    text: ruleText('- and:\n  - string: settings.txt\n  - characteristic: nzxor', {
      ...{ name: 'decode the name', static: 'function', dynamic: 'unsupported' },
    }),
  },
  { path: 'b.yml', text: ruleText('- api: Sleep', { name: 'wait', static: 'instruction', dynamic: 'call' }) },
]);

const TEXT = 'settings.txt';
const STACK = 0x19ff00;
const hex = (value: number): string => `0x${value.toString(16)}`;
/** A number as it lies in memory. */
const word = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString('hex');
};
/** What the instruction of the line before wrote on the stack. */
const pushed = (down: number, value: number): string => `mw=${hex(STACK - down)}:${word(value)}`;

/** A run of the small program: it decodes its text, waits, and opens a file through a thunk. */
const TRACE = [
  `eax=0x0,ecx=0x0,ebp=0x0,esp=${hex(STACK)},eip=0x401000`,
  `esp=${hex(STACK - 4)},eip=0x401001,${pushed(4, 0x77)}`,
  `ebp=${hex(STACK - 4)},eip=0x401003`,
  `esp=${hex(STACK - 8)},eip=0x401008,${pushed(8, 0x402080)}`,
  `esp=${hex(STACK - 12)},eip=0x401040,${pushed(12, 0x40100d)}`,
  `esp=${hex(STACK - 16)},eip=0x401041,${pushed(16, STACK - 4)}`,
  `ebp=${hex(STACK - 16)},eip=0x401043`,
  `eax=0x402080,eip=0x401046,mr=${hex(STACK - 8)}:${word(0x402080)}`,
  'ecx=0xc,eip=0x40104b',
  ...[...Buffer.from(TEXT)].flatMap((byte, i) => [
    `eip=0x40104e,mw=${hex(0x402080 + i)}:${byte.toString(16)}`,
    `eax=${hex(0x402081 + i)},eip=0x40104f`,
    `ecx=${hex(11 - i)},eip=0x401050`,
    `eip=${i < 11 ? '0x40104b' : '0x401052'}`,
  ]),
  `ebp=${hex(STACK - 4)},esp=${hex(STACK - 12)},eip=0x401053`,
  `esp=${hex(STACK - 8)},eip=0x40100d`,
  `esp=${hex(STACK - 4)},eip=0x401010`,
  `esp=${hex(STACK - 8)},eip=0x401012,${pushed(8, 100)}`,
  `eax=0x1,esp=${hex(STACK - 4)},eip=0x401018,mr=0x402000:${word(0x77001000)},${pushed(12, 0x401018)}`,
  `esp=${hex(STACK - 8)},eip=0x401080,${pushed(8, 0x40101d)}`,
  `eax=0x55,esp=${hex(STACK - 4)},eip=0x40101d,mr=0x402004:${word(0x77002000)}`,
  'eip=0x4010a0',
];

async function matchTrace(lines: readonly string[] = TRACE) {
  const sample = await openSample(memorySource('small.exe', smallProgram()), RULES);
  const source = memorySource('run.0.log', Buffer.from(lines.map((line) => `${line}\n`).join('')));
  return matchRecording({ source, sample }, RULES);
}

describe('calls of a recording of instructions', () => {
  it('have the names of what is imported, also through a thunk, and arguments from the stack', async () => {
    const { trace } = await matchTrace();
    const sink = new RecordingSink();
    const { processes } = await trace.read(sink);
    const at = Float64Array.from(sink.calls, (call) => call.at);
    const calls: string[] = [];
    await trace.describeCalls(at, (_, call) => calls.push(`${formatCall(call)} from ${call.caller}`));
    // Of the stack only what was written or read is known.
    expect(calls).toEqual(['Sleep(0x64) -> 0x1 from 0x401018', 'CreateFileW(0x77) -> 0x55 from 0x40101d']);
    expect(processes).toMatchObject([{ threads: [{ thread: 0, tid: 0 }] }]);
  });

  it('are features of the code that made them, as what it wrote is', async () => {
    const { matched } = await matchTrace();
    expect(matched).toEqual(['decode the name', 'wait']);
  });

  it('are none of what is called within the program', async () => {
    const { trace } = await matchTrace(TRACE.slice(0, 60));
    const sink = new RecordingSink();
    await trace.read(sink);
    expect(sink.calls).toEqual([]);
  });
});
