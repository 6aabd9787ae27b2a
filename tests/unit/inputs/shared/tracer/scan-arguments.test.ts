import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEscapes } from '../../../../../src/inputs/shared/tracer/escaped-text.ts';
import { scanArguments } from '../../../../../src/inputs/shared/tracer/scan-arguments.ts';
import { startCpuClock } from '../../../../support/cpu-time.ts';

const scan = (text: string, characters = false) => scanArguments(text, 0, characters);

/** Bytes as strace quotes them: readable where it can, octal with as few digits as the next character allows. */
function quote(bytes: Uint8Array): string {
  let text = '"';
  bytes.forEach((byte, at) => {
    const next = bytes[at + 1] ?? 0;
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(next >= 0x30 && next <= 0x37 ? 3 : 1, '0')}`;
  });
  return `${text}"`;
}

const quoted = fc.uint8Array({ maxLength: 20 }).map(quote);
const atom = fc.oneof(
  quoted,
  quoted.map((text) => `${text}...`),
  fc.constantFrom(
    '0',
    '-1',
    '0x7f12',
    'NULL',
    'O_RDONLY|O_CLOEXEC',
    '...',
    '~[RTMIN RT_1]',
    '1<<CAP_KILL',
    '8192*1024',
  ),
  fc.constantFrom(
    '3</var/a(b, ]>',
    'AT_FDCWD</srv/x "y>',
    '4<TCP:[10.0.0.1:5->10.0.0.2:80]>',
    '1</dev/pts/0<char 136:0>>',
  ),
  fc.constantFrom(
    '5<UNIX-STREAM:[1->2, "/a>,)("]>',
    '7 /* 3 vars, ) */',
    'makedev(0x1, 0x3)',
    '[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]',
  ),
);
const { value: argument } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.array(tie('value'), { maxLength: 3 }).map((list) => `[${list.join(', ')}]`),
    fc
      .array(tie('value'), { minLength: 1, maxLength: 3 })
      .map((list) => `{${list.map((item) => `f=${item}`).join(', ')}}`),
    tie('value').map((value) => `[${value} => ${value}]`),
  ),
}));

describe('splitting arguments', () => {
  it('finds the arguments that were joined, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), fc.constantFrom(', ', ','), (args, comma) => {
        const list = args.join(comma);
        const scanned = scan(`${list}) = 0`);
        expect(scanned).toEqual({ args, end: list.length + 1 });
      }),
      { numRuns: 500 },
    );
  });

  it('says where the end is missing', () => {
    expect(scan('1, "a')).toEqual({ args: ['1', '"a'], end: -1 });
    expect(scan('1, [2, 3')).toEqual({ args: ['1', '[2, 3'], end: -1 });
    expect(scan('1, ')).toEqual({ args: ['1'], end: -1 });
    expect(scan('')).toEqual({ args: [], end: -1 });
    expect(scan(')')).toEqual({ args: [], end: 1 });
  });

  it('takes single quotes for what they are', () => {
    expect(scan("'(', ')', '\\'') = 1", true).args).toEqual(["'('", "')'", "'\\''"]);
    expect(scan("don't, 1) = 1").args).toEqual(["don't", '1']);
  });

  it('takes linear time for what nothing closes', () => {
    const cpuTime = startCpuClock();
    for (const part of ['1<', '/*', '(', '[', ',', '1</a<', "'", '1<a->', '1<"x" ', '/* */', '"\\']) {
      scan(part.repeat(400_000), true);
      scan(part.repeat(400_000));
    }
    expect(cpuTime()).toBeLessThan(6000);
  });
});

describe('decoding escapes', () => {
  it('gives back the text that was quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = new TextEncoder().encode(text);
        const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
        expect(decodeEscapes(quote(bytes).slice(1, -1))).toBe(whole);
        const hex = [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
        expect(decodeEscapes(hex)).toBe(whole);
      }),
    );
  });

  it.each([
    ['\\t\\n\\v\\f\\r\\a\\b', '\t\n\v\f\r\x07\b'],
    ['\\0\\1234\\18', '\0S4\x018'],
    ['\\xg \\q \\', '\\xg \\q \\'],
    ['\\x4', '\x04'],
    ['\\377\\xff', '\ufffd\ufffd'],
    ['é\\303\\251', 'éé'],
  ])('%s', (text, expected) => {
    expect(decodeEscapes(text)).toBe(expected);
  });
});
