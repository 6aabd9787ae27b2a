// What a line of a `.tag` file is, by itself. Source: what tiny_tracer's README shows and its log writer (versions since 1.3) writes.
//
//   1a2b;called: C:\Windows\System32\kernel32.dll.CreateFileW      a call from the traced module, at this offset in its image
//   1a2b;kernel32.CreateFileW                                      the same in the short form
//   > 2f0000+1a;called: ...                                        a call from memory that no module explains: its beginning, the offset
//   1a2b;called: ?? [2f0000+0]                                     a jump into such memory
//   1a2b;SYSCALL:0x55(NtCreateFile)                                a system call without a library
//   1a2b;section: [.text], 1a2b;[UPX1] -> [UPX0]                   execution goes on in another section
//   1a2b;CPUID:1, 1a2b;RDTSC                                       instructions that may be tricks
//   CreateFileW:, <TAB>Arg[0] = ptr 0x12 -> L"C:\x"                arguments of a call, behind its line

/** From where: an offset in the traced module, or in memory that begins at `base`. */
export interface TagPlace {
  readonly base: number | undefined;
  readonly offset: number;
}

export type TagLine =
  /** `name` is empty where only the module is known. */
  | { readonly kind: 'call'; readonly place: TagPlace; readonly module: string; readonly name: string }
  /** `name` is empty where the tracer had no table of names. */
  | { readonly kind: 'syscall'; readonly place: TagPlace; readonly number: string; readonly name: string }
  | { readonly kind: 'unbacked'; readonly place: TagPlace; readonly start: number }
  | { readonly kind: 'section'; readonly place: TagPlace; readonly to: string }
  | { readonly kind: 'change'; readonly place: TagPlace; readonly from: string; readonly to: string }
  /** Something else that the tracer saw. */
  | { readonly kind: 'event'; readonly place: TagPlace; readonly what: string }
  /** Goes with the line before: where a call returns to. */
  | { readonly kind: 'note' }
  | { readonly kind: 'argumentsOf'; readonly name: string }
  | { readonly kind: 'argument'; readonly position: number; readonly value: string }
  | { readonly kind: 'empty' };

const PLACE = /^(?:> *([0-9a-f]{1,16})\+)?([0-9a-f]{1,16});/i;
const CALLED = 'called: ';
const UNKNOWN_TARGET = /^(?:\?\? )?\[([0-9a-f]{1,16})\+[0-9a-f]{1,16}\]$/i;
const SYSCALL = /^SYSCALL:(0x[0-9a-f]{1,8})(?:\(([^()]*)\))?$/i;
const SECTION = /^section: (?:\[(.*)\]|(.*))$/;
const CHANGE = /^(?:\[([^\]]*)\] -> \[([^\]]*)\]|([^\s;]{1,8})->([^\s;]{1,8}))$/;
const SHORT_CALL = /^[^\s;:[\]()]+\.[^\s;:()]+$/;
const ARGUMENTS_OF = /^([\w.@?$#:~]{1,512}):$/;
const ARGUMENT = /^\tArg\[(\d{1,3})\] = (.*)$/;
/** What a name ends in that is that of a module. */
const MODULE_ENDING = /^(?:dll|exe|drv|sys|ocx|cpl|so|bin|\d+)$/i;
/** A place behind the beginning of a function: whoever jumps there passes over its first instructions. */
const INSIDE = /^\[(.*)\+[0-9a-f]+\]\*?$/i;

/** Reads a line; undefined where the tracer does not write such. */
export function readTagLine(text: string): TagLine | undefined {
  if (text === '') return { kind: 'empty' };
  if (text.startsWith(';')) return { kind: 'note' };
  const argument = ARGUMENT.exec(text);
  if (argument !== null) return { kind: 'argument', position: Number(argument[1]), value: argument[2] ?? '' };
  const place = PLACE.exec(text);
  if (place === null) {
    const name = ARGUMENTS_OF.exec(text)?.[1];
    return name === undefined ? undefined : { kind: 'argumentsOf', name };
  }
  return readEvent(text.slice(place[0].length), {
    base: place[1] === undefined ? undefined : Number.parseInt(place[1], 16),
    offset: Number.parseInt(place[2] ?? '', 16),
  });
}

function readEvent(what: string, place: TagPlace): TagLine | undefined {
  if (what.startsWith(CALLED)) {
    const target = what.slice(CALLED.length).trim();
    const start = UNKNOWN_TARGET.exec(target)?.[1];
    if (start !== undefined) return { kind: 'unbacked', place, start: Number.parseInt(start, 16) };
    return target === '' ? undefined : { kind: 'call', place, ...splitTarget(target) };
  }
  const syscall = SYSCALL.exec(what);
  if (syscall !== null) return { kind: 'syscall', place, number: syscall[1] ?? '', name: syscall[2] ?? '' };
  const section = SECTION.exec(what);
  if (section !== null) return { kind: 'section', place, to: section[1] ?? section[2] ?? '' };
  const change = CHANGE.exec(what);
  if (change !== null) {
    return { kind: 'change', place, from: change[1] ?? change[3] ?? '', to: change[2] ?? change[4] ?? '' };
  }
  if (SHORT_CALL.test(what)) return { kind: 'call', place, ...splitTarget(what) };
  return what === '' ? undefined : { kind: 'event', place, what };
}

/** The module and the function behind its last dot; `[CreateFileW+5]*` is in that function. */
function splitTarget(target: string): { readonly module: string; readonly name: string } {
  const inside = target.endsWith(']*') || target.endsWith(']') ? target.lastIndexOf('.[') : -1;
  const dot = inside >= 0 ? inside : target.lastIndexOf('.');
  const name = dot < 0 ? '' : target.slice(dot + 1);
  if (name === '' || MODULE_ENDING.test(name)) return { module: target, name: '' };
  return { module: target.slice(0, dot), name: INSIDE.exec(name)?.[1] ?? name };
}
