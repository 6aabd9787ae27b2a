// `capax feature x`: everything that is no command is an input, so a misspelt command would only be an input that is not there.

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { CapaxError } from '../errors.ts';
import { nearestWord } from '../suggest.ts';

/** Throws `option-invalid` if the first of the inputs of `program` is neither a file nor anything but a misspelt command. */
export function refuseMisspeltCommand(program: Command, inputs: readonly string[]): void {
  const [first = ''] = inputs;
  // A dot or a slash make it the name of a file, whatever it is near to.
  if (!/^[\w-]+$/.test(first) || existsSync(first)) return;
  const meant = meantCommand(program, inputs);
  if (meant.length === 0) return;
  const command = [program.name(), ...meant].join(' ');
  throw new CapaxError('option-invalid', `there is no command and no file "${first}"`, {
    hint: `Did you mean \`${command}\`?`,
  });
}

/** Names of the command that the words may mean, and of its inner ones. */
function meantCommand(command: Command, [word, ...rest]: readonly string[]): string[] {
  const names = command.commands.map((inner) => inner.name());
  const nearest = word === undefined ? undefined : nearestWord(word, names);
  const inner = command.commands.find((candidate) => candidate.name() === nearest);
  return inner === undefined ? [] : [inner.name(), ...meantCommand(inner, rest)];
}
