// Where calls in the logs of strace and ltrace come from.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../../src/bytes/source.ts';
import type { Input } from '../../../../../src/inputs/input.ts';
import { ltraceInput } from '../../../../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../../../../src/inputs/strace/index.ts';
import { callersOf, callerText } from '../../../../support/callers.ts';
import { openTrace } from '../../../../support/open-trace.ts';
import { sharedPath } from '../../../../support/shared.ts';

async function read(input: Input, ...lines: string[]) {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return (await callersOf(await openTrace(input, memorySource('a.log', bytes)))).calls;
}

const texts = async (...lines: string[]) =>
  (await read(straceInput, ...lines)).map((call) => `${call.api} ${callerText(call)}`);

const EXECVE = ['7 10:00:00.000001 [00007f0000001000] execve("./a.out", ["./a.out"], 0x7ffd /* 3 vars */) = 0'];
const LIBC = ' > /usr/lib/libc.so.6(__open64+0xb4) [0xfa1e4]';

describe('a stack behind a call (strace -k)', () => {
  it('says which file and place made it: the innermost in the program counts', async () => {
    const lines = [
      '7 openat(AT_FDCWD, "/x", O_RDONLY) = 3',
      LIBC,
      ' > /opt/a.out(f(int)+0x61) [0x1351]',
      ' > /opt/a.out() [0x1401]',
    ];
    expect(await texts(...EXECVE, ...lines, '7 close(3) = 0', LIBC)).toEqual([
      'execve unknown',
      'openat sample a.out+1351',
      'close library libc.so.6+fa1e4',
    ]);
  });

  it('belongs to the call that was completed last, also behind the end of its thread', async () => {
    const lines = [
      '7 read(3,  <unfinished ...>',
      '8 getpid() = 8',
      ' > /opt/a.out(main+0x1) [0x2001]',
      '7 <... read resumed>"", 1) = 0',
      ' > /opt/a.out(main+0x2) [0x2002]',
      '7 exit_group(0) = ?',
      '7 +++ exited with 0 +++',
      ' > /opt/a.out(main+0x3) [0x2003]',
    ];
    expect(await texts(...EXECVE, ...lines)).toEqual([
      'execve unknown',
      'getpid sample a.out+2001',
      'read sample a.out+2002',
      'exit_group sample a.out+2003',
    ]);
  });

  it('shows memory without a file, if it is not that the stack could not be read', async () => {
    const lines = [
      '7 [00007f5b53f14350] close(3) = 0',
      LIBC,
      ' > unexpected_backtracing_error [0x7f5b540060ff]',
      '7 [00007f5b54006100] getpid() = 7',
      ' > unexpected_backtracing_error [0x7f5b54006100]',
      '7 [00007f6d647e3ad7] getuid() = 7',
      ' > unexpected_backtracing_error [0x7ffd5944b280]',
    ];
    expect(await texts(...EXECVE, ...lines)).toEqual([
      'execve unknown',
      'close unbacked',
      'getpid unbacked',
      'getuid unknown',
    ]);
  });

  it('may be deep or damaged', async () => {
    const deep = Array<string>(100_000).fill(LIBC);
    const [, call] = await read(straceInput, ...EXECVE, '7 close(3) = 0', ' > x [0xzz]', ' > [0x', ...deep);
    expect(call?.callers).toHaveLength(64);
  });
});

describe('an address in front of a call (-i)', () => {
  it('is kept, and no number of a system call is taken for one', async () => {
    const calls = await read(
      straceInput,
      '7 [   3] [00007f5b53f14350] close(3) = 0',
      '7 [   3] [f7f5b430] close(3) = 0',
      '7 [   3] close(3) = 0',
      '7 [????????????????] close(3) = 0',
      '7 close(3) = 0',
    );
    expect(calls.map(({ callers }) => callers)).toEqual([[0x7f5b53f14350], [0xf7f5b430], [], [], []]);
  });

  it('is the one that a library call returns to', async () => {
    const calls = await read(
      ltraceInput,
      '7 [0x5654798cd136] __libc_start_main(0x401, 1, 0x7ffd <unfinished ...>',
      '7 [0x5654798cd1a1] puts("a [0x123456] b") = 16',
      '7 [0x7f7b6b511c47] SYS_brk(0) = 0x5654798ce000',
      '7 [0xffffffffffffffff] +++ exited (status 0) +++',
    );
    expect(calls.map(({ api, callers }) => [api, callers])).toEqual([
      ['puts', [0x5654798cd1a1]],
      ['SYS_brk', [0x7f7b6b511c47]],
      ['__libc_start_main', []],
    ]);
  });
});

/** `data/pairs`: recordings with the truth about them. */
const pairs = sharedPath('data', 'pairs');
const recordings = (pairs === undefined ? [] : ['lin-collector', 'lin-unpack'])
  .flatMap((program) => readdirSync(join(pairs as string, program)).map((variant) => `${program}/${variant}`))
  .filter((recording) => /x64-O\d(?:-stripped|-nopie)?$/.test(recording));

interface Truth {
  readonly calls: readonly (readonly [line: number, pid: number, name: string, offset: string | null, ...unknown[]])[];
}

describe.skipIf(pairs === undefined)('recordings with the truth about them (../shared)', () => {
  it.each(recordings)('%s: the place of every call of the program that has a stack', async (recording) => {
    const folder = join(pairs as string, recording);
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
    const bytes = readFileSync(join(folder, 'strace-k.txt'));
    const { calls } = await callersOf(await openTrace(straceInput, memorySource('strace-k.txt', bytes)));
    const lineOf = new Map<number, number>();
    let line = 1;
    for (let at = 0; at < bytes.length; at = bytes.indexOf(10, at) + 1 || bytes.length) lineOf.set(at, line++);
    const found = new Map(calls.map(({ at, place }) => [lineOf.get(at), place]));
    const isPie = !recording.includes('nopie') && recording !== 'lin-unpack/x64-O0';
    let placed = 0;
    let unbacked = 0;
    for (const [number, , name, offset] of truth.calls) {
      const place = found.get(number);
      // The stack of clone3 ends in libc; of decrypted code the truth has offsets in its block.
      if (offset === null || name === 'clone3') continue;
      if (place?.kind === 'unbacked') unbacked++;
      if (place?.kind !== 'module') continue;
      expect(place.module.isSample).toBe(true);
      // Frames have places in the file; programs for a fixed address have it among the offsets of the truth.
      const expected = Number(offset) % (isPie ? Number.POSITIVE_INFINITY : 0x400000);
      expect(`${number} ${place.offset.toString(16)}`).toBe(`${number} ${expected.toString(16)}`);
      placed++;
    }
    const known = truth.calls.filter(([, , name, offset]) => offset !== null && name !== 'clone3').length;
    expect({ placed, unbacked }).toEqual(
      recording.startsWith('lin-unpack') ? { placed: 4, unbacked: known - 4 } : { placed: known, unbacked: 0 },
    );
  });
});
