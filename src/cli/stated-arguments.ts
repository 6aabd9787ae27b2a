// The command line as documents state it. Documents are passed on, so they hold no passwords or tokens; and of many inputs the own one.

import type { Option } from 'commander';
import { HIDDEN, isSecretName, withoutSecrets } from '../node/hide-secrets.ts';
import type { StatedArguments } from '../node/job-options.ts';

type Part = 'operand' | 'flag' | 'value' | 'secret';

/** What each argument is. `options` are those of the command. */
function* classify(
  argv: readonly string[],
  options: readonly Option[],
): Generator<readonly [string, Part], void, void> {
  const known = (flag: string): Option | undefined =>
    options.find(({ long, short }) => long === flag || short === flag);
  let next: Part | undefined;
  let isOver = false;
  for (const argument of argv) {
    const isFlag: boolean = next === undefined && !isOver && argument.startsWith('-') && argument !== '-';
    yield [argument, next ?? (isFlag ? 'flag' : 'operand')];
    isOver ||= isFlag && argument === '--';
    const option = isFlag ? valueOption(argument, known) : undefined;
    next = option === undefined ? undefined : isSecretName(option.long ?? '') ? 'secret' : 'value';
  }
}

/** The option of a flag (or the last of several short ones in one argument) that takes the next argument as its value. */
function valueOption(argument: string, known: (flag: string) => Option | undefined): Option | undefined {
  if (argument.startsWith('--')) {
    const option = argument.includes('=') ? undefined : known(argument);
    return option?.required === true ? option : undefined;
  }
  const letters = [...argument.slice(1)];
  const taker = letters.findIndex((letter) => known(`-${letter}`)?.required === true);
  return taker === letters.length - 1 ? known(`-${letters[taker]}`) : undefined;
}

function hideAssigned(flag: string): string {
  const at = flag.indexOf('=');
  if (at < 0) return flag;
  const [name, value] = [flag.slice(0, at), flag.slice(at + 1)];
  return `${name}=${isSecretName(name) ? HIDDEN : withoutSecrets(value)}`;
}

/** The arguments before and after the place of the input, without secrets. */
export function stateArguments(argv: readonly string[], options: readonly Option[]): StatedArguments {
  const before: string[] = [];
  const after: string[] = [];
  let into = before;
  for (const [argument, part] of classify(argv, options)) {
    if (part === 'operand') into = after;
    else if (part === 'flag') into.push(hideAssigned(argument));
    else into.push(part === 'secret' ? HIDDEN : withoutSecrets(argument));
  }
  return { before, after };
}
