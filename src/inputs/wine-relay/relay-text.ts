// Arguments of a call in a Wine log: numbers in hexadecimal, texts behind those that point to some (spec wine-relay.md section 1).

export interface RelayArgument {
  /** As it stands there: hexadecimal digits, or a fraction, or four words in braces. */
  readonly number: string;
  /** The text behind it. */
  readonly text?: string;
  /** Whether Wine cut the text. */
  readonly isCut?: boolean;
}

const QUOTE = '"';
const NARROW_ESCAPE = /\\(?:x([0-9a-f]{2})|([nrt"\\]))/g;
const WIDE_ESCAPE = /\\(?:([0-9a-f]{4})|([nrt"\\]))/g;
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A text of 16-bit units: `\HHHH` is one unit. */
export function decodeWide(escaped: string): string {
  return decode(escaped, WIDE_ESCAPE);
}

/** A text of bytes: `\xHH` is one byte, in a code page that the log does not name; it is read as Latin 1. */
function decodeNarrow(escaped: string): string {
  return decode(escaped, NARROW_ESCAPE);
}

function decode(escaped: string, sequence: RegExp): string {
  if (!escaped.includes('\\')) return escaped;
  return escaped.replace(sequence, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (SHORT[letter ?? ''] ?? letter ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Takes the text between the parentheses of a call apart; what is malformed ends the list. */
export function splitRelayArguments(args: string): RelayArgument[] {
  const list: RelayArgument[] = [];
  let at = 0;
  while (at < args.length) {
    const end = endOfNumber(args, at);
    if (end < 0) return list;
    const number = args.slice(at, end);
    at = end;
    if (args[at] !== ' ') list.push({ number });
    else {
      const isWide = args[at + 1] === 'L';
      const start = at + (isWide ? 2 : 1);
      if (args[start] === QUOTE) {
        const close = endOfText(args, start + 1);
        const inner = args.slice(start + 1, close < 0 ? args.length : close);
        at = close < 0 ? args.length : close + 1;
        const isCut = args.startsWith('...', at);
        if (isCut) at += 3;
        list.push({ number, text: isWide ? decodeWide(inner) : decodeNarrow(inner), isCut: isCut || close < 0 });
      } else {
        // `(invalid)`: there is no text where it should be.
        list.push({ number });
        const comma = args.indexOf(',', at);
        at = comma < 0 ? args.length : comma;
      }
    }
    if (args[at] !== ',') return list;
    at++;
  }
  return list;
}

function endOfNumber(args: string, from: number): number {
  if (args[from] === '{') return args.indexOf('}', from) + 1 || -1;
  let at = from;
  while (at < args.length && args[at] !== ',' && args[at] !== ' ') at++;
  return at;
}

/** Position of the quote that ends a text, or -1. */
function endOfText(args: string, from: number): number {
  for (let at = from; at < args.length; at++) {
    if (args[at] === '\\') at++;
    else if (args[at] === QUOTE) return at;
  }
  return -1;
}
