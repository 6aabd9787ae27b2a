// A call that a debugger recorded: under which names rules know it, and which of its arguments are some. Debuggers that know registers only
// write down as many as the calling convention has (`argsrc: abi`), whether the function takes them or not.

import { callNames } from '../../../features/api-names.ts';
import { argumentCountOf } from '../../../features/argument-positions.ts';
import type { CallArgument, CallParts } from '../../../features/call.ts';
import { libraryCallNames } from '../linux-call-names.ts';

/** An argument: what debuggers know of it. Numbers are hexadecimal text, `0x` and digits. */
export interface RecordedArgument {
  readonly n?: string;
  readonly val?: string;
  readonly str?: string;
  /** Bytes, in hexadecimal digits. */
  readonly buf?: string;
}

export interface RecordedCall {
  /** The return address. */
  readonly from: string;
  readonly to: string;
  readonly module?: string | null;
  readonly name?: string | null;
  readonly args?: readonly RecordedArgument[];
  /** `abi`: as many registers as the calling convention has. */
  readonly argsrc?: 'abi' | 'symbols' | 'hook';
  /** Where in the recording it was made: as its recorder writes it, and as a number. */
  readonly at?: string;
  readonly s?: number;
}

export interface RecordedReturn {
  readonly val?: string;
  readonly str?: string;
  /** What the function wrote for its caller. */
  readonly outs?: readonly RecordedArgument[];
}

/** `kernel32!CreateFileW`, `printf@plt`, `memcpy@GLIBC_2.14`: what debuggers put around a name. */
const AROUND = /^[^!]*!|@.*$/g;
/** Private symbols of Windows call the function behind an export by these. */
const BEHIND_EXPORT = /^(\w{3,})(?:Stub|Implementation)$/;
/** Text in a buffer: what can be read, and the zeros behind it. */
const READABLE = /^[\t\n\r\x20-\x7e]{4,}/;
const REST = /^\0*$/;
const TTD_POSITION = /^[0-9a-f]{1,16}:[0-9a-f]{1,16}$/i;
/** Digits of a buffer that are looked at. */
const MOST_DIGITS = 131_072;

/** The function without what surrounds its name; where it has none, the address that was called. */
export function functionOf({ name, to }: Pick<RecordedCall, 'name' | 'to'>): string {
  const plain = (name ?? '').replace(AROUND, '');
  return plain === '' ? to : plain;
}

/** What `functionOf` gave under every name that rules may use; none for an address. */
export function apiNames(plain: string, os: string): string[] {
  if (plain.startsWith('0x')) return [];
  if (os !== 'windows') return libraryCallNames(plain);
  const [, exported] = BEHIND_EXPORT.exec(plain) ?? [];
  return [plain, ...(exported === undefined ? [] : [exported])].flatMap(callNames);
}

/**
 * The arguments that the function takes, as far as that is known. Of a function that is not in the table of positions, registers count only
 * where they point to text: anything else may be left from before.
 */
export function takenArguments(
  { args = [], argsrc }: RecordedCall,
  plain: string,
): readonly (RecordedArgument | undefined)[] {
  if (argsrc !== 'abi') return args;
  const count = argumentCountOf(plain);
  if (count !== undefined) return args.slice(0, count);
  return args.map((argument) => (textOf(argument) === undefined ? undefined : argument));
}

/** The text that an argument is or points to. */
export function textOf({ str, buf }: RecordedArgument): string | undefined {
  return str ?? (buf === undefined ? undefined : readableText(buf));
}

function readableText(digits: string): string | undefined {
  const codes: number[] = [];
  for (let at = 0; at < Math.min(digits.length, MOST_DIGITS); at += 2) {
    codes.push(Number.parseInt(digits.slice(at, at + 2), 16));
  }
  const text = codes.map((code) => String.fromCharCode(code)).join('');
  const [readable] = READABLE.exec(text) ?? [];
  return readable !== undefined && REST.test(text.slice(readable.length)) ? readable : undefined;
}

/** The call as people read it. */
export function describeRecorded(call: RecordedCall, returned?: RecordedReturn): CallParts {
  const plain = functionOf(call);
  const taken = takenArguments(call, plain).filter((argument) => argument !== undefined);
  // A list of which only some have names cannot be read again from one line.
  const areNamed = taken.every(({ n }) => n !== undefined);
  const args = taken.flatMap((argument): CallArgument[] => {
    const value = showValue(argument);
    if (value === undefined) return [];
    return [areNamed && argument.n !== undefined ? { name: argument.n, value } : { value }];
  });
  return {
    ...{ api: plain, args, caller: call.from },
    ...timeOf(call),
    ...(returned === undefined ? {} : resultOf(returned)),
  };
}

/** Its place in the recording; of one of WinDbg's as the command that goes there. */
function timeOf({ at, s }: RecordedCall): Pick<CallParts, 'time'> {
  if (at !== undefined) return { time: TTD_POSITION.test(at) ? `!tt ${at}` : at };
  return s === undefined ? {} : { time: String(s) };
}

/** What it returned, as people read it; nothing where that is not known. */
export function resultOf(returned: RecordedReturn): Pick<CallParts, 'result'> {
  const result = showValue(returned);
  return result === undefined ? {} : { result };
}

function showValue(argument: RecordedArgument): string | undefined {
  const text = textOf(argument);
  return text === undefined ? argument.val : `"${text}"`;
}
