// Which calls a user asks for: by the name of the function, by text in the arguments, by time or number.

import { CapaxError } from '../../errors.ts';
import type { CallParts } from '../../features/call.ts';
import { isRegexText } from '../../rules/regex.ts';
import { compileTextFilter } from '../text-filter.ts';
import type { ApiFilter } from './call-index.ts';
import { clockOf, type ReadTime, readMoment } from './call-time.ts';

/** What was asked for, as it was typed. */
export interface CallQuestion {
  /** Names of functions; any of them. `*` stands for any text. */
  readonly apis?: readonly string[] | undefined;
  /** What the value of an argument must hold. */
  readonly argument?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface CallFilter {
  /** Undefined if any function will do. */
  readonly api?: ApiFilter;
  /** What the text of a call decides, and its number; undefined if that is nothing. */
  readonly call?: (call: CallParts, id: number) => boolean;
}

/** Whether a name is what the pattern says; both in lower case. */
function fitsPattern(name: string, [first, ...parts]: readonly string[]): boolean {
  const last = parts.pop();
  if (first === undefined || last === undefined) return name === first;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

function compileApis(apis: readonly string[]): ApiFilter {
  const patterns = apis.map((api) => api.toLowerCase().split('*'));
  return (name) => {
    const lower = name.toLowerCase();
    return patterns.some((pattern) => fitsPattern(lower, pattern));
  };
}

/** A text in any letter case, or a pattern; texts are tried with and without the quotes around them. */
function compileArgument(text: string): (call: CallParts) => boolean {
  const lower = text.toLowerCase();
  const test = isRegexText(text)
    ? compileTextFilter(text)
    : (value: string): boolean => value.toLowerCase().includes(lower);
  const fits = (value: string): boolean =>
    test(value) || (value.length > 1 && value.startsWith('"') && value.endsWith('"') && test(value.slice(1, -1)));
  return ({ args, api }) => (args === undefined ? fits(api) : args.some(({ value }) => fits(value)));
}

function refuse(option: string, text: string): never {
  throw new CapaxError('option-invalid', `${option} is neither a time nor the number of a call: ${text}`, {
    hint: 'Times are written as --timeline does (09:12:31.209), with the day before them if need be; whole numbers are numbers of calls.',
  });
}

/** From one moment to another, both included, as exactly as they are stated. */
function compileRange(from: string | undefined, to: string | undefined, readTime: ReadTime): CallFilter['call'] {
  const bound = (option: string, text: string | undefined) =>
    text === undefined ? undefined : (readMoment(text, readTime) ?? refuse(option, text));
  const [first, last] = [bound('--from', from), bound('--to', to)];
  const isOverMidnight = first?.kind === 'clock' && last?.kind === 'clock' && first.start > last.end;
  return ({ time }, id) => {
    const read = time === undefined ? undefined : readTime(time);
    const clock = time === undefined ? undefined : clockOf(read?.clock ?? time);
    const measure = (kind: 'call' | 'clock' | 'time'): number | undefined =>
      kind === 'call' ? id : kind === 'clock' ? clock : read && Math.round(read.value * 1e6);
    const value = first && measure(first.kind);
    const isAfter = first === undefined || (value !== undefined && value >= first.start);
    const end = last && measure(last.kind);
    const isBefore = last === undefined || (end !== undefined && end <= last.end);
    return isOverMidnight ? isAfter || isBefore : isAfter && isBefore;
  };
}

/** Throws CapaxError `option-invalid` for patterns and times that cannot be. `readTime` understands what inputs write. */
export function compileCallFilter({ apis, argument, from, to }: CallQuestion, readTime: ReadTime): CallFilter {
  const tests = [
    argument === undefined ? undefined : compileArgument(argument),
    from === undefined && to === undefined ? undefined : compileRange(from, to, readTime),
  ].filter((test) => test !== undefined);
  return {
    ...(apis === undefined ? {} : { api: compileApis(apis) }),
    ...(tests.length === 0 ? {} : { call: (call: CallParts, id: number) => tests.every((test) => test(call, id)) }),
  };
}
