// The part of the C run-time that can be told without signatures. It is rather too little than too much: a function of the program that
// were hidden would be lost for every rule.
//
// The run-time never calls functions of the program by name, with one exception: `main`. So everything that proven start-up code calls
// directly belongs to the run-time, as far as `main` is known. Functions that are reached through pointers (initialisers, callbacks) are
// the program's, and so is whatever calls a function of Windows that the run-time does not need.

import { IntegerMap, IntegerSet } from '../../bytes/integer-map.ts';
import type { CodeFunction, Evidence, ProgramCode } from '../program-code.ts';
import { CodeReader, type FunctionUses } from './code-reader.ts';
import { findMains } from './find-main.ts';
import { helperKind } from './helper-shapes.ts';
import { isRuntimeApi } from './runtime-apis.ts';
import { comparesCookie, makesCookie } from './security-cookie.ts';

/** As in signatures: a function of the library whose name is not known. */
const UNNAMED = '?';

/** How functions are known that others call. */
const OPEN: ReadonlySet<Evidence> = new Set(['export', 'thread-local storage callback']);

/** What start-up code of the time before cookies calls itself. */
const OLD_START_UP = [/^GetVersion(?:Ex[AW])?$/, /^GetCommandLine[AW]$/];

/** Names of the functions of the C run-time in a Windows program, by address. */
export function recogniseRuntime(code: ProgramCode): IntegerMap<string> {
  const found = new IntegerMap<string>();
  if (code.platform !== 'windows') return found;
  const reader = new CodeReader(code);
  for (const one of code.functions) nameAlone(reader, one, found);
  const entry = code.seeds.find(({ evidence }) => evidence === 'entry point');
  const start = entry === undefined ? undefined : reader.functionAt(entry.address);
  if (start !== undefined) followStartUp(reader, start, found);
  return found;
}

/** What a function is by its own code. */
function nameAlone(reader: CodeReader, one: CodeFunction, found: IntegerMap<string>): void {
  const helper = helperKind(reader, one);
  // Variants for alignment go on to the plain one; those for frames have a name in each version.
  const isPlain = helper === 'stack probe' && reader.uses(one).inner.length === 0;
  if (helper !== undefined) found.set(one.address, isPlain ? '__chkstk' : UNNAMED);
  const report = comparesCookie(reader, one);
  if (report !== undefined) {
    found.set(one.address, '__security_check_cookie');
    if (isHarmless(reader.uses(report))) found.set(report.address, '__report_gsfailure');
  }
  if (makesCookie(reader, one) && isHarmless(reader.uses(one))) {
    found.set(one.address, '__security_init_cookie');
  }
}

/** Everything that start-up code calls but `main`, if this is start-up code and `main` is certain. */
function followStartUp(reader: CodeReader, entry: CodeFunction, found: IntegerMap<string>): void {
  const uses = reader.uses(entry);
  const makers = uses.inner.filter(({ address }) => found.get(address) === '__security_init_cookie');
  const names = uses.imported.map(({ name = '' }) => name);
  if (makers.length === 0 && !OLD_START_UP.every((pattern) => names.some((name) => pattern.test(name)))) return;
  const [main, ...others] = findMains(reader, startUpOf(reader, entry, makers));
  if (main === undefined || others.length > 0 || main === entry || makers.includes(main)) return;
  closeOver(reader, entry, main, found);
}

/** The entry point, or what it calls if all that it does is make the cookie and call that. */
function startUpOf(reader: CodeReader, entry: CodeFunction, makers: readonly CodeFunction[]): CodeFunction {
  const { inner, imported } = reader.uses(entry);
  const [called, ...others] = inner.filter((one) => !makers.includes(one));
  return called === undefined || others.length > 0 || imported.length > 0 ? entry : called;
}

function closeOver(reader: CodeReader, entry: CodeFunction, main: CodeFunction, found: IntegerMap<string>): void {
  const known = new IntegerSet([entry.address, main.address]);
  // What others can call is the program's.
  for (const { address, evidence } of reader.code.seeds) if (OPEN.has(evidence)) known.add(address);
  const waiting = [entry];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const uses = reader.uses(one);
    if (!isHarmless(uses)) continue;
    if (!found.has(one.address)) found.set(one.address, UNNAMED);
    for (const next of uses.inner) {
      if (known.has(next.address)) continue;
      known.add(next.address);
      waiting.push(next);
    }
  }
}

function isHarmless({ imported }: FunctionUses): boolean {
  return imported.every(({ module, name }) => isRuntimeApi(module, name));
}
